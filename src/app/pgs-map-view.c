/* pgs-map-view.c: the pages of the watched process, band by band
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The widget only holds a layout and pieces of picture. A new snapshot with the same mappings keeps
 * the layout; scrolling keeps the pieces. Positions are doubles until they are on the screen: a
 * process can be millions of px high, and GTK's floats are exact to 2^24 only.
 */
#include "config.h"

#include "pgs-map-view-private.h"

#include <glib/gi18n-lib.h>

#include "pgs-style.h"

#define MIN_WIDTH PGS_MAP_VIEW_MIN_WIDTH
#define MIN_HEIGHT 80

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_COLOR_BY,
  PROP_LOW_ON_TOP,
  N_PROPS,
  PROP_HADJUSTMENT = N_PROPS,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

enum
{
  VIEW_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (PgsMapView, pgs_map_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static void
pgs_map_view_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : MIN_HEIGHT;
  *natural = *minimum;
}

static void
pgs_map_view_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  PgsMapView *self = PGS_MAP_VIEW (widget);

  if (self->layout == NULL || pgs_map_layout_get_geometry (self->layout)->width != MAX (width, MIN_WIDTH)
      || pgs_map_layout_get_geometry (self->layout)->scale != gtk_widget_get_scale_factor (widget))
    pgs_map_view_relayout (self);
  else
    {
      pgs_map_view_update_adjustments (self);
      pgs_map_view_emit_changed (self);
    }
}

static void
restyle (PgsMapView *self)
{
  self->theme_known = FALSE;
  pgs_map_view_relayout (self);
}

static void
pgs_map_view_css_changed (GtkWidget         *widget,
                          GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (pgs_map_view_parent_class)->css_changed (widget, change);
  restyle (PGS_MAP_VIEW (widget));
}

static void
pgs_map_view_direction_changed (GtkWidget        *widget,
                                GtkTextDirection  previous)
{
  restyle (PGS_MAP_VIEW (widget));
}

static void
pgs_map_view_unmap (GtkWidget *widget)
{
  PgsMapView *self = PGS_MAP_VIEW (widget);

  g_clear_handle_id (&self->fade_id, g_source_remove);
  GTK_WIDGET_CLASS (pgs_map_view_parent_class)->unmap (widget);
}

static void
on_value_changed (PgsMapView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  pgs_map_view_emit_changed (self);
}

static void
set_adjustment (PgsMapView     *self,
                GtkOrientation  orientation,
                GtkAdjustment  *adjustment)
{
  GtkAdjustment *old = self->adjustments[orientation];

  if (old == adjustment && adjustment != NULL)
    return;
  if (old != NULL)
    g_signal_handlers_disconnect_by_data (old, self);
  g_clear_object (&self->adjustments[orientation]);
  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  self->adjustments[orientation] = g_object_ref_sink (adjustment);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (on_value_changed), self);
  pgs_map_view_update_adjustments (self);
}

