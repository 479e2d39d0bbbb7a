/* example-snapshot.c: a snapshot made by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * 1,168 pages are mapped (vsyscall apart). 1,049 are present; of these 5 are the zero page, 512 are
 * in hugetlb and 1 is vvar's, which leaves 531; the kernel's counter says 533. 5 are swapped, 1 is a
 * guard, 113 were never touched. 1,024 are huge, half of them in hugetlb.
 */
#include "example-snapshot.h"

#include "example.h"

#define VSYSCALL (G_GUINT64_CONSTANT (0xffffffffff600000) / EXAMPLE_PAGE)

static const ExampleMapping mappings[EXAMPLE_N_REGIONS] = {
  { 100, 101, "r--p", EXAMPLE_EXE_INODE, "/bin/\xff\n", PGS_MAPPING_DELETED },
  { 101, 103, "r-xp", EXAMPLE_EXE_INODE, "/bin/\xff\n", PGS_MAPPING_DELETED },
  { 103, 104, "rw-p", EXAMPLE_EXE_INODE, "/bin/\xff\n", PGS_MAPPING_DELETED },
  { 104, 105, "rw-p", 0, NULL, 0 },
  { 110, 210, "rw-p", 0, "[heap]", 0 },
  { 300, 812, "rw-p", 0, NULL, 0 },
  { 1024, 1536, "rw-s", 50, "/anon_hugepage", PGS_MAPPING_DELETED },
  { 2000, 2004, "r--p", 0, "[vvar]", 0 },
  { 2004, 2006, "r-xp", 0, "[vdso]", 0 },
  { 3000, 3033, "rw-p", 0, "[stack]", 0 },
  { VSYSCALL, VSYSCALL + 1, "--xp", 0, "[vsyscall]", 0 },
};

static PgsPages *
pages_new (PgsMaps      *maps,
           PgsPageState  known)
{
  static const struct
  {
    guint64 first;
    guint64 count;
    guint states;
  } ranges[] = {
    { 100, 3, PGS_PAGE_PRESENT | PGS_PAGE_FILE },
    { 103, 2, PGS_PAGE_PRESENT | PGS_PAGE_EXCLUSIVE },
    { 110, 10, PGS_PAGE_PRESENT | PGS_PAGE_EXCLUSIVE },
    { 120, 5, PGS_PAGE_PRESENT | PGS_PAGE_ZERO },
    { 125, 5, PGS_PAGE_SWAPPED },
    { 130, 1, PGS_PAGE_SWAPPED | PGS_PAGE_GUARD },
    { 300, 512, PGS_PAGE_PRESENT | PGS_PAGE_EXCLUSIVE | PGS_PAGE_HUGE },
    { 1024, 512, PGS_PAGE_PRESENT | PGS_PAGE_FILE | PGS_PAGE_HUGE },
    { 2000, 1, PGS_PAGE_PRESENT },
    { 2004, 1, PGS_PAGE_PRESENT | PGS_PAGE_FILE },
    { 3030, 3, PGS_PAGE_PRESENT | PGS_PAGE_EXCLUSIVE },
  };
  PgsPagesBuilder *builder = pgs_pages_builder_new (maps, EXAMPLE_SHIFT, known);

  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    pgs_pages_builder_add (builder, ranges[i].first, ranges[i].count, ranges[i].states);
  return pgs_pages_builder_end (builder);
}

