/* sample-space.c: a small address space made by hand, with every kind of region and page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "sample-space.h"

#include <string.h>

#define PAGE 4096
#define SHIFT 12
#define RW (PGS_PERM_READ | PGS_PERM_WRITE)
#define RX (PGS_PERM_READ | PGS_PERM_EXEC)

static const struct
{
  guint64 start;
  guint64 n_pages;
  guint perms;
  guint64 inode;
  const char *path;
} mappings[] = {
  { 0x555555554000, 8, PGS_PERM_READ, 10, "/usr/bin/demo" },
  { 0x55555555c000, 20, RX, 10, "/usr/bin/demo" },
  { 0x555555570000, 4, RW, 10, "/usr/bin/demo" },
  { 0x555555574000, 3, RW, 0, NULL },
  { 0x5555557b0000, 921, RW, 0, "[heap]" },
  { 0x7f0000000000, 25600, RW, 0, NULL },
  { 0x7f0010000000, 4608, PGS_PERM_READ, 20, "/usr/share/fonts/Noto.ttc" },
  { 0x7f0020000000, 75, RW | PGS_PERM_SHARED, 30, "/memfd:shared" },
  { 0x7f0030000000, 40, PGS_PERM_READ, 40, "/usr/lib/libc.so.6" },
  { 0x7f0030028000, 350, RX, 40, "/usr/lib/libc.so.6" },
  { 0x7f0030186000, 60, RW, 40, "/usr/lib/libc.so.6" },
  { 0x7f00301c2000, 13, RW, 0, NULL },
  { 0x7f0040000000, 512, RW, 0, NULL },
  { 0x7ffff7fc0000, 6, PGS_PERM_READ, 0, "[vvar]" },
  { 0x7ffff7fc6000, 2, RX, 0, "[vdso]" },
  { 0x7ffffffde000, 33, RW, 0, "[stack]" },
  { 0xffffffffff600000, 1, RX, 0, "[vsyscall]" },
};

#define PRESENT PGS_PAGE_PRESENT
#define OF_FILE (PGS_PAGE_PRESENT | PGS_PAGE_FILE)

static const SampleRun runs[] = {
  { 0x555555554, 8, OF_FILE },
  { 0x55555555c, 11, OF_FILE },
  { 0x555555570, 2, PRESENT | PGS_PAGE_EXCLUSIVE },
  { 0x555555575, 1, PRESENT | PGS_PAGE_EXCLUSIVE },
  { 0x5555557b0, 700, PRESENT | PGS_PAGE_EXCLUSIVE },
  { 0x555555a6c, 50, PGS_PAGE_SWAPPED },
  { 0x7f0000000, 10240, PRESENT | PGS_PAGE_EXCLUSIVE },
  { 0x7f0002811, 1, PRESENT },
  { 0x7f0002ee0, 512, PRESENT | PGS_PAGE_HUGE | PGS_PAGE_EXCLUSIVE },
  { 0x7f0004000, 3000, PGS_PAGE_SWAPPED },
  { 0x7f0010000, 1024, OF_FILE },
  { 0x7f0020000, 30, OF_FILE },
  { 0x7f0030000, 40, OF_FILE },
  { 0x7f0030064, 111, OF_FILE },
  { 0x7f0030186, 9, PRESENT },
  { 0x7f0030190, 12, OF_FILE },
  { 0x7f00301c3, 5, PRESENT | PGS_PAGE_EXCLUSIVE },
  { 0x7f0040000, 100, PRESENT | PGS_PAGE_ZERO },
  { 0x7f0040100, 16, PGS_PAGE_GUARD },
  { 0x7f0040180, 64, PRESENT | PGS_PAGE_HUGE },
  { 0x7ffff7fc6, 1, PRESENT },
  { 0x7ffffffde + 30, 3, PRESENT | PGS_PAGE_EXCLUSIVE },
};

static void
add (PgsMapsBuilder *builder,
     guint64         start,
     guint64         n_pages,
     guint           perms,
     guint64         inode,
     const char     *path)
{
  const PgsMapping mapping = { .start = start,
                               .end = start + n_pages * PAGE,
                               .inode = inode,
                               .dev_major = inode != 0 ? 8 : 0,
                               .perms = perms };

  pgs_maps_builder_add (builder, &mapping, path, path != NULL ? strlen (path) : 0);
}

/* The runs that sample_space_new() has, ascending. */
const SampleRun *
sample_space_get_runs (gsize *n_runs)
{
  *n_runs = G_N_ELEMENTS (runs);
  return runs;
}

/* Anonymous mappings of one page that take turns being writable, as many as wanted. */
PgsMaps *
sample_space_new_maps (guint n_mappings)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (n_mappings);

  for (guint i = 0; i < n_mappings; i++)
    add (builder, 0x7f0000000000 + (guint64) i * PAGE, 1, i % 2 ? RW : PGS_PERM_READ, 0, NULL);
  return pgs_maps_builder_end (builder, NULL);
}

/* The sample, with all states known. */
PgsSnapshot *
sample_space_new (void)
{
  const PgsExe exe = { .inode = 10, .dev_major = 8, .path = "/usr/bin/demo" };
  PgsMapsBuilder *builder = pgs_maps_builder_new (G_N_ELEMENTS (mappings));
  PgsSnapshot *snapshot = pgs_snapshot_new ();
  PgsPagesBuilder *pages;

  for (gsize i = 0; i < G_N_ELEMENTS (mappings); i++)
    add (builder, mappings[i].start, mappings[i].n_pages, mappings[i].perms, mappings[i].inode, mappings[i].path);
  snapshot->page_size = PAGE;
  snapshot->process = pgs_process_info_new ();
  snapshot->process->pid = 4242;
  snapshot->process->name = g_strdup ("demo");
  snapshot->counters.virt = 199 << 20;
  snapshot->counters.res = 77 << 20;
  snapshot->maps = pgs_maps_builder_end (builder, &exe);
  pages = pgs_pages_builder_new (snapshot->maps, SHIFT, 0xff & ~PGS_PAGE_SOFT_DIRTY);
  for (gsize i = 0; i < G_N_ELEMENTS (runs); i++)
    pgs_pages_builder_add (pages, runs[i].first, runs[i].n_pages, runs[i].states);
  snapshot->pages = pgs_pages_builder_end (pages);
  return snapshot;
}
