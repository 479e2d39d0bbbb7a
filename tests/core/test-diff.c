/* test-diff.c: what differs between two snapshots made by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-diff.h"
#include "pgs-diff-json.h"

#include "example.h"
#include "example-snapshot.h"
#include "pgs-ledger.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define P PGS_PAGE_PRESENT
#define ALL ((PgsPageState) 0xff)
#define WITHOUT_SHARING ((PgsPageState) (P | PGS_PAGE_SWAPPED | PGS_PAGE_ZERO))

typedef struct
{
  guint64 first;
  guint64 count;
  guint states;
} Pages;

static PgsSnapshot *
snapshot_new (const ExampleMapping *rows,
              gsize                 n_rows,
              const Pages          *pages,
              gsize                 n_pages,
              PgsPageState          known)
{
  PgsSnapshot *snapshot = pgs_snapshot_new ();
  PgsPagesBuilder *builder;

  snapshot->page_size = EXAMPLE_PAGE;
  snapshot->maps = example_maps_new (rows, n_rows);
  builder = pgs_pages_builder_new (snapshot->maps, EXAMPLE_SHIFT, known);
  for (gsize i = 0; i < n_pages; i++)
    pgs_pages_builder_add (builder, pages[i].first, pages[i].count, (PgsPageState) pages[i].states);
  snapshot->pages = pgs_pages_builder_end (builder);
  return snapshot;
}

#define SNAPSHOT(rows, pages) \
  snapshot_new (rows, G_N_ELEMENTS (rows), pages, G_N_ELEMENTS (pages), ALL)

/* The entry of what begins at page @first of b (of a, if @of_a). */
static const PgsDiffEntry *
find (const PgsDiff *diff,
      guint64        first,
      gboolean       of_a)
{
  gsize n_entries;
  const PgsDiffEntry *entries = pgs_diff_get_entries (diff, &n_entries);

  for (gsize i = 0; i < n_entries; i++)
    {
      const PgsDiffSide *side = of_a ? &entries[i].a : &entries[i].b;

      if (side->region != PGS_DIFF_NONE && side->start == first * EXAMPLE_PAGE)
        return &entries[i];
    }
  g_test_message ("nothing at page %" G_GUINT64_FORMAT, first);
  g_assert_not_reached ();
}

static void
assert_entry (const PgsDiffEntry *entry,
              PgsChange           change,
              guint               others,
              gint64              size_pages,
              gint64              rss_pages)
{
  g_assert_cmpuint (entry->change, ==, change);
  g_assert_cmpuint (entry->changes & ~(guint) PGS_CHANGE_PAGES, ==,
                    (change & ~(guint) PGS_CHANGE_PAGES) | others);
  g_assert_cmpint (entry->size_delta, ==, size_pages * EXAMPLE_PAGE);
  g_assert_cmpint (entry->rss_delta, ==, rss_pages * EXAMPLE_PAGE);
}

static void
assert_pages (const PgsDiffEntry *entry,
              guint64             came,
              guint64             left,
              guint64             swapped,
              guint64             copied,
              guint64             other)
{
  g_assert_cmpuint (entry->pages.came, ==, came);
  g_assert_cmpuint (entry->pages.left, ==, left);
  g_assert_cmpuint (entry->pages.swapped, ==, swapped);
  g_assert_cmpuint (entry->pages.copied, ==, copied);
  g_assert_cmpuint (entry->pages.other, ==, other);
}

static gsize
count_entries (const PgsDiff *diff)
{
  gsize n_entries;

  pgs_diff_get_entries (diff, &n_entries);
  return n_entries;
}

