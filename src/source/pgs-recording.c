/* pgs-recording.c: a recording that was opened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-recording.h"

#include "pgs-error.h"
#include "pgs-recorded-moments.h"
#include "pgs-recording-schema.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* Times are shown with three decimals: one that was rounded down still means its sample. */
#define ROUNDING_US 500

struct _PgsRecording
{
  GObject parent_instance;
  PgsRecordingFile *file;
  PgsRecordedOrigin origin;
  guint version;
  gboolean is_complete;
  gint64 started_at_us;
  gint64 last_us;
  gsize n_samples;
  GArray *processes;   /* of Process */
  GHashTable *numbers; /* of the file → index + 1 */
  GArray *marks;       /* of PgsMark, of all processes */
  GArray *mark_pids;   /* of gint, whose each of them is */
};

typedef struct
{
  PgsRecordedProcess process;
  PgsRecordedMoments *moments;
  gint64 program; /* of the last sample */
} Process;

G_DEFINE_FINAL_TYPE (PgsRecording, pgs_recording, G_TYPE_OBJECT)

static void
clear_process (gpointer data)
{
  Process *self = data;

  g_clear_object (&self->moments);
  g_clear_pointer (&self->process.info, pgs_process_info_unref);
}

static gboolean
fail (GError     **error,
      PgsError     code,
      const char  *why)
{
  g_set_error_literal (error, PGS_ERROR, code, why);
  return FALSE;
}

static gboolean
read_settings (PgsRecording  *self,
               GError       **error)
{
  sqlite3_stmt *sql = pgs_recording_file_begin (self->file, PGS_QUERY_SETTINGS);
  gboolean has_row = TRUE;

  for (guint i = 0; has_row && i < 1000; i++)
    {
      const char *key;
      gint64 value;

      if (!pgs_database_step (sql, &has_row, error))
        return FALSE;
      key = has_row ? (const char *) sqlite3_column_text (sql, 0) : NULL;
      value = has_row ? sqlite3_column_int64 (sql, 1) : 0;
      if (g_strcmp0 (key, "version") == 0)
        self->version = (guint) CLAMP (value, 0, G_MAXINT);
      else if (g_strcmp0 (key, "page_size") == 0)
        self->origin.page_size = (guint32) CLAMP (value, 0, G_MAXINT);
      else if (g_strcmp0 (key, "monotonic_us") == 0)
        self->origin.monotonic_us = CLAMP (value, 0, G_MAXINT64 / 4);
      else if (g_strcmp0 (key, "started_at_us") == 0)
        self->started_at_us = value;
      else if (g_strcmp0 (key, "complete") == 0)
        self->is_complete = value != 0;
    }
  if (has_row)
    sqlite3_reset (sql);
  if (self->origin.page_size < 4096 || self->origin.page_size > (1 << 18)
      || (self->origin.page_size & (self->origin.page_size - 1)) != 0)
    return fail (error, PGS_ERROR_SYNTAX, "pages of a size that none have");
  return TRUE;
}

static void
read_exit (PgsRecording *self,
           sqlite3_stmt *sql,
           PgsExit      *exit_info)
{
  *exit_info = (PgsExit) { .ended = sqlite3_column_type (sql, 4) != SQLITE_NULL };
  if (!exit_info->ended)
    return;
  exit_info->at_us = MAX (sqlite3_column_int64 (sql, 5), 0);
  exit_info->status_known = sqlite3_column_type (sql, 6) != SQLITE_NULL;
  exit_info->status = sqlite3_column_int (sql, 6);
}

