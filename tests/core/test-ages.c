/* test-ages.c: since when pages are resident, against one time for each page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "example.h"
#include "pgs-ages.h"

#include <string.h>

#define N_PAGES 300
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

static void
assert_ages (const PgsAges *ages,
             const gint64  *expected)
{
  gsize n_ages;
  const PgsAge *array = pgs_ages_get (ages, &n_ages);
  gint64 times[N_PAGES];
  gint64 newest = 0;

  memset (times, 0xff, sizeof times); /* ABSENT */
  for (gsize i = 0; i < n_ages; i++)
    {
      g_assert_cmpuint (array[i].count, >, 0);
      if (i > 0)
        {
          guint64 end = array[i - 1].first + array[i - 1].count;

          g_assert_cmpuint (end, <=, array[i].first);
          g_assert_true (end < array[i].first || array[i - 1].since_us != array[i].since_us);
        }
      for (guint64 page = array[i].first; page < array[i].first + array[i].count; page++)
        times[page] = array[i].since_us;
    }
  g_assert_cmpmem (times, sizeof times, expected, sizeof times);
  for (guint64 page = 0; page < N_PAGES; page++)
    {
      gint64 since_us = ABSENT;
      gsize bound = pgs_ages_lower_bound (ages, page);

      g_assert_cmpint (pgs_ages_lookup (ages, page, &since_us), ==, expected[page] != ABSENT);
      g_assert_cmpint (since_us, ==, expected[page]);
      newest = MAX (newest, since_us);
      g_assert_true (bound == n_ages || array[bound].first + array[bound].count > page);
      g_assert_true (bound == 0 || array[bound - 1].first + array[bound - 1].count <= page);
    }
  g_assert_cmpint (pgs_ages_get_newest (ages), ==, newest);
}

static void
test_random_samples (void)
{
  const ExampleMapping rows[] = {
    { 0, 100, "rw-p", 0, NULL, 0 },
    { 100, N_PAGES, "r--p", 0, NULL, 0 },
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
              if (g_test_rand_int_range (0, 20) == 0)
                state = !state;
              present[page] = state;
              if (!state)
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

/* Nothing changed: nothing is copied, whether the pages are the same or only equal. */
static void
test_unchanged (void)
{
  const ExampleMapping row = { 0, N_PAGES, "rw-p", 0, NULL, 0 };
  const gboolean present[N_PAGES] = { TRUE, FALSE, TRUE };
  g_autoptr (PgsMaps) maps = example_maps_new (&row, 1);
  g_autoptr (PgsPages) pages = pages_new (maps, present);
  g_autoptr (PgsPages) equal = pages_new (maps, present);
  g_autoptr (PgsAges) first = pgs_ages_advance (NULL, pages, 1);
  g_autoptr (PgsAges) second = pgs_ages_advance (first, pages, 2);
  g_autoptr (PgsAges) third = pgs_ages_advance (second, equal, 3);

  g_assert_true (second == first);
  g_assert_true (third == first);
}

static void
test_nothing_resident (void)
{
  const ExampleMapping row = { 0, N_PAGES, "rw-p", 0, NULL, 0 };
  const gboolean present[N_PAGES] = { FALSE };
  g_autoptr (PgsMaps) maps = example_maps_new (&row, 1);
  g_autoptr (PgsPages) pages = pages_new (maps, present);
  g_autoptr (PgsAges) ages = pgs_ages_advance (NULL, pages, 1);
  gsize n_ages;

  pgs_ages_get (ages, &n_ages);
  g_assert_cmpuint (n_ages, ==, 0);
  g_assert_false (pgs_ages_lookup (ages, 0, NULL));
  g_assert_cmpint (pgs_ages_get_newest (ages), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ages/random-samples", test_random_samples);
  g_test_add_func ("/core/ages/unchanged", test_unchanged);
  g_test_add_func ("/core/ages/nothing-resident", test_nothing_resident);
  return g_test_run ();
}