/* brk grows up, the stack grows down, mmap's regions on either side; one came, one went. */
static void
test_growth (void)
{
  static const ExampleMapping before[] = {
    { 100, 110, "rw-p", 0, "[heap]", 0 }, { 200, 210, "rw-p", 0, NULL, 0 },
    { 300, 310, "rw-p", 0, NULL, 0 },     { 400, 402, "r--p", 9, "/f", 0 },
    { 900, 910, "rw-p", 0, "[stack]", 0 },
  };
  static const ExampleMapping after[] = {
    { 100, 130, "rw-p", 0, "[heap]", 0 }, { 200, 204, "rw-p", 0, NULL, 0 },
    { 290, 310, "rw-p", 0, NULL, 0 },     { 500, 507, "rw-s", 11, "/g", 0 },
    { 890, 910, "rw-p", 0, "[stack]", 0 },
  };
  static const Pages pages_a[] = { { 100, 10, P }, { 200, 10, P }, { 300, 10, P }, { 400, 1, P },
                                   { 909, 1, P } };
  static const Pages pages_b[] = { { 100, 15, P }, { 200, 4, P }, { 295, 15, P }, { 501, 2, P },
                                   { 905, 5, P } };
  g_autoptr (PgsSnapshot) a = SNAPSHOT (before, pages_a);
  g_autoptr (PgsSnapshot) b = SNAPSHOT (after, pages_b);
  g_autoptr (PgsDiff) diff = pgs_diff_new (a, b);

  g_assert_cmpuint (count_entries (diff), ==, 6);
  assert_entry (find (diff, 100, FALSE), PGS_CHANGE_GROWN, 0, 20, 5);
  assert_pages (find (diff, 100, FALSE), 5, 0, 0, 0, 0);
  assert_entry (find (diff, 200, FALSE), PGS_CHANGE_SHRUNK, 0, -6, -6);
  assert_pages (find (diff, 200, FALSE), 0, 6, 0, 0, 0);
  assert_entry (find (diff, 290, FALSE), PGS_CHANGE_GROWN, 0, 10, 5);
  assert_entry (find (diff, 400, TRUE), PGS_CHANGE_REMOVED, 0, -2, -1);
  assert_entry (find (diff, 500, FALSE), PGS_CHANGE_ADDED, 0, 7, 2);
  assert_entry (find (diff, 890, FALSE), PGS_CHANGE_GROWN, 0, 10, 4);
  g_assert_cmpuint (pgs_diff_get_entries (diff, &(gsize) { 0 })->rss_delta, ==, -6 * EXAMPLE_PAGE);
}

/* mprotect of the middle splits a mapping in three; undone, the three are one again. */
static void
test_protection (void)
{
  static const ExampleMapping whole[] = { { 100, 200, "rw-p", 0, NULL, 0 } };
  static const ExampleMapping split[] = { { 100, 140, "rw-p", 0, NULL, 0 },
                                          { 140, 160, "r--p", 0, NULL, 0 },
                                          { 160, 200, "rw-p", 0, NULL, 0 } };
  static const Pages pages[] = { { 100, 100, P } };
  g_autoptr (PgsSnapshot) a = SNAPSHOT (whole, pages);
  g_autoptr (PgsSnapshot) b = SNAPSHOT (split, pages);
  g_autoptr (PgsDiff) diff = pgs_diff_new (a, b);
  g_autoptr (PgsDiff) reverse = pgs_diff_new (b, a);

  g_assert_cmpuint (count_entries (diff), ==, 3);
  assert_entry (find (diff, 100, FALSE), PGS_CHANGE_PAGES, PGS_CHANGE_SPLIT, 0, 0);
  assert_entry (find (diff, 140, FALSE), PGS_CHANGE_PROTECTION, PGS_CHANGE_SPLIT, 0, 0);
  assert_pages (find (diff, 140, FALSE), 0, 0, 0, 0, 0);
  assert_entry (find (reverse, 140, FALSE), PGS_CHANGE_PROTECTION, PGS_CHANGE_MERGED, 0, 0);
  g_assert_cmpuint (find (reverse, 140, FALSE)->b.region, ==, 0);
}

