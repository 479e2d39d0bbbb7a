/* test-ledger.c: the accounts against sums made by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "example-snapshot.h"
#include "example.h"
#include "pgs-ledger.h"

#define UNKNOWN G_MININT

typedef struct
{
  PgsAccount account;
  const char *id;
  int n_pages; /* or UNKNOWN */
  gboolean is_sum;
} Row;

static void
assert_ledger (const PgsSnapshot *snapshot,
               const Row         *rows,
               gsize              n_rows)
{
  g_autoptr (GArray) ledger = pgs_ledger_new (snapshot);

  g_assert_cmpuint (ledger->len, ==, n_rows);
  for (guint i = 0; i < ledger->len; i++)
    {
      const PgsLedgerLine *line = &g_array_index (ledger, PgsLedgerLine, i);

      g_assert_cmpstr (line->id, ==, rows[i].id);
      g_assert_cmpint (line->account, ==, rows[i].account);
      g_assert_cmpint (line->is_sum, ==, rows[i].is_sum);
      g_assert_cmpint (line->is_detail, ==, g_str_equal (line->id, "huge")
                                            || g_str_equal (line->id, "from_res"));
      g_assert_cmpint (line->known, ==, rows[i].n_pages != UNKNOWN);
      if (line->known)
        g_assert_cmpint (line->bytes, ==, (gint64) rows[i].n_pages * EXAMPLE_PAGE);
    }
}

static void
test_everything_known (void)
{
  const Row rows[] = {
    { PGS_ACCOUNT_VIRT, "virt", 1168, TRUE },
    { PGS_ACCOUNT_VIRT, "never_touched", 110, FALSE },
    { PGS_ACCOUNT_VIRT, "resident", 1044, FALSE },
    { PGS_ACCOUNT_VIRT, "zero", 5, FALSE },
    { PGS_ACCOUNT_VIRT, "swapped", 5, FALSE },
    { PGS_ACCOUNT_VIRT, "guard", 1, FALSE },
    { PGS_ACCOUNT_VIRT, "opaque", 3, FALSE },
    { PGS_ACCOUNT_VIRT, "difference", 0, FALSE },
    { PGS_ACCOUNT_RES, "res", 533, TRUE },
    { PGS_ACCOUNT_RES, "anon", 525, FALSE },
    { PGS_ACCOUNT_RES, "file", 5, FALSE },
    { PGS_ACCOUNT_RES, "shmem", 0, FALSE },
    { PGS_ACCOUNT_RES, "difference", 3, FALSE },
    { PGS_ACCOUNT_RES, "res_by_pages", 533, TRUE },
    { PGS_ACCOUNT_RES, "present", 1049, FALSE },
    { PGS_ACCOUNT_RES, "zero", -5, FALSE },
    { PGS_ACCOUNT_RES, "hugetlb", -512, FALSE },
    { PGS_ACCOUNT_RES, "special", -1, FALSE },
    { PGS_ACCOUNT_RES, "slack", 2, FALSE },
    { PGS_ACCOUNT_RES, "huge", 512, FALSE },
    { PGS_ACCOUNT_SHARED, "rss", 531, TRUE },
    { PGS_ACCOUNT_SHARED, "private_clean", 1, FALSE },
    { PGS_ACCOUNT_SHARED, "private_dirty", 527, FALSE },
    { PGS_ACCOUNT_SHARED, "shared_clean", 3, FALSE },
    { PGS_ACCOUNT_SHARED, "shared_dirty", 0, FALSE },
    { PGS_ACCOUNT_SHARED, "from_res", -2, FALSE },
    { PGS_ACCOUNT_SHARED, "pss", 530, TRUE },
    { PGS_ACCOUNT_SHARED, "from_rss", 531, FALSE },
    { PGS_ACCOUNT_SHARED, "shared_with_others", -1, FALSE },
    { PGS_ACCOUNT_SHARED, "uss", 1040, TRUE },
    { PGS_ACCOUNT_SHARED, "from_pss", 530, FALSE },
    { PGS_ACCOUNT_SHARED, "shared_own", -2, FALSE },
    { PGS_ACCOUNT_SHARED, "private_hugetlb", 512, FALSE },
  };
  g_autoptr (PgsSnapshot) snapshot = example_snapshot_new (EXAMPLE_ALL_STATES, TRUE);

  assert_ledger (snapshot, rows, G_N_ELEMENTS (rows));
}

