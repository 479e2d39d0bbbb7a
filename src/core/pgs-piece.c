/* pgs-piece.c: a run, or the runs of one window as bitmaps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-pages-private.h"

#include <string.h>

#define MAX_DISTINCT 64 /* different states in a window that is packed; 2 or 3 are usual */

/* The compiler's own calls a function where the processor may lack the instruction. */
static inline guint
count_bits (guint64 word)
{
  word -= (word >> 1) & G_GUINT64_CONSTANT (0x5555555555555555);
  word = (word & G_GUINT64_CONSTANT (0x3333333333333333))
         + ((word >> 2) & G_GUINT64_CONSTANT (0x3333333333333333));
  word = (word + (word >> 4)) & G_GUINT64_CONSTANT (0x0f0f0f0f0f0f0f0f);
  return (guint) ((word * G_GUINT64_CONSTANT (0x0101010101010101)) >> 56);
}

/* Bits `[from, 64)`. */
static inline guint64
bits_from (guint from)
{
  return ~G_GUINT64_CONSTANT (0) << (from & 63);
}

/* Bits `[0, to]`. */
static inline guint64
bits_to (guint to)
{
  return ~G_GUINT64_CONSTANT (0) >> (63 - (to & 63));
}

/* How many of bits `[from, to)` are set; there is one bit at least. */
static guint
count_range (const guint64 *words,
             guint          from,
             guint          to)
{
  const guint last = (to - 1) / 64;
  guint i = from / 64;
  guint n;

  if (i == last)
    return count_bits (words[i] & bits_from (from) & bits_to (to - 1));
  n = count_bits (words[i] & bits_from (from));
  for (i++; i < last; i++)
    n += count_bits (words[i]);
  return n + count_bits (words[last] & bits_to (to - 1));
}

/* Sets bits `[from, to)`; there is one at least. */
static inline void
set_range (guint64 *words,
           guint    from,
           guint    to)
{
  const guint last = (to - 1) / 64;
  guint i = from / 64;

  if (i == last)
    {
      words[i] |= bits_from (from) & bits_to (to - 1);
      return;
    }
  words[i] |= bits_from (from);
  for (i++; i < last; i++)
    words[i] = ~G_GUINT64_CONSTANT (0);
  words[last] |= bits_to (to - 1);
}

/* The first bit from @at on that is not like bit @at, @n_bits if there is none. */
static guint
find_change (const guint64 *words,
             guint          at,
             guint          n_bits)
{
  const guint64 flip = (words[at / 64] >> (at & 63)) & 1 ? ~G_GUINT64_CONSTANT (0) : 0;
  guint64 word = (words[at / 64] ^ flip) & bits_from (at);

  for (guint i = at / 64;; word = words[i] ^ flip)
    {
      if (word != 0)
        return MIN (i * 64 + (guint) __builtin_ctzll (word), n_bits);
      if (++i * 64 >= n_bits)
        return n_bits;
    }
}

/**
 * pgs_piece_get_state:
 * @pages: what @piece belongs to
 * @piece: a piece
 * @page: a page in it
 *
 * Returns: the states of that page, 0 if it has none
 */
PgsPageState
pgs_piece_get_state (const PgsPages *pages,
                     const PgsPiece *piece,
                     guint64         page)
{
  const guint bit = (guint) (page - piece->first);
  guint states = piece->states;

  for (guint i = 0; i < piece->n_planes; i++)
    {
      const guint64 *plane = pgs_piece_plane (pages, piece, i);

      if ((plane[1 + bit / 64] >> (bit & 63)) & 1)
        states |= pgs_plane_get_states (plane);
    }
  return (PgsPageState) states;
}

/**
 * pgs_piece_same_until:
 * @pages: what @piece belongs to
 * @piece: a piece
 * @page: a page in it
 *
 * Returns: the first page behind @page that is in other states, or the end of the piece
 */
guint64
pgs_piece_same_until (const PgsPages *pages,
                      const PgsPiece *piece,
                      guint64         page)
{
  guint end = piece->count;

  for (guint i = 0; i < piece->n_planes; i++)
    end = MIN (end, find_change (pgs_piece_plane (pages, piece, i) + 1,
                                 (guint) (page - piece->first), piece->count));
  return piece->first + end;
}

/**
 * pgs_piece_count_all:
 * @pages: what @piece belongs to
 * @piece: a piece
 * @counts: (inout): its pages are added here
 *
 * O(1).
 */
void
pgs_piece_count_all (const PgsPages *pages,
                     const PgsPiece *piece,
                     PgsPageCounts  *counts)
{
  pgs_page_counts_add (counts, piece->states, piece->count);
  for (guint i = 0; i < piece->n_planes; i++)
    {
      const guint64 *plane = pgs_piece_plane (pages, piece, i);

      pgs_page_counts_add (counts, pgs_plane_get_states (plane), pgs_plane_get_n_set (plane));
    }
}

/**
 * pgs_piece_count:
 * @pages: what @piece belongs to
 * @piece: a piece
 * @first: first page, in the piece
 * @end: first page behind; above @first, not above the end of the piece
 * @counts: (inout): the pages are added here
 */