static void
pgs_map_view_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  PgsMapView *self = PGS_MAP_VIEW (object);

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_COLOR_BY:
      g_value_set_uint (value, self->color_by);
      break;
    case PROP_LOW_ON_TOP:
      g_value_set_boolean (value, self->low_on_top);
      break;
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[id == PROP_VADJUSTMENT]);
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, GTK_SCROLL_MINIMUM);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_map_view_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  PgsMapView *self = PGS_MAP_VIEW (object);

  switch (id)
    {
    case PROP_SESSION:
      pgs_map_view_set_session (self, g_value_get_object (value));
      break;
    case PROP_COLOR_BY:
      self->color_by = g_value_get_uint (value);
      pgs_map_cache_set_stale (self->cache);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      break;
    case PROP_LOW_ON_TOP:
      self->low_on_top = g_value_get_boolean (value);
      pgs_map_view_relayout (self);
      break;
    case PROP_HADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      break; /* it always takes what it is given */
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_map_view_dispose (GObject *object)
{
  PgsMapView *self = PGS_MAP_VIEW (object);

  g_clear_handle_id (&self->fade_id, g_source_remove);
  pgs_map_view_drop_session (self);
  for (int i = 0; i < 2; i++)
    {
      if (self->adjustments[i] != NULL)
        g_signal_handlers_disconnect_by_data (self->adjustments[i], self);
      g_clear_object (&self->adjustments[i]);
    }
  G_OBJECT_CLASS (pgs_map_view_parent_class)->dispose (object);
}

static void
pgs_map_view_finalize (GObject *object)
{
  PgsMapView *self = PGS_MAP_VIEW (object);

  g_clear_pointer (&self->layout, pgs_map_layout_free);
  pgs_map_cache_free (self->cache);
  g_free (self->description);
  G_OBJECT_CLASS (pgs_map_view_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, PGS_TYPE_SESSION, flags);
  properties[PROP_COLOR_BY] = g_param_spec_uint ("color-by", NULL, NULL, 0, PGS_N_COLOR_BYS - 1, 0, flags);
  properties[PROP_LOW_ON_TOP] = g_param_spec_boolean ("low-on-top", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (klass, N_PROPS, properties);
  g_object_class_override_property (klass, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (klass, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (klass, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (klass, PROP_VSCROLL_POLICY, "vscroll-policy");
}

static void
pgs_map_view_class_init (PgsMapViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pgs_map_view_get_property;
  object_class->set_property = pgs_map_view_set_property;
  object_class->dispose = pgs_map_view_dispose;
  object_class->finalize = pgs_map_view_finalize;
  widget_class->measure = pgs_map_view_measure;
  widget_class->size_allocate = pgs_map_view_size_allocate;
  widget_class->snapshot = pgs_map_view_snapshot;
  widget_class->css_changed = pgs_map_view_css_changed;
  widget_class->direction_changed = pgs_map_view_direction_changed;
  widget_class->unmap = pgs_map_view_unmap;
  install_properties (object_class);
  signals[VIEW_CHANGED] = g_signal_new ("view-changed", PGS_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "map");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  pgs_map_view_add_keys (widget_class);
}

static void
pgs_map_view_init (PgsMapView *self)
{
  self->cache = pgs_map_cache_new ();
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Pages"), -1);
  pgs_style_follow (GTK_WIDGET (self), G_CALLBACK (restyle));
  pgs_map_view_add_controllers (self);
}

/**
 * pgs_map_view_new:
 *
 * Returns: (transfer floating): a view without a session
 */
GtkWidget *
pgs_map_view_new (void)
{
  return g_object_new (PGS_TYPE_MAP_VIEW, NULL);
}

/**
 * pgs_map_view_show_address:
 * @self: a view
 * @address: where to go
 *
 * Scrolls there, puts the cursor on the cell and selects its region.
 *
 * Returns: %FALSE if nothing is mapped there; the nearest region is shown then
 */
gboolean
pgs_map_view_show_address (PgsMapView *self,
                           guint64     address)
{
  const PgsMaps *maps;
  gsize mapping;

  g_return_val_if_fail (PGS_IS_MAP_VIEW (self), FALSE);

  if (self->layout == NULL || self->session == NULL)
    return FALSE;
  maps = pgs_map_layout_get_maps (self->layout);
  pgs_map_view_place_address (self, address, pgs_map_view_get_view_height (self) / 3);
  if (!pgs_maps_find (maps, address, &mapping))
    return FALSE;
  self->cursor = address;
  self->has_cursor = TRUE;
  pgs_session_select (self->session, &(PgsSelection) { pgs_maps_get (maps, mapping)->start,
                                                       pgs_maps_get (maps, mapping)->end, FALSE });
  pgs_map_view_update_description (self);
  return TRUE;
}

/**
 * pgs_map_view_scroll_to:
 * @self: a view
 * @address: what the top edge of the view shall show
 */
void
pgs_map_view_scroll_to (PgsMapView *self,
                        guint64     address)
{
  g_return_if_fail (PGS_IS_MAP_VIEW (self));

  pgs_map_view_place_address (self, address, 0);
}
