/* pgs-ages-advance.c: the ages of pages after one more sample
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-ages-private.h"

#include "pgs-coverage.h"
#include "pgs-pages-diff.h"
#include "pgs-run-iter.h"

/* The old steps, of which those below @next were passed, become @steps. */
typedef struct
{
  const PgsPages *pages_before;
  const PgsPages *pages;
  gint64 now_us;
  GArray *steps;
  PgsAgePlace next; /* of the old ones */
  gint64 since_us; /* of the old one that was passed last */
} Advance;

/* From the resident page @first on it is @since_us. */
static void
append (Advance *self,
        guint64  first,
        gint64   since_us)
{
  const PgsAgeStep step = { first, since_us };
  const PgsAgeStep *last = NULL;

  if (self->steps->len > 0)
    last = &g_array_index (self->steps, PgsAgeStep, self->steps->len - 1);
  if (since_us != (last != NULL ? last->since_us : 0))
    g_array_append_val (self->steps, step);
}

/* Passes the next old step if it is below @end. Returns: (nullable): the step. */
static const PgsAgeStep *
pass_step (Advance *self,
           guint64  end)
{
  const PgsAgeStep *step = pgs_age_place_get (&self->next);

  if (step == NULL || step->first >= end)
    return NULL;
  self->since_us = step->since_us;
  pgs_age_place_next (&self->next);
  return step;
}

/* Pages `[first, end)` were resident before: their time stays. */
static void
add_old (Advance *self,
         guint64  first,
         guint64  end)
{
  const PgsAgeStep *step;

  while (pass_step (self, first + 1) != NULL)
    ;
  append (self, first, self->since_us);
  while ((step = pass_step (self, end)) != NULL)
    append (self, step->first, step->since_us);
}

/* Pages `[first, end)` were not seen resident before: they came now where they were looked at. */
static void
add_new (Advance *self,
         guint64  first,
         guint64  end)
{
  gsize n_ranges;
  const PgsCoverage *coverage = pgs_pages_get_coverage (self->pages_before);
  const PgsReadRange *ranges = pgs_coverage_get_ranges (coverage, &n_ranges);

  for (gsize i = pgs_coverage_lower_bound (coverage, first); first < end; i++)
    {
      if (i == n_ranges || ranges[i].first > first)
        append (self, first, 0);
      if (i == n_ranges || ranges[i].first >= end)
        return;
      append (self, MAX (ranges[i].first, first), self->now_us);
      first = ranges[i].end;
    }
}

/* Pages `[first, end)`, all resident now. @before is the first run of the old pages that may reach
 * them, and is moved on. */
static void
add_run (Advance    *self,
         PgsRunIter *iter,
         PgsRun     *before,
         guint64     first,
         guint64     end)
{
  while (first < end)
    {
      guint64 before_end = before->first + before->count;

      while (before->count > 0 && before_end <= first)
        {
          if (!pgs_run_iter_next_present (iter, before))
            before->count = 0;
          before_end = before->first + before->count;
        }
      if (before->count == 0 || before->first >= end)
        {
          add_new (self, first, end);
          return;
        }
      if (before->first > first)
        add_new (self, first, before->first);
      first = MAX (first, before->first);
      add_old (self, first, MIN (end, before_end));
      first = MIN (end, before_end);
    }
}

/* Pages `[first, end)`, of which some came or left. */
static void
add_changed (Advance *self,
             guint64  first,
             guint64  end)
{
  PgsRunIter iter_before;
  PgsRunIter iter;
  PgsRun before = { 0 };
  PgsRun run;

  pgs_run_iter_init (&iter_before, self->pages_before, first, end);
  if (!pgs_run_iter_next_present (&iter_before, &before))
    before.count = 0;
  pgs_run_iter_init (&iter, self->pages, first, end);
  while (pgs_run_iter_next_present (&iter, &run))
    add_run (self, &iter_before, &before, run.first, run.first + run.count);
}

/* Pages `[first, end)`, of which none came or left: the old steps, and one at the first resident
 * page, as what is below it may be another than before. */
static void
add_unchanged (Advance *self,
               guint64  first,
               guint64  end)
{
  PgsRunIter iter;
  PgsRun run;

  if (first >= end)
    return;
  pgs_run_iter_init (&iter, self->pages, first, end);
  if (pgs_run_iter_next_present (&iter, &run))
    add_old (self, run.first, end);
}

static PgsAges *
advance (PgsAges  *previous,
         PgsPages *pages,
         gint64    now_us)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (PgsAgeStep));
  Advance self = {
    .pages_before = previous->pages, .pages = pages, .now_us = now_us, .steps = steps, .next = { .ages = previous }
  };
  PgsPagesDiff diff;
  guint64 done = 0;
  guint64 first;
  guint64 end;

  pgs_pages_diff_init (&diff, previous->pages, pages, 0, G_MAXUINT64);
  while (pgs_pages_diff_next (&diff, &first, &end))
    {
      add_unchanged (&self, done, first);
      add_changed (&self, first, end);
      done = end;
    }
  add_unchanged (&self, done, G_MAXUINT64);
  return pgs_ages_new (steps, pages, previous);
}

/**
 * pgs_ages_advance:
 * @previous: (nullable): the ages of the sample before; %NULL when watching begins
 * @pages: the pages of this sample
 * @now_us: its monotonic time, above 0
 *
 * Pages that were present before keep their time, new ones get @now_us, those that are not present
 * any more are forgotten (if they come back they are new). When watching begins all are 0, as are
 * pages where nobody had looked before. O(pieces + runs where something changed), and O(1) for the
 * same @pages as before.
 *
 * Returns: (transfer full): the ages; a reference to @previous for the same @pages
 */
PgsAges *
pgs_ages_advance (PgsAges  *previous,
                  PgsPages *pages,
                  gint64    now_us)
{
  g_autoptr (GArray) none = NULL;

  if (previous == NULL)
    {
      none = g_array_new (FALSE, FALSE, sizeof (PgsAgeStep));
      return pgs_ages_new (none, pages, NULL);
    }
  if (previous->pages == pages)
    return pgs_ages_ref (previous);
  return advance (previous, pages, now_us);
}
