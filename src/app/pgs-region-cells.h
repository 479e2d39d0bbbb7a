/* pgs-region-cells.h: the columns of the table of mappings and their cells
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-region-list.h"

G_BEGIN_DECLS

/**
 * PgsRegionCells:
 *
 * Fills a #GtkColumnView with a column for everything that is known of a mapping, keeps the cells
 * that exist up to date, and tells the list how its headings ask for it to be sorted.
 */
typedef struct _PgsRegionCells PgsRegionCells;

PgsRegionCells      *pgs_region_cells_new        (GtkColumnView       *view,
                                                  PgsRegionList       *list);
void                 pgs_region_cells_free       (PgsRegionCells      *self);
void                 pgs_region_cells_update     (PgsRegionCells      *self,
                                                  gboolean             all);
GtkColumnViewColumn *pgs_region_cells_get_column (PgsRegionCells      *self,
                                                  PgsRegionColumn      column);
void                 pgs_region_cells_choose_sort (PgsRegionCells     *self);
gboolean             pgs_region_cells_get_sort   (PgsRegionCells      *self,
                                                  PgsRegionColumn     *column,
                                                  gboolean            *is_descending);
gboolean             pgs_region_cells_get_focused (PgsRegionCells     *self,
                                                  guint64             *id);
void                 pgs_region_cells_focus      (PgsRegionCells      *self,
                                                  guint                position);
gboolean             pgs_region_cells_pick       (PgsRegionCells      *self,
                                                  double               x,
                                                  double               y,
                                                  guint               *position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsRegionCells, pgs_region_cells_free)

G_END_DECLS
