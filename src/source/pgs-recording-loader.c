/* pgs-recording-loader.c: what is read of a recording when it is opened: processes, totals, marks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-recording-private.h"

#include "pgs-error.h"
#include "pgs-recording-schema.h"

#include <string.h>

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
    return pgs_error_fail (error, PGS_ERROR_SYNTAX, "pages of a size that none have");
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
      PgsRecordedEntry entry = { 0 };
      gint64 id;

      if (!pgs_database_step (sql, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (self->processes->len == PGS_RECORDING_MAX_PROCESSES)
        return pgs_error_fail (error, PGS_ERROR_LIMIT, "too many processes");
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

static PgsRecordedEntry *
find_process (PgsRecording *self,
              gint64        id)
{
  const guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, &id));

  return number > 0 ? &g_array_index (self->processes, PgsRecordedEntry, number - 1) : NULL;
}

static gboolean
read_point (PgsRecording *self,
            sqlite3_stmt *sql)
{
  PgsRecordedEntry *entry = find_process (self, sqlite3_column_int64 (sql, 1));
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
  return self->n_samples > 0 || pgs_error_fail (error, PGS_ERROR_SYNTAX, "a recording without samples");
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
  PgsRecordedEntry *entry = find_process (self, read->process);
  const gint pid = entry != NULL ? entry->process.pid : 0;

  g_array_append_val (self->marks, read->mark);
  g_array_append_val (self->mark_pids, pid);
  for (guint i = 0; i < self->processes->len; i++)
    {
      PgsRecordedEntry *each = &g_array_index (self->processes, PgsRecordedEntry, i);
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
        is_good = pgs_error_fail (error, PGS_ERROR_LIMIT, "too many marks");
    }
  if (has_row)
    sqlite3_reset (sql);
  g_array_sort (marks, compare_marks);
  for (guint i = 0; i < marks->len; i++)
    hand_out_mark (self, &g_array_index (marks, ReadMark, i)); /* takes its name */
  return is_good;
}

/**
 * pgs_recording_load:
 * @self: a recording of which nothing was read yet
 * @error: %PGS_ERROR_SYNTAX, %PGS_ERROR_LIMIT
 *
 * Reads all but what single samples hold: O(samples).
 *
 * Returns: whether it is one that can be looked at
 */
gboolean
pgs_recording_load (PgsRecording  *self,
                    GError       **error)
{
  if (!read_settings (self, error) || !read_processes (self, error) || !read_points (self, error)
      || !read_marks (self, error))
    return FALSE;
  for (guint i = self->processes->len; i > 0; i--)
    {
      PgsRecordedEntry *entry = &g_array_index (self->processes, PgsRecordedEntry, i - 1);

      if (entry->process.n_samples == 0)
        g_array_remove_index (self->processes, i - 1);
      else
        entry->process.info = pgs_recorded_moments_get_program (entry->moments, entry->program, NULL);
    }
  return TRUE;
}
