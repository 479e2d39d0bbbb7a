/* pgs-recording-private.h: what the files of an opened recording share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-recorded-moments.h"
#include "pgs-recording.h"

G_BEGIN_DECLS

struct _PgsRecording
{
  GObject parent_instance;
  PgsRecordingFile *file;
  PgsRecordedOrigin origin;
  guint version;
  gboolean is_complete;
  gint64 started_at_us;
  gint64 last_us;
  gsize n_samples;
  GArray *processes;   /* of PgsRecordedEntry */
  GHashTable *numbers; /* of the file → index + 1 */
  GArray *marks;       /* of PgsMark, of all processes */
  GArray *mark_pids;   /* of gint, whose each of them is */
};

/**
 * PgsRecordedEntry:
 * @process: who it is
 * @moments: its history
 * @program: number of what it ran at its last sample
 *
 * One of the processes of a recording.
 */
typedef struct
{
  PgsRecordedProcess process;
  PgsRecordedMoments *moments;
  gint64 program;
} PgsRecordedEntry;

gboolean pgs_recording_load (PgsRecording  *self,
                             GError       **error);

G_END_DECLS
