/* pgs-pages-private.h: what pgs-pages.c and pgs-pages-builder.c share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-coverage.h"
#include "pgs-pages.h"

G_BEGIN_DECLS

struct _PgsPages
{
  PgsMaps *maps;
  guint shift;
  PgsPageState known;
  PgsRun *runs;
  gsize n_runs;
  gsize *region_starts; /* index of each region's first run, and n_runs at the end */
  PgsPageCounts *counts; /* of each region */
  PgsPageCounts totals;
  PgsCoverage *coverage; /* when they were read */
};

void  pgs_page_counts_add   (PgsPageCounts  *self,
                             PgsPageState    states,
                             guint64         n_pages);
gsize pgs_pages_lower_bound (const PgsPages *self,
                             guint64         page);

G_END_DECLS
