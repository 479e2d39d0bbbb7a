/* pgs-png.h: a picture as a PNG file, fast and small
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

GBytes *pgs_png_encode (cairo_surface_t  *image,
                        const char       *title,
                        GError          **error);

G_END_DECLS
