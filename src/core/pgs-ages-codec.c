/* pgs-ages-codec.c: ages as bytes, relative to those of another sample
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-ages-codec.h"

#include "pgs-ages-private.h"

enum
{
  KEEP,
  DROP,
  ADD,
};

/* One step more is to be written; steps of one kind that follow each other are written together. */
typedef struct
{
  GByteArray *out;
  gint64 at_us;
  guint what;
  gsize count;
  PgsAgePlace added; /* of those that were begun: the first */
  guint64 page; /* of the step written last */
} Writer;

static void
flush (Writer *self)
{
  if (self->count == 0)
    return;
  pgs_bytes_put_uint (self->out, (guint64) self->count << 2 | self->what);
  for (gsize i = 0; self->what == ADD && i < self->count; i++, pgs_age_place_next (&self->added))
    {
      const PgsAgeStep *step = pgs_age_place_get (&self->added);

      pgs_bytes_put_uint (self->out, step->first - self->page);
      pgs_bytes_put_uint (self->out, step->since_us == 0 ? 0 : (guint64) (self->at_us - step->since_us) + 1);
      self->page = step->first;
    }
  self->count = 0;
}

static void
put (Writer            *self,
     guint              what,
     const PgsAgePlace *place,
     guint64            page)
{
  if (self->what != what)
    flush (self);
  self->what = what;
  if (self->count++ == 0)
    self->added = *place;
  if (what == KEEP)
    self->page = page;
}

/**
 * pgs_ages_encode:
 * @ages: the ages
 * @before: (nullable): those that they are written relative to
 * @at_us: time of the sample that they belong to; not before any of their times
 * @out: the bytes are appended
 *
 * What both have in common takes hardly any bytes. O(steps of both).
 */
void
pgs_ages_encode (const PgsAges *ages,
                 const PgsAges *before,
                 gint64         at_us,
                 GByteArray    *out)
{
  Writer writer = { .out = out, .at_us = at_us };
  PgsAgePlace now = { .ages = ages }, then = { .ages = before };
  const PgsAgeStep *step;
  const PgsAgeStep *old;

  while (step = pgs_age_place_get (&now), old = pgs_age_place_get (&then), step != NULL || old != NULL)
    {
      if (step != NULL && old != NULL && step->first == old->first && step->since_us == old->since_us)
        {
          put (&writer, KEEP, &now, step->first);
          pgs_age_place_next (&now);
          pgs_age_place_next (&then);
        }
      else if (old != NULL && (step == NULL || old->first <= step->first))
        {
          put (&writer, DROP, &then, 0);
          pgs_age_place_next (&then);
        }
      else
        {
          put (&writer, ADD, &now, step->first);
          pgs_age_place_next (&now);
        }
    }
  if (writer.what != KEEP)
    flush (&writer);
  pgs_bytes_put_uint (out, KEEP);
}

/* Passes @count of the steps before, which are added to @steps if there is such. Returns: how many there were. */
static gsize
pass (PgsAgePlace *next,
      gsize        count,
      GArray      *steps)
{
  const PgsAgeStep *step;
  gsize passed = 0;

  while (passed < count && (step = pgs_age_place_get (next)) != NULL)
    {
      const gsize n = MIN (pgs_age_place_count (next), count - passed);

      if (steps != NULL)
        g_array_append_vals (steps, step, (guint) n);
      pgs_age_place_pass (next, n);
      passed += n;
    }
  return passed;
}

static void
keep (PgsAgePlace    *next,
      gsize           count,
      GArray         *steps,
      PgsBytesReader *in)
{
  if (pass (next, count, steps) < count)
    pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "more ages than there were");
}

static void
add (gsize           count,
     gint64          at_us,
     GArray         *steps,
     PgsBytesReader *in)
{
  for (gsize i = 0; i < count && !pgs_bytes_reader_has_failed (in); i++)
    {
      const guint64 page = steps->len > 0 ? g_array_index (steps, PgsAgeStep, steps->len - 1).first : 0;
      const guint64 distance = pgs_bytes_reader_uint (in);
      const guint64 age = pgs_bytes_reader_uint (in);
      const PgsAgeStep step = { page + distance, age == 0 ? 0 : at_us - (gint64) (age - 1) };

      if (distance > G_MAXUINT64 - page || (steps->len > 0 && distance == 0) || age > (guint64) at_us)
        pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "ages that cannot be");
      else
        g_array_append_val (steps, step);
    }
}

/**
 * pgs_ages_decode:
 * @before: (nullable): what they were written relative to
 * @pages: the pages of their sample
 * @at_us: time of their sample
 * @in: the bytes
 * @error: why they are not ages
 *
 * Returns: (transfer full) (nullable): the ages, %NULL on error
 */
PgsAges *
pgs_ages_decode (const PgsAges   *before,
                 PgsPages        *pages,
                 gint64           at_us,
                 PgsBytesReader  *in,
                 GError         **error)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (PgsAgeStep));
  PgsAgePlace next = { .ages = before };

  while (!pgs_bytes_reader_has_failed (in))
    {
      const guint64 head = pgs_bytes_reader_uint (in);
      const gsize count = (gsize) (head >> 2);

      if (head == KEEP)
        {
          pass (&next, G_MAXSIZE, steps);
          break;
        }
      if (count > PGS_AGES_MAX_STEPS - steps->len)
        pgs_bytes_reader_fail (in, PGS_ERROR_LIMIT, "too many ages");
      else if ((head & 3) == KEEP)
        keep (&next, count, steps, in);
      else if ((head & 3) == DROP)
        pass (&next, count, NULL);
      else if ((head & 3) == ADD)
        add (count, at_us, steps, in);
      else
        pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "an unknown step");
    }
  if (!pgs_bytes_reader_finish (in, error))
    return NULL;
  return pgs_ages_new (steps, pages, before);
}
