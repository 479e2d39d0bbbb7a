/* pgs-ages.c: since when each page is resident, as far as it was watched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-ages-private.h"

#include "pgs-boxed.h"

#include <string.h>

#define MAX_CHUNK 128 /* steps */
#define MIN_SHARED 64 /* shorter chunks are joined with what comes behind them */

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

  for (gsize i = 0; i < self->n_chunks; i++)
    g_atomic_rc_box_release (self->chunks[i]);
  g_free (self->chunks);
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

static PgsAgeChunk *
chunk_new (const PgsAgeStep *steps,
           gsize             n_steps)
{
  PgsAgeChunk *chunk = g_atomic_rc_box_alloc (sizeof *chunk + n_steps * sizeof *steps);

  chunk->n_steps = n_steps;
  chunk->newest = 0;
  for (gsize i = 0; i < n_steps; i++)
    chunk->newest = MAX (chunk->newest, steps[i].since_us);
  memcpy (chunk->steps, steps, n_steps * sizeof *steps);
  return chunk;
}

/* Adds new chunks of steps `[first, end)`. */
static void
add_chunks (GPtrArray        *chunks,
            const PgsAgeStep *steps,
            gsize             first,
            gsize             end)
{
  for (; first < end; first += MIN (end - first, MAX_CHUNK))
    g_ptr_array_add (chunks, chunk_new (steps + first, MIN (end - first, MAX_CHUNK)));
}

/* Returns: the first of steps `[first, n_steps)` that is not below @page. */
static gsize
lower_bound (const PgsAgeStep *steps,
             gsize             first,
             gsize             n_steps,
             guint64           page)
{
  while (first < n_steps)
    {
      const gsize middle = first + (n_steps - first) / 2;

      if (steps[middle].first < page)
        first = middle + 1;
      else
        n_steps = middle;
    }
  return first;
}

static gboolean
is_same_chunk (const PgsAgeChunk *chunk,
               const PgsAgeStep  *steps,
               gsize              n_steps)
{
  return chunk->n_steps >= MIN_SHARED && chunk->n_steps <= n_steps
         && memcmp (chunk->steps, steps, chunk->n_steps * sizeof *steps) == 0;
}

/* Shares those chunks of @before whose steps are all there. */
static GPtrArray *
make_chunks (const PgsAgeStep *steps,
             gsize             n_steps,
             const PgsAges    *before)
{
  GPtrArray *chunks = g_ptr_array_new ();
  gsize done = 0;

  for (gsize i = 0; before != NULL && i < before->n_chunks; i++)
    {
      PgsAgeChunk *chunk = before->chunks[i];
      const gsize first = lower_bound (steps, done, n_steps, chunk->steps[0].first);

      if (!is_same_chunk (chunk, steps + first, n_steps - first))
        continue;
      add_chunks (chunks, steps, done, first);
      g_ptr_array_add (chunks, g_atomic_rc_box_acquire (chunk));
      done = first + chunk->n_steps;
    }
  add_chunks (chunks, steps, done, n_steps);
  return chunks;
}

/**
 * pgs_ages_new:
 * @steps: of #PgsAgeStep: the times
 * @pages: which pages are resident
 * @before: (nullable): other ages, whose memory is shared as far as they are the same
 *
 * Returns: (transfer full): the ages
 */
PgsAges *
pgs_ages_new (const GArray  *steps,
              PgsPages      *pages,
              const PgsAges *before)
{
  PgsAges *self = g_atomic_rc_box_new0 (PgsAges);
  GPtrArray *chunks = make_chunks ((const PgsAgeStep *) (gconstpointer) steps->data, steps->len, before);

  self->pages = pgs_pages_ref (pages);
  self->n_chunks = chunks->len;
  self->chunks = g_memdup2 (chunks->pdata, chunks->len * sizeof *self->chunks);
  g_ptr_array_unref (chunks);
  for (gsize i = 0; i < self->n_chunks; i++)
    self->newest = MAX (self->newest, self->chunks[i]->newest);
  return self;
}

/**
 * pgs_ages_get_n_own:
 * @self: the ages
 * @other: (nullable): others
 *
 * Returns: about how many bytes they take while there is @other, without the pages
 */
gsize
pgs_ages_get_n_own (const PgsAges *self,
                    const PgsAges *other)
{
  gsize n_bytes = sizeof *self + self->n_chunks * sizeof *self->chunks;
  gsize k = 0;

  if (self == other)
    return 0;
  for (gsize i = 0; i < self->n_chunks; i++)
    {
      const PgsAgeChunk *chunk = self->chunks[i];

      while (other != NULL && k < other->n_chunks && other->chunks[k]->steps[0].first < chunk->steps[0].first)
        k++;
      if (other == NULL || k == other->n_chunks || other->chunks[k] != chunk)
        n_bytes += sizeof *chunk + chunk->n_steps * sizeof chunk->steps[0];
    }
  return n_bytes;
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

/* How many chunks begin at or below @page. */
static gsize
count_chunks (const PgsAges *self,
              guint64        page)
{
  gsize low = 0;
  gsize high = self->n_chunks;

  while (low < high)
    {
      const gsize middle = low + (high - low) / 2;

      if (self->chunks[middle]->steps[0].first <= page)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Goes behind all steps that are at or below @page. Returns: the time of the last of them. */
static gint64
find_place (const PgsAges *self,
            guint64        page,
            PgsAgePlace   *place)
{
  const gsize n_chunks = count_chunks (self, page);
  const PgsAgeStep *step;
  gint64 since_us = 0;

  *place = (PgsAgePlace) { .ages = self, .chunk = MAX (n_chunks, 1) - 1 };
  for (; (step = pgs_age_place_get (place)) != NULL && step->first <= page; pgs_age_place_next (place))
    since_us = step->since_us;
  return since_us;
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
  PgsAgePlace place;

  if (!(pgs_pages_get_state (self->pages, page) & PGS_PAGE_PRESENT))
    return FALSE;
  if (since_us != NULL)
    *since_us = find_place (self, page, &place);
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
  *iter = (PgsAgeIter) { .at = first_page, .end_page = end_page };
  iter->since_us = find_place (ages, first_page, &iter->next);
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
  while (iter->at < iter->end_page)
    {
      const PgsAgeStep *next = pgs_age_place_get (&iter->next);
      const guint64 first = iter->at;
      const gint64 since_us = iter->since_us;
      const guint64 end = next != NULL ? next->first : G_MAXUINT64;

      iter->at = end;
      if (next != NULL)
        {
          iter->since_us = next->since_us;
          pgs_age_place_next (&iter->next);
        }
      if (since_us == 0)
        continue;
      *age = (PgsAge) { first, MIN (end, iter->end_page) - first, since_us };
      return TRUE;
    }
  return FALSE;
}
