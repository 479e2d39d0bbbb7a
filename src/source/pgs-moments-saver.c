/* pgs-moments-saver.c: writes a history into a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A history belongs to the main thread: samples are taken from it there, a few at a time when nothing
 * else is to be done, and written in another thread; what takes long to decode the history's thread decodes. The
 * history may go on and thin out meanwhile, so that samples are found by their time. What is written has another name
 * until it is whole.
 */
#include "config.h"

#include "pgs-moments-saver.h"

#include "pgs-error.h"
#include "pgs-recorder-thread.h"

#include <errno.h>

#include <glib/gstdio.h>

#define SLICE_US 4000
#define PAUSE_MS 20 /* while the queue is full */

typedef struct
{
  char *path;
  char *part_path;
  PgsRecorderThread *recorder;
  PgsProcessInfo *process; /* of the last sample */
  gint64 saved_us;         /* time of the last one */
  gint64 end_us;           /* of the last one to save */
  guint source;
  gboolean is_waiting; /* until the next sample is decoded */
} Save;

static void
save_free (gpointer data)
{
  Save *self = data;

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->recorder, pgs_recorder_thread_free);
  g_clear_pointer (&self->process, pgs_process_info_unref);
  g_free (self->path);
  g_free (self->part_path);
  g_free (self);
}

static void
add_marks (Save       *self,
           PgsMoments *moments)
{
  const PgsExit *ended = pgs_moments_get_exit (moments);
  gsize n_marks;
  const PgsMark *marks = pgs_moments_get_marks (moments, &n_marks);

  for (gsize i = 0; i < n_marks; i++)
    pgs_recorder_thread_mark (self->recorder, self->process, &marks[i]);
  if (ended->ended)
    pgs_recorder_thread_set_exit (self->recorder, self->process, ended);
  pgs_recorder_thread_close (self->recorder);
}

static gboolean
find_next (Save       *self,
           PgsMoments *moments,
           gsize      *index)
{
  *index = pgs_moments_find_after (moments, self->saved_us);
  return *index < pgs_moments_get_length (moments) && pgs_moments_get_time (moments, *index) <= self->end_us;
}

static gboolean
add_sample (Save        *self,
            PgsMoments  *moments,
            gsize        index,
            GError     **error)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_moments_get_snapshot (moments, index, error);

  if (snapshot == NULL)
    return FALSE;
  self->saved_us = pgs_moments_get_time (moments, index);
  g_clear_pointer (&self->process, pgs_process_info_unref);
  self->process = pgs_process_info_ref (snapshot->process);
  pgs_recorder_thread_add (self->recorder, snapshot);
  return TRUE;
}

static void
fail (GTask  *task,
      GError *error)
{
  Save *self = g_task_get_task_data (task);

  self->is_waiting = FALSE;
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->recorder, pgs_recorder_thread_free);
  g_unlink (self->part_path);
  g_task_return_error (task, error);
  g_object_unref (task);
}

static gboolean add_slice (gpointer data);

static gboolean
go_on (gpointer data)
{
  Save *self = g_task_get_task_data (data);

  self->source = g_idle_add_full (G_PRIORITY_LOW, add_slice, data, NULL);
  return G_SOURCE_REMOVE;
}

/* Returns: whether the next one may follow at once; if not, it follows later, or there is none. */
static gboolean
add_next (GTask *task)
{
  Save *self = g_task_get_task_data (task);
  PgsMoments *moments = g_task_get_source_object (task);
  GError *error = NULL;
  gsize index;

  if (!pgs_recorder_thread_has_room (self->recorder))
    {
      self->source = g_timeout_add (PAUSE_MS, go_on, task);
      return FALSE;
    }
  if (!find_next (self, moments, &index))
    {
      add_marks (self, moments);
      return FALSE;
    }
  self->is_waiting = !pgs_moments_prepare (moments, index);
  if (self->is_waiting)
    return FALSE;
  if (add_sample (self, moments, index, &error))
    return TRUE;
  fail (task, error);
  return FALSE;
}

static gboolean
add_slice (gpointer data)
{
  GTask *task = data;
  Save *self = g_task_get_task_data (task);
  const gint64 until_us = g_get_monotonic_time () + SLICE_US;
  GError *error = NULL;

  self->source = 0;
  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    {
      fail (task, error);
      return G_SOURCE_REMOVE;
    }
  while (g_get_monotonic_time () < until_us)
    if (!add_next (task))
      return G_SOURCE_REMOVE;
  return go_on (task);
}

/* A sample is decoded: the next one, or one that somebody else waited for. */
static void
on_prepared (GTask *task)
{
  Save *self = g_task_get_task_data (task);

  if (!self->is_waiting)
    return;
  self->is_waiting = FALSE;
  go_on (task);
}

static void
rename_in_thread (GTask        *rename_task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  Save *self = g_task_get_task_data (data);
  GError *error = NULL;

  if (g_rename (self->part_path, self->path) == 0)
    {
      g_task_return_boolean (rename_task, TRUE);
      return;
    }
  pgs_error_set_errno (&error, errno, "%s", self->path);
  g_task_return_error (rename_task, error);
}

static void
on_renamed (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  GTask *task = data;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      fail (task, error);
      return;
    }
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
on_progress (const PgsRecorderProgress *progress,
             gpointer                   data)
{
  GTask *task = data;
  g_autoptr (GTask) rename_task = NULL;

  if (!progress->is_over)
    return;
  if (progress->error != NULL)
    {
      fail (task, g_error_copy (progress->error));
      return;
    }
  rename_task = g_task_new (NULL, NULL, on_renamed, task);
  g_task_set_task_data (rename_task, g_object_ref (task), g_object_unref);
  g_task_run_in_thread (rename_task, rename_in_thread);
}

/**
 * pgs_moments_save_async:
 * @moments: a history with at least one sample
 * @path: the file; a regular one of that name is replaced when the new one is whole
 * @cancellable: (nullable): to give up
 * @callback: called on this thread
 * @data: for @callback
 *
 * Writes what is in the history now: samples, marks and how the process ended.
 */
void
pgs_moments_save_async (PgsMoments          *moments,
                        const char          *path,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             data)
{
  const gsize length = pgs_moments_get_length (moments);
  GTask *task;
  Save *self;

  g_return_if_fail (length > 0);

  task = g_task_new (moments, cancellable, callback, data);
  self = g_new0 (Save, 1);
  g_task_set_source_tag (task, pgs_moments_save_async);
  g_task_set_task_data (task, self, save_free);
  self->path = g_strdup (path);
  self->part_path = g_strconcat (path, ".part", NULL);
  self->saved_us = G_MININT64;
  self->end_us = pgs_moments_get_time (moments, length - 1);
  self->recorder = pgs_recorder_thread_new (self->part_path, TRUE, on_progress, task);
  g_signal_connect_object (moments, "prepared", G_CALLBACK (on_prepared), task, G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  go_on (task);
}

/**
 * pgs_moments_save_finish:
 * @moments: the history
 * @result: from the callback
 * @error: what could not be read or written, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the file is whole
 */
gboolean
pgs_moments_save_finish (PgsMoments    *moments,
                         GAsyncResult  *result,
                         GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
