/* bench-sample.c: what a sample costs beside the least that reading the same can cost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: bench-sample PID ROUNDS
 * Prints one line a round: CPU time of a sample and of the bare loop, in nanoseconds. CPU time of
 * the thread, because a sample sleeps on purpose to let the watched process go on.
 *
 * The floor is one read of maps, one read of statm and stat, and one PAGEMAP_SCAN over the space,
 * with the kernel's answers thrown away.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bench-proc.h"
#include "pgs-pagemap-abi.h"
#include "pgs-pause.h"
#include "pgs-process.h"

#define N_CELLS 2048

/* What a window draws from: the whole space and the largest region in as many cells as a window is
 * wide, 4,096 together. */
static void
bucket_all (const PgsSnapshot *snapshot)
{
  static PgsPageCounts cells[N_CELLS];
  const gsize n = pgs_maps_get_length (snapshot->maps);
  const PgsMapping *mappings = pgs_maps_get (snapshot->maps, 0);
  gsize largest = 0;

  for (gsize i = 0; i < n; i++)
    if (mappings[i].end - mappings[i].start > mappings[largest].end - mappings[largest].start)
      largest = i;
  const guint64 ranges[][2] = {
    { mappings[0].start, BENCH_PROC_SPACE_END },
    { mappings[largest].start, mappings[largest].end },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      const guint64 first = ranges[i][0] / snapshot->page_size, end = ranges[i][1] / snapshot->page_size;
      guint shift = 0;

      while ((end - first) >> shift >= N_CELLS)
        shift++;
      pgs_pages_bucket (snapshot->pages, first, end, shift, cells, N_CELLS);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsProcess) process = NULL;
  int pid = argc == 3 ? atoi (argv[1]) : 0, rounds = argc == 3 ? atoi (argv[2]) : 0;
  int maps, pagemap, stat, statm;

  process = pgs_process_open (pid, &error);
  if (process == NULL)
    g_error ("%s", error->message);
  maps = bench_proc_open (pid, "maps");
  pagemap = bench_proc_open (pid, "pagemap");
  stat = bench_proc_open (pid, "stat");
  statm = bench_proc_open (pid, "statm");

  for (int i = 0; i < rounds; i++)
    {
      gint64 start = pgs_pause_get_cpu_ns (), middle;
      g_autoptr (PgsSnapshot) snapshot = pgs_process_sample (process, PGS_SECTION_PAGES, &error);

      if (snapshot == NULL)
        g_error ("%s", error->message);
      bucket_all (snapshot);
      middle = pgs_pause_get_cpu_ns ();
      bench_proc_read (stat);
      bench_proc_read (statm);
      bench_proc_read (maps);
      bench_proc_scan (pagemap, PGS_SCAN_PRESENT | PGS_SCAN_SWAPPED | PGS_SCAN_PFNZERO | PGS_SCAN_HUGE);
      printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", middle - start, pgs_pause_get_cpu_ns () - middle);
    }
  return 0;
}
