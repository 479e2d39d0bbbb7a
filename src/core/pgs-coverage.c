/* pgs-coverage.c: which pages of an address space were read when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A large process is read in slices, so that its pages are of different times, and some were not
 * read at all yet. What is in between mappings does not matter: ranges reach over it, so that there
 * are about as many of them as slices, not as mappings.
 */
#include "config.h"

#include "pgs-coverage.h"

#include "pgs-mapping.h"

struct _PgsCoverage
{
  PgsReadRange *ranges; /* ascending, not overlapping, equal neighbours merged */
  gsize n_ranges;
};

/**
 * pgs_coverage_ref:
 * @self: a coverage
 *
 * Any thread may take and drop references.
 *
 * Returns: (transfer full): @self
 */
PgsCoverage *
pgs_coverage_ref (PgsCoverage *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
coverage_clear (gpointer data)
{
  PgsCoverage *self = data;

  g_free (self->ranges);
}

/**
 * pgs_coverage_unref:
 * @self: (transfer full): a coverage
 */
void
pgs_coverage_unref (PgsCoverage *self)
{
  g_atomic_rc_box_release_full (self, coverage_clear);
}

/**
 * pgs_coverage_new:
 *
 * Returns: (transfer full): the coverage of what was never read
 */
PgsCoverage *
pgs_coverage_new (void)
{
  return g_atomic_rc_box_new0 (PgsCoverage);
}

/**
 * pgs_coverage_new_whole:
 * @at_us: monotonic time, or 0 as in #PgsReadRange
 *
 * Returns: (transfer full): the coverage of what was read whole at one time
 */
PgsCoverage *
pgs_coverage_new_whole (gint64 at_us)
{
  PgsCoverage *self = pgs_coverage_new ();

  self->ranges = g_new (PgsReadRange, 1);
  self->ranges[0] = (PgsReadRange) { 0, G_MAXUINT64, at_us };
  self->n_ranges = 1;
  return self;
}

static void
append (GArray *ranges,
        guint64 first,
        guint64 end,
        gint64  at_us)
{
  const PgsReadRange range = { first, end, at_us };
  PgsReadRange *last = NULL;

  if (first >= end)
    return;
  if (ranges->len > 0)
    last = &g_array_index (ranges, PgsReadRange, ranges->len - 1);
  if (last != NULL && last->end == first && last->at_us == at_us)
    last->end = end;
  else
    g_array_append_val (ranges, range);
}

/* Appends what @self has of `[first, end)`; @cursor is the first range that may reach it. */
static void
append_old (GArray            *ranges,
            const PgsCoverage *self,
            gsize             *cursor,
            guint64            first,
            guint64            end)
{
  while (*cursor < self->n_ranges && self->ranges[*cursor].end <= first)
    (*cursor)++;
  for (gsize i = *cursor; i < self->n_ranges && self->ranges[i].first < end; i++)
    append (ranges, MAX (self->ranges[i].first, first), MIN (self->ranges[i].end, end),
            self->ranges[i].at_us);
}

/**
 * pgs_coverage_update:
 * @self: a coverage
 * @ranges: (array length=n_ranges): what replaces it in parts, ascending; where two overlap the
 *   first counts
 * @n_ranges: how many
 *
 * O(ranges of both).
 *
 * Returns: (transfer full): the coverage with those parts replaced
 */
PgsCoverage *
pgs_coverage_update (const PgsCoverage  *self,
                     const PgsReadRange *ranges,
                     gsize               n_ranges)
{
  PgsCoverage *result = pgs_coverage_new ();
  GArray *array = g_array_new (FALSE, FALSE, sizeof (PgsReadRange));
  guint64 done = 0;
  gsize cursor = 0;

  for (gsize i = 0; i < n_ranges; i++)
    {
      if (ranges[i].end <= MAX (ranges[i].first, done))
        continue;
      append_old (array, self, &cursor, done, ranges[i].first);
      append (array, MAX (ranges[i].first, done), ranges[i].end, ranges[i].at_us);
      done = ranges[i].end;
    }
  append_old (array, self, &cursor, done, G_MAXUINT64);
  result->ranges = (PgsReadRange *) (gpointer) g_array_steal (array, &result->n_ranges);
  g_array_unref (array);
  return result;
}

/**
 * pgs_coverage_get_ranges:
 * @self: a coverage
 * @n_ranges: (out): how many
 *
 * Returns: (transfer none) (nullable) (array length=n_ranges): the ranges, ascending, not
 *   overlapping, equal neighbours merged; they may reach over what is not mapped
 */
const PgsReadRange *
pgs_coverage_get_ranges (const PgsCoverage *self,
                         gsize             *n_ranges)
{
  *n_ranges = self->n_ranges;
  return self->ranges;
}

/**
 * pgs_coverage_lower_bound:
 * @self: a coverage
 * @page: a page number
 *
 * O(log n).
 *
 * Returns: the index of the first range that ends above @page; the number of ranges if none does
 */
gsize
pgs_coverage_lower_bound (const PgsCoverage *self,
                          guint64            page)
{
  gsize low = 0;
  gsize high = self->n_ranges;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (self->ranges[middle].end > page)
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

/**
 * pgs_coverage_get_oldest:
 * @self: a coverage
 * @first: page number
 * @end: first page number behind
 *
 * Returns: the time at which that part of `[first, end)` was read that was read longest ago; 0 if
 *   any of it was not read, or if it is empty
 */
gint64
pgs_coverage_get_oldest (const PgsCoverage *self,
                         guint64            first,
                         guint64            end)
{
  gint64 oldest = G_MAXINT64;

  for (gsize i = pgs_coverage_lower_bound (self, first); first < end; i++)
    {
      if (i == self->n_ranges || self->ranges[i].first > first || self->ranges[i].at_us == 0)
        return 0;
      oldest = MIN (oldest, self->ranges[i].at_us);
      first = self->ranges[i].end;
    }
  return oldest == G_MAXINT64 ? 0 : oldest;
}

/**
 * pgs_coverage_count:
 * @self: a coverage
 * @first: page number
 * @end: first page number behind
 *
 * Returns: how many of these pages were read
 */
guint64
pgs_coverage_count (const PgsCoverage *self,
                    guint64            first,
                    guint64            end)
{
  guint64 n_pages = 0;

  for (gsize i = pgs_coverage_lower_bound (self, first);
       i < self->n_ranges && self->ranges[i].first < end; i++)
    if (self->ranges[i].at_us != 0)
      n_pages += MIN (self->ranges[i].end, end) - MAX (self->ranges[i].first, first);
  return n_pages;
}

/* Appends the parts of @mapping that were not its memory before. @i is the first mapping of @before
 * that may reach it, and is moved on. */
static void
append_changes (GArray           *changes,
                PgsMaps          *before,
                gsize            *i,
                const PgsMapping *mapping,
                guint             shift)
{
  guint64 at = mapping->start;

  while (*i < pgs_maps_get_length (before) && pgs_maps_get (before, *i)->end <= at)
    (*i)++;
  for (gsize j = *i; j < pgs_maps_get_length (before); j++)
    {
      const PgsMapping *old = pgs_maps_get (before, j);

      if (old->start >= mapping->end)
        break;
      if (!pgs_mapping_is_same_memory (old, mapping))
        continue;
      if (old->start > at)
        append (changes, at >> shift, old->start >> shift, 0);
      at = MAX (at, MIN (old->end, mapping->end));
    }
  append (changes, at >> shift, mapping->end >> shift, 0);
}

/**
 * pgs_coverage_get_changes:
 * @before: mappings
 * @after: those of the same address space some time later
 * @page_shift: log2 of the page size
 *
 * O(mappings of both). A mapping that was replaced by one that looks the same cannot be told from
 * it.
 *
 * Returns: (transfer full) (element-type PgsReadRange): the pages of @after that are other memory
 *   than before, ascending, with @at_us 0
 */
GArray *
pgs_coverage_get_changes (PgsMaps *before,
                          PgsMaps *after,
                          guint    page_shift)
{
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (PgsReadRange));
  gsize i = 0;

  for (gsize region = 0; region < pgs_maps_get_length (after); region++)
    append_changes (changes, before, &i, pgs_maps_get (after, region), page_shift);
  return changes;
}
