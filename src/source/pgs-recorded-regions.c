/* pgs-recorded-regions.c: the mappings of a recorded process over some of its samples
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Those that were there at the first sample come from the last list of all before it, those that came
 * later from their lifetimes. One load serves a whole chain of samples, of which each needs the
 * mappings of its own moment.
 */
#include "config.h"

#include "pgs-recorded-regions.h"

#include "pgs-bytes.h"
#include "pgs-recording-schema.h"

#include <string.h>

#define MAX_PATH_BYTES (64u << 20) /* of all together */

struct _PgsRecordedRegions
{
  gint64 first_sample;
  gint64 last_sample;
  GArray *regions; /* of PgsRecordedRegion, by address */
  GStringChunk *paths;
  gsize n_path_bytes;
};

static gboolean
parse_perms (const char *text,
             guint8     *perms)
{
  static const char letters[] = "rwx";

  if (text == NULL || strlen (text) != 4 || (text[3] != 'p' && text[3] != 's'))
    return FALSE;
  *perms = text[3] == 's' ? PGS_PERM_SHARED : 0;
  for (guint i = 0; i < 3; i++)
    {
      if (text[i] != letters[i] && text[i] != '-')
        return FALSE;
      if (text[i] != '-')
        *perms |= (guint8) (1 << i);
    }
  return TRUE;
}

static const char *
add_path (PgsRecordedRegions *self,
          sqlite3_stmt       *sql,
          int                 column)
{
  const char *text;

  if (sqlite3_column_type (sql, column) != SQLITE_TEXT)
    return NULL;
  text = (const char *) sqlite3_column_text (sql, column);
  if (text == NULL || *text == '\0')
    return NULL;
  self->n_path_bytes += strlen (text) + 1;
  return self->n_path_bytes <= MAX_PATH_BYTES ? g_string_chunk_insert_const (self->paths, text) : NULL;
}

/* Adds the row that @sql is at. */
static gboolean
add_region (PgsRecordedRegions  *self,
            sqlite3_stmt        *sql,
            GError             **error)
{
  PgsRecordedRegion region = {
    .id = sqlite3_column_int64 (sql, 0),
    .first_sample = sqlite3_column_int64 (sql, 1),
    .last_sample = G_MAXINT64,
    .mapping = {
      .start = (guint64) sqlite3_column_int64 (sql, 3),
      .end = (guint64) sqlite3_column_int64 (sql, 4),
      .offset = (guint64) sqlite3_column_int64 (sql, 6),
      .dev_major = (guint32) sqlite3_column_int64 (sql, 7),
      .dev_minor = (guint32) sqlite3_column_int64 (sql, 8),
      .inode = (guint64) sqlite3_column_int64 (sql, 9),
    },
  };
  PgsMapping *mapping = &region.mapping;
  PgsKind kind;

  if (sqlite3_column_type (sql, 2) != SQLITE_NULL)
    region.last_sample = sqlite3_column_int64 (sql, 2);
  if (!parse_perms ((const char *) sqlite3_column_text (sql, 5), &mapping->perms)
      || sqlite3_column_type (sql, 11) != SQLITE_TEXT
      || !pgs_kind_from_id ((const char *) sqlite3_column_text (sql, 11), &kind)
      || mapping->start >= mapping->end)
    return pgs_error_fail (error, PGS_ERROR_SYNTAX, "a mapping that none can be");
  mapping->kind = (guint8) kind;
  mapping->flags = (sqlite3_column_int (sql, 12) != 0 ? PGS_MAPPING_DELETED : 0)
                   | (sqlite3_column_int (sql, 13) != 0 ? PGS_MAPPING_THREAD_STACK : 0);
  mapping->path = add_path (self, sql, 10);
  if (self->regions->len == PGS_RECORDING_MAX_REGIONS || self->n_path_bytes > MAX_PATH_BYTES)
    return pgs_error_fail (error, PGS_ERROR_LIMIT, "too many mappings");
  g_array_append_val (self->regions, region);
  return TRUE;
}

static gboolean
add_one (PgsRecordedRegions  *self,
         PgsRecordingFile    *file,
         gint64               id,
         GError             **error)
{
  sqlite3_stmt *sql = pgs_recording_file_begin (file, PGS_QUERY_REGION);

  sqlite3_bind_int64 (sql, 1, id);
  return pgs_database_step_to (sql, "a mapping is missing", error) && add_region (self, sql, error);
}

