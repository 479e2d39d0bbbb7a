/* test-history.c: points stay in order, bounded, and dense where it matters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-history.h"

#include "../resident.h"
#include "../rounds.h"

#include <math.h>

#define SECOND G_USEC_PER_SEC

static PgsProcessInfo *process; /* of all samples */

static void
add_at (PgsHistory *history,
        gint64      monotonic_us,
        guint64     virt)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();

  snapshot->process = pgs_process_info_ref (process);
  snapshot->monotonic_us = monotonic_us;
  snapshot->counters.virt = virt;
  pgs_history_add (history, snapshot, NULL, NULL);
}

static void
test_order (void)
{
  g_autoptr (PgsHistory) history = pgs_history_new ();
  const PgsPoint *points;
  gsize n_points;

  add_at (history, 10, 1);
  add_at (history, 20, 2);
  add_at (history, 15, 3);
  points = pgs_moments_get_points (PGS_MOMENTS (history), &n_points);
  g_assert_cmpuint (n_points, ==, 2);
  g_assert_cmpuint (points[1].virt, ==, 2);
  g_assert_cmpuint (points[1].swap, ==, PGS_UNKNOWN);
}

static void
test_bounded (void)
{
  g_autoptr (PgsHistory) history = pgs_history_new ();
  const PgsPoint *points;
  gsize n_points;

  for (gint64 i = 1; i <= 3 * PGS_HISTORY_MAX_POINTS; i++)
    add_at (history, i, (guint64) i);
  points = pgs_moments_get_points (PGS_MOMENTS (history), &n_points);
  g_assert_cmpuint (n_points, <=, PGS_HISTORY_MAX_POINTS);
  g_assert_cmpuint (points[0].virt, ==, 1);
  for (gsize i = 1; i < n_points; i++)
    g_assert_cmpint (points[i - 1].monotonic_us, <, points[i].monotonic_us);
  for (gsize i = n_points - PGS_HISTORY_MAX_POINTS / 4; i < n_points; i++)
    g_assert_cmpint (points[i].monotonic_us - points[i - 1].monotonic_us, ==, 1);
}

static void
test_marks (void)
{
  g_autoptr (PgsHistory) history = pgs_history_new ();
  const PgsMark *marks;
  gsize n_marks;

  for (gint64 i = 1; i <= 9; i++)
    add_at (history, i, 0);
  pgs_history_mark (history, 5, "before the loop");
  pgs_history_mark (history, 3, "earlier");
  marks = pgs_moments_get_marks (PGS_MOMENTS (history), &n_marks);
  g_assert_cmpuint (n_marks, ==, 3);
  g_assert_cmpint (marks[0].kind, ==, PGS_MARK_FIRST);
  g_assert_cmpint (marks[0].sample_us, ==, 1);
  g_assert_cmpstr (marks[1].name, ==, "earlier");
  g_assert_cmpint (marks[1].kind, ==, PGS_MARK_PERSON);
  g_assert_cmpstr (marks[2].name, ==, "before the loop");
  g_assert_cmpint (marks[2].sample_us, ==, 5);
}

/* All that was ever put into a history. */
static void
add_random (PgsHistory *history,
            GArray     *raw,
            gint64      at_us)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();
  PgsCounters *counters = &snapshot->counters;
  guint64 *const fields[] = { &counters->virt, &counters->res, &counters->anon, &counters->file, &counters->shmem, &counters->swap };
  const PgsPoint *before = raw->len > 0 ? &g_array_index (raw, PgsPoint, raw->len - 1) : NULL;
  PgsPoint point;

  snapshot->process = pgs_process_info_ref (process);
  snapshot->monotonic_us = at_us;
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    *fields[i] = g_test_rand_int_range (0, 9) == 0 ? PGS_UNKNOWN : (guint64) g_test_rand_int_range (0, 1000) << 12;
  counters->minor_faults = (before != NULL ? before->minor_faults : 0) + (guint64) g_test_rand_int_range (0, 5000);
  counters->major_faults = g_test_rand_int_range (0, 5) == 0 ? PGS_UNKNOWN : raw->len;
  pgs_point_init (&point, snapshot);
  g_array_append_val (raw, point);
  g_assert_true (pgs_history_add (history, snapshot, NULL, NULL));
}