/* In pages: RSS 531, PSS 530, private clean 1 and dirty 527, shared clean 3; hugetlb 512. */
static PgsSmaps *
smaps_new (PgsMaps *maps)
{
  static const PgsRegionSmaps counters[EXAMPLE_N_REGIONS] = {
    { .rss = 1, .pss = 1, .private_clean = 1, .vm_flags = "rd mr" },
    { .rss = 2, .pss = 1, .shared_clean = 2, .vm_flags = "rd ex mr" },
    { .rss = 1, .pss = 1, .anon = 1, .private_dirty = 1, .vm_flags = "rd wr mr" },
    { .rss = 1, .pss = 1, .anon = 1, .private_dirty = 1, .vm_flags = "rd wr mr" },
    { .rss = 10, .pss = 10, .swap = 5, .anon = 10, .private_dirty = 10, .vm_flags = "rd wr" },
    { .rss = 512, .pss = 512, .anon = 512, .private_dirty = 512, .anon_huge = 512,
      .vm_flags = "rd wr hg" },
    { .private_hugetlb = 512, .vm_flags = "rd wr sh ht" },
    { .vm_flags = "rd mr pf io de dd" },
    { .rss = 1, .pss = 1, .shared_clean = 1, .vm_flags = "rd ex mr mw me de" },
    { .rss = 3, .pss = 3, .anon = 3, .private_dirty = 3, .locked = 3, .vm_flags = "rd wr gd lo" },
    { .vm_flags = "ex" },
  };
  PgsSmapsBuilder *builder = pgs_smaps_builder_new (maps);

  for (gsize i = 0; i < EXAMPLE_N_REGIONS; i++)
    {
      PgsRegionSmaps bytes = counters[i];

      bytes.rss *= EXAMPLE_PAGE;
      bytes.pss *= EXAMPLE_PAGE;
      bytes.swap *= EXAMPLE_PAGE;
      bytes.anon *= EXAMPLE_PAGE;
      bytes.private_clean *= EXAMPLE_PAGE;
      bytes.private_dirty *= EXAMPLE_PAGE;
      bytes.shared_clean *= EXAMPLE_PAGE;
      bytes.locked *= EXAMPLE_PAGE;
      bytes.anon_huge *= EXAMPLE_PAGE;
      bytes.private_hugetlb *= EXAMPLE_PAGE;
      pgs_smaps_builder_add (builder, mappings[i].first * EXAMPLE_PAGE,
                             mappings[i].end * EXAMPLE_PAGE, &bytes);
    }
  return pgs_smaps_builder_end (builder);
}

static PgsProcessInfo *
process_new (void)
{
  static const char *const cmdline[] = { "/bin/\xff\n", "--say=\"\033[1m\"", "", NULL };
  PgsProcessInfo *process = pgs_process_info_new ();

  process->pid = 4242;
  process->uid = 1000;
  process->name = g_strdup ("ex\tample");
  process->user = g_strdup ("alice");
  process->exe = g_strdup ("/bin/\xff\n (deleted)");
  process->cmdline = g_strdupv ((GStrv) cmdline);
  process->cgroup = g_strdup ("/user.slice");
  process->started_at_us = G_GINT64_CONSTANT (1000000000000001); /* 2001-09-09T01:46:40.000001Z */
  return process;
}

/* A snapshot whose pages tell the states in @known; without any there are no pages. */
PgsSnapshot *
example_snapshot_new (PgsPageState known,
                      gboolean     with_smaps)
{
  PgsSnapshot *snapshot = pgs_snapshot_new ();

  snapshot->taken_at_us = G_GINT64_CONSTANT (1795190400123456); /* 2026-11-20T16:00:00.123456Z */
  snapshot->page_size = EXAMPLE_PAGE;
  snapshot->process = process_new ();
  snapshot->maps = example_maps_new (mappings, EXAMPLE_N_REGIONS);
  if (known != 0)
    snapshot->pages = pages_new (snapshot->maps, known);
  if (with_smaps)
    snapshot->smaps = smaps_new (snapshot->maps);
  snapshot->access[PGS_PART_PFN] = PGS_ACCESS_DENIED;
  snapshot->counters.state = 'S';
  snapshot->counters.priority = 20;
  snapshot->counters.nice = -5;
  snapshot->counters.threads = 3;
  snapshot->counters.virt = 1168 * EXAMPLE_PAGE;
  snapshot->counters.res = 533 * EXAMPLE_PAGE;
  snapshot->counters.shr = 5 * EXAMPLE_PAGE;
  snapshot->counters.anon = 525 * EXAMPLE_PAGE;
  snapshot->counters.file = 5 * EXAMPLE_PAGE;
  snapshot->counters.shmem = 0;
  snapshot->counters.hugetlb = 512 * EXAMPLE_PAGE;
  return snapshot;
}
