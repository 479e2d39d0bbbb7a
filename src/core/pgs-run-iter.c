/* pgs-run-iter.c: goes through the runs of pages, whatever form they are kept in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-run-iter.h"

#include "pgs-pages-private.h"

static void
go_to_piece (PgsRunIter *iter,
             gsize       piece)
{
  iter->piece = piece;
  iter->at = iter->first_page;
  if (piece < iter->pages->n_pieces)
    iter->at = MAX (iter->pages->pieces[piece].first, iter->first_page);
}

/**
 * pgs_run_iter_init:
 * @iter: (out caller-allocates): an iterator
 * @pages: (transfer none): the pages
 * @first_page: first page of the range
 * @end_page: first page behind it; %G_MAXUINT64 for all
 *
 * Begins to go through a range, which may reach over many regions and gaps. O(log n).
 */
void
pgs_run_iter_init (PgsRunIter     *iter,
                   const PgsPages *pages,
                   guint64         first_page,
                   guint64         end_page)
{
  *iter = (PgsRunIter) { .pages = pages, .first_page = first_page, .end_page = end_page };
  go_to_piece (iter, pgs_pages_find_piece (pages, first_page));
}

/**
 * pgs_run_iter_init_region:
 * @iter: (out caller-allocates): an iterator
 * @pages: (transfer none): the pages
 * @region: index of a mapping
 *
 * Begins to go through one region. O(1).
 */
void
pgs_run_iter_init_region (PgsRunIter     *iter,
                          const PgsPages *pages,
                          gsize           region)
{
  const PgsMapping *mapping;

  *iter = (PgsRunIter) { .pages = pages, .piece = pages->n_pieces };
  g_return_if_fail (region < pgs_maps_get_length (pages->maps));

  mapping = pgs_maps_get (pages->maps, region);
  iter->first_page = mapping->start >> pages->shift;
  iter->end_page = mapping->end >> pages->shift;
  go_to_piece (iter, pages->region_starts[region]);
}

/**
 * pgs_run_iter_next:
 * @iter: an iterator
 * @run: (out caller-allocates): the next run
 *
 * The runs are ascending, do not overlap, are cut at the borders of the range and lie each inside
 * one region; equal neighbours of one region are merged.
 *
 * Returns: %FALSE at the end; @run is untouched then
 */
gboolean
pgs_run_iter_next (PgsRunIter *iter,
                   PgsRun     *run)
{
  while (iter->piece < iter->pages->n_pieces && iter->at < iter->end_page)
    {
      const PgsPiece *piece = &iter->pages->pieces[iter->piece];
      const guint64 first = iter->at;
      guint64 end = pgs_piece_end (piece);
      guint states = piece->states;

      if (piece->n_planes > 0)
        {
          states = pgs_piece_get_state (iter->pages, piece, first);
          end = pgs_piece_same_until (iter->pages, piece, first);
        }
      if (end == pgs_piece_end (piece))
        go_to_piece (iter, iter->piece + 1);
      else
        iter->at = end;
      if (states == 0)
        continue;
      run->first = first;
      run->count = (MIN (end, iter->end_page) - first) & PGS_RUN_MAX_COUNT;
      run->states = (guint16) states;
      return TRUE;
    }
  return FALSE;
}

/**
 * pgs_run_iter_next_present:
 * @iter: an iterator
 * @run: (out caller-allocates): the next run of pages that are in RAM
 *
 * As pgs_run_iter_next(), passing over other runs.
 *
 * Returns: %FALSE at the end; what is in @run then is of no use
 */
gboolean
pgs_run_iter_next_present (PgsRunIter *iter,
                           PgsRun     *run)
{
  while (pgs_run_iter_next (iter, run))
    if (run->states & PGS_PAGE_PRESENT)
      return TRUE;
  return FALSE;
}
