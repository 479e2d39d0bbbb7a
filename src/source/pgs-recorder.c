/* pgs-recorder.c: writes what is seen of processes into a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Each sample is one transaction in the write-ahead log, which is brought into the database at the
 * first sample, so that the file is a recording from then on, and every few seconds. Commits do not
 * wait for the disk: what a crash of this program could lose is the sample under way, what a crash of
 * the machine could lose is what came since the log was brought in. When closed, the database leaves
 * WAL mode, so that it is one file that opens from anywhere.
 *
 * What was written is remembered, so that only changes are written. A transaction that fails takes
 * back what is in the file but not what is remembered: nothing more can be added after that.
 */
#include "config.h"

#include "pgs-recorder-private.h"

#include "pgs-error.h"
#include "pgs-recorder-file.h"
#include "pgs-recording-schema.h"

#include <glib/gi18n-lib.h>

#define CHECKPOINT_US (5 * G_USEC_PER_SEC)
#define BUSY_MS 1000 /* a reader holds it for a moment */

static const char *const statements[PGS_RECORDER_N_SQL] = {
  [PGS_RECORDER_SET] = "INSERT OR REPLACE INTO recording VALUES (?, ?)",
  [PGS_RECORDER_PROCESS] = "INSERT INTO process (pid, ppid, start_ticks) VALUES (?, ?, ?)",
  [PGS_RECORDER_EXIT] = "UPDATE process SET ended_t_us = ?, ended_at_us = ?, exit_status = ?"
                        " WHERE id = ?",
  [PGS_RECORDER_PROGRAM] = "INSERT INTO program (process, name, exe, uid, user, inner_pid, inner_uid,"
                           " started_at_us, cgroup, memory_limit, is_kernel_thread, n_arguments)"
                           " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  [PGS_RECORDER_ARGUMENT] = "INSERT INTO argument VALUES (?, ?, ?)",
  [PGS_RECORDER_ACCESS] = "INSERT INTO access (maps, pagemap, smaps, scan, pfn, maps_denial,"
                          " pagemap_denial, smaps_denial, scan_denial, pfn_denial)"
                          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  [PGS_RECORDER_SAMPLE] = "INSERT INTO sample VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                          " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  [PGS_RECORDER_REGION] = "INSERT INTO region (process, first_sample, start_address, end_address,"
                          " perms, offset, dev_major, dev_minor, inode, path, kind, deleted,"
                          " thread_stack) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  [PGS_RECORDER_REGION_END] = "UPDATE region SET last_sample = ? WHERE id = ?",
  [PGS_RECORDER_REGION_KEY] = "INSERT INTO region_key VALUES (?, ?, ?)",
  [PGS_RECORDER_REGION_PAGES] = "INSERT INTO region_pages VALUES (?, ?, ?, ?)",
  [PGS_RECORDER_PAGES] = "INSERT INTO pages VALUES (?, ?, ?, ?, ?)",
  [PGS_RECORDER_AGES] = "INSERT INTO ages VALUES (?, ?, ?)",
  [PGS_RECORDER_SMAPS] = "INSERT INTO smaps VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  [PGS_RECORDER_REGION_SMAPS] = "INSERT INTO region_smaps VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                                " ?, ?, ?)",
  [PGS_RECORDER_MARK] = "INSERT INTO mark (process, t_us, sample_t_us, kind, name)"
                        " VALUES (?, ?, ?, ?, ?)",
};

/**
 * pgs_recorder_new:
 * @path: the file to write
 * @replace: a regular file of that name is taken away; else it is an error that there is one
 * @error: %PGS_ERROR_ACCESS, %PGS_ERROR_FAILED
 *
 * Creates the file. It becomes a recording with the first sample; without one it is taken away again.
 *
 * Returns: (transfer full) (nullable): a recorder
 */
PgsRecorder *
pgs_recorder_new (const char  *path,
                  gboolean     replace,
                  GError     **error)
{
  g_autoptr (PgsRecorder) self = g_new0 (PgsRecorder, 1);

  self->path = pgs_database_dup_name (path);
  self->tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) pgs_recorder_track_free);
  self->buffer = g_byte_array_new ();
  self->packer = pgs_packer_new ();
  self->is_created = pgs_recorder_file_create (self->path, replace, error);
  if (!self->is_created)
    return NULL;
  if (sqlite3_open_v2 (self->path, &self->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL)
      != SQLITE_OK)
    {
      pgs_database_fail (self->db, path, error);
      return NULL;
    }
  sqlite3_extended_result_codes (self->db, TRUE);
  sqlite3_busy_timeout (self->db, BUSY_MS);
  return g_steal_pointer (&self);
}

