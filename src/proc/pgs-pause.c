/* pgs-pause.c: letting the watched process breathe during long reads, and ending them in time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Every look at page tables holds the process' mmap_lock for reading, and what wants to change its
 * mappings waits. Back-to-back scans of 2 GiB stalled its mmap from 4.6 µs to 2.4 ms (p90). With
 * bounded calls and 20 µs of sleep after each 200 µs it is 350 µs, for a scan that takes a tenth
 * longer. A sleep this short needs the thread's timer slack (50 µs) turned down, or it takes 100.
 *
 * Who sleeps wants nothing: while the process does not run, there are no breaks. What runs is added to its CPU clock
 * with each timer tick (every 4 ms on Debian), and when it has to wait, as for mmap_lock; so it must have stood still for
 * longer than that.
 */
#include "config.h"

#include "pgs-pause.h"

#include <sys/prctl.h>

#include "pgs-run-clock.h"

#define WORK_NS (200 * 1000)
#define SLEEP_NS (20 * 1000)
#define STILL_NS (5 * 1000 * 1000)
#define MAX_LIMIT_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

static gint64
now_ns (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (gint64) now.tv_sec * 1000000000 + now.tv_nsec;
}

/**
 * pgs_pause_get_cpu_ns:
 *
 * Returns: how much CPU time the calling thread has used
 */
gint64
pgs_pause_get_cpu_ns (void)
{
  return now_ns (CLOCK_THREAD_CPUTIME_ID);
}

/**
 * pgs_pause_begin:
 * @self: (out caller-allocates): a pause
 *
 * A walk begins now, and may last as long as it likes.
 */
void
pgs_pause_begin (PgsPause *self)
{
  *self = (PgsPause) { 0 };
  self->since_ns = now_ns (CLOCK_MONOTONIC);
  self->checked_ns = self->since_ns;
}

/**
 * pgs_pause_limit:
 * @self: a pause
 * @max_cpu_us: how much more CPU time of the calling thread the walk may take; 0: any
 */
void
pgs_pause_limit (PgsPause *self,
                 gint64    max_cpu_us)
{
  self->is_over = FALSE;
  self->end_cpu_ns = 0;
  if (max_cpu_us > 0)
    self->end_cpu_ns = pgs_pause_get_cpu_ns () + MIN (max_cpu_us, MAX_LIMIT_US) * 1000;
}

/**
 * pgs_pause_follow:
 * @self: a pause that was begun
 * @run_clock: (nullable): of the process; outlives @self
 *
 * From now on there are breaks only while the process runs.
 */
void
pgs_pause_follow (PgsPause        *self,
                  const clockid_t *run_clock)
{
  self->run_clock = run_clock;
  self->run_ns = run_clock != NULL ? pgs_run_clock_read (*run_clock) : -1;
  self->ran_ns = self->since_ns;
}

/* Whether the process may run at this time, or a little before. */
static gboolean
may_run (PgsPause *self,
         gint64    now)
{
  const gint64 before_ns = self->run_ns;

  if (self->run_clock == NULL)
    return TRUE;
  self->run_ns = pgs_run_clock_read (*self->run_clock);
  if (self->run_ns < 0 || self->run_ns != before_ns)
    self->ran_ns = now;
  return now - self->ran_ns < STILL_NS;
}

/* The slack is the thread's own: it is put back, as the thread may be anyone's. */
static void
sleep_briefly (void)
{
  const struct timespec duration = { 0, SLEEP_NS };
  int slack = prctl (PR_GET_TIMERSLACK);

  prctl (PR_SET_TIMERSLACK, 1);
  nanosleep (&duration, NULL);
  if (slack > 0)
    prctl (PR_SET_TIMERSLACK, slack);
}

/**
 * pgs_pause_check:
 * @self: a pause
 *
 * To be called between two calls into the kernel: sleeps 20 µs when the walk has gone on for
 * 200 µs and the process may run.
 *
 * Returns: whether the walk may go on; %FALSE when its CPU time is used up
 */
gboolean
pgs_pause_check (PgsPause *self)
{
  gint64 now = now_ns (CLOCK_MONOTONIC);

  self->last_ns = now - self->checked_ns;
  if (now - self->since_ns >= WORK_NS)
    {
      if (may_run (self, now))
        sleep_briefly ();
      now = now_ns (CLOCK_MONOTONIC);
      self->since_ns = now;
    }
  self->checked_ns = now;
  self->is_over = self->end_cpu_ns != 0 && pgs_pause_get_cpu_ns () >= self->end_cpu_ns;
  return !self->is_over;
}
