/* test-snapshot.c: sums of a snapshot, and what is not known
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "example-snapshot.h"
#include "example.h"

static void
test_empty (void)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();
  PgsTotals totals;

  pgs_snapshot_get_totals (snapshot, &totals);
  g_assert_cmpuint (totals.pss, ==, PGS_UNKNOWN);
  g_assert_cmpuint (totals.uss, ==, PGS_UNKNOWN);
  g_assert_cmpuint (snapshot->counters.virt, ==, PGS_UNKNOWN);
  g_assert_cmpuint (snapshot->counters.oom_score, ==, PGS_UNKNOWN);
  g_assert_cmpint (snapshot->counters.state, ==, 0);
}

static void
test_totals (void)
{
  g_autoptr (PgsSnapshot) snapshot = example_snapshot_new (0, TRUE);
  PgsTotals totals;

  pgs_snapshot_get_totals (snapshot, &totals);
  g_assert_cmpuint (totals.pss, ==, 530 * EXAMPLE_PAGE);
  g_assert_cmpuint (totals.uss, ==, (1 + 527 + 512) * EXAMPLE_PAGE);
}

static void
test_region_rss (void)
{
  g_autoptr (PgsSnapshot) smaps = example_snapshot_new (EXAMPLE_ALL_STATES, TRUE);
  g_autoptr (PgsSnapshot) pages = example_snapshot_new (EXAMPLE_ALL_STATES, FALSE);
  g_autoptr (PgsSnapshot) words = example_snapshot_new (EXAMPLE_WORD_STATES, FALSE);
  g_autoptr (PgsSnapshot) neither = example_snapshot_new (0, FALSE);

  g_assert_cmpuint (pgs_snapshot_get_region_rss (smaps, EXAMPLE_HEAP), ==, 10 * EXAMPLE_PAGE);
  g_assert_cmpuint (pgs_snapshot_get_region_rss (smaps, EXAMPLE_VVAR), ==, 0);
  g_assert_cmpuint (pgs_snapshot_get_region_rss (pages, EXAMPLE_HEAP), ==, 10 * EXAMPLE_PAGE);
  g_assert_cmpuint (pgs_snapshot_get_region_rss (words, EXAMPLE_HEAP), ==, PGS_UNKNOWN);
  g_assert_cmpuint (pgs_snapshot_get_region_rss (neither, EXAMPLE_HEAP), ==, PGS_UNKNOWN);
}

/* Every mapping with "ac" counts in full, whatever of it is resident; none may be missing. */
static void
test_committed (void)
{
  static const char *const flags[] = { "rd mr mw me ac", "rd ex mr", "rd wr mr ac sd" };
  static const ExampleMapping rows[] = {
    { 10, 20, "rw-p", 0, NULL, 0 }, { 20, 24, "r-xp", 0, NULL, 0 }, { 40, 43, "rw-p", 0, NULL, 0 },
  };

  for (gsize n_heard = 0; n_heard <= G_N_ELEMENTS (rows); n_heard++)
    {
      g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();
      PgsSmapsBuilder *builder;

      snapshot->maps = example_maps_new (rows, G_N_ELEMENTS (rows));
      g_assert_cmpuint (pgs_snapshot_get_committed (snapshot), ==, PGS_UNKNOWN);
      builder = pgs_smaps_builder_new (snapshot->maps);
      for (gsize i = 0; i < n_heard; i++)
        pgs_smaps_builder_add (builder, rows[i].first * EXAMPLE_PAGE, rows[i].end * EXAMPLE_PAGE,
                               &(PgsRegionSmaps) { .vm_flags = flags[i] });
      snapshot->smaps = pgs_smaps_builder_end (builder);
      g_assert_cmpuint (pgs_snapshot_get_committed (snapshot), ==,
                        n_heard == G_N_ELEMENTS (rows) ? (10 + 3) * EXAMPLE_PAGE : PGS_UNKNOWN);
    }
}

/* The parts live as long as any snapshot that has them. */
static void
test_shared_parts (void)
{
  PgsSnapshot *first = example_snapshot_new (EXAMPLE_ALL_STATES, TRUE);
  g_autoptr (PgsSnapshot) second = pgs_snapshot_new ();
  PgsPageCounts counts;

  second->maps = pgs_maps_ref (first->maps);
  second->pages = pgs_pages_ref (first->pages);
  second->smaps = pgs_smaps_ref (first->smaps);
  second->process = pgs_process_info_ref (first->process);
  pgs_snapshot_unref (first);
  g_assert_cmpuint (pgs_maps_get_length (second->maps), ==, EXAMPLE_N_REGIONS);
  pgs_pages_get_counts (second->pages, EXAMPLE_HEAP, &counts);
  g_assert_cmpuint (counts.present, ==, 15);
  g_assert_cmpstr (pgs_smaps_get (second->smaps, EXAMPLE_CODE)->vm_flags, ==, "rd ex mr");
  g_assert_cmpint (second->process->pid, ==, 4242);
}

