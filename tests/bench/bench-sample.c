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
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "pgs-pagemap-abi.h"
#include "pgs-process.h"

#define SPACE_END 0x7ffffffff000
#define N_RANGES 256
#define N_CELLS 2048

static char buffer[256 * 1024];

static gint64
cpu_time_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static int
open_of (int         pid,
         const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", pid, name);
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    g_error ("%s: %s", path, g_strerror (errno));
  return fd;
}

static void
read_all (int fd)
{
  off_t offset = 0;
  ssize_t n_read;

  while ((n_read = pread (fd, buffer, sizeof buffer, offset)) > 0)
    offset += n_read;
}

static void
scan_all (int fd)
{
  static PgsScanRange ranges[N_RANGES];
  PgsScanArg arg = {
    .size = sizeof arg,
    .end = SPACE_END,
    .vec = (guint64) (gsize) ranges,
    .vec_len = N_RANGES,
    .category_anyof_mask = PGS_SCAN_PRESENT | PGS_SCAN_SWAPPED,
    .return_mask = PGS_SCAN_PRESENT | PGS_SCAN_SWAPPED | PGS_SCAN_PFNZERO | PGS_SCAN_HUGE,
  };
  int n;

  while ((n = ioctl (fd, PGS_PAGEMAP_SCAN, &arg)) == N_RANGES)
    arg.start = MAX (arg.walk_end, ranges[n - 1].end);
  if (n < 0)
    g_error ("PAGEMAP_SCAN: %s", g_strerror (errno));
}

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
    { mappings[0].start, SPACE_END },
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
  maps = open_of (pid, "maps");
  pagemap = open_of (pid, "pagemap");
  stat = open_of (pid, "stat");
  statm = open_of (pid, "statm");

  for (int i = 0; i < rounds; i++)
    {
      gint64 start = cpu_time_ns (), middle;
      g_autoptr (PgsSnapshot) snapshot = pgs_process_sample (process, PGS_SECTION_PAGES, &error);

      if (snapshot == NULL)
        g_error ("%s", error->message);
      bucket_all (snapshot);
      middle = cpu_time_ns ();
      read_all (stat);
      read_all (statm);
      read_all (maps);
      scan_all (pagemap);
      printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", middle - start, cpu_time_ns () - middle);
    }
  return 0;
}
