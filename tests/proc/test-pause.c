/* test-pause.c: a long walk lets the process breathe as long as it runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-pause.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pgs-run-clock.h"

#define STILL_MS 50 /* long after it was seen to stand still */
#define TIMEOUT_MS 20000

/* A child that sleeps, or runs all the time. */
static pid_t
start_child (gboolean runs)
{
  const pid_t pid = fork ();

  g_assert_no_errno (pid);
  if (pid > 0)
    return pid;
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  while (runs)
    ;
  for (;;)
    pause ();
}

static void
end_child (pid_t pid)
{
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
}

/* How often this thread has gone to sleep. */
static glong
count_sleeps (void)
{
  struct rusage usage;

  g_assert_no_errno (getrusage (RUSAGE_THREAD, &usage));
  return usage.ru_nvcsw;
}

/* Walks on until it has slept, for @ms at most. Returns: whether it has. */
static gboolean
sleeps_within (PgsPause *pause,
               guint     ms)
{
  const gint64 until_us = g_get_monotonic_time () + (gint64) ms * 1000;
  const glong before = count_sleeps ();

  while (count_sleeps () == before && g_get_monotonic_time () < until_us)
    g_assert_true (pgs_pause_check (pause));
  return count_sleeps () > before;
}

static void
test_unknown (void)
{
  PgsPause pause;

  pgs_pause_begin (&pause);
  g_assert_true (sleeps_within (&pause, TIMEOUT_MS));
  g_assert_true (sleeps_within (&pause, TIMEOUT_MS));
}

/* A walk through the memory of a child; @clock must stay where it is. */
static void
begin_walk (PgsPause  *pause,
            pid_t      pid,
            clockid_t *clock)
{
  g_assert_true (pgs_run_clock_find (pid, clock));
  pgs_pause_begin (pause);
  pgs_pause_follow (pause, clock);
}

static void
test_runs (void)
{
  const pid_t pid = start_child (TRUE);
  clockid_t clock;
  PgsPause pause;

  begin_walk (&pause, pid, &clock);
  sleeps_within (&pause, STILL_MS);
  g_assert_true (sleeps_within (&pause, TIMEOUT_MS));
  end_child (pid);
}

/* It may have run before, so that there are breaks at first. */
static void
test_stands (void)
{
  const pid_t pid = start_child (FALSE);
  clockid_t clock;
  PgsPause pause;

  begin_walk (&pause, pid, &clock);
  g_assert_true (sleeps_within (&pause, TIMEOUT_MS));
  for (guint i = 0; sleeps_within (&pause, STILL_MS); i++)
    g_assert_cmpuint (i, <, 1000);
  g_assert_false (sleeps_within (&pause, STILL_MS));
  end_child (pid);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proc/pause/unknown", test_unknown);
  g_test_add_func ("/proc/pause/runs", test_runs);
  g_test_add_func ("/proc/pause/stands", test_stands);
  return g_test_run ();
}
