/* pgs-rounded.h: a rectangle with round corners
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

void pgs_rounded_trace (const cairo_rectangle_t *rect,
                        double                   radius,
                        cairo_t                 *cr);

G_END_DECLS
