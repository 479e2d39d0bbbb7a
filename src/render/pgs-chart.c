/* pgs-chart.c: time series that share one time axis: what a chart shows, not how
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-chart.h"

#include <math.h>
#include <string.h>

#include "pgs-text.h"

/* Where nothing was sampled for this many times the usual distance, nothing is drawn. */
#define BREAK_FACTOR 4
#define BREAK_MIN_US (2 * G_USEC_PER_SEC)

#define BLOCK 128 /* points whose maximum is kept */
#define ROOM 1024 /* points for which there is room at once, so that memory does not grow with each */

struct _PgsChart
{
  gint64 *times_us;
  gsize n_points;
  gsize n_allocated; /* points for which there is room */
  GArray *lanes; /* of PgsChartLane */
  GArray *marks; /* of PgsMark */
  gboolean from_start;
};

static void
clear_series (gpointer data)
{
  PgsChartSeries *series = data;

  g_clear_pointer (&series->name, g_free);
  g_clear_pointer (&series->values, g_free);
  g_clear_pointer (&series->lowest, g_free);
  g_clear_pointer (&series->highest, g_free);
}

static void
clear_lane (gpointer data)
{
  PgsChartLane *lane = data;

  g_clear_pointer (&lane->title, g_free);
  g_clear_pointer (&lane->series, g_array_unref);
  g_clear_pointer (&lane->maxima, g_array_unref);
}

static void
clear_mark (gpointer data)
{
  PgsMark *mark = data;

  g_clear_pointer (&mark->name, g_free);
}

/**
 * pgs_chart_new:
 * @times_us: (array length=n_points): when each point was measured, strictly ascending
 * @n_points: how many, 0 is fine
 *
 * Returns: (transfer full): a chart without lanes
 */
PgsChart *
pgs_chart_new (const gint64 *times_us,
               gsize         n_points)
{
  PgsChart *self = g_new0 (PgsChart, 1);

  self->times_us = g_memdup2 (times_us, n_points * sizeof *times_us);
  self->n_points = self->n_allocated = n_points;
  self->lanes = g_array_new (FALSE, FALSE, sizeof (PgsChartLane));
  g_array_set_clear_func (self->lanes, clear_lane);
  self->marks = g_array_new (FALSE, FALSE, sizeof (PgsMark));
  g_array_set_clear_func (self->marks, clear_mark);
  return self;
}

/**
 * pgs_chart_free:
 * @self: (transfer full) (nullable): a chart
 */
void
pgs_chart_free (PgsChart *self)
{
  if (self == NULL)
    return;
  g_free (self->times_us);
  g_array_unref (self->lanes);
  g_array_unref (self->marks);
  g_free (self);
}

/**
 * pgs_chart_add_lane:
 * @self: a chart
 * @title: what it shows, for people
 * @unit: of all its series
 * @weight: share of the height, above 0
 *
 * Adds a lane below the others. The series added from now on are its own.
 *
 * Returns: its index
 */
guint
pgs_chart_add_lane (PgsChart     *self,
                    const char   *title,
                    PgsChartUnit  unit,
                    double        weight)
{
  PgsChartLane lane = { .title = g_strdup (title), .unit = unit, .weight = weight };

  lane.series = g_array_new (FALSE, FALSE, sizeof (PgsChartSeries));
  g_array_set_clear_func (lane.series, clear_series);
  lane.maxima = g_array_new (FALSE, FALSE, sizeof (double));
  g_array_append_val (self->lanes, lane);
  return self->lanes->len - 1;
}

/**
 * pgs_chart_add_series:
 * @self: a chart with a lane
 * @name: what it is, for people
 * @ink: a #PgsChartInk or #PgsKind
 * @style: how it is drawn
 * @flags: #PgsChartFlags
 *
 * Adds a series to the last lane.
 *
 * Returns: (transfer none): room for one value a point, all unknown; the caller writes them
 */
double *
pgs_chart_add_series (PgsChart      *self,
                      const char    *name,
                      guint          ink,
                      PgsChartStyle  style,
                      PgsChartFlags  flags)
{
  PgsChartSeries series = { .name = g_strdup (name), .ink = ink, .style = style, .flags = flags };
  PgsChartLane *lane;

  g_return_val_if_fail (self->lanes->len > 0, NULL);

  lane = &g_array_index (self->lanes, PgsChartLane, self->lanes->len - 1);
  series.values = g_new (double, self->n_allocated + 1);
  for (gsize i = 0; i < self->n_points; i++)
    series.values[i] = NAN;
  g_array_append_val (lane->series, series);
  return series.values;
}

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

/**
 * pgs_chart_set_extremes:
 * @self: a chart
 * @lane: an index
 * @series: an index in the lane
 * @point: an index
 * @lowest: the lowest value of all samples that the point stands for, NAN if unknown
 * @highest: likewise
 *
 * To be called before anything is asked of the point.
 */
