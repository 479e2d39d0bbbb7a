/* pgs-recorder-maps.c: mappings as lifetimes in the recording
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A mapping whose line in maps is the same as in the sample before is the same region. Everything else
 * is the end of one and the beginning of another, also where only the end address moved.
 *
 * Which regions are there in a sample follows from their lifetimes, but to ask all lifetimes of a
 * long recording for that would take longer and longer: after every so many changes a list of the
 * living ones is written, so that a reader looks at that and at what began since.
 */
#include "config.h"

#include "pgs-recorder-private.h"

#include "pgs-bytes.h"
#include "pgs-mapping.h"

#define MIN_CHANGES 256 /* until all are listed again */

static gboolean
write_end (PgsRecorder       *recorder,
           PgsRecorderTrack  *track,
           gsize              index,
           GError           **error)
{
  sqlite3_stmt *sql = recorder->sql[PGS_RECORDER_REGION_END];

  track->n_changed++;
  sqlite3_bind_int64 (sql, 1, track->sample_id);
  sqlite3_bind_int64 (sql, 2, g_array_index (track->regions, PgsRecorderRegion, index).id);
  return pgs_database_run (sql, error);
}

static gboolean
write_region (PgsRecorder        *recorder,
              PgsRecorderTrack   *track,
              const PgsMapping   *mapping,
              GArray             *regions,
              GError            **error)
{
  sqlite3_stmt *sql = recorder->sql[PGS_RECORDER_REGION];
  PgsRecorderRegion region = { .rss = PGS_UNKNOWN, .swap = PGS_UNKNOWN };
  char perms[5];

  track->n_changed++;
  pgs_perms_format (mapping->perms, perms);
  sqlite3_bind_int64 (sql, 1, track->id);
  sqlite3_bind_int64 (sql, 2, recorder->sample_id);
  sqlite3_bind_int64 (sql, 3, (sqlite3_int64) mapping->start);
  sqlite3_bind_int64 (sql, 4, (sqlite3_int64) mapping->end);
  pgs_database_bind_text (sql, 5, perms);
  sqlite3_bind_int64 (sql, 6, (sqlite3_int64) mapping->offset);
  sqlite3_bind_int64 (sql, 7, mapping->dev_major);
  sqlite3_bind_int64 (sql, 8, mapping->dev_minor);
  sqlite3_bind_int64 (sql, 9, (sqlite3_int64) mapping->inode);
  pgs_database_bind_text (sql, 10, mapping->path);
  pgs_database_bind_text (sql, 11, pgs_kind_get_id (mapping->kind));
  sqlite3_bind_int (sql, 12, (mapping->flags & PGS_MAPPING_DELETED) != 0);
  sqlite3_bind_int (sql, 13, (mapping->flags & PGS_MAPPING_THREAD_STACK) != 0);
  if (!pgs_database_run (sql, error))
    return FALSE;
  region.id = sqlite3_last_insert_rowid (recorder->db);
  g_array_append_val (regions, region);
  return TRUE;
}

/* Both lists are sorted by address: those that are in both go on. Returns NULL on error. */
static GArray *
merge (PgsRecorder        *recorder,
       PgsRecorderTrack   *track,
       PgsMaps            *maps,
       GError            **error)
{
  const gsize n_old = track->maps != NULL ? pgs_maps_get_length (track->maps) : 0;
  const gsize n_new = maps != NULL ? pgs_maps_get_length (maps) : 0;
  g_autoptr (GArray) regions = g_array_sized_new (FALSE, TRUE, sizeof (PgsRecorderRegion), (guint) n_new);
  gsize i = 0;
  gsize j = 0;

  while (i < n_old || j < n_new)
    {
      const PgsMapping *old = i < n_old ? pgs_maps_get (track->maps, i) : NULL;
      const PgsMapping *new = j < n_new ? pgs_maps_get (maps, j) : NULL;

      if (old != NULL && new != NULL && pgs_mapping_equal (old, new))
        {
          g_array_append_val (regions, g_array_index (track->regions, PgsRecorderRegion, i));
          i++, j++;
        }
      else if (old != NULL && (new == NULL || old->start <= new->start))
        {
          if (!write_end (recorder, track, i++, error))
            return NULL;
        }
      else if (!write_region (recorder, track, pgs_maps_get (maps, j++), regions, error))
        return NULL;
    }
  return g_steal_pointer (&regions);
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  const gint64 left = *(const gint64 *) a;
  const gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

/* The numbers of all living regions, ascending, each as the distance to the one before. */
static gboolean
write_key (PgsRecorder       *recorder,
           PgsRecorderTrack  *track,
           GError           **error)
{
  sqlite3_stmt *sql = recorder->sql[PGS_RECORDER_REGION_KEY];
  const guint n = track->regions->len;
  g_autofree gint64 *ids = g_new (gint64, n + 1);
  GByteArray *packed;

  for (guint i = 0; i < n; i++)
    ids[i] = g_array_index (track->regions, PgsRecorderRegion, i).id;
  qsort (ids, n, sizeof *ids, compare_ids);
  g_byte_array_set_size (recorder->buffer, 0);
  for (guint i = 0; i < n; i++)
    pgs_bytes_put_uint (recorder->buffer, (guint64) (ids[i] - (i > 0 ? ids[i - 1] : 0)));
  packed = recorder->buffer;
  sqlite3_bind_int64 (sql, 1, track->id);
  sqlite3_bind_int64 (sql, 2, recorder->sample_id);
  sqlite3_bind_blob64 (sql, 3, packed->len > 0 ? packed->data : (const guint8 *) "", packed->len,
                       SQLITE_STATIC);
  track->n_changed = 0;
  track->n_key = n;
  return pgs_database_run (sql, error);
}

static gboolean
are_same (PgsMaps *a,
          PgsMaps *b)
{
  if (a == b)
    return TRUE;
  return a != NULL && b != NULL && pgs_maps_equal (a, b);
}

/* pgs_recorder_add_maps: writes which mappings came and went since the last sample of the process */
gboolean
pgs_recorder_add_maps (PgsRecorder        *recorder,
                       PgsRecorderTrack   *track,
                       const PgsSnapshot  *snapshot,
                       GError            **error)
{
  const gboolean is_same_list = are_same (track->maps, snapshot->maps);
  PgsMaps *before = track->maps;
  GArray *regions;

  if (!is_same_list)
    {
      regions = merge (recorder, track, snapshot->maps, error);
      if (regions == NULL)
        return FALSE;
      g_array_unref (track->regions);
      track->regions = regions;
      track->maps_id = snapshot->maps != NULL ? recorder->sample_id : 0;
    }
  track->maps = snapshot->maps != NULL ? pgs_maps_ref (snapshot->maps) : NULL;
  g_clear_pointer (&before, pgs_maps_unref);
  if (is_same_list || track->maps == NULL)
    return TRUE;
  if (track->n_key > 0 && track->n_changed < MAX (MIN_CHANGES, track->n_key))
    return TRUE;
  return write_key (recorder, track, error);
}
