/* bench-proc.c: /proc files of a process, read as barely as can be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench-proc.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "pgs-pagemap-abi.h"

#define N_RANGES 256

/* A file of @pid that is there. */
int
bench_proc_open (gint        pid,
                 const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", pid, name);
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    g_error ("%s: %s", path, g_strerror (errno));
  return fd;
}

/* All of it from the beginning, thrown away. */
void
bench_proc_read (int fd)
{
  static char buffer[256 * 1024];
  off_t offset = 0;
  ssize_t n_read;

  while ((n_read = pread (fd, buffer, sizeof buffer, offset)) > 0)
    offset += n_read;
}

/* One PAGEMAP_SCAN over the whole space, thrown away. */
void
bench_proc_scan (int     fd,
                 guint64 return_mask)
{
  static PgsScanRange ranges[N_RANGES];
  PgsScanArg arg = {
    .size = sizeof arg,
    .end = BENCH_PROC_SPACE_END,
    .vec = (guint64) (gsize) ranges,
    .vec_len = N_RANGES,
    .category_anyof_mask = PGS_SCAN_PRESENT | PGS_SCAN_SWAPPED,
    .return_mask = return_mask,
  };
  int n;

  while ((n = ioctl (fd, PGS_PAGEMAP_SCAN, &arg)) == N_RANGES)
    arg.start = MAX (arg.walk_end, ranges[n - 1].end);
  if (n < 0)
    g_error ("PAGEMAP_SCAN: %s", g_strerror (errno));
}
