/* pgs-split.c: a side pane beside (or under) the content, resizable, and hidden where there is no room
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * AdwFlap hides its flap by itself but cannot be resized; GtkPaned can be resized but never hides a
 * child, and so keeps a window from getting small. libadwaita 1.2 has no split views. Hence this.
 */
#include "config.h"

#include "pgs-split-private.h"

enum
{
  PROP_0,
  PROP_SIDE,
  PROP_CONTENT,
  PROP_ORIENTATION,
  PROP_AT_END,
  PROP_SIDE_SIZE,
  PROP_MIN_CONTENT_SIZE,
  PROP_SHOW_SIDE,
  PROP_SIDE_VISIBLE,
  PROP_SIDE_NAME,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PgsSplit, pgs_split, GTK_TYPE_WIDGET)

static void
set_child (PgsSplit   *self,
           GtkWidget **place,
           GtkWidget  *child)
{
  g_clear_pointer (place, gtk_widget_unparent);
  *place = child;
  if (child != NULL)
    gtk_widget_insert_before (child, GTK_WIDGET (self), self->handle);
}

static void
set_orientation (PgsSplit       *self,
                 GtkOrientation  orientation)
{
  gboolean horizontal = orientation == GTK_ORIENTATION_HORIZONTAL;

  self->orientation = orientation;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->handle),
                                  horizontal ? GTK_ORIENTATION_VERTICAL
                                             : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_cursor_from_name (self->handle, horizontal ? "col-resize" : "row-resize");
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* The keyboard must not fall to the first button of the window, where Space would press it. */
static void
move_focus_to_content (PgsSplit *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || self->side == NULL || self->content == NULL
      || !(gtk_widget_is_ancestor (focus, self->side) || focus == self->handle))
    return;
  gtk_widget_child_focus (self->content, GTK_DIR_TAB_FORWARD);
}

static void
set_show_side (PgsSplit *self,
               gboolean  show)
{
  if (self->show_side == show)
    return;
  if (!show)
    move_focus_to_content (self);
  self->show_side = show;
  pgs_split_apply (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_SIDE]);
}

static void
set_side_visible (PgsSplit *self,
                  gboolean  visible)
{
  if (self->fits)
    {
      set_show_side (self, visible);
      return;
    }
  self->covered = visible;
  pgs_split_apply (self);
  if (!visible)
    gtk_widget_child_focus (self->content, GTK_DIR_TAB_FORWARD);
}

static void
pgs_split_get_property (GObject    *object,
                        guint       id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  PgsSplit *self = PGS_SPLIT (object);

  switch (id)
    {
    case PROP_SIDE_SIZE:
      g_value_set_int (value, self->side_size);
      break;
    case PROP_SHOW_SIDE:
      g_value_set_boolean (value, self->show_side);
      break;
    case PROP_SIDE_VISIBLE:
      g_value_set_boolean (value, pgs_split_is_side_visible (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_split_set_property (GObject      *object,
                        guint         id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  PgsSplit *self = PGS_SPLIT (object);

  switch (id)
    {
    case PROP_SIDE:
      set_child (self, &self->side, g_value_get_object (value));
      break;
    case PROP_CONTENT:
      set_child (self, &self->content, g_value_get_object (value));
      break;
    case PROP_ORIENTATION:
      set_orientation (self, g_value_get_enum (value));
      break;
    case PROP_AT_END:
      self->at_end = g_value_get_boolean (value);
      break;
    case PROP_SIDE_SIZE:
      self->side_size = g_value_get_int (value);
      gtk_widget_queue_allocate (GTK_WIDGET (self));
      break;
    case PROP_MIN_CONTENT_SIZE:
      self->min_content_size = g_value_get_int (value);
      break;
    case PROP_SHOW_SIDE:
      set_show_side (self, g_value_get_boolean (value));
      break;
    case PROP_SIDE_VISIBLE:
      set_side_visible (self, g_value_get_boolean (value));
      break;
    case PROP_SIDE_NAME:
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->handle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      g_value_get_string (value), -1);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_split_dispose (GObject *object)
{
  PgsSplit *self = PGS_SPLIT (object);

  g_clear_handle_id (&self->apply_id, g_source_remove);
  g_clear_pointer (&self->side, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->handle, gtk_widget_unparent);
  G_OBJECT_CLASS (pgs_split_parent_class)->dispose (object);
}

static void
pgs_split_class_init (PgsSplitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags w = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags rw = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pgs_split_get_property;
  object_class->set_property = pgs_split_set_property;
  object_class->dispose = pgs_split_dispose;
  widget_class->measure = pgs_split_measure;
  widget_class->size_allocate = pgs_split_size_allocate;

  properties[PROP_SIDE] = g_param_spec_object ("side", NULL, NULL, GTK_TYPE_WIDGET, w);
  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, w);
  properties[PROP_ORIENTATION] = g_param_spec_enum ("orientation", NULL, NULL, GTK_TYPE_ORIENTATION,
                                                    GTK_ORIENTATION_HORIZONTAL, w);
  properties[PROP_SIDE_NAME] = g_param_spec_string ("side-name", NULL, NULL, NULL, w);
  properties[PROP_AT_END] = g_param_spec_boolean ("at-end", NULL, NULL, FALSE, w);
  properties[PROP_SIDE_SIZE] = g_param_spec_int ("side-size", NULL, NULL, 0, G_MAXINT16, 280, rw);
  properties[PROP_MIN_CONTENT_SIZE] = g_param_spec_int ("min-content-size", NULL, NULL, 0,
                                                         G_MAXINT16, 0, w);
  properties[PROP_SHOW_SIDE] = g_param_spec_boolean ("show-side", NULL, NULL, TRUE, rw);
  properties[PROP_SIDE_VISIBLE] = g_param_spec_boolean ("side-visible", NULL, NULL, TRUE, rw);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "split");
}

static void
pgs_split_init (PgsSplit *self)
{
  self->side_size = 280;
  self->show_side = TRUE;
  self->fits = TRUE;
  self->visible = TRUE;
  pgs_split_add_handle (self);
}

/**
 * pgs_split_get_covered:
 * @self: a split
 *
 * Returns: whether the side pane has taken the place of the content, as there is no room for both
 */
gboolean
pgs_split_get_covered (PgsSplit *self)
{
  g_return_val_if_fail (PGS_IS_SPLIT (self), FALSE);

  return !self->fits && self->covered;
}

/**
 * pgs_split_uncover:
 * @self: a split
 *
 * Shows the content again if the side pane has taken its place.
 */
void
pgs_split_uncover (PgsSplit *self)
{
  g_return_if_fail (PGS_IS_SPLIT (self));

  if (pgs_split_get_covered (self))
    set_side_visible (self, FALSE);
}
