/* pgs-map-view-layout.c: which part of the map is where in its view
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map-view-private.h"

#include <math.h>

#include "pgs-style.h"

#define SCROLL_STEP 40
#define PAGE_SHARE 0.9 /* of the view, for one page of scrolling */

/* pgs_map_view_get_ages: (nullable): since when pages are resident, where that is drawn: what came just now
 * flashes, but nothing of the past does */
PgsAges *
pgs_map_view_get_ages (PgsMapView *self)
{
  return pgs_session_is_live (self->session) || self->color_by == PGS_COLOR_BY_AGE
           ? pgs_session_get_ages (self->session)
           : NULL;
}

/**
 * pgs_map_view_get_model:
 * @self: a view
 * @model: (out caller-allocates): what is to be drawn now; borrows from the session
 *
 * Returns: %FALSE if there are no mappings to draw
 */
gboolean
pgs_map_view_get_model (PgsMapView  *self,
                        PgsMapModel *model)
{
  PgsSnapshot *snapshot = self->session != NULL ? pgs_session_get_snapshot (self->session) : NULL;
  gboolean animate = TRUE;
  PgsSelection selection;

  if (snapshot == NULL || snapshot->maps == NULL)
    return FALSE;
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animate, NULL);
  pgs_session_get_selection (self->session, &selection);
  *model = (PgsMapModel) { .past = !pgs_session_is_live (self->session),
                           .snapshot = snapshot,
                           .ages = pgs_map_view_get_ages (self),
                           .diff = pgs_comparison_get_shown_diff (pgs_session_get_comparison (self->session)),
                           .now_us = pgs_session_is_live (self->session) ? g_get_monotonic_time ()
                                                                         : snapshot->monotonic_us,
                           .calm = !animate,
                           .color_by = self->color_by,
                           .selection_start = selection.start,
                           .selection_end = selection.end };
  return TRUE;
}

/**
 * pgs_map_view_get_top:
 * @self: a view
 *
 * Returns: which px of the picture is at the upper edge of the view, on a device pixel
 */
double
pgs_map_view_get_top (PgsMapView *self)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  const int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  return adjustment != NULL ? round (gtk_adjustment_get_value (adjustment) * scale) / scale : 0;
}

/**
 * pgs_map_view_get_view_height:
 * @self: a view
 *
 * Returns: how many px of the picture are seen
 */
double
pgs_map_view_get_view_height (PgsMapView *self)
{
  return gtk_widget_get_height (GTK_WIDGET (self));
}

/**
 * pgs_map_view_set_top:
 * @self: a view
 * @top: px of the picture for the upper edge; taken as the limit where it is beyond
 */
void
pgs_map_view_set_top (PgsMapView *self,
                      double      top)
{
  if (self->adjustments[GTK_ORIENTATION_VERTICAL] != NULL)
    gtk_adjustment_set_value (self->adjustments[GTK_ORIENTATION_VERTICAL], top);
}

/**
 * pgs_map_view_update_adjustments:
 * @self: a view
 *
 * Tells the scrollbars how large the picture is.
 */
void
pgs_map_view_update_adjustments (PgsMapView *self)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (self));
  const double height = pgs_map_view_get_view_height (self);
  const double upper = self->layout != NULL ? pgs_map_layout_get_height (self->layout) : 0;
  GtkAdjustment *h = self->adjustments[GTK_ORIENTATION_HORIZONTAL];
  GtkAdjustment *v = self->adjustments[GTK_ORIENTATION_VERTICAL];

  if (h != NULL)
    gtk_adjustment_configure (h, 0, 0, width, width, width, width);
  if (v != NULL)
    gtk_adjustment_configure (v, MIN (gtk_adjustment_get_value (v), MAX (upper - height, 0)), 0, MAX (upper, height),
                              SCROLL_STEP, height * PAGE_SHARE, height);
}

/**
 * pgs_map_view_get_address_at:
 * @self: a view
 * @x: px of the widget
 * @y: px of the widget
 * @address: (out): the cell there, else the band there or the nearest one below
 *
 * Returns: %FALSE if there are no bands
 */
gboolean
pgs_map_view_get_address_at (PgsMapView *self,
                             double      x,
                             double      y,
                             guint64    *address)
{
  PgsMapHit hit;
  gsize band;

  if (self->layout == NULL || pgs_map_layout_get_n_bands (self->layout) == 0)
    return FALSE;
  pgs_map_layout_hit (self->layout, x, pgs_map_view_get_top (self) + y, &hit);
  if (hit.what == PGS_MAP_HIT_CELL || hit.what == PGS_MAP_HIT_BAND)
    {
      *address = hit.start;
      return TRUE;
    }
  band = MIN (pgs_map_layout_find_y (self->layout, pgs_map_view_get_top (self) + y),
              pgs_map_layout_get_n_bands (self->layout) - 1);
  *address = pgs_map_layout_get_band (self->layout, band)->start;
  return TRUE;
}

/**
 * pgs_map_view_place_address:
 * @self: a view
 * @address: where to scroll; to the nearest band if none holds it
 * @y: px of the widget at which it shall be
 */
void
pgs_map_view_place_address (PgsMapView *self,
                            guint64     address,
                            double      y)
{
  cairo_rectangle_t rect;
  gsize band;

  if (self->layout == NULL || pgs_map_layout_get_n_bands (self->layout) == 0)
    return;
  if (pgs_map_layout_address_rect (self->layout, address, &rect))
    pgs_map_view_set_top (self, rect.y - y);
  else
    {
      pgs_map_layout_find_address (self->layout, address, &band);
      pgs_map_view_set_top (self, pgs_map_layout_get_band (self->layout, band)->y - y);
    }
}

