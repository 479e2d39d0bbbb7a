/* pgs-recorded-moments.c: the history of one process in a recording
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-recorded-moments.h"

#include "pgs-error.h"
#include "pgs-recorded-ages.h"
#include "pgs-recorded-parts.h"

#include <string.h>

#define MAX_POINTS 65536 /* of a chart; more are joined in pairs */
#define N_KEPT 8

typedef struct
{
  gint64 id;
  gint64 monotonic_us;
} Sample;

struct _PgsRecordedMoments
{
  GObject parent_instance;
  PgsRecordingFile *file;
  PgsRecordedOrigin origin;
  PgsRecordedParts *parts;
  PgsRecordedAges *ages;
  gint pid;
  guint64 start_ticks;
  GArray *samples; /* of Sample */
  GArray *points;  /* of PgsPoint */
  GArray *marks;   /* of PgsMark */
  PgsExit exit_info;
  PgsSnapshot *kept[N_KEPT]; /* by time */
  guint next_kept;
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

static void pgs_recorded_moments_iface_init (PgsMomentsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PgsRecordedMoments, pgs_recorded_moments, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PGS_TYPE_MOMENTS,
                                                      pgs_recorded_moments_iface_init))

static const PgsPoint *
get_points (PgsMoments *moments,
            gsize      *n_points)
{
  PgsRecordedMoments *self = PGS_RECORDED_MOMENTS (moments);

  *n_points = self->points->len;
  return (const PgsPoint *) self->points->data;
}

static const PgsMark *
get_marks (PgsMoments *moments,
           gsize      *n_marks)
{
  PgsRecordedMoments *self = PGS_RECORDED_MOMENTS (moments);

  *n_marks = self->marks->len;
  return (const PgsMark *) self->marks->data;
}

static gsize
get_length (PgsMoments *moments)
{
  return PGS_RECORDED_MOMENTS (moments)->samples->len;
}

static gint64
get_time (PgsMoments *moments,
          gsize       index)
{
  PgsRecordedMoments *self = PGS_RECORDED_MOMENTS (moments);

  g_return_val_if_fail (index < self->samples->len, 0);

  return g_array_index (self->samples, Sample, index).monotonic_us;
}

