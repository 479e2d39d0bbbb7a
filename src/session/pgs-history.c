/* pgs-history.c: what was seen of one process while it was watched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-history-private.h"

static void pgs_history_moments_init (PgsMomentsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PgsHistory, pgs_history, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PGS_TYPE_MOMENTS, pgs_history_moments_init))

static const PgsPoint *
pgs_history_get_points (PgsMoments *moments,
                        gsize      *n_points)
{
  PgsHistory *self = PGS_HISTORY (moments);

  *n_points = self->points->len;
  return (const PgsPoint *) self->points->data;
}

static const PgsMark *
pgs_history_get_marks (PgsMoments *moments,
                       gsize      *n_marks)
{
  PgsHistory *self = PGS_HISTORY (moments);

  *n_marks = self->marks->len;
  return (const PgsMark *) self->marks->data;
}

static gsize
pgs_history_get_length (PgsMoments *moments)
{
  return pgs_moment_store_get_length (PGS_HISTORY (moments)->moments);
}

static gint64
pgs_history_get_time (PgsMoments *moments,
                      gsize       index)
{
  return pgs_moment_store_get_time (PGS_HISTORY (moments)->moments, index);
}

static PgsSnapshot *
pgs_history_get_snapshot (PgsMoments  *moments,
                          gsize        index,
                          GError     **error)
{
  return pgs_moment_store_get_snapshot (PGS_HISTORY (moments)->moments, index, error);
}

static gboolean
pgs_history_prepare (PgsMoments *moments,
                     gsize       index)
{
  return pgs_moment_store_prepare (PGS_HISTORY (moments)->moments, index, (PgsMomentStoreFunc) pgs_moments_prepared,
                                   moments);
}

static PgsAges *
pgs_history_get_ages (PgsMoments *moments,
                      gsize       index)
{
  return pgs_moment_store_get_ages (PGS_HISTORY (moments)->moments, index);
}

static const PgsExit *
pgs_history_get_exit (PgsMoments *moments)
{
  return &PGS_HISTORY (moments)->exit_info;
}

static void
pgs_history_moments_init (PgsMomentsInterface *iface)
{
  iface->get_points = pgs_history_get_points;
  iface->get_marks = pgs_history_get_marks;
  iface->get_length = pgs_history_get_length;
  iface->get_time = pgs_history_get_time;
  iface->prepare = pgs_history_prepare;
  iface->get_snapshot = pgs_history_get_snapshot;
  iface->get_ages = pgs_history_get_ages;
  iface->get_exit = pgs_history_get_exit;
}

static void
pgs_history_finalize (GObject *object)
{
  PgsHistory *self = PGS_HISTORY (object);

  g_clear_pointer (&self->moments, pgs_moment_store_free);
  g_clear_pointer (&self->points, g_array_unref);
  g_clear_pointer (&self->marks, g_array_unref);
  pgs_events_clear (&self->events);
  g_clear_pointer (&self->marked, pgs_snapshot_unref);
  G_OBJECT_CLASS (pgs_history_parent_class)->finalize (object);
}

static void
pgs_history_class_init (PgsHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgs_history_finalize;
}

static void
pgs_history_init (PgsHistory *self)
{
  self->moments = pgs_moment_store_new ((PgsMomentStoreFunc) pgs_moments_changed, self);
  self->points = g_array_new (FALSE, TRUE, sizeof (PgsPoint));
  g_array_set_size (self->points, PGS_HISTORY_ROOM);
  g_array_set_size (self->points, 0);
  g_array_set_clear_func (self->points, (GDestroyNotify) pgs_point_clear);
  self->marks = g_array_new (FALSE, FALSE, sizeof (PgsMark));
  g_array_set_clear_func (self->marks, (GDestroyNotify) pgs_mark_clear);
}

/**
 * pgs_history_new:
 *
 * Returns: (transfer full): an empty history
 */
PgsHistory *
pgs_history_new (void)
{
  return g_object_new (PGS_TYPE_HISTORY, NULL);
}