/* munmap of the middle: two remain of which one is smaller; nothing moved. */
static void
test_hole (void)
{
  static const ExampleMapping whole[] = { { 100, 200, "rw-p", 0, NULL, 0 } };
  static const ExampleMapping holed[] = { { 100, 140, "rw-p", 0, NULL, 0 },
                                          { 160, 200, "rw-p", 0, NULL, 0 } };
  static const Pages pages[] = { { 100, 100, P } };
  static const Pages pages_b[] = { { 100, 40, P }, { 160, 40, P } };
  g_autoptr (PgsSnapshot) a = SNAPSHOT (whole, pages);
  g_autoptr (PgsSnapshot) b = SNAPSHOT (holed, pages_b);
  g_autoptr (PgsDiff) diff = pgs_diff_new (a, b);

  assert_entry (find (diff, 100, FALSE), PGS_CHANGE_SHRUNK, PGS_CHANGE_SPLIT, -20, -20);
  assert_entry (find (diff, 160, FALSE), PGS_CHANGE_PAGES, PGS_CHANGE_SPLIT, 0, 0);
}

/* mremap moves memory with its pages; what went and what came otherwise are two. */
static void
test_mremap (void)
{
  static const ExampleMapping before[] = { { 100, 150, "rw-p", 0, NULL, 0 },
                                           { 300, 310, "r--p", 0, NULL, 0 } };
  static const ExampleMapping after[] = { { 500, 550, "rw-p", 0, NULL, 0 },
                                          { 700, 710, "r--p", 0, NULL, 0 } };
  static const Pages pages_a[] = { { 110, 20, P }, { 300, 3, P } };
  static const Pages pages_b[] = { { 510, 20, P }, { 700, 4, P } };
  g_autoptr (PgsSnapshot) a = SNAPSHOT (before, pages_a);
  g_autoptr (PgsSnapshot) b = SNAPSHOT (after, pages_b);
  g_autoptr (PgsDiff) diff = pgs_diff_new (a, b);

  assert_entry (find (diff, 500, FALSE), PGS_CHANGE_MOVED, 0, 0, 0);
  assert_pages (find (diff, 500, FALSE), 0, 0, 0, 0, 0);
  g_assert_cmpuint (find (diff, 500, FALSE)->a.start, ==, 100 * EXAMPLE_PAGE);
  assert_entry (find (diff, 300, TRUE), PGS_CHANGE_REMOVED, 0, -10, -3);
  assert_entry (find (diff, 700, FALSE), PGS_CHANGE_ADDED, 0, 10, 4);
}

/* To another place and larger, as realloc() does: the only one of its sort, and it goes on. */
static void
test_mremap_larger (void)
{
  static const ExampleMapping before[] = { { 100, 150, "rw-p", 0, NULL, 0 } };
  static const ExampleMapping after[] = { { 500, 600, "rw-p", 0, NULL, 0 } };
  static const Pages pages_a[] = { { 100, 50, P } };
  static const Pages pages_b[] = { { 500, 80, P } };
  g_autoptr (PgsSnapshot) a = SNAPSHOT (before, pages_a);
  g_autoptr (PgsSnapshot) b = SNAPSHOT (after, pages_b);
  g_autoptr (PgsDiff) diff = pgs_diff_new (a, b);

  assert_entry (find (diff, 500, FALSE), PGS_CHANGE_GROWN, PGS_CHANGE_MOVED, 50, 30);
  assert_pages (find (diff, 500, FALSE), 30, 0, 0, 0, 0);
}

