/* test-smaps.c: counters find their region, also when it moved meanwhile
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "example.h"
#include "pgs-process-info.h"
#include "pgs-smaps.h"

static const ExampleMapping rows[] = {
  { 10, 20, "rw-p", 0, NULL, 0 },
  { 20, 30, "rw-p", 0, NULL, 0 },
  { 40, 50, "rw-p", 0, NULL, 0 },
};

typedef struct
{
  guint64 first;
  guint64 end;
  guint64 rss;
} Range;

#define NOT_HEARD G_MAXUINT64

/* Adds @ranges and compares the RSS of the three regions and the total. */
static void
assert_smaps (const Range   *ranges,
              gsize          n_ranges,
              const guint64  expected[3],
              guint64        total)
{
  g_autoptr (PgsMaps) maps = example_maps_new (rows, G_N_ELEMENTS (rows));
  PgsSmapsBuilder *builder = pgs_smaps_builder_new (maps);
  g_autoptr (PgsSmaps) smaps = NULL;
  PgsRegionSmaps totals;

  for (gsize i = 0; i < n_ranges; i++)
    {
      PgsRegionSmaps counters = { .rss = ranges[i].rss, .vm_flags = "rd wr" };

      pgs_smaps_builder_add (builder, ranges[i].first * EXAMPLE_PAGE, ranges[i].end * EXAMPLE_PAGE,
                             &counters);
    }
  smaps = pgs_smaps_builder_end (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const PgsRegionSmaps *region = pgs_smaps_get (smaps, i);

      g_assert_cmpuint (region != NULL ? region->rss : NOT_HEARD, ==, expected[i]);
    }
  pgs_smaps_get_totals (smaps, &totals);
  g_assert_cmpuint (totals.rss, ==, total);
  g_assert_null (totals.vm_flags);
}

static void
test_still (void)
{
  const Range ranges[] = { { 10, 20, 1 }, { 20, 30, 2 }, { 40, 50, 4 } };
  const guint64 expected[] = { 1, 2, 4 };

  assert_smaps (ranges, G_N_ELEMENTS (ranges), expected, 7);
}

static void
test_grown_and_new (void)
{
  const Range ranges[] = { { 5, 6, 8 }, { 20, 32, 2 }, { 38, 50, 4 }, { 60, 70, 16 } };
  const guint64 expected[] = { NOT_HEARD, 2, 4 };

  assert_smaps (ranges, G_N_ELEMENTS (ranges), expected, 30);
}

static void
test_split (void)
{
  const Range ranges[] = { { 10, 12, 1 }, { 12, 15, 2 }, { 15, 20, 4 } };
  const guint64 expected[] = { 7, NOT_HEARD, NOT_HEARD };

  assert_smaps (ranges, G_N_ELEMENTS (ranges), expected, 7);
}

static void
test_merged (void)
{
  const Range ranges[] = { { 10, 30, 3 }, { 40, 50, 4 } };
  const guint64 expected[] = { NOT_HEARD, NOT_HEARD, 4 };

  assert_smaps (ranges, G_N_ELEMENTS (ranges), expected, 7);
}

static void
test_repeated (void)
{
  const Range ranges[] = { { 10, 20, 1 }, { 10, 20, 2 }, { 12, 18, 64 }, { 5, 8, 64 },
                           { 40, 45, 4 }, { 40, 50, 8 }, { 60, 60, 64 } };
  const guint64 expected[] = { 2, NOT_HEARD, 8 };

  assert_smaps (ranges, G_N_ELEMENTS (ranges), expected, 10);
}

/* The repeat grew over another region: it belongs to none, and what was said is taken back. */
static void
test_repeated_and_merged (void)
{
  const Range ranges[] = { { 10, 20, 1 }, { 10, 30, 2 } };
  const guint64 expected[] = { NOT_HEARD, NOT_HEARD, NOT_HEARD };

  assert_smaps (ranges, G_N_ELEMENTS (ranges), expected, 2);
}

static void
test_nothing_heard (void)
{
  const guint64 expected[] = { NOT_HEARD, NOT_HEARD, NOT_HEARD };

  assert_smaps (NULL, 0, expected, 0);
}

static void
test_all_fields (void)
{
  const PgsRegionSmaps counters = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, PGS_UNKNOWN, "rd ht" };
  const guint64 twice[] = { 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, PGS_UNKNOWN };
  g_autoptr (PgsMaps) maps = example_maps_new (rows, G_N_ELEMENTS (rows));
  PgsSmapsBuilder *builder = pgs_smaps_builder_new (maps);
  g_autoptr (PgsSmaps) smaps = NULL;
  PgsRegionSmaps totals;

  pgs_smaps_builder_add (builder, 10 * EXAMPLE_PAGE, 20 * EXAMPLE_PAGE, &counters);
  pgs_smaps_builder_add (builder, 20 * EXAMPLE_PAGE, 30 * EXAMPLE_PAGE, &counters);
  smaps = pgs_smaps_builder_end (builder);
  g_assert_cmpmem (pgs_smaps_get (smaps, 1), sizeof twice, &counters, sizeof twice);
  g_assert_cmpstr (pgs_smaps_get (smaps, 0)->vm_flags, ==, "rd ht");
  g_assert_true (pgs_smaps_get (smaps, 0)->vm_flags != counters.vm_flags);
  g_assert_true (pgs_smaps_get (smaps, 0)->vm_flags == pgs_smaps_get (smaps, 1)->vm_flags);
  pgs_smaps_get_totals (smaps, &totals);
  g_assert_cmpmem (&totals, sizeof twice, twice, sizeof twice);
}

static void
test_flags_have (void)
{
  g_assert_true (pgs_smaps_flags_have ("rd wr lo", "lo"));
  g_assert_true (pgs_smaps_flags_have ("rd wr lo ", "rd"));
  g_assert_false (pgs_smaps_flags_have ("rd wr", "lo"));
  g_assert_false (pgs_smaps_flags_have ("rdlo", "lo"));
  g_assert_false (pgs_smaps_flags_have ("", "lo"));
  g_assert_false (pgs_smaps_flags_have (NULL, "lo"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/smaps/still", test_still);
  g_test_add_func ("/core/smaps/grown-and-new", test_grown_and_new);
  g_test_add_func ("/core/smaps/split", test_split);
  g_test_add_func ("/core/smaps/merged", test_merged);
  g_test_add_func ("/core/smaps/repeated", test_repeated);
  g_test_add_func ("/core/smaps/repeated-and-merged", test_repeated_and_merged);
  g_test_add_func ("/core/smaps/nothing-heard", test_nothing_heard);
  g_test_add_func ("/core/smaps/all-fields", test_all_fields);
  g_test_add_func ("/core/smaps/flags-have", test_flags_have);
  return g_test_run ();
}
