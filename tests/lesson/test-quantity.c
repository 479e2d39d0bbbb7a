/* test-quantity.c: what is measured of a range that the kernel's mappings do not fit
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lesson-quantity.h"

#define PAGE 0x1000
#define SHIFT 12
#define KNOWN                                                                                           \
  (PGS_PAGE_PRESENT | PGS_PAGE_SWAPPED | PGS_PAGE_FILE | PGS_PAGE_EXCLUSIVE | PGS_PAGE_HUGE | PGS_PAGE_ZERO | \
   PGS_PAGE_GUARD)

/* Pages 0x10 … 0x1f and, behind a gap, 0x30 … 0x3f. Of the first mapping, pages 0x12 … 0x15 are present, of which
 * 0x15 shows the zero page, and 0x16 is swapped; of the second, all are present, shared. */
static PgsSnapshot *
make_snapshot (PgsPageState known)
{
  PgsSnapshot *snapshot = pgs_snapshot_new ();
  PgsMapsBuilder *maps = pgs_maps_builder_new (2);
  PgsPagesBuilder *pages;
  PgsSmapsBuilder *smaps;

  snapshot->page_size = PAGE;
  pgs_maps_builder_add (maps, &(PgsMapping){ .start = 0x10 * PAGE, .end = 0x20 * PAGE,
                                             .perms = PGS_PERM_READ | PGS_PERM_WRITE }, NULL, 0);
  pgs_maps_builder_add (maps, &(PgsMapping){ .start = 0x30 * PAGE, .end = 0x40 * PAGE, .perms = PGS_PERM_READ }, NULL, 0);
  snapshot->maps = pgs_maps_builder_end (maps, NULL);
  pages = pgs_pages_builder_new (snapshot->maps, SHIFT, known);
  pgs_pages_builder_add (pages, 0x12, 3, PGS_PAGE_PRESENT | PGS_PAGE_EXCLUSIVE);
  pgs_pages_builder_add (pages, 0x15, 1, PGS_PAGE_PRESENT | (known & PGS_PAGE_ZERO));
  pgs_pages_builder_add (pages, 0x16, 1, PGS_PAGE_SWAPPED);
  pgs_pages_builder_add (pages, 0x30, 16, PGS_PAGE_PRESENT);
  snapshot->pages = pgs_pages_builder_end (pages);
  smaps = pgs_smaps_builder_new (snapshot->maps);
  pgs_smaps_builder_add (smaps, 0x10 * PAGE, 0x20 * PAGE,
                         &(PgsRegionSmaps){ .rss = 3 * PAGE, .pss = 3 * PAGE, .swap = PAGE, .private_dirty = 3 * PAGE });
  pgs_smaps_builder_add (smaps, 0x30 * PAGE, 0x40 * PAGE, &(PgsRegionSmaps){ .rss = 16 * PAGE, .pss = 8 * PAGE });
  snapshot->smaps = pgs_smaps_builder_end (smaps);
  return snapshot;
}

typedef struct
{
  const char *name;
  guint64 first, end; /* pages */
  guint64 value;      /* bytes, or a number */
} Case;

static void
check (const PgsSnapshot *snapshot,
       const Case        *cases,
       gsize              n_cases)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      const PgsLessonQuantity *quantity = pgs_lesson_quantity_find (cases[i].name, TRUE);

      g_assert_nonnull (quantity);
      g_test_message ("%s of %" G_GINT64_MODIFIER "x … %" G_GINT64_MODIFIER "x", cases[i].name, cases[i].first,
                      cases[i].end);
      g_assert_cmpuint (pgs_lesson_quantity_read_range (quantity, snapshot, cases[i].first * PAGE, cases[i].end * PAGE),
                        ==, cases[i].value);
    }
}

