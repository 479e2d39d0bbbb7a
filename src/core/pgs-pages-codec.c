/* pgs-pages-codec.c: the states of pages as bytes, relative to those before
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Written are segments: pages that are in other states than before, or in none any more. Comparing
 * pieces finds the windows in which something changed, comparing their runs what; so a page that comes
 * into a checkerboard takes some bytes and not a window.
 *
 * A segment begins with a byte: in its three lowest bits the states (0: no more segments; 1 to 6: one of
 * the first six that came up; 7: a byte with them follows), in the next two the gap to the segment
 * before (3: 3 and a uint), in the others the number of pages (0 to 6: 1 to 7; 7: 8 and a uint). The byte
 * with states, if any, comes first, then the gap, then the count.
 *
 * Whoever decodes gives runs to the builder, which trusts nobody; what is not written is copied from
 * the pages before, to the mappings now.
 */
#include "config.h"

#include "pgs-codec.h"

#include "pgs-pages-builder-private.h"
#include "pgs-pages-diff.h"
#include "pgs-run-iter.h"

#define MIN_SHIFT 12
#define MAX_SHIFT 18
#define MAX_PAGE ((guint64) 1 << 52)
#define MAX_NAMED 6
#define CODE_END 0
#define CODE_STATES 7
#define CODE_GAP 3
#define CODE_COUNT 7
#define GAP_SHIFT 3
#define COUNT_SHIFT 5

typedef struct
{
  guint64 first;
  guint64 end;
  guint states;
} Segment;

/* The states that came up first, which are written as numbers. */
typedef struct
{
  guint8 states[MAX_NAMED];
  guint n_states;
} Palette;

/* Returns: the code of @states; new ones are remembered. */
static guint
palette_find (Palette *self,
              guint    states)
{
  for (guint i = 0; i < self->n_states; i++)
    if (self->states[i] == states)
      return i + 1;
  if (self->n_states < MAX_NAMED)
    self->states[self->n_states++] = (guint8) states;
  return CODE_STATES;
}

typedef struct
{
  GByteArray *out;
  Palette palette;
  guint64 end; /* of the segment before */
  Segment open; /* may still grow */
} Writer;

static void
put_open (Writer *self)
{
  const guint64 gap = self->open.first - self->end;
  const guint64 count = self->open.end - self->open.first;
  guint code;

  if (count == 0)
    return;
  code = palette_find (&self->palette, self->open.states);
  pgs_bytes_put_byte (self->out, (guint8) (code | (guint) MIN (gap, CODE_GAP) << GAP_SHIFT
                                           | (guint) MIN (count - 1, CODE_COUNT) << COUNT_SHIFT));
  if (code == CODE_STATES)
    pgs_bytes_put_byte (self->out, (guint8) self->open.states);
  if (gap >= CODE_GAP)
    pgs_bytes_put_uint (self->out, gap - CODE_GAP);
  if (count > CODE_COUNT)
    pgs_bytes_put_uint (self->out, count - 1 - CODE_COUNT);
  self->end = self->open.end;
  self->open = (Segment) { 0 };
}

static void
put_segment (Writer *self,
             guint64 first,
             guint64 end,
             guint   states)
{
  if (self->open.end == first && self->open.states == states && self->open.first < self->open.end)
    {
      self->open.end = end;
      return;
    }
  put_open (self);
  self->open = (Segment) { first, end, states };
}

/* Goes through states page by page, without looking at each. */
typedef struct
{
  PgsRunIter iter;
  PgsRun run; /* of no pages at the end */
} Cursor;

static void
cursor_init (Cursor         *self,
             const PgsPages *pages,
             guint64         first,
             guint64         end)
{
  self->run = (PgsRun) { 0 };
  pgs_run_iter_init (&self->iter, pages, first, end);
  pgs_run_iter_next (&self->iter, &self->run);
}

/* The states of @page, which is not below that of the call before. @until: up to where they are it. */
static guint
cursor_get (Cursor  *self,
            guint64  page,
            guint64 *until)
{
  while (self->run.count > 0 && self->run.first + self->run.count <= page)
    {
      self->run.count = 0;
      pgs_run_iter_next (&self->iter, &self->run);
    }
  if (self->run.count == 0)
    {
      *until = G_MAXUINT64;
      return 0;
    }
  *until = self->run.first > page ? self->run.first : self->run.first + self->run.count;
  return self->run.first > page ? 0 : self->run.states;
}

