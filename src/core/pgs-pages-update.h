/* pgs-pages-update.h: pages of which a part was read again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-coverage.h"
#include "pgs-pages.h"

G_BEGIN_DECLS

/**
 * PgsPagesPart:
 * @range: which pages were read, and when
 * @runs: (array length=n_runs): the states that were found in it, ascending
 * @n_runs: how many
 */
typedef struct
{
  PgsReadRange range;
  const PgsRun *runs;
  gsize n_runs;
} PgsPagesPart;

PgsPages *pgs_pages_new_unread (PgsMaps            *maps,
                                guint               page_shift,
                                PgsPageState        known,
                                PgsCoverage        *coverage);
PgsPages *pgs_pages_update     (PgsPages           *before,
                                PgsMaps            *maps,
                                const PgsPagesPart *parts,
                                gsize               n_parts,
                                const PgsReadRange *skipped,
                                gsize               n_skipped);

G_END_DECLS
