/* pgs-ranking.c: who would be ended first if memory ran out, and to whom most was promised
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-ranking.h"

#define N_NUMBERS 7
#define MAX_RANKS 100 /* of each kind, from another machine */

struct _PgsRanking
{
  PgsRankingCounts counts;
  GArray *next; /* of PgsRank, the first to be ended first */
  GArray *most; /* of PgsRank, the largest promise first */
};

static void
clear_rank (gpointer data)
{
  g_free (((PgsRank *) data)->name);
}

static GArray *
ranks_new (void)
{
  GArray *ranks = g_array_new (FALSE, FALSE, sizeof (PgsRank));

  g_array_set_clear_func (ranks, clear_rank);
  return ranks;
}

/**
 * pgs_ranking_new:
 * @counts: how much of the machine it is of
 *
 * Returns: (transfer full): a ranking of nobody; add to it before others see it
 */
PgsRanking *
pgs_ranking_new (const PgsRankingCounts *counts)
{
  PgsRanking *self = g_atomic_rc_box_new0 (PgsRanking);

  self->counts = *counts;
  self->next = ranks_new ();
  self->most = ranks_new ();
  return self;
}

/**
 * pgs_ranking_ref:
 * @self: a ranking
 *
 * Returns: (transfer full): @self
 */
PgsRanking *
pgs_ranking_ref (PgsRanking *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
ranking_clear (gpointer data)
{
  PgsRanking *self = data;

  g_array_unref (self->next);
  g_array_unref (self->most);
}

/**
 * pgs_ranking_unref:
 * @self: (transfer full): a ranking
 */
void
pgs_ranking_unref (PgsRanking *self)
{
  g_atomic_rc_box_release_full (self, ranking_clear);
}

static void
add (GArray        *ranks,
     const PgsRank *rank)
{
  PgsRank copy = *rank;

  copy.name = g_strdup (rank->name);
  g_array_append_val (ranks, copy);
}

/**
 * pgs_ranking_add_next:
 * @self: a ranking that nobody else has yet
 * @rank: the next that would be ended; copied
 */
void
pgs_ranking_add_next (PgsRanking    *self,
                      const PgsRank *rank)
{
  add (self->next, rank);
}

/**
 * pgs_ranking_add_most:
 * @self: a ranking that nobody else has yet
 * @rank: the one to whom most was promised after those before; copied
 */
void
pgs_ranking_add_most (PgsRanking    *self,
                      const PgsRank *rank)
{
  add (self->most, rank);
}

/**
 * pgs_ranking_get_next:
 * @self: a ranking
 * @n_ranks: (out): how many
 *
 * Returns: (transfer none) (array length=n_ranks): those that would be ended if memory ran out, in order
 */
const PgsRank *
pgs_ranking_get_next (const PgsRanking *self,
                      gsize            *n_ranks)
{
  *n_ranks = self->next->len;
  return (const PgsRank *) (gpointer) self->next->data;
}

/**
 * pgs_ranking_get_most:
 * @self: a ranking
 * @n_ranks: (out): how many
 *
 * Returns: (transfer none) (array length=n_ranks): those to whom most was promised, of those that were read,
 *   in order
 */
const PgsRank *
pgs_ranking_get_most (const PgsRanking *self,
                      gsize            *n_ranks)
{
  *n_ranks = self->most->len;
  return (const PgsRank *) (gpointer) self->most->data;
}

/**
 * pgs_ranking_get_counts:
 * @self: a ranking
 *
 * Returns: (transfer none): how much of the machine it is of
 */
const PgsRankingCounts *
pgs_ranking_get_counts (const PgsRanking *self)
{
  return &self->counts;
}

/* 0 means never, as in a #PgsRank. */
static guint64
get_age (gint64 at_us,
         gint64 now_us)
{
  return at_us == 0 ? 0 : (guint64) MAX (now_us - at_us, 0) + 1;
}

static gint64
get_time (guint64 age,
          gint64  now_us)
{
  return age == 0 ? 0 : now_us - (gint64) MIN (age - 1, (guint64) now_us);
}

static void
encode_ranks (const GArray *ranks,
              gint64        now_us,
              GByteArray   *out)
{
  pgs_bytes_put_uint (out, ranks->len);
  for (guint i = 0; i < ranks->len; i++)
    {
      const PgsRank *rank = &g_array_index (ranks, PgsRank, i);
      const guint64 numbers[N_NUMBERS] = {
        (guint64) rank->pid,
        rank->oom_score + 1,
        (guint64) (gint64) rank->oom_score_adj,
        rank->res + 1,
        rank->committed + 1,
        get_age (rank->score_at_us, now_us),
        get_age (rank->committed_at_us, now_us),
      };

      pgs_bytes_put_changes (out, numbers, NULL, N_NUMBERS);
      pgs_bytes_put_string (out, rank->name);
    }
}

/**
 * pgs_ranking_encode:
 * @self: a ranking
 * @now_us: g_get_monotonic_time() of this machine
 * @out: what to append to
 *
 * Times are sent as ages, as clocks differ.
 */
void
pgs_ranking_encode (const PgsRanking *self,
                    gint64            now_us,
                    GByteArray       *out)
{
  const PgsRankingCounts *counts = &self->counts;
  const guint64 numbers[] = { counts->processes, counts->scored, counts->committed, counts->denied, counts->sum };

  pgs_bytes_put_changes (out, numbers, NULL, G_N_ELEMENTS (numbers));
  encode_ranks (self->next, now_us, out);
  encode_ranks (self->most, now_us, out);
}

static void
decode_ranks (GArray         *ranks,
              PgsBytesReader *in,
              gint64          now_us)
{
  const gsize n_ranks = pgs_bytes_reader_count (in, MAX_RANKS);

  for (gsize i = 0; i < n_ranks && !pgs_bytes_reader_has_failed (in); i++)
    {
      guint64 numbers[N_NUMBERS] = { 0 };
      PgsRank rank;

      pgs_bytes_reader_changes (in, numbers, N_NUMBERS);
      rank = (PgsRank) {
        .pid = numbers[0] <= G_MAXINT ? (gint) numbers[0] : 0,
        .name = pgs_bytes_reader_dup_string (in),
        .oom_score = numbers[1] - 1,
        .oom_score_adj = (gint) (gint64) numbers[2],
        .res = numbers[3] - 1,
        .committed = numbers[4] - 1,
        .score_at_us = get_time (numbers[5], now_us),
        .committed_at_us = get_time (numbers[6], now_us),
      };
      g_array_append_val (ranks, rank);
    }
}

/**
 * pgs_ranking_decode:
 * @in: what pgs_ranking_encode() wrote, or anything else
 * @now_us: g_get_monotonic_time() of this machine
 * @error: (out) (optional): what is wrong with it
 *
 * Returns: (transfer full) (nullable): the ranking, its times on the clock of this machine; %NULL with @error
 */
PgsRanking *
pgs_ranking_decode (PgsBytesReader  *in,
                    gint64           now_us,
                    GError         **error)
{
  g_autoptr (PgsRanking) self = pgs_ranking_new (&(PgsRankingCounts) { 0 });
  guint64 numbers[5] = { 0 };

  pgs_bytes_reader_changes (in, numbers, G_N_ELEMENTS (numbers));
  self->counts = (PgsRankingCounts) { numbers[0], numbers[1], numbers[2], numbers[3], numbers[4] };
  decode_ranks (self->next, in, now_us);
  decode_ranks (self->most, in, now_us);
  return pgs_bytes_reader_finish (in, error) ? g_steal_pointer (&self) : NULL;
}
