/* pgs-map-measure.c: what was measured of each cell of the map, exact to the page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map-cells.h"

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
                          guint64       n_pages,
                          gpointer      data);

/* Calls @func for each cell that pages `[start, end)` reach into, with how many are in it. */
static void
for_each_cell (const Cells *self,
               guint64      start,
               guint64      end,
               CellFunc     func,
               gpointer     data)
{
  start = MAX (start, self->first_page);
  end = MIN (end, self->end_page);
  while (start < end)
    {
      const guint64 cell = (start - self->first_page) >> self->shift;
      const guint64 cell_end = MIN (self->first_page + ((cell + 1) << self->shift), end);

      func (&self->facts[cell], cell_end - start, data);
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

typedef struct
{
  gint64 since_us;
  double fresh;
} AgeNote;

static void
note_age (PgsCellFacts *facts,
          guint64       n_pages,
          gpointer      data)
{
  const AgeNote *note = data;
  const double share = (double) n_pages / MAX (facts->n_pages, 1);

  facts->since_us = MAX (facts->since_us, note->since_us);
  if (note->fresh > 0)
    facts->fresh = MAX (facts->fresh, note->fresh * (MIN_FRESH + (1 - MIN_FRESH) * share));
}

static double
get_freshness (const PgsMapModel *model,
               gint64             since_us)
{
  const gint64 age = MAX (model->now_us - since_us, 0);

  if (since_us == 0 || age >= PGS_MAP_FRESH_US)
    return 0;
  return model->calm ? 0.5 : 1 - (double) age / PGS_MAP_FRESH_US;
}

static void
set_ages (const Cells       *self,
          const PgsMapModel *model)
{
  gsize n_ages;
  const PgsAge *ages = pgs_ages_get (model->ages, &n_ages);

  if (model->color_by != PGS_COLOR_BY_AGE && get_freshness (model, pgs_ages_get_newest (model->ages)) == 0)
    return;
  for (gsize i = pgs_ages_lower_bound (model->ages, self->first_page);
       i < n_ages && ages[i].first < self->end_page; i++)
    {
      AgeNote note = { ages[i].since_us, get_freshness (model, ages[i].since_us) };

      if (note.since_us != 0)
        for_each_cell (self, ages[i].first, ages[i].first + ages[i].count, note_age, &note);
    }
}

static void
add_common (PgsCellFacts *facts,
            guint64       n_pages,
            gpointer      data)
{
  facts->came -= n_pages;
  facts->left -= n_pages;
}

/* Takes away from both what is resident in both. */
static void
subtract_common (const Cells    *self,
                 const PgsPages *now,
                 const PgsPages *then)
{
  PgsRunIter iter_a, iter_b;
  PgsRun a, b;
  gboolean more;

  pgs_run_iter_init (&iter_a, now, self->first_page, self->end_page);
  pgs_run_iter_init (&iter_b, then, self->first_page, self->end_page);
  more = pgs_run_iter_next (&iter_a, &a) && pgs_run_iter_next (&iter_b, &b);
  while (more)
    {
      const guint64 end_a = a.first + a.count;
      const guint64 end_b = b.first + b.count;

      if (a.states & b.states & PGS_PAGE_PRESENT)
        for_each_cell (self, MAX (a.first, b.first), MIN (end_a, end_b), add_common, NULL);
      more = end_a < end_b ? pgs_run_iter_next (&iter_a, &a) : pgs_run_iter_next (&iter_b, &b);
    }
}

static void
set_changes (const Cells       *self,
             const PgsMapModel *model)
{
  g_autofree PgsPageCounts *then = NULL;

  if (model->marked == NULL || model->marked->pages == NULL)
    return;
  then = g_new (PgsPageCounts, self->n_cells);
  pgs_pages_bucket (model->marked->pages, self->first_page, self->end_page, self->shift, then, self->n_cells);
  for (gsize i = 0; i < self->n_cells; i++)
    {
      self->facts[i].came = self->facts[i].counts.present;
      self->facts[i].left = then[i].present;
    }
  subtract_common (self, model->snapshot->pages, model->marked->pages);
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

  if (model->ages == NULL)
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
 * O(log n + ages in the range).
 *
 * Returns: whether fresh pages are in the range, so that its picture changes by itself
 */
gboolean
pgs_map_model_has_fresh (const PgsMapModel *model,
                         guint64            first_page,
                         guint64            end_page)
{
  const PgsAge *ages;
  gsize n_ages;

  if (pgs_map_model_fresh_until (model) == 0)
    return FALSE;
  ages = pgs_ages_get (model->ages, &n_ages);
  for (gsize i = pgs_ages_lower_bound (model->ages, first_page); i < n_ages && ages[i].first < end_page; i++)
    if (get_freshness (model, ages[i].since_us) > 0)
      return TRUE;
  return FALSE;
}
