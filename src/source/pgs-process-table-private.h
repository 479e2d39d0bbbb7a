/* pgs-process-table-private.h: how listers fill a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-process-table.h"
#include "pgs-stat-parser.h"

G_BEGIN_DECLS

PgsProcessTable *pgs_process_table_new_sized (gsize                   n_expected);
void             pgs_process_table_add       (PgsProcessTable        *self,
                                              const PgsProcessRecord *record);

void             pgs_process_record_set_stat  (PgsProcessRecord *self,
                                               const PgsStat    *stat);
void             pgs_process_record_set_statm (PgsProcessRecord *self,
                                               const char       *text,
                                               gsize             length);
void             pgs_process_record_set_share (PgsProcessRecord *self,
                                               guint64           mem_total);

G_END_DECLS
