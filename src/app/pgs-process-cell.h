/* pgs-process-cell.h: one cell of the process list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-process-row.h"
#include "pgs-process-store.h"
#include "pgs-text-cell.h"

G_BEGIN_DECLS

#define PGS_TYPE_PROCESS_CELL (pgs_process_cell_get_type ())

G_DECLARE_FINAL_TYPE (PgsProcessCell, pgs_process_cell, PGS, PROCESS_CELL, GtkWidget)

GtkWidget     *pgs_process_cell_new     (PgsProcessStore        *store,
                                         PgsProcessColumn        column,
                                         const PgsTextCellShape *shape,
                                         PgsCellFont            *font);
void           pgs_process_cell_set_row (PgsProcessCell         *self,
                                         PgsProcessRow          *row);
PgsProcessRow *pgs_process_cell_get_row (PgsProcessCell         *self);
void           pgs_process_cell_redraw  (PgsProcessCell         *self);

G_END_DECLS