/* The lowest and highest of some raw points, one by one. */
static void
find_extremes (const PgsPoint *raw,
               guint           first,
               guint           end,
               gsize           field,
               guint64        *lowest,
               guint64        *highest)
{
  *lowest = *highest = PGS_UNKNOWN;
  for (guint i = first; i < end; i++)
    {
      const guint64 value = G_STRUCT_MEMBER (guint64, &raw[i], field);

      if (value == PGS_UNKNOWN)
        continue;
      *lowest = *lowest == PGS_UNKNOWN || value < *lowest ? value : *lowest;
      *highest = *highest == PGS_UNKNOWN || value > *highest ? value : *highest;
    }
}

static void
find_rates (const PgsPoint *raw,
            guint           first,
            guint           end,
            gsize           field,
            double         *lowest,
            double         *highest)
{
  *lowest = *highest = NAN;
  for (guint i = MAX (first, 1); i < end; i++)
    {
      const guint64 now = G_STRUCT_MEMBER (guint64, &raw[i], field), then = G_STRUCT_MEMBER (guint64, &raw[i - 1], field);
      const double rate = (double) (now - then) * SECOND / (raw[i].monotonic_us - raw[i - 1].monotonic_us);

      if (now == PGS_UNKNOWN || then == PGS_UNKNOWN)
        continue;
      *lowest = isnan (*lowest) || rate < *lowest ? rate : *lowest;
      *highest = isnan (*highest) || rate > *highest ? rate : *highest;
    }
}

/* What a point without a spread says of all samples that it stands for. */
static void
get_spread (const PgsPoint *point,
            const PgsPoint *before,
            PgsSpread      *spread)
{
  if (point->spread != NULL)
    {
      *spread = *point->spread;
      return;
    }
  spread->lowest = (PgsExtremes) { point->virt, point->res, point->anon, point->file, point->shmem, point->swap,
                                   pgs_point_get_rate (point, before, G_STRUCT_OFFSET (PgsPoint, minor_faults)),
                                   pgs_point_get_rate (point, before, G_STRUCT_OFFSET (PgsPoint, major_faults)) };
  spread->highest = spread->lowest;
}

static void
check_rates (const PgsSpread *spread,
             const PgsPoint *raw,
             guint           first,
             guint           end)
{
  static const gsize fields[][2] = {
    { G_STRUCT_OFFSET (PgsPoint, minor_faults), G_STRUCT_OFFSET (PgsExtremes, minor_rate) },
    { G_STRUCT_OFFSET (PgsPoint, major_faults), G_STRUCT_OFFSET (PgsExtremes, major_rate) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const double got_low = G_STRUCT_MEMBER (double, &spread->lowest, fields[i][1]);
      const double got_high = G_STRUCT_MEMBER (double, &spread->highest, fields[i][1]);
      double low, high;

      find_rates (raw, first, end, fields[i][0], &low, &high);
      g_assert_true (isnan (low) ? isnan (got_low) : got_low == low);
      g_assert_true (isnan (high) ? isnan (got_high) : got_high == high);
    }
}

/* A point tells the extremes of all samples behind the point before it, up to itself. */
static void
check_point (const PgsPoint *point,
             const PgsPoint *before,
             const PgsPoint *raw,
             guint           first,
             guint           end)
{
  static const gsize fields[][2] = {
    { G_STRUCT_OFFSET (PgsPoint, virt), G_STRUCT_OFFSET (PgsExtremes, virt) },
    { G_STRUCT_OFFSET (PgsPoint, res), G_STRUCT_OFFSET (PgsExtremes, res) },
    { G_STRUCT_OFFSET (PgsPoint, anon), G_STRUCT_OFFSET (PgsExtremes, anon) },
    { G_STRUCT_OFFSET (PgsPoint, file), G_STRUCT_OFFSET (PgsExtremes, file) },
    { G_STRUCT_OFFSET (PgsPoint, shmem), G_STRUCT_OFFSET (PgsExtremes, shmem) },
    { G_STRUCT_OFFSET (PgsPoint, swap), G_STRUCT_OFFSET (PgsExtremes, swap) },
  };

  PgsSpread spread;

  get_spread (point, before, &spread);
  g_assert_cmpint (point->monotonic_us, ==, raw[end - 1].monotonic_us);
  g_assert_cmpuint (point->n_dropped, ==, end - first - 1);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      guint64 low, high;

      g_assert_cmpuint (G_STRUCT_MEMBER (guint64, point, fields[i][0]), ==,
                        G_STRUCT_MEMBER (guint64, &raw[end - 1], fields[i][0]));
      if (point->n_dropped == 0)
        continue;
      find_extremes (raw, first, end, fields[i][0], &low, &high);
      g_assert_cmpuint (G_STRUCT_MEMBER (guint64, &spread.lowest, fields[i][1]), ==, low);
      g_assert_cmpuint (G_STRUCT_MEMBER (guint64, &spread.highest, fields[i][1]), ==, high);
    }
  if (point->n_dropped > 0)
    check_rates (&spread, raw, first, end);
}

