/* pgs-coverage-codec.c: when pages were read, as bytes, relative to the sample before
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A slice that was read changes the time of one range, so only ranges whose time is another are
 * written: length + 2 (uint; 1: up to the last page; 0 ends them), gap to the range before (uint), time
 * (uint: 0 for 0, else 1 + the folded difference to the time of the range before that had one; of the
 * first to the newest one before). What was read once and is said to be not read any more cannot be
 * written so (that happens in an exec); then all is written.
 */
#include "config.h"

#include "pgs-codec.h"

#include <string.h>

#define NEVER (-1)
#define LENGTH_END 0
#define LENGTH_REST 1
#define LENGTH_MORE 1 /* what is added to a length */

/* Goes through ranges page by page, without looking at each. */
typedef struct
{
  const PgsReadRange *ranges;
  gsize n_ranges;
} Cursor;

static void
cursor_init (Cursor            *self,
             const PgsCoverage *coverage)
{
  *self = (Cursor) { 0 };
  if (coverage != NULL)
    self->ranges = pgs_coverage_get_ranges (coverage, &self->n_ranges);
}

/* When @page, which is not below that of the call before, was read. @until: up to where that holds. */
static gint64
cursor_get (Cursor  *self,
            guint64  page,
            guint64 *until)
{
  while (self->n_ranges > 0 && self->ranges->end <= page)
    {
      self->ranges++;
      self->n_ranges--;
    }
  if (self->n_ranges == 0)
    {
      *until = G_MAXUINT64;
      return NEVER;
    }
  *until = self->ranges->first > page ? self->ranges->first : self->ranges->end;
  return self->ranges->first > page ? NEVER : self->ranges->at_us;
}

static void
append (GArray      *changes,
        PgsReadRange range)
{
  PgsReadRange *last = changes->len > 0 ? &g_array_index (changes, PgsReadRange, changes->len - 1) : NULL;

  if (last != NULL && last->end == range.first && last->at_us == range.at_us)
    last->end = range.end;
  else
    g_array_append_val (changes, range);
}

/* Where the times differ. Returns: %FALSE if something is not read any more. */
static gboolean
find_changes (const PgsCoverage *coverage,
              const PgsCoverage *before,
              GArray            *changes)
{
  Cursor now;
  Cursor then;

  cursor_init (&now, coverage);
  cursor_init (&then, before);
  for (guint64 page = 0; page < G_MAXUINT64;)
    {
      guint64 until;
      guint64 then_until;
      const gint64 at_us = cursor_get (&now, page, &until);
      const gint64 then_at_us = cursor_get (&then, page, &then_until);

      until = MIN (until, then_until);
      if (at_us == NEVER && then_at_us != NEVER)
        return FALSE;
      if (at_us != then_at_us)
        append (changes, (PgsReadRange) { page, until, at_us });
      page = until;
    }
  return TRUE;
}

static gint64
get_newest (const PgsCoverage *coverage)
{
  gsize n_ranges;
  const PgsReadRange *ranges = pgs_coverage_get_ranges (coverage, &n_ranges);
  gint64 newest = 0;

  for (gsize i = 0; i < n_ranges; i++)
    newest = MAX (newest, ranges[i].at_us);
  return newest;
}

/* Times are not negative, so that their difference is never the lowest number and 1 can be added. */
static void
put_time (GByteArray *out,
          gint64      at_us,
          gint64     *reference)
{
  const gint64 difference = at_us - *reference;

  if (at_us == 0)
    {
      pgs_bytes_put_uint (out, 0);
      return;
    }
  pgs_bytes_put_uint (out, ((guint64) difference << 1 ^ (difference < 0 ? G_MAXUINT64 : 0)) + 1);
  *reference = at_us;
}

static gint64
read_time (PgsBytesReader *in,
           gint64         *reference)
{
  const guint64 code = pgs_bytes_reader_uint (in);
  const guint64 folded = code - 1;
  const gint64 difference = (gint64) (folded >> 1 ^ (folded & 1 ? G_MAXUINT64 : 0));

  if (code == 0)
    return 0;
  if (difference > PGS_CODEC_MAX_TIME_US || difference < -PGS_CODEC_MAX_TIME_US
      || *reference + difference <= 0 || *reference + difference > PGS_CODEC_MAX_TIME_US)
    {
      pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "an impossible time");
      return 0;
    }
  *reference += difference;
  return *reference;
}

