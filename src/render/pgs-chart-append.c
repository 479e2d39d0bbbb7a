/* pgs-chart-append.c: more points at the end of a chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-chart-private.h"

#include <math.h>
#include <string.h>

#define ROOM 1024 /* points for which there is room at once, so that memory does not grow with each */

/* Of points `[first, end)` nothing is known. */
static void
forget_values (PgsChartSeries *series,
               gsize           first,
               gsize           end)
{
  for (gsize i = first; i < end; i++)
    series->values[i] = NAN;
  for (gsize i = first; i < end && series->lowest != NULL; i++)
    series->lowest[i] = series->highest[i] = NAN;
}

/* Room for @n values. All that is there at the beginning is written to, as a page that is not takes no memory: it
 * would grow with each point after all. */
static double *
resize (double *values,
        gsize   n_before,
        gsize   n)
{
  values = g_renew (double, values, n);
  if (n_before == 0)
    memset (values, 0, n * sizeof *values);
  return values;
}

static void
reserve (PgsChart *self,
         gsize     n_points)
{
  const gsize n_before = self->n_allocated;

  if (n_points <= n_before)
    return;
  self->n_allocated = MAX (MAX (n_points, ROOM), n_before * 2);
  self->times_us = g_renew (gint64, self->times_us, self->n_allocated);
  for (guint l = 0; l < self->lanes->len; l++)
    {
      GArray *all = g_array_index (self->lanes, PgsChartLane, l).series;

      for (guint s = 0; s < all->len; s++)
        {
          PgsChartSeries *series = &g_array_index (all, PgsChartSeries, s);

          series->values = resize (series->values, n_before, self->n_allocated + 1);
          if (series->lowest == NULL)
            continue;
          series->lowest = g_renew (double, series->lowest, self->n_allocated + 1);
          series->highest = g_renew (double, series->highest, self->n_allocated + 1);
        }
    }
}

/**
 * pgs_chart_append:
 * @self: a chart
 * @times_us: (array length=n_points): when each new point was measured; ascending, after the last one
 * @n_points: how many
 *
 * Adds points at the end of all series, their values unknown. Arrays of values that were returned
 * before are no longer valid: the caller gets them by pgs_chart_get_lane() and writes the new ones.
 */
void
pgs_chart_append (PgsChart     *self,
                  const gint64 *times_us,
                  gsize         n_points)
{
  const gsize first = self->n_points;

  if (n_points == 0)
    return;
  reserve (self, first + n_points);
  memcpy (self->times_us + first, times_us, n_points * sizeof *times_us);
  self->n_points += n_points;
  for (guint l = 0; l < self->lanes->len; l++)
    {
      const GArray *all = g_array_index (self->lanes, PgsChartLane, l).series;

      for (guint s = 0; s < all->len; s++)
        forget_values (&g_array_index (all, PgsChartSeries, s), first, self->n_points);
    }
}