/* From pagemap alone: no zero page, no guards (they look swapped), no huge pages; no smaps. */
static void
test_without_scan (void)
{
  const Row rows[] = {
    { PGS_ACCOUNT_VIRT, "virt", 1168, TRUE },
    { PGS_ACCOUNT_VIRT, "never_touched", 110, FALSE },
    { PGS_ACCOUNT_VIRT, "resident", UNKNOWN, FALSE },
    { PGS_ACCOUNT_VIRT, "zero", UNKNOWN, FALSE },
    { PGS_ACCOUNT_VIRT, "present", 1049, FALSE },
    { PGS_ACCOUNT_VIRT, "swapped", 6, FALSE },
    { PGS_ACCOUNT_VIRT, "guard", UNKNOWN, FALSE },
    { PGS_ACCOUNT_VIRT, "opaque", 3, FALSE },
    { PGS_ACCOUNT_VIRT, "difference", 0, FALSE },
    { PGS_ACCOUNT_RES, "res", 533, TRUE },
    { PGS_ACCOUNT_RES, "anon", 525, FALSE },
    { PGS_ACCOUNT_RES, "file", 5, FALSE },
    { PGS_ACCOUNT_RES, "shmem", 0, FALSE },
    { PGS_ACCOUNT_RES, "difference", 3, FALSE },
    { PGS_ACCOUNT_RES, "res_by_pages", 533, TRUE },
    { PGS_ACCOUNT_RES, "present", 1049, FALSE },
    { PGS_ACCOUNT_RES, "zero", UNKNOWN, FALSE },
    { PGS_ACCOUNT_RES, "hugetlb", -512, FALSE },
    { PGS_ACCOUNT_RES, "special", -1, FALSE },
    { PGS_ACCOUNT_RES, "unexplained", -3, FALSE },
    { PGS_ACCOUNT_RES, "huge", UNKNOWN, FALSE },
    { PGS_ACCOUNT_SHARED, "rss", UNKNOWN, TRUE },
    { PGS_ACCOUNT_SHARED, "private_clean", UNKNOWN, FALSE },
    { PGS_ACCOUNT_SHARED, "private_dirty", UNKNOWN, FALSE },
    { PGS_ACCOUNT_SHARED, "shared_clean", UNKNOWN, FALSE },
    { PGS_ACCOUNT_SHARED, "shared_dirty", UNKNOWN, FALSE },
    { PGS_ACCOUNT_SHARED, "from_res", UNKNOWN, FALSE },
    { PGS_ACCOUNT_SHARED, "pss", UNKNOWN, TRUE },
    { PGS_ACCOUNT_SHARED, "from_rss", UNKNOWN, FALSE },
    { PGS_ACCOUNT_SHARED, "shared_with_others", UNKNOWN, FALSE },
    { PGS_ACCOUNT_SHARED, "uss", UNKNOWN, TRUE },
    { PGS_ACCOUNT_SHARED, "from_pss", UNKNOWN, FALSE },
    { PGS_ACCOUNT_SHARED, "shared_own", UNKNOWN, FALSE },
    { PGS_ACCOUNT_SHARED, "private_hugetlb", UNKNOWN, FALSE },
  };
  g_autoptr (PgsSnapshot) snapshot = example_snapshot_new (EXAMPLE_WORD_STATES, FALSE);

  assert_ledger (snapshot, rows, G_N_ELEMENTS (rows));
}

static const PgsLedgerLine *
find_line (GArray     *ledger,
           PgsAccount  account,
           const char *id)
{
  for (guint i = 0; i < ledger->len; i++)
    {
      const PgsLedgerLine *line = &g_array_index (ledger, PgsLedgerLine, i);

      if (line->account == account && g_str_equal (line->id, id))
        return line;
    }
  return NULL;
}

static void
test_denied (void)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();
  g_autoptr (GArray) ledger = NULL;

  snapshot->counters.virt = 10 * EXAMPLE_PAGE;
  snapshot->counters.res = 7 * EXAMPLE_PAGE;
  snapshot->counters.anon = 4 * EXAMPLE_PAGE;
  ledger = pgs_ledger_new (snapshot);
  for (guint i = 0; i < ledger->len; i++)
    {
      const PgsLedgerLine *line = &g_array_index (ledger, PgsLedgerLine, i);
      gboolean expected = g_str_equal (line->id, "virt") || g_str_equal (line->id, "res")
                          || g_str_equal (line->id, "res_by_pages")
                          || g_str_equal (line->id, "anon");

      g_assert_cmpint (line->known, ==, expected);
    }
}