static void
check_points (PgsHistory *history,
              GArray     *raw)
{
  guint first = 0;
  gsize n_points;
  const PgsPoint *points = pgs_moments_get_points (PGS_MOMENTS (history), &n_points);

  for (gsize i = 0; i < n_points; i++)
    {
      const guint end = first + (guint) points[i].n_dropped + 1;

      g_assert_cmpuint (end, <=, raw->len);
      check_point (&points[i], i > 0 ? &points[i - 1] : NULL, (const PgsPoint *) raw->data, first, end);
      first = end;
    }
  g_assert_cmpuint (first, ==, raw->len);
}

/* Days of samples, thinned by time and by number: what charts draw has lost no extreme. */
static void
test_extremes (void)
{
  g_autoptr (PgsHistory) history = pgs_history_new ();
  g_autoptr (GArray) raw = g_array_new (FALSE, FALSE, sizeof (PgsPoint));
  gint64 at_us = SECOND;
  guint n_samples = rounds (40000);
  gsize n_points;

  for (guint i = 0; i < n_samples; i++)
    {
      add_random (history, raw, at_us);
      at_us += i < 5000 ? 1 + g_test_rand_int_range (0, SECOND) : 5 * SECOND;
      if (i == 3000)
        pgs_history_mark (history, at_us / 2, "middle");
      if (i % 8000 == 7999)
        check_points (history, raw);
    }
  pgs_moments_get_points (PGS_MOMENTS (history), &n_points);
  g_assert_cmpuint (n_points, <=, PGS_HISTORY_MAX_POINTS);
  check_points (history, raw);
}

/* What stands still needs no more memory for having been thinned. */
static void
test_alike (void)
{
  g_autoptr (PgsHistory) history = pgs_history_new ();
  const PgsPoint *points;
  guint64 n_dropped = 0;
  gsize n_points;

  for (guint i = 1; i <= 2000; i++)
    {
      g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();

      snapshot->process = pgs_process_info_ref (process);
      snapshot->monotonic_us = i * (SECOND / 2);
      snapshot->counters.res = i < 1000 ? 4096 : 8192;
      g_assert_true (pgs_history_add (history, snapshot, NULL, NULL));
    }
  points = pgs_moments_get_points (PGS_MOMENTS (history), &n_points);
  for (gsize i = 0; i < n_points; i++)
    {
      n_dropped += points[i].n_dropped;
      g_assert_true (points[i].spread == NULL || points[i].spread->lowest.res < points[i].spread->highest.res);
    }
  g_assert_cmpuint (n_dropped + n_points, ==, 2000);
  g_assert_cmpuint (n_dropped, >, 500);
}

/* The first points are put where there is memory already. */
static void
test_room (void)
{
  g_autoptr (PgsHistory) history = NULL;
  const PgsPoint *points;
  gsize n_points;

  free_unused_pages ();
  history = pgs_history_new ();
  points = pgs_moments_get_points (PGS_MOMENTS (history), &n_points);
  g_assert_cmpuint (n_points, ==, 0);
  g_assert_cmpuint (count_absent (points, 1000 * sizeof *points), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  process = pgs_process_info_new ();
  process->name = g_strdup ("test");
  g_test_add_func ("/session/history/order", test_order);
  g_test_add_func ("/session/history/bounded", test_bounded);
  g_test_add_func ("/session/history/marks", test_marks);
  g_test_add_func ("/session/history/extremes", test_extremes);
  g_test_add_func ("/session/history/alike", test_alike);
  g_test_add_func ("/session/history/room", test_room);
  status = g_test_run ();
  pgs_process_info_unref (process);
  return status;
}
