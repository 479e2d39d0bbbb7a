/* pgs-recorder.h: writes what is seen of processes into a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-point.h"
#include "pgs-process.h"
#include "pgs-snapshot.h"

G_BEGIN_DECLS

/**
 * PgsRecorder:
 *
 * A recording that is being written: an SQLite database as pagescape-recording(5) describes it. It
 * may be killed at any time: what pgs_recorder_add() returned %TRUE for stays. Used by one thread at
 * a time, and not by the main thread, since writing can block.
 */
typedef struct _PgsRecorder PgsRecorder;

PgsRecorder *pgs_recorder_new       (const char           *path,
                                     gboolean              replace,
                                     GError              **error);
void         pgs_recorder_free      (PgsRecorder          *self);
gboolean     pgs_recorder_add       (PgsRecorder          *self,
                                     PgsSnapshot          *snapshot,
                                     GError              **error);
gboolean     pgs_recorder_mark      (PgsRecorder          *self,
                                     const PgsProcessInfo *process,
                                     const PgsMark        *mark,
                                     GError              **error);
gboolean     pgs_recorder_set_exit  (PgsRecorder          *self,
                                     const PgsProcessInfo *process,
                                     const PgsExit        *ended,
                                     GError              **error);
gboolean     pgs_recorder_close     (PgsRecorder          *self,
                                     GError              **error);
guint64      pgs_recorder_get_n_samples (PgsRecorder      *self);
guint64      pgs_recorder_get_size  (PgsRecorder          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsRecorder, pgs_recorder_free)

G_END_DECLS
