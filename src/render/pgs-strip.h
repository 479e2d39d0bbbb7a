/* pgs-strip.h: the textbook picture of an address space, drawn from the real one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <pango/pangocairo.h>

#include "pgs-map-cells.h"
#include "pgs-strip-fill.h"

G_BEGIN_DECLS

void  pgs_strip_geometry_init (PgsStripGeometry     *geometry,
                               PangoContext         *context,
                               const PgsTheme       *theme,
                               double                width,
                               double                height);
void  pgs_strip_draw          (const PgsMapModel    *model,
                               const PgsStripLayout *layout,
                               const PgsTheme       *theme,
                               PangoContext         *context,
                               cairo_t              *cr);
void  pgs_strip_draw_item     (const PgsMapModel    *model,
                               const PgsStripLayout *layout,
                               const PgsTheme       *theme,
                               PangoContext         *context,
                               const PgsStripItem   *item,
                               const PgsStripFill   *fill,
                               cairo_t              *cr);
void  pgs_strip_draw_labels   (const PgsStripLayout *layout,
                               const PgsTheme       *theme,
                               PangoContext         *context,
                               cairo_t              *cr);
void  pgs_strip_get_bracket   (const PgsStripLayout *layout,
                               guint64               start,
                               guint64               end,
                               cairo_rectangle_t    *rect);
void  pgs_strip_draw_bracket  (const PgsStripLayout *layout,
                               const PgsTheme       *theme,
                               guint64               start,
                               guint64               end,
                               cairo_t              *cr);

G_END_DECLS
