/* pgs-recorded-samples.c: reads the samples of one process out of a recording
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-recorded-samples.h"

#include "pgs-error.h"
#include "pgs-recorded-ages.h"
#include "pgs-recorded-parts.h"

#define SMALL_FILE ((guint64) 256 << 10) /* bytes: some 2,000 mappings */

struct _PgsRecordedSamples
{
  PgsRecordingFile *file;
  PgsRecordedOrigin origin;
  PgsRecordedParts *parts;
  PgsRecordedAges *ages;
  gint pid;
  guint64 start_ticks;
};

/* The numbers of the rows that a sample refers to; 0: none. */
typedef struct
{
  gint64 program;
  gint64 access;
  gint64 maps;
  gint64 pages;
  gint64 smaps;
} Parts;

/**
 * pgs_recorded_samples_new:
 * @file: a recording
 * @origin: of the recording
 * @process: number of one of its processes
 * @pid: its PID
 * @start_ticks: when it started
 *
 * Returns: (transfer full): a reader
 */
PgsRecordedSamples *
pgs_recorded_samples_new (PgsRecordingFile        *file,
                          const PgsRecordedOrigin *origin,
                          gint64                   process,
                          gint                     pid,
                          guint64                  start_ticks)
{
  PgsRecordedSamples *self = g_new0 (PgsRecordedSamples, 1);

  self->file = pgs_recording_file_ref (file);
  self->origin = *origin;
  self->parts = pgs_recorded_parts_new (file, process);
  self->ages = pgs_recorded_ages_new (file, self->parts, origin->monotonic_us);
  self->pid = pid;
  self->start_ticks = start_ticks;
  return self;
}

/**
 * pgs_recorded_samples_free:
 * @self: (transfer full) (nullable): a reader
 */
void
pgs_recorded_samples_free (PgsRecordedSamples *self)
{
  if (self == NULL)
    return;
  pgs_recorded_ages_free (self->ages);
  pgs_recorded_parts_free (self->parts);
  pgs_recording_file_unref (self->file);
  g_free (self);
}

/**
 * pgs_recorded_samples_is_slow:
 * @self: a reader
 *
 * Returns: whether a sample may take more than a few milliseconds: those of a small file cannot
 */
gboolean
pgs_recorded_samples_is_slow (PgsRecordedSamples *self)
{
  return self->file->n_bytes > SMALL_FILE;
}

/**
 * pgs_recorded_samples_get_program:
 * @self: a reader
 * @program: number of what the process ran
 * @error: %PGS_ERROR_SYNTAX, %PGS_ERROR_LIMIT
 *
 * While the recording is opened: nobody else reads it.
 *
 * Returns: (transfer full) (nullable): who it was then
 */
PgsProcessInfo *
pgs_recorded_samples_get_program (PgsRecordedSamples  *self,
                                  gint64               program,
                                  GError             **error)
{
  return pgs_recorded_parts_get_program (self->parts, program, self->pid, self->start_ticks, error);
}

/* Columns 6 to 25 of a sample. */
static void
read_counters (sqlite3_stmt *sql,
               PgsCounters  *counters)
{
  guint64 *const counts[] = {
    &counters->threads, &counters->minor_faults, &counters->major_faults, &counters->virt,
    &counters->res, &counters->shr, &counters->anon, &counters->file, &counters->shmem,
    &counters->swap, &counters->page_tables, &counters->locked, &counters->hugetlb,
    &counters->peak_virt, &counters->peak_res, &counters->oom_score,
  };

  pgs_counters_clear (counters);
  if (sqlite3_column_type (sql, 6) == SQLITE_TEXT)
    {
      const char state = *(const char *) sqlite3_column_text (sql, 6);

      counters->state = g_ascii_isalpha (state) ? state : 0;
      counters->priority = sqlite3_column_int (sql, 7);
      counters->nice = sqlite3_column_int (sql, 8);
      counters->ppid = sqlite3_column_int (sql, 9);
    }
  for (int i = 0; i < (int) G_N_ELEMENTS (counts); i++)
    *counts[i] = pgs_database_get_count (sql, 10 + i);
}

static gint64
read_time (PgsRecordedSamples *self,
           sqlite3_stmt       *sql,
           int                 column)
{
  const gint64 t_us = sqlite3_column_int64 (sql, column);

  if (sqlite3_column_type (sql, column) != SQLITE_INTEGER || t_us > G_MAXINT64 / 4
      || t_us < -(G_MAXINT64 / 4))
    return 0;
  return self->origin.monotonic_us + t_us;
}

static gboolean
read_sample (PgsRecordedSamples  *self,
             gint64               id,
             PgsSnapshot         *snapshot,
             Parts               *parts,
             GError             **error)
{
  sqlite3_stmt *sql = pgs_recording_file_begin (self->file, PGS_QUERY_SAMPLE);

  sqlite3_bind_int64 (sql, 1, id);
  if (!pgs_database_step_to (sql, "a sample is missing", error))
    return FALSE;
  parts->program = sqlite3_column_int64 (sql, 1);
  parts->access = sqlite3_column_int64 (sql, 2);
  snapshot->monotonic_us = read_time (self, sql, 3);
  snapshot->taken_at_us = sqlite3_column_int64 (sql, 4);
  snapshot->moving = sqlite3_column_int (sql, 5) != 0;
  read_counters (sql, &snapshot->counters);
  parts->maps = sqlite3_column_int64 (sql, 26);
  parts->pages = sqlite3_column_int64 (sql, 27);
  snapshot->pages_at_us = read_time (self, sql, 28);
  parts->smaps = sqlite3_column_int64 (sql, 29);
  snapshot->smaps_at_us = read_time (self, sql, 30);
  snapshot->page_size = self->origin.page_size;
  sqlite3_reset (sql);
  return TRUE;
}