/**
 * pgs_map_view_emit_changed:
 * @self: a view
 *
 * Other addresses may be seen now.
 */
void
pgs_map_view_emit_changed (PgsMapView *self)
{
  g_signal_emit_by_name (self, "view-changed");
}

/**
 * pgs_map_view_ensure_theme:
 * @self: a view
 *
 * Asks for the theme if it may have changed.
 */
void
pgs_map_view_ensure_theme (PgsMapView *self)
{
  if (self->theme_known)
    return;
  pgs_style_get_theme (GTK_WIDGET (self), &self->theme);
  self->theme_known = TRUE;
}

static void
make_layout (PgsMapView        *self,
             const PgsSnapshot *snapshot)
{
  PgsMapLayout *before = self->layout;
  PgsMapGeometry geometry;

  pgs_map_view_ensure_theme (self);
  pgs_map_geometry_init (&geometry, gtk_widget_get_pango_context (GTK_WIDGET (self)), &self->theme,
                         MAX (gtk_widget_get_width (GTK_WIDGET (self)), PGS_MAP_VIEW_MIN_WIDTH), snapshot->page_size);
  geometry.scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  geometry.zoom = self->zoom;
  geometry.low_on_top = self->low_on_top;
  self->layout = pgs_map_layout_new_after (snapshot->maps, &geometry, before);
  g_clear_pointer (&before, pgs_map_layout_free);
  self->zoom = pgs_map_layout_get_geometry (self->layout)->zoom;
}

/* Makes the layout again and keeps what is at (@x, @y) of the widget where it is. */
static void
relayout_around (PgsMapView *self,
                 double      x,
                 double      y)
{
  PgsSnapshot *snapshot = self->session != NULL ? pgs_session_get_snapshot (self->session) : NULL;
  guint64 address = 0;
  cairo_rectangle_t rect;
  gboolean anchored = pgs_map_view_get_top (self) > 0 || y > 0;

  anchored = anchored && pgs_map_view_get_address_at (self, x, y, &address);
  if (anchored && pgs_map_layout_address_rect (self->layout, address, &rect) && y == 0)
    y = rect.y - pgs_map_view_get_top (self);
  pgs_map_cache_clear (self->cache);
  if (snapshot == NULL || snapshot->maps == NULL)
    g_clear_pointer (&self->layout, pgs_map_layout_free);
  else
    make_layout (self, snapshot);
  pgs_map_view_update_adjustments (self);
  if (anchored && self->layout != NULL)
    pgs_map_view_place_address (self, address, y);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  pgs_map_view_emit_changed (self);
}

/**
 * pgs_map_view_relayout:
 * @self: a view
 *
 * Makes the layout again and keeps what is on top of the view where it is.
 */
void
pgs_map_view_relayout (PgsMapView *self)
{
  relayout_around (self, 0, 0);
}

/**
 * pgs_map_view_zoom_around:
 * @self: a view
 * @zoom: steps from the fitting size; taken as the limit where it is beyond
 * @x: px of the widget
 * @y: px of the widget: what is there stays there
 */
void
pgs_map_view_zoom_around (PgsMapView *self,
                          int         zoom,
                          double      x,
                          double      y)
{
  if (self->layout == NULL)
    return;
  zoom = CLAMP (zoom, pgs_map_layout_get_min_zoom (self->layout), pgs_map_layout_get_max_zoom (self->layout));
  if (zoom == self->zoom)
    return;
  self->zoom = zoom;
  relayout_around (self, x, MAX (y, 0.5));
  pgs_map_view_update_description (self);
}

/**
 * pgs_map_view_get_visible:
 * @self: a view
 * @start: (out): lowest address that is seen
 * @end: (out): first address above the highest one
 *
 * Returns: %FALSE if nothing is
 */
gboolean
pgs_map_view_get_visible (PgsMapView *self,
                          guint64    *start,
                          guint64    *end)
{
  PgsMapHit top = { 0 }, bottom = { 0 };
  double x;

  g_return_val_if_fail (PGS_IS_MAP_VIEW (self), FALSE);

  if (self->layout == NULL || pgs_map_layout_get_n_bands (self->layout) == 0 || pgs_map_view_get_view_height (self) <= 0)
    return FALSE;
  x = pgs_map_layout_get_grid_x (self->layout);
  pgs_map_layout_hit (self->layout, x, MAX (pgs_map_view_get_top (self), 0), &top);
  pgs_map_layout_hit (self->layout, x, pgs_map_view_get_top (self) + pgs_map_view_get_view_height (self) - 1, &bottom);
  if (top.what == PGS_MAP_HIT_NONE)
    {
      const PgsMapBand *band = pgs_map_layout_get_band (
          self->layout, MIN (top.band, pgs_map_layout_get_n_bands (self->layout) - 1));

      top.start = band->start;
      top.end = band->end;
    }
  if (bottom.what == PGS_MAP_HIT_NONE)
    {
      const gsize n = pgs_map_layout_get_n_bands (self->layout);
      const PgsMapBand *band = pgs_map_layout_get_band (self->layout, MIN (bottom.band > 0 ? bottom.band - 1 : 0, n - 1));

      bottom.start = band->start;
      bottom.end = band->end;
    }
  *start = MIN (top.start, bottom.start);
  *end = MAX (top.end, bottom.end);
  return TRUE;
}
