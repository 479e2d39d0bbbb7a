/* pgs-pages-builder.c: ranges of pages become the runs of each region
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Ranges come in ascending order and regions are sorted, so two pointers suffice: the whole costs
 * O(ranges + regions). The process goes on running while it is read, so ranges may lie outside of
 * what was mapped a moment ago (dropped), reach over a border (cut in two) or, where PAGEMAP_SCAN
 * starts again at a stale position, come a second time (only what is ahead counts).
 */
#include "config.h"

#include "pgs-pages-private.h"

#define SOME_TIME_US 1
#define MAX_RESERVED ((gsize) 1 << 24) /* runs: 256 MiB */

struct _PgsPagesBuilder
{
  PgsPages *pages;
  GArray *runs;
  const PgsMapping *mappings;
  gsize n_regions;
  guint64 ahead; /* the first page that was not yet added */

  gsize region;  /* where we are; its borders and which states mean something in it */
  guint64 region_first;
  guint64 region_end;
  PgsPageState region_known;
};

/* Which states mean something in @mapping: in private anonymous memory FILE does not, the huge zero
 * page claims it (Documentation/admin-guide/mm/pagemap.rst does not say so, seen on 6.18). */
static PgsPageState
states_of_mapping (const PgsMapping *mapping,
                   PgsPageState      known)
{
  if (mapping->inode == 0 && !(mapping->perms & PGS_PERM_SHARED)
      && mapping->kind != PGS_KIND_KERNEL)
    return known & ~PGS_PAGE_FILE;
  return known;
}

static void
enter_region (PgsPagesBuilder *self,
              gsize            region)
{
  const PgsMapping *mapping;

  self->pages->region_starts[region] = self->runs->len;
  self->region = region;
  if (region == self->n_regions)
    return;
  mapping = &self->mappings[region];
  self->region_first = mapping->start >> self->pages->shift;
  self->region_end = mapping->end >> self->pages->shift;
  self->region_known = states_of_mapping (mapping, self->pages->known);
}

/**
 * pgs_pages_builder_new:
 * @maps: the mappings of the same moment, or a little earlier
 * @page_shift: log2 of the page size in bytes
 * @known: which states the source tells; others are ignored
 *
 * Returns: (transfer full): a builder
 */
PgsPagesBuilder *
pgs_pages_builder_new (PgsMaps     *maps,
                       guint        page_shift,
                       PgsPageState known)
{
  PgsPagesBuilder *self;

  g_return_val_if_fail (maps != NULL, NULL);
  g_return_val_if_fail (page_shift < 64, NULL);

  self = g_new0 (PgsPagesBuilder, 1);
  self->runs = g_array_new (FALSE, FALSE, sizeof (PgsRun));
  self->n_regions = pgs_maps_get_length (maps);
  self->mappings = pgs_maps_get (maps, 0);
  self->pages = g_atomic_rc_box_new0 (PgsPages);
  self->pages->maps = pgs_maps_ref (maps);
  self->pages->shift = page_shift;
  self->pages->known = known;
  self->pages->region_starts = g_new0 (gsize, self->n_regions + 1);
  self->pages->counts = g_new0 (PgsPageCounts, self->n_regions);
  enter_region (self, 0);
  return self;
}

/**
 * pgs_pages_builder_free:
 * @self: (nullable) (transfer full): a builder that is not wanted any more
 */
void
pgs_pages_builder_free (PgsPagesBuilder *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->pages, pgs_pages_unref);
  g_clear_pointer (&self->runs, g_array_unref);
  g_free (self);
}

/**
 * pgs_pages_builder_reserve:
 * @self: a builder to which nothing was added yet
 * @n_runs: how many runs will probably come
 *
 * Reserves memory for them, so that an array of megabytes is not copied while it grows. A wrong
 * guess costs nothing but that.
 */
void
pgs_pages_builder_reserve (PgsPagesBuilder *self,
                           gsize            n_runs)
{
  g_return_if_fail (self->runs->len == 0);

  g_array_unref (self->runs);
  self->runs = g_array_sized_new (FALSE, FALSE, sizeof (PgsRun), (guint) MIN (n_runs, MAX_RESERVED));
}

static void
append_run (PgsPagesBuilder *self,
            guint64          first,
            guint64          count,
            PgsPageState     states)
{
  while (count > 0)
    {
      PgsRun run = { 0 };
      guint64 part = MIN (count, PGS_RUN_MAX_COUNT);

      run.first = first;
      run.count = part & PGS_RUN_MAX_COUNT;
      run.states = (guint16) states;
      g_array_append_val (self->runs, run);
      first += part;
      count -= part;
    }
}

