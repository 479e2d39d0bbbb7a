/* test-explanation.c: which explanation is chosen for which measured region
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-explanation.h"

#include <string.h>

#include "example.h"

#define PRESENT PGS_PAGE_PRESENT
#define ALL_STATES ((PgsPageState) 0x7f)
#define NO_ZERO (PRESENT | PGS_PAGE_SWAPPED)

/* A region of 16 pages at page 1000, alone but for @above. Numbers are pages. */
typedef struct
{
  const char *name;
  PgsExplanationId expected;
  const char *perms;
  guint64 inode;
  const char *path;
  guint8 flags;
  const ExampleMapping *above;
  gboolean pages_denied;
  gboolean no_smaps;
  PgsPageState known; /* 0: all */
  struct
  {
    guint64 count;
    PgsPageState states;
  } runs[2];
  PgsRegionSmaps smaps;
} Case;

static const ExampleMapping thread_stack = { 1016, 3064, "rw-p", 0, NULL,
                                             PGS_MAPPING_THREAD_STACK };
static const ExampleMapping heap_above = { 1016, 1020, "rw-p", 0, "[heap]", 0 };

#define ANON .perms = "rw-p"
#define LIB .perms = "r-xp", .inode = 50, .path = "/lib/x.so"
#define DATA_FILE .perms = "r--p", .inode = 60, .path = "/data"

