/* pgs-run-clock.c: whether a process has run at all since
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * stat tells CPU time in hundredths of a second. The clock of a process (clock_getcpuclockid(3)) is the exact
 * sum of all its threads and may be read by everybody: one system call, where reading the maps of 640
 * mappings takes a hundred times as long. What runs at this moment is added within a timer tick, so that
 * the clock is late, never wrong. Asking for its name is a system call, too, so that one keeps it.
 * Source: thread_group_cputime() in kernel/sched/cputime.c, pid_for_clock() in
 * kernel/time/posix-cpu-timers.c.
 */
#include "config.h"

#include "pgs-run-clock.h"

/**
 * pgs_run_clock_find:
 * @pid: a process of our own PID namespace; not only a thread of one
 * @clock: (out): its clock
 *
 * Returns: %FALSE if there is none
 */
gboolean
pgs_run_clock_find (gint       pid,
                    clockid_t *clock)
{
  return clock_getcpuclockid (pid, clock) == 0;
}

/**
 * pgs_run_clock_read:
 * @clock: from pgs_run_clock_find()
 *
 * Returns: the CPU time that all threads of its process have taken, in nanoseconds: what it was before if none
 *   has run since; -1 if that is not known
 */
gint64
pgs_run_clock_read (clockid_t clock)
{
  struct timespec time;

  if (clock_gettime (clock, &time) != 0)
    return -1;
  return (gint64) time.tv_sec * 1000000000 + time.tv_nsec;
}