/* Another process of the same program: everything is at other addresses, the vdso too. */
static void
test_other_process (void)
{
  static const ExampleMapping first[] = {
    { 100, 110, "r-xp", EXAMPLE_EXE_INODE, "/bin/p", 0 }, { 200, 220, "rw-p", 0, "[heap]", 0 },
    { 500, 550, "r-xp", 30, "/lib/c", 0 },                { 550, 552, "rw-p", 30, "/lib/c", 0 },
    { 552, 556, "rw-p", 0, NULL, 0 },                     { 700, 800, "rw-p", 0, NULL, 0 },
    { 900, 902, "r-xp", 0, "[vdso]", 0 },                 { 950, 960, "rw-p", 0, "[stack]", 0 },
  };
  static const ExampleMapping second[] = {
    { 1100, 1110, "r-xp", EXAMPLE_EXE_INODE, "/bin/p", 0 }, { 1250, 1300, "rw-p", 0, "[heap]", 0 },
    { 1500, 1550, "r-xp", 30, "/lib/c", 0 },                { 1550, 1552, "rw-p", 30, "/lib/c", 0 },
    { 1552, 1556, "rw-p", 0, NULL, 0 },                     { 1700, 1900, "rw-p", 0, NULL, 0 },
    { 1930, 1932, "r-xp", 0, "[vdso]", 0 },                 { 1940, 1960, "rw-p", 0, "[stack]", 0 },
  };
  static const Pages pages_a[] = { { 200, 20, P }, { 700, 100, P }, { 955, 5, P } };
  static const Pages pages_b[] = { { 1250, 50, P }, { 1700, 150, P }, { 1955, 5, P } };
  g_autoptr (PgsSnapshot) a = SNAPSHOT (first, pages_a);
  g_autoptr (PgsSnapshot) b = SNAPSHOT (second, pages_b);
  g_autoptr (PgsDiff) diff = pgs_diff_new (a, b);

  g_assert_false (pgs_diff_is_same_space (diff));
  g_assert_cmpuint (count_entries (diff), ==, 8);
  assert_entry (find (diff, 1250, FALSE), PGS_CHANGE_GROWN, PGS_CHANGE_MOVED, 30, 30);
  assert_entry (find (diff, 1700, FALSE), PGS_CHANGE_GROWN, PGS_CHANGE_MOVED, 100, 50);
  assert_entry (find (diff, 1940, FALSE), PGS_CHANGE_GROWN, PGS_CHANGE_MOVED, 10, 0);
  assert_pages (find (diff, 1940, FALSE), 0, 0, 0, 0, 0); /* the ends of stacks belong together */
  assert_entry (find (diff, 1500, FALSE), PGS_CHANGE_MOVED, 0, 0, 0);
  assert_entry (find (diff, 1550, FALSE), PGS_CHANGE_MOVED, 0, 0, 0);
  assert_entry (find (diff, 1552, FALSE), PGS_CHANGE_MOVED, 0, 0, 0);
}

/* A file that was renamed, one that was deleted, and one that another replaced under its name. */
static void
test_names (void)
{
  static const ExampleMapping before[] = { { 100, 110, "r--p", 30, "/lib/a", 0 },
                                           { 200, 210, "r--p", 31, "/lib/b", 0 },
                                           { 300, 310, "r--p", 32, "/lib/c", 0 } };
  static const ExampleMapping after[] = { { 100, 110, "r--p", 30, "/lib/z", 0 },
                                          { 200, 210, "r--p", 31, "/lib/b", PGS_MAPPING_DELETED },
                                          { 400, 410, "r--p", 33, "/lib/c", 0 } };
  static const Pages none[] = { { 100, 1, P } };
  g_autoptr (PgsSnapshot) a = SNAPSHOT (before, none);
  g_autoptr (PgsSnapshot) b = SNAPSHOT (after, none);
  g_autoptr (PgsDiff) diff = pgs_diff_new (a, b);

  assert_entry (find (diff, 100, FALSE), PGS_CHANGE_PAGES, PGS_CHANGE_RENAMED, 0, 0);
  assert_entry (find (diff, 200, FALSE), PGS_CHANGE_PAGES, PGS_CHANGE_RENAMED, 0, 0);
  assert_entry (find (diff, 400, FALSE), PGS_CHANGE_MOVED, PGS_CHANGE_REPLACED, 0, 0);
}