static void
test_moving (void)
{
  g_autoptr (PgsSnapshot) snapshot = example_snapshot_new (EXAMPLE_ALL_STATES, FALSE);
  g_autoptr (GArray) ledger = NULL;

  snapshot->counters.virt = 1160 * EXAMPLE_PAGE;
  snapshot->counters.res = 500 * EXAMPLE_PAGE;
  ledger = pgs_ledger_new (snapshot);
  g_assert_cmpint (find_line (ledger, PGS_ACCOUNT_VIRT, "difference")->bytes, ==,
                   -8 * EXAMPLE_PAGE);
  g_assert_cmpint (find_line (ledger, PGS_ACCOUNT_RES, "slack")->bytes, ==, -31 * EXAMPLE_PAGE);
}

/* Device memory that no path tells is told by its flags; a file called [vvar] is memory. */
static void
test_special (void)
{
  const ExampleMapping rows[] = {
    { 10, 20, "rw-s", 5, "/dev/dri/card0", 0 },
    { 20, 30, "rw-s", 6, "[vvar]", 0 },
  };
  const PgsRegionSmaps counters = { .vm_flags = "rd wr io pf" };
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();
  g_autoptr (GArray) without = NULL;
  g_autoptr (GArray) with = NULL;
  PgsPagesBuilder *pages;
  PgsSmapsBuilder *smaps;

  snapshot->maps = example_maps_new (rows, G_N_ELEMENTS (rows));
  pages = pgs_pages_builder_new (snapshot->maps, EXAMPLE_SHIFT, EXAMPLE_ALL_STATES);
  pgs_pages_builder_add (pages, 10, 20, PGS_PAGE_PRESENT);
  snapshot->pages = pgs_pages_builder_end (pages);
  without = pgs_ledger_new (snapshot);
  g_assert_cmpint (find_line (without, PGS_ACCOUNT_RES, "special")->bytes, ==, 0);

  smaps = pgs_smaps_builder_new (snapshot->maps);
  pgs_smaps_builder_add (smaps, 10 * EXAMPLE_PAGE, 20 * EXAMPLE_PAGE, &counters);
  snapshot->smaps = pgs_smaps_builder_end (smaps);
  with = pgs_ledger_new (snapshot);
  g_assert_cmpint (find_line (with, PGS_ACCOUNT_RES, "special")->bytes, ==, -10 * EXAMPLE_PAGE);
}

/* The huge zero page is huge and no memory. */
static void
test_huge_zero_page (void)
{
  const ExampleMapping row = { 512, 2048, "rw-p", 0, NULL, 0 };
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();
  g_autoptr (GArray) ledger = NULL;
  PgsPagesBuilder *pages;

  snapshot->counters.hugetlb = 0;
  snapshot->maps = example_maps_new (&row, 1);
  pages = pgs_pages_builder_new (snapshot->maps, EXAMPLE_SHIFT, EXAMPLE_ALL_STATES);
  pgs_pages_builder_add (pages, 512, 512, PGS_PAGE_PRESENT | PGS_PAGE_HUGE);
  pgs_pages_builder_add (pages, 1024, 512, PGS_PAGE_PRESENT | PGS_PAGE_HUGE | PGS_PAGE_ZERO);
  snapshot->pages = pgs_pages_builder_end (pages);
  ledger = pgs_ledger_new (snapshot);
  g_assert_cmpint (find_line (ledger, PGS_ACCOUNT_RES, "huge")->bytes, ==, 512 * EXAMPLE_PAGE);
  g_assert_cmpint (find_line (ledger, PGS_ACCOUNT_VIRT, "resident")->bytes, ==,
                   512 * EXAMPLE_PAGE);
}

