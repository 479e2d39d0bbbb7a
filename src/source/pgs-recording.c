/* pgs-recording.c: a recording that was opened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-recording-private.h"

#include "pgs-error.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* Times are shown with three decimals: one that was rounded down still means its sample. */
#define ROUNDING_US 500

G_DEFINE_FINAL_TYPE (PgsRecording, pgs_recording, G_TYPE_OBJECT)

static void
clear_process (gpointer data)
{
  PgsRecordedEntry *self = data;

  g_clear_object (&self->moments);
  g_clear_pointer (&self->process.info, pgs_process_info_unref);
}

static void
pgs_recording_finalize (GObject *object)
{
  PgsRecording *self = PGS_RECORDING (object);

  g_array_unref (self->processes);
  g_array_unref (self->marks);
  g_array_unref (self->mark_pids);
  g_hash_table_unref (self->numbers);
  g_clear_pointer (&self->file, pgs_recording_file_unref);
  G_OBJECT_CLASS (pgs_recording_parent_class)->finalize (object);
}

static void
pgs_recording_class_init (PgsRecordingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgs_recording_finalize;
}

static void
pgs_recording_init (PgsRecording *self)
{
  self->processes = g_array_new (FALSE, FALSE, sizeof (PgsRecordedEntry));
  g_array_set_clear_func (self->processes, clear_process);
  self->marks = g_array_new (FALSE, FALSE, sizeof (PgsMark));
  g_array_set_clear_func (self->marks, (GDestroyNotify) pgs_mark_clear);
  self->mark_pids = g_array_new (FALSE, FALSE, sizeof (gint));
  self->numbers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/**
 * pgs_recording_open:
 * @path: a file
 * @error: %PGS_ERROR_SYNTAX for what is no recording, or damaged; %PGS_ERROR_VERSION for one that is
 *   too new; %PGS_ERROR_LIMIT; %PGS_ERROR_NO_PROCESS if there is no such file, %PGS_ERROR_ACCESS
 *
 * Reads the totals of all samples. Not for the main thread of a window.
 *
 * Returns: (transfer full) (nullable): the recording
 */
PgsRecording *
pgs_recording_open (const char  *path,
                    GError     **error)
{
  g_autoptr (PgsRecording) self = g_object_new (PGS_TYPE_RECORDING, NULL);

  self->file = pgs_recording_file_open (path, error);
  if (self->file == NULL)
    return NULL;
  if (!pgs_recording_load (self, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * pgs_recording_get_path:
 * @self: a recording
 *
 * Returns: (transfer none): the name it was opened by
 */
const char *
pgs_recording_get_path (PgsRecording *self)
{
  return self->file->path;
}

/**
 * pgs_recording_get_note:
 * @self: a recording
 *
 * Returns: (transfer none) (nullable): what was left out and why, for people
 */
const char *
pgs_recording_get_note (PgsRecording *self)
{
  return self->file->note;
}

/**
 * pgs_recording_get_version:
 * @self: a recording
 *
 * Returns: the version of its format
 */
guint
pgs_recording_get_version (PgsRecording *self)
{
  return self->version;
}

/**
 * pgs_recording_is_complete:
 * @self: a recording
 *
 * Returns: %FALSE if it is still being written, or its writer ended early
 */
gboolean
pgs_recording_is_complete (PgsRecording *self)
{
  return self->is_complete;
}

/**
 * pgs_recording_get_started_at:
 * @self: a recording
 *
 * Returns: real time of its first sample, µs since 1970
 */
gint64
pgs_recording_get_started_at (PgsRecording *self)
{
  return self->started_at_us;
}

/**
 * pgs_recording_get_start:
 * @self: a recording
 *
 * Returns: monotonic time of its first sample, on the machine that took it, µs
 */
gint64
pgs_recording_get_start (PgsRecording *self)
{
  return self->origin.monotonic_us;
}

/**
 * pgs_recording_get_duration:
 * @self: a recording
 *
 * Returns: µs from its first sample to its last one
 */
gint64
pgs_recording_get_duration (PgsRecording *self)
{
  return MAX (self->last_us - self->origin.monotonic_us, 0);
}

/**
 * pgs_recording_get_n_samples:
 * @self: a recording
 *
 * Returns: how many samples it has, of all processes together
 */
gsize
pgs_recording_get_n_samples (PgsRecording *self)
{
  return self->n_samples;
}

/**
 * pgs_recording_get_marks:
 * @self: a recording
 * @n_marks: (out): how many
 *
 * Returns: (transfer none) (array length=n_marks): those of all processes in order of time
 */
const PgsMark *
pgs_recording_get_marks (PgsRecording *self,
                         gsize        *n_marks)
{
  *n_marks = self->marks->len;
  return (const PgsMark *) self->marks->data;
}

/**
 * pgs_recording_get_mark_pid:
 * @self: a recording
 * @index: of one of its marks
 *
 * Returns: the PID of the process that it marks a moment of, 0 if of all
 */
gint
pgs_recording_get_mark_pid (PgsRecording *self,
                            gsize         index)
{
  g_return_val_if_fail (index < self->mark_pids->len, 0);
  return g_array_index (self->mark_pids, gint, index);
}

/**
 * pgs_recording_get_n_processes:
 * @self: a recording
 *
 * Returns: how many processes it has samples of, at least 1
 */
gsize
pgs_recording_get_n_processes (PgsRecording *self)
{
  return self->processes->len;
}

/**
 * pgs_recording_get_process:
 * @self: a recording
 * @index: which process
 *
 * Returns: (transfer none): who it is
 */
const PgsRecordedProcess *
pgs_recording_get_process (PgsRecording *self,
                           gsize         index)
{
  g_return_val_if_fail (index < self->processes->len, NULL);

  return &g_array_index (self->processes, PgsRecordedEntry, index).process;
}

/**
 * pgs_recording_get_moments:
 * @self: a recording
 * @index: which process
 *
 * Returns: (transfer none): its history, which may outlive @self
 */
PgsMoments *
pgs_recording_get_moments (PgsRecording *self,
                           gsize         index)
{
  g_return_val_if_fail (index < self->processes->len, NULL);

  return PGS_MOMENTS (g_array_index (self->processes, PgsRecordedEntry, index).moments);
}

/**
 * pgs_recording_prepare_first:
 * @self: a recording
 *
 * Decodes the first moment of its first process, so that it can be shown at once.
 */
void
pgs_recording_prepare_first (PgsRecording *self)
{
  PgsSnapshot *snapshot = pgs_moments_get_snapshot (pgs_recording_get_moments (self, 0), 0, NULL);

  g_clear_pointer (&snapshot, pgs_snapshot_unref);
}

/**
 * pgs_recording_find_time:
 * @self: a recording
 * @text: seconds from the start ("12.5"), or the name of a mark
 * @time_us: (out): monotonic time on the machine that took it
 * @error: %PGS_ERROR_SYNTAX if it is neither
 *
 * A mark of which the sample is known means the time of that sample. Of marks with one name the first
 * one counts.
 *
 * Returns: whether it is a time of the recording
 */
gboolean
pgs_recording_find_time (PgsRecording  *self,
                         const char    *text,
                         gint64        *time_us,
                         GError       **error)
{
  char *end;
  const double seconds = g_ascii_strtod (text, &end);

  if (g_ascii_isdigit (text[*text == '.']) && *end == '\0' && strpbrk (text, "xX") == NULL && isfinite (seconds)
      && seconds < 1e9)
    {
      *time_us = self->origin.monotonic_us + llround (seconds * G_USEC_PER_SEC) + ROUNDING_US;
      return TRUE;
    }
  for (guint i = 0; i < self->marks->len; i++)
    {
      const PgsMark *mark = &g_array_index (self->marks, PgsMark, i);

      if (strcmp (mark->name, text) != 0)
        continue;
      *time_us = mark->sample_us != 0 ? mark->sample_us : mark->monotonic_us;
      return TRUE;
    }
  g_set_error (error, PGS_ERROR, PGS_ERROR_SYNTAX, _("“%s” is neither a number of seconds nor a mark"),
               text);
  return FALSE;
}
