/* pgs-process-columns.h: the columns of the process list in its view
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-process-store.h"

G_BEGIN_DECLS

#define PGS_TYPE_PROCESS_COLUMNS (pgs_process_columns_get_type ())

/**
 * PgsProcessColumns:
 *
 * Makes the columns and their cells; shows those and sorts by that which the settings say, and notes
 * there what the person chooses. Signal `sorted`: the order of the store has changed.
 */
G_DECLARE_FINAL_TYPE (PgsProcessColumns, pgs_process_columns, PGS, PROCESS_COLUMNS, GObject)

PgsProcessColumns *pgs_process_columns_new      (GtkColumnView     *view,
                                                 PgsProcessStore   *store,
                                                 GSettings         *settings);
void               pgs_process_columns_choose_sort (PgsProcessColumns *self);
GActionGroup      *pgs_process_columns_add_menu (PgsProcessColumns *self,
                                                 GMenu             *menu,
                                                 const char        *prefix);
GArray            *pgs_process_columns_get_pids (PgsProcessColumns *self);

G_END_DECLS
