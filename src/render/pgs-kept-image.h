/* pgs-kept-image.h: see pgs-kept-image.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

void pgs_kept_image_paint (cairo_surface_t *image,
                           double           x,
                           double           y,
                           cairo_filter_t   filter,
                           cairo_t         *cr);

G_END_DECLS