static void
test_ranges (void)
{
  static const Case cases[] = {
    /* mappings that lie inside */
    { "rss", 0x10, 0x20, 3 * PAGE },
    { "rss", 0x00, 0x50, 19 * PAGE },
    { "pss", 0x10, 0x40, 11 * PAGE },
    { "private_dirty", 0x10, 0x20, 3 * PAGE },
    { "mapped", 0x00, 0x50, 32 * PAGE },
    { "regions", 0x00, 0x50, 2 },
    /* a part, outside of which nothing is in use: all that smaps says is inside */
    { "pss", 0x12, 0x17, 3 * PAGE },
    { "private_dirty", 0x11, 0x1f, 3 * PAGE },
    { "swap", 0x12, 0x17, PAGE },
    /* a part, outside of which something is: only what pages tell is known */
    { "rss", 0x12, 0x14, 2 * PAGE },
    { "rss", 0x14, 0x16, PAGE },
    { "swap", 0x10, 0x16, 0 },
    { "swap", 0x16, 0x17, PAGE },
    { "pss", 0x12, 0x14, PGS_UNKNOWN },
    { "private_dirty", 0x12, 0x14, PGS_UNKNOWN },
    { "pss", 0x17, 0x1f, 0 },
    { "pss", 0x10, 0x38, PGS_UNKNOWN },
    { "rss", 0x10, 0x38, 11 * PAGE },
    /* nothing is there */
    { "rss", 0x20, 0x30, 0 },
    { "pss", 0x50, 0x60, 0 },
    { "present", 0x20, 0x30, 0 },
    { "mapped", 0x20, 0x30, 0 },
    { "regions", 0x20, 0x30, 0 },
    { "region_size", 0x20, 0x30, 0 },
    { "readable", 0x20, 0x30, 0 },
    { "rss", 0x10, 0x10, 0 },
    { "present", 0x12, 0x12, 0 },
    /* pages */
    { "present", 0x10, 0x20, 4 },
    { "present", 0x13, 0x14, 1 },
    { "zero", 0x00, 0x50, 1 },
    { "swapped", 0x00, 0x50, 1 },
    { "exclusive", 0x00, 0x50, 3 },
    { "guard", 0x00, 0x50, 0 },
    /* mappings */
    { "mapped", 0x18, 0x38, 16 * PAGE },
    { "regions", 0x1f, 0x31, 2 },
    { "region_size", 0x18, 0x19, 16 * PAGE },
    { "readable", 0x10, 0x11, 1 },
    { "writable", 0x10, 0x11, 1 },
    { "writable", 0x30, 0x31, 0 },
    { "executable", 0x30, 0x31, 0 },
  };
  g_autoptr (PgsSnapshot) snapshot = make_snapshot (KNOWN);

  check (snapshot, cases, G_N_ELEMENTS (cases));
}

/* What a page touches counts whole: a global variable lies somewhere in a page. */
static void
test_bytes (void)
{
  g_autoptr (PgsSnapshot) snapshot = make_snapshot (KNOWN);
  const PgsLessonQuantity *present = pgs_lesson_quantity_find ("present", TRUE);

  g_assert_cmpuint (pgs_lesson_quantity_read_range (present, snapshot, 0x12 * PAGE + 8, 0x12 * PAGE + 12), ==, 1);
  g_assert_cmpuint (pgs_lesson_quantity_read_range (present, snapshot, 0x12 * PAGE + 8, 0x13 * PAGE + 1), ==, 2);
  g_assert_cmpuint (pgs_lesson_quantity_read_range (present, snapshot, 0x11 * PAGE + 8, 0x12 * PAGE), ==, 0);
}

/* A kernel that does not tell zero pages: what depends on them is unknown, not 0. */
static void
test_unknown (void)
{
  static const Case cases[] = {
    { "zero", 0x10, 0x20, PGS_UNKNOWN },
    { "exclusive", 0x10, 0x20, PGS_UNKNOWN },
    { "present", 0x10, 0x20, 4 },
    { "rss", 0x10, 0x20, 3 * PAGE },
    { "rss", 0x12, 0x14, PGS_UNKNOWN },
    { "swap", 0x12, 0x14, 0 },
  };
  static const Case none[] = {
    { "present", 0x10, 0x20, PGS_UNKNOWN }, { "rss", 0x10, 0x20, PGS_UNKNOWN },    { "mapped", 0x10, 0x20, PGS_UNKNOWN },
    { "regions", 0x10, 0x20, PGS_UNKNOWN }, { "readable", 0x10, 0x20, PGS_UNKNOWN },
  };
  g_autoptr (PgsSnapshot) snapshot = make_snapshot (PGS_PAGE_PRESENT | PGS_PAGE_SWAPPED);
  g_autoptr (PgsSnapshot) denied = pgs_snapshot_new ();

  check (snapshot, cases, G_N_ELEMENTS (cases));
  check (denied, none, G_N_ELEMENTS (none));
}

/* Of a process of which nothing could be read, nothing is known. */
static void
test_processes (void)
{
  g_autoptr (PgsSnapshot) denied = pgs_snapshot_new ();
  gsize n_quantities;
  const PgsLessonQuantity *quantities = pgs_lesson_quantity_get_all (PGS_SCOPE_PROCESS, &n_quantities);

  denied->counters.state = '\0';
  for (gsize i = 0; i < n_quantities; i++)
    {
      g_test_message ("%s", quantities[i].name);
      if (quantities[i].unit != PGS_UNIT_YES_NO) /* alive, known: those are never unknown */
        g_assert_cmpuint (pgs_lesson_quantity_read_process (&quantities[i], denied), ==, PGS_UNKNOWN);
      g_assert_true (pgs_lesson_quantity_find (quantities[i].name, FALSE) == &quantities[i]);
    }
  denied->counters.state = 'Z';
  g_assert_cmpuint (pgs_lesson_quantity_read_process (pgs_lesson_quantity_find ("alive", FALSE), denied), ==, 0);
  g_assert_cmpuint (pgs_lesson_quantity_read_process (pgs_lesson_quantity_find ("state", FALSE), denied), ==, 'Z');
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/quantity/ranges", test_ranges);
  g_test_add_func ("/lesson/quantity/bytes", test_bytes);
  g_test_add_func ("/lesson/quantity/unknown", test_unknown);
  g_test_add_func ("/lesson/quantity/processes", test_processes);
  return g_test_run ();
}
