/* pgs-recorder-parts.c: states of pages and counters of regions in the recording
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-recorder-private.h"

#include "pgs-ages-codec.h"
#include "pgs-codec.h"

#define MAX_DELTAS 48 /* that one who wants to see a moment has to go through */

/* As many bytes of deltas as the whole takes, and a little, cost no more than twice the room. */
#define MIN_DELTA_BYTES 32768
#define MIN_DELTA_ROWS 512

static gboolean
is_key_due (const PgsRecorderTrack *track)
{
  return track->pages == NULL || track->n_page_deltas >= MAX_DELTAS
         || track->n_page_bytes > MAX (track->n_page_key_bytes, MIN_DELTA_BYTES);
}

static gboolean
write_pages (PgsRecorder       *recorder,
             PgsRecorderTrack  *track,
             PgsPages          *pages,
             GError           **error)
{
  sqlite3_stmt *sql = recorder->sql[PGS_RECORDER_PAGES];
  const gboolean is_key = is_key_due (track);
  GByteArray *packed;

  g_byte_array_set_size (recorder->buffer, 0);
  pgs_pages_encode (pages, is_key ? NULL : track->pages, recorder->buffer);
  packed = pgs_packer_pack (recorder->packer, recorder->buffer);
  track->n_page_deltas = is_key ? 0 : track->n_page_deltas + 1;
  track->n_page_bytes = is_key ? 0 : track->n_page_bytes + packed->len;
  if (is_key)
    track->n_page_key_bytes = packed->len;
  sqlite3_bind_int64 (sql, 1, recorder->sample_id);
  sqlite3_bind_int64 (sql, 2, track->maps_id);
  if (is_key)
    sqlite3_bind_null (sql, 3);
  else
    sqlite3_bind_int64 (sql, 3, track->pages_id);
  sqlite3_bind_int64 (sql, 4, recorder->buffer->len);
  sqlite3_bind_blob64 (sql, 5, packed->data, packed->len, SQLITE_STATIC);
  track->pages_id = recorder->sample_id;
  return pgs_database_run (sql, error);
}

static void
advance_ages (PgsRecorderTrack *track,
              PgsPages         *pages,
              gint64            at_us)
{
  PgsAges *ages = pages != NULL ? pgs_ages_advance (track->ages, pages, at_us) : NULL;

  g_clear_pointer (&track->ages, pgs_ages_unref);
  track->ages = ages;
}

/* Beside pages that are whole; what follows can be worked out from the pages that follow. */
static gboolean
write_ages (PgsRecorder       *recorder,
            PgsRecorderTrack  *track,
            gint64             at_us,
            GError           **error)
{
  sqlite3_stmt *sql = recorder->sql[PGS_RECORDER_AGES];
  GByteArray *packed;

  g_byte_array_set_size (recorder->buffer, 0);
  pgs_ages_encode (track->ages, NULL, at_us, recorder->buffer);
  packed = pgs_packer_pack (recorder->packer, recorder->buffer);
  sqlite3_bind_int64 (sql, 1, recorder->sample_id);
  sqlite3_bind_int64 (sql, 2, recorder->buffer->len);
  sqlite3_bind_blob64 (sql, 3, packed->data, packed->len, SQLITE_STATIC);
  return pgs_database_run (sql, error);
}

static gboolean
add_pages (PgsRecorder       *recorder,
           PgsRecorderTrack  *track,
           PgsPages          *pages,
           gint64             at_us,
           GError           **error)
{
  if (pages == track->pages)
    return TRUE;
  advance_ages (track, pages, at_us);
  if (pages != NULL && !write_pages (recorder, track, pages, error))
    return FALSE;
  if (pages != NULL && track->n_page_deltas == 0 && !write_ages (recorder, track, at_us, error))
    return FALSE;
  g_clear_pointer (&track->pages, pgs_pages_unref);
  track->pages = pages != NULL ? pgs_pages_ref (pages) : NULL;
  if (pages == NULL)
    track->pages_id = 0;
  return TRUE;
}