static const ExampleMapping file_and_anon[] = { { 100, 110, "rw-p", 30, "/lib/a", 0 },
                                                { 200, 240, "rw-p", 0, NULL, 0 },
                                                { 300, 310, "rw-s", 31, "/dev/shm/x", 0 } };
static const Pages earlier[] = {
  { 100, 4, P | PGS_PAGE_FILE },                        /* the file's */
  { 200, 3, P | PGS_PAGE_ZERO },
  { 210, 5, P },                                        /* shared by fork */
  { 220, 6, P | PGS_PAGE_EXCLUSIVE },
  { 230, 2, PGS_PAGE_SWAPPED },
  { 300, 3, P | PGS_PAGE_FILE },
};
static const Pages later[] = {
  { 100, 1, P | PGS_PAGE_FILE },  { 101, 3, P | PGS_PAGE_EXCLUSIVE }, /* 3 written */
  { 200, 1, P | PGS_PAGE_ZERO },  { 201, 2, P | PGS_PAGE_EXCLUSIVE }, /* 2 written */
  { 210, 3, P },                  { 213, 2, P | PGS_PAGE_EXCLUSIVE }, /* 2 written */
  { 220, 1, PGS_PAGE_SWAPPED },   { 222, 4, P | PGS_PAGE_EXCLUSIVE | PGS_PAGE_HUGE },
  { 230, 1, P | PGS_PAGE_EXCLUSIVE }, { 231, 1, PGS_PAGE_SWAPPED },
  { 300, 3, P | PGS_PAGE_EXCLUSIVE },
};

static void
test_pages (void)
{
  g_autoptr (PgsSnapshot) a = SNAPSHOT (file_and_anon, earlier);
  g_autoptr (PgsSnapshot) b = SNAPSHOT (file_and_anon, later);
  g_autoptr (PgsDiff) diff = pgs_diff_new (a, b);

  g_assert_true (pgs_diff_knows_sharing (diff));
  assert_pages (find (diff, 100, FALSE), 0, 0, 0, 3, 0);
  /* came: 2 instead of the zero page, 1 from swap; left: 1 to swap, 1 dropped; 4 in huge pages now */
  assert_pages (find (diff, 200, FALSE), 3, 2, 1, 4, 4);
  g_assert_cmpint (find (diff, 200, FALSE)->rss_delta, ==, (3 - 2) * EXAMPLE_PAGE);
  assert_pages (find (diff, 300, FALSE), 0, 0, 0, 0, 3); /* shared memory is never copied */
}

/* Without knowledge of sharing no page is said not to have been copied. */
static void
test_unknown_sharing (void)
{
  g_autoptr (PgsSnapshot) a = SNAPSHOT (file_and_anon, earlier);
  g_autoptr (PgsSnapshot) b = snapshot_new (file_and_anon, G_N_ELEMENTS (file_and_anon), later,
                                            G_N_ELEMENTS (later), WITHOUT_SHARING);
  g_autoptr (PgsDiff) diff = pgs_diff_new (a, b);

  g_assert_false (pgs_diff_knows_sharing (diff));
  assert_pages (find (diff, 200, FALSE), 3, 2, 1, PGS_UNKNOWN, 0);
}