void
pgs_chart_set_extremes (PgsChart *self,
                        guint     lane,
                        guint     series,
                        gsize     point,
                        double    lowest,
                        double    highest)
{
  PgsChartSeries *s =
    &g_array_index (g_array_index (self->lanes, PgsChartLane, lane).series, PgsChartSeries, series);

  g_return_if_fail (point < self->n_points);

  if (s->lowest == NULL)
    {
      s->lowest = g_new (double, self->n_allocated + 1);
      s->highest = g_new (double, self->n_allocated + 1);
      for (gsize i = 0; i < self->n_points; i++)
        s->lowest[i] = s->highest[i] = NAN;
    }
  s->lowest[point] = lowest;
  s->highest[point] = highest;
}

/**
 * pgs_chart_count_from_start:
 * @self: a chart
 * @from_start: whether times are told since its first point, as of a recording; else before its last
 *   one
 */
void
pgs_chart_count_from_start (PgsChart *self,
                            gboolean  from_start)
{
  self->from_start = from_start;
}

/**
 * pgs_chart_counts_from_start:
 * @self: a chart
 *
 * Returns: what pgs_chart_count_from_start() said; %FALSE at first
 */
gboolean
pgs_chart_counts_from_start (const PgsChart *self)
{
  return self->from_start;
}

/**
 * pgs_chart_get_origin:
 * @self: a chart
 *
 * Returns: the time that others are told relatively to; 0 without points
 */
gint64
pgs_chart_get_origin (const PgsChart *self)
{
  if (self->n_points == 0)
    return 0;
  return self->times_us[self->from_start ? 0 : self->n_points - 1];
}

/**
 * pgs_chart_clear_marks:
 * @self: a chart
 *
 * Removes all marks.
 */
void
pgs_chart_clear_marks (PgsChart *self)
{
  g_array_set_size (self->marks, 0);
}

/**
 * pgs_chart_add_mark:
 * @self: a chart
 * @mark: not before the mark added last; its name may be any bytes
 */
void
pgs_chart_add_mark (PgsChart      *self,
                    const PgsMark *mark)
{
  PgsMark copy = *mark;

  copy.name = pgs_text_dup_display (mark->name, -1);
  g_array_append_val (self->marks, copy);
}

/**
 * pgs_chart_get_times:
 * @self: a chart
 * @n_points: (out) (optional): how many
 *
 * Returns: (transfer none) (array length=n_points): the times of its points
 */
const gint64 *
pgs_chart_get_times (const PgsChart *self,
                     gsize          *n_points)
{
  if (n_points != NULL)
    *n_points = self->n_points;
  return self->times_us;
}

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

/**
 * pgs_chart_get_n_lanes:
 * @self: a chart
 *
 * Returns: how many lanes it has
 */
guint
pgs_chart_get_n_lanes (const PgsChart *self)
{
  return self->lanes->len;
}

/**
 * pgs_chart_get_lane:
 * @self: a chart
 * @lane: an index below pgs_chart_get_n_lanes()
 *
 * Returns: (transfer none): the lane
 */
const PgsChartLane *
pgs_chart_get_lane (const PgsChart *self,
                    guint           lane)
{
  g_return_val_if_fail (lane < self->lanes->len, NULL);

  return &g_array_index (self->lanes, PgsChartLane, lane);
}

/**
 * pgs_chart_get_marks:
 * @self: a chart
 * @n_marks: (out): how many
 *
 * Returns: (transfer none) (array length=n_marks): the marks in order of time
 */
const PgsMark *
pgs_chart_get_marks (const PgsChart *self,
                     gsize          *n_marks)
{
  *n_marks = self->marks->len;
  return (const PgsMark *) self->marks->data;
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

/**
 * pgs_chart_lane_get_headline:
 * @lane: a lane
 *
 * Returns: (transfer none) (nullable): the series whose value stands beside the title
 */
const PgsChartSeries *
pgs_chart_lane_get_headline (const PgsChartLane *lane)
{
  for (guint i = 0; i < lane->series->len; i++)
    {
      const PgsChartSeries *series = &g_array_index (lane->series, PgsChartSeries, i);

      if (series->flags & PGS_CHART_HEADLINE)
        return series;
    }
  return NULL;
}

/**
 * pgs_chart_unit_is_rate:
 * @unit: a unit
 *
 * Returns: whether a value describes the time since the point before, not the moment
 */
gboolean
pgs_chart_unit_is_rate (PgsChartUnit unit)
{
  return unit == PGS_CHART_RATE || unit == PGS_CHART_SIZE_RATE;
}

/**
 * pgs_chart_ink_color:
 * @ink: a #PgsChartInk or #PgsKind
 * @theme: a theme
 *
 * Returns: the theme's colour for it
 */
PgsColor
pgs_chart_ink_color (guint           ink,
                     const PgsTheme *theme)
{
  if (ink < PGS_N_KINDS)
    return theme->kinds[ink];
  switch ((PgsChartInk) ink)
    {
    case PGS_CHART_INK_VIRT:
      return theme->virt;
    case PGS_CHART_INK_FAULTS:
      return theme->faults;
    case PGS_CHART_INK_SWAPPED:
      return theme->swapped;
    case PGS_CHART_INK_FOREGROUND:
      return theme->foreground;
    case PGS_CHART_INK_ACCENT:
      return theme->accent;
    case PGS_CHART_INK_LINE:
      return theme->line;
    }
  g_return_val_if_reached (theme->foreground);
}
