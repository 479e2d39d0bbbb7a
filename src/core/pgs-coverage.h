/* pgs-coverage.h: which pages of an address space were read when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-maps.h"

G_BEGIN_DECLS

/**
 * PgsReadRange:
 * @first: page number
 * @end: first page number behind
 * @at_us: monotonic time at which these pages were read; 0: they were not, but nothing was resident
 *   there when they were looked at last, because the mapping was not there or smaps said so
 *
 * Pages in no range were never read, and nothing is known of them.
 */
typedef struct
{
  guint64 first;
  guint64 end;
  gint64 at_us;
} PgsReadRange;

typedef struct _PgsCoverage PgsCoverage;

PgsCoverage        *pgs_coverage_new         (void);
PgsCoverage        *pgs_coverage_new_whole   (gint64              at_us);
PgsCoverage        *pgs_coverage_ref         (PgsCoverage        *self);
void                pgs_coverage_unref       (PgsCoverage        *self);
PgsCoverage        *pgs_coverage_update      (const PgsCoverage  *self,
                                              const PgsReadRange *ranges,
                                              gsize               n_ranges);
const PgsReadRange *pgs_coverage_get_ranges  (const PgsCoverage  *self,
                                              gsize              *n_ranges);
gsize               pgs_coverage_lower_bound (const PgsCoverage  *self,
                                              guint64             page);
gint64              pgs_coverage_get_oldest  (const PgsCoverage  *self,
                                              guint64             first,
                                              guint64             end);
guint64             pgs_coverage_count       (const PgsCoverage  *self,
                                              guint64             first,
                                              guint64             end);
GArray             *pgs_coverage_get_changes (PgsMaps            *before,
                                              PgsMaps            *after,
                                              guint               page_shift);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsCoverage, pgs_coverage_unref)

G_END_DECLS