static void
put_range (Writer         *self,
           const PgsPages *pages,
           const PgsPages *before,
           guint64         first,
           guint64         end)
{
  Cursor now;
  Cursor then;

  cursor_init (&now, pages, first, end);
  cursor_init (&then, before, first, end);
  while (first < end)
    {
      guint64 until;
      guint64 then_until;
      const guint states = cursor_get (&now, first, &until);
      const guint then_states = cursor_get (&then, first, &then_until);

      until = MIN (MIN (until, then_until), end);
      if (states != then_states)
        put_segment (self, first, until, states);
      first = until;
    }
}

static void
put_segments (const PgsPages *pages,
              const PgsPages *before,
              GByteArray     *out)
{
  Writer self = { .out = out };
  PgsPagesDiff diff;
  guint64 first;
  guint64 end;

  pgs_pages_diff_init (&diff, before, pages, 0, G_MAXUINT64);
  while (pgs_pages_diff_next (&diff, &first, &end))
    put_range (&self, pages, before, first, end);
  put_open (&self);
  pgs_bytes_put_byte (out, CODE_END);
}

static void
put_all (const PgsPages *pages,
         GByteArray     *out)
{
  Writer self = { .out = out };
  PgsRunIter iter;
  PgsRun run;

  pgs_run_iter_init (&iter, pages, 0, G_MAXUINT64);
  while (pgs_run_iter_next (&iter, &run))
    put_segment (&self, run.first, run.first + run.count, run.states);
  put_open (&self);
  pgs_bytes_put_byte (out, CODE_END);
}

/* What of @before is valid for other mappings. */
static PgsPages *
rebase (PgsPages *before,
        PgsMaps  *maps)
{
  PgsPagesBuilder *builder;

  if (before->maps == maps)
    return pgs_pages_ref (before);
  builder = pgs_pages_builder_new (maps, before->shift, before->known);
  pgs_pages_builder_reserve (builder, before);
  pgs_pages_builder_copy (builder, before, 0, G_MAXUINT64);
  return pgs_pages_builder_end (builder);
}

static void
encode_difference (PgsPages   *pages,
                   PgsPages   *before,
                   GByteArray *out)
{
  g_autoptr (PgsPages) base = rebase (before, pages->maps);
  const guint start = out->len;
  guint covered;
  gboolean is_same;

  pgs_bytes_put_byte (out, PGS_FORM_DIFFERENCE);
  pgs_bytes_put_byte (out, (guint8) pages->known);
  pgs_bytes_put_byte (out, (guint8) pages->shift);
  covered = out->len;
  pgs_coverage_encode (pages->coverage, before->coverage, out);
  is_same = out->data[covered] == PGS_FORM_SAME && pages->maps == before->maps;
  covered = out->len;
  put_segments (pages, base, out);
  if (!is_same || out->len != covered + 1)
    return;
  g_byte_array_set_size (out, start);
  pgs_bytes_put_byte (out, PGS_FORM_SAME);
}

/**
 * pgs_pages_encode:
 * @pages: pages
 * @before: (nullable): those of the sample before; %NULL to write @pages whole
 * @out: what to append to
 *
 * O(1) if both are the same, else O(pieces + regions + what changed). Takes one byte if they are equal
 * and of the same mappings.
 */
void
pgs_pages_encode (PgsPages   *pages,
                  PgsPages   *before,
                  GByteArray *out)
{
  if (pages == before)
    {
      pgs_bytes_put_byte (out, PGS_FORM_SAME);
      return;
    }
  if (before != NULL && before->known == pages->known && before->shift == pages->shift)
    {
      encode_difference (pages, before, out);
      return;
    }
  pgs_bytes_put_byte (out, PGS_FORM_WHOLE);
  pgs_bytes_put_byte (out, (guint8) pages->known);
  pgs_bytes_put_byte (out, (guint8) pages->shift);
  pgs_coverage_encode (pages->coverage, NULL, out);
  put_all (pages, out);
}

/* A number of pages of which there can be that many; MIN() would read twice. */
static guint64
read_pages_number (PgsBytesReader *in)
{
  const guint64 number = pgs_bytes_reader_uint (in);

  return MIN (number, MAX_PAGE);
}

