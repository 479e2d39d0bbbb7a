/* pgs-chart-lookup.c: what a chart has at a time or in a span: points, breaks, the highest value
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-chart-private.h"

#include <math.h>

/* Where nothing was sampled for this many times the usual distance, nothing is drawn. */
#define BREAK_FACTOR 4
#define BREAK_MIN_US (2 * G_USEC_PER_SEC)

#define BLOCK 128 /* points whose maximum is kept */

/**
 * pgs_chart_find:
 * @self: a chart
 * @time_us: any time
 *
 * O(log n).
 *
 * Returns: the first point that is not before @time_us; the number of points if all are
 */
gsize
pgs_chart_find (const PgsChart *self,
                gint64          time_us)
{
  gsize low = 0, high = self->n_points;

  while (low < high)
    {
      const gsize middle = low + (high - low) / 2;

      if (self->times_us[middle] < time_us)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * pgs_chart_find_end:
 * @self: a chart
 * @time_us: any time
 *
 * O(log n).
 *
 * Returns: the first point after @time_us; the number of points if there is none
 */
gsize
pgs_chart_find_end (const PgsChart *self,
                    gint64          time_us)
{
  return time_us == G_MAXINT64 ? self->n_points : pgs_chart_find (self, time_us + 1);
}

/**
 * pgs_chart_is_break:
 * @self: a chart
 * @point: an index
 *
 * Whether nothing was measured for so long before @point that no line may join it to the point
 * before: sampling was paused. The distance is compared with those on both sides of it, since old
 * history is thinned and the sampler slows down by itself.
 */
gboolean
pgs_chart_is_break (const PgsChart *self,
                    gsize           point)
{
  const gint64 *times = self->times_us;
  gint64 distance, usual = 0;

  if (point == 0 || point >= self->n_points)
    return FALSE;
  distance = times[point] - times[point - 1];
  if (distance < BREAK_MIN_US)
    return FALSE;
  if (point >= 2)
    usual = times[point - 1] - times[point - 2];
  if (point + 1 < self->n_points)
    usual = MAX (usual, times[point + 1] - times[point]);
  return usual > 0 && distance / BREAK_FACTOR > usual;
}

/* The largest value of points `[first, end)`; of stacked series their sum. */
static double
find_maximum (const PgsChartLane *lane,
              gsize               first,
              gsize               end)
{
  double maximum = 0;

  for (gsize i = first; i < end; i++)
    {
      double sum = 0;

      for (guint s = 0; s < lane->series->len; s++)
        {
          const PgsChartSeries *series = &g_array_index (lane->series, PgsChartSeries, s);
          const double value = series->values[i];

          if (series->highest != NULL && series->highest[i] > maximum)
            maximum = series->highest[i];
          if (isnan (value))
            continue;
          if (series->style == PGS_CHART_STACK)
            sum += value;
          else
            maximum = MAX (maximum, value);
        }
      maximum = MAX (maximum, sum);
    }
  return maximum;
}

/**
 * pgs_chart_get_maximum:
 * @self: a chart, all its values written
 * @lane: an index below pgs_chart_get_n_lanes()
 * @first: the first point that matters
 * @end: the first behind those that matter, not above the number of points
 *
 * The maxima of blocks of points are found once and kept: O(new points + points / 128).
 *
 * Returns: the largest value of `[first, end)`, of stacked series their sum; 0 without any
 */
double
pgs_chart_get_maximum (const PgsChart *self,
                       guint           lane,
                       gsize           first,
                       gsize           end)
{
  const PgsChartLane *l = pgs_chart_get_lane (self, lane);
  const gsize n_blocks = self->n_points / BLOCK;
  double maximum = 0;
  gsize block, end_block;

  g_return_val_if_fail (l != NULL, 0);
  g_return_val_if_fail (end <= self->n_points, 0);

  while (l->maxima->len < n_blocks)
    {
      const double of_block = find_maximum (l, l->maxima->len * BLOCK, (l->maxima->len + 1) * BLOCK);

      g_array_append_val (l->maxima, of_block);
    }
  block = (first + BLOCK - 1) / BLOCK;
  end_block = end / BLOCK;
  if (block >= end_block)
    return find_maximum (l, first, end);
  for (gsize b = block; b < end_block; b++)
    maximum = MAX (maximum, g_array_index (l->maxima, double, b));
  maximum = MAX (maximum, find_maximum (l, first, block * BLOCK));
  return MAX (maximum, find_maximum (l, end_block * BLOCK, end));
}
