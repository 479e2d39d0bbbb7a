/* pgs-diff-private.h: what the files of PgsDiff share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-diff.h"

G_BEGIN_DECLS

/**
 * PgsDiffInput:
 *
 * One of the two snapshots, as far as a #PgsDiff keeps it.
 */
typedef struct
{
  gint64 taken_at_us;
  gint64 monotonic_us;
  guint32 page_size;
  PgsProcessInfo *process; /* (nullable) */
  PgsMaps *maps;           /* (nullable) */
  PgsCoverage *coverage;   /* (nullable): it has pages */
  PgsPageState known;      /* of its pages */
  guint64 totals[PGS_N_DIFF_TOTALS];
} PgsDiffInput;

struct _PgsDiff
{
  PgsDiffInput a;
  PgsDiffInput b;
  gboolean is_same_space;
  gboolean is_comparable; /* both have pages, of one size */
  GArray *entries;        /* of PgsDiffEntry, largest difference of RSS first */
  GArray *runs;           /* of PgsDiffRun, ascending in b, then those that are not in b */
  gsize n_runs_b;         /* how many are in b */
  PgsDiffSums sums;
};

/**
 * PgsMatch:
 * @a: what of a; its @rss is filled in last
 * @b: what of b
 * @common_a: where in a the common part begins
 * @common_b: where in b it begins
 * @common_size: bytes; 0 if one of both is not there
 * @pages: how its pages changed
 *
 * Two regions, or parts of them, that are the same memory. All matches together hold each region
 * of both snapshots exactly once.
 */
typedef struct
{
  PgsDiffSide a;
  PgsDiffSide b;
  guint64 common_a;
  guint64 common_b;
  guint64 common_size;
  PgsPageChanges pages;
} PgsMatch;

gboolean pgs_diff_is_same_space_of (const PgsSnapshot *a,
                                    const PgsSnapshot *b);
GArray  *pgs_diff_match       (const PgsSnapshot *a,
                               const PgsSnapshot *b,
                               gboolean           is_same_space);
void     pgs_diff_match_moved (const PgsSnapshot *a,
                               const PgsSnapshot *b,
                               gboolean           is_same_space,
                               guint8            *is_matched_a,
                               guint8            *is_matched_b,
                               GArray            *matches);
void     pgs_diff_compare_pages (PgsDiff          *self,
                               const PgsSnapshot *a,
                               const PgsSnapshot *b,
                               GArray            *matches);
gboolean pgs_diff_is_match_read (const PgsDiff   *self,
                               const PgsSnapshot *a,
                               const PgsSnapshot *b,
                               const PgsMatch    *match);
PgsPageChange pgs_page_change_of (guint           states_a,
                               guint              states_b,
                               guint              known,
                               gboolean           may_copy);
void     pgs_page_changes_add (PgsPageChanges    *self,
                               PgsPageChange      change,
                               guint64            n_pages);
void     pgs_diff_add_entries (PgsDiff           *self,
                               const PgsSnapshot *a,
                               const PgsSnapshot *b,
                               GArray            *matches);
void     pgs_diff_finish      (PgsDiff           *self);
void     pgs_diff_set_changes (const PgsDiff     *self,
                               PgsDiffEntry      *entry);
gboolean pgs_diff_may_copy    (const PgsDiff     *self,
                               gsize              region_b);
gboolean pgs_diff_knows_copied (const PgsDiff    *self,
                               gsize              region_b);
PgsDiff *pgs_diff_alloc       (void);

G_END_DECLS
