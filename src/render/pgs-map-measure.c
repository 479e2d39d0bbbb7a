/* pgs-map-measure.c: what was measured of each cell of the map, exact to the page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map-cells.h"

#include "pgs-read-iter.h"
#include "pgs-run-iter.h"

#include <string.h>

#define MIN_FRESH 0.45 /* one fresh page among many is still seen */

/* Cells of equal size, counted from a first page. */
typedef struct
{
  PgsCellFacts *facts;
  gsize n_cells;
  guint64 first_page;
  guint64 end_page;
  guint shift;
} Cells;

typedef void (*CellFunc) (PgsCellFacts *facts,
                          guint64       n_pages);

/* Calls @func for each cell that pages `[start, end)` reach into, with how many are in it. */
static void
for_each_cell (const Cells *self,
               guint64      start,
               guint64      end,
               CellFunc     func)
{
  start = MAX (start, self->first_page);
  end = MIN (end, self->end_page);
  while (start < end)
    {
      const guint64 cell = (start - self->first_page) >> self->shift;
      const guint64 cell_end = MIN (self->first_page + ((cell + 1) << self->shift), end);

      func (&self->facts[cell], cell_end - start);
      start = cell_end;
    }
}

static void
set_counts (const Cells    *self,
            const PgsPages *pages)
{
  g_autofree PgsPageCounts *counts = g_new (PgsPageCounts, self->n_cells);

  pgs_pages_bucket (pages, self->first_page, self->end_page, self->shift, counts, self->n_cells);
  for (gsize i = 0; i < self->n_cells; i++)
    self->facts[i].counts = counts[i];
}

static void
add_read (PgsCellFacts *facts,
          guint64       n_pages)
{
  facts->n_read += n_pages;
}

static void
set_read (const Cells    *self,
          const PgsPages *pages)
{
  PgsReadIter iter;
  PgsReadRange range;

  pgs_read_iter_init (&iter, pages, self->first_page, self->end_page);
  while (pgs_read_iter_next (&iter, &range))
    for_each_cell (self, range.first, range.end, add_read);
}

/* @n_pages resident pages of the cell came at that time. */
static void
note_age (PgsCellFacts *facts,
          guint64       n_pages,
          gint64        since_us,
          double        fresh)
{
  const double share = (double) n_pages / MAX (facts->n_pages, 1);

  if (n_pages == 0)
    return;
  facts->since_us = MAX (facts->since_us, since_us);
  if (fresh > 0)
    facts->fresh = MAX (facts->fresh, fresh * (MIN_FRESH + (1 - MIN_FRESH) * share));
}

static double
get_freshness (const PgsMapModel *model,
               gint64             since_us)
{
  const gint64 age = MAX (model->now_us - since_us, 0);

  if (model->past || since_us == 0 || age >= PGS_MAP_FRESH_US)
    return 0;
  return model->calm ? 0.5 : 1 - (double) age / PGS_MAP_FRESH_US;
}

/* Notes the age of pages `[start, end)`; those that are resident are counted. @counts has room for
 * all cells. */
static void
set_age (const Cells    *self,
         const PgsPages *pages,
         const PgsAge   *age,
         double          fresh,
         PgsPageCounts  *counts)
{
  const guint64 start = age->first - self->first_page;
  const guint64 end = start + age->count;
  const gsize first = (gsize) (start >> self->shift);
  const gsize n = (gsize) ((end - 1) >> self->shift) + 1 - first;
  const guint64 origin = (guint64) first << self->shift;
  PgsPageCounts outside;

  pgs_pages_bucket (pages, self->first_page + origin, age->first + age->count, self->shift, counts, n);
  if (origin < start)
    {
      pgs_pages_count (pages, self->first_page + origin, start - origin, &outside);
      counts[0].present -= outside.present;
    }
  for (gsize i = 0; i < n; i++)
    note_age (&self->facts[first + i], counts[i].present, age->since_us, fresh);
}

static void
set_ages (const Cells       *self,
          const PgsMapModel *model)
{
  g_autofree PgsPageCounts *counts = NULL;
  PgsAgeIter iter;
  PgsAge age;

  if (model->color_by != PGS_COLOR_BY_AGE && get_freshness (model, pgs_ages_get_newest (model->ages)) == 0)
    return;
  pgs_age_iter_init (&iter, model->ages, self->first_page, self->end_page);
  while (pgs_age_iter_next (&iter, &age))
    {
      const double fresh = get_freshness (model, age.since_us);

      if (fresh == 0 && model->color_by != PGS_COLOR_BY_AGE)
        continue;
      if (counts == NULL)
        counts = g_new (PgsPageCounts, self->n_cells);
      set_age (self, pgs_ages_get_pages (model->ages), &age, fresh, counts);
    }
}

