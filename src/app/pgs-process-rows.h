/* pgs-process-rows.h: the places in the process list on screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-process-row.h"
#include "pgs-process-store.h"

G_BEGIN_DECLS

#define PGS_TYPE_PROCESS_ROWS (pgs_process_rows_get_type ())

/**
 * PgsProcessRows:
 *
 * A list model of PgsProcessRow: one for each row of a PgsProcessStore, with that process in it.
 */
G_DECLARE_FINAL_TYPE (PgsProcessRows, pgs_process_rows, PGS, PROCESS_ROWS, GObject)

PgsProcessRows *pgs_process_rows_new  (PgsProcessStore *store);
void            pgs_process_rows_keep (PgsProcessRows  *self,
                                       PgsProcessRow   *row);

G_END_DECLS