static gboolean
write_header (PgsRecorder  *self,
              GError      **error)
{
  g_autofree char *sql = g_strdup_printf (
    "PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8'; PRAGMA application_id = %d;"
    "PRAGMA user_version = %d; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
    "PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 4194304;"
    "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -2048;",
    PGS_RECORDING_APPLICATION_ID, PGS_RECORDING_VERSION);

  return pgs_database_exec (self->db, sql, error);
}

static gboolean
set_text (PgsRecorder  *self,
          const char   *key,
          const char   *value,
          GError      **error)
{
  sqlite3_stmt *sql = self->sql[PGS_RECORDER_SET];

  pgs_database_bind_text (sql, 1, key);
  pgs_database_bind_text (sql, 2, value);
  return pgs_database_run (sql, error);
}

static gboolean
set_int (PgsRecorder  *self,
         const char   *key,
         gint64        value,
         GError      **error)
{
  sqlite3_stmt *sql = self->sql[PGS_RECORDER_SET];

  pgs_database_bind_text (sql, 1, key);
  sqlite3_bind_int64 (sql, 2, value);
  return pgs_database_run (sql, error);
}

static gboolean
write_schema (PgsRecorder        *self,
              const PgsSnapshot  *snapshot,
              GError            **error)
{
  if (!pgs_database_exec (self->db, pgs_recording_tables, error)
      || !pgs_database_exec (self->db, pgs_recording_views, error))
    return FALSE;
  for (guint i = 0; i < PGS_RECORDER_N_SQL; i++)
    {
      self->sql[i] = pgs_database_prepare (self->db, statements[i], error);
      if (self->sql[i] == NULL)
        return FALSE;
    }
  self->first_us = snapshot->monotonic_us;
  self->first_taken_at_us = snapshot->taken_at_us;
  self->page_size = snapshot->page_size;
  return set_text (self, "format", "pagescape-recording", error)
         && set_int (self, "version", PGS_RECORDING_VERSION, error)
         && set_text (self, "writer", "pagescape " PGS_VERSION, error)
         && set_int (self, "page_size", snapshot->page_size, error)
         && set_int (self, "monotonic_us", snapshot->monotonic_us, error)
         && set_int (self, "started_at_us", snapshot->taken_at_us, error)
         && set_int (self, "complete", 0, error);
}

static gint64
get_time (const PgsRecorder *self,
          gint64             monotonic_us)
{
  return monotonic_us - self->first_us;
}

static PgsRecorderTrack *
find_track (PgsRecorder          *self,
            const PgsProcessInfo *process)
{
  for (guint i = 0; i < self->tracks->len; i++)
    {
      PgsRecorderTrack *track = g_ptr_array_index (self->tracks, i);

      if (track->info->pid == process->pid && track->info->start_ticks == process->start_ticks)
        return track;
    }
  return NULL;
}

static gboolean
insert_snapshot (PgsRecorder        *self,
                 PgsRecorderTrack   *track,
                 const PgsSnapshot  *snapshot,
                 GError            **error)
{
  if (!self->has_schema && !write_schema (self, snapshot, error))
    return FALSE;
  self->has_schema = TRUE;
  if (track == NULL)
    {
      track = pgs_recorder_track_new (self, snapshot, error);
      if (track == NULL)
        return FALSE;
      g_ptr_array_add (self->tracks, track);
    }
  self->sample_id++;
  return pgs_recorder_add_sample (self, track, snapshot, error);
}

