/* pgs-recording-file.h: a recording opened as a file that anybody may have made
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-database.h"

G_BEGIN_DECLS

/* The queries of a reader; prepared once. */
typedef enum
{
  PGS_QUERY_SETTINGS,
  PGS_QUERY_PROCESSES,
  PGS_QUERY_POINTS,
  PGS_QUERY_MARKS,
  PGS_QUERY_SAMPLE,
  PGS_QUERY_PROGRAM,
  PGS_QUERY_ARGUMENTS,
  PGS_QUERY_ACCESS,
  PGS_QUERY_REGION_KEY,
  PGS_QUERY_REGION,
  PGS_QUERY_REGIONS_SINCE,
  PGS_QUERY_PAGES,
  PGS_QUERY_SMAPS,
  PGS_QUERY_REGION_SMAPS,
  PGS_QUERY_AGES, /* not in every recording */
} PgsQuery;

#define PGS_N_QUERIES 15

/**
 * PgsRecordingFile:
 *
 * The open database, shared by the histories of its processes. One thread at a time: whoever opens it, and then
 * who has called pgs_recording_file_begin_work().
 */
typedef struct
{
  sqlite3 *db;
  sqlite3_stmt *queries[PGS_N_QUERIES];
  GMutex mutex; /* of who works */
  char *path;
  guint64 n_bytes; /* of it and its log */
  gboolean has_ages;
  char *note; /* (nullable): what was left out, for people */
  guint64 n_steps; /* since pgs_recording_file_begin() */
} PgsRecordingFile;

PgsRecordingFile *pgs_recording_file_open  (const char       *path,
                                            GError          **error);
PgsRecordingFile *pgs_recording_file_ref   (PgsRecordingFile *self);
void              pgs_recording_file_unref (PgsRecordingFile *self);
sqlite3_stmt     *pgs_recording_file_begin (PgsRecordingFile *self,
                                            PgsQuery          query);
gboolean          pgs_recording_file_has   (PgsRecordingFile *self,
                                            PgsQuery          query);
void              pgs_recording_file_begin_work (PgsRecordingFile *self);
void              pgs_recording_file_end_work (PgsRecordingFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsRecordingFile, pgs_recording_file_unref)

G_END_DECLS
