/* pgs-history-points.c: the totals of samples in a history, for charts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-history-private.h"

#define THIN_EVERY_US (30 * G_USEC_PER_SEC) /* so that charts are not made anew all the time */

/* After points were thinned. */
static void
count_spreads (PgsHistory *self)
{
  self->n_spreads = 0;
  for (guint i = 0; i < self->points->len; i++)
    self->n_spreads += pgs_history_get_point (self, i)->spread != NULL;
}

/* The recent past stays as dense as it was seen. */
static void
thin_older_half (PgsHistory *self)
{
  GArray *points = self->points;

  g_array_set_size (points, pgs_points_halve (pgs_history_get_point (self, 0), points->len, points->len / 2));
  count_spreads (self);
}

/**
 * pgs_history_add_point:
 * @self: a history
 * @snapshot: a sample, newer than all before
 *
 * Appends its totals. If there are as many as there may be, half of the older ones go.
 */
void
pgs_history_add_point (PgsHistory        *self,
                       const PgsSnapshot *snapshot)
{
  PgsPoint point;

  if (self->points->len == PGS_HISTORY_MAX_POINTS)
    thin_older_half (self);
  pgs_point_init (&point, snapshot);
  g_array_append_val (self->points, point);
}

/* Whether the sample of a point can be shown. @next is moved on; points come in order. */
static gboolean
has_moment (PgsHistory *self,
            guint       point,
            gsize      *next)
{
  const gint64 at_us = pgs_history_get_point (self, point)->monotonic_us;
  const gsize length = pgs_moment_store_get_length (self->moments);

  while (*next < length && pgs_moment_store_get_time (self->moments, *next) < at_us)
    (*next)++;
  return *next < length && pgs_moment_store_get_time (self->moments, *next) == at_us;
}

/* Of the points of each @width_us those stay whose samples can still be shown; where there is none, for
 * lack of memory, the last one. @next and @kept are moved on. */
static void
thin_points (PgsHistory *self,
             guint       first,
             guint       end,
             gint64      width_us,
             gsize      *next,
             guint      *kept)
{
  guint kept_before = *kept; /* the bucket */

  for (guint i = first; i < end; i++)
    {
      const PgsPoint *point = pgs_history_get_point (self, i);
      const gboolean is_last = i + 1 == end || point[1].monotonic_us / width_us != point->monotonic_us / width_us;

      if (i == 0 || has_moment (self, i, next) || (is_last && *kept == kept_before))
        pgs_points_keep (pgs_history_get_point (self, 0), i, kept);
      else
        pgs_points_drop (pgs_history_get_point (self, 0), i, *kept);
      if (is_last)
        kept_before = *kept;
    }
}

static guint
count_points_before (PgsHistory *self,
                     gint64      time_us)
{
  guint count = 0;

  while (count < self->points->len && pgs_history_get_point (self, count)->monotonic_us < time_us)
    count++;
  return count;
}

/**
 * pgs_history_thin:
 * @self: a history
 * @now_us: time of the newest sample
 *
 * Thins samples, and points likewise, now and then. The newest point is never old enough to be dropped.
 */
void
pgs_history_thin (PgsHistory *self,
                  gint64      now_us)
{
  const gint64 second_us = G_USEC_PER_SEC, ten_us = 10 * G_USEC_PER_SEC;
  guint n_tens, n_old;
  gsize next = 0;
  guint kept = 0;

  if (now_us - self->thinned_us < THIN_EVERY_US)
    return;
  self->thinned_us = now_us;
  pgs_moment_store_thin (self->moments);
  n_tens = count_points_before (self, (now_us - PGS_STORE_SECONDS_US) / ten_us * ten_us);
  n_old = count_points_before (self, (now_us - PGS_STORE_ALL_US) / second_us * second_us);
  thin_points (self, 0, n_tens, ten_us, &next, &kept);
  thin_points (self, n_tens, n_old, second_us, &next, &kept);
  g_array_remove_range (self->points, kept, n_old - kept);
  count_spreads (self);
}
