/* test-chart-range.c: which part of a chart is in sight
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-chart-range.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

static void
check (const PgsChartRange *range,
       gint64               first_us,
       gint64               last_us,
       gint64               start_us,
       gint64               end_us)
{
  gint64 start, end;

  pgs_chart_range_get (range, first_us, last_us, &start, &end);
  g_assert_cmpint (start, ==, start_us);
  g_assert_cmpint (end, ==, end_us);
}

static void
test_follows (void)
{
  const PgsChartRange range = { 120 * SECOND, PGS_CHART_RANGE_NEWEST, 10 * SECOND };

  check (&range, 0, 3 * SECOND, -7 * SECOND, 3 * SECOND); /* not stretched */
  check (&range, 0, 50 * SECOND, 0, 50 * SECOND);
  check (&range, 0, 300 * SECOND, 180 * SECOND, 300 * SECOND);
  check (&range, 100 * SECOND, 300 * SECOND, 180 * SECOND, 300 * SECOND);
}

static void
test_zooms_at_the_anchor (void)
{
  PgsChartRange range = { 0, PGS_CHART_RANGE_NEWEST, 0 };

  g_assert_true (pgs_chart_range_zoom (&range, 0, 100 * SECOND, 0.5, 40 * SECOND));
  check (&range, 0, 100 * SECOND, 20 * SECOND, 70 * SECOND);
  check (&range, 0, 500 * SECOND, 20 * SECOND, 70 * SECOND); /* it stays while the chart grows */
  g_assert_true (pgs_chart_range_zoom (&range, 0, 100 * SECOND, 2, 40 * SECOND));
  check (&range, 0, 100 * SECOND, 0, 100 * SECOND);
  g_assert_false (pgs_chart_range_zoom (&range, 0, 100 * SECOND, 2, 40 * SECOND));
  g_assert_true (pgs_chart_range_zoom (&range, 0, 100 * SECOND, 0.25, 100 * SECOND));
  check (&range, 0, 100 * SECOND, 75 * SECOND, 100 * SECOND);
  check (&range, 0, 101 * SECOND, 76 * SECOND, 101 * SECOND); /* at the newest it follows */
}

static void
test_moves_within_what_there_is (void)
{
  PgsChartRange range = { 20 * SECOND, PGS_CHART_RANGE_NEWEST, 0 };

  g_assert_true (pgs_chart_range_move (&range, 0, 100 * SECOND, -30 * SECOND));
  check (&range, 0, 100 * SECOND, 50 * SECOND, 70 * SECOND);
  g_assert_true (pgs_chart_range_move (&range, 0, 100 * SECOND, -1000 * SECOND));
  check (&range, 0, 100 * SECOND, 0, 20 * SECOND);
  g_assert_true (pgs_chart_range_move (&range, 0, 100 * SECOND, 1000 * SECOND));
  check (&range, 0, 200 * SECOND, 180 * SECOND, 200 * SECOND);
  pgs_chart_range_show_all (&range);
  g_assert_false (pgs_chart_range_move (&range, 0, 100 * SECOND, -30 * SECOND));
}

static void
test_reveals (void)
{
  PgsChartRange range = { 20 * SECOND, PGS_CHART_RANGE_NEWEST, 0 };

  g_assert_false (pgs_chart_range_reveal (&range, 0, 100 * SECOND, 85 * SECOND));
  g_assert_true (pgs_chart_range_reveal (&range, 0, 100 * SECOND, 50 * SECOND));
  check (&range, 0, 100 * SECOND, 48 * SECOND, 68 * SECOND);
  g_assert_true (pgs_chart_range_reveal (&range, 0, 100 * SECOND, 75 * SECOND));
  check (&range, 0, 100 * SECOND, 57 * SECOND, 77 * SECOND);
}

static void
test_stays_in_bounds (void)
{
  PgsChartRange range = { 60 * SECOND, PGS_CHART_RANGE_NEWEST, 10 * SECOND };
  gint64 first = 0, last = SECOND, start, end;

  for (int i = 0; i < 20000; i++)
    {
      last += g_test_rand_int_range (0, 3 * G_USEC_PER_SEC);
      if (i % 50 == 0)
        first += (last - first) / 3; /* old points are dropped */
      switch (g_test_rand_int_range (0, 3))
        {
        case 0:
          pgs_chart_range_zoom (&range, first, last, g_test_rand_double_range (0.2, 4),
                                first + (gint64) (g_test_rand_double_range (-0.5, 1.5) * (last - first)));
          break;
        case 1:
          pgs_chart_range_move (&range, first, last, (gint64) (g_test_rand_double_range (-1, 1) * 100 * SECOND));
          break;
        default:
          pgs_chart_range_reveal (&range, first, last,
                                  first + (gint64) (g_test_rand_double () * (last - first)));
        }
      pgs_chart_range_get (&range, first, last, &start, &end);
      g_assert_cmpint (start, <, end);
      g_assert_cmpint (end, <=, last);
      g_assert_cmpint (end - start, <=, MAX (last - first, 10 * SECOND));
      g_assert_true (start >= first || end == last);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/chart-range/follows", test_follows);
  g_test_add_func ("/render/chart-range/zooms-at-the-anchor", test_zooms_at_the_anchor);
  g_test_add_func ("/render/chart-range/moves-within-what-there-is", test_moves_within_what_there_is);
  g_test_add_func ("/render/chart-range/reveals", test_reveals);
  g_test_add_func ("/render/chart-range/stays-in-bounds", test_stays_in_bounds);
  return g_test_run ();
}
