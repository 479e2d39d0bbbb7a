/* test-history.c: points stay in order, bounded, and dense where it matters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-history.h"

static void
add_at (PgsHistory *history,
        gint64      monotonic_us,
        guint64     virt)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();

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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/history/order", test_order);
  g_test_add_func ("/session/history/bounded", test_bounded);
  g_test_add_func ("/session/history/marks", test_marks);
  return g_test_run ();
}
