/* pgs-opener-table.h: the processes that somebody in another place tells of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-opener.h"
#include "pgs-process-table.h"
#include "pgs-user-names.h"

G_BEGIN_DECLS

PgsProcessTable *pgs_opener_table_read (PgsOpener     *opener,
                                        PgsUserNames  *users,
                                        guint64        mem_total,
                                        GError       **error);

G_END_DECLS