static const Case cases[] = {
  { "vsyscall", PGS_EXPLANATION_VSYSCALL, .perms = "--xp", .path = "[vsyscall]",
    .flags = PGS_MAPPING_NOT_COUNTED },
  { "vdso", PGS_EXPLANATION_KERNEL_CODE, .perms = "r-xp", .path = "[vdso]",
    .runs = { { 1, PRESENT } }, .smaps = { .rss = 1, .pss = 0 } },
  { "vvar", PGS_EXPLANATION_KERNEL_DATA, .perms = "r--p", .path = "[vvar]",
    .runs = { { 1, PRESENT } } },
  { "vvar-clock", PGS_EXPLANATION_KERNEL_DATA, .perms = "r--p", .path = "[vvar_vclock]" },
  { "file-called-vdso", PGS_EXPLANATION_UNREAD_FILE, .perms = "r--p", .inode = 3,
    .path = "/tmp/[vdso]" },
  { "denied", PGS_EXPLANATION_DENIED, ANON, .pages_denied = TRUE, .no_smaps = TRUE },
  { "denied-but-smaps", PGS_EXPLANATION_FULL, ANON, .pages_denied = TRUE,
    .smaps = { .rss = 16, .pss = 16, .anon = 16, .private_dirty = 16 } },
  { "zero-not-known", PGS_EXPLANATION_NONE, ANON, .no_smaps = TRUE, .known = NO_ZERO,
    .runs = { { 4, PRESENT } } },
  { "stack-guard", PGS_EXPLANATION_STACK_GUARD, .perms = "---p", .above = &thread_stack },
  { "no-access", PGS_EXPLANATION_NO_ACCESS, .perms = "---p", .above = &heap_above },
  { "no-access-denied", PGS_EXPLANATION_DENIED, .perms = "---p", .pages_denied = TRUE,
    .no_smaps = TRUE },
  { "guard-pages", PGS_EXPLANATION_GUARD_PAGES, ANON,
    .runs = { { 3, PRESENT }, { 2, PGS_PAGE_GUARD | PGS_PAGE_SWAPPED } },
    .smaps = { .rss = 3, .pss = 3, .anon = 3, .private_dirty = 3 } },
  { "hugetlb", PGS_EXPLANATION_HUGETLB, .perms = "rw-p", .inode = 9, .path = "/anon_hugepage",
    .flags = PGS_MAPPING_DELETED, .smaps = { .private_hugetlb = 16 } },
  { "swapped", PGS_EXPLANATION_SWAPPED, ANON,
    .runs = { { 3, PRESENT }, { 5, PGS_PAGE_SWAPPED } },
    .smaps = { .rss = 3, .pss = 3, .swap = 5, .anon = 3, .private_dirty = 3 } },
  { "swapped-without-smaps", PGS_EXPLANATION_SWAPPED, ANON, .no_smaps = TRUE,
    .runs = { { 3, PRESENT }, { 5, PGS_PAGE_SWAPPED } } },
  { "swapped-shared-memory", PGS_EXPLANATION_SWAPPED, .perms = "rw-s", .inode = 5,
    .path = "/dev/zero", .flags = PGS_MAPPING_DELETED, .runs = { { 3, PRESENT } },
    .smaps = { .rss = 3, .pss = 3, .swap = 5, .private_dirty = 3 } },
  { "locked", PGS_EXPLANATION_LOCKED, ANON, .runs = { { 16, PRESENT } },
    .smaps = { .rss = 16, .pss = 16, .anon = 16, .private_dirty = 16, .locked = 16 } },
  { "deleted", PGS_EXPLANATION_DELETED, .perms = "r-xp", .inode = 50, .path = "/lib/x.so",
    .flags = PGS_MAPPING_DELETED, .runs = { { 2, PRESENT } },
    .smaps = { .rss = 2, .pss = 1, .shared_clean = 2 } },
  { "huge", PGS_EXPLANATION_HUGE, ANON, .runs = { { 16, PRESENT | PGS_PAGE_HUGE } },
    .smaps = { .rss = 16, .pss = 16, .anon = 16, .private_dirty = 16, .anon_huge = 16 } },
  { "zero", PGS_EXPLANATION_ZERO, ANON, .runs = { { 8, PRESENT | PGS_PAGE_ZERO }, { 8, PRESENT } },
    .smaps = { .rss = 8, .pss = 8, .anon = 8, .private_dirty = 8 } },
  { "few-zero", PGS_EXPLANATION_PARTIAL, ANON,
    .runs = { { 3, PRESENT | PGS_PAGE_ZERO }, { 8, PRESENT } },
    .smaps = { .rss = 8, .pss = 8, .anon = 8, .private_dirty = 8 } },
  { "stack", PGS_EXPLANATION_STACK, .perms = "rw-p", .path = "[stack]", .runs = { { 3, PRESENT } },
    .smaps = { .rss = 3, .pss = 3, .anon = 3, .private_dirty = 3 } },
  { "thread-stack", PGS_EXPLANATION_THREAD_STACK, ANON, .flags = PGS_MAPPING_THREAD_STACK,
    .runs = { { 3, PRESENT } },
    .smaps = { .rss = 3, .pss = 3, .anon = 3, .private_dirty = 3 } },
  { "fork-shared", PGS_EXPLANATION_FORK_SHARED, ANON, .runs = { { 10, PRESENT } },
    .smaps = { .rss = 10, .pss = 6, .anon = 10, .private_dirty = 2, .shared_dirty = 8 } },
  { "heap", PGS_EXPLANATION_HEAP, .perms = "rw-p", .path = "[heap]", .runs = { { 3, PRESENT } },
    .smaps = { .rss = 3, .pss = 3, .anon = 3, .private_dirty = 3 } },
  { "untouched", PGS_EXPLANATION_UNTOUCHED, ANON },
  { "untouched-without-smaps", PGS_EXPLANATION_UNTOUCHED, ANON, .no_smaps = TRUE },
  { "unread-file", PGS_EXPLANATION_UNREAD_FILE, DATA_FILE },
  { "copied", PGS_EXPLANATION_COPIED, .perms = "rw-p", .inode = 60, .path = "/data",
    .runs = { { 16, PRESENT } },
    .smaps = { .rss = 16, .pss = 16, .anon = 8, .private_clean = 8, .private_dirty = 8 } },
  { "all-copied", PGS_EXPLANATION_ALL_COPIED, .perms = "rw-p", .inode = 60, .path = "/data",
    .runs = { { 4, PRESENT } },
    .smaps = { .rss = 4, .pss = 4, .anon = 4, .private_dirty = 4 } },
  { "file-shared", PGS_EXPLANATION_FILE_SHARED, LIB, .runs = { { 10, PRESENT | PGS_PAGE_FILE } },
    .smaps = { .rss = 10, .pss = 2, .shared_clean = 10 } },
  { "shared-memory", PGS_EXPLANATION_SHARED_MEMORY, .perms = "rw-s", .inode = 5,
    .path = "/dev/zero", .flags = PGS_MAPPING_DELETED, .runs = { { 3, PRESENT } },
    .smaps = { .rss = 3, .pss = 3, .private_dirty = 3 } },
  { "file-partial", PGS_EXPLANATION_FILE_PARTIAL, DATA_FILE, .runs = { { 3, PRESENT } },
    .smaps = { .rss = 3, .pss = 3, .private_clean = 3 } },
  { "full", PGS_EXPLANATION_FULL, ANON, .runs = { { 16, PRESENT } },
    .smaps = { .rss = 16, .pss = 16, .anon = 16, .private_dirty = 16 } },
  { "partial", PGS_EXPLANATION_PARTIAL, ANON, .runs = { { 6, PRESENT } },
    .smaps = { .rss = 6, .pss = 6, .anon = 6, .private_dirty = 6 } },
  { "partial-without-smaps", PGS_EXPLANATION_PARTIAL, ANON, .no_smaps = TRUE,
    .runs = { { 6, PRESENT } } },
};

