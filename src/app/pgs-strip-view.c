/* pgs-strip-view.c: the whole address space of the watched process at a glance
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-strip-view-private.h"

#include <glib/gi18n-lib.h>

#include "pgs-format.h"
#include "pgs-read-iter.h"
#include "pgs-strip-words.h"
#include "pgs-strip.h"
#include "pgs-style.h"

#define WIDTH_EM 11.2 /* of the font's size */
#define MIN_HEIGHT 160
#define BOTTOM_SPACE 8

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_LOW_ON_TOP,
  N_PROPS,
};

enum
{
  SCROLL_TO,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PgsStripView, pgs_strip_view, GTK_TYPE_WIDGET)

/**
 * pgs_strip_view_get_model:
 * @self: a view
 * @model: (out caller-allocates): what it shows
 *
 * Returns: %FALSE where it shows nothing, or its layout is not of what there is now
 */
gboolean
pgs_strip_view_get_model (PgsStripView *self,
                          PgsMapModel  *model)
{
  PgsSnapshot *snapshot = self->session != NULL ? pgs_session_get_snapshot (self->session) : NULL;

  if (self->layout == NULL || snapshot == NULL || snapshot->maps != pgs_strip_layout_get_maps (self->layout))
    return FALSE;
  *model = (PgsMapModel) { .snapshot = snapshot, .isolation = self->isolation };
  return TRUE;
}

static void
forget (PgsStripView *self)
{
  g_clear_pointer (&self->picture, pgs_strip_picture_free);
  g_clear_pointer (&self->layout, pgs_strip_layout_free);
}

static void
ensure_theme (PgsStripView *self)
{
  if (!self->theme_known)
    pgs_style_get_theme (GTK_WIDGET (self), &self->theme);
  self->theme_known = TRUE;
}

/* Returns: whether the picture is another one now. */
static gboolean
refresh_picture (PgsStripView *self)
{
  PgsMapModel model;

  return !pgs_strip_view_get_model (self, &model) || pgs_strip_picture_refresh (self->picture, &model);
}

static void
relayout (PgsStripView *self)
{
  PgsSnapshot *snapshot = self->session != NULL ? pgs_session_get_snapshot (self->session) : NULL;
  PgsStripGeometry geometry;

  forget (self);
  if (snapshot != NULL && snapshot->maps != NULL && gtk_widget_get_height (GTK_WIDGET (self)) > 0)
    {
      ensure_theme (self);
      pgs_strip_geometry_init (&geometry, gtk_widget_get_pango_context (GTK_WIDGET (self)), &self->theme,
                               gtk_widget_get_width (GTK_WIDGET (self)),
                               gtk_widget_get_height (GTK_WIDGET (self)) - BOTTOM_SPACE);
      geometry.low_on_top = self->low_on_top;
      self->layout = pgs_strip_layout_new (snapshot->maps, &geometry);
      self->picture = pgs_strip_picture_new (GTK_WIDGET (self), self->layout, &self->theme);
      refresh_picture (self);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * pgs_strip_view_get_current_item:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): the item that is selected, else the one in the middle of what is seen
 */
const PgsStripItem *
pgs_strip_view_get_current_item (PgsStripView *self)
{
  guint64 address = self->visible_start + (self->visible_end - self->visible_start) / 2;
  PgsSelection selection;

  if (self->layout == NULL)
    return NULL;
  pgs_session_get_selection (self->session, &selection);
  if (selection.start < selection.end)
    address = selection.start;
  return pgs_strip_layout_hit (self->layout, pgs_strip_layout_address_to_y (self->layout, address));
}

/* What is selected, else which part of it the pages show. */
static char *
dup_description (PgsStripView *self)
{
  const PgsStripItem *item = pgs_strip_view_get_current_item (self);
  g_autofree char *range = pgs_format_range (self->visible_start, self->visible_end);
  PgsSelection selection;
  PgsMapModel model;

  if (item == NULL || !pgs_strip_view_get_model (self, &model))
    return self->layout == NULL ? g_strdup ("") : NULL;
  pgs_session_get_selection (self->session, &selection);
  if (selection.start < selection.end)
    return pgs_strip_describe (&model, self->layout, item);
  /* Translators: an address range */
  return g_strdup_printf (_("the page view shows %s"), range);
}

static void
update_description (PgsStripView *self)
{
  char *text = dup_description (self);

  if (text == NULL || g_strcmp0 (text, self->description) == 0)
    {
      g_free (text);
      return;
    }
  g_free (self->description);
  self->description = text;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

/* Adding up the mappings costs time where there are many: only when they or their pages changed. */
static void
on_sampled (PgsStripView *self)
{
  PgsSnapshot *snapshot = pgs_session_get_snapshot (self->session);
  PgsMaps *shown = self->layout != NULL ? pgs_strip_layout_get_maps (self->layout) : NULL;
  const gboolean same = snapshot != NULL && self->shown != NULL && snapshot->maps == self->shown->maps
                        && snapshot->smaps == self->shown->smaps
                        && pgs_pages_says_the_same (snapshot->pages, self->shown->pages);

  g_clear_pointer (&self->shown, pgs_snapshot_unref);
  self->shown = snapshot != NULL ? pgs_snapshot_ref (snapshot) : NULL;
  if ((snapshot != NULL ? snapshot->maps : NULL) != shown)
    relayout (self);
  else if (!same && refresh_picture (self))
    gtk_widget_queue_draw (GTK_WIDGET (self));
  if (!same)
    update_description (self);
}

static void
on_selection (PgsStripView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  update_description (self);
}

static void
on_state (PgsStripView *self)
{
  if (pgs_session_get_snapshot (self->session) != NULL)
    return;
  g_clear_pointer (&self->shown, pgs_snapshot_unref);
  relayout (self);
  update_description (self);
}

static void
pgs_strip_view_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  PgsStripView *self = PGS_STRIP_VIEW (widget);
  PgsStripMarks marks = { .visible_start = self->visible_start, .visible_end = self->visible_end };
  PgsMapModel model;

  if (!pgs_strip_view_get_model (self, &model))
    return;
  pgs_session_get_selection (self->session, &marks.selection);
  pgs_strip_picture_append (self->picture, &model, &marks, snapshot);
}

static void
pgs_strip_view_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  PgsStripView *self = PGS_STRIP_VIEW (widget);

  ensure_theme (self);
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? (int) (WIDTH_EM * self->theme.font_size) : MIN_HEIGHT;
  *natural = *minimum;
}