static void
test_ids (void)
{
  const char *const parts[] = { "maps", "pagemap", "smaps", "scan", "pfn" };
  const char *const accesses[] = { "ok", "denied", "unsupported" };

  for (guint i = 0; i < PGS_N_PARTS; i++)
    g_assert_cmpstr (pgs_part_get_id ((PgsPart) i), ==, parts[i]);
  for (guint i = 0; i < G_N_ELEMENTS (accesses); i++)
    g_assert_cmpstr (pgs_access_get_id ((PgsAccess) i), ==, accesses[i]);
}

static PgsSmaps *
new_swap (PgsMaps *maps,
          guint64  swap)
{
  PgsSmapsBuilder *builder = pgs_smaps_builder_new (maps);
  const PgsRegionSmaps counters = { .swap = swap };

  pgs_smaps_builder_add (builder, pgs_maps_get (maps, 0)->start, pgs_maps_get (maps, 0)->end, &counters);
  return pgs_smaps_builder_end (builder);
}

/* What says "swapped" is in swap unless something proves that it cannot be. */
static void
test_marks (void)
{
  const PgsMapping mappings[] = {
    { .start = 0x10000, .end = 0x20000, .perms = PGS_PERM_READ },
    { .start = 0x20000, .end = 0x30000, .perms = PGS_PERM_READ | PGS_PERM_SHARED },
  };
  PgsMapsBuilder *builder = pgs_maps_builder_new (0);
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (mappings); i++)
    pgs_maps_builder_add (builder, &mappings[i], NULL, 0);
  snapshot->maps = pgs_maps_builder_end (builder, NULL);
  g_assert_false (pgs_snapshot_has_marks (snapshot, 0)); /* VmSwap is not known */
  g_assert_true (pgs_snapshot_has_marks (snapshot, 1));
  snapshot->counters.swap = 4096;
  g_assert_false (pgs_snapshot_has_marks (snapshot, 0));
  snapshot->counters.swap = 0;
  g_assert_true (pgs_snapshot_has_marks (snapshot, 0));

  snapshot->counters.swap = 4096;
  snapshot->smaps = new_swap (snapshot->maps, 0);
  snapshot->pages_at_us = 5;
  snapshot->smaps_at_us = 5;
  g_assert_true (pgs_snapshot_has_marks (snapshot, 0));
  snapshot->smaps_at_us = 4; /* it may have gone to swap since */
  g_assert_false (pgs_snapshot_has_marks (snapshot, 0));
  snapshot->smaps_at_us = 5;
  g_clear_pointer (&snapshot->smaps, pgs_smaps_unref);
  snapshot->smaps = new_swap (snapshot->maps, 4096);
  g_assert_false (pgs_snapshot_has_marks (snapshot, 0));
}

/* Two samples of one process in which nothing happened, then one thing after the other. */
static void
test_says_the_same (void)
{
  g_autoptr (PgsSnapshot) a = example_snapshot_new (EXAMPLE_ALL_STATES, TRUE);
  g_autoptr (PgsSnapshot) b = pgs_snapshot_new ();

  *b = *a;
  pgs_process_info_ref (b->process);
  pgs_maps_ref (b->maps);
  pgs_pages_ref (b->pages);
  pgs_smaps_ref (b->smaps);
  b->taken_at_us++;
  b->monotonic_us++;
  g_assert_true (pgs_snapshot_says_the_same (a, b));

  b->counters.state = 'R';
  g_assert_false (pgs_snapshot_says_the_same (a, b));
  b->counters.state = a->counters.state;
  b->counters.priority++;
  g_assert_false (pgs_snapshot_says_the_same (a, b));
  b->counters.priority--;
  b->counters.oom_score++;
  g_assert_false (pgs_snapshot_says_the_same (a, b));
  b->counters.oom_score--;
  b->moving = !b->moving;
  g_assert_false (pgs_snapshot_says_the_same (a, b));
  b->moving = a->moving;
  b->denials[PGS_PART_PFN] = PGS_DENIAL_UNKNOWN;
  g_assert_false (pgs_snapshot_says_the_same (a, b));
  b->denials[PGS_PART_PFN] = a->denials[PGS_PART_PFN];
  b->pages_at_us++;
  g_assert_false (pgs_snapshot_says_the_same (a, b));
  b->pages_at_us--;
  g_assert_true (pgs_snapshot_says_the_same (a, b));
  g_clear_pointer (&b->smaps, pgs_smaps_unref);
  g_assert_false (pgs_snapshot_says_the_same (a, b));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/snapshot/empty", test_empty);
  g_test_add_func ("/core/snapshot/totals", test_totals);
  g_test_add_func ("/core/snapshot/region-rss", test_region_rss);
  g_test_add_func ("/core/snapshot/committed", test_committed);
  g_test_add_func ("/core/snapshot/shared-parts", test_shared_parts);
  g_test_add_func ("/core/snapshot/ids", test_ids);
  g_test_add_func ("/core/snapshot/marks", test_marks);
  g_test_add_func ("/core/snapshot/says-the-same", test_says_the_same);
  return g_test_run ();
}
