/* pgs-strip-fill.c: how much of a block of the strip is in RAM, and of how much that is not known
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-strip-fill.h"

#include <math.h>

#include "pgs-read-iter.h"

static void
add_region (PgsStripFill      *self,
            const PgsSnapshot *snapshot,
            gsize              region,
            guint64            size)
{
  const PgsPageState needed = PGS_PAGE_PRESENT | PGS_PAGE_ZERO;
  const guint64 rss = pgs_snapshot_get_region_rss (snapshot, region);
  guint64 read;
  PgsPageCounts counts;

  self->size += size;
  if (rss != PGS_UNKNOWN)
    {
      self->resident += rss;
      return;
    }
  if (snapshot->pages == NULL || (pgs_pages_get_known (snapshot->pages) & needed) != needed)
    {
      self->denied += size;
      return;
    }
  pgs_pages_get_counts (snapshot->pages, region, &counts);
  read = pgs_pages_get_n_read (snapshot->pages, region) << pgs_pages_get_shift (snapshot->pages);
  self->resident += (counts.present - counts.zero) << pgs_pages_get_shift (snapshot->pages);
  self->unread += size - MIN (read, size);
}

/**
 * pgs_strip_fill_init:
 * @self: (out caller-allocates): what was measured
 * @snapshot: a moment
 * @maps: its mappings, of which @item is made
 * @item: a block or group; others have no mappings and so nothing
 *
 * As smaps says; without it by the pages that were read. O(mappings of the item).
 */
void
pgs_strip_fill_init (PgsStripFill       *self,
                     const PgsSnapshot  *snapshot,
                     const PgsMaps      *maps,
                     const PgsStripItem *item)
{
  *self = (PgsStripFill) { 0 };
  for (gsize i = 0; i < item->n_mappings; i++)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, item->first_mapping + i);

      add_region (self, snapshot, item->first_mapping + i, mapping->end - mapping->start);
    }
}

/**
 * pgs_strip_fill_get_width:
 * @self: what was measured
 * @part: bytes of it
 * @width: px of its block
 *
 * Returns: how wide @part is in the block: whole half pixels, at least one pixel if it is anything
 */
double
pgs_strip_fill_get_width (const PgsStripFill *self,
                          guint64             part,
                          double              width)
{
  if (part == 0 || self->size == 0)
    return 0;
  return MAX (round (2 * width * MIN ((double) part / self->size, 1)) / 2, 1);
}
