/* pgs-diff-words.h: what changed of a region, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-diff.h"

G_BEGIN_DECLS

const char *pgs_format_change        (PgsChange           change);
const char *pgs_format_diff_total    (PgsDiffTotal        total);
char       *pgs_diff_format_delta    (gint64              bytes);
char       *pgs_diff_dup_change      (const PgsDiff      *diff,
                                      const PgsDiffEntry *entry);
char       *pgs_diff_dup_details     (const PgsDiff      *diff,
                                      const PgsDiffEntry *entry);
char       *pgs_diff_dup_summary     (const PgsDiff      *diff);
char       *pgs_diff_dup_balance     (const PgsDiff      *diff);

G_END_DECLS
