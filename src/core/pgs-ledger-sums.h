/* pgs-ledger-sums.h: what regions and their pages add up to. Private to the ledger.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-ledger.h"

G_BEGIN_DECLS

#define PGS_LEDGER_UNKNOWN G_MININT64

/**
 * PgsLedgerSums:
 * @size: of the mappings that are counted in VIRT
 * @present: pages that are in RAM
 * @zero: of @present, those mapped to the zero page
 * @swapped: entries that say swapped, but not @marks
 * @marks: entries that say swapped and are not in swap: marks of userfaultfd, pages on their way
 * @guard: guard entries
 * @opaque: of @size, where pages are not told at all
 * @special: of @present, those that are no memory of the process
 * @huge: of @present, those in huge pages, hugetlb included, without the huge zero page
 * @no_hugetlb: there is not one huge page
 * @shmem_swap: swapped pages of shared memory, which have no entries
 * @has_pages: all pages of these regions were read; else nothing is said of them
 * @smaps: the counters of smaps
 * @source: where what is said of pages comes from
 *
 * Bytes; %PGS_LEDGER_UNKNOWN where not known (in @smaps %PGS_UNKNOWN).
 */
typedef struct
{
  gint64 size;
  gint64 present;
  gint64 zero;
  gint64 swapped;
  gint64 marks;
  gint64 guard;
  gint64 opaque;
  gint64 special;
  gint64 huge;
  gint64 shmem_swap;
  gboolean no_hugetlb;
  gboolean has_pages;
  PgsRegionSmaps smaps;
  const char *source;
} PgsLedgerSums;

void   pgs_ledger_sums_init    (PgsLedgerSums     *self,
                                const PgsSnapshot *snapshot,
                                const guint8      *chosen,
                                PgsLedgerCache    *cache);
gint64 pgs_ledger_from_counter (guint64            value);
gint64 pgs_ledger_minus        (gint64             a,
                                gint64             b);
gint64 pgs_ledger_plus         (gint64             a,
                                gint64             b);

G_END_DECLS
