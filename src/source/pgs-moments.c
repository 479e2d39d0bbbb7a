/* pgs-moments.c: the history of one process, to be looked at moment by moment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-moments.h"

G_DEFINE_INTERFACE (PgsMoments, pgs_moments, G_TYPE_OBJECT)

static guint changed_signal;
static guint prepared_signal;

static void
pgs_moments_default_init (PgsMomentsInterface *iface)
{
  changed_signal = g_signal_new ("changed", PGS_TYPE_MOMENTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  prepared_signal = g_signal_new ("prepared", PGS_TYPE_MOMENTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

/**
 * pgs_moments_get_points:
 * @self: a history
 * @n_points: (out): how many
 *
 * What charts draw. A point of samples that were thinned carries their minima and maxima.
 *
 * Returns: (transfer none) (array length=n_points): the points in order of time, valid until
 *   `changed`
 */
const PgsPoint *
pgs_moments_get_points (PgsMoments *self,
                        gsize      *n_points)
{
  g_return_val_if_fail (PGS_IS_MOMENTS (self), NULL);

  return PGS_MOMENTS_GET_IFACE (self)->get_points (self, n_points);
}

/**
 * pgs_moments_get_marks:
 * @self: a history
 * @n_marks: (out): how many
 *
 * Returns: (transfer none) (array length=n_marks): the marks in order of time, valid until
 *   `changed`
 */
const PgsMark *
pgs_moments_get_marks (PgsMoments *self,
                       gsize      *n_marks)
{
  g_return_val_if_fail (PGS_IS_MOMENTS (self), NULL);

  return PGS_MOMENTS_GET_IFACE (self)->get_marks (self, n_marks);
}

/**
 * pgs_moments_get_length:
 * @self: a history
 *
 * Returns: how many samples can be shown
 */
gsize
pgs_moments_get_length (PgsMoments *self)
{
  g_return_val_if_fail (PGS_IS_MOMENTS (self), 0);

  return PGS_MOMENTS_GET_IFACE (self)->get_length (self);
}

/**
 * pgs_moments_get_time:
 * @self: a history
 * @index: of a sample, below pgs_moments_get_length()
 *
 * O(1).
 *
 * Returns: when the sample was taken; ascending with @index
 */
gint64
pgs_moments_get_time (PgsMoments *self,
                      gsize       index)
{
  g_return_val_if_fail (PGS_IS_MOMENTS (self), 0);

  return PGS_MOMENTS_GET_IFACE (self)->get_time (self, index);
}

/**
 * pgs_moments_find:
 * @self: a history
 * @time_us: a moment
 *
 * O(log n).
 *
 * Returns: index of the last sample that is not after @time_us; 0 if all are, or there are none
 */
gsize
pgs_moments_find (PgsMoments *self,
                  gint64      time_us)
{
  const gsize after = pgs_moments_find_after (self, time_us);

  return after > 0 ? after - 1 : 0;
}

/**
 * pgs_moments_find_after:
 * @self: a history
 * @time_us: a moment
 *
 * O(log n).
 *
 * Returns: index of the first sample after @time_us; pgs_moments_get_length() if there is none
 */
gsize
pgs_moments_find_after (PgsMoments *self,
                        gint64      time_us)
{
  gsize low = 0;
  gsize high = pgs_moments_get_length (self);

  while (low < high)
    {
      const gsize middle = low + (high - low) / 2;

      if (pgs_moments_get_time (self, middle) <= time_us)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * pgs_moments_prepare:
 * @self: a history
 * @index: of a sample that will be asked for, below pgs_moments_get_length()
 *
 * Has another thread do what takes long, of one sample at a time; whether for this one or one that was asked for
 * before, `prepared` is emitted after it, and it is time to ask again.
 *
 * Returns: whether pgs_moments_get_snapshot() takes little time now, also if it will fail
 */
gboolean
pgs_moments_prepare (PgsMoments *self,
                     gsize       index)
{
  PgsMomentsInterface *iface;

  g_return_val_if_fail (PGS_IS_MOMENTS (self), TRUE);

  iface = PGS_MOMENTS_GET_IFACE (self);
  return iface->prepare == NULL || iface->prepare (self, index);
}

/**
 * pgs_moments_get_snapshot:
 * @self: a history
 * @index: of a sample, below pgs_moments_get_length()
 * @error: why it cannot be shown: damaged, or no longer readable
 *
 * May take some milliseconds where the sample has to be decoded first. Parts that did not change
 * between samples that are near each other are mostly the same pointers.
 *
 * Returns: (transfer full) (nullable): the sample, %NULL on error
 */
PgsSnapshot *
pgs_moments_get_snapshot (PgsMoments  *self,
                          gsize        index,
                          GError     **error)
{
  g_return_val_if_fail (PGS_IS_MOMENTS (self), NULL);

  return PGS_MOMENTS_GET_IFACE (self)->get_snapshot (self, index, error);
}

/**
 * pgs_moments_get_ages:
 * @self: a history
 * @index: of a sample, below pgs_moments_get_length()
 *
 * Returns: (transfer full) (nullable): since when each page was resident then, %NULL if that is
 *   not known
 */
PgsAges *
pgs_moments_get_ages (PgsMoments *self,
                      gsize       index)
{
  PgsMomentsInterface *iface;

  g_return_val_if_fail (PGS_IS_MOMENTS (self), NULL);

  iface = PGS_MOMENTS_GET_IFACE (self);
  return iface->get_ages != NULL ? iface->get_ages (self, index) : NULL;
}

/**
 * pgs_moments_get_exit:
 * @self: a history
 *
 * Returns: (transfer none): whether and how the process ended
 */
const PgsExit *
pgs_moments_get_exit (PgsMoments *self)
{
  g_return_val_if_fail (PGS_IS_MOMENTS (self), NULL);

  return PGS_MOMENTS_GET_IFACE (self)->get_exit (self);
}

/**
 * pgs_moments_changed:
 * @self: a history
 *
 * For implementations: emits `changed`.
 */
void
pgs_moments_changed (PgsMoments *self)
{
  g_signal_emit (self, changed_signal, 0);
}

/**
 * pgs_moments_prepared:
 * @self: a history
 *
 * For implementations: emits `prepared`.
 */
void
pgs_moments_prepared (PgsMoments *self)
{
  g_signal_emit (self, prepared_signal, 0);
}
