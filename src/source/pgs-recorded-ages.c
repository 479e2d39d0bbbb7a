/* pgs-recorded-ages.c: since when pages were resident, at any moment of a recording
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Ages are written only where pages are written whole; those of the moments between follow from the pages
 * between, as they did when it was recorded. To write them with every change would make a busy recording
 * a third larger, for a view that few look at.
 */
#include "config.h"

#include "pgs-recorded-ages.h"

#include "pgs-ages-codec.h"
#include "pgs-packer.h"
#include "pgs-recording-schema.h"

struct _PgsRecordedAges
{
  PgsRecordingFile *file;
  PgsRecordedParts *parts; /* borrowed */
  gint64 origin_us;        /* monotonic time of the recording's beginning */
  gint64 kept_sample;
  PgsAges *kept; /* (nullable): those that were asked for last */
};

/* Pages that were written with one sample, and their ages where those were written, too. */
typedef struct
{
  gint64 sample;
  gint64 maps_sample;
  gint64 before; /* 0: they are whole */
  gint64 at_us;
  gsize size;
  GBytes *data; /* (nullable) */
} Step;

/**
 * pgs_recorded_ages_new:
 * @file: a recording
 * @parts: (transfer none): reads the other parts of the process' samples; it must live longer
 * @origin_us: monotonic time of the recording's beginning
 *
 * Returns: (transfer full): a reader
 */
PgsRecordedAges *
pgs_recorded_ages_new (PgsRecordingFile *file,
                       PgsRecordedParts *parts,
                       gint64            origin_us)
{
  PgsRecordedAges *self = g_new0 (PgsRecordedAges, 1);

  self->file = pgs_recording_file_ref (file);
  self->parts = parts;
  self->origin_us = origin_us;
  return self;
}

/**
 * pgs_recorded_ages_free:
 * @self: (transfer full) (nullable): a reader
 */
void
pgs_recorded_ages_free (PgsRecordedAges *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->kept, pgs_ages_unref);
  pgs_recording_file_unref (self->file);
  g_free (self);
}

static gboolean
is_kept (PgsRecordedAges *self,
         gint64           sample)
{
  return self->kept != NULL && self->kept_sample == sample;
}

static void
keep (PgsRecordedAges *self,
      gint64           sample,
      PgsAges         *ages)
{
  g_clear_pointer (&self->kept, pgs_ages_unref);
  self->kept_sample = sample;
  self->kept = pgs_ages_ref (ages);
}

static void
step_clear (gpointer data)
{
  Step *step = data;

  g_clear_pointer (&step->data, g_bytes_unref);
}

static gboolean
read_step (PgsRecordedAges  *self,
           gint64            sample,
           Step             *step,
           GError          **error)
{
  sqlite3_stmt *sql = pgs_recording_file_begin (self->file, PGS_QUERY_AGES);

  sqlite3_bind_int64 (sql, 1, sample);
  if (!pgs_database_step_to (sql, "pages are missing", error))
    return FALSE;
  *step = (Step) {
    .sample = sample,
    .maps_sample = sqlite3_column_int64 (sql, 0),
    .before = sqlite3_column_int64 (sql, 1),
    .at_us = self->origin_us + CLAMP (sqlite3_column_int64 (sql, 2), -(G_MAXINT64 / 4), G_MAXINT64 / 4),
    .size = (gsize) CLAMP (sqlite3_column_int64 (sql, 3), 0, G_MAXINT64),
  };
  if (sqlite3_column_type (sql, 4) != SQLITE_NULL)
    step->data = g_bytes_new (sqlite3_column_blob (sql, 4), (gsize) sqlite3_column_bytes (sql, 4));
  sqlite3_reset (sql);
  return TRUE;
}

/* From the wanted pages back to those whose ages were written or are kept. Returns NULL on error. */
static GArray *
read_steps (PgsRecordedAges  *self,
            gint64            sample,
            GError          **error)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, TRUE, sizeof (Step));

  g_array_set_clear_func (steps, step_clear);
  for (gint64 at = sample; at != 0 && !is_kept (self, at);)
    {
      Step step;

      if (!read_step (self, at, &step, error))
        return NULL;
      g_array_append_val (steps, step);
      if (step.before >= at || step.before < 0 || steps->len > PGS_RECORDING_MAX_CHAIN)
        {
          g_set_error_literal (error, PGS_ERROR, PGS_ERROR_LIMIT, "too many pages follow each other");
          return NULL;
        }
      at = step.data == NULL ? step.before : 0;
    }
  return g_steal_pointer (&steps);
}

static PgsAges *
decode (const Step  *step,
        PgsPages    *pages,
        GError     **error)
{
  g_autoptr (GByteArray) bytes = pgs_unpack (g_bytes_get_data (step->data, NULL), g_bytes_get_size (step->data),
                                             step->size, PGS_RECORDING_MAX_BLOB, error);
  g_autoptr (PgsAges) ages = NULL;
  PgsBytesReader in;

  if (bytes == NULL)
    return NULL;
  pgs_bytes_reader_init (&in, bytes->data, bytes->len);
  ages = pgs_ages_decode (NULL, pages, step->at_us, &in, error);
  if (ages == NULL || !pgs_bytes_reader_finish (&in, error))
    return NULL;
  return g_steal_pointer (&ages);
}

/* @before: (nullable): the ages of the pages that the step's are relative to */
static PgsAges *
take_step (PgsRecordedAges  *self,
           const Step       *step,
           PgsAges          *before,
           GError          **error)
{
  g_autoptr (PgsPages) pages = pgs_recorded_parts_get_pages (self->parts, step->sample, step->maps_sample, error);

  if (pages == NULL)
    return NULL;
  return step->data != NULL ? decode (step, pages, error) : pgs_ages_advance (before, pages, step->at_us);
}

/**
 * pgs_recorded_ages_get:
 * @self: a reader
 * @sample: number of the sample in which the pages were new
 * @error: %PGS_ERROR_SYNTAX, %PGS_ERROR_LIMIT
 *
 * Takes as many steps as there are changes since pages were written whole, unless it was asked for a
 * moment shortly before.
 *
 * Returns: (transfer full) (nullable): since when its pages were resident, as far as they were recorded;
 *   %NULL without an error if the recording does not tell
 */
PgsAges *
pgs_recorded_ages_get (PgsRecordedAges  *self,
                       gint64            sample,
                       GError          **error)
{
  g_autoptr (GArray) steps = NULL;
  g_autoptr (PgsAges) ages = NULL;
  const Step *first;

  if (!pgs_recording_file_has (self->file, PGS_QUERY_AGES))
    return NULL;
  steps = read_steps (self, sample, error);
  if (steps == NULL)
    return NULL;
  first = steps->len > 0 ? &g_array_index (steps, Step, steps->len - 1) : NULL;
  if (first != NULL && first->data == NULL && first->before == 0)
    return NULL;
  if (first == NULL || first->data == NULL)
    ages = pgs_ages_ref (self->kept);
  for (guint i = steps->len; i > 0; i--)
    {
      PgsAges *next = take_step (self, &g_array_index (steps, Step, i - 1), ages, error);

      g_clear_pointer (&ages, pgs_ages_unref);
      ages = next;
      if (ages == NULL)
        return NULL;
    }
  keep (self, sample, ages);
  return g_steal_pointer (&ages);
}
