/* test-ages.c: since when pages are resident, against one time for each page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "example.h"
#include "pgs-ages.h"
#include "pgs-coverage.h"

#include <string.h>

#define N_PAGES 3000
#define ABSENT (-1)

static PgsPages *
pages_new (PgsMaps        *maps,
           const gboolean *present)
{
  PgsPagesBuilder *builder = pgs_pages_builder_new (maps, EXAMPLE_SHIFT, 0xff);

  for (guint64 page = 0; page < N_PAGES; page++)
    pgs_pages_builder_add (builder, page, 1, present[page] ? PGS_PAGE_PRESENT : PGS_PAGE_SWAPPED);
  return pgs_pages_builder_end (builder);
}

/* Ranges in which all that are resident came at the same time, as long as they can be. */
static void
assert_ranges (const PgsAges *ages,
               const gint64  *expected,
               guint64        first,
               guint64        end)
{
  gint64 times[N_PAGES] = { 0 };
  PgsAgeIter iter;
  PgsAge age;
  PgsAge before = { first, 0, 0 };

  pgs_age_iter_init (&iter, ages, first, end);
  for (; pgs_age_iter_next (&iter, &age); before = age)
    {
      g_assert_cmpuint (age.count, >, 0);
      g_assert_cmpint (age.since_us, >, 0);
      g_assert_cmpuint (age.first, >=, before.first + before.count);
      if (age.first == before.first + before.count)
        g_assert_cmpint (age.since_us, !=, before.since_us);
      if (age.first > first) /* not cut: it begins at a page that came then */
        g_assert_cmpint (expected[age.first], ==, age.since_us);
      for (guint64 page = age.first; page < MIN (age.first + age.count, N_PAGES); page++)
        times[page] = age.since_us;
      g_assert_cmpuint (age.first + age.count, <=, end);
    }
  for (guint64 page = first; page < MIN (end, N_PAGES); page++)
    if (expected[page] != ABSENT)
      g_assert_cmpint (times[page], ==, expected[page]);
}

static void
assert_ages (const PgsAges *ages,
             const gint64  *expected)
{
  const guint64 first = (guint64) g_test_rand_int_range (0, N_PAGES);
  gint64 newest = 0;

  assert_ranges (ages, expected, 0, G_MAXUINT64);
  assert_ranges (ages, expected, first, first + (guint64) g_test_rand_int_range (0, N_PAGES));
  for (guint64 page = 0; page < N_PAGES; page++)
    {
      gint64 since_us = ABSENT;

      g_assert_cmpint (pgs_ages_lookup (ages, page, &since_us), ==, expected[page] != ABSENT);
      g_assert_cmpint (since_us, ==, expected[page]);
      newest = MAX (newest, since_us);
    }
  g_assert_cmpint (pgs_ages_get_newest (ages), ==, newest);
}

/* Whether a page is resident in the next sample, in one of some patterns; @state goes on. */
static gboolean
is_present (guint     pattern,
            guint     page,
            gboolean  was,
            gboolean *state)
{
  if (pattern == 0) /* stretches */
    {
      if (g_test_rand_int_range (0, 20) == 0)
        *state = !*state;
      return *state;
    }
  if (pattern == 1) /* a few come and go */
    return g_test_rand_int_range (0, 200) == 0 ? !was : was;
  if (pattern == 2) /* a checkerboard with flaws */
    return g_test_rand_int_range (0, 300) == 0 ? !(page & 1) : page & 1;
  return page / 600 % 2 ? was : page % 3 == 0;
}

static void
test_random_samples (void)
{
  const ExampleMapping rows[] = {
    { 0, 700, "rw-p", 0, NULL, 0 },
    { 700, N_PAGES, "r--p", 0, NULL, 0 },
  };
  g_autoptr (PgsMaps) maps = example_maps_new (rows, G_N_ELEMENTS (rows));

  for (guint round = 0; round < 50; round++)
    {
      PgsAges *ages = NULL;
      gint64 expected[N_PAGES];

      memset (expected, 0xff, sizeof expected); /* ABSENT */
      for (gint64 now_us = 1; now_us < 15; now_us++)
        {
          gboolean present[N_PAGES] = { FALSE };
          g_autoptr (PgsPages) pages = NULL;
          PgsAges *next;
          gboolean state = g_test_rand_bit ();

          for (guint page = 0; page < N_PAGES; page++)
            {
              present[page] = is_present (round / 4 % 2 ? round % 4 : (guint) now_us % 4, page,
                                          expected[page] != ABSENT, &state);
              if (!present[page])
                expected[page] = ABSENT;
              else if (expected[page] == ABSENT)
                expected[page] = ages == NULL ? 0 : now_us;
            }
          pages = pages_new (maps, present);
          next = pgs_ages_advance (ages, pages, now_us);
          assert_ages (next, expected);
          g_clear_pointer (&ages, pgs_ages_unref);
          ages = next;
        }
      pgs_ages_unref (ages);
    }
}

/* The numbers below N_PAGES, in any order or ascending. */
static void
fill_order (guint    *order,
            gboolean  ascending)
{
  for (guint i = 0; i < N_PAGES; i++)
    {
      const guint other = ascending ? i : (guint) g_test_rand_int_range (0, (gint) i + 1);

      order[i] = order[other];
      order[other] = i;
    }
}