/* Keeps the first error for those who come later; @local is taken. */
static gboolean
fail (PgsRecorder  *self,
      GError       *local,
      GError      **error)
{
  g_prefix_error (&local, "%s: ", self->path);
  if (!sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  if (self->failure == NULL)
    self->failure = g_error_copy (local);
  g_propagate_error (error, local);
  return FALSE;
}

/* Whether something may be written; begins a transaction. */
static gboolean
begin (PgsRecorder  *self,
       GError      **error)
{
  GError *local = NULL;

  if (self->failure != NULL)
    {
      g_propagate_error (error, g_error_copy (self->failure));
      return FALSE;
    }
  if (!self->has_schema && !write_header (self, &local))
    return fail (self, local, error);
  if (!pgs_database_exec (self->db, "BEGIN IMMEDIATE", &local))
    return fail (self, local, error);
  return TRUE;
}

/* A name that leads to no file or to another one: the system goes on writing to one that nobody can
 * open any more, and says nothing. */
static gboolean
check_name (PgsRecorder  *self,
            GError      **error)
{
  int moved = 0;

  if (sqlite3_file_control (self->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved)
    {
      g_set_error_literal (error, PGS_ERROR, PGS_ERROR_FAILED,
                           _("the file was removed, renamed or replaced while it was written"));
      return FALSE;
    }
  return TRUE;
}

static gboolean
checkpoint (PgsRecorder  *self,
            int           mode,
            GError      **error)
{
  const int result = sqlite3_wal_checkpoint_v2 (self->db, NULL, mode, NULL, NULL);

  self->checkpoint_us = g_get_monotonic_time ();
  if (result == SQLITE_OK || (result & 0xff) == SQLITE_BUSY || (result & 0xff) == SQLITE_LOCKED)
    return TRUE;
  return pgs_database_fail (self->db, NULL, error);
}

static gboolean
commit (PgsRecorder  *self,
        gboolean      is_first,
        GError      **error)
{
  GError *local = NULL;

  if (!pgs_database_exec (self->db, "COMMIT", &local) || !check_name (self, &local))
    return fail (self, local, error);
  if ((is_first || g_get_monotonic_time () - self->checkpoint_us >= CHECKPOINT_US)
      && !checkpoint (self, SQLITE_CHECKPOINT_PASSIVE, &local))
    return fail (self, local, error);
  return TRUE;
}

/**
 * pgs_recorder_add:
 * @self: a recorder
 * @snapshot: a sample of any process; one that is not newer than the last of its process is ignored
 * @error: what could not be written
 *
 * Writes the sample as one transaction. After an error nothing more can be added; what was added
 * before stays.
 *
 * Returns: whether it was written
 */
gboolean
pgs_recorder_add (PgsRecorder  *self,
                  PgsSnapshot  *snapshot,
                  GError      **error)
{
  const gboolean is_first = self->n_samples == 0;
  PgsRecorderTrack *track;
  GError *local = NULL;

  g_return_val_if_fail (snapshot != NULL && snapshot->process != NULL, FALSE);

  if (self->page_size != 0 && snapshot->page_size != self->page_size)
    {
      g_set_error_literal (error, PGS_ERROR, PGS_ERROR_UNSUPPORTED,
                           "a recording holds the processes of one machine");
      return FALSE;
    }
  track = find_track (self, snapshot->process);
  if (track != NULL && get_time (self, snapshot->monotonic_us) <= track->t_us)
    return TRUE;
  if (!begin (self, error))
    return FALSE;
  if (!insert_snapshot (self, track, snapshot, &local))
    return fail (self, local, error);
  if (!commit (self, is_first, error))
    return FALSE;
  self->n_samples++;
  return TRUE;
}

/**
 * pgs_recorder_mark:
 * @self: a recorder with at least one sample
 * @process: (nullable): whose moment it is
 * @mark: the moment
 * @error: what could not be written
 *
 * Returns: whether it was written
 */
gboolean
pgs_recorder_mark (PgsRecorder          *self,
                   const PgsProcessInfo *process,
                   const PgsMark        *mark,
                   GError              **error)
{
  const PgsRecorderTrack *track = process != NULL ? find_track (self, process) : NULL;
  sqlite3_stmt *sql = self->sql[PGS_RECORDER_MARK];
  GError *local = NULL;

  g_return_val_if_fail (self->has_schema, FALSE);

  if (!begin (self, error))
    return FALSE;
  pgs_database_bind_count (sql, 1, track != NULL ? (guint64) track->id : PGS_UNKNOWN);
  sqlite3_bind_int64 (sql, 2, get_time (self, mark->monotonic_us));
  if (mark->sample_us != 0)
    sqlite3_bind_int64 (sql, 3, get_time (self, mark->sample_us));
  else
    sqlite3_bind_null (sql, 3);
  pgs_database_bind_text (sql, 4, pgs_mark_kind_get_id (mark->kind));
  pgs_database_bind_text (sql, 5, mark->name);
  if (!pgs_database_run (sql, &local))
    return fail (self, local, error);
  return commit (self, FALSE, error);
}

/**
 * pgs_recorder_set_exit:
 * @self: a recorder
 * @process: of which a sample was added
 * @ended: how it ended
 * @error: what could not be written
 *
 * Returns: whether it was written
 */
gboolean
pgs_recorder_set_exit (PgsRecorder          *self,
                       const PgsProcessInfo *process,
                       const PgsExit        *ended,
                       GError              **error)
{
  const PgsRecorderTrack *track = find_track (self, process);
  sqlite3_stmt *sql = self->sql[PGS_RECORDER_EXIT];
  GError *local = NULL;

  g_return_val_if_fail (track != NULL, FALSE);

  if (!begin (self, error))
    return FALSE;
  if (ended->at_us > 0) /* real time: as far from the first sample as the clock says */
    sqlite3_bind_int64 (sql, 1, MAX (ended->at_us - self->first_taken_at_us, track->t_us));
  else
    sqlite3_bind_int64 (sql, 1, track->t_us);
  pgs_database_bind_count (sql, 2, ended->at_us > 0 ? (guint64) ended->at_us : PGS_UNKNOWN);
  pgs_database_bind_count (sql, 3, ended->status_known ? (guint64) (guint) ended->status : PGS_UNKNOWN);
  sqlite3_bind_int64 (sql, 4, track->id);
  if (!pgs_database_run (sql, &local))
    return fail (self, local, error);
  return commit (self, FALSE, error);
}

static gboolean
write_end (PgsRecorder  *self,
           GError      **error)
{
  GError *local = NULL;

  if (!begin (self, error))
    return FALSE;
  if (!set_int (self, "complete", 1, &local) || !pgs_database_exec (self->db, "COMMIT", &local)
      || !check_name (self, &local) || !checkpoint (self, SQLITE_CHECKPOINT_TRUNCATE, &local))
    return fail (self, local, error);
  return TRUE;
}

/**
 * pgs_recorder_close:
 * @self: a recorder
 * @error: what could not be written
 *
 * Makes it one file that is complete. If something could not be written before, it is left as it is,
 * and that error is returned again. Nothing can be added any more.
 *
 * Returns: whether the recording is complete
 */
gboolean
pgs_recorder_close (PgsRecorder  *self,
                    GError      **error)
{
  gboolean is_complete = self->n_samples > 0 && self->db != NULL && write_end (self, error);

  for (guint i = 0; i < PGS_RECORDER_N_SQL; i++)
    g_clear_pointer (&self->sql[i], sqlite3_finalize);
  if (is_complete) /* stays in WAL mode while somebody reads it, which does no harm */
    sqlite3_exec (self->db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
  g_clear_pointer (&self->db, sqlite3_close_v2);
  return is_complete;
}

/**
 * pgs_recorder_free:
 * @self: (transfer full) (nullable): a recorder
 *
 * Without pgs_recorder_close() before, the file says that it is not complete.
 */
void
pgs_recorder_free (PgsRecorder *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < PGS_RECORDER_N_SQL; i++)
    g_clear_pointer (&self->sql[i], sqlite3_finalize);
  g_clear_pointer (&self->db, sqlite3_close_v2);
  if (self->is_created && self->n_samples == 0)
    pgs_recorder_file_remove (self->path);
  g_ptr_array_unref (self->tracks);
  g_byte_array_unref (self->buffer);
  pgs_packer_free (self->packer);
  g_clear_error (&self->failure);
  g_free (self->path);
  g_free (self);
}

/**
 * pgs_recorder_get_n_samples:
 * @self: a recorder
 *
 * Returns: how many samples were written
 */
guint64
pgs_recorder_get_n_samples (PgsRecorder *self)
{
  return self->n_samples;
}

/**
 * pgs_recorder_get_size:
 * @self: a recorder
 *
 * Returns: bytes that the file and its log take now
 */
guint64
pgs_recorder_get_size (PgsRecorder *self)
{
  return pgs_recorder_file_get_size (self->path);
}
