/* pgs-recorded-moments.c: the history of one process in a recording
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A sample of 60,000 mappings takes a tenth of a second to read, and three the first time: a thread does it, if
 * it is asked to before. It reads one sample and ends. Who cannot wait for `prepared` waits for the thread, and
 * takes from it what it has read.
 */
#include "config.h"

#include "pgs-recorded-moments.h"

#define MAX_POINTS 65536 /* of a chart; more are joined in pairs */
#define N_KEPT 8

typedef struct
{
  gint64 id;
  gint64 monotonic_us;
} Sample;

/* What was read of a sample. */
typedef struct
{
  gint64 id;
  PgsSnapshot *snapshot; /* (nullable): it could not be read */
  GError *error;         /* (nullable): why */
  gboolean has_ages;     /* they were read, too */
  PgsAges *ages;         /* (nullable): they are unknown */
} Look;

/* A thread that reads a sample. */
typedef struct
{
  PgsRecordedMoments *moments;
  Look look;
  GThread *thread; /* (nullable): it was waited for, and @look was taken over */
} Decoding;

struct _PgsRecordedMoments
{
  GObject parent_instance;
  PgsRecordedSamples *reader;
  GArray *samples; /* of Sample */
  GArray *points;  /* of PgsPoint */
  GArray *marks;   /* of PgsMark */
  PgsExit exit_info;
  Look kept[N_KEPT]; /* without an error */
  guint next_kept;
  Look failed;          /* what a thread could not read, until somebody is told */
  Decoding *decoding;   /* (nullable): at most one */
  gboolean has_told_ages; /* so they are read with each sample */
};

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

static gint64
get_id (PgsRecordedMoments *self,
        gsize               index)
{
  return g_array_index (self->samples, Sample, index).id;
}

static void
look_clear (Look *look)
{
  g_clear_pointer (&look->snapshot, pgs_snapshot_unref);
  g_clear_pointer (&look->ages, pgs_ages_unref);
  g_clear_error (&look->error);
}

static Look *
find_kept (PgsRecordedMoments *self,
           gint64              id)
{
  for (guint i = 0; i < N_KEPT; i++)
    if (self->kept[i].snapshot != NULL && self->kept[i].id == id)
      return &self->kept[i];
  return NULL;
}

/* Takes over what was read. */
static void
keep (PgsRecordedMoments *self,
      const Look         *look)
{
  Look *place = look->snapshot != NULL ? &self->kept[self->next_kept] : &self->failed;

  if (look->snapshot != NULL)
    self->next_kept = (self->next_kept + 1) % N_KEPT;
  look_clear (place);
  *place = *look;
}

/* Waits until the thread has ended, which takes no time if it has said so. */
static void
take_decoded (PgsRecordedMoments *self)
{
  Decoding *decoding = self->decoding;

  if (decoding->thread == NULL)
    return;
  g_thread_join (g_steal_pointer (&decoding->thread));
  keep (self, &decoding->look);
}

static gboolean
on_decoded (gpointer data)
{
  Decoding *decoding = data;
  g_autoptr (PgsRecordedMoments) self = decoding->moments;

  take_decoded (self);
  self->decoding = NULL;
  g_free (decoding);
  pgs_moments_prepared (PGS_MOMENTS (self));
  return G_SOURCE_REMOVE;
}

static gpointer
decode_in_thread (gpointer data)
{
  Decoding *decoding = data;
  PgsRecordedSamples *reader = decoding->moments->reader;
  Look *look = &decoding->look;

  look->snapshot = pgs_recorded_samples_read (reader, look->id, &look->error);
  if (look->has_ages && look->snapshot != NULL)
    look->ages = pgs_recorded_samples_read_ages (reader, look->id);
  g_idle_add_full (G_PRIORITY_DEFAULT, on_decoded, decoding, NULL);
  return NULL;
}

