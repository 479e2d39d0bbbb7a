/* pgs-diff-text.c: writes rows of a comparison into a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The text of 60,000 rows takes a tenth of a second: it is made in the thread that writes it.
 */
#include "config.h"

#include "pgs-diff-text.h"

#include "pgs-diff-column.h"

typedef struct
{
  PgsDiff *diff; /* (nullable) */
  GArray *order;
  GFile *file;
} Save;

static void
save_free (gpointer data)
{
  Save *self = data;

  g_clear_pointer (&self->diff, pgs_diff_unref);
  g_array_unref (self->order);
  g_object_unref (self->file);
  g_free (self);
}

static void
save_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  const Save *self = data;
  g_autoptr (GString) text = g_string_new (NULL);
  GError *error = NULL;

  if (self->diff != NULL)
    pgs_diff_column_write (self->diff, (const guint32 *) (gpointer) self->order->data, self->order->len, ',', text);
  if (g_file_replace_contents (self->file, text->str, text->len, NULL, FALSE, G_FILE_CREATE_NONE, NULL, cancellable,
                               &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * pgs_diff_text_save_async:
 * @diff: (nullable): a diff
 * @order: of guint32: which of its entries, in which order; changed by nobody any more
 * @file: where to write them to as CSV; what is there is replaced when all is written
 * @callback: called on this thread
 * @data: for @callback
 *
 * The rows that are in the table now, whatever becomes of it.
 */
void
pgs_diff_text_save_async (PgsDiff             *diff,
                          GArray              *order,
                          GFile               *file,
                          GAsyncReadyCallback  callback,
                          gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);
  Save *self = g_new (Save, 1);

  *self = (Save) { diff != NULL ? pgs_diff_ref (diff) : NULL, g_array_ref (order), g_object_ref (file) };
  g_task_set_source_tag (task, pgs_diff_text_save_async);
  g_task_set_task_data (task, self, save_free);
  g_task_run_in_thread (task, save_in_thread);
}

/**
 * pgs_diff_text_save_finish:
 * @result: from the callback
 * @error: why it was not written
 *
 * Returns: whether the file is whole
 */
gboolean
pgs_diff_text_save_finish (GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