/* A kernel thread has no pages, so that what its status does not say is known to be 0. */
static void
test_no_space (void)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();
  g_autoptr (GArray) ledger = NULL;

  snapshot->counters.virt = 0;
  snapshot->counters.res = 0;
  snapshot->maps = example_maps_new (NULL, 0);
  snapshot->pages = pgs_pages_builder_end (
    pgs_pages_builder_new (snapshot->maps, EXAMPLE_SHIFT, EXAMPLE_ALL_STATES));
  ledger = pgs_ledger_new (snapshot);
  g_assert_true (find_line (ledger, PGS_ACCOUNT_RES, "hugetlb")->known);
  g_assert_true (find_line (ledger, PGS_ACCOUNT_RES, "slack")->known);
  for (guint i = 0; i < ledger->len; i++)
    g_assert_cmpint (g_array_index (ledger, PgsLedgerLine, i).bytes, ==, 0);
}

/* Where the marks of userfaultfd look like swap, and shared memory in swap looks like nothing. */
static void
test_marks (void)
{
  const ExampleMapping rows[] = {
    { 10, 20, "rw-s", 5, "/dev/zero", 0 },
    { 20, 30, "rw-p", 0, NULL, 0 },
    { 40, 50, "rw-p", 0, NULL, 0 },
  };
  const PgsRegionSmaps counters[] = {
    { .swap = 2 * EXAMPLE_PAGE, .vm_flags = "rd wr sh uw" },
    { .swap = 4 * EXAMPLE_PAGE, .vm_flags = "rd wr" },
    { .swap = 1 * EXAMPLE_PAGE, .vm_flags = "rd wr" },
  };
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();
  g_autoptr (GArray) with_smaps = NULL;
  g_autoptr (GArray) with_counter = NULL;
  g_autoptr (GArray) without = NULL;
  PgsPagesBuilder *pages;
  PgsSmapsBuilder *smaps;

  snapshot->maps = example_maps_new (rows, G_N_ELEMENTS (rows));
  pages = pgs_pages_builder_new (snapshot->maps, EXAMPLE_SHIFT, EXAMPLE_ALL_STATES);
  pgs_pages_builder_add (pages, 12, 3, PGS_PAGE_SWAPPED);
  pgs_pages_builder_add (pages, 20, 4, PGS_PAGE_SWAPPED);
  pgs_pages_builder_add (pages, 40, 3, PGS_PAGE_SWAPPED);
  snapshot->pages = pgs_pages_builder_end (pages);
  without = pgs_ledger_new (snapshot);
  g_assert_cmpint (find_line (without, PGS_ACCOUNT_VIRT, "swapped")->bytes, ==, 10 * EXAMPLE_PAGE);
  g_assert_null (find_line (without, PGS_ACCOUNT_VIRT, "marks"));

  smaps = pgs_smaps_builder_new (snapshot->maps);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    pgs_smaps_builder_add (smaps, rows[i].first * EXAMPLE_PAGE, rows[i].end * EXAMPLE_PAGE,
                           &counters[i]);
  snapshot->smaps = pgs_smaps_builder_end (smaps);
  with_smaps = pgs_ledger_new (snapshot);
  g_assert_cmpint (find_line (with_smaps, PGS_ACCOUNT_VIRT, "swapped")->bytes, ==,
                   5 * EXAMPLE_PAGE);
  g_assert_cmpint (find_line (with_smaps, PGS_ACCOUNT_VIRT, "marks")->bytes, ==, 5 * EXAMPLE_PAGE);
  g_assert_cmpint (find_line (with_smaps, PGS_ACCOUNT_VIRT, "shmem_swap")->bytes, ==,
                   2 * EXAMPLE_PAGE);

  snapshot->counters.swap = 10 * EXAMPLE_PAGE; /* smaps was read before they went to swap */
  with_counter = pgs_ledger_new (snapshot);
  g_assert_null (find_line (with_counter, PGS_ACCOUNT_VIRT, "marks"));
}

