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

/* Adds a chunk of steps `[first, end)`. */
static void
add_chunk (GPtrArray    *chunks,
           const GArray *steps,
           guint         first,
           guint         end)
{
  const gsize n_bytes = (end - first) * sizeof (PgsAgeStep);
  PgsAgeChunk *chunk;

  if (first == end)
    return;
  chunk = g_atomic_rc_box_alloc (sizeof *chunk + n_bytes);
  chunk->n_steps = end - first;
  memcpy (chunk->steps, &g_array_index (steps, PgsAgeStep, first), n_bytes);
  g_ptr_array_add (chunks, chunk);
}

/* Returns: (nullable): the chunk of @before that has the same steps as there are from @first on. @next is the first
 *   that may, and is moved on */
static PgsAgeChunk *
find_chunk (const PgsAges *before,
            gsize         *next,
            const GArray  *steps,
            guint          first)
{
  const PgsAgeStep *step = &g_array_index (steps, PgsAgeStep, first);
  PgsAgeChunk *chunk;

  while (*next < before->n_chunks && before->chunks[*next]->steps[0].first < step->first)
    (*next)++;
  if (*next == before->n_chunks)
    return NULL;
  chunk = before->chunks[*next];
  if (chunk->n_steps < MIN_SHARED || chunk->n_steps > steps->len - first
      || memcmp (chunk->steps, step, chunk->n_steps * sizeof *step) != 0)
    return NULL;
  return chunk;
}

static GPtrArray *
make_chunks (const GArray  *steps,
             const PgsAges *before)
{
  GPtrArray *chunks = g_ptr_array_new ();
  gsize next = 0;
  guint first = 0; /* of those that are not in a chunk yet */
  guint i = 0;

  while (i < steps->len)
    {
      PgsAgeChunk *shared = before != NULL ? find_chunk (before, &next, steps, i) : NULL;

      if (shared == NULL && ++i - first < MAX_CHUNK)
        continue;
      add_chunk (chunks, steps, first, i);
      if (shared != NULL)
        {
          g_ptr_array_add (chunks, g_atomic_rc_box_acquire (shared));
          i += (guint) shared->n_steps;
        }
      first = i;
    }
  add_chunk (chunks, steps, first, i);
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
  GPtrArray *chunks = make_chunks (steps, before);

  self->pages = pgs_pages_ref (pages);
  self->n_chunks = chunks->len;
  self->chunks = g_memdup2 (chunks->pdata, chunks->len * sizeof *self->chunks);
  g_ptr_array_unref (chunks);
  for (guint i = 0; i < steps->len; i++)
    self->newest = MAX (self->newest, g_array_index (steps, PgsAgeStep, i).since_us);
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
