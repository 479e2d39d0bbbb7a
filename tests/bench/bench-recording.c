/* bench-recording.c: what recording a process costs, and looking at the recording
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: bench-recording PID PERIOD_MS SAMPLES FILE
 * Records as pagescape-cli record does. Prints the wall time and CPU time in µs that this took, the size
 * of the closed file, how many samples it has, and of looking at moments at random the median and the
 * worst CPU time in µs.
 */
#include "pgs-cli-recording.h"
#include "pgs-recording.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#define N_LOOKS 300

static gint64
get_cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000) + now.tv_nsec / 1000;
}

static gint64
get_size (const char *path)
{
  struct stat info;

  return stat (path, &info) == 0 ? info.st_size : 0;
}

static void
record (const char *path,
        gint        pid,
        gint64      period_us,
        guint       n_samples)
{
  g_autoptr (GError) error = NULL;
  PgsCliRecording *recording = pgs_cli_recording_new (path, TRUE, period_us);
  PgsProcess *process = pgs_process_open (pid, &error);
  const gint64 began_us = g_get_monotonic_time ();
  const gint64 cpu_us = get_cpu_us ();

  if (process == NULL || !pgs_cli_recording_take (recording, process, &error))
    g_error ("%s", error->message);
  for (guint i = 1; i < n_samples; i++)
    {
      const gint64 wait_us = pgs_cli_recording_get_due (recording) - g_get_monotonic_time ();

      if (wait_us > 0)
        g_usleep ((gulong) wait_us);
      if (!pgs_cli_recording_step (recording, &error))
        g_error ("%s", error->message);
    }
  printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " ", g_get_monotonic_time () - began_us,
          get_cpu_us () - cpu_us);
  if (!pgs_cli_recording_close (recording, &error))
    g_error ("%s", error->message);
  pgs_cli_recording_free (recording);
  printf ("%" G_GINT64_FORMAT " ", get_size (path));
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const gint64 left = *(const gint64 *) a;
  const gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

static void
look (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsRecording) recording = pgs_recording_open (path, &error);
  gint64 costs[N_LOOKS];
  PgsMoments *moments;
  gsize n;

  if (recording == NULL)
    g_error ("%s", error->message);
  moments = pgs_recording_get_moments (recording, 0);
  n = pgs_moments_get_length (moments);
  for (guint i = 0; i < N_LOOKS; i++)
    {
      const gint64 began_us = get_cpu_us ();
      g_autoptr (PgsSnapshot) snapshot
        = pgs_moments_get_snapshot (moments, (gsize) g_random_int_range (0, (gint32) n), &error);

      if (snapshot == NULL)
        g_error ("%s", error->message);
      costs[i] = get_cpu_us () - began_us;
    }
  qsort (costs, N_LOOKS, sizeof *costs, compare);
  printf ("%" G_GSIZE_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", n, costs[N_LOOKS / 2],
          costs[N_LOOKS - 1]);
}

int
main (int    argc,
      char **argv)
{
  if (argc != 5)
    return 2;
  record (argv[4], atoi (argv[1]), atoi (argv[2]) * G_GINT64_CONSTANT (1000), (guint) atoi (argv[3]));
  look (argv[4]);
  return 0;
}
