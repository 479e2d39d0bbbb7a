/* pgs-cli-recording.c: a recording that pagescape-cli makes of live processes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-recording.h"

#include "pgs-cli-sections.h"
#include "pgs-error.h"
#include "pgs-events.h"
#include "pgs-format.h"
#include "pgs-pacer.h"
#include "pgs-recorder.h"

#include <time.h>

#include <glib/gi18n-lib.h>

#define BUDGET 0.02 /* of a core, for all processes together */

/* One process, and what the ticks before told of it. */
typedef struct
{
  PgsProcess *process; /* NULL: it has ended */
  gint pid;
  PgsProcessInfo *info; /* of the last sample, NULL before the first */
  PgsPacer pacer;
  PgsEvents events;
  gint64 due_us;
  gint64 write_us; /* CPU time that writing the last sample took, not told to the pacer yet */
  guint64 res;
  gboolean status_known; /* how it ended was written */
} Track;

struct _PgsCliRecording
{
  char *path;
  gboolean replace;
  PgsRecorder *recorder; /* NULL until there is something to write */
  PgsPace pace;
  GPtrArray *tracks;
  gint64 first_us;
  GError *denial; /* that the first process' mappings are denied; NULL: they are not */
};

static void
track_free (gpointer data)
{
  Track *self = data;

  g_clear_pointer (&self->process, pgs_process_free);
  g_clear_pointer (&self->info, pgs_process_info_unref);
  pgs_events_clear (&self->events);
  g_free (self);
}

/**
 * pgs_cli_recording_new:
 * @path: the file to write
 * @replace: replace it if it is there
 * @interval_us: time from sample to sample, at least
 *
 * The file is made with the first sample, so that one that would be replaced stays if there is none.
 *
 * Returns: (transfer full): a recording of no process
 */
PgsCliRecording *
pgs_cli_recording_new (const char *path,
                       gboolean    replace,
                       gint64      interval_us)
{
  PgsCliRecording *self = g_new0 (PgsCliRecording, 1);

  self->path = g_strdup (path);
  self->replace = replace;
  self->pace = (PgsPace) { PGS_SECTION_ALL, interval_us, BUDGET };
  self->tracks = g_ptr_array_new_with_free_func (track_free);
  return self;
}

/**
 * pgs_cli_recording_free:
 * @self: (transfer full) (nullable): a recording
 */
void
pgs_cli_recording_free (PgsCliRecording *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->recorder, pgs_recorder_free);
  g_ptr_array_unref (self->tracks);
  g_clear_error (&self->denial);
  g_free (self->path);
  g_free (self);
}

static gint64
get_cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* The budget is shared by those that live. */
static PgsPace
get_pace (PgsCliRecording *self)
{
  PgsPace pace = self->pace;

  pace.budget /= MAX (pgs_cli_recording_get_n_live (self), 1);
  return pace;
}

/* The very first tick tells the pacer how large the process is; the next one follows at once. */
static PgsSnapshot *
tick (PgsCliRecording  *self,
      Track            *track,
      GError          **error)
{
  const PgsPace pace = get_pace (self);
  const gint64 start_us = g_get_monotonic_time ();
  PgsSnapshot *snapshot = NULL;
  gint64 wait_us;

  do
    {
      const gint64 began_us = get_cpu_us ();
      PgsPlan plan;
      PgsCosts costs;

      g_clear_pointer (&snapshot, pgs_snapshot_unref);
      pgs_pacer_get_plan (&track->pacer, &pace, g_get_monotonic_time (), &plan);
      snapshot = pgs_process_tick_planned (track->process, &plan, &costs, error);
      wait_us = pgs_pacer_note (&track->pacer, &pace, snapshot, &costs,
                                get_cpu_us () - began_us + track->write_us);
      track->write_us = 0;
    }
  while (snapshot != NULL && wait_us == 0);
  track->due_us = start_us + wait_us;
  return snapshot;
}

static gboolean
write_mark (PgsCliRecording  *self,
            Track            *track,
            PgsMark          *mark,
            GError          **error)
{
  const gboolean is_written = pgs_recorder_mark (self->recorder, track->info, mark, error);

  pgs_mark_clear (mark);
  return is_written;
}

/* What writing costs is part of the budget, too, but not that the file is made: it would take a second
 * to pay for, in which no mappings were read, and that at the start of what is recorded. */