/* Those that were there at @sample, the last list of all not after the first one. */
static gboolean
add_listed (PgsRecordedRegions  *self,
            PgsRecordingFile    *file,
            gint64               process,
            gint64              *sample,
            GError             **error)
{
  sqlite3_stmt *sql = pgs_recording_file_begin (file, PGS_QUERY_REGION_KEY);
  g_autoptr (GBytes) list = NULL;
  PgsBytesReader in;
  gboolean has_row;
  gint64 id = 0;

  *sample = -1;
  sqlite3_bind_int64 (sql, 1, process);
  sqlite3_bind_int64 (sql, 2, self->first_sample);
  if (!pgs_database_step (sql, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  *sample = sqlite3_column_int64 (sql, 0);
  list = g_bytes_new (sqlite3_column_blob (sql, 1), (gsize) sqlite3_column_bytes (sql, 1));
  pgs_bytes_reader_init (&in, g_bytes_get_data (list, NULL), g_bytes_get_size (list));
  while (pgs_bytes_reader_get_left (&in) > 0 && !pgs_bytes_reader_has_failed (&in))
    {
      id = (gint64) ((guint64) id + pgs_bytes_reader_uint (&in));
      if (!add_one (self, file, id, error))
        return FALSE;
    }
  return pgs_bytes_reader_finish (&in, error);
}

static gboolean
add_since (PgsRecordedRegions  *self,
           PgsRecordingFile    *file,
           gint64               process,
           gint64               sample,
           GError             **error)
{
  sqlite3_stmt *sql = pgs_recording_file_begin (file, PGS_QUERY_REGIONS_SINCE);
  gboolean has_row = TRUE;

  sqlite3_bind_int64 (sql, 1, process);
  sqlite3_bind_int64 (sql, 2, sample);
  sqlite3_bind_int64 (sql, 3, self->last_sample);
  while (has_row)
    {
      if (!pgs_database_step (sql, &has_row, error))
        return FALSE;
      if (has_row && !add_region (self, sql, error))
        return FALSE;
    }
  return TRUE;
}

static int
compare_addresses (gconstpointer a,
                   gconstpointer b)
{
  const PgsMapping *left = &((const PgsRecordedRegion *) a)->mapping;
  const PgsMapping *right = &((const PgsRecordedRegion *) b)->mapping;

  return (left->start > right->start) - (left->start < right->start);
}

/**
 * pgs_recorded_regions_load:
 * @file: a recording
 * @process: which of its processes
 * @first_sample: the first sample whose mappings will be asked for
 * @last_sample: the last one
 * @error: %PGS_ERROR_SYNTAX, %PGS_ERROR_LIMIT
 *
 * Returns: (transfer full) (nullable): the mappings
 */
PgsRecordedRegions *
pgs_recorded_regions_load (PgsRecordingFile  *file,
                           gint64             process,
                           gint64             first_sample,
                           gint64             last_sample,
                           GError           **error)
{
  g_autoptr (PgsRecordedRegions) self = g_new0 (PgsRecordedRegions, 1);
  gint64 listed;

  self->first_sample = first_sample;
  self->last_sample = last_sample;
  self->regions = g_array_new (FALSE, FALSE, sizeof (PgsRecordedRegion));
  self->paths = g_string_chunk_new (4096);
  if (!add_listed (self, file, process, &listed, error)
      || !add_since (self, file, process, listed, error))
    return NULL;
  g_array_sort (self->regions, compare_addresses);
  return g_steal_pointer (&self);
}

/**
 * pgs_recorded_regions_free:
 * @self: (transfer full) (nullable): mappings
 */
void
pgs_recorded_regions_free (PgsRecordedRegions *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->regions);
  g_string_chunk_free (self->paths);
  g_free (self);
}

/**
 * pgs_recorded_regions_have:
 * @self: mappings
 * @sample: a sample
 *
 * Returns: whether they were loaded for that sample
 */
gboolean
pgs_recorded_regions_have (const PgsRecordedRegions *self,
                           gint64                    sample)
{
  return sample >= self->first_sample && sample <= self->last_sample;
}

static gboolean
is_there (const PgsRecordedRegion *region,
          gint64                   sample)
{
  return region->first_sample <= sample && region->last_sample >= sample;
}

/**
 * pgs_recorded_regions_get_maps:
 * @self: mappings
 * @sample: a sample that pgs_recorded_regions_have()
 *
 * Returns: (transfer full): the mappings of that moment
 */
PgsMaps *
pgs_recorded_regions_get_maps (const PgsRecordedRegions *self,
                               gint64                    sample)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (self->regions->len);

  for (guint i = 0; i < self->regions->len; i++)
    {
      const PgsRecordedRegion *region = &g_array_index (self->regions, PgsRecordedRegion, i);
      const char *path = region->mapping.path;

      if (is_there (region, sample))
        pgs_maps_builder_add (builder, &region->mapping, path, path != NULL ? strlen (path) : 0);
    }
  return pgs_maps_builder_end_classified (builder);
}

/**
 * pgs_recorded_regions_list:
 * @self: mappings
 * @sample: a sample that pgs_recorded_regions_have()
 *
 * Returns: (transfer full) (element-type PgsRecordedRegion): those of that moment, by address;
 *   borrowed from @self
 */
GPtrArray *
pgs_recorded_regions_list (const PgsRecordedRegions *self,
                           gint64                    sample)
{
  GPtrArray *list = g_ptr_array_sized_new (self->regions->len);

  for (guint i = 0; i < self->regions->len; i++)
    {
      PgsRecordedRegion *region = &g_array_index (self->regions, PgsRecordedRegion, i);

      if (is_there (region, sample))
        g_ptr_array_add (list, region);
    }
  return list;
}
