/* bench-diff.c: what it takes to compare two snapshots
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: bench-diff CASE REGIONS PAGES
 * Makes two snapshots of so many regions of so many pages each, compares them some times, and prints
 * the median of the CPU time in µs, and how many entries and runs there were.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "pgs-diff.h"

#define PAGE 4096
#define SHIFT 12
#define TIMES 9

/* What the second snapshot differs in. */
typedef enum
{
  SAME,    /* nothing, but it is another one in memory */
  SOME,    /* every hundredth region grew by a page */
  ALL,     /* in every region every second page came */
  MOVED,   /* every region is at another address */
} Case;

static PgsMaps *
maps_new (guint64 n_regions,
          guint64 n_pages,
          Case    what)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (n_regions);
  const guint64 base = what == MOVED ? G_GUINT64_CONSTANT (0x7f0000000000) : 0x10000000;

  for (guint64 i = 0; i < n_regions; i++)
    {
      PgsMapping mapping = { .perms = i % 2 ? 3 : 1, .inode = i % 4 == 0 ? 1 + i / 4 : 0 };
      char path[64];

      g_snprintf (path, sizeof path, "/usr/lib/library-%" G_GUINT64_FORMAT ".so", i / 4);
      mapping.start = base + i * (n_pages + 3) * PAGE;
      mapping.end = mapping.start + (n_pages + (what == SOME && i % 100 == 0)) * PAGE;
      pgs_maps_builder_add (builder, &mapping, path, mapping.inode != 0 ? strlen (path) : 0);
    }
  return pgs_maps_builder_end (builder, NULL);
}

static PgsSnapshot *
snapshot_new (guint64 n_regions,
              guint64 n_pages,
              Case    what)
{
  PgsSnapshot *snapshot = pgs_snapshot_new ();
  PgsPagesBuilder *builder;

  snapshot->page_size = PAGE;
  snapshot->maps = maps_new (n_regions, n_pages, what);
  builder = pgs_pages_builder_new (snapshot->maps, SHIFT, (PgsPageState) 0xff);
  for (gsize i = 0; i < n_regions; i++)
    {
      const PgsMapping *mapping = pgs_maps_get (snapshot->maps, i);
      const guint64 first = mapping->start >> SHIFT;
      const guint64 end = mapping->end >> SHIFT;

      if (what != ALL)
        pgs_pages_builder_add (builder, first, end - first, PGS_PAGE_PRESENT);
      for (guint64 page = first; what == ALL && page < end; page += 2)
        pgs_pages_builder_add (builder, page, 1, PGS_PAGE_PRESENT);
    }
  snapshot->pages = pgs_pages_builder_end (builder);
  return snapshot;
}

static gint64
cpu_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static int
compare_times (const void *a,
               const void *b)
{
  const gint64 x = *(const gint64 *) a;
  const gint64 y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

int
main (int    argc,
      char **argv)
{
  const Case what = argc == 4 ? (Case) atoi (argv[1]) : SAME;
  const guint64 n_regions = argc == 4 ? g_ascii_strtoull (argv[2], NULL, 10) : 60000;
  const guint64 n_pages = argc == 4 ? g_ascii_strtoull (argv[3], NULL, 10) : 20;
  g_autoptr (PgsSnapshot) a = snapshot_new (n_regions, n_pages, SAME);
  g_autoptr (PgsSnapshot) b = snapshot_new (n_regions, n_pages, what);
  gint64 times[TIMES];
  gsize n_entries = 0;
  gsize n_runs = 0;

  for (gsize i = 0; i < TIMES; i++)
    {
      const gint64 began = cpu_us ();
      g_autoptr (PgsDiff) diff = pgs_diff_new (a, b);

      times[i] = cpu_us () - began;
      pgs_diff_get_entries (diff, &n_entries);
      pgs_diff_get_runs (diff, &n_runs);
    }
  qsort (times, TIMES, sizeof *times, compare_times);
  printf ("%" G_GINT64_FORMAT " %" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT "\n", times[TIMES / 2], n_entries,
          n_runs);
  return 0;
}