/* Returns: %FALSE behind the last segment. */
static gboolean
read_segment (PgsBytesReader *in,
              Palette        *palette,
              Segment        *segment)
{
  const guint8 byte = pgs_bytes_reader_byte (in);
  const guint code = byte & 7;
  guint64 gap = (byte >> GAP_SHIFT) & CODE_GAP;
  guint64 count = (byte >> COUNT_SHIFT) + 1;

  if (code == CODE_STATES)
    {
      segment->states = pgs_bytes_reader_byte (in);
      palette_find (palette, segment->states);
    }
  else if (code != CODE_END && code <= palette->n_states)
    segment->states = palette->states[code - 1];
  else if (byte != CODE_END)
    pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "states that did not come up");
  if (byte == CODE_END || pgs_bytes_reader_has_failed (in))
    return FALSE;
  if (gap == CODE_GAP)
    gap += read_pages_number (in);
  if (count == CODE_COUNT + 1)
    count += read_pages_number (in);
  segment->first = segment->end + gap;
  segment->end = segment->first + count;
  if (segment->end > MAX_PAGE)
    pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "pages behind the last one");
  return !pgs_bytes_reader_has_failed (in);
}

static void
read_segments (PgsBytesReader  *in,
               PgsPagesBuilder *builder,
               const PgsPages  *before)
{
  Palette palette = { 0 };
  Segment segment = { 0 };
  guint64 done = 0;

  while (read_segment (in, &palette, &segment))
    {
      if (before != NULL)
        pgs_pages_builder_copy (builder, before, done, segment.first);
      pgs_pages_builder_add (builder, segment.first, segment.end - segment.first,
                             (PgsPageState) segment.states);
      done = segment.end;
      if (builder->pages->n_pieces > PGS_CODEC_MAX_PIECES || builder->pages->n_words > PGS_CODEC_MAX_WORDS)
        pgs_bytes_reader_fail (in, PGS_ERROR_LIMIT, "too many pages in different states");
    }
  if (before != NULL && !pgs_bytes_reader_has_failed (in))
    pgs_pages_builder_copy (builder, before, done, G_MAXUINT64);
}

static PgsPages *
read_pages (PgsMaps         *maps,
            PgsPages        *before,
            PgsBytesReader  *in,
            GError         **error)
{
  const guint8 known = pgs_bytes_reader_byte (in);
  const guint8 shift = pgs_bytes_reader_byte (in);
  g_autoptr (PgsCoverage) coverage = NULL;
  g_autoptr (PgsPagesBuilder) builder = NULL;

  if (shift < MIN_SHIFT || shift > MAX_SHIFT)
    pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "an impossible size of pages");
  if (before != NULL && (shift != before->shift || known != (guint) before->known))
    pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "a difference to other pages");
  if (!pgs_bytes_reader_finish (in, error))
    return NULL;
  coverage = pgs_coverage_decode (before != NULL ? before->coverage : NULL, in, error);
  if (coverage == NULL)
    return NULL;
  builder = pgs_pages_builder_new (maps, shift, (PgsPageState) known);
  pgs_pages_builder_reserve (builder, before);
  pgs_pages_builder_set_coverage (builder, coverage);
  read_segments (in, builder, before);
  if (!pgs_bytes_reader_finish (in, error))
    return NULL;
  return pgs_pages_builder_end (g_steal_pointer (&builder));
}

/**
 * pgs_pages_decode:
 * @maps: the mappings of the same sample
 * @before: (nullable): the pages of the sample before
 * @in: what pgs_pages_encode() wrote, or anything else
 * @error: (out) (optional): what is wrong with it
 *
 * Returns: (transfer full): the pages, @before itself if they are the same; %NULL with the codes of
 *   pgs_maps_decode()
 */
PgsPages *
pgs_pages_decode (PgsMaps         *maps,
                  PgsPages        *before,
                  PgsBytesReader  *in,
                  GError         **error)
{
  const PgsForm form = pgs_form_decode (in, before != NULL);

  if (form == PGS_FORM_SAME && before != NULL && before->maps != maps)
    pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "the same pages of other mappings");
  if (!pgs_bytes_reader_finish (in, error))
    return NULL;
  if (form == PGS_FORM_SAME)
    return pgs_pages_ref (before);
  return read_pages (maps, form == PGS_FORM_DIFFERENCE ? before : NULL, in, error);
}