static gboolean
write_snapshot (PgsCliRecording  *self,
                Track            *track,
                PgsSnapshot      *snapshot,
                GError          **error)
{
  const gboolean is_first = self->recorder == NULL;
  const gint64 began_us = get_cpu_us ();
  PgsMark mark;

  if (is_first)
    {
      self->recorder = pgs_recorder_new (self->path, self->replace, error);
      if (self->recorder == NULL)
        return FALSE;
      self->first_us = g_get_monotonic_time ();
    }
  if (!pgs_recorder_add (self->recorder, snapshot, error))
    return FALSE;
  if (is_first)
    pgs_cli_sections_check (PGS_SECTION_NONE, snapshot, &self->denial);
  else
    track->write_us = get_cpu_us () - began_us;
  track->res = snapshot->counters.res;
  g_clear_pointer (&track->info, pgs_process_info_unref);
  track->info = pgs_process_info_ref (snapshot->process);
  return !pgs_events_add (&track->events, snapshot, &mark) || write_mark (self, track, &mark, error);
}

static gboolean
end_track (PgsCliRecording  *self,
           Track            *track,
           const PgsExit    *exit_info,
           GError          **error)
{
  const gboolean is_first = track->process != NULL;
  PgsMark mark;

  g_clear_pointer (&track->process, pgs_process_free);
  track->due_us = G_MAXINT64;
  if (track->info == NULL || track->status_known)
    return TRUE;
  track->status_known = exit_info->status_known;
  if (!pgs_recorder_set_exit (self->recorder, track->info, exit_info, error))
    return FALSE;
  return !is_first || !pgs_events_end (&track->events, exit_info, &mark) || write_mark (self, track, &mark, error);
}

static gboolean
is_worth_writing (const Track       *track,
                  const PgsSnapshot *snapshot)
{
  return track->info == NULL || !pgs_snapshot_is_left (snapshot);
}

static gboolean
sample (PgsCliRecording  *self,
        Track            *track,
        GError          **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (PgsSnapshot) snapshot = tick (self, track, &local);
  PgsExit exit_info;

  pgs_process_get_exit (track->process, &exit_info);
  if (snapshot == NULL && !g_error_matches (local, PGS_ERROR, PGS_ERROR_NO_PROCESS))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (snapshot != NULL && is_worth_writing (track, snapshot) && !write_snapshot (self, track, snapshot, error))
    return FALSE;
  if (snapshot != NULL && !exit_info.ended)
    return TRUE;
  if (!exit_info.ended)
    exit_info = (PgsExit) { .ended = TRUE, .at_us = g_get_real_time () };
  return end_track (self, track, &exit_info, error);
}

static Track *
find_track (PgsCliRecording *self,
            gint             pid)
{
  for (guint i = 0; i < self->tracks->len; i++)
    if (((Track *) g_ptr_array_index (self->tracks, i))->pid == pid)
      return g_ptr_array_index (self->tracks, i);
  return NULL;
}

/**
 * pgs_cli_recording_take:
 * @self: a recording
 * @process: (transfer full): a process to sample from now on
 * @error: what could not be read or written; %PGS_ERROR_NO_PROCESS if it was gone before its first
 *   sample
 *
 * Takes its first sample at once. One that is sampled already is not taken again.
 *
 * Returns: whether it was written
 */
gboolean
pgs_cli_recording_take (PgsCliRecording  *self,
                        PgsProcess       *process,
                        GError          **error)
{
  Track *track = find_track (self, pgs_process_get_pid (process));

  if (track != NULL && track->process != NULL)
    {
      pgs_process_free (process);
      return TRUE;
    }
  track = g_new0 (Track, 1);
  track->process = process;
  track->pid = pgs_process_get_pid (process);
  pgs_pacer_init (&track->pacer, g_get_monotonic_time ());
  g_ptr_array_add (self->tracks, track);
  if (!sample (self, track, error))
    return FALSE;
  if (track->info != NULL)
    return TRUE;
  g_set_error (error, PGS_ERROR, PGS_ERROR_NO_PROCESS, _("%d: no such process"), track->pid);
  g_ptr_array_remove (self->tracks, track);
  return FALSE;
}

/**
 * pgs_cli_recording_add:
 * @self: a recording
 * @snapshot: a sample of a process that is sampled elsewhere
 * @error: what could not be written
 *
 * For processes that pgs_cli_recording_take() cannot have, because they are on another machine; their
 * end is told by pgs_cli_recording_set_exit().
 *
 * Returns: whether it was written
 */
