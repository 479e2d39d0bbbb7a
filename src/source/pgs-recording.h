/* pgs-recording.h: a recording that was opened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-moments.h"

G_BEGIN_DECLS

#define PGS_TYPE_RECORDING (pgs_recording_get_type ())

/**
 * PgsRecording:
 *
 * A file that pagescape-recording(5) describes, opened for reading; a hostile one does no harm. Used
 * by one thread at a time, usually the main thread: a moment takes some milliseconds. Opening one
 * reads all samples' totals: pgs-recording-open.h does it in another thread.
 *
 * A file that is still being written shows what was in it when it was opened.
 */
G_DECLARE_FINAL_TYPE (PgsRecording, pgs_recording, PGS, RECORDING, GObject)

/**
 * PgsRecordedProcess:
 * @pid: its number
 * @ppid: its parent's, 0 if unknown
 * @info: (nullable): what it was at its last sample
 * @exit_info: whether and how it ended
 * @n_samples: at least 1
 * @first_us: monotonic time of its first sample
 * @last_us: of its last one
 *
 * One process of a recording. The first is the one that was to be recorded, the others are its
 * children.
 */
typedef struct
{
  gint pid;
  gint ppid;
  PgsProcessInfo *info;
  PgsExit exit_info;
  gsize n_samples;
  gint64 first_us;
  gint64 last_us;
} PgsRecordedProcess;

PgsRecording *pgs_recording_open           (const char          *path,
                                            GError             **error);
const char   *pgs_recording_get_path       (PgsRecording        *self);
const char   *pgs_recording_get_note       (PgsRecording        *self);
guint         pgs_recording_get_version    (PgsRecording        *self);
gboolean      pgs_recording_is_complete    (PgsRecording        *self);
gint64        pgs_recording_get_started_at (PgsRecording        *self);
gint64        pgs_recording_get_start      (PgsRecording        *self);
gint64        pgs_recording_get_duration   (PgsRecording        *self);
gsize         pgs_recording_get_n_samples  (PgsRecording        *self);
const PgsMark *pgs_recording_get_marks     (PgsRecording        *self,
                                            gsize               *n_marks);
gint          pgs_recording_get_mark_pid  (PgsRecording        *self,
                                            gsize                index);
gsize         pgs_recording_get_n_processes (PgsRecording       *self);
const PgsRecordedProcess *pgs_recording_get_process (PgsRecording *self,
                                            gsize                index);
PgsMoments   *pgs_recording_get_moments    (PgsRecording        *self,
                                            gsize                index);
void          pgs_recording_prepare_first  (PgsRecording        *self);
gboolean      pgs_recording_find_time      (PgsRecording        *self,
                                            const char          *text,
                                            gint64              *time_us,
                                            GError             **error);

G_END_DECLS
