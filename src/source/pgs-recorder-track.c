/* pgs-recorder-track.c: who a recorded process is, and its counters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-recorder-private.h"

#include <string.h>

static gint64
last_id (PgsRecorder *recorder)
{
  return sqlite3_last_insert_rowid (recorder->db);
}

static gboolean
infos_equal (const PgsProcessInfo *a,
             const PgsProcessInfo *b)
{
  if (a == b)
    return TRUE;
  if ((a->cmdline == NULL) != (b->cmdline == NULL))
    return FALSE;
  return a->started_at_us == b->started_at_us && a->uid == b->uid && a->inner_pid == b->inner_pid
         && a->inner_uid == b->inner_uid && a->memory_limit == b->memory_limit
         && a->is_kernel_thread == b->is_kernel_thread && g_strcmp0 (a->name, b->name) == 0
         && g_strcmp0 (a->user, b->user) == 0 && g_strcmp0 (a->exe, b->exe) == 0
         && g_strcmp0 (a->cgroup, b->cgroup) == 0
         && (a->cmdline == NULL
             || g_strv_equal ((const char *const *) a->cmdline, (const char *const *) b->cmdline));
}

static gboolean
write_arguments (PgsRecorder           *recorder,
                 gint64                 program_id,
                 const PgsProcessInfo  *info,
                 GError               **error)
{
  sqlite3_stmt *sql = recorder->sql[PGS_RECORDER_ARGUMENT];

  for (gsize i = 0; info->cmdline != NULL && info->cmdline[i] != NULL; i++)
    {
      sqlite3_bind_int64 (sql, 1, program_id);
      sqlite3_bind_int64 (sql, 2, (sqlite3_int64) i);
      pgs_database_bind_text (sql, 3, info->cmdline[i]);
      if (!pgs_database_run (sql, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_program (PgsRecorder           *recorder,
               PgsRecorderTrack      *track,
               const PgsProcessInfo  *info,
               GError               **error)
{
  sqlite3_stmt *sql = recorder->sql[PGS_RECORDER_PROGRAM];

  sqlite3_bind_int64 (sql, 1, track->id);
  pgs_database_bind_text (sql, 2, info->name);
  pgs_database_bind_text (sql, 3, info->exe);
  pgs_database_bind_count (sql, 4, info->uid != G_MAXUINT32 ? info->uid : PGS_UNKNOWN);
  pgs_database_bind_text (sql, 5, info->user);
  pgs_database_bind_count (sql, 6, info->inner_pid > 0 ? (guint64) info->inner_pid : PGS_UNKNOWN);
  pgs_database_bind_count (sql, 7, info->inner_uid != G_MAXUINT32 ? info->inner_uid : PGS_UNKNOWN);
  sqlite3_bind_int64 (sql, 8, info->started_at_us);
  pgs_database_bind_text (sql, 9, info->cgroup);
  pgs_database_bind_count (sql, 10, info->memory_limit);
  sqlite3_bind_int (sql, 11, info->is_kernel_thread);
  pgs_database_bind_count (sql, 12,
                           info->cmdline != NULL ? g_strv_length (info->cmdline) : PGS_UNKNOWN);
  if (!pgs_database_run (sql, error))
    return FALSE;
  track->program_id = last_id (recorder);
  return write_arguments (recorder, track->program_id, info, error);
}

static gboolean
write_access (PgsRecorder        *recorder,
              PgsRecorderTrack   *track,
              const PgsSnapshot  *snapshot,
              GError            **error)
{
  sqlite3_stmt *sql = recorder->sql[PGS_RECORDER_ACCESS];

  for (int i = 0; i < PGS_N_PARTS; i++)
    {
      pgs_database_bind_text (sql, i + 1, pgs_access_get_id (snapshot->access[i]));
      sqlite3_bind_int (sql, i + 1 + PGS_N_PARTS, snapshot->denials[i]);
    }
  if (!pgs_database_run (sql, error))
    return FALSE;
  track->access_id = last_id (recorder);
  memcpy (track->access, snapshot->access, sizeof track->access);
  memcpy (track->denials, snapshot->denials, sizeof track->denials);
  return TRUE;
}

static gboolean
write_process (PgsRecorder        *recorder,
               PgsRecorderTrack   *track,
               const PgsSnapshot  *snapshot,
               GError            **error)
{
  sqlite3_stmt *sql = recorder->sql[PGS_RECORDER_PROCESS];
  const PgsCounters *counters = &snapshot->counters;

  sqlite3_bind_int (sql, 1, snapshot->process->pid);
  pgs_database_bind_count (sql, 2, counters->state != 0 ? (guint64) counters->ppid : PGS_UNKNOWN);
  pgs_database_bind_count (sql, 3, snapshot->process->start_ticks);
  if (!pgs_database_run (sql, error))
    return FALSE;
  track->id = last_id (recorder);
  return TRUE;
}

/* pgs_recorder_track_new: begins what is written of a process */
PgsRecorderTrack *
pgs_recorder_track_new (PgsRecorder        *recorder,
                        const PgsSnapshot  *snapshot,
                        GError            **error)
{
  PgsRecorderTrack *track = g_new0 (PgsRecorderTrack, 1);

  track->info = pgs_process_info_ref (snapshot->process);
  track->regions = g_array_new (FALSE, TRUE, sizeof (PgsRecorderRegion));
  if (write_process (recorder, track, snapshot, error)
      && write_program (recorder, track, snapshot->process, error)
      && write_access (recorder, track, snapshot, error))
    return track;
  pgs_recorder_track_free (track);
  return NULL;
}

