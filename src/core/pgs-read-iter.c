/* pgs-read-iter.c: when the pages of a snapshot were read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-read-iter.h"

#include "pgs-pages-private.h"

/**
 * pgs_read_iter_init:
 * @iter: (out caller-allocates): an iterator
 * @pages: pages
 * @first_page: first page of the range that is of interest
 * @end_page: first page behind it
 *
 * O(log n).
 */
void
pgs_read_iter_init (PgsReadIter    *iter,
                    const PgsPages *pages,
                    guint64         first_page,
                    guint64         end_page)
{
  gsize n_ranges;
  const PgsReadRange *ranges = pgs_coverage_get_ranges (pages->coverage, &n_ranges);
  const gsize begin = pgs_coverage_lower_bound (pages->coverage, first_page);

  *iter = (PgsReadIter) { ranges, n_ranges, first_page, end_page };
  if (begin > 0)
    *iter = (PgsReadIter) { ranges + begin, n_ranges - begin, first_page, end_page };
}

/**
 * pgs_read_iter_next:
 * @iter: an iterator
 * @range: (out caller-allocates): pages that were read at one time; its @at_us is not 0
 *
 * The ranges are ascending and cut to what was asked for; what is between them was not read, so
 * that nothing can be said of it. They may reach over what is not mapped.
 *
 * Returns: %FALSE at the end
 */
gboolean
pgs_read_iter_next (PgsReadIter  *iter,
                    PgsReadRange *range)
{
  while (iter->n_ranges > 0 && iter->ranges->at_us == 0)
    {
      iter->ranges++;
      iter->n_ranges--;
    }
  if (iter->n_ranges == 0)
    return FALSE;
  range->first = MAX (iter->ranges->first, iter->first_page);
  range->end = MIN (iter->ranges->end, iter->end_page);
  range->at_us = iter->ranges->at_us;
  if (range->first >= range->end)
    return FALSE;
  iter->ranges++;
  iter->n_ranges--;
  return TRUE;
}

/**
 * pgs_pages_get_read_at:
 * @pages: pages
 * @region: index of a mapping
 *
 * Returns: the monotonic time in µs at which that part of the region was read that was read longest
 *   ago; 0 if a part of it was not read, so that its counts are no more than a lower bound
 */
gint64
pgs_pages_get_read_at (const PgsPages *pages,
                       gsize           region)
{
  const PgsMapping *mapping = pgs_maps_get (pages->maps, region);

  g_return_val_if_fail (mapping != NULL, 0);

  return pgs_coverage_get_oldest (pages->coverage, mapping->start >> pages->shift,
                                  mapping->end >> pages->shift);
}

/**
 * pgs_pages_get_n_read:
 * @pages: pages
 * @region: index of a mapping
 *
 * Returns: how many pages of that region were read
 */
guint64
pgs_pages_get_n_read (const PgsPages *pages,
                      gsize           region)
{
  const PgsMapping *mapping = pgs_maps_get (pages->maps, region);

  g_return_val_if_fail (mapping != NULL, 0);

  return pgs_coverage_count (pages->coverage, mapping->start >> pages->shift,
                             mapping->end >> pages->shift);
}

/* Whether every mapped page was read. */
gboolean
pgs_pages_compute_whole (const PgsPages *self)
{
  if (pgs_coverage_get_oldest (self->coverage, 0, G_MAXUINT64) != 0)
    return TRUE;
  for (gsize i = 0; i < pgs_maps_get_length (self->maps); i++)
    if (pgs_pages_get_read_at (self, i) == 0)
      return FALSE;
  return TRUE;
}

/**
 * pgs_pages_is_whole:
 * @pages: pages
 *
 * O(1).
 *
 * Returns: whether every mapped page was read, at some time; else pgs_pages_get_totals() is no more
 *   than a lower bound
 */
gboolean
pgs_pages_is_whole (const PgsPages *pages)
{
  return pages->is_whole;
}

/**
 * pgs_pages_says_the_same:
 * @self: (nullable): pages
 * @other: (nullable): pages that are read later, or earlier
 *
 * Pages that are read again, and found as they were, differ from those before by when they were read alone. O(1).
 *
 * Returns: %TRUE if each page is in the same states in both, and the same states can be told of it; %FALSE also
 *   where that is not known
 */
gboolean
pgs_pages_says_the_same (const PgsPages *self,
                         const PgsPages *other)
{
  if (self == NULL || other == NULL || self == other)
    return self == other;
  return pgs_pages_is_shared (self, other) && self->maps == other->maps && self->known == other->known
         && self->is_whole && other->is_whole;
}

/**
 * pgs_pages_get_known_in:
 * @self: pages
 * @region: index of a mapping
 *
 * Where there are no pages, none is a zero page or a part of a huge one, whoever read that.
 *
 * Returns: the states whose counts in pgs_pages_get_counts() are exact: pgs_pages_get_known() and that, or
 *   none if a part of the region was not read
 */
PgsPageState
pgs_pages_get_known_in (const PgsPages *self,
                        gsize           region)
{
  const PgsPageState needed = PGS_PAGE_PRESENT | PGS_PAGE_SWAPPED;
  const PgsPageState derived = PGS_PAGE_ZERO | PGS_PAGE_HUGE;
  PgsPageCounts counts;

  if (!self->is_whole && pgs_pages_get_read_at (self, region) == 0)
    return 0;
  if ((self->known & needed) != needed || (self->known & derived) == derived)
    return self->known;
  pgs_pages_get_counts (self, region, &counts);
  if (counts.present > 0)
    return self->known;
  return self->known | PGS_PAGE_ZERO | (counts.swapped == 0 ? PGS_PAGE_HUGE : 0);
}
