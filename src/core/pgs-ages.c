/* pgs-ages.c: since when each page is resident, as far as it was watched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-ages-private.h"

#include "pgs-boxed.h"

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

  g_free (self->steps);
  pgs_pages_unref (self->pages);
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

/**
 * pgs_ages_new:
 * @steps: (transfer full) (nullable) (array length=n_steps): the times
 * @n_steps: how many
 * @pages: which pages are resident
 *
 * Returns: (transfer full): the ages
 */
PgsAges *
pgs_ages_new (PgsAgeStep *steps,
              gsize       n_steps,
              PgsPages   *pages)
{
  PgsAges *self = g_atomic_rc_box_new0 (PgsAges);

  self->pages = pgs_pages_ref (pages);
  self->steps = steps;
  self->n_steps = n_steps;
  for (gsize i = 0; i < n_steps; i++)
    self->newest = MAX (self->newest, steps[i].since_us);
  return self;
}

/**
 * pgs_ages_get_pages:
 * @self: the ages
 *
 * Returns: (transfer none): the pages that they were made from
 */
const PgsPages *
pgs_ages_get_pages (const PgsAges *self)
{
  return self->pages;
}

/* How many steps are at or below @page. */
static gsize
count_steps (const PgsAges *self,
             guint64        page)
{
  gsize low = 0;
  gsize high = self->n_steps;

  while (low < high)
    {
      const gsize middle = low + (high - low) / 2;

      if (self->steps[middle].first <= page)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * pgs_ages_lookup:
 * @self: the ages
 * @page: a page number
 * @since_us: (out) (optional): since when it is resident, 0 if since before watching began
 *
 * O(log n).
 *
 * Returns: %FALSE if the page is not resident
 */
gboolean
pgs_ages_lookup (const PgsAges *self,
                 guint64        page,
                 gint64        *since_us)
{
  gsize n_steps;

  if (!(pgs_pages_get_state (self->pages, page) & PGS_PAGE_PRESENT))
    return FALSE;
  n_steps = count_steps (self, page);
  if (since_us != NULL)
    *since_us = n_steps > 0 ? self->steps[n_steps - 1].since_us : 0;
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

/**
 * pgs_age_iter_init:
 * @iter: (out caller-allocates): an iterator
 * @ages: (transfer none): the ages
 * @first_page: first page of the range
 * @end_page: first page behind it; %G_MAXUINT64 for all
 *
 * Begins to go through a range. O(log n).
 */
void
pgs_age_iter_init (PgsAgeIter    *iter,
                   const PgsAges *ages,
                   guint64        first_page,
                   guint64        end_page)
{
  const gsize n_steps = count_steps (ages, first_page);

  *iter = (PgsAgeIter) {
    .ages = ages,
    .next = n_steps,
    .at = first_page,
    .since_us = n_steps > 0 ? ages->steps[n_steps - 1].since_us : 0,
    .end_page = end_page,
  };
}

/**
 * pgs_age_iter_next:
 * @iter: an iterator
 * @age: (out caller-allocates): the next range of pages that came while they were watched
 *
 * The ranges are ascending, do not overlap and are cut at the borders of the range that is gone
 * through. Resident pages outside of them were there before.
 *
 * Returns: %FALSE at the end; @age is untouched then
 */
gboolean
pgs_age_iter_next (PgsAgeIter *iter,
                   PgsAge     *age)
{
  const PgsAges *ages = iter->ages;

  while (iter->at < iter->end_page)
    {
      const gboolean has_next = iter->next < ages->n_steps;
      const guint64 first = iter->at;
      const gint64 since_us = iter->since_us;
      const guint64 end = has_next ? ages->steps[iter->next].first : G_MAXUINT64;

      iter->at = end;
      if (has_next)
        iter->since_us = ages->steps[iter->next++].since_us;
      if (since_us == 0)
        continue;
      *age = (PgsAge) { first, MIN (end, iter->end_page) - first, since_us };
      return TRUE;
    }
  return FALSE;
}
