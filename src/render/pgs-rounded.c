/* pgs-rounded.c: a rectangle with round corners
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-rounded.h"

/**
 * pgs_rounded_trace:
 * @rect: a rectangle
 * @radius: of its corners, px
 * @cr: where its outline is added to the path
 */
void
pgs_rounded_trace (const cairo_rectangle_t *rect,
                   double                   radius,
                   cairo_t                 *cr)
{
  const double x1 = rect->x + rect->width, y1 = rect->y + rect->height;

  cairo_new_sub_path (cr);
  cairo_arc (cr, x1 - radius, rect->y + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, x1 - radius, y1 - radius, radius, 0, G_PI_2);
  cairo_arc (cr, rect->x + radius, y1 - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, rect->x + radius, rect->y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}
