/* pgs-recorder-private.h: what the parts of the recorder share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-ages.h"
#include "pgs-database.h"
#include "pgs-packer.h"
#include "pgs-recorder.h"

G_BEGIN_DECLS

/* The statements of the recorder; prepared once. */
typedef enum
{
  PGS_RECORDER_SET,
  PGS_RECORDER_PROCESS,
  PGS_RECORDER_EXIT,
  PGS_RECORDER_PROGRAM,
  PGS_RECORDER_ARGUMENT,
  PGS_RECORDER_ACCESS,
  PGS_RECORDER_SAMPLE,
  PGS_RECORDER_REGION,
  PGS_RECORDER_REGION_END,
  PGS_RECORDER_REGION_KEY,
  PGS_RECORDER_REGION_PAGES,
  PGS_RECORDER_PAGES,
  PGS_RECORDER_AGES,
  PGS_RECORDER_SMAPS,
  PGS_RECORDER_REGION_SMAPS,
  PGS_RECORDER_MARK,
} PgsRecorderSql;

#define PGS_RECORDER_N_SQL 16

/**
 * PgsRecorderRegion:
 *
 * What was written last of a mapping that is there.
 */
typedef struct
{
  gint64 id;
  guint64 rss;
  guint64 swap;
  gboolean heard; /* smaps had it */
  PgsRegionSmaps smaps; /* its vm_flags belong to the track's smaps */
} PgsRecorderRegion;

/**
 * PgsRecorderTrack:
 * @maps_id: sample in which @maps was seen first; 0: none
 * @regions: of #PgsRecorderRegion, one for each mapping of @maps
 * @n_changed: regions that were written since the last list of all
 * @n_key: how many that list has
 * @pages_id: sample in which @pages was seen first; 0: none
 * @n_deltas: parts since the last whole one
 *
 * What was written last of one process.
 */
typedef struct
{
  gint64 id;
  gint64 program_id;
  gint64 access_id;
  gint64 sample_id; /* the last one of this process */
  gint64 t_us;      /* its time */
  PgsProcessInfo *info;
  PgsAccess access[PGS_N_PARTS];
  PgsDenial denials[PGS_N_PARTS];
  PgsMaps *maps;
  gint64 maps_id;
  GArray *regions;
  gsize n_changed;
  gsize n_key;
  PgsPages *pages;
  PgsAges *ages; /* (nullable): of @pages, since the first sample */
  gint64 pages_id;
  guint n_page_deltas;
  gsize n_page_bytes; /* of the deltas */
  gsize n_page_key_bytes;
  PgsSmaps *smaps;
  gint64 smaps_id;
  guint n_smaps_deltas;
  gsize n_smaps_rows; /* of the deltas */
} PgsRecorderTrack;

struct _PgsRecorder
{
  char *path;
  sqlite3 *db;
  sqlite3_stmt *sql[PGS_RECORDER_N_SQL];
  gboolean is_created;
  gboolean has_schema;
  GError *failure; /* what is in memory does not fit the file any more */
  GPtrArray *tracks;
  gint64 sample_id;
  guint64 n_samples;
  gint64 first_us; /* monotonic time of the first sample */
  gint64 first_taken_at_us;
  guint32 page_size;
  gint64 checkpoint_us;
  PgsPacker *packer;
  GByteArray *buffer;
};

PgsRecorderTrack *pgs_recorder_track_new  (PgsRecorder          *recorder,
                                           const PgsSnapshot    *snapshot,
                                           GError              **error);
void              pgs_recorder_track_free (PgsRecorderTrack     *self);
gboolean          pgs_recorder_add_sample (PgsRecorder          *recorder,
                                           PgsRecorderTrack     *track,
                                           const PgsSnapshot    *snapshot,
                                           GError              **error);
gboolean          pgs_recorder_add_maps   (PgsRecorder          *recorder,
                                           PgsRecorderTrack     *track,
                                           const PgsSnapshot    *snapshot,
                                           GError              **error);
gboolean          pgs_recorder_add_parts  (PgsRecorder          *recorder,
                                           PgsRecorderTrack     *track,
                                           const PgsSnapshot    *snapshot,
                                           GError              **error);

G_END_DECLS
