/* pgs-diff-cell.h: a cell of the table of differences: its text, a bar, a colour
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-diff-list.h"
#include "pgs-text-cell.h"

G_BEGIN_DECLS

#define PGS_TYPE_DIFF_CELL (pgs_diff_cell_get_type ())

G_DECLARE_FINAL_TYPE (PgsDiffCell, pgs_diff_cell, PGS, DIFF_CELL, GtkWidget)

GtkWidget *pgs_diff_cell_new      (PgsDiffList            *list,
                                   PgsDiffColumn           column,
                                   const PgsTextCellShape *shape,
                                   PgsCellFont            *font);
void       pgs_diff_cell_set_item (PgsDiffCell            *self,
                                   PgsRowItem             *item);
void       pgs_diff_cell_update   (PgsDiffCell            *self);

G_END_DECLS
