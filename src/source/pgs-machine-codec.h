/* pgs-machine-codec.h: the processes and the memory of a machine as bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-bytes.h"
#include "pgs-process-table.h"
#include "pgs-system.h"

G_BEGIN_DECLS

void             pgs_process_table_encode (PgsProcessTable  *table,
                                           PgsProcessTable  *before,
                                           GByteArray       *out);
PgsProcessTable *pgs_process_table_decode (PgsProcessTable  *before,
                                           PgsBytesReader   *in,
                                           GError          **error);
void             pgs_system_encode        (const PgsSystem  *system,
                                           const PgsSystem  *before,
                                           GByteArray       *out);
gboolean         pgs_system_decode        (PgsSystem        *system,
                                           const PgsSystem  *before,
                                           PgsBytesReader   *in,
                                           GError          **error);

G_END_DECLS
