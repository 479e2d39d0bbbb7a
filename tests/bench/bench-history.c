/* bench-history.c: what keeping the samples of a process costs, and showing one of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: bench-history PID PERIOD_MS SAMPLES
 * Samples as the window does when all is shown, and keeps all. Prints bytes a sample; CPU time in µs a
 * sample of the main thread, and of all threads; the worst of the main thread; and of showing moments at random
 * the median and the worst CPU time in µs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "pgs-histories.h"

#define N_LOOKS 300
#define PLENTY ((gsize) 4 << 30) /* nothing is dropped */

typedef struct
{
  PgsProcess *process;
  PgsHistory *history;
  PgsAges *ages;
  gint64 main_us;
  gint64 worst_us;
  gint64 all_us;
} Bench;

static gint64
get_us (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000) + now.tv_nsec / 1000;
}

static void
take (Bench *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsSnapshot) snapshot = pgs_process_tick (self->process, PGS_SECTION_ALL, &error);
  PgsAges *ages;
  gint64 began_us;

  if (snapshot == NULL || snapshot->pages == NULL)
    g_error ("%s", error != NULL ? error->message : "no pages");
  ages = pgs_ages_advance (self->ages, snapshot->pages, snapshot->monotonic_us);
  g_clear_pointer (&self->ages, pgs_ages_unref);
  self->ages = ages;
  began_us = get_us (CLOCK_THREAD_CPUTIME_ID);
  self->all_us -= get_us (CLOCK_PROCESS_CPUTIME_ID);
  pgs_history_add (self->history, snapshot, ages, NULL);
  began_us = get_us (CLOCK_THREAD_CPUTIME_ID) - began_us;
  pgs_history_finish (self->history);
  self->all_us += get_us (CLOCK_PROCESS_CPUTIME_ID);
  self->main_us += began_us;
  self->worst_us = MAX (self->worst_us, began_us);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const gint64 left = *(const gint64 *) a, right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

static void
look (PgsMoments *moments,
      gint64     *median_us,
      gint64     *worst_us)
{
  const gsize n = pgs_moments_get_length (moments);
  gint64 costs[N_LOOKS];

  for (guint i = 0; i < N_LOOKS; i++)
    {
      const gsize index = (gsize) g_random_int_range (0, (gint32) n);
      const gint64 began_us = get_us (CLOCK_THREAD_CPUTIME_ID);
      g_autoptr (PgsSnapshot) snapshot = pgs_moments_get_snapshot (moments, index, NULL);
      g_autoptr (PgsAges) ages = pgs_moments_get_ages (moments, index);

      g_assert_true (snapshot != NULL && ages != NULL);
      costs[i] = get_us (CLOCK_THREAD_CPUTIME_ID) - began_us;
    }
  qsort (costs, N_LOOKS, sizeof *costs, compare);
  *median_us = costs[N_LOOKS / 2];
  *worst_us = costs[N_LOOKS - 1];
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  Bench bench = { .history = pgs_history_new () };
  const gint64 period_us = argc == 4 ? atoi (argv[2]) * G_GINT64_CONSTANT (1000) : 0;
  const int n_samples = argc == 4 ? atoi (argv[3]) : 0;
  gint64 median_us, worst_us;

  bench.process = argc == 4 ? pgs_process_open (atoi (argv[1]), &error) : NULL;
  if (bench.process == NULL)
    g_error ("%s", error != NULL ? error->message : "usage: bench-history PID PERIOD_MS SAMPLES");
  pgs_history_set_budget (bench.history, PLENTY);
  for (int i = 0; i < n_samples; i++)
    {
      const gint64 due_us = g_get_monotonic_time () + period_us;

      take (&bench);
      g_usleep ((gulong) MAX (due_us - g_get_monotonic_time (), 1));
    }
  pgs_history_set_budget (bench.history, MAX (PGS_HISTORIES_DEFAULT_BUDGET, 2 * pgs_history_get_n_bytes (bench.history)));
  look (PGS_MOMENTS (bench.history), &median_us, &worst_us);
  printf ("%" G_GSIZE_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
          " %" G_GINT64_FORMAT "\n",
          pgs_history_get_n_bytes (bench.history) / (gsize) n_samples, bench.main_us / n_samples, bench.all_us / n_samples,
          bench.worst_us, median_us, worst_us);
  g_object_unref (bench.history);
  pgs_ages_unref (bench.ages);
  pgs_process_free (bench.process);
  return 0;
}
