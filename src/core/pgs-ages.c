/* pgs-ages.c: since when each page is resident, as far as it was watched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-ages.h"

#include "pgs-boxed.h"
#include "pgs-run-iter.h"

#include <string.h>

struct _PgsAges
{
  PgsAge *ages; /* ascending, not overlapping, equal neighbours merged */
  gsize n_ages;
  gint64 newest;
  const PgsPages *pages; /* what they were made from; a reference */
};

PGS_DEFINE_BOXED_TYPE (PgsAges, pgs_ages)

/**
 * pgs_ages_ref:
 * @self: the ages
 *
 * Any thread may take and drop references.
 *
 * Returns: (transfer full): @self
 */
PgsAges *
pgs_ages_ref (PgsAges *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
ages_clear (gpointer data)
{
  PgsAges *self = data;

  g_free (self->ages);
  pgs_pages_unref ((PgsPages *) self->pages);
}

/**
 * pgs_ages_unref:
 * @self: (transfer full): the ages
 */
void
pgs_ages_unref (PgsAges *self)
{
  g_atomic_rc_box_release_full (self, ages_clear);
}

static void
append (GArray *ages,
        guint64 first,
        guint64 end,
        gint64  since_us)
{
  PgsAge age = { first, end - first, since_us };
  PgsAge *last = ages->len > 0 ? &g_array_index (ages, PgsAge, ages->len - 1) : NULL;

  if (last != NULL && last->first + last->count == first && last->since_us == since_us)
    last->count += age.count;
  else
    g_array_append_val (ages, age);
}

/* Appends pages `[first, end)`, of which those in @previous keep their time. @cursor is the first
 * age of @previous that may reach them, and is moved on. */
static void
append_run (GArray        *ages,
            const PgsAges *previous,
            gsize         *cursor,
            guint64        first,
            guint64        end,
            gint64         now_us)
{
  while (first < end)
    {
      const PgsAge *old;
      guint64 part_end;

      while (*cursor < previous->n_ages
             && previous->ages[*cursor].first + previous->ages[*cursor].count <= first)
        (*cursor)++;
      if (*cursor == previous->n_ages || previous->ages[*cursor].first >= end)
        {
          append (ages, first, end, now_us);
          return;
        }
      old = &previous->ages[*cursor];
      if (old->first > first)
        append (ages, first, old->first, now_us);
      first = MAX (first, old->first);
      part_end = MIN (end, old->first + old->count);
      append (ages, first, part_end, old->since_us);
      first = part_end;
    }
}

static PgsAges *
ages_new (GArray         *array,
          const PgsPages *pages)
{
  PgsAges *self = g_atomic_rc_box_new0 (PgsAges);
  gsize n_ages;

  self->pages = pgs_pages_ref ((PgsPages *) pages);
  self->ages = (PgsAge *) (gpointer) g_array_steal (array, &n_ages);
  self->ages = g_renew (PgsAge, self->ages, n_ages);
  self->n_ages = n_ages;
  for (gsize i = 0; i < n_ages; i++)
    self->newest = MAX (self->newest, self->ages[i].since_us);
  return self;
}

static gboolean
is_same (const PgsAges *self,
         GArray        *ages)
{
  return ages->len == self->n_ages
         && (ages->len == 0 || memcmp (ages->data, self->ages, ages->len * sizeof (PgsAge)) == 0);
}

/**
 * pgs_ages_advance:
 * @previous: (nullable): the ages of the sample before; %NULL when watching begins
 * @pages: (transfer none): the pages of this sample
 * @now_us: its monotonic time, above 0
 *
 * Pages that were present before keep their time, new ones get @now_us, those that are not present
 * any more are forgotten (if they come back they are new). When watching begins all are 0.
 * O(runs), and O(1) for the same @pages as before.
 *
 * Returns: (transfer full): the ages; a reference to @previous if nothing changed
 */
PgsAges *
pgs_ages_advance (PgsAges        *previous,
                  const PgsPages *pages,
                  gint64          now_us)
{
  g_autoptr (GArray) ages = NULL;
  PgsRunIter iter;
  PgsRun run;
  gsize cursor = 0;

  if (previous != NULL && previous->pages == pages)
    return pgs_ages_ref (previous);

  ages = g_array_new (FALSE, FALSE, sizeof (PgsAge));
  pgs_run_iter_init (&iter, pages, 0, G_MAXUINT64);
  while (pgs_run_iter_next (&iter, &run))
    {
      guint64 end = run.first + run.count;

      if (!(run.states & PGS_PAGE_PRESENT))
        continue;
      if (previous == NULL)
        append (ages, run.first, end, 0);
      else
        append_run (ages, previous, &cursor, run.first, end, now_us);
    }
  if (previous != NULL && is_same (previous, ages))
    return pgs_ages_ref (previous);
  return ages_new (ages, pages);
}

/**
 * pgs_ages_get:
 * @self: the ages
 * @n_ages: (out): how many
 *
 * Returns: (transfer none) (array length=n_ages): ranges of resident pages, ascending and not
 *   overlapping; equal neighbours are merged, also across the borders of regions
 */
const PgsAge *
pgs_ages_get (const PgsAges *self,
              gsize         *n_ages)
{
  *n_ages = self->n_ages;
  return self->ages;
}

/**
 * pgs_ages_lower_bound:
 * @self: the ages
 * @page: a page number
 *
 * O(log n).
 *
 * Returns: the index of the first range that ends above @page; the number of ranges if none does
 */
gsize
pgs_ages_lower_bound (const PgsAges *self,
                      guint64        page)
{
  gsize low = 0;
  gsize high = self->n_ages;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (self->ages[middle].first + self->ages[middle].count > page)
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

/**
 * pgs_ages_lookup:
 * @self: the ages
 * @page: a page number
 * @since_us: (out) (optional): since when it is resident, 0 if since before watching began
 *
 * Returns: %FALSE if the page is not resident
 */
gboolean
pgs_ages_lookup (const PgsAges *self,
                 guint64        page,
                 gint64        *since_us)
{
  gsize i = pgs_ages_lower_bound (self, page);

  if (i == self->n_ages || self->ages[i].first > page)
    return FALSE;
  if (since_us != NULL)
    *since_us = self->ages[i].since_us;
  return TRUE;
}

/**
 * pgs_ages_get_newest:
 * @self: the ages
 *
 * Returns: the latest time at which a page came that is still resident; 0 if none came
 */
gint64
pgs_ages_get_newest (const PgsAges *self)
{
  return self->newest;
}
