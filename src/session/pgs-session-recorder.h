/* pgs-session-recorder.h: writes what a session sees into a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_SESSION_RECORDER (pgs_session_recorder_get_type ())

/**
 * PgsSessionRecorder:
 *
 * Main thread only; the file is written by a thread of its own. One that is disposed of while it writes
 * completes the file first.
 *
 * Signals: `changed` after something was written; `finished` once nothing more will be.
 */
G_DECLARE_FINAL_TYPE (PgsSessionRecorder, pgs_session_recorder, PGS, SESSION_RECORDER, GObject)

PgsSessionRecorder *pgs_session_recorder_new           (PgsSession         *session,
                                                        const char         *path);
void                pgs_session_recorder_follow        (PgsSessionRecorder *self,
                                                        gint64              since_us);
void                pgs_session_recorder_stop          (PgsSessionRecorder *self);
gboolean            pgs_session_recorder_is_active     (PgsSessionRecorder *self);
const char         *pgs_session_recorder_get_path      (PgsSessionRecorder *self);
guint64             pgs_session_recorder_get_n_samples (PgsSessionRecorder *self);
guint64             pgs_session_recorder_get_n_dropped (PgsSessionRecorder *self);
guint64             pgs_session_recorder_get_size      (PgsSessionRecorder *self);
gint64              pgs_session_recorder_get_duration  (PgsSessionRecorder *self);
const GError       *pgs_session_recorder_get_error     (PgsSessionRecorder *self);

G_END_DECLS