/* What is left over or not known says why, as far as that is known. */
static void
test_reasons (void)
{
  const PgsAccount res = PGS_ACCOUNT_RES;
  g_autoptr (PgsSnapshot) all = example_snapshot_new (EXAMPLE_ALL_STATES, TRUE);
  g_autoptr (PgsSnapshot) words = example_snapshot_new (EXAMPLE_WORD_STATES, FALSE);
  g_autoptr (PgsSnapshot) denied = pgs_snapshot_new ();
  GArray *ledgers[6];

  ledgers[0] = pgs_ledger_new (all);
  g_assert_cmpint (find_line (ledgers[0], res, "slack")->reason, ==, PGS_LEDGER_REASON_COUNTERS);
  g_assert_cmpint (find_line (ledgers[0], res, "present")->reason, ==, PGS_LEDGER_REASON_NONE);
  all->counters.res -= 2 * EXAMPLE_PAGE;
  ledgers[1] = pgs_ledger_new (all);
  g_assert_cmpint (find_line (ledgers[1], res, "slack")->bytes, ==, 0);
  g_assert_cmpint (find_line (ledgers[1], res, "slack")->reason, ==, PGS_LEDGER_REASON_NONE);
  all->counters.res += EXAMPLE_PAGE;
  all->moving = TRUE;
  ledgers[2] = pgs_ledger_new (all);
  g_assert_cmpint (find_line (ledgers[2], res, "slack")->reason, ==, PGS_LEDGER_REASON_MOVING);
  all->moving = FALSE;
  all->monotonic_us = all->pages_at_us + 3 * G_USEC_PER_SEC;
  ledgers[3] = pgs_ledger_new (all);
  g_assert_cmpint (find_line (ledgers[3], res, "slack")->reason, ==, PGS_LEDGER_REASON_AGED);

  ledgers[4] = pgs_ledger_new (words);
  g_assert_cmpint (find_line (ledgers[4], res, "zero")->reason, ==, PGS_LEDGER_REASON_UNSUPPORTED);
  g_assert_cmpint (find_line (ledgers[4], res, "unexplained")->reason, ==,
                   PGS_LEDGER_REASON_UNSUPPORTED);
  g_assert_cmpint (find_line (ledgers[4], PGS_ACCOUNT_SHARED, "pss")->reason, ==,
                   PGS_LEDGER_REASON_NOT_READ);
  denied->access[PGS_PART_MAPS] = denied->access[PGS_PART_PAGEMAP] = PGS_ACCESS_DENIED;
  ledgers[5] = pgs_ledger_new (denied);
  g_assert_cmpint (find_line (ledgers[5], res, "present")->reason, ==, PGS_LEDGER_REASON_DENIED);
  g_assert_cmpint (find_line (ledgers[5], res, "anon")->reason, ==, PGS_LEDGER_REASON_UNSUPPORTED);
  for (gsize i = 0; i < G_N_ELEMENTS (ledgers); i++)
    g_array_unref (ledgers[i]);
}

static void
assert_cached (const PgsSnapshot *snapshot,
               PgsLedgerCache    *cache)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GArray) expected = pgs_ledger_new (snapshot);
      g_autoptr (GArray) ledger = pgs_ledger_new_cached (snapshot, cache);

      g_assert_cmpuint (ledger->len, ==, expected->len);
      for (guint j = 0; j < expected->len; j++)
        {
          const PgsLedgerLine *line = &g_array_index (ledger, PgsLedgerLine, j);
          const PgsLedgerLine *wanted = &g_array_index (expected, PgsLedgerLine, j);

          g_assert_cmpstr (line->id, ==, wanted->id);
          g_assert_cmpint (line->known, ==, wanted->known);
          g_assert_true (!line->known || line->bytes == wanted->bytes);
          g_assert_cmpint (line->reason, ==, wanted->reason);
        }
    }
}

/* The cache of one snapshot serves any other: counters, pages, smaps and mappings may change. */
static void
test_cache (void)
{
  g_autoptr (PgsLedgerCache) cache = pgs_ledger_cache_new ();
  g_autoptr (PgsSnapshot) all = example_snapshot_new (EXAMPLE_ALL_STATES, TRUE);
  g_autoptr (PgsSnapshot) words = example_snapshot_new (EXAMPLE_WORD_STATES, FALSE);
  g_autoptr (PgsSnapshot) denied = pgs_snapshot_new ();
  PgsPages *pages = all->pages;
  PgsSmaps *smaps = all->smaps;

  assert_cached (all, cache);
  all->counters.res -= 2 * EXAMPLE_PAGE;
  all->counters.swap = 10 * EXAMPLE_PAGE;
  assert_cached (all, cache);
  all->smaps = NULL;
  assert_cached (all, cache);
  all->pages = NULL;
  assert_cached (all, cache);
  all->pages = pages;
  all->smaps = smaps;
  assert_cached (all, cache);
  assert_cached (words, cache);
  assert_cached (denied, cache);
  assert_cached (all, cache);
}

