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
  const PgsAges *ages;
  gint64 at_us;
  guint what;
  gsize count;
  gsize added; /* of those that were begun: index of the first in @ages */
  guint64 page; /* of the step written last */
} Writer;

static void
flush (Writer *self)
{
  if (self->count == 0)
    return;
  pgs_bytes_put_uint (self->out, (guint64) self->count << 2 | self->what);
  for (gsize i = 0; self->what == ADD && i < self->count; i++)
    {
      const PgsAgeStep *step = &self->ages->steps[self->added + i];

      pgs_bytes_put_uint (self->out, step->first - self->page);
      pgs_bytes_put_uint (self->out, step->since_us == 0 ? 0 : (guint64) (self->at_us - step->since_us) + 1);
      self->page = step->first;
    }
  self->count = 0;
}

static void
put (Writer *self,
     guint   what,
     gsize   index,
     guint64 page)
{
  if (self->what != what)
    flush (self);
  self->what = what;
  if (self->count++ == 0)
    self->added = index;
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
  const gsize n_before = before != NULL ? before->n_steps : 0;
  Writer writer = { .out = out, .ages = ages, .at_us = at_us };
  gsize i = 0, k = 0;

  while (i < ages->n_steps || k < n_before)
    {
      const PgsAgeStep *step = i < ages->n_steps ? &ages->steps[i] : NULL;
      const PgsAgeStep *old = k < n_before ? &before->steps[k] : NULL;

      if (step != NULL && old != NULL && step->first == old->first && step->since_us == old->since_us)
        {
          put (&writer, KEEP, i++, step->first);
          k++;
        }
      else if (old != NULL && (step == NULL || old->first <= step->first))
        {
          put (&writer, DROP, k++, 0);
        }
      else
        put (&writer, ADD, i++, step->first);
    }
  if (writer.what != KEEP)
    flush (&writer);
  pgs_bytes_put_uint (out, KEEP);
}

static void
keep (const PgsAges  *before,
      gsize          *next,
      gsize           count,
      GArray         *steps,
      PgsBytesReader *in)
{
  const gsize left = before != NULL ? before->n_steps - *next : 0;

  if (count > left)
    pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "more ages than there were");
  else if (count > 0)
    g_array_append_vals (steps, before->steps + *next, (guint) count);
  *next += MIN (count, left);
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
  gsize next = 0;
  gsize n_steps;
  PgsAgeStep *taken;

  while (!pgs_bytes_reader_has_failed (in))
    {
      const guint64 head = pgs_bytes_reader_uint (in);
      const gsize count = (gsize) (head >> 2);

      if (head == KEEP)
        {
          keep (before, &next, before != NULL ? before->n_steps - next : 0, steps, in);
          break;
        }
      if (count > PGS_AGES_MAX_STEPS - steps->len)
        pgs_bytes_reader_fail (in, PGS_ERROR_LIMIT, "too many ages");
      else if ((head & 3) == KEEP)
        keep (before, &next, count, steps, in);
      else if ((head & 3) == DROP)
        next = MIN (next + count, before != NULL ? before->n_steps : 0);
      else if ((head & 3) == ADD)
        add (count, at_us, steps, in);
      else
        pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "an unknown step");
    }
  if (!pgs_bytes_reader_finish (in, error))
    return NULL;
  taken = (PgsAgeStep *) (gpointer) g_array_steal (steps, &n_steps);
  return pgs_ages_new (g_renew (PgsAgeStep, taken, n_steps), n_steps, pages);
}
