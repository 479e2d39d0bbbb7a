/* pgs-frame-reader.c: asks the kernel about one page of RAM
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-frame-reader.h"

#include <fcntl.h>
#include <unistd.h>

#define MAX_PFN ((guint64) 1 << 52) /* no machine has more, and the offset cannot overflow */

static gboolean
read_entry (const char    *path,
            PgsOpener     *opener,
            PgsOpenerFile  file,
            guint64        pfn,
            guint64       *entry)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean done;

  if (fd < 0 && opener != NULL)
    fd = pgs_opener_open (opener, 0, file);
  if (fd < 0)
    return FALSE;
  done = pread (fd, entry, sizeof *entry, (off_t) (pfn * sizeof *entry)) == sizeof *entry;
  close (fd);
  return done;
}

/**
 * pgs_frame_read:
 * @pfn: number of a frame
 * @opener: (nullable): who is asked where we may not
 * @frame: (out caller-allocates): what is known of it; nothing without CAP_SYS_ADMIN
 *
 * Some 5 µs. Source: /proc/kpageflags and /proc/kpagecount.
 */
void
pgs_frame_read (guint64    pfn,
                PgsOpener *opener,
                PgsFrame  *frame)
{
  *frame = (PgsFrame) { 0 };
  if (pfn >= MAX_PFN)
    return;
  frame->has_flags = read_entry ("/proc/kpageflags", opener, PGS_OPENER_KPAGEFLAGS, pfn, &frame->flags);
  frame->has_count = read_entry ("/proc/kpagecount", opener, PGS_OPENER_KPAGECOUNT, pfn, &frame->n_mapped);
}