static void
put_ranges (const PgsReadRange *ranges,
            gsize               n_ranges,
            gint64              reference,
            GByteArray         *out)
{
  guint64 end = 0;

  for (gsize i = 0; i < n_ranges; i++)
    {
      const gboolean is_rest = ranges[i].end == G_MAXUINT64;

      pgs_bytes_put_uint (out, is_rest ? LENGTH_REST : ranges[i].end - ranges[i].first + LENGTH_MORE);
      pgs_bytes_put_uint (out, ranges[i].first - end);
      put_time (out, ranges[i].at_us, &reference);
      end = ranges[i].end;
    }
  pgs_bytes_put_uint (out, LENGTH_END);
}

/**
 * pgs_coverage_encode:
 * @coverage: when pages were read
 * @before: (nullable): the same of the sample before; %NULL to write it whole
 * @out: what to append to
 *
 * O(1) if both are the same, else O(ranges of both). Takes one byte if they are equal.
 */
void
pgs_coverage_encode (PgsCoverage *coverage,
                     PgsCoverage *before,
                     GByteArray  *out)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (PgsReadRange));

  if (coverage == before)
    {
      pgs_bytes_put_byte (out, PGS_FORM_SAME);
      return;
    }
  if (before != NULL && !find_changes (coverage, before, changes))
    before = NULL;
  if (before == NULL)
    {
      g_array_set_size (changes, 0);
      find_changes (coverage, NULL, changes);
    }
  if (before != NULL && changes->len == 0)
    {
      pgs_bytes_put_byte (out, PGS_FORM_SAME);
      return;
    }
  pgs_bytes_put_byte (out, before != NULL ? PGS_FORM_DIFFERENCE : PGS_FORM_WHOLE);
  put_ranges ((const PgsReadRange *) (gpointer) changes->data, changes->len,
              before != NULL ? get_newest (before) : 0, out);
}

static void
read_ranges (PgsBytesReader *in,
             gint64          reference,
             GArray         *ranges)
{
  guint64 end = 0;

  while (!pgs_bytes_reader_has_failed (in))
    {
      const guint64 code = pgs_bytes_reader_uint (in);
      PgsReadRange range = { .end = G_MAXUINT64 };
      guint64 gap;

      if (code == LENGTH_END || pgs_bytes_reader_has_failed (in))
        return;
      gap = pgs_bytes_reader_uint (in);
      range.at_us = read_time (in, &reference);
      range.first = end + gap;
      if (code != LENGTH_REST)
        range.end = range.first + (code - LENGTH_MORE);
      if (range.first < end || range.end <= range.first)
        pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "a range behind all pages");
      else if (ranges->len == PGS_CODEC_MAX_RANGES)
        pgs_bytes_reader_fail (in, PGS_ERROR_LIMIT, "too many ranges that were read");
      else
        g_array_append_val (ranges, range);
      end = range.end;
    }
}

/**
 * pgs_coverage_decode:
 * @before: (nullable): the coverage of the sample before
 * @in: what pgs_coverage_encode() wrote, or anything else
 * @error: (out) (optional): what is wrong with it
 *
 * Returns: (transfer full): when pages were read, @before itself if that is the same; %NULL with the
 *   codes of pgs_maps_decode()
 */
PgsCoverage *
pgs_coverage_decode (PgsCoverage     *before,
                     PgsBytesReader  *in,
                     GError         **error)
{
  const PgsForm form = pgs_form_decode (in, before != NULL);
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (PgsReadRange));
  g_autoptr (PgsCoverage) nothing = NULL;
  g_autoptr (PgsCoverage) result = NULL;
  gsize n_ranges;

  if (!pgs_bytes_reader_finish (in, error))
    return NULL;
  if (form == PGS_FORM_SAME)
    return pgs_coverage_ref (before);
  nothing = form == PGS_FORM_WHOLE ? pgs_coverage_new () : pgs_coverage_ref (before);
  read_ranges (in, get_newest (nothing), ranges);
  if (!pgs_bytes_reader_finish (in, error))
    return NULL;
  result = pgs_coverage_update (nothing, (const PgsReadRange *) (gpointer) ranges->data, ranges->len);
  pgs_coverage_get_ranges (result, &n_ranges);
  if (n_ranges > PGS_CODEC_MAX_RANGES)
    pgs_bytes_reader_fail (in, PGS_ERROR_LIMIT, "too many ranges that were read");
  return pgs_bytes_reader_finish (in, error) ? g_steal_pointer (&result) : NULL;
}
