/* pgs-ranking.h: who would be ended first if memory ran out, and to whom most was promised
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-bytes.h"
#include "pgs-process-info.h"

G_BEGIN_DECLS

#define PGS_RANKING_LENGTH 10 /* how many are told of each kind */
#define PGS_RANK_NO_ADJ G_MININT

/**
 * PgsRank:
 * @pid: a process
 * @name: its name; bytes of the kernel's, owned by the ranking
 * @oom_score: the kernel's, in thousandths; 0: it is never chosen
 * @oom_score_adj: −1000 … 1000; %PGS_RANK_NO_ADJ: unknown
 * @res: its RES in bytes, which decides between equal scores, nearly as the kernel does
 * @committed: Σ of its mappings with VmFlags "ac"; %PGS_UNKNOWN: not read yet, or denied
 * @score_at_us: when @oom_score and @res were read, g_get_monotonic_time()
 * @committed_at_us: when @committed was; 0: never
 *
 * Source: /proc/PID/oom_score, oom_score_adj, statm, comm, smaps.
 */
typedef struct
{
  gint pid;
  char *name;
  guint64 oom_score;
  gint oom_score_adj;
  guint64 res;
  guint64 committed;
  gint64 score_at_us;
  gint64 committed_at_us;
} PgsRank;

/**
 * PgsRankingCounts:
 * @processes: with memory of their own
 * @scored: those whose score is known
 * @committed: those whose promises are known
 * @denied: those whose smaps may not be read
 * @sum: what was promised to those that are known, in bytes
 */
typedef struct
{
  guint64 processes;
  guint64 scored;
  guint64 committed;
  guint64 denied;
  guint64 sum;
} PgsRankingCounts;

typedef struct _PgsRanking PgsRanking;

PgsRanking    *pgs_ranking_new        (const PgsRankingCounts *counts);
PgsRanking    *pgs_ranking_ref        (PgsRanking       *self);
void           pgs_ranking_unref      (PgsRanking       *self);
void           pgs_ranking_add_next   (PgsRanking       *self,
                                       const PgsRank    *rank);
void           pgs_ranking_add_most   (PgsRanking       *self,
                                       const PgsRank    *rank);
const PgsRank *pgs_ranking_get_next   (const PgsRanking *self,
                                       gsize            *n_ranks);
const PgsRank *pgs_ranking_get_most   (const PgsRanking *self,
                                       gsize            *n_ranks);
const PgsRankingCounts *pgs_ranking_get_counts (const PgsRanking *self);

void           pgs_ranking_encode     (const PgsRanking *self,
                                       gint64            now_us,
                                       GByteArray       *out);
PgsRanking    *pgs_ranking_decode     (PgsBytesReader   *in,
                                       gint64            now_us,
                                       GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsRanking, pgs_ranking_unref)

G_END_DECLS