/* Page after page comes: each is as old as it is, and the ages share most of what those before take. */
static void
touch_all (PgsMaps  *maps,
           gboolean  ascending)
{
  gboolean present[N_PAGES] = { FALSE };
  g_autoptr (PgsPages) none = pages_new (maps, present);
  PgsAges *ages = pgs_ages_advance (NULL, none, 1);
  gint64 expected[N_PAGES];
  guint order[N_PAGES];

  memset (expected, 0xff, sizeof expected); /* ABSENT */
  fill_order (order, ascending);
  for (guint i = 0; i < N_PAGES; i++)
    {
      g_autoptr (PgsPages) pages = NULL;
      g_autoptr (PgsAges) before = ages;

      present[order[i]] = TRUE;
      expected[order[i]] = 2 + i;
      pages = pages_new (maps, present);
      ages = pgs_ages_advance (before, pages, 2 + i);
      g_assert_cmpuint (pgs_ages_get_n_own (ages, before), <, N_PAGES * 2 * sizeof (gint64) / 4);
      if (i % 500 == 499)
        assert_ages (ages, expected);
    }
  g_assert_cmpuint (pgs_ages_get_n_own (ages, NULL), >=, N_PAGES * sizeof (gint64));
  g_assert_cmpuint (pgs_ages_get_n_own (ages, ages), ==, 0);
  pgs_ages_unref (ages);
}

static void
test_one_by_one (void)
{
  const ExampleMapping row = { 0, N_PAGES, "rw-p", 0, NULL, 0 };
  g_autoptr (PgsMaps) maps = example_maps_new (&row, 1);

  touch_all (maps, TRUE);
  touch_all (maps, FALSE);
}

/* The same pages are not looked at, equal ones change nothing. */
static void
test_unchanged (void)
{
  const ExampleMapping row = { 0, N_PAGES, "rw-p", 0, NULL, 0 };
  const gboolean present[N_PAGES] = { TRUE, FALSE, TRUE };
  const gboolean none[N_PAGES] = { FALSE };
  g_autoptr (PgsMaps) maps = example_maps_new (&row, 1);
  g_autoptr (PgsPages) before = pages_new (maps, none);
  g_autoptr (PgsPages) pages = pages_new (maps, present);
  g_autoptr (PgsPages) equal = pages_new (maps, present);
  g_autoptr (PgsAges) begin = pgs_ages_advance (NULL, before, 1);
  g_autoptr (PgsAges) first = pgs_ages_advance (begin, pages, 2);
  g_autoptr (PgsAges) second = pgs_ages_advance (first, pages, 3);
  g_autoptr (PgsAges) third = pgs_ages_advance (second, equal, 4);
  gint64 expected[N_PAGES];

  memset (expected, 0xff, sizeof expected); /* ABSENT */
  expected[0] = expected[2] = 2;
  g_assert_true (second == first);
  assert_ages (third, expected);
  g_assert_true (pgs_ages_get_pages (third) == equal);
}

/* What is resident where nobody had looked may have been there for long. */
static void
test_unread (void)
{
  const ExampleMapping row = { 0, N_PAGES, "rw-p", 0, NULL, 0 };
  const PgsReadRange ranges[] = { { 0, 10, 5 }, { 20, 30, 0 } };
  g_autoptr (PgsMaps) maps = example_maps_new (&row, 1);
  g_autoptr (PgsCoverage) nothing = pgs_coverage_new ();
  g_autoptr (PgsCoverage) coverage = pgs_coverage_update (nothing, ranges, G_N_ELEMENTS (ranges));
  PgsPagesBuilder *builder = pgs_pages_builder_new (maps, EXAMPLE_SHIFT, 0xff);
  const gboolean present[N_PAGES] = { [5] = TRUE, [8] = TRUE, [9] = TRUE, [10] = TRUE,
                                      [11] = TRUE, [25] = TRUE, [40] = TRUE };
  g_autoptr (PgsPages) before = NULL;
  g_autoptr (PgsPages) after = pages_new (maps, present);
  g_autoptr (PgsAges) first = NULL;
  g_autoptr (PgsAges) second = NULL;
  gint64 expected[N_PAGES];

  pgs_pages_builder_add (builder, 5, 1, PGS_PAGE_PRESENT);
  pgs_pages_builder_set_coverage (builder, coverage);
  before = pgs_pages_builder_end (builder);
  first = pgs_ages_advance (NULL, before, 6);
  second = pgs_ages_advance (first, after, 7);
  memset (expected, 0xff, sizeof expected); /* ABSENT */
  expected[5] = expected[10] = expected[11] = expected[40] = 0;
  expected[8] = expected[9] = expected[25] = 7;
  assert_ages (second, expected);
}

static void
test_nothing_resident (void)
{
  const ExampleMapping row = { 0, N_PAGES, "rw-p", 0, NULL, 0 };
  const gboolean present[N_PAGES] = { FALSE };
  g_autoptr (PgsMaps) maps = example_maps_new (&row, 1);
  g_autoptr (PgsPages) pages = pages_new (maps, present);
  g_autoptr (PgsAges) ages = pgs_ages_advance (NULL, pages, 1);
  PgsAgeIter iter;
  PgsAge age;

  pgs_age_iter_init (&iter, ages, 0, G_MAXUINT64);
  g_assert_false (pgs_age_iter_next (&iter, &age));
  g_assert_false (pgs_ages_lookup (ages, 0, NULL));
  g_assert_cmpint (pgs_ages_get_newest (ages), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ages/random-samples", test_random_samples);
  g_test_add_func ("/core/ages/one-by-one", test_one_by_one);
  g_test_add_func ("/core/ages/unchanged", test_unchanged);
  g_test_add_func ("/core/ages/unread", test_unread);
  g_test_add_func ("/core/ages/nothing-resident", test_nothing_resident);
  return g_test_run ();
}
