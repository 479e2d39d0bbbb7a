/* pgs-recording-open.c: opens a recording without blocking the main thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Apart from the rest, because only this needs GIO: pagescape-cli, which opens recordings as well, is left
 * without it by the linker. Loading it would take as long as all else of a start.
 */
#include "config.h"

#include "pgs-recording-open.h"

static void
open_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  PgsRecording *self = pgs_recording_open (data, &error);

  if (self == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  pgs_recording_prepare_first (self);
  g_task_return_pointer (task, self, g_object_unref);
}

/**
 * pgs_recording_open_async:
 * @path: a file
 * @cancellable: (nullable): to give up
 * @callback: called on this thread
 * @data: for @callback
 *
 * pgs_recording_open() in another thread. The recording is then used on this one. What will be looked at first, the
 * beginning of its first process, is decoded.
 */
void
pgs_recording_open_async (const char          *path,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, pgs_recording_open_async);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, open_in_thread);
}

/**
 * pgs_recording_open_finish:
 * @result: from the callback
 * @error: as of pgs_recording_open(), or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the recording
 */
PgsRecording *
pgs_recording_open_finish (GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