/* pgs_recorder_track_free: forgets what was written last */
void
pgs_recorder_track_free (PgsRecorderTrack *self)
{
  pgs_process_info_unref (self->info);
  g_array_unref (self->regions);
  g_clear_pointer (&self->maps, pgs_maps_unref);
  g_clear_pointer (&self->pages, pgs_pages_unref);
  g_clear_pointer (&self->ages, pgs_ages_unref);
  g_clear_pointer (&self->smaps, pgs_smaps_unref);
  g_free (self);
}

static gboolean
update_program (PgsRecorder        *recorder,
                PgsRecorderTrack   *track,
                const PgsSnapshot  *snapshot,
                GError            **error)
{
  if (!infos_equal (track->info, snapshot->process)
      && !write_program (recorder, track, snapshot->process, error))
    return FALSE;
  pgs_process_info_ref (snapshot->process);
  pgs_process_info_unref (track->info);
  track->info = snapshot->process;
  if (memcmp (track->access, snapshot->access, sizeof track->access) == 0
      && memcmp (track->denials, snapshot->denials, sizeof track->denials) == 0)
    return TRUE;
  return write_access (recorder, track, snapshot, error);
}

/* Columns 7 to 27 of a sample. */
static void
bind_counters (sqlite3_stmt      *sql,
               const PgsSnapshot *snapshot,
               const char         state[2])
{
  const PgsCounters *c = &snapshot->counters;
  const guint64 counts[] = {
    c->threads, c->minor_faults, c->major_faults, c->virt, c->res, c->shr, c->anon, c->file, c->shmem,
    c->swap, c->page_tables, c->locked, c->hugetlb, c->peak_virt, c->peak_res, c->oom_score,
  };

  sqlite3_bind_int (sql, 7, snapshot->moving);
  pgs_database_bind_text (sql, 8, c->state != 0 ? state : NULL);
  if (c->state != 0)
    {
      sqlite3_bind_int (sql, 9, c->priority);
      sqlite3_bind_int (sql, 10, c->nice);
      sqlite3_bind_int (sql, 11, c->ppid);
    }
  else
    for (int i = 9; i <= 11; i++)
      sqlite3_bind_null (sql, i);
  for (int i = 0; i < (int) G_N_ELEMENTS (counts); i++)
    pgs_database_bind_count (sql, 12 + i, counts[i]);
}

static void
bind_part (sqlite3_stmt *sql,
           int           column,
           gint64        id)
{
  if (id != 0)
    sqlite3_bind_int64 (sql, column, id);
  else
    sqlite3_bind_null (sql, column);
}

static gboolean
write_sample (PgsRecorder        *recorder,
              PgsRecorderTrack   *track,
              const PgsSnapshot  *snapshot,
              GError            **error)
{
  sqlite3_stmt *sql = recorder->sql[PGS_RECORDER_SAMPLE];
  const char state[2] = { snapshot->counters.state, '\0' };

  sqlite3_bind_int64 (sql, 1, recorder->sample_id);
  sqlite3_bind_int64 (sql, 2, track->id);
  sqlite3_bind_int64 (sql, 3, track->program_id);
  sqlite3_bind_int64 (sql, 4, track->access_id);
  sqlite3_bind_int64 (sql, 5, snapshot->monotonic_us - recorder->first_us);
  sqlite3_bind_int64 (sql, 6, snapshot->taken_at_us);
  bind_counters (sql, snapshot, state);
  bind_part (sql, 28, track->maps_id);
  bind_part (sql, 29, track->pages_id);
  sqlite3_bind_int64 (sql, 30, snapshot->pages_at_us - recorder->first_us);
  bind_part (sql, 31, track->smaps_id);
  sqlite3_bind_int64 (sql, 32, snapshot->smaps_at_us - recorder->first_us);
  if (track->pages_id == 0)
    sqlite3_bind_null (sql, 30);
  if (track->smaps_id == 0)
    sqlite3_bind_null (sql, 32);
  return pgs_database_run (sql, error);
}

/* pgs_recorder_add_sample: writes what changed since the last sample of the process, and the sample */
gboolean
pgs_recorder_add_sample (PgsRecorder        *recorder,
                         PgsRecorderTrack   *track,
                         const PgsSnapshot  *snapshot,
                         GError            **error)
{
  if (!update_program (recorder, track, snapshot, error)
      || !pgs_recorder_add_maps (recorder, track, snapshot, error)
      || !pgs_recorder_add_parts (recorder, track, snapshot, error)
      || !write_sample (recorder, track, snapshot, error))
    return FALSE;
  track->sample_id = recorder->sample_id;
  track->t_us = snapshot->monotonic_us - recorder->first_us;
  return TRUE;
}