void
pgs_piece_count (const PgsPages *pages,
                 const PgsPiece *piece,
                 guint64         first,
                 guint64         end,
                 PgsPageCounts  *counts)
{
  pgs_page_counts_add (counts, piece->states, end - first);
  for (guint i = 0; i < piece->n_planes; i++)
    {
      const guint64 *plane = pgs_piece_plane (pages, piece, i);

      pgs_page_counts_add (counts, pgs_plane_get_states (plane),
                           count_range (plane + 1, (guint) (first - piece->first),
                                        (guint) (end - piece->first)));
    }
}

/* Finds the different states of runs; 0 is one of them if there are gaps.
 * Returns: how many, %MAX_DISTINCT at most; 0 if there are more. */
static gsize
find_distinct (const PgsPiece *runs,
               gsize           n_runs,
               guint8         *distinct)
{
  guint64 seen[4] = { 0 };
  guint64 end = runs[0].first;
  gsize n = 0;

  for (gsize i = 0; i < n_runs; i++)
    {
      if (runs[i].first != end)
        seen[0] |= 1;
      seen[runs[i].states / 64] |= G_GUINT64_CONSTANT (1) << (runs[i].states & 63);
      end = pgs_piece_end (&runs[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (seen); i++)
    for (; seen[i] != 0; seen[i] &= seen[i] - 1)
      {
        if (n == MAX_DISTINCT)
          return 0;
        distinct[n++] = (guint8) (i * 64 + (guint) __builtin_ctzll (seen[i]));
      }
  return n;
}

/* Groups the states that come and go together. Returns: how many planes that takes. */
static guint
group_states (const guint8 *distinct,
              gsize         n_distinct,
              guint8       *masks,
              guint8       *always)
{
  const guint64 all = bits_to ((guint) n_distinct - 1);
  guint64 patterns[PGS_MAX_PLANES];
  guint n_planes = 0;

  *always = 0;
  for (guint bit = 0; bit < PGS_N_PAGE_STATES; bit++)
    {
      guint64 pattern = 0;
      guint plane = 0;

      for (gsize i = 0; i < n_distinct; i++)
        pattern |= (guint64) ((distinct[i] >> bit) & 1) << i;
      if (pattern == all)
        *always |= (guint8) (1 << bit);
      if (pattern == 0 || pattern == all)
        continue;
      while (plane < n_planes && patterns[plane] != pattern)
        plane++;
      if (plane == n_planes)
        masks[n_planes++] = 0;
      patterns[plane] = pattern;
      masks[plane] |= (guint8) (1 << bit);
    }
  return n_planes;
}

/* Whether all runs are in the same states, with gaps between them. */
static gboolean
is_uniform (const PgsPiece *runs,
            gsize           n_runs)
{
  for (gsize i = 1; i < n_runs; i++)
    if (runs[i].states != runs[0].states)
      return FALSE;
  return TRUE;
}

/**
 * pgs_piece_plan:
 * @runs: (array length=n_runs): runs of one window
 * @n_runs: how many, 2 at least
 * @piece: (out caller-allocates): a dense piece for them, without @planes
 * @masks: (out caller-allocates) (array fixed-size=8): the states of each plane
 *
 * Returns: how many words its planes take; 0 if that is more than the runs do
 */
gsize
pgs_piece_plan (const PgsPiece *runs,
                gsize           n_runs,
                PgsPiece       *piece,
                guint8         *masks)
{
  const guint64 end = pgs_piece_end (&runs[n_runs - 1]);
  guint8 distinct[MAX_DISTINCT];
  guint8 always = 0;
  gsize n_distinct;
  gsize n_words;

  *piece = (PgsPiece) { .first = runs[0].first, .count = (guint32) (end - runs[0].first) };
  if (sizeof (PgsPiece) + (1 + pgs_piece_n_words (piece)) * 8 >= n_runs * sizeof (PgsPiece))
    return 0;
  if (is_uniform (runs, n_runs))
    {
      masks[0] = runs[0].states;
      piece->n_planes = 1;
    }
  else
    {
      n_distinct = find_distinct (runs, n_runs, distinct);
      if (n_distinct == 0)
        return 0;
      piece->n_planes = group_states (distinct, n_distinct, masks, &always) & 0xf;
      piece->states = always;
    }
  n_words = piece->n_planes * (1 + pgs_piece_n_words (piece));
  return sizeof (PgsPiece) + n_words * 8 < n_runs * sizeof (PgsPiece) ? n_words : 0;
}

/**
 * pgs_piece_fill:
 * @piece: what pgs_piece_plan() made
 * @masks: the states of its planes
 * @runs: (array length=n_runs): its runs
 * @n_runs: how many
 * @words: (out caller-allocates): its planes
 */
void
pgs_piece_fill (const PgsPiece *piece,
                const guint8   *masks,
                const PgsPiece *runs,
                gsize           n_runs,
                guint64        *words)
{
  const gsize n_words = pgs_piece_n_words (piece);
  const guint64 base = piece->first;

  memset (words, 0, piece->n_planes * (1 + n_words) * sizeof *words);
  for (guint plane = 0; plane < piece->n_planes; plane++, words += 1 + n_words)
    {
      const guint mask = masks[plane];
      gsize n_set = 0;

      for (gsize i = 0; i < n_runs; i++)
        {
          const guint from = (guint) (runs[i].first - base);

          if (!(runs[i].states & mask))
            continue;
          set_range (words + 1, from, from + runs[i].count);
          n_set += runs[i].count;
        }
      words[0] = pgs_plane_head (mask, n_set, plane == 0 ? n_runs : 0);
    }
}