/* What is resident and in swap: what pages say where they were read, else smaps. */
static void
get_sizes (const PgsSnapshot *snapshot,
           gsize              region,
           guint64           *rss,
           guint64           *swap)
{
  const PgsPageState known = snapshot->pages != NULL ? pgs_pages_get_known_in (snapshot->pages, region)
                                                     : 0;
  const PgsRegionSmaps *smaps = pgs_snapshot_get_region_smaps (snapshot, region);
  PgsPageCounts counts = { 0 };

  if (known != 0)
    pgs_pages_get_counts (snapshot->pages, region, &counts);
  *rss = smaps != NULL ? smaps->rss : PGS_UNKNOWN;
  *swap = smaps != NULL ? smaps->swap : PGS_UNKNOWN;
  if (pgs_snapshot_is_opaque (snapshot, region))
    return;
  if ((known & PGS_PAGE_PRESENT) && (known & PGS_PAGE_ZERO))
    *rss = (counts.present - counts.zero) * snapshot->page_size;
  if (known & PGS_PAGE_SWAPPED)
    *swap = counts.swapped * snapshot->page_size;
}

static gboolean
write_sizes (PgsRecorder        *recorder,
             PgsRecorderTrack   *track,
             const PgsSnapshot  *snapshot,
             GError            **error)
{
  sqlite3_stmt *sql = recorder->sql[PGS_RECORDER_REGION_PAGES];

  for (guint i = 0; i < track->regions->len; i++)
    {
      PgsRecorderRegion *region = &g_array_index (track->regions, PgsRecorderRegion, i);
      guint64 rss;
      guint64 swap;

      get_sizes (snapshot, i, &rss, &swap);
      if (rss == region->rss && swap == region->swap)
        continue;
      region->rss = rss;
      region->swap = swap;
      sqlite3_bind_int64 (sql, 1, recorder->sample_id);
      sqlite3_bind_int64 (sql, 2, region->id);
      pgs_database_bind_count (sql, 3, rss);
      pgs_database_bind_count (sql, 4, swap);
      if (!pgs_database_run (sql, error))
        return FALSE;
    }
  return TRUE;
}

static void
bind_smaps (sqlite3_stmt         *sql,
            int                   column,
            const PgsRegionSmaps *smaps)
{
  const guint64 counts[] = {
    smaps->rss, smaps->pss, smaps->swap, smaps->anon, smaps->private_clean, smaps->private_dirty,
    smaps->shared_clean, smaps->shared_dirty, smaps->locked, smaps->anon_huge, smaps->private_hugetlb,
    smaps->shared_hugetlb,
  };

  for (int i = 0; i < (int) G_N_ELEMENTS (counts); i++)
    pgs_database_bind_count (sql, column + i, counts[i]);
}

static gboolean
are_equal (const PgsRegionSmaps *a,
           const PgsRegionSmaps *b)
{
  return a->rss == b->rss && a->pss == b->pss && a->swap == b->swap && a->anon == b->anon
         && a->private_clean == b->private_clean && a->private_dirty == b->private_dirty
         && a->shared_clean == b->shared_clean && a->shared_dirty == b->shared_dirty
         && a->locked == b->locked && a->anon_huge == b->anon_huge
         && a->private_hugetlb == b->private_hugetlb && a->shared_hugetlb == b->shared_hugetlb
         && g_strcmp0 (a->vm_flags, b->vm_flags) == 0;
}

/* A region of which nothing was heard any more gets a row in which everything is unknown. */
static gboolean
write_region_smaps (PgsRecorder           *recorder,
                    PgsRecorderRegion     *region,
                    const PgsRegionSmaps  *smaps,
                    GError               **error)
{
  sqlite3_stmt *sql = recorder->sql[PGS_RECORDER_REGION_SMAPS];
  gboolean is_done;

  sqlite3_bind_int64 (sql, 1, recorder->sample_id);
  sqlite3_bind_int64 (sql, 2, region->id);
  if (smaps != NULL)
    bind_smaps (sql, 3, smaps);
  else
    for (int i = 3; i <= 14; i++)
      sqlite3_bind_null (sql, i);
  pgs_database_bind_text (sql, 15, smaps != NULL ? smaps->vm_flags : NULL);
  is_done = pgs_database_run (sql, error);
  sqlite3_bind_null (sql, 15);
  return is_done;
}

