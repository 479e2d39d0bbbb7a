/* pgs-picture-encoder.c: draws a picture for a file or the clipboard, in a thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The picture of a large process takes a twentieth of a second, and seconds where it has a hundred million pixels. Pango
 * and what is kept of texts are each thread's own.
 */
#include "config.h"

#include "pgs-picture-encoder.h"

typedef struct
{
  PgsPicture picture;
  PgsExportFormat format;
} Job;

static void
encode_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;
  GBytes *bytes = pgs_picture_encode (&job->picture, job->format, &error);

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
make_texture_in_thread (GTask        *task,
                        gpointer      source,
                        gpointer      data,
                        GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = pgs_picture_encode (&job->picture, job->format, &error);
  GdkTexture *texture = bytes != NULL ? gdk_texture_new_from_bytes (bytes, &error) : NULL;

  if (texture != NULL)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
begin (const PgsPicture    *picture,
       PgsExportFormat      format,
       GTaskThreadFunc      func,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Job *job = g_new (Job, 1);

  *job = (Job) { *picture, format };
  g_task_set_source_tag (task, begin);
  g_task_set_task_data (task, job, g_free);
  g_task_run_in_thread (task, func);
}

/**
 * pgs_picture_encode_async:
 * @picture: what to draw; what it borrows must stay until @callback
 * @format: how
 * @cancellable: (nullable): to give up; @callback comes no sooner for it
 * @callback: called on this thread
 * @data: for @callback
 *
 * pgs_picture_encode() in a thread.
 */
void
pgs_picture_encode_async (const PgsPicture    *picture,
                          PgsExportFormat      format,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             data)
{
  begin (picture, format, encode_in_thread, cancellable, callback, data);
}

/**
 * pgs_picture_encode_finish:
 * @result: from the callback
 * @error: as of pgs_picture_encode(), or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the file's contents
 */
GBytes *
pgs_picture_encode_finish (GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * pgs_picture_texture_async:
 * @picture: what to draw; what it borrows must stay until @callback
 * @cancellable: (nullable): to give up; @callback comes no sooner for it
 * @callback: called on this thread
 * @data: for @callback
 *
 * Draws the picture as pixels, in a thread.
 */
void
pgs_picture_texture_async (const PgsPicture    *picture,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             data)
{
  begin (picture, PGS_EXPORT_PNG, make_texture_in_thread, cancellable, callback, data);
}

/**
 * pgs_picture_texture_finish:
 * @result: from the callback
 * @error: as of pgs_picture_encode(), or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the pixels
 */
GdkTexture *
pgs_picture_texture_finish (GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