/* Of all regions, and of each alone, the same sums come out. */
static void
test_regions (void)
{
  static const char *const ids[] = { "virt", "never_touched", "resident", "zero", "swapped", "guard" };
  g_autoptr (PgsSnapshot) snapshot = example_snapshot_new (EXAMPLE_ALL_STATES, TRUE);
  g_autoptr (GArray) whole = pgs_ledger_new (snapshot);
  gint64 sums[G_N_ELEMENTS (ids)] = { 0 };

  for (gsize region = 0; region < EXAMPLE_N_REGIONS; region++)
    {
      guint8 chosen[EXAMPLE_N_REGIONS] = { 0 };
      g_autoptr (GArray) part = NULL;

      chosen[region] = TRUE;
      part = pgs_ledger_new_for_regions (snapshot, chosen);
      for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
        sums[i] += find_line (part, PGS_ACCOUNT_VIRT, ids[i])->bytes;
      g_assert_cmpint (find_line (part, PGS_ACCOUNT_VIRT, "difference")->bytes, ==, 0);
      g_assert_cmpint (find_line (part, PGS_ACCOUNT_RES, "slack")->bytes, ==, 0);
      g_assert_cmpint (find_line (part, PGS_ACCOUNT_RES, "difference")->bytes, ==, 0);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_cmpint (sums[i], ==, find_line (whole, PGS_ACCOUNT_VIRT, ids[i])->bytes);
}

static void
set_random (guint64 *counter)
{
  *counter = g_test_rand_int_range (0, 4) == 0 ? PGS_UNKNOWN
                                               : (guint64) g_test_rand_int_range (0, 1 << 30);
}

/* Whatever the counters say, the parts of a total of which all is known add up to it. */
static void
test_adds_up (void)
{
  guint n_checked = 0;

  for (guint round = 0; round < 500; round++)
    {
      PgsPageState known = PGS_PAGE_PRESENT | PGS_PAGE_SWAPPED
                           | (g_test_rand_bit () ? PGS_PAGE_ZERO : 0)
                           | (g_test_rand_bit () ? PGS_PAGE_GUARD : 0);
      g_autoptr (PgsSnapshot) snapshot = example_snapshot_new (known, g_test_rand_bit ());
      g_autoptr (GArray) ledger = NULL;
      guint i = 0;

      set_random (&snapshot->counters.virt);
      set_random (&snapshot->counters.res);
      set_random (&snapshot->counters.anon);
      set_random (&snapshot->counters.file);
      set_random (&snapshot->counters.hugetlb);
      ledger = pgs_ledger_new (snapshot);
      while (i < ledger->len)
        {
          const PgsLedgerLine *sum = &g_array_index (ledger, PgsLedgerLine, i++);
          gboolean pages_side = sum->account == PGS_ACCOUNT_VIRT
                                || g_str_equal (sum->id, "res_by_pages");
          gboolean complete = sum->known;
          gint64 bytes = 0;

          g_assert_true (sum->is_sum);
          for (; i < ledger->len; i++)
            {
              const PgsLedgerLine *line = &g_array_index (ledger, PgsLedgerLine, i);

              if (line->is_sum)
                break;
              if (line->is_detail)
                continue;
              bytes += line->known ? line->bytes : 0;
              complete = complete && (line->known || pages_side);
            }
          if (!complete)
            continue;
          g_assert_cmpint (bytes, ==, sum->bytes);
          n_checked++;
        }
    }
  g_assert_cmpuint (n_checked, >, 500);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/ledger/everything-known", test_everything_known);
  g_test_add_func ("/core/ledger/without-scan", test_without_scan);
  g_test_add_func ("/core/ledger/denied", test_denied);
  g_test_add_func ("/core/ledger/moving", test_moving);
  g_test_add_func ("/core/ledger/special", test_special);
  g_test_add_func ("/core/ledger/huge-zero-page", test_huge_zero_page);
  g_test_add_func ("/core/ledger/no-space", test_no_space);
  g_test_add_func ("/core/ledger/marks", test_marks);
  g_test_add_func ("/core/ledger/reasons", test_reasons);
  g_test_add_func ("/core/ledger/cache", test_cache);
  g_test_add_func ("/core/ledger/regions", test_regions);
  g_test_add_func ("/core/ledger/adds-up", test_adds_up);
  return g_test_run ();
}
