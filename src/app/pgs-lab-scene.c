/* pgs-lab-scene.c: a scene as a widget that is as high as it needs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The picture is fitted to what is seen of it, so its height follows from its place and not the other way
 * round: a higher one asks for its height after it was given its place.
 */
#include "config.h"

#include "pgs-lab-scene.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pgs-scene-layout.h"
#include "pgs-style.h"

#define MIN_WIDTH 240
#define MIN_HEIGHT 120

struct _PgsLabScene
{
  GtkWidget parent_instance;

  PgsScene *scene; /* (nullable) */
  PgsSceneLayout *layout;
  GskRenderNode *picture;
  int needed; /* px that it did not have */
  guint resize_id;
};

G_DEFINE_FINAL_TYPE (PgsLabScene, pgs_lab_scene, GTK_TYPE_WIDGET)

static void
forget_layout (PgsLabScene *self)
{
  g_clear_pointer (&self->layout, pgs_scene_layout_free);
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_resize (gpointer data)
{
  PgsLabScene *self = data;

  self->resize_id = 0;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

static void
ensure_layout (PgsLabScene *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const int seen = gtk_widget_get_height (gtk_widget_get_parent (widget));
  PgsTheme theme;
  int needed;

  if (self->layout != NULL || self->scene == NULL || gtk_widget_get_width (widget) <= 0)
    return;
  pgs_style_get_theme (widget, &theme);
  self->layout = pgs_scene_layout_new (self->scene, &theme, gtk_widget_get_pango_context (widget),
                                       gtk_widget_get_width (widget), MAX (seen, MIN_HEIGHT));
  needed = (int) ceil (self->layout->height);
  if (needed == self->needed)
    return;
  self->needed = needed;
  if (self->resize_id == 0)
    self->resize_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_resize, self, NULL);
}

static GtkSizeRequestMode
pgs_lab_scene_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
pgs_lab_scene_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH
                                                       : MAX (PGS_LAB_SCENE (widget)->needed, MIN_HEIGHT);
  *natural = *minimum;
}

static void
pgs_lab_scene_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  forget_layout (PGS_LAB_SCENE (widget));
  ensure_layout (PGS_LAB_SCENE (widget));
}

static void
pgs_lab_scene_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  PgsLabScene *self = PGS_LAB_SCENE (widget);
  PgsTheme theme;
  GtkSnapshot *picture;
  cairo_t *cr;

  ensure_layout (self);
  if (self->layout == NULL)
    return;
  if (self->picture == NULL)
    {
      pgs_style_get_theme (widget, &theme);
      picture = gtk_snapshot_new ();
      cr = gtk_snapshot_append_cairo (picture, &GRAPHENE_RECT_INIT (-1, -1, (float) gtk_widget_get_width (widget) + 2,
                                                                    (float) self->layout->height + 2));
      pgs_scene_draw (self->scene, self->layout, &theme, gtk_widget_get_pango_context (widget), cr);
      cairo_destroy (cr);
      self->picture = gtk_snapshot_free_to_node (picture);
    }
  if (self->picture != NULL)
    gtk_snapshot_append_node (snapshot, self->picture);
}

static void
pgs_lab_scene_css_changed (GtkWidget         *widget,
                           GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (pgs_lab_scene_parent_class)->css_changed (widget, change);
  forget_layout (PGS_LAB_SCENE (widget));
}

static void
pgs_lab_scene_direction_changed (GtkWidget        *widget,
                                 GtkTextDirection  previous)
{
  GTK_WIDGET_CLASS (pgs_lab_scene_parent_class)->direction_changed (widget, previous);
  forget_layout (PGS_LAB_SCENE (widget));
}

static void
pgs_lab_scene_dispose (GObject *object)
{
  PgsLabScene *self = PGS_LAB_SCENE (object);

  g_clear_handle_id (&self->resize_id, g_source_remove);
  g_clear_pointer (&self->layout, pgs_scene_layout_free);
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  g_clear_pointer (&self->scene, pgs_scene_free);
  G_OBJECT_CLASS (pgs_lab_scene_parent_class)->dispose (object);
}

static void
pgs_lab_scene_class_init (PgsLabSceneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_lab_scene_dispose;
  widget_class->get_request_mode = pgs_lab_scene_get_request_mode;
  widget_class->measure = pgs_lab_scene_measure;
  widget_class->size_allocate = pgs_lab_scene_size_allocate;
  widget_class->snapshot = pgs_lab_scene_snapshot;
  widget_class->css_changed = pgs_lab_scene_css_changed;
  widget_class->direction_changed = pgs_lab_scene_direction_changed;
  gtk_widget_class_set_css_name (widget_class, "labscene");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
pgs_lab_scene_init (PgsLabScene *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Memory of the experiment"),
                                  -1);
}

/**
 * pgs_lab_scene_take:
 * @self: a widget
 * @scene: (transfer full) (nullable): what to show from now on
 */
void
pgs_lab_scene_take (PgsLabScene *self,
                    PgsScene    *scene)
{
  g_autofree char *description = scene != NULL ? pgs_scene_describe (scene) : g_strdup ("");

  g_return_if_fail (PGS_IS_LAB_SCENE (self));

  g_clear_pointer (&self->scene, pgs_scene_free);
  self->scene = scene;
  forget_layout (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}
