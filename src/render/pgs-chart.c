/* pgs-chart.c: time series that share one time axis: what a chart shows, not how
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-chart-private.h"

#include <math.h>

#include "pgs-text.h"

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
