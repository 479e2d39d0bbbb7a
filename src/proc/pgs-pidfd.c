/* pgs-pidfd.c: when and how a process ended that is not our child
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A pidfd polls readable once the process has ended, also while it is a zombie. How it ended is
 * only told to its parent, until Linux 6.15, where PIDFD_GET_INFO tells it to everyone who held a
 * pidfd, after the parent has taken note.
 * Source: include/uapi/linux/pidfd.h, of which this is a local copy, and fs/pidfs.c.
 */
#include "config.h"

#include "pgs-pidfd.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PIDFD_INFO_EXIT ((guint64) 1 << 3)

/* The kernel's struct pidfd_info in its first size, which every later kernel accepts. */
typedef struct
{
  guint64 mask;
  guint64 cgroup_id;
  guint32 ids[11]; /* pid, tgid, ppid and the user and group IDs */
  gint32 exit_code;
} PidfdInfo;

#define PIDFD_GET_INFO _IOWR (0xff, 11, PidfdInfo)

G_STATIC_ASSERT (sizeof (PidfdInfo) == 64);

/**
 * pgs_pidfd_open:
 * @pid: a process
 *
 * Returns: (transfer full): a descriptor that stands for it, the caller's to close; -1 if there is
 *   none, or none for this ID, as for a thread's
 */
int
pgs_pidfd_open (gint pid)
{
#ifdef SYS_pidfd_open
  return (int) syscall (SYS_pidfd_open, pid, 0);
#else
  return -1;
#endif
}

/**
 * pgs_pidfd_has_ended:
 * @pidfd: a descriptor from pgs_pidfd_open(), or -1
 *
 * Returns: whether all of its threads have ended; %FALSE for -1
 */
gboolean
pgs_pidfd_has_ended (int pidfd)
{
  struct pollfd poll_fd = { .fd = pidfd, .events = POLLIN };

  return pidfd >= 0 && poll (&poll_fd, 1, 0) == 1 &&
         (poll_fd.revents & (POLLIN | POLLHUP)) != 0;
}

/**
 * pgs_pidfd_get_exit:
 * @pidfd: a descriptor from pgs_pidfd_open(), or -1
 * @status: (out): as from wait(2)
 *
 * Returns: whether the kernel tells: not for -1, not before its parent has waited for it, and not
 *   before Linux 6.15
 */
gboolean
pgs_pidfd_get_exit (int  pidfd,
                    int *status)
{
  PidfdInfo info = { .mask = PIDFD_INFO_EXIT };

  if (pidfd < 0 || ioctl (pidfd, PIDFD_GET_INFO, &info) != 0 || !(info.mask & PIDFD_INFO_EXIT))
    return FALSE;
  *status = info.exit_code;
  return TRUE;
}