static gboolean
read_processes (PgsRecording  *self,
                GError       **error)
{
  sqlite3_stmt *sql = pgs_recording_file_begin (self->file, PGS_QUERY_PROCESSES);
  gboolean has_row = TRUE;

  while (TRUE)
    {
      Process entry = { 0 };
      gint64 id;

      if (!pgs_database_step (sql, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (self->processes->len == PGS_RECORDING_MAX_PROCESSES)
        return fail (error, PGS_ERROR_LIMIT, "too many processes");
      id = sqlite3_column_int64 (sql, 0);
      entry.process.pid = (gint) CLAMP (sqlite3_column_int64 (sql, 1), 0, G_MAXINT);
      entry.process.ppid = (gint) CLAMP (sqlite3_column_int64 (sql, 2), 0, G_MAXINT);
      read_exit (self, sql, &entry.process.exit_info);
      entry.moments = pgs_recorded_moments_new (self->file, &self->origin, id, entry.process.pid,
                                                (guint64) sqlite3_column_int64 (sql, 3));
      pgs_recorded_moments_set_exit (entry.moments, &entry.process.exit_info);
      g_array_append_val (self->processes, entry);
      g_hash_table_insert (self->numbers, g_memdup2 (&id, sizeof id),
                           GUINT_TO_POINTER (self->processes->len));
    }
}

static Process *
find_process (PgsRecording *self,
              gint64        id)
{
  const guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, &id));

  return number > 0 ? &g_array_index (self->processes, Process, number - 1) : NULL;
}

static gboolean
read_point (PgsRecording *self,
            sqlite3_stmt *sql)
{
  Process *entry = find_process (self, sqlite3_column_int64 (sql, 1));
  const gint64 t_us = sqlite3_column_int64 (sql, 2);
  PgsPoint point = { 0 };

  if (entry == NULL || t_us < -(G_MAXINT64 / 4) || t_us > G_MAXINT64 / 4)
    return FALSE;
  point.monotonic_us = self->origin.monotonic_us + t_us;
  point.virt = pgs_database_get_count (sql, 4);
  point.res = pgs_database_get_count (sql, 5);
  point.anon = pgs_database_get_count (sql, 6);
  point.file = pgs_database_get_count (sql, 7);
  point.shmem = pgs_database_get_count (sql, 8);
  point.swap = pgs_database_get_count (sql, 9);
  point.minor_faults = pgs_database_get_count (sql, 10);
  point.major_faults = pgs_database_get_count (sql, 11);
  if (!pgs_recorded_moments_add_sample (entry->moments, sqlite3_column_int64 (sql, 0), &point))
    return FALSE;
  entry->program = sqlite3_column_int64 (sql, 3);
  if (entry->process.n_samples++ == 0)
    entry->process.first_us = point.monotonic_us;
  entry->process.last_us = point.monotonic_us;
  self->last_us = MAX (self->last_us, point.monotonic_us);
  return TRUE;
}