static gboolean
is_written (const PgsRecorderRegion *region,
            const PgsRegionSmaps    *smaps)
{
  return (smaps != NULL) == region->heard
         && (smaps == NULL || are_equal (smaps, &region->smaps));
}

static gboolean
write_smaps_regions (PgsRecorder       *recorder,
                     PgsRecorderTrack  *track,
                     PgsSmaps          *smaps,
                     gboolean           is_key,
                     GError           **error)
{
  for (guint i = 0; i < track->regions->len; i++)
    {
      PgsRecorderRegion *region = &g_array_index (track->regions, PgsRecorderRegion, i);
      const PgsRegionSmaps *now = pgs_smaps_get (smaps, i);
      const gboolean is_new = is_key ? now != NULL : !is_written (region, now);

      if (is_new && !write_region_smaps (recorder, region, now, error))
        return FALSE;
      track->n_smaps_rows += is_new && !is_key;
      region->heard = now != NULL;
      if (now != NULL)
        region->smaps = *now;
    }
  return TRUE;
}

static gboolean
write_smaps (PgsRecorder       *recorder,
             PgsRecorderTrack  *track,
             PgsSmaps          *smaps,
             GError           **error)
{
  const gboolean is_key = track->smaps == NULL || track->n_smaps_deltas >= MAX_DELTAS
                          || track->n_smaps_rows > MAX (MIN_DELTA_ROWS, track->regions->len);
  sqlite3_stmt *sql = recorder->sql[PGS_RECORDER_SMAPS];
  PgsRegionSmaps totals;

  pgs_smaps_get_totals (smaps, &totals);
  sqlite3_bind_int64 (sql, 1, recorder->sample_id);
  if (is_key)
    sqlite3_bind_null (sql, 2);
  else
    sqlite3_bind_int64 (sql, 2, track->smaps_id);
  bind_smaps (sql, 3, &totals);
  track->n_smaps_deltas = is_key ? 0 : track->n_smaps_deltas + 1;
  track->n_smaps_rows = is_key ? 0 : track->n_smaps_rows;
  track->smaps_id = recorder->sample_id;
  return pgs_database_run (sql, error)
         && write_smaps_regions (recorder, track, smaps, is_key, error);
}

static gboolean
add_smaps (PgsRecorder       *recorder,
           PgsRecorderTrack  *track,
           PgsSmaps          *smaps,
           GError           **error)
{
  PgsSmaps *before = track->smaps;

  if (smaps == before)
    return TRUE;
  if (smaps != NULL && !write_smaps (recorder, track, smaps, error))
    return FALSE;
  if (smaps == NULL)
    track->smaps_id = 0;
  track->smaps = smaps != NULL ? pgs_smaps_ref (smaps) : NULL;
  g_clear_pointer (&before, pgs_smaps_unref); /* after its flags were compared with */
  return TRUE;
}

/* pgs_recorder_add_parts: writes what changed in pages and smaps since the last sample of the process;
 * the regions of the track are those of the snapshot */
gboolean
pgs_recorder_add_parts (PgsRecorder        *recorder,
                        PgsRecorderTrack   *track,
                        const PgsSnapshot  *snapshot,
                        GError            **error)
{
  const gboolean is_changed = snapshot->pages != track->pages || snapshot->smaps != track->smaps
                              || track->maps_id == recorder->sample_id;

  if (snapshot->maps == NULL)
    return add_pages (recorder, track, NULL, 0, error) && add_smaps (recorder, track, NULL, error);
  return add_pages (recorder, track, snapshot->pages, snapshot->monotonic_us, error)
         && add_smaps (recorder, track, snapshot->smaps, error)
         && (!is_changed || write_sizes (recorder, track, snapshot, error));
}