#define FIRST_PAGE 1000
#define N_PAGES 16

static PgsMaps *
maps_new (const Case *test)
{
  ExampleMapping rows[2] = { { FIRST_PAGE, FIRST_PAGE + N_PAGES, test->perms, test->inode,
                               test->path, test->flags } };

  if (test->above != NULL)
    rows[1] = *test->above;
  return example_maps_new (rows, test->above != NULL ? 2 : 1);
}

static PgsPages *
pages_new (const Case *test,
           PgsMaps    *maps)
{
  PgsPagesBuilder *builder
      = pgs_pages_builder_new (maps, EXAMPLE_SHIFT, test->known != 0 ? test->known : ALL_STATES);
  guint64 at = FIRST_PAGE;

  for (gsize i = 0; i < G_N_ELEMENTS (test->runs); i++)
    {
      pgs_pages_builder_add (builder, at, test->runs[i].count, test->runs[i].states);
      at += test->runs[i].count;
    }
  return pgs_pages_builder_end (builder);
}

static PgsSmaps *
smaps_new (const Case *test,
           PgsMaps    *maps)
{
  PgsSmapsBuilder *builder = pgs_smaps_builder_new (maps);
  PgsRegionSmaps bytes = test->smaps;
  guint64 *const fields[] = { &bytes.rss, &bytes.pss, &bytes.swap, &bytes.anon,
                              &bytes.private_clean, &bytes.private_dirty, &bytes.shared_clean,
                              &bytes.shared_dirty, &bytes.locked, &bytes.anon_huge,
                              &bytes.private_hugetlb, &bytes.shared_hugetlb };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    *fields[i] *= EXAMPLE_PAGE;
  pgs_smaps_builder_add (builder, FIRST_PAGE * EXAMPLE_PAGE,
                         (FIRST_PAGE + N_PAGES) * EXAMPLE_PAGE, &bytes);
  return pgs_smaps_builder_end (builder);
}

static PgsSnapshot *
snapshot_new (const Case *test)
{
  PgsSnapshot *snapshot = pgs_snapshot_new ();

  snapshot->page_size = EXAMPLE_PAGE;
  snapshot->process = pgs_process_info_new ();
  snapshot->maps = maps_new (test);
  if (test->pages_denied)
    snapshot->access[PGS_PART_PAGEMAP] = PGS_ACCESS_DENIED;
  else
    snapshot->pages = pages_new (test, snapshot->maps);
  if (!test->no_smaps)
    snapshot->smaps = smaps_new (test, snapshot->maps);
  return snapshot;
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (PgsSnapshot) snapshot = snapshot_new (test);
  PgsExplanation explanation;

  pgs_explanation_init (&explanation, snapshot, 0);
  g_assert_cmpint (explanation.id, ==, test->expected);
  g_assert_cmpuint (explanation.size, ==, N_PAGES * EXAMPLE_PAGE);
  g_assert_cmpuint (explanation.block, ==, 2 << 20);
  if (test->no_smaps)
    {
      g_assert_cmpuint (explanation.pss, ==, PGS_UNKNOWN);
      g_assert_cmpuint (explanation.anon, ==, PGS_UNKNOWN);
      return;
    }
  g_assert_cmpuint (explanation.rss, ==, test->smaps.rss * EXAMPLE_PAGE);
  g_assert_cmpuint (explanation.pss, ==, test->smaps.pss * EXAMPLE_PAGE);
  g_assert_cmpuint (explanation.shared, ==,
                    (test->smaps.shared_clean + test->smaps.shared_dirty) * EXAMPLE_PAGE);
}

static void
test_all_chosen (void)
{
  gboolean chosen[PGS_N_EXPLANATIONS] = { FALSE };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    chosen[cases[i].expected] = TRUE;
  for (guint id = 0; id < PGS_N_EXPLANATIONS; id++)
    g_assert_true (chosen[id]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/core/explanation/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/core/explanation/all-chosen", test_all_chosen);
  return g_test_run ();
}
