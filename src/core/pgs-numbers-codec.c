/* pgs-numbers-codec.c: times, counters and access of a snapshot as bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * All of them are numbers that mostly stay what they were. The order is a part of the format; those
 * that change often come first, and a newer version appends its own.
 */
#include "config.h"

#include "pgs-codec.h"

#include <string.h>

#define N_BEFORE_ACCESS 26
#define N_NUMBERS (N_BEFORE_ACCESS + 2 * PGS_N_PARTS)
#define MAX_PAGE_SIZE (1 << 18)

G_STATIC_ASSERT (N_NUMBERS <= PGS_BYTES_MAX_CHANGES);

static void
to_numbers (const PgsSnapshot *snapshot,
            guint64            numbers[N_NUMBERS])
{
  const PgsCounters *counters = &snapshot->counters;
  const guint64 values[N_BEFORE_ACCESS] = {
    (guint64) snapshot->taken_at_us,
    (guint64) snapshot->monotonic_us,
    counters->res,
    counters->shr,
    counters->anon,
    counters->file,
    counters->minor_faults,
    counters->virt,
    counters->major_faults,
    counters->shmem,
    counters->swap,
    (guint8) counters->state,
    snapshot->moving != FALSE,
    (guint64) snapshot->pages_at_us,
    (guint64) snapshot->smaps_at_us,
    counters->page_tables,
    counters->locked,
    counters->hugetlb,
    counters->peak_virt,
    counters->peak_res,
    counters->oom_score,
    counters->threads,
    (guint64) counters->priority,
    (guint64) counters->nice,
    (guint64) counters->ppid,
    snapshot->page_size,
  };

  memcpy (numbers, values, sizeof values);
  for (guint i = 0; i < PGS_N_PARTS; i++)
    {
      numbers[N_BEFORE_ACCESS + i] = snapshot->access[i];
      numbers[N_BEFORE_ACCESS + PGS_N_PARTS + i] = snapshot->denials[i];
    }
}

static gint64
check_int (PgsBytesReader *in,
           guint64         number,
           gint64          min,
           gint64          max)
{
  if ((gint64) number >= min && (gint64) number <= max)
    return (gint64) number;
  pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "a number of a snapshot that cannot be");
  return min;
}

static gint64
check_time (PgsBytesReader *in,
            guint64         number)
{
  return check_int (in, number, 0, PGS_CODEC_MAX_TIME_US);
}

/* A reason that a newer version knows is one that this one does not know. */
static PgsDenial
check_denial (guint64 number)
{
  return number < PGS_N_DENIALS ? (PgsDenial) number : PGS_DENIAL_UNKNOWN;
}

static void
from_numbers (PgsSnapshot    *snapshot,
              PgsBytesReader *in,
              const guint64   numbers[N_NUMBERS])
{
  PgsCounters *counters = &snapshot->counters;

  snapshot->taken_at_us = check_time (in, numbers[0]);
  snapshot->monotonic_us = check_time (in, numbers[1]);
  counters->res = numbers[2];
  counters->shr = numbers[3];
  counters->anon = numbers[4];
  counters->file = numbers[5];
  counters->minor_faults = numbers[6];
  counters->virt = numbers[7];
  counters->major_faults = numbers[8];
  counters->shmem = numbers[9];
  counters->swap = numbers[10];
  counters->state = (char) check_int (in, numbers[11], 0, 'z');
  snapshot->moving = check_int (in, numbers[12], FALSE, TRUE) != FALSE;
  snapshot->pages_at_us = check_time (in, numbers[13]);
  snapshot->smaps_at_us = check_time (in, numbers[14]);
  counters->page_tables = numbers[15];
  counters->locked = numbers[16];
  counters->hugetlb = numbers[17];
  counters->peak_virt = numbers[18];
  counters->peak_res = numbers[19];
  counters->oom_score = numbers[20];
  counters->threads = numbers[21];
  counters->priority = (gint) check_int (in, numbers[22], G_MININT, G_MAXINT);
  counters->nice = (gint) check_int (in, numbers[23], G_MININT, G_MAXINT);
  counters->ppid = (gint) check_int (in, numbers[24], G_MININT, G_MAXINT);
  snapshot->page_size = (guint32) check_int (in, numbers[25], 4096, MAX_PAGE_SIZE);
  if (counters->state != 0 && !g_ascii_isalpha (counters->state))
    pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "a state that is no letter");
  if ((snapshot->page_size & (snapshot->page_size - 1)) != 0)
    pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "an impossible size of pages");
  for (guint i = 0; i < PGS_N_PARTS; i++)
    {
      snapshot->access[i] =
        (PgsAccess) check_int (in, numbers[N_BEFORE_ACCESS + i], PGS_ACCESS_OK, PGS_ACCESS_UNSUPPORTED);
      snapshot->denials[i] = check_denial (numbers[N_BEFORE_ACCESS + PGS_N_PARTS + i]);
    }
}

/**
 * pgs_numbers_encode:
 * @snapshot: a snapshot
 * @before: (nullable): the one before
 * @out: what to append to
 *
 * Writes its times, page size, counters, access and denials.
 */
void
pgs_numbers_encode (const PgsSnapshot *snapshot,
                    const PgsSnapshot *before,
                    GByteArray        *out)
{
  guint64 numbers[N_NUMBERS];
  guint64 then[N_NUMBERS] = { 0 };

  to_numbers (snapshot, numbers);
  if (before != NULL)
    to_numbers (before, then);
  pgs_bytes_put_changes (out, numbers, then, N_NUMBERS);
}

/**
 * pgs_numbers_decode:
 * @snapshot: (inout): a new snapshot, whose numbers are set
 * @before: (nullable): the one before
 * @in: what pgs_numbers_encode() wrote, or anything else
 * @error: (out) (optional): what is wrong with it
 *
 * Returns: %FALSE with @error, and the codes of pgs_maps_decode()
 */
gboolean
pgs_numbers_decode (PgsSnapshot        *snapshot,
                    const PgsSnapshot  *before,
                    PgsBytesReader     *in,
                    GError            **error)
{
  guint64 numbers[N_NUMBERS] = { 0 };

  if (before != NULL)
    to_numbers (before, numbers);
  pgs_bytes_reader_changes (in, numbers, N_NUMBERS);
  from_numbers (snapshot, in, numbers);
  return pgs_bytes_reader_finish (in, error);
}