gboolean
pgs_cli_recording_add (PgsCliRecording  *self,
                       PgsSnapshot      *snapshot,
                       GError          **error)
{
  Track *track = find_track (self, snapshot->process->pid);

  if (track == NULL)
    {
      track = g_new0 (Track, 1);
      track->pid = snapshot->process->pid;
      track->due_us = G_MAXINT64;
      g_ptr_array_add (self->tracks, track);
    }
  return !is_worth_writing (track, snapshot) || write_snapshot (self, track, snapshot, error);
}

/**
 * pgs_cli_recording_get_due:
 * @self: a recording
 *
 * Returns: monotonic time at which the next sample is to be taken, %G_MAXINT64 if all have ended
 */
gint64
pgs_cli_recording_get_due (PgsCliRecording *self)
{
  gint64 due_us = G_MAXINT64;

  for (guint i = 0; i < self->tracks->len; i++)
    due_us = MIN (due_us, ((Track *) g_ptr_array_index (self->tracks, i))->due_us);
  return due_us;
}

/**
 * pgs_cli_recording_step:
 * @self: a recording
 * @error: what could not be read or written
 *
 * Samples those processes whose time has come, and notices ends.
 *
 * Returns: whether all was written
 */
gboolean
pgs_cli_recording_step (PgsCliRecording  *self,
                        GError          **error)
{
  const gint64 now_us = g_get_monotonic_time ();

  for (guint i = 0; i < self->tracks->len; i++)
    {
      Track *track = g_ptr_array_index (self->tracks, i);
      PgsExit exit_info = { 0 };

      if (track->process != NULL)
        pgs_process_get_exit (track->process, &exit_info);
      if (exit_info.ended && !end_track (self, track, &exit_info, error))
        return FALSE;
      if (track->process != NULL && track->due_us <= now_us && !sample (self, track, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * pgs_cli_recording_get_n_live:
 * @self: a recording
 *
 * Returns: how many of its processes have not ended
 */
guint
pgs_cli_recording_get_n_live (PgsCliRecording *self)
{
  guint n = 0;

  for (guint i = 0; i < self->tracks->len; i++)
    n += ((Track *) g_ptr_array_index (self->tracks, i))->process != NULL;
  return n;
}

/**
 * pgs_cli_recording_set_exit:
 * @self: a recording
 * @pid: one of its processes
 * @exit_info: how it ended, known better than /proc tells
 * @error: what could not be written
 *
 * Returns: whether it was written
 */
gboolean
pgs_cli_recording_set_exit (PgsCliRecording  *self,
                            gint              pid,
                            const PgsExit    *exit_info,
                            GError          **error)
{
  Track *track = find_track (self, pid);

  return track == NULL || end_track (self, track, exit_info, error);
}

/**
 * pgs_cli_recording_get_denial:
 * @self: a recording
 *
 * Returns: (transfer none) (nullable): why its first sample has no mappings, if they were denied
 */
const GError *
pgs_cli_recording_get_denial (PgsCliRecording *self)
{
  return self->denial;
}

/**
 * pgs_cli_recording_close:
 * @self: a recording
 * @error: what could not be written
 *
 * Makes the file complete.
 *
 * Returns: whether it is
 */
gboolean
pgs_cli_recording_close (PgsCliRecording  *self,
                         GError          **error)
{
  return self->recorder == NULL || pgs_recorder_close (self->recorder, error);
}

/**
 * pgs_cli_recording_describe:
 * @self: a recording
 *
 * Returns: (transfer full): how long it is, how many samples, how large, and what is resident, in a
 *   line for people
 */
char *
pgs_cli_recording_describe (PgsCliRecording *self)
{
  const gint64 seconds = (g_get_monotonic_time () - self->first_us) / G_USEC_PER_SEC;
  g_autofree char *count = NULL;
  g_autofree char *size = NULL;
  g_autofree char *res = NULL;
  guint64 sum = 0;

  for (guint i = 0; i < self->tracks->len; i++)
    {
      const Track *track = g_ptr_array_index (self->tracks, i);

      sum += track->process != NULL && track->res != PGS_UNKNOWN ? track->res : 0;
    }
  count = pgs_format_count (self->recorder != NULL ? pgs_recorder_get_n_samples (self->recorder) : 0);
  size = pgs_format_size (self->recorder != NULL ? pgs_recorder_get_size (self->recorder) : 0);
  res = pgs_format_size (sum);
  return g_strdup_printf (_("%d:%02d:%02d · %s samples · file %s · RES %s"),
                          (int) (seconds / 3600), (int) (seconds / 60 % 60), (int) (seconds % 60),
                          count, size, res);
}