static const PgsExit *
get_exit (PgsMoments *moments)
{
  return &PGS_RECORDED_MOMENTS (moments)->exit_info;
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
read_time (PgsRecordedMoments *self,
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
read_sample (PgsRecordedMoments  *self,
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
read_access (PgsRecordedMoments  *self,
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
read_parts (PgsRecordedMoments  *self,
            PgsSnapshot         *snapshot,
            const Parts         *parts,
            GError             **error)
{
  snapshot->process = pgs_recorded_moments_get_program (self, parts->program, error);
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

static PgsSnapshot *
decode (PgsRecordedMoments  *self,
        gint64               id,
        GError             **error)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();
  Parts parts = { 0 };

  pgs_recording_file_begin_work (self->file);
  if (!read_sample (self, id, snapshot, &parts, error)
      || !read_access (self, parts.access, snapshot, error)
      || !read_parts (self, snapshot, &parts, error))
    {
      g_prefix_error (error, "%s: ", self->file->path);
      return NULL;
    }
  return g_steal_pointer (&snapshot);
}

static PgsSnapshot *
get_snapshot (PgsMoments  *moments,
              gsize        index,
              GError     **error)
{
  PgsRecordedMoments *self = PGS_RECORDED_MOMENTS (moments);
  PgsSnapshot *snapshot;

  g_return_val_if_fail (index < self->samples->len, NULL);

  for (guint i = 0; i < N_KEPT; i++)
    if (self->kept[i] != NULL && self->kept[i]->monotonic_us == get_time (moments, index))
      return pgs_snapshot_ref (self->kept[i]);
  snapshot = decode (self, g_array_index (self->samples, Sample, index).id, error);
  if (snapshot == NULL)
    return NULL;
  g_clear_pointer (&self->kept[self->next_kept], pgs_snapshot_unref);
  self->kept[self->next_kept] = pgs_snapshot_ref (snapshot);
  self->next_kept = (self->next_kept + 1) % N_KEPT;
  return snapshot;
}

/* The number of the sample in which the pages of sample @id were new; 0: none. */
static gint64
read_pages_sample (PgsRecordedMoments *self,
                   gint64              id)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();
  Parts parts = { 0 };

  return read_sample (self, id, snapshot, &parts, NULL) && parts.maps != 0 ? parts.pages : 0;
}

/* A recording whose ages cannot be read is one that does not tell them: its moments can be looked at. */
static PgsAges *
get_ages (PgsMoments *moments,
          gsize       index)
{
  PgsRecordedMoments *self = PGS_RECORDED_MOMENTS (moments);
  gint64 sample;

  g_return_val_if_fail (index < self->samples->len, NULL);

  pgs_recording_file_begin_work (self->file);
  sample = read_pages_sample (self, g_array_index (self->samples, Sample, index).id);
  return sample != 0 ? pgs_recorded_ages_get (self->ages, sample, NULL) : NULL;
}

static void
pgs_recorded_moments_iface_init (PgsMomentsInterface *iface)
{
  iface->get_points = get_points;
  iface->get_marks = get_marks;
  iface->get_length = get_length;
  iface->get_time = get_time;
  iface->get_snapshot = get_snapshot;
  iface->get_ages = get_ages;
  iface->get_exit = get_exit;
}

static void
pgs_recorded_moments_finalize (GObject *object)
{
  PgsRecordedMoments *self = PGS_RECORDED_MOMENTS (object);

  for (guint i = 0; i < N_KEPT; i++)
    g_clear_pointer (&self->kept[i], pgs_snapshot_unref);
  g_clear_pointer (&self->ages, pgs_recorded_ages_free);
  g_clear_pointer (&self->parts, pgs_recorded_parts_free);
  g_clear_pointer (&self->file, pgs_recording_file_unref);
  g_array_unref (self->samples);
  g_array_unref (self->points);
  g_array_unref (self->marks);
  G_OBJECT_CLASS (pgs_recorded_moments_parent_class)->finalize (object);
}

static void
pgs_recorded_moments_class_init (PgsRecordedMomentsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgs_recorded_moments_finalize;
}

static void
pgs_recorded_moments_init (PgsRecordedMoments *self)
{
  self->samples = g_array_new (FALSE, FALSE, sizeof (Sample));
  self->points = g_array_new (FALSE, FALSE, sizeof (PgsPoint));
  g_array_set_clear_func (self->points, (GDestroyNotify) pgs_point_clear);
  self->marks = g_array_new (FALSE, FALSE, sizeof (PgsMark));
  g_array_set_clear_func (self->marks, (GDestroyNotify) pgs_mark_clear);
}

/**
 * pgs_recorded_moments_new:
 * @file: a recording
 * @origin: of the recording
 * @process: number of one of its processes
 * @pid: its PID
 * @start_ticks: when it started
 *
 * Returns: (transfer full): a history without samples
 */
PgsRecordedMoments *
pgs_recorded_moments_new (PgsRecordingFile        *file,
                          const PgsRecordedOrigin *origin,
                          gint64                   process,
                          gint                     pid,
                          guint64                  start_ticks)
{
  PgsRecordedMoments *self = g_object_new (PGS_TYPE_RECORDED_MOMENTS, NULL);

  self->file = pgs_recording_file_ref (file);
  self->origin = *origin;
  self->parts = pgs_recorded_parts_new (file, process);
  self->ages = pgs_recorded_ages_new (file, self->parts, origin->monotonic_us);
  self->pid = pid;
  self->start_ticks = start_ticks;
  return self;
}

/**
 * pgs_recorded_moments_add_sample:
 * @self: a history
 * @sample: number of a sample
 * @point: its totals, of this sample alone; the time must be after that of the sample before
 *
 * Returns: %FALSE if it is not after the one before, and was not added
 */
gboolean
pgs_recorded_moments_add_sample (PgsRecordedMoments *self,
                                 gint64              sample,
                                 const PgsPoint     *point)
{
  const Sample entry = { sample, point->monotonic_us };

  if (self->samples->len > 0
      && g_array_index (self->samples, Sample, self->samples->len - 1).monotonic_us
           >= point->monotonic_us)
    return FALSE;
  g_array_append_val (self->samples, entry);
  g_array_append_val (self->points, *point);
  if (self->points->len == 2 * MAX_POINTS)
    g_array_set_size (self->points, pgs_points_halve ((PgsPoint *) self->points->data, self->points->len,
                                                      self->points->len - 1)); /* the last one stays, too */
  return TRUE;
}

/**
 * pgs_recorded_moments_take_mark:
 * @self: a history
 * @mark: a mark, whose name is taken over; none of those before is after it
 */
void
pgs_recorded_moments_take_mark (PgsRecordedMoments *self,
                                PgsMark            *mark)
{
  g_array_append_val (self->marks, *mark);
  mark->name = NULL;
}

/**
 * pgs_recorded_moments_set_exit:
 * @self: a history
 * @exit_info: how the process ended
 */
void
pgs_recorded_moments_set_exit (PgsRecordedMoments *self,
                               const PgsExit      *exit_info)
{
  self->exit_info = *exit_info;
}

/**
 * pgs_recorded_moments_get_program:
 * @self: a history
 * @program: number of what it ran
 * @error: %PGS_ERROR_SYNTAX, %PGS_ERROR_LIMIT
 *
 * Returns: (transfer full) (nullable): who it was then
 */
PgsProcessInfo *
pgs_recorded_moments_get_program (PgsRecordedMoments  *self,
                                  gint64               program,
                                  GError             **error)
{
  return pgs_recorded_parts_get_program (self->parts, program, self->pid, self->start_ticks, error);
}
