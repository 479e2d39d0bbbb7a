/* pgs-diff-task.c: compares two snapshots in a thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-diff-task.h"

typedef struct
{
  PgsSnapshot *a;
  PgsSnapshot *b;
} Pair;

static void
pair_free (gpointer data)
{
  Pair *pair = data;

  pgs_snapshot_unref (pair->a);
  pgs_snapshot_unref (pair->b);
  g_free (pair);
}

static void
compare_in_thread (GTask        *task,
                   gpointer      source,
                   gpointer      data,
                   GCancellable *cancellable)
{
  const Pair *pair = data;

  g_task_return_pointer (task, pgs_diff_new (pair->a, pair->b), (GDestroyNotify) pgs_diff_unref);
}

/**
 * pgs_diff_new_async:
 * @a: a snapshot
 * @b: a later one, or one of another process
 * @cancellable: (nullable): to give up
 * @callback: called on this thread
 * @data: for @callback
 *
 * pgs_diff_new() in a thread, once. What changes all the time is for #PgsComparison.
 */
void
pgs_diff_new_async (PgsSnapshot         *a,
                    PgsSnapshot         *b,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Pair *pair = g_new (Pair, 1);

  *pair = (Pair) { pgs_snapshot_ref (a), pgs_snapshot_ref (b) };
  g_task_set_source_tag (task, pgs_diff_new_async);
  g_task_set_task_data (task, pair, pair_free);
  g_task_run_in_thread (task, compare_in_thread);
}

/**
 * pgs_diff_new_finish:
 * @result: from the callback
 * @error: %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what differs
 */
PgsDiff *
pgs_diff_new_finish (GAsyncResult  *result,
                     GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
