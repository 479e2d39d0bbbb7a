/* pgs-map-grid.h: rows of cells as pixels, or as shapes for vector files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-map-cells.h"

G_BEGIN_DECLS

/**
 * PgsMapGrid:
 * @cells: @n_rows × @columns of them, the view's rows from top to bottom; those with no color and
 *   no ink, all zero, are not drawn (the end of the last row)
 * @columns: cells in a row
 * @n_rows: rows
 * @pitch: px from one cell to the next
 * @gap: px of it that stay free
 * @background: what shows through between cells
 */
typedef struct
{
  const PgsMapCell *cells;
  guint columns;
  guint n_rows;
  double pitch;
  double gap;
  PgsColor background;
} PgsMapGrid;

void pgs_map_grid_draw        (const PgsMapGrid *self,
                               cairo_t          *cr);
void pgs_map_grid_draw_pixels (const PgsMapGrid *self,
                               cairo_t          *cr);
void pgs_map_grid_draw_shapes (const PgsMapGrid *self,
                               cairo_t          *cr);

G_END_DECLS