/* What a damaged file says of samples that cannot be is left out, and that is said. */
static gboolean
read_points (PgsRecording  *self,
             GError       **error)
{
  sqlite3_stmt *sql = pgs_recording_file_begin (self->file, PGS_QUERY_POINTS);
  gboolean has_row = TRUE;
  const char *note = NULL;

  while (TRUE)
    {
      if (!pgs_database_step (sql, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      if (self->n_samples == PGS_RECORDING_MAX_SAMPLES)
        {
          note = "too many samples: the later ones are left out";
          sqlite3_reset (sql);
          break;
        }
      if (read_point (self, sql))
        self->n_samples++;
      else
        note = "damaged: some samples are left out";
    }
  if (note != NULL && self->file->note == NULL)
    self->file->note = g_strdup (note);
  return self->n_samples > 0 || fail (error, PGS_ERROR_SYNTAX, "a recording without samples");
}

static int
compare_marks (gconstpointer a,
               gconstpointer b)
{
  const PgsMark *left = a;
  const PgsMark *right = b;

  return (left->monotonic_us > right->monotonic_us) - (left->monotonic_us < right->monotonic_us);
}

typedef struct
{
  PgsMark mark; /* first, so that compare_marks() sorts these, too */
  gint64 process;
} ReadMark;

static gboolean
read_mark (PgsRecording *self,
           sqlite3_stmt *sql,
           ReadMark     *read)
{
  const gint64 t_us = sqlite3_column_int64 (sql, 1);
  const gint64 sample_t_us = sqlite3_column_int64 (sql, 2);

  *read = (ReadMark) { .process = sqlite3_column_int64 (sql, 0) };
  if (ABS (CLAMP (t_us, -G_MAXINT64, G_MAXINT64)) > G_MAXINT64 / 4
      || ABS (CLAMP (sample_t_us, -G_MAXINT64, G_MAXINT64)) > G_MAXINT64 / 4
      || sqlite3_column_type (sql, 3) != SQLITE_TEXT
      || !pgs_mark_kind_from_id ((const char *) sqlite3_column_text (sql, 3), &read->mark.kind))
    return FALSE;
  read->mark.monotonic_us = self->origin.monotonic_us + t_us;
  if (sqlite3_column_type (sql, 2) != SQLITE_NULL)
    read->mark.sample_us = self->origin.monotonic_us + sample_t_us;
  read->mark.name = pgs_database_dup_text (sql, 4);
  if (read->mark.name == NULL)
    read->mark.name = g_strdup ("");
  return TRUE;
}

/* A mark of no process is one of all. */
static void
hand_out_mark (PgsRecording   *self,
               const ReadMark *read)
{
  Process *entry = find_process (self, read->process);
  const gint pid = entry != NULL ? entry->process.pid : 0;

  g_array_append_val (self->marks, read->mark);
  g_array_append_val (self->mark_pids, pid);
  for (guint i = 0; i < self->processes->len; i++)
    {
      Process *each = &g_array_index (self->processes, Process, i);
      PgsMark copy = read->mark;

      if (entry != NULL && entry != each)
        continue;
      copy.name = g_strdup (copy.name);
      pgs_recorded_moments_take_mark (each->moments, &copy);
      if (entry == NULL && i + 1 >= 16)
        break; /* a hostile file could ask for all marks at each of many processes */
    }
}

static gboolean
read_marks (PgsRecording  *self,
            GError       **error)
{
  sqlite3_stmt *sql = pgs_recording_file_begin (self->file, PGS_QUERY_MARKS);
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (ReadMark));
  gboolean has_row = TRUE;
  gboolean is_good = TRUE;
  gsize n_bytes = 0;

  while (is_good && has_row)
    {
      ReadMark read;

      is_good = pgs_database_step (sql, &has_row, error);
      if (!is_good || !has_row || !read_mark (self, sql, &read))
        continue;
      g_array_append_val (marks, read);
      n_bytes += strlen (read.mark.name);
      if (marks->len == PGS_RECORDING_MAX_MARKS || n_bytes > PGS_RECORDING_MAX_TEXT)
        is_good = fail (error, PGS_ERROR_LIMIT, "too many marks");
    }
  if (has_row)
    sqlite3_reset (sql);
  g_array_sort (marks, compare_marks);
  for (guint i = 0; i < marks->len; i++)
    hand_out_mark (self, &g_array_index (marks, ReadMark, i)); /* takes its name */
  return is_good;
}

static gboolean
load (PgsRecording  *self,
      GError       **error)
{
  if (!read_settings (self, error) || !read_processes (self, error) || !read_points (self, error)
      || !read_marks (self, error))
    return FALSE;
  for (guint i = self->processes->len; i > 0; i--)
    {
      Process *entry = &g_array_index (self->processes, Process, i - 1);

      if (entry->process.n_samples == 0)
        g_array_remove_index (self->processes, i - 1);
      else
        entry->process.info = pgs_recorded_moments_get_program (entry->moments, entry->program, NULL);
    }
  return TRUE;
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
  self->processes = g_array_new (FALSE, FALSE, sizeof (Process));
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
  if (!load (self, error))
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

  return &g_array_index (self->processes, Process, index).process;
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

  return PGS_MOMENTS (g_array_index (self->processes, Process, index).moments);
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
