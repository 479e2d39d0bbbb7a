/* pgs-map-view-zoom.c: how near the pages of the map are seen, and around which of them that changes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map-view-private.h"

/* Where the cell of the keyboard is. Returns: %FALSE, changing nothing, if it is not seen. */
static gboolean
get_visible_key_place (PgsMapView *self,
                       double     *x,
                       double     *y)
{
  const double top = pgs_map_view_get_top (self);
  cairo_rectangle_t rect;

  if (!pgs_map_layout_address_rect (self->layout, pgs_map_view_get_key_address (self), &rect)
      || rect.y < top || rect.y >= top + pgs_map_view_get_view_height (self))
    return FALSE;
  *x = rect.x;
  *y = rect.y - top;
  return TRUE;
}

/**
 * pgs_map_view_zoom_by:
 * @self: a view
 * @steps: positive: nearer
 *
 * Keeps in its place the cell to which the keyboard walked, else what is under the pointer, else what
 * is selected, else the middle of the view.
 */
void
pgs_map_view_zoom_by (PgsMapView *self,
                      int         steps)
{
  double x = 0, y = pgs_map_view_get_view_height (self) / 2;

  g_return_if_fail (PGS_IS_MAP_VIEW (self));

  if (self->layout == NULL || self->session == NULL)
    return;
  if (self->shows_cursor && get_visible_key_place (self, &x, &y))
    ;
  else if (self->has_pointer)
    {
      x = self->pointer_x;
      y = self->pointer_y;
    }
  else
    get_visible_key_place (self, &x, &y);
  pgs_map_view_zoom_around (self, self->zoom + steps, x, y);
}

/**
 * pgs_map_view_zoom_fit:
 * @self: a view
 *
 * Back to where each object takes a few rows.
 */
void
pgs_map_view_zoom_fit (PgsMapView *self)
{
  g_return_if_fail (PGS_IS_MAP_VIEW (self));

  pgs_map_view_zoom_by (self, -self->zoom);
}

/**
 * pgs_map_view_can_zoom:
 * @self: a view
 * @steps: 1 or -1
 *
 * Returns: whether there is a further step in that direction
 */
gboolean
pgs_map_view_can_zoom (PgsMapView *self,
                       int         steps)
{
  g_return_val_if_fail (PGS_IS_MAP_VIEW (self), FALSE);

  return self->layout != NULL && self->zoom + steps >= pgs_map_layout_get_min_zoom (self->layout)
         && self->zoom + steps <= pgs_map_layout_get_max_zoom (self->layout);
}