/* Returns: (nullable): %NULL if no thread can be started */
static Decoding *
decoding_new (PgsRecordedMoments *self,
              gint64              id)
{
  Decoding *decoding = g_new0 (Decoding, 1);

  decoding->moments = g_object_ref (self);
  decoding->look.id = id;
  decoding->look.has_ages = self->has_told_ages;
  decoding->thread = g_thread_try_new ("moment", decode_in_thread, decoding, NULL);
  if (decoding->thread != NULL)
    return decoding;
  g_object_unref (decoding->moments);
  g_free (decoding);
  return NULL;
}

static gboolean
prepare (PgsMoments *moments,
         gsize       index)
{
  PgsRecordedMoments *self = PGS_RECORDED_MOMENTS (moments);
  gint64 id;

  g_return_val_if_fail (index < self->samples->len, TRUE);

  id = get_id (self, index);
  if (!pgs_recorded_samples_is_slow (self->reader) || find_kept (self, id) != NULL
      || (self->failed.error != NULL && self->failed.id == id))
    return TRUE;
  if (self->decoding == NULL)
    self->decoding = decoding_new (self, id);
  return self->decoding == NULL;
}

/* Reads a sample that is not kept, or has the thread do it that has begun to. */
static void
decode (PgsRecordedMoments *self,
        gint64              id)
{
  Look look = { .id = id };

  if (self->decoding != NULL && self->decoding->look.id == id)
    {
      take_decoded (self);
      return;
    }
  look.snapshot = pgs_recorded_samples_read (self->reader, id, &look.error);
  keep (self, &look);
}

static PgsSnapshot *
get_snapshot (PgsMoments  *moments,
              gsize        index,
              GError     **error)
{
  PgsRecordedMoments *self = PGS_RECORDED_MOMENTS (moments);
  const Look *kept;
  gint64 id;

  g_return_val_if_fail (index < self->samples->len, NULL);

  id = get_id (self, index);
  kept = find_kept (self, id);
  if (kept == NULL && (self->failed.error == NULL || self->failed.id != id))
    {
      decode (self, id);
      kept = find_kept (self, id);
    }
  if (kept != NULL)
    return pgs_snapshot_ref (kept->snapshot);
  g_propagate_error (error, g_steal_pointer (&self->failed.error));
  return NULL;
}

static PgsAges *
get_ages (PgsMoments *moments,
          gsize       index)
{
  PgsRecordedMoments *self = PGS_RECORDED_MOMENTS (moments);
  Look *kept;

  g_return_val_if_fail (index < self->samples->len, NULL);

  self->has_told_ages = TRUE;
  kept = find_kept (self, get_id (self, index));
  if (kept == NULL)
    return pgs_recorded_samples_read_ages (self->reader, get_id (self, index));
  if (!kept->has_ages)
    kept->ages = pgs_recorded_samples_read_ages (self->reader, kept->id);
  kept->has_ages = TRUE;
  return kept->ages != NULL ? pgs_ages_ref (kept->ages) : NULL;
}

static void
pgs_recorded_moments_iface_init (PgsMomentsInterface *iface)
{
  iface->get_points = get_points;
  iface->get_marks = get_marks;
  iface->get_length = get_length;
  iface->get_time = get_time;
  iface->prepare = prepare;
  iface->get_snapshot = get_snapshot;
  iface->get_ages = get_ages;
  iface->get_exit = get_exit;
}

static void
pgs_recorded_moments_finalize (GObject *object)
{
  PgsRecordedMoments *self = PGS_RECORDED_MOMENTS (object);

  for (guint i = 0; i < N_KEPT; i++)
    look_clear (&self->kept[i]);
  look_clear (&self->failed);
  g_clear_pointer (&self->reader, pgs_recorded_samples_free);
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

  self->reader = pgs_recorded_samples_new (file, origin, process, pid, start_ticks);
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
  return pgs_recorded_samples_get_program (self->reader, program, error);
}