/**
 * pgs_history_add:
 * @self: a history
 * @snapshot: a sample, newer than all before
 * @ages: (nullable): since when its pages are resident
 * @is_exec: (out) (optional): whether it is the first one of another program
 *
 * Marks what happened, see #PgsEvents. Older samples are thinned, and dropped if there is no room for
 * all. Emits `changed`.
 *
 * Returns: %FALSE, changing nothing, if there is a sample that is as new
 */
gboolean
pgs_history_add (PgsHistory  *self,
                 PgsSnapshot *snapshot,
                 PgsAges     *ages,
                 gboolean    *is_exec)
{
  const gint64 now_us = snapshot->monotonic_us;
  gboolean has_event, exec;
  PgsMark mark;

  g_return_val_if_fail (PGS_IS_HISTORY (self), FALSE);

  if (is_exec != NULL)
    *is_exec = FALSE;
  if (self->points->len > 0 && pgs_history_get_point (self, self->points->len - 1)->monotonic_us >= now_us)
    return FALSE;
  has_event = pgs_events_add (&self->events, snapshot, &mark);
  exec = has_event && mark.kind == PGS_MARK_EXEC;
  pgs_history_add_point (self, snapshot);
  pgs_moment_store_add (self->moments, snapshot, ages, exec);
  if (has_event)
    {
      pgs_history_pin (self, now_us);
      pgs_history_insert_mark (self, &mark);
    }
  pgs_history_thin (self, now_us);
  if (is_exec != NULL)
    *is_exec = exec;
  pgs_moments_changed (PGS_MOMENTS (self));
  return TRUE;
}

/**
 * pgs_history_set_exit:
 * @self: a history
 * @exit_info: whether and how the process ended
 *
 * Marks the end, and emits `changed` then.
 */
void
pgs_history_set_exit (PgsHistory    *self,
                      const PgsExit *exit_info)
{
  PgsMark mark;

  g_return_if_fail (PGS_IS_HISTORY (self));

  self->exit_info = *exit_info;
  if (!pgs_events_end (&self->events, exit_info, &mark))
    return;
  pgs_history_pin (self, mark.sample_us);
  pgs_history_insert_mark (self, &mark);
  pgs_moments_changed (PGS_MOMENTS (self));
}

/**
 * pgs_history_resume:
 * @self: a history
 * @snapshot: the next sample that will be added, after the process was not watched for some time
 */
void
pgs_history_resume (PgsHistory        *self,
                    const PgsSnapshot *snapshot)
{
  g_return_if_fail (PGS_IS_HISTORY (self));

  pgs_events_resume (&self->events, snapshot);
}

/**
 * pgs_history_set_budget:
 * @self: a history
 * @budget: bytes that its samples may take; 64 MiB at first
 *
 * What exceeds it is dropped, the oldest thinned most; never the first, the newest and marked samples.
 */
void
pgs_history_set_budget (PgsHistory *self,
                        gsize       budget)
{
  g_return_if_fail (PGS_IS_HISTORY (self));

  pgs_moment_store_set_budget (self->moments, budget);
}

/**
 * pgs_history_get_n_bytes:
 * @self: a history
 *
 * Returns: how much memory samples and points take, without the few samples that are kept decoded
 */
gsize
pgs_history_get_n_bytes (PgsHistory *self)
{
  g_return_val_if_fail (PGS_IS_HISTORY (self), 0);

  return pgs_moment_store_get_n_bytes (self->moments) + MAX (self->points->len, PGS_HISTORY_ROOM) * sizeof (PgsPoint)
         + self->n_spreads * sizeof (PgsSpread);
}

/**
 * pgs_history_finish:
 * @self: a history
 *
 * Waits until all samples are encoded, so that pgs_history_get_n_bytes() tells all. For measurements.
 */
void
pgs_history_finish (PgsHistory *self)
{
  g_return_if_fail (PGS_IS_HISTORY (self));

  pgs_moment_store_finish (self->moments);
}
