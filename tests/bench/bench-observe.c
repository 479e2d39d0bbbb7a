/* bench-observe.c: watches a process in one way or another and tells what that cost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: bench-observe PID HOW SECONDS [RATE [BUDGET]]
 *   session   as the window does, with its default settings unless told
 *   regions   the same with smaps, as when the table of regions is shown
 *   scans     one whole PAGEMAP_SCAN after the other, without any bound or pause
 *   smaps     reads smaps RATE times a second
 *   counters  reads stat and statm RATE times a second
 *   nothing   wakes up RATE times a second: what a program that watches anything at all pays for its sleep
 * Prints "ready" when the first sample is there, and SECONDS later: time on the clock and CPU time of
 * this program in that time in µs (without what the questions below cost), samples, samples with pages
 * that were read anew, how old the oldest pages ever were, in µs, and how many regions were not read
 * wholly at the end.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <signal.h>
#include <unistd.h>

#include "bench-proc.h"
#include "pgs-pagemap-abi.h"
#include "pgs-read-iter.h"
#include "pgs-session.h"

#define ASK_PERIOD_US (G_USEC_PER_SEC / 2)
#define SETTLE_MS 3000 /* until the first look is paid for */

typedef struct
{
  GMainLoop *loop;
  PgsSession *session;
  gint64 duration_us;
  gint64 began_us;
  gint64 cpu_us;
  gint64 asking_us;
  gint64 asked_at_us;
  gint64 oldest_us;
  gint64 pages_at_us;
  guint n_unread;
  guint n_samples;
  guint n_pages;
  gboolean measuring;
} Bench;

static gint64
get_cpu_us (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * G_USEC_PER_SEC + usage.ru_utime.tv_usec +
         usage.ru_stime.tv_usec;
}

static void
say_ready (Bench *bench)
{
  puts ("ready");
  fflush (stdout);
  bench->measuring = TRUE;
  bench->began_us = g_get_monotonic_time ();
  bench->cpu_us = get_cpu_us ();
}

static void
report (const Bench *bench)
{
  printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %u %u %" G_GINT64_FORMAT " %u\n",
          g_get_monotonic_time () - bench->began_us,
          get_cpu_us () - bench->cpu_us - bench->asking_us, bench->n_samples, bench->n_pages,
          bench->oldest_us, bench->n_unread);
}

/* How old the oldest pages are that are shown. */
static gint64
find_oldest (const PgsSnapshot *snapshot,
             guint             *n_unread)
{
  gint64 oldest_us = 0;

  *n_unread = 0;
  for (gsize i = 0; snapshot->pages != NULL && i < pgs_maps_get_length (snapshot->maps); i++)
    {
      const gint64 at_us = pgs_pages_get_read_at (snapshot->pages, i);

      if (at_us == 0)
        ++*n_unread;
      else
        oldest_us = MAX (oldest_us, snapshot->monotonic_us - at_us);
    }
  return oldest_us;
}

/* With a sample, as a timer of its own would wake the program for nothing else. */
static void
ask (Bench             *bench,
     const PgsSnapshot *snapshot)
{
  const gint64 began_us = get_cpu_us ();
  const gint64 age_us = find_oldest (snapshot, &bench->n_unread);

  bench->oldest_us = MAX (bench->oldest_us, age_us);
  bench->asked_at_us = snapshot->monotonic_us;
  bench->asking_us += get_cpu_us () - began_us;
}