/* What was not read did not leave. */
static void
test_unread (void)
{
  static const PgsReadRange read = { 0, 215, 1 };
  g_autoptr (PgsCoverage) nothing = pgs_coverage_new ();
  g_autoptr (PgsCoverage) some = pgs_coverage_update (nothing, &read, 1);
  g_autoptr (PgsSnapshot) a = SNAPSHOT (file_and_anon, earlier);
  g_autoptr (PgsSnapshot) b = SNAPSHOT (file_and_anon, earlier);
  g_autoptr (PgsDiff) diff = NULL;
  g_autoptr (PgsDiff) without = NULL;
  PgsPagesBuilder *builder = pgs_pages_builder_new (b->maps, EXAMPLE_SHIFT, ALL);
  gsize n_runs;

  pgs_pages_builder_add (builder, 100, 2, P | PGS_PAGE_FILE);
  pgs_pages_builder_add (builder, 200, 4, P | PGS_PAGE_ZERO);
  pgs_pages_builder_add (builder, 210, 5, P | PGS_PAGE_EXCLUSIVE);
  pgs_pages_builder_set_coverage (builder, some);
  pgs_pages_unref (b->pages);
  b->pages = pgs_pages_builder_end (builder);
  diff = pgs_diff_new (a, b);
  g_assert_cmpuint (count_entries (diff), ==, 2);
  assert_pages (find (diff, 100, FALSE), 0, 2, 0, 0, 0);
  assert_pages (find (diff, 200, FALSE), PGS_UNKNOWN, PGS_UNKNOWN, PGS_UNKNOWN, PGS_UNKNOWN,
                PGS_UNKNOWN);
  g_assert_cmpint (find (diff, 200, FALSE)->rss_delta, ==, PGS_DIFF_UNKNOWN);

  g_clear_pointer (&b->pages, pgs_pages_unref);
  without = pgs_diff_new (a, b);
  g_assert_cmpuint (count_entries (without), ==, 0);
  g_assert_false (pgs_diff_has_pages (without));
  pgs_diff_get_runs (without, &n_runs);
  g_assert_cmpuint (n_runs, >, 0); /* to make b of a, but they mean nothing */
}

static void
test_denied (void)
{
  g_autoptr (PgsSnapshot) a = SNAPSHOT (file_and_anon, earlier);
  g_autoptr (PgsSnapshot) b = pgs_snapshot_new ();
  g_autoptr (PgsDiff) diff = NULL;
  guint64 values[2];

  b->page_size = EXAMPLE_PAGE;
  b->access[PGS_PART_MAPS] = PGS_ACCESS_DENIED;
  b->counters.res = 5 * EXAMPLE_PAGE;
  diff = pgs_diff_new (a, b);
  g_assert_cmpuint (count_entries (diff), ==, 0);
  g_assert_null (pgs_diff_apply (diff, a));
  pgs_diff_get_total (diff, PGS_DIFF_TOTAL_RES, values);
  g_assert_cmpuint (values[0], ==, PGS_UNKNOWN);
  g_assert_cmpuint (values[1], ==, 5 * EXAMPLE_PAGE);
  g_assert_cmpint (pgs_diff_get_delta (diff, PGS_DIFF_TOTAL_RES), ==, PGS_DIFF_UNKNOWN);
}

static gint64
ledger_get (const PgsSnapshot *snapshot,
            PgsAccount         account,
            const char        *id)
{
  g_autoptr (GArray) ledger = pgs_ledger_new (snapshot);

  for (guint i = 0; i < ledger->len; i++)
    {
      const PgsLedgerLine *line = &g_array_index (ledger, PgsLedgerLine, i);

      if (line->account == account && strcmp (line->id, id) == 0)
        return line->bytes;
    }
  g_assert_not_reached ();
}

static void
assert_as_ledger (const PgsDiff     *diff,
                  PgsDiffTotal       total,
                  const PgsSnapshot *a,
                  const PgsSnapshot *b,
                  PgsAccount         account,
                  const char        *id)
{
  g_assert_cmpint (pgs_diff_get_delta (diff, total), ==,
                   ledger_get (b, account, id) - ledger_get (a, account, id));
}

