/* pgs-diff-reverse.c: a diff from b to a
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-diff-private.h"

#include <string.h>

static void
input_copy (PgsDiffInput       *to,
            const PgsDiffInput *from)
{
  *to = *from;
  if (to->process != NULL)
    pgs_process_info_ref (to->process);
  if (to->maps != NULL)
    pgs_maps_ref (to->maps);
  if (to->coverage != NULL)
    pgs_coverage_ref (to->coverage);
}

static int
compare_runs (gconstpointer a,
              gconstpointer b)
{
  const PgsDiffRun *left = a;
  const PgsDiffRun *right = b;

  if (left->b != right->b)
    return left->b < right->b ? -1 : 1;
  return (left->a > right->a) - (left->a < right->a);
}

static gboolean
may_copy (const PgsDiff    *self,
          const PgsDiffRun *run)
{
  gsize region;

  return run->a != PGS_DIFF_NO_PAGE && run->b != PGS_DIFF_NO_PAGE
         && pgs_maps_find (self->b.maps, run->b * self->b.page_size, &region)
         && pgs_diff_may_copy (self, region);
}

/* What means nothing in one direction means nothing in the other. */
static void
add_run (PgsDiff          *self,
         const PgsDiffRun *from)
{
  PgsDiffRun run = { .a = from->b, .b = from->a, .count = from->count,
                     .states_a = from->states_b, .states_b = from->states_a };

  if (from->change != 0)
    run.change = (guint8) pgs_page_change_of (run.states_a, run.states_b,
                                              self->a.known & self->b.known, may_copy (self, &run));
  g_array_append_val (self->runs, run);
}

static void
add_runs (PgsDiff       *self,
          const PgsDiff *from)
{
  for (guint i = 0; i < from->runs->len; i++)
    add_run (self, &g_array_index (from->runs, PgsDiffRun, i));
  g_array_sort (self->runs, compare_runs);
  while (self->n_runs_b < self->runs->len
         && g_array_index (self->runs, PgsDiffRun, self->n_runs_b).b != PGS_DIFF_NO_PAGE)
    self->n_runs_b++;
}

static void
add_entry (PgsDiff            *self,
           const PgsDiffEntry *from)
{
  PgsDiffEntry entry = *from;

  entry.a = from->b;
  entry.b = from->a;
  entry.common_a = from->common_b;
  entry.common_b = from->common_a;
  if (from->rss_delta != PGS_DIFF_UNKNOWN)
    entry.rss_delta = -from->rss_delta;
  if (from->pages.came != PGS_UNKNOWN)
    {
      memset (&entry.pages, 0, sizeof entry.pages);
      entry.pages.copied = from->pages.copied == PGS_UNKNOWN ? PGS_UNKNOWN : 0;
    }
  pgs_diff_set_changes (self, &entry);
  g_array_append_val (self->entries, entry);
}

/* Entries by where they begin in b, or in a. */
typedef struct
{
  guint64 start;
  PgsDiffEntry *entry;
} Place;

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const Place *left = a;
  const Place *right = b;

  return (left->start > right->start) - (left->start < right->start);
}

static GArray *
sort_places (PgsDiff  *self,
             gboolean  by_b)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));

  for (guint i = 0; i < self->entries->len; i++)
    {
      PgsDiffEntry *entry = &g_array_index (self->entries, PgsDiffEntry, i);
      const PgsDiffSide *side = by_b ? &entry->b : &entry->a;
      const Place place = { side->start, entry };

      if (side->region != PGS_DIFF_NONE)
        g_array_append_val (places, place);
    }
  g_array_sort (places, compare_places);
  return places;
}

/* Goes on to the entry that holds an address. Runs and places ascend. */
static PgsDiffEntry *
find_entry (const GArray *places,
            guint        *at,
            guint64       address)
{
  while (*at + 1 < places->len && g_array_index (places, Place, *at + 1).start <= address)
    (*at)++;
  return g_array_index (places, Place, *at).entry;
}

static void
count_run (PgsDiffEntry     *entry,
           const PgsDiffRun *run)
{
  PgsPageChanges *pages = &entry->pages;
  const guint64 copied = pages->copied;

  if (run->change == 0 || pages->came == PGS_UNKNOWN)
    return;
  pgs_page_changes_add (pages, run->change, run->count);
  if (copied == PGS_UNKNOWN)
    pages->copied = PGS_UNKNOWN;
}

/* Every run that means a change lies in an entry. */
static void
count_runs (PgsDiff *self)
{
  g_autoptr (GArray) by_b = sort_places (self, TRUE);
  g_autoptr (GArray) by_a = sort_places (self, FALSE);
  guint at_b = 0;
  guint at_a = 0;

  for (guint i = 0; i < self->runs->len; i++)
    {
      const PgsDiffRun *run = &g_array_index (self->runs, PgsDiffRun, i);

      if (run->change == 0)
        continue;
      if (run->b != PGS_DIFF_NO_PAGE)
        count_run (find_entry (by_b, &at_b, run->b * self->b.page_size), run);
      else
        count_run (find_entry (by_a, &at_a, run->a * self->a.page_size), run);
    }
}

/**
 * pgs_diff_reverse:
 * @self: a diff from a to b
 *
 * O(n log n).
 *
 * Returns: (transfer full): the diff from b to a, as pgs_diff_new() would make it
 */
PgsDiff *
pgs_diff_reverse (const PgsDiff *self)
{
  PgsDiff *reverse;

  g_return_val_if_fail (self != NULL, NULL);

  reverse = pgs_diff_alloc ();
  input_copy (&reverse->a, &self->b);
  input_copy (&reverse->b, &self->a);
  reverse->is_same_space = self->is_same_space;
  reverse->is_comparable = self->is_comparable;
  add_runs (reverse, self);
  for (guint i = 0; i < self->entries->len; i++)
    add_entry (reverse, &g_array_index (self->entries, PgsDiffEntry, i));
  count_runs (reverse);
  pgs_diff_finish (reverse);
  return reverse;
}
