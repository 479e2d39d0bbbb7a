/* pgs-moments-reader.c: one moment of a history, when a thread has decoded it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A history may thin out meanwhile, so that the moment is found by its time each time. A history has one thread for
 * all who wait: each asks again when one moment is decoded. What is read here comes before what a session shows or a
 * file is written of, as it is one moment, and they want others without end.
 */
#include "config.h"

#include "pgs-moments-reader.h"

typedef struct
{
  gint64 time_us;
  gulong prepared_id; /* 0: it was not waited for */
} Read;

/* Returns: whether @task has returned, with the moment or without. */
static gboolean
try_to_return (GTask *task)
{
  PgsMoments *moments = g_task_get_source_object (task);
  const Read *read = g_task_get_task_data (task);
  const gsize index = pgs_moments_find (moments, read->time_us);
  PgsSnapshot *snapshot;
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return TRUE;
  if (!pgs_moments_prepare (moments, index))
    return FALSE;
  snapshot = pgs_moments_get_snapshot (moments, index, &error);
  if (snapshot != NULL)
    g_task_return_pointer (task, snapshot, (GDestroyNotify) pgs_snapshot_unref);
  else
    g_task_return_error (task, error);
  return TRUE;
}

static void
on_prepared (PgsMoments *moments,
             gpointer    data)
{
  GTask *task = data;
  Read *read = g_task_get_task_data (task);

  if (!try_to_return (task))
    return;
  g_clear_signal_handler (&read->prepared_id, moments);
  g_object_unref (task);
}

/**
 * pgs_moments_read_async:
 * @moments: a history with at least one sample
 * @time_us: a moment of it
 * @cancellable: (nullable): to give up
 * @callback: called on this thread, later
 * @data: for @callback
 *
 * Has another thread decode what takes long, as pgs_moments_prepare() does.
 */
void
pgs_moments_read_async (PgsMoments          *moments,
                        gint64               time_us,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             data)
{
  g_autoptr (GTask) task = NULL;
  Read *read;

  g_return_if_fail (pgs_moments_get_length (moments) > 0);

  task = g_task_new (moments, cancellable, callback, data);
  read = g_new0 (Read, 1);
  read->time_us = time_us;
  g_task_set_source_tag (task, pgs_moments_read_async);
  g_task_set_task_data (task, read, g_free);
  if (!try_to_return (task))
    read->prepared_id = g_signal_connect (moments, "prepared", G_CALLBACK (on_prepared), g_steal_pointer (&task));
}

/**
 * pgs_moments_read_finish:
 * @moments: the history
 * @result: from the callback
 * @error: as of pgs_moments_get_snapshot(), or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): its last sample that is not after the moment, or the first one
 */
PgsSnapshot *
pgs_moments_read_finish (PgsMoments    *moments,
                         GAsyncResult  *result,
                         GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
