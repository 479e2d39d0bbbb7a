/* recorded.h: recordings of random processes, to read again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-recorder.h"
#include "pgs-recording.h"

typedef struct
{
  char *folder; /* of this test alone */
  char *path;   /* of a file in it, which is not there */
} RecordedFixture;

void          recorded_set_up        (RecordedFixture *fixture,
                                      gconstpointer    data);
void          recorded_tear_down     (RecordedFixture *fixture,
                                      gconstpointer    data);
char         *recorded_make_folder   (void);
void          recorded_remove_folder (const char    *folder);
GPtrArray    *recorded_make_chain    (guint32        seed,
                                      guint          n_samples);
void          recorded_write         (PgsRecorder   *recorder,
                                      GPtrArray     *chain);
void          recorded_write_file    (const char    *path,
                                      GPtrArray     *chain);
PgsRecording *recorded_open          (const char    *path);
PgsSnapshot  *recorded_find          (PgsRecording  *recording,
                                      PgsSnapshot   *original);
void          recorded_compare       (PgsRecording  *recording,
                                      GPtrArray     *chain,
                                      GRand         *rand);
void          recorded_compare_ages  (PgsRecording  *recording,
                                      GPtrArray     *chain,
                                      GRand         *rand);
void          recorded_run_sql       (const char    *path,
                                      const char    *sql);
gint64        recorded_ask           (const char    *path,
                                      const char    *sql);
