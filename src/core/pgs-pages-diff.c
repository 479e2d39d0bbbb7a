/* pgs-pages-diff.c: where the pages of two samples are not the same
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Compares whole pieces and not runs: a checkerboard of 262,144 runs in a few microseconds. Windows
 * are aligned, so behind a difference the pieces of both are soon the same again.
 */
#include "config.h"

#include "pgs-pages-diff.h"

#include "pgs-pages-private.h"

#include <string.h>

/**
 * pgs_pages_diff_init:
 * @diff: (out caller-allocates): a comparison
 * @a: (transfer none): some pages
 * @b: (transfer none): other pages, of the same page size
 * @first_page: first page of the range that is compared
 * @end_page: first page behind it; %G_MAXUINT64 for all
 *
 * Begins to compare. O(log n); where both share their arrays nothing is compared.
 */
void
pgs_pages_diff_init (PgsPagesDiff   *diff,
                     const PgsPages *a,
                     const PgsPages *b,
                     guint64         first_page,
                     guint64         end_page)
{
  const gboolean is_shared = pgs_pages_is_shared (a, b);

  *diff = (PgsPagesDiff) {
    .a = a,
    .b = b,
    .piece_a = is_shared ? a->n_pieces : pgs_pages_find_piece (a, first_page),
    .piece_b = is_shared ? b->n_pieces : pgs_pages_find_piece (b, first_page),
    .first_page = first_page,
    .end_page = end_page,
  };
}

static gboolean
is_same_piece (const PgsPages *a,
               const PgsPiece *piece_a,
               const PgsPages *b,
               const PgsPiece *piece_b)
{
  if (piece_a->first != piece_b->first || piece_a->count != piece_b->count
      || piece_a->states != piece_b->states || piece_a->n_planes != piece_b->n_planes)
    return FALSE;
  return piece_a->n_planes == 0
         || memcmp (pgs_piece_plane (a, piece_a, 0), pgs_piece_plane (b, piece_b, 0),
                    piece_a->n_planes * (1 + pgs_piece_n_words (piece_a)) * sizeof (guint64)) == 0;
}

static void
skip_same (PgsPagesDiff *diff)
{
  while (diff->piece_a < diff->a->n_pieces && diff->piece_b < diff->b->n_pieces
         && is_same_piece (diff->a, &diff->a->pieces[diff->piece_a],
                           diff->b, &diff->b->pieces[diff->piece_b]))
    {
      diff->piece_a++;
      diff->piece_b++;
    }
}

/* Where the next piece begins. */
static guint64
next_first (const PgsPages *pages,
            gsize           piece)
{
  return piece < pages->n_pieces ? pages->pieces[piece].first : G_MAXUINT64;
}

/* Passes over the pieces that begin below @end. Returns: where the last one ends, @end if it is
 * not above. */
static guint64
pass (const PgsPages *pages,
      gsize          *piece,
      guint64         end)
{
  while (next_first (pages, *piece) < end)
    {
      end = MAX (end, pgs_piece_end (&pages->pieces[*piece]));
      (*piece)++;
    }
  return end;
}

/**
 * pgs_pages_diff_next:
 * @diff: a comparison
 * @first: (out): first page of a range in which they differ
 * @end: (out): first page behind it
 *
 * The ranges are ascending and do not overlap. Pages outside of them are in the same states in both,
 * inside of them most are, too.
 *
 * Returns: %FALSE when there are no more differences
 */
gboolean
pgs_pages_diff_next (PgsPagesDiff *diff,
                     guint64      *first,
                     guint64      *end)
{
  guint64 range_first;
  guint64 range_end;
  guint64 before;

  skip_same (diff);
  range_first = MIN (next_first (diff->a, diff->piece_a), next_first (diff->b, diff->piece_b));
  if (range_first >= diff->end_page)
    return FALSE;
  range_end = range_first + 1;
  do
    {
      before = range_end;
      range_end = pass (diff->a, &diff->piece_a, range_end);
      range_end = pass (diff->b, &diff->piece_b, range_end);
    }
  while (range_end != before);
  *first = MAX (range_first, diff->first_page);
  *end = MIN (range_end, diff->end_page);
  return TRUE;
}
