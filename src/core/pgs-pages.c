/* pgs-pages.c: which pages of an address space are in which state, as runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-pages-private.h"

#include "pgs-boxed.h"

#include <string.h>

PGS_DEFINE_BOXED_TYPE (PgsPages, pgs_pages)

/**
 * pgs_pages_ref:
 * @self: the pages
 *
 * Any thread may take and drop references.
 *
 * Returns: (transfer full): @self
 */
PgsPages *
pgs_pages_ref (PgsPages *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
pages_clear (gpointer data)
{
  PgsPages *self = data;

  g_clear_pointer (&self->maps, pgs_maps_unref);
  g_clear_pointer (&self->coverage, pgs_coverage_unref);
  g_free (self->runs);
  g_free (self->region_starts);
  g_free (self->counts);
}

/**
 * pgs_pages_unref:
 * @self: (transfer full): the pages
 */
void
pgs_pages_unref (PgsPages *self)
{
  g_atomic_rc_box_release_full (self, pages_clear);
}

/**
 * pgs_pages_get_known:
 * @self: the pages
 *
 * Returns: which states the source could tell; the others are absent from all runs and counts,
 *   which then says nothing
 */
PgsPageState
pgs_pages_get_known (const PgsPages *self)
{
  return self->known;
}

/**
 * pgs_pages_get_maps:
 * @self: the pages
 *
 * Returns: (transfer none): the mappings to whose regions they belong
 */
PgsMaps *
pgs_pages_get_maps (const PgsPages *self)
{
  return self->maps;
}

/**
 * pgs_pages_get_coverage:
 * @self: the pages
 *
 * Returns: (transfer none): when they were read
 */
PgsCoverage *
pgs_pages_get_coverage (const PgsPages *self)
{
  return self->coverage;
}

/**
 * pgs_pages_get_shift:
 * @self: the pages
 *
 * Returns: log2 of the page size in bytes; an address >> shift is a page number
 */
guint
pgs_pages_get_shift (const PgsPages *self)
{
  return self->shift;
}

/**
 * pgs_pages_get_n_runs:
 * @self: the pages
 *
 * Returns: how many runs there are; #PgsRunIter goes through them
 */
gsize
pgs_pages_get_n_runs (const PgsPages *self)
{
  return self->n_runs;
}

/**
 * pgs_pages_get_counts:
 * @self: the pages
 * @region: index of a mapping
 *
 * Returns: (transfer none): how many pages of that region are in each state
 */
const PgsPageCounts *
pgs_pages_get_counts (const PgsPages *self,
                      gsize           region)
{
  g_return_val_if_fail (region < pgs_maps_get_length (self->maps), NULL);

  return &self->counts[region];
}

/**
 * pgs_pages_get_totals:
 * @self: the pages
 * @totals: (out caller-allocates): the counts of all regions together
 */
void
pgs_pages_get_totals (const PgsPages *self,
                      PgsPageCounts  *totals)
{
  *totals = self->totals;
}

/* Adds @n_pages pages that are in @states. */
void
pgs_page_counts_add (PgsPageCounts *self,
                     PgsPageState   states,
                     guint64        n_pages)
{
  self->present += (states & PGS_PAGE_PRESENT) ? n_pages : 0;
  self->swapped += (states & PGS_PAGE_SWAPPED) ? n_pages : 0;
  self->file += (states & PGS_PAGE_FILE) ? n_pages : 0;
  self->exclusive += (states & PGS_PAGE_EXCLUSIVE) ? n_pages : 0;
  self->huge += (states & PGS_PAGE_HUGE) ? n_pages : 0;
  self->zero += (states & PGS_PAGE_ZERO) ? n_pages : 0;
  self->guard += (states & PGS_PAGE_GUARD) ? n_pages : 0;
}

/* The first run that ends above @page. */
gsize
pgs_pages_lower_bound (const PgsPages *self,
                       guint64         page)
{
  gsize low = 0;
  gsize high = self->n_runs;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;
      const PgsRun *run = &self->runs[middle];

      if (run->first + run->count > page)
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

/**
 * pgs_pages_get_state:
 * @self: the pages
 * @page: a page number
 *
 * O(log n).
 *
 * Returns: the states of that page; 0 if it has none or is not mapped
 */
PgsPageState
pgs_pages_get_state (const PgsPages *self,
                     guint64         page)
{
  gsize i = pgs_pages_lower_bound (self, page);

  if (i == self->n_runs || self->runs[i].first > page)
    return 0;
  return (PgsPageState) self->runs[i].states;
}

static guint64
end_of (guint64 first,
        guint64 n_pages)
{
  return n_pages > G_MAXUINT64 - first ? G_MAXUINT64 : first + n_pages;
}

/**
 * pgs_pages_count:
 * @self: the pages
 * @first_page: first page of the range
 * @n_pages: its length; may reach over many regions and gaps
 * @counts: (out caller-allocates): how many of its pages are in each state
 *
 * Exact for any range. O(log n + runs in the range).
 */
void
pgs_pages_count (const PgsPages *self,
                 guint64         first_page,
                 guint64         n_pages,
                 PgsPageCounts  *counts)
{
  guint64 end_page = end_of (first_page, n_pages);

  memset (counts, 0, sizeof *counts);
  for (gsize i = pgs_pages_lower_bound (self, first_page);
       i < self->n_runs && self->runs[i].first < end_page; i++)
    {
      const PgsRun *run = &self->runs[i];
      guint64 start = MAX (run->first, first_page);
      guint64 end = MIN (run->first + run->count, end_page);

      pgs_page_counts_add (counts, run->states, end - start);
    }
}

/* Cells that are being filled from left to right; those from @n_ready on hold garbage. */
typedef struct
{
  PgsPageCounts *cells;
  gsize n_ready;
  guint shift;
} Buckets;

static void
buckets_clear_to (Buckets *self,
                  gsize    end)
{
  if (end <= self->n_ready)
    return;
  memset (self->cells + self->n_ready, 0, (end - self->n_ready) * sizeof *self->cells);
  self->n_ready = end;
}

/* Adds pages `[start, end)`, counted from the first cell's first page. */
static void
buckets_add (Buckets     *self,
             PgsPageState states,
             guint64      start,
             guint64      end)
{
  gsize first = start >> self->shift;
  gsize last = (end - 1) >> self->shift;
  guint64 size = G_GUINT64_CONSTANT (1) << self->shift;
  PgsPageCounts full = { 0 };

  buckets_clear_to (self, first + 1);
  if (first == last)
    {
      pgs_page_counts_add (&self->cells[first], states, end - start);
      return;
    }
  pgs_page_counts_add (&self->cells[first], states, ((guint64) (first + 1) << self->shift) - start);
  pgs_page_counts_add (&full, states, size);
  for (gsize i = first + 1; i < last; i++)
    self->cells[i] = full;
  self->n_ready = last;
  buckets_clear_to (self, last + 1);
  pgs_page_counts_add (&self->cells[last], states, end - ((guint64) last << self->shift));
}

/**
 * pgs_pages_bucket:
 * @self: the pages
 * @first_page: first page of the first cell
 * @end_page: first page that is not counted any more; may cut the last cell
 * @cell_shift: log2 of the pages in a cell
 * @cells: (out caller-allocates) (array length=n_cells): cell i counts the pages
 *   `[first_page + (i << cell_shift), first_page + ((i + 1) << cell_shift))` below @end_page
 * @n_cells: how many cells; pages behind the last one are not counted
 *
 * Counts many equal ranges at once, exactly: the cells add up to pgs_pages_count() of the range
 * that they cover. O(log n + runs in the range + @n_cells).
 */
void
pgs_pages_bucket (const PgsPages *self,
                  guint64         first_page,
                  guint64         end_page,
                  guint           cell_shift,
                  PgsPageCounts  *cells,
                  gsize           n_cells)
{
  Buckets buckets = { cells, 0, MIN (cell_shift, 63) };
  guint64 room = G_MAXUINT64;

  g_return_if_fail (cells != NULL || n_cells == 0);

  if (n_cells <= room >> buckets.shift)
    room = (guint64) n_cells << buckets.shift;
  end_page = MIN (end_page, end_of (first_page, room));
  for (gsize i = pgs_pages_lower_bound (self, first_page);
       i < self->n_runs && self->runs[i].first < end_page; i++)
    {
      const PgsRun *run = &self->runs[i];
      guint64 start = MAX (run->first, first_page);
      guint64 end = MIN (run->first + run->count, end_page);

      if (start >= end) /* the range is empty */
        break;
      buckets_add (&buckets, run->states, start - first_page, end - first_page);
    }
  buckets_clear_to (&buckets, n_cells);
}
