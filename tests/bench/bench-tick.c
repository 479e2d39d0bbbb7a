/* bench-tick.c: what a tick costs beside the least that finding out as much can cost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: bench-tick PID ROUNDS PERIOD_US
 * Prints a line a round, each PERIOD_US after the other: CPU time in nanoseconds of a tick that reads
 * nothing but the counters, of reading stat and statm from open files, of a tick that reads maps, and of
 * reading maps; then the number of mappings.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench-proc.h"
#include "pgs-pause.h"
#include "pgs-plan.h"

#define MAPS_PERIOD_US (1100 * 1000) /* after that they are due if the process has run, although nothing moved */

/* Returns: CPU time of a tick that may read @parts. */
static gint64
tick (PgsProcess *process,
      guint       parts,
      guint       expected)
{
  const PgsPlan plan = { .sections = PGS_SECTION_PAGES, .read = parts, .pages_us = PGS_PLAN_WHOLE, .pages_age_us = PGS_PLAN_AGE_US };
  const gint64 began_ns = pgs_pause_get_cpu_ns ();
  g_autoptr (GError) error = NULL;
  PgsCosts costs;
  g_autoptr (PgsSnapshot) snapshot = pgs_process_tick_planned (process, &plan, &costs, &error);
  const gint64 taken_ns = pgs_pause_get_cpu_ns () - began_ns;

  if (snapshot == NULL)
    g_error ("%s", error->message);
  if (costs.read != expected)
    g_error ("parts %u were read instead of %u", costs.read, expected);
  return taken_ns;
}

/* It runs, and does nothing. */
static void
make_run (int pid)
{
  kill (pid, SIGSTOP);
  kill (pid, SIGCONT);
}

/* @in_pieces: a read tells only a part, another one that there is no more. */
static gint64
read_files (const int *fds,
            guint      n_fds,
            gboolean   in_pieces)
{
  static char buffer[64 * 1024];
  const gint64 began_ns = pgs_pause_get_cpu_ns ();

  for (guint i = 0; i < n_fds; i++)
    {
      off_t offset = 0;
      ssize_t n_read;

      do
        {
          n_read = pread (fds[i], buffer, sizeof buffer, offset);
          offset += n_read;
        }
      while (in_pieces && n_read > 0);
    }
  return pgs_pause_get_cpu_ns () - began_ns;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsProcess) process = NULL;
  g_autoptr (PgsSnapshot) first = NULL;
  const int pid = argc == 4 ? atoi (argv[1]) : 0;
  const gulong period_us = argc == 4 ? strtoul (argv[3], NULL, 10) : 0;

  process = pgs_process_open (pid, &error);
  first = process != NULL ? pgs_process_tick (process, PGS_SECTION_PAGES, &error) : NULL;
  if (first == NULL)
    g_error ("%s", error->message);
  const int counters[] = { bench_proc_open (pid, "stat"), bench_proc_open (pid, "statm") };
  const int maps[] = { bench_proc_open (pid, "maps") };

  for (int i = atoi (argv[2]); i > 0; i--)
    {
      gint64 times_ns[4];

      make_run (pid);
      g_usleep (MAPS_PERIOD_US);
      times_ns[2] = tick (process, PGS_PLAN_MAPS, PGS_PLAN_MAPS);
      times_ns[3] = read_files (maps, 1, TRUE);
      tick (process, 0, 0); /* what the mappings drove out of the caches comes back */
      g_usleep (period_us);
      times_ns[0] = tick (process, 0, 0);
      g_usleep (period_us);
      times_ns[1] = read_files (counters, 2, FALSE);
      printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
              " %" G_GSIZE_FORMAT "\n",
              times_ns[0], times_ns[1], times_ns[2], times_ns[3], pgs_maps_get_length (first->maps));
    }
  return 0;
}