static void
pgs_strip_view_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  relayout (PGS_STRIP_VIEW (widget));
}

static void
restyle (PgsStripView *self)
{
  self->theme_known = FALSE;
  relayout (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
pgs_strip_view_css_changed (GtkWidget         *widget,
                            GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (pgs_strip_view_parent_class)->css_changed (widget, change);
  restyle (PGS_STRIP_VIEW (widget));
}

static void
pgs_strip_view_direction_changed (GtkWidget        *widget,
                                  GtkTextDirection  previous)
{
  restyle (PGS_STRIP_VIEW (widget));
}

/**
 * pgs_strip_view_emit_scroll_to:
 * @self: a view
 * @address: what somebody wants to see
 * @jump: it was pointed at
 */
void
pgs_strip_view_emit_scroll_to (PgsStripView *self,
                               guint64       address,
                               gboolean      jump)
{
  g_signal_emit (self, signals[SCROLL_TO], 0, address, jump);
}

static void
set_session (PgsStripView *self,
             PgsSession   *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  g_clear_pointer (&self->shown, pgs_snapshot_unref);
  if (session != NULL)
    {
      g_signal_connect_swapped (session, "sampled", G_CALLBACK (on_sampled), self);
      g_signal_connect_swapped (session, "selection-changed", G_CALLBACK (on_selection), self);
      g_signal_connect_swapped (session, "notify::state", G_CALLBACK (on_state), self);
    }
  relayout (self);
}

static void
pgs_strip_view_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  PgsStripView *self = PGS_STRIP_VIEW (object);

  if (id == PROP_SESSION)
    g_value_set_object (value, self->session);
  else if (id == PROP_LOW_ON_TOP)
    g_value_set_boolean (value, self->low_on_top);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pgs_strip_view_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  PgsStripView *self = PGS_STRIP_VIEW (object);

  if (id == PROP_SESSION)
    set_session (self, g_value_get_object (value));
  else if (id == PROP_LOW_ON_TOP)
    {
      self->low_on_top = g_value_get_boolean (value);
      relayout (self);
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pgs_strip_view_dispose (GObject *object)
{
  PgsStripView *self = PGS_STRIP_VIEW (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->shown, pgs_snapshot_unref);
  forget (self);
  g_clear_pointer (&self->description, g_free);
  G_OBJECT_CLASS (pgs_strip_view_parent_class)->dispose (object);
}

static void
pgs_strip_view_class_init (PgsStripViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pgs_strip_view_get_property;
  object_class->set_property = pgs_strip_view_set_property;
  object_class->dispose = pgs_strip_view_dispose;
  widget_class->measure = pgs_strip_view_measure;
  widget_class->size_allocate = pgs_strip_view_size_allocate;
  widget_class->snapshot = pgs_strip_view_snapshot;
  widget_class->css_changed = pgs_strip_view_css_changed;
  widget_class->direction_changed = pgs_strip_view_direction_changed;
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, PGS_TYPE_SESSION, flags);
  properties[PROP_LOW_ON_TOP] = g_param_spec_boolean ("low-on-top", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SCROLL_TO] = g_signal_new ("scroll-to", PGS_TYPE_STRIP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 2, G_TYPE_UINT64, G_TYPE_BOOLEAN);
  gtk_widget_class_set_css_name (widget_class, "strip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  pgs_strip_view_add_keys (widget_class);
}

static void
pgs_strip_view_init (PgsStripView *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Address space"), -1);
  pgs_strip_view_add_controllers (self);
  pgs_style_follow (GTK_WIDGET (self), G_CALLBACK (restyle));
}

/**
 * pgs_strip_view_new:
 *
 * Returns: (transfer floating): a view without a session
 */
GtkWidget *
pgs_strip_view_new (void)
{
  return g_object_new (PGS_TYPE_STRIP_VIEW, NULL);
}

/**
 * pgs_strip_view_set_visible:
 * @self: a view
 * @start: lowest address that the pages show
 * @end: first address above; equal to @start if they show nothing
 *
 * Where the bracket is.
 */
void
pgs_strip_view_set_visible (PgsStripView *self,
                            guint64       start,
                            guint64       end)
{
  g_return_if_fail (PGS_IS_STRIP_VIEW (self));

  if (self->visible_start == start && self->visible_end == end)
    return;
  self->visible_start = start;
  self->visible_end = end;
  update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * pgs_strip_view_set_isolation:
 * @self: a strip
 * @isolation: how the kernel's half is kept from the programs of the machine that is watched
 */
void
pgs_strip_view_set_isolation (PgsStripView *self,
                              PgsIsolation  isolation)
{
  if (self->isolation == isolation)
    return;
  self->isolation = isolation;
  relayout (self);
}
