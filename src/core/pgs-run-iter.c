/* pgs-run-iter.c: goes through the runs of pages, whatever form they are kept in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-run-iter.h"

#include "pgs-pages-private.h"

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
  *iter = (PgsRunIter) {
    .pages = pages,
    .next = pgs_pages_lower_bound (pages, first_page),
    .first_page = first_page,
    .end_page = end_page,
  };
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

  *iter = (PgsRunIter) { .pages = pages, .next = pages->n_runs };
  g_return_if_fail (region < pgs_maps_get_length (pages->maps));

  mapping = pgs_maps_get (pages->maps, region);
  iter->next = pages->region_starts[region];
  iter->first_page = mapping->start >> pages->shift;
  iter->end_page = mapping->end >> pages->shift;
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
  const PgsRun *next;
  guint64 first;
  guint64 end;

  if (iter->next >= iter->pages->n_runs)
    return FALSE;
  next = &iter->pages->runs[iter->next];
  first = MAX (next->first, iter->first_page);
  end = MIN (next->first + next->count, iter->end_page);
  if (first >= end)
    return FALSE;
  iter->next++;
  run->first = first;
  run->count = (end - first) & PGS_RUN_MAX_COUNT;
  run->states = next->states;
  return TRUE;
}
