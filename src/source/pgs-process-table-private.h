/* pgs-process-table-private.h: how the lister fills a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-process-table.h"

G_BEGIN_DECLS

PgsProcessTable *pgs_process_table_new_sized (gsize                   n_expected);
void             pgs_process_table_add       (PgsProcessTable        *self,
                                              const PgsProcessRecord *record);

G_END_DECLS
