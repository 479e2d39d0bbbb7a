/* pgs-status-parser.h: the text of /proc/PID/status becomes counters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-process-info.h"

G_BEGIN_DECLS

void pgs_status_parse (const char  *text,
                       gsize        length,
                       PgsCounters *counters,
                       guint32     *uid);

G_END_DECLS