/* To the byte: the totals of the diff, and what its regions add up to. */
static void
test_ledger (void)
{
  g_autoptr (PgsSnapshot) a = example_snapshot_new (EXAMPLE_ALL_STATES, TRUE);
  g_autoptr (PgsSnapshot) b = example_snapshot_new (EXAMPLE_ALL_STATES, FALSE);
  g_autoptr (PgsDiff) diff = NULL;
  PgsMapsBuilder *builder = pgs_maps_builder_new (0);
  PgsSmapsBuilder *smaps;
  PgsPagesBuilder *pages;
  PgsDiffSums sums;
  static const ExampleMapping rows[] = { { 110, 310, "rw-p", 0, "[heap]", 0 },
                                         { 3000, 3033, "rw-p", 0, "[stack]", 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    example_maps_add (builder, &rows[i]);
  g_clear_pointer (&b->pages, pgs_pages_unref);
  pgs_maps_unref (b->maps);
  b->maps = pgs_maps_builder_end (builder, NULL);
  pages = pgs_pages_builder_new (b->maps, EXAMPLE_SHIFT, EXAMPLE_ALL_STATES);
  pgs_pages_builder_add (pages, 110, 150, P | PGS_PAGE_EXCLUSIVE);
  b->pages = pgs_pages_builder_end (pages);
  smaps = pgs_smaps_builder_new (b->maps);
  pgs_smaps_builder_add (smaps, 110 * EXAMPLE_PAGE, 310 * EXAMPLE_PAGE,
                         &(PgsRegionSmaps) { .rss = 150 * EXAMPLE_PAGE, .pss = 150 * EXAMPLE_PAGE,
                                             .private_dirty = 150 * EXAMPLE_PAGE });
  pgs_smaps_builder_add (smaps, 3000 * EXAMPLE_PAGE, 3033 * EXAMPLE_PAGE, &(PgsRegionSmaps) { 0 });
  b->smaps = pgs_smaps_builder_end (smaps);
  b->counters.virt = 233 * EXAMPLE_PAGE;
  b->counters.res = 150 * EXAMPLE_PAGE;
  b->counters.anon = 140 * EXAMPLE_PAGE;
  b->counters.file = 10 * EXAMPLE_PAGE;
  diff = pgs_diff_new (a, b);
  assert_as_ledger (diff, PGS_DIFF_TOTAL_VIRT, a, b, PGS_ACCOUNT_VIRT, "virt");
  assert_as_ledger (diff, PGS_DIFF_TOTAL_RES, a, b, PGS_ACCOUNT_RES, "res");
  assert_as_ledger (diff, PGS_DIFF_TOTAL_ANON, a, b, PGS_ACCOUNT_RES, "anon");
  assert_as_ledger (diff, PGS_DIFF_TOTAL_FILE, a, b, PGS_ACCOUNT_RES, "file");
  assert_as_ledger (diff, PGS_DIFF_TOTAL_SHMEM, a, b, PGS_ACCOUNT_RES, "shmem");
  assert_as_ledger (diff, PGS_DIFF_TOTAL_PSS, a, b, PGS_ACCOUNT_SHARED, "pss");
  assert_as_ledger (diff, PGS_DIFF_TOTAL_USS, a, b, PGS_ACCOUNT_SHARED, "uss");
  pgs_diff_get_sums (diff, &sums);
  g_assert_cmpint (sums.size_delta, ==,
                   ledger_get (b, PGS_ACCOUNT_VIRT, "virt") - ledger_get (b, PGS_ACCOUNT_VIRT, "difference")
                     - ledger_get (a, PGS_ACCOUNT_VIRT, "virt")
                     + ledger_get (a, PGS_ACCOUNT_VIRT, "difference"));
  g_assert_cmpuint (sums.n_rss_unknown, ==, 0);
  g_assert_cmpint (sums.rss_delta, ==,
                   ledger_get (b, PGS_ACCOUNT_SHARED, "rss") - ledger_get (a, PGS_ACCOUNT_SHARED, "rss"));
}

/* Old smaps say nothing of pages that came since. */
static void
test_stale_smaps (void)
{
  g_autoptr (PgsSnapshot) a = example_snapshot_new (EXAMPLE_ALL_STATES, TRUE);
  g_autoptr (PgsSnapshot) b = example_snapshot_new (EXAMPLE_ALL_STATES, TRUE);
  g_autoptr (PgsDiff) diff = NULL;
  PgsPagesBuilder *pages;

  b->maps = (pgs_maps_unref (b->maps), pgs_maps_ref (a->maps));
  pages = pgs_pages_builder_new (b->maps, EXAMPLE_SHIFT, EXAMPLE_ALL_STATES);
  pgs_pages_builder_copy (pages, a->pages, 0, 110);
  pgs_pages_builder_add (pages, 110, 30, P | PGS_PAGE_EXCLUSIVE);
  pgs_pages_builder_copy (pages, a->pages, 140, G_MAXUINT64);
  pgs_pages_unref (b->pages);
  b->pages = pgs_pages_builder_end (pages);
  b->pages_at_us = 10 * G_USEC_PER_SEC;
  b->smaps_at_us = 0;
  diff = pgs_diff_new (a, b);
  g_assert_cmpuint (count_entries (diff), ==, 1);
  g_assert_cmpint (find (diff, 110, FALSE)->rss_delta, ==, 20 * EXAMPLE_PAGE);
}

static JsonObject *
find_added (JsonArray *regions)
{
  for (guint i = 0; i < json_array_get_length (regions); i++)
    {
      JsonObject *region = json_array_get_object_element (regions, i);

      if (json_object_get_null_member (region, "a")
          && g_strcmp0 (json_object_get_string_member (region, "path"), "/dev/shm/x") == 0)
        return region;
    }
  g_assert_not_reached ();
}

static void
test_json (void)
{
  g_autoptr (PgsSnapshot) a = example_snapshot_new (EXAMPLE_ALL_STATES, TRUE);
  g_autoptr (PgsSnapshot) b = example_snapshot_new (EXAMPLE_WORD_STATES, FALSE);
  g_autoptr (PgsDiff) diff = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  JsonObject *root, *region;

  b->counters.virt += 4096;
  g_clear_pointer (&b->maps, pgs_maps_unref);
  g_clear_pointer (&b->pages, pgs_pages_unref);
  b->maps = example_maps_new (file_and_anon, G_N_ELEMENTS (file_and_anon));
  diff = pgs_diff_new (a, b);
  pgs_diff_to_json (diff, a, b, text);
  g_assert_true (json_parser_load_from_data (parser, text->str, -1, NULL));
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpstr (json_object_get_string_member (root, "format"), ==, "pagescape-diff");
  g_assert_cmpint (json_object_get_int_member (root, "version"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (root, "summary"), "virt_delta"),
                   ==, 4096);
  g_assert_true (json_object_get_null_member (json_object_get_object_member (root, "summary"),
                                              "regions_rss_delta"));
  region = find_added (json_object_get_array_member (root, "regions"));
  g_assert_cmpstr (json_object_get_string_member (region, "change"), ==, "added");
  g_assert_true (json_object_get_null_member (region, "rss_delta"));
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (region, "b"), "perms"), ==,
                   "rw-s");
  g_assert_true (json_object_get_null_member (json_object_get_object_member (region, "pages"), "came"));
  g_assert_cmpint (json_array_get_length (json_object_get_array_member (
                     json_object_get_object_member (root, "totals"), "virt")), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/diff/growth", test_growth);
  g_test_add_func ("/core/diff/protection", test_protection);
  g_test_add_func ("/core/diff/hole", test_hole);
  g_test_add_func ("/core/diff/mremap", test_mremap);
  g_test_add_func ("/core/diff/mremap-larger", test_mremap_larger);
  g_test_add_func ("/core/diff/other-process", test_other_process);
  g_test_add_func ("/core/diff/names", test_names);
  g_test_add_func ("/core/diff/pages", test_pages);
  g_test_add_func ("/core/diff/unknown-sharing", test_unknown_sharing);
  g_test_add_func ("/core/diff/unread", test_unread);
  g_test_add_func ("/core/diff/denied", test_denied);
  g_test_add_func ("/core/diff/ledger", test_ledger);
  g_test_add_func ("/core/diff/stale-smaps", test_stale_smaps);
  g_test_add_func ("/core/diff/json", test_json);
  return g_test_run ();
}
