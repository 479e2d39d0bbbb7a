/* look.h: what tests want to know of a snapshot
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "animal.h"
#include "pgs-process.h"

G_BEGIN_DECLS

PgsSnapshot      *look_once    (gint               pid,
                                PgsSections        sections);
PgsSnapshot      *look_again   (PgsProcess        *process,
                                PgsSections        sections);
void              look_count   (const PgsSnapshot *snapshot,
                                guint64            start,
                                guint64            end,
                                PgsPageCounts     *counts);
const PgsMapping *look_mapping (const PgsSnapshot *snapshot,
                                guint64            address);
gboolean          look_is_same (const PgsPages    *a,
                                const PgsPages    *b);
gboolean          look_page_out (gint              pid,
                                const PgsSnapshot *snapshot);

G_END_DECLS