/* Adds pages `[first, end)` of the current region. */
static void
add_to_region (PgsPagesBuilder *self,
               guint64          first,
               guint64          end,
               PgsPageState     states)
{
  PgsRun *last = NULL;
  guint64 count = end - first;

  states &= self->region_known;
  /* A guard entry is stored like a swap entry but holds no page. */
  if (states & PGS_PAGE_GUARD)
    states &= ~PGS_PAGE_SWAPPED;
  if (states == 0)
    return;
  pgs_page_counts_add (&self->pages->counts[self->region], states, count);

  if (self->runs->len > self->pages->region_starts[self->region])
    last = &g_array_index (self->runs, PgsRun, self->runs->len - 1);
  if (last != NULL && last->states == (guint) states && last->first + last->count == first
      && last->count + count <= PGS_RUN_MAX_COUNT)
    last->count = (last->count + count) & PGS_RUN_MAX_COUNT;
  else
    append_run (self, first, count, states);
}

/**
 * pgs_pages_builder_add:
 * @self: a builder
 * @first_page: first page number of a range
 * @n_pages: its length
 * @states: the states of all its pages; 0 does nothing
 *
 * Adds pages, in ascending order: what lies below the end of an earlier range is ignored, as is
 * what is not mapped. Equal neighbours become one run. States that are not known are dropped;
 * %PGS_PAGE_GUARD takes %PGS_PAGE_SWAPPED away; %PGS_PAGE_FILE is ignored in private anonymous
 * mappings.
 */
void
pgs_pages_builder_add (PgsPagesBuilder *self,
                       guint64          first_page,
                       guint64          n_pages,
                       PgsPageState     states)
{
  guint64 first = MAX (first_page, self->ahead);
  guint64 end = n_pages > G_MAXUINT64 - first_page ? G_MAXUINT64 : first_page + n_pages;

  if (states == 0 || first >= end)
    return;
  self->ahead = end;
  while (first < end)
    {
      guint64 part_end;

      while (self->region < self->n_regions && self->region_end <= first)
        enter_region (self, self->region + 1);
      if (self->region == self->n_regions || self->region_first >= end)
        return;
      first = MAX (first, self->region_first);
      part_end = MIN (end, self->region_end);
      add_to_region (self, first, part_end, states);
      first = part_end;
    }
}

/**
 * pgs_pages_builder_add_runs:
 * @self: a builder
 * @runs: (array length=n_runs): ranges of pages
 * @n_runs: how many
 *
 * The same as pgs_pages_builder_add() for each of them, but faster.
 */
void
pgs_pages_builder_add_runs (PgsPagesBuilder *self,
                            const PgsRun    *runs,
                            gsize            n_runs)
{
  for (gsize i = 0; i < n_runs; i++)
    pgs_pages_builder_add (self, runs[i].first, runs[i].count, (PgsPageState) runs[i].states);
}

/**
 * pgs_pages_builder_set_coverage:
 * @self: a builder
 * @coverage: when the pages were read
 *
 * Without it everything counts as read once, some time.
 */
void
pgs_pages_builder_set_coverage (PgsPagesBuilder *self,
                                PgsCoverage     *coverage)
{
  pgs_coverage_ref (coverage);
  g_clear_pointer (&self->pages->coverage, pgs_coverage_unref);
  self->pages->coverage = coverage;
}

static void
add_up (PgsPages *self,
        gsize     n_regions)
{
  for (gsize i = 0; i < n_regions; i++)
    {
      const PgsPageCounts *counts = &self->counts[i];

      self->totals.present += counts->present;
      self->totals.swapped += counts->swapped;
      self->totals.file += counts->file;
      self->totals.exclusive += counts->exclusive;
      self->totals.huge += counts->huge;
      self->totals.zero += counts->zero;
      self->totals.guard += counts->guard;
    }
}

/**
 * pgs_pages_builder_end:
 * @self: (transfer full): a builder
 *
 * Returns: (transfer full): the pages
 */
PgsPages *
pgs_pages_builder_end (PgsPagesBuilder *self)
{
  PgsPages *pages;
  gsize n_runs;

  while (self->region < self->n_regions)
    enter_region (self, self->region + 1);
  pages = g_steal_pointer (&self->pages);
  if (pages->coverage == NULL)
    pages->coverage = pgs_coverage_new_whole (SOME_TIME_US);
  pages->runs = (PgsRun *) (gpointer) g_array_steal (self->runs, &n_runs);
  pages->runs = g_renew (PgsRun, pages->runs, n_runs);
  pages->n_runs = n_runs;
  add_up (pages, self->n_regions);
  pgs_pages_builder_free (self);
  return pages;
}
