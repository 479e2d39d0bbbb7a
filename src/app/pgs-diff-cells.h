/* pgs-diff-cells.h: the columns of the table of differences and their cells
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-diff-list.h"

G_BEGIN_DECLS

/**
 * PgsDiffCells:
 *
 * Fills a #GtkColumnView with columns, keeps the cells that exist up to date, and tells how its
 * headings ask for the list to be sorted.
 */
typedef struct _PgsDiffCells PgsDiffCells;

PgsDiffCells *pgs_diff_cells_new      (GtkColumnView *view,
                                       PgsDiffList   *list);
void          pgs_diff_cells_free     (PgsDiffCells  *self);
void          pgs_diff_cells_update   (PgsDiffCells  *self);
void          pgs_diff_cells_choose_sort (PgsDiffCells *self);
gboolean      pgs_diff_cells_get_sort (PgsDiffCells  *self,
                                       PgsDiffColumn *column,
                                       gboolean      *is_descending);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsDiffCells, pgs_diff_cells_free)

G_END_DECLS