static PgsAccess
parse_access (const char *id)
{
  for (guint i = PGS_ACCESS_OK; i <= PGS_ACCESS_UNSUPPORTED; i++)
    if (g_strcmp0 (id, pgs_access_get_id ((PgsAccess) i)) == 0)
      return (PgsAccess) i;
  return PGS_ACCESS_UNSUPPORTED;
}

static gboolean
read_access (PgsRecordedSamples  *self,
             gint64               id,
             PgsSnapshot         *snapshot,
             GError             **error)
{
  sqlite3_stmt *sql = pgs_recording_file_begin (self->file, PGS_QUERY_ACCESS);
  gboolean has_row;

  sqlite3_bind_int64 (sql, 1, id);
  if (!pgs_database_step (sql, &has_row, error))
    return FALSE;
  for (int i = 0; i < PGS_N_PARTS; i++)
    {
      const gint64 denial = has_row ? sqlite3_column_int64 (sql, i + PGS_N_PARTS) : 0;

      snapshot->access[i] = has_row ? parse_access ((const char *) sqlite3_column_text (sql, i))
                                    : PGS_ACCESS_UNSUPPORTED;
      snapshot->denials[i] = denial >= 0 && denial < PGS_N_DENIALS ? (PgsDenial) denial
                                                                  : PGS_DENIAL_UNKNOWN;
    }
  if (has_row)
    sqlite3_reset (sql);
  return TRUE;
}

static gboolean
read_parts (PgsRecordedSamples  *self,
            PgsSnapshot         *snapshot,
            const Parts         *parts,
            GError             **error)
{
  snapshot->process = pgs_recorded_samples_get_program (self, parts->program, error);
  if (snapshot->process == NULL)
    return FALSE;
  if (parts->maps == 0)
    return TRUE;
  snapshot->maps = pgs_recorded_parts_get_maps (self->parts, parts->maps, error);
  if (snapshot->maps == NULL)
    return FALSE;
  if (parts->pages != 0)
    {
      snapshot->pages = pgs_recorded_parts_get_pages (self->parts, parts->pages, parts->maps, error);
      if (snapshot->pages == NULL)
        return FALSE;
    }
  if (parts->smaps != 0)
    snapshot->smaps = pgs_recorded_parts_get_smaps (self->parts, parts->smaps, parts->maps, error);
  return parts->smaps == 0 || snapshot->smaps != NULL;
}

static gboolean
read_whole (PgsRecordedSamples  *self,
            gint64               id,
            PgsSnapshot         *snapshot,
            GError             **error)
{
  Parts parts = { 0 };

  return read_sample (self, id, snapshot, &parts, error)
         && read_access (self, parts.access, snapshot, error)
         && read_parts (self, snapshot, &parts, error);
}

/**
 * pgs_recorded_samples_read:
 * @self: a reader
 * @id: number of a sample of the process
 * @error: %PGS_ERROR_SYNTAX, %PGS_ERROR_LIMIT; names the file
 *
 * Where there are 60,000 mappings takes up to 0.3 s for a sample far from those that were read before.
 *
 * Returns: (transfer full) (nullable): the sample
 */
PgsSnapshot *
pgs_recorded_samples_read (PgsRecordedSamples  *self,
                           gint64               id,
                           GError             **error)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();
  gboolean is_read;

  pgs_recording_file_begin_work (self->file);
  is_read = read_whole (self, id, snapshot, error);
  pgs_recording_file_end_work (self->file);
  if (is_read)
    return g_steal_pointer (&snapshot);
  g_prefix_error (error, "%s: ", self->file->path);
  return NULL;
}

/* The number of the sample in which the pages of sample @id were new; 0: none. */
static gint64
read_pages_sample (PgsRecordedSamples *self,
                   gint64              id)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();
  Parts parts = { 0 };

  return read_sample (self, id, snapshot, &parts, NULL) && parts.maps != 0 ? parts.pages : 0;
}

/**
 * pgs_recorded_samples_read_ages:
 * @self: a reader
 * @id: number of a sample of the process
 *
 * A recording whose ages cannot be read is one that does not tell them: its samples can be looked at.
 *
 * Returns: (transfer full) (nullable): since when its pages were resident; %NULL if that is unknown
 */
PgsAges *
pgs_recorded_samples_read_ages (PgsRecordedSamples *self,
                                gint64              id)
{
  PgsAges *ages = NULL;
  gint64 sample;

  pgs_recording_file_begin_work (self->file);
  sample = read_pages_sample (self, id);
  if (sample != 0)
    ages = pgs_recorded_ages_get (self->ages, sample, NULL);
  pgs_recording_file_end_work (self->file);
  return ages;
}
