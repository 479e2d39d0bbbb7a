/* pgs-process-words.h: how a process does, how it ended and what of it is hidden, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-snapshot.h"

G_BEGIN_DECLS

char *pgs_process_format_exit   (gboolean           status_known,
                                 int                status);
char *pgs_process_format_reason (const PgsSnapshot *snapshot,
                                 PgsPart            part);
char *pgs_process_format_denied (const PgsSnapshot *snapshot);
char *pgs_process_format_inner  (const PgsProcessInfo *process);
char *pgs_process_format_time   (gint64             at_us);

G_END_DECLS