static void
add_came (PgsCellFacts *facts,
          guint64       n_pages)
{
  facts->came += n_pages;
}

static void
add_left (PgsCellFacts *facts,
          guint64       n_pages)
{
  facts->left += n_pages;
}

static void
add_went_to_swap (PgsCellFacts *facts,
                  guint64       n_pages)
{
  facts->went_to_swap += n_pages;
}

static void
add_copied (PgsCellFacts *facts,
            guint64       n_pages)
{
  facts->copied += n_pages;
}

/* Each page counts once: by what tells most of it. Returns: (nullable): %NULL if it is none of these. */
static CellFunc
get_change_func (PgsPageChange change)
{
  if (change & PGS_PAGE_WENT_TO_SWAP)
    return add_went_to_swap;
  if (change & PGS_PAGE_COPIED)
    return add_copied;
  if (change & PGS_PAGE_CAME)
    return add_came;
  return change & PGS_PAGE_LEFT ? add_left : NULL;
}

/* Memory that is not there any more has no cell. */
static void
set_changes (const Cells       *self,
             const PgsMapModel *model)
{
  gsize n_runs;
  const PgsDiffRun *runs;

  if (model->diff == NULL)
    return;
  runs = pgs_diff_get_runs (model->diff, &n_runs);
  for (gsize i = pgs_diff_find_run (model->diff, self->first_page);
       i < n_runs && runs[i].b < self->end_page; i++)
    {
      const CellFunc func = get_change_func ((PgsPageChange) runs[i].change);

      if (func != NULL)
        for_each_cell (self, MAX (runs[i].b, self->first_page),
                       MIN (runs[i].b + runs[i].count, self->end_page), func);
    }
}

/**
 * pgs_map_cells_measure:
 * @model: what to measure; its snapshot must have pages
 * @first_page: first page of the first cell
 * @end_page: first page that does not count; may cut the last cell
 * @cell_shift: log2 of the pages in a cell
 * @facts: (out caller-allocates) (array length=n_cells): the cells
 * @n_cells: how many; they reach to @end_page at least
 *
 * Counts by pgs_pages_bucket(), so the cells of a range add up to its pages exactly. Ages are filled
 * in where the model shows them, changes in %PGS_COLOR_BY_CHANGE only.
 */
void
pgs_map_cells_measure (const PgsMapModel *model,
                       guint64            first_page,
                       guint64            end_page,
                       guint              cell_shift,
                       PgsCellFacts      *facts,
                       gsize              n_cells)
{
  const Cells cells = { facts, n_cells, first_page, end_page, cell_shift };

  memset (facts, 0, n_cells * sizeof *facts);
  for (gsize i = 0; i < n_cells; i++)
    {
      const guint64 start = MIN (first_page + ((guint64) i << cell_shift), end_page);

      facts[i].n_pages = MIN (G_GUINT64_CONSTANT (1) << cell_shift, end_page - start);
    }
  set_counts (&cells, model->snapshot->pages);
  set_read (&cells, model->snapshot->pages);
  if (model->ages != NULL)
    set_ages (&cells, model);
  if (model->color_by == PGS_COLOR_BY_CHANGE)
    set_changes (&cells, model);
}

/**
 * pgs_map_model_fresh_until:
 * @model: a model
 *
 * Returns: the monotonic time until which its picture changes by itself, as fresh pages fade; 0 if
 *   it does not
 */
gint64
pgs_map_model_fresh_until (const PgsMapModel *model)
{
  gint64 newest;

  if (model->ages == NULL || model->past)
    return 0;
  newest = pgs_ages_get_newest (model->ages);
  return newest > 0 && newest + PGS_MAP_FRESH_US > model->now_us ? newest + PGS_MAP_FRESH_US : 0;
}

/**
 * pgs_map_model_has_fresh:
 * @model: a model
 * @first_page: first page of a range
 * @end_page: first page behind it
 *
 * O(log n + pieces of fresh pages in the range).
 *
 * Returns: whether fresh pages are in the range, so that its picture changes by itself
 */
gboolean
pgs_map_model_has_fresh (const PgsMapModel *model,
                         guint64            first_page,
                         guint64            end_page)
{
  PgsAgeIter iter;
  PgsAge age;

  if (pgs_map_model_fresh_until (model) == 0)
    return FALSE;
  pgs_age_iter_init (&iter, model->ages, first_page, end_page);
  while (pgs_age_iter_next (&iter, &age))
    {
      PgsPageCounts counts;

      if (get_freshness (model, age.since_us) == 0)
        continue;
      pgs_pages_count (pgs_ages_get_pages (model->ages), age.first, age.count, &counts);
      if (counts.present > 0)
        return TRUE;
    }
  return FALSE;
}