static gboolean
stop (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static void
on_sampled (PgsSession *session,
            Bench      *bench)
{
  const PgsSnapshot *snapshot = pgs_session_get_snapshot (session);

  if (!bench->measuring)
    return;
  bench->n_samples++;
  bench->n_pages += snapshot->pages_at_us != bench->pages_at_us;
  bench->pages_at_us = snapshot->pages_at_us;
  if (snapshot->monotonic_us - bench->asked_at_us >= ASK_PERIOD_US)
    ask (bench, snapshot);
}

/* The first look is over and paid for. */
static gboolean
begin (gpointer data)
{
  Bench *bench = data;

  if (pgs_session_get_snapshot (bench->session) == NULL)
    g_error ("no sample: %s", pgs_session_get_error (bench->session)->message);
  say_ready (bench);
  g_timeout_add ((guint) (bench->duration_us / 1000), stop, bench->loop);
  return G_SOURCE_REMOVE;
}

static void
observe_session (gint        pid,
                 PgsSections sections,
                 gint64      duration_us,
                 char      **arguments)
{
  Bench bench = {
    .loop = g_main_loop_new (NULL, FALSE),
    .session = pgs_session_new (),
    .duration_us = duration_us,
  };

  if (arguments[0] != NULL)
    g_object_set (bench.session, "rate", g_ascii_strtod (arguments[0], NULL), NULL);
  if (arguments[0] != NULL && arguments[1] != NULL)
    g_object_set (bench.session, "budget", g_ascii_strtod (arguments[1], NULL), NULL);
  pgs_session_set_sections (bench.session, sections);
  g_signal_connect (bench.session, "sampled", G_CALLBACK (on_sampled), &bench);
  pgs_session_watch (bench.session, pid);
  g_timeout_add (SETTLE_MS, begin, &bench);
  g_main_loop_run (bench.loop);
  report (&bench);
  g_object_unref (bench.session);
  g_main_loop_unref (bench.loop);
}

static void
scan (int fd)
{
  bench_proc_scan (fd, PGS_SCAN_PRESENT | PGS_SCAN_SWAPPED);
}

/* Reads each of @fds, ended by -1. @period_us: from one reading to the next; 0: one after the other */
static void
observe_raw (const int *fds,
             void     (*read) (int fd),
             gint64     duration_us,
             gint64     period_us)
{
  Bench bench = { 0 };

  for (const int *fd = fds; *fd >= 0; fd++)
    read (*fd);
  say_ready (&bench);
  while (g_get_monotonic_time () < bench.began_us + duration_us)
    {
      const gint64 next_us = g_get_monotonic_time () + period_us;

      for (const int *fd = fds; *fd >= 0; fd++)
        read (*fd);
      bench.n_samples++;
      while (g_get_monotonic_time () < next_us)
        g_usleep ((gulong) MAX (next_us - g_get_monotonic_time (), 1));
    }
  report (&bench);
}

int
main (int    argc,
      char **argv)
{
  const gint pid = argc > 3 ? atoi (argv[1]) : 0;
  const char *how = argc > 3 ? argv[2] : "";
  const gint64 duration_us = argc > 3 ? (gint64) (g_ascii_strtod (argv[3], NULL) * G_USEC_PER_SEC) : 0;
  const double rate = argc > 4 ? g_ascii_strtod (argv[4], NULL) : 2;
  const gint64 period_us = rate > 0 ? (gint64) (G_USEC_PER_SEC / rate) : 0;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (strcmp (how, "session") == 0)
    observe_session (pid, PGS_SECTION_PAGES, duration_us, argv + 4);
  else if (strcmp (how, "regions") == 0)
    observe_session (pid, PGS_SECTION_PAGES | PGS_SECTION_SMAPS, duration_us, argv + 4);
  else if (strcmp (how, "scans") == 0)
    observe_raw ((int[]) { bench_proc_open (pid, "pagemap"), -1 }, scan, duration_us, 0);
  else if (strcmp (how, "smaps") == 0 && period_us > 0)
    observe_raw ((int[]) { bench_proc_open (pid, "smaps"), -1 }, bench_proc_read, duration_us, period_us);
  else if (strcmp (how, "counters") == 0 && period_us > 0)
    observe_raw ((int[]) { bench_proc_open (pid, "stat"), bench_proc_open (pid, "statm"), -1 }, bench_proc_read,
                 duration_us, period_us);
  else if (strcmp (how, "nothing") == 0 && period_us > 0)
    observe_raw ((int[]) { -1 }, bench_proc_read, duration_us, period_us);
  else
    {
      fprintf (stderr, "usage: bench-observe PID HOW SECONDS [RATE [BUDGET]]\n");
      return 2;
    }
  return 0;
}
