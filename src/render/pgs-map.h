/* pgs-map.h: the bands of pages as a picture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Draws in pieces that a window can keep: the label of a band, some rows of its cells, a gap. Each
 * has its origin at the left edge of the picture and its own top. pgs_map_draw() puts them together.
 */
#pragma once

#include <pango/pangocairo.h>

#include "pgs-map-cells.h"

G_BEGIN_DECLS

void pgs_map_geometry_init  (PgsMapGeometry     *geometry,
                             PangoContext       *context,
                             const PgsTheme     *theme,
                             double              width,
                             guint32             page_size);
void pgs_map_get_bar        (const PgsMapLayout *layout,
                             const PgsTheme     *theme,
                             gsize               band,
                             cairo_rectangle_t  *rect);
double pgs_map_draw_label   (const PgsMapLayout *layout,
                             const PgsTheme     *theme,
                             PangoContext       *context,
                             gsize               band,
                             const char         *detail,
                             cairo_t            *cr);
void pgs_map_draw_gap       (const PgsMapLayout *layout,
                             const PgsTheme     *theme,
                             PangoContext       *context,
                             gsize               band,
                             cairo_t            *cr);
PgsMapCell *pgs_map_dup_cells (const PgsMapModel  *model,
                             const PgsMapLayout *layout,
                             const PgsTheme     *theme,
                             gsize               band,
                             guint64             first_row,
                             guint64             end_row);
void pgs_map_draw_cells     (const PgsMapLayout *layout,
                             const PgsTheme     *theme,
                             gsize               band,
                             guint64             first_row,
                             guint64             end_row,
                             const PgsMapCell   *cells,
                             cairo_t            *cr);
void pgs_map_draw_outline   (const PgsMapLayout *layout,
                             gsize               band,
                             guint64             start,
                             guint64             end,
                             double              top,
                             double              bottom,
                             PgsColor            color,
                             double              line_width,
                             cairo_t            *cr);
void pgs_map_draw           (const PgsMapModel  *model,
                             const PgsMapLayout *layout,
                             const PgsTheme     *theme,
                             PangoContext       *context,
                             double              top,
                             double              bottom,
                             cairo_t            *cr);

char *pgs_map_dup_band_name (const PgsMapLayout *layout,
                             gsize               band);
char *pgs_map_dup_band_detail (const PgsMapModel *model,
                             const PgsMapLayout *layout,
                             gsize               band);
char *pgs_map_describe_hit  (const PgsMapModel  *model,
                             const PgsMapLayout *layout,
                             const PgsMapHit    *hit);
char *pgs_map_describe      (const PgsMapModel  *model,
                             const PgsMapLayout *layout);

G_END_DECLS
