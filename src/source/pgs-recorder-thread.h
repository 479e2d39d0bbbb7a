/* pgs-recorder-thread.h: writes a recording in a thread of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-recorder.h"

G_BEGIN_DECLS

/**
 * PgsRecorderProgress:
 * @n_samples: written
 * @n_dropped: samples that came faster than they could be written, and were left out
 * @n_bytes: that the file takes
 * @is_over: nothing more will be written, whether it was closed or failed
 * @is_complete: it was closed and is whole
 * @error: (nullable): why nothing more is written; what was written before stays
 */
typedef struct
{
  guint64 n_samples;
  guint64 n_dropped;
  guint64 n_bytes;
  gboolean is_over;
  gboolean is_complete;
  const GError *error;
} PgsRecorderProgress;

/* Called on the main thread, after samples were written, and once with @progress->is_over. */
typedef void (*PgsRecorderThreadFunc) (const PgsRecorderProgress *progress,
                                       gpointer                   data);

/**
 * PgsRecorderThread:
 *
 * A #PgsRecorder for the main thread: nothing here blocks, except pgs_recorder_thread_free().
 */
typedef struct _PgsRecorderThread PgsRecorderThread;

PgsRecorderThread *pgs_recorder_thread_new      (const char           *path,
                                                 gboolean              replace,
                                                 PgsRecorderThreadFunc func,
                                                 gpointer              data);
void               pgs_recorder_thread_free     (PgsRecorderThread    *self);
gboolean           pgs_recorder_thread_has_room (PgsRecorderThread    *self);
void               pgs_recorder_thread_add      (PgsRecorderThread    *self,
                                                 PgsSnapshot          *snapshot);
void               pgs_recorder_thread_mark     (PgsRecorderThread    *self,
                                                 PgsProcessInfo       *process,
                                                 const PgsMark        *mark);
void               pgs_recorder_thread_set_exit (PgsRecorderThread    *self,
                                                 PgsProcessInfo       *process,
                                                 const PgsExit        *ended);
void               pgs_recorder_thread_close    (PgsRecorderThread    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsRecorderThread, pgs_recorder_thread_free)

G_END_DECLS
