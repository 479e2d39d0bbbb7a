/* pgs-chart-layout.c: where everything of a chart goes, as numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Left to right (mirrored for right-to-left): labels, plots, numbers of the value axes. Top to
 * bottom: up to two rows with the names of marks, only when there are marks in sight; the lanes;
 * the time axis. Names have rows of their own because over the plots they hide what they name.
 */
#include "config.h"

#include "pgs-chart-layout.h"

#include <math.h>

#include "pgs-chart-marks.h"
#include "pgs-chart-text.h"
#include "pgs-kept-texts.h"

#define MIN_SPAN_US (G_USEC_PER_SEC / 2)

/* distances in units of the theme's font size, so that they grow with the text */
#define MARGIN 1.0
#define LABEL_WIDTH 14.5
#define MAX_LABEL_SHARE 0.36
#define LANE_DISTANCE 0.7
#define MIN_LANE_HEIGHT 0.5
#define TICK_DISTANCE 6.5

static void
clear_tick (gpointer data)
{
  PgsChartTick *tick = data;

  g_clear_pointer (&tick->label, g_free);
}

static PgsAxis
get_axis (const PgsChartLayout *self,
          const PgsChart       *chart,
          guint                 lane)
{
  const gsize first = pgs_chart_find (chart, self->start_us);
  const gsize end = pgs_chart_find_end (chart, self->end_us);

  return pgs_axis_for_maximum (pgs_chart_get_lane (chart, lane)->unit,
                               pgs_chart_get_maximum (chart, lane, first - (first > 0), end));
}

static guint
count_legend (const PgsChartLane *lane)
{
  guint n = 0;

  for (guint i = 0; i < lane->series->len; i++)
    if (!(g_array_index (lane->series, PgsChartSeries, i).flags & PGS_CHART_HEADLINE))
      n++;
  return n;
}

static guint
legend_columns (const PgsChartLane *lane,
                double              room,
                double              row)
{
  const guint n = count_legend (lane);

  if (n == 0)
    return 0;
  if (n * row <= room)
    return 1;
  return (n + 1) / 2 * row <= room ? 2 : 0;
}

static void
place_lanes (PgsChartLayout *self,
             const PgsChart *chart,
             const PgsTheme *theme,
             double          label_x,
             double          label_width)
{
  const double title = pgs_chart_text_line_height (self->context, theme, PGS_CHART_TEXT_BOLD);
  const double row = pgs_chart_text_line_height (self->context, theme, PGS_CHART_TEXT_SMALL);
  const guint n_lanes = pgs_chart_get_n_lanes (chart);
  const double distance = LANE_DISTANCE * theme->font_size;
  const double room = self->bottom - self->top - distance * (n_lanes > 0 ? n_lanes - 1 : 0);
  double weights = 0, y = self->top;

  for (guint i = 0; i < n_lanes; i++)
    weights += pgs_chart_get_lane (chart, i)->weight;
  for (guint i = 0; i < n_lanes; i++)
    {
      const PgsChartLane *lane = pgs_chart_get_lane (chart, i);
      const double height = MAX (floor (room * lane->weight / weights), MIN_LANE_HEIGHT);
      PgsChartLaneLayout placed = {
        .plot = { self->x0, y, self->x1 - self->x0, height },
        .label = { label_x, y, label_width, height },
        .axis = get_axis (self, chart, i),
        .legend_columns = legend_columns (lane, height + distance - title, row),
      };

      g_array_append_val (self->lanes, placed);
      y += height + distance;
    }
}

/* Ticks stand at round distances from the chart's origin. */
static void
place_ticks (PgsChartLayout *self,
             const PgsChart *chart,
             const PgsTheme *theme)
{
  const double row = pgs_chart_text_line_height (self->context, theme, PGS_CHART_TEXT_SMALL);
  const double width = self->x1 - self->x0;
  const guint max_steps = MAX (1, (guint) (width / (TICK_DISTANCE * theme->font_size)));
  const gint64 step_us = pgs_axis_time_step (self->end_us - self->start_us, max_steps);
  const gint64 origin_us = pgs_chart_get_origin (chart);
  const gint64 before_us = (self->end_us - origin_us) % step_us;

  for (gint64 time_us = self->end_us - (before_us < 0 ? before_us + step_us : before_us); time_us >= self->start_us;
       time_us -= step_us)
    {
      PgsChartTick tick = { .x = pgs_chart_layout_get_x (self, time_us) };
      double text_width;

      tick.label = pgs_chart_format_time (chart, time_us, step_us);
      text_width = pgs_chart_text_width (self->context, theme, PGS_CHART_TEXT_SMALL, tick.label);
      tick.text = (cairo_rectangle_t) {
        CLAMP (tick.x - text_width / 2, 0, MAX (0, self->width - text_width)),
        self->bottom + 0.25 * theme->font_size, text_width, row,
      };
      g_array_append_val (self->ticks, tick);
    }
}

static double
gutter_width (const PgsChartLayout *self,
              const PgsChart       *chart,
              const PgsTheme       *theme)
{
  double width = pgs_chart_text_width (self->context, theme, PGS_CHART_TEXT_SMALL, "0000 MiB");

  for (guint i = 0; i < pgs_chart_get_n_lanes (chart); i++)
    {
      const PgsChartLane *lane = pgs_chart_get_lane (chart, i);
      const PgsAxis axis = get_axis (self, chart, i);
      g_autofree char *text = pgs_chart_format (lane->unit, axis.bound);

      width = MAX (width, pgs_chart_text_width (self->context, theme, PGS_CHART_TEXT_SMALL, text));
    }
  return width;
}

/**
 * pgs_chart_layout_new:
 * @chart: what to show
 * @theme: fonts and distances
 * @width: px
 * @height: px
 * @span_us: how much time before the last point is in sight; 0: all of it
 *
 * Like pgs_chart_layout_new_between().
 *
 * Returns: (transfer full): the layout
 */
PgsChartLayout *
pgs_chart_layout_new (const PgsChart *chart,
                      const PgsTheme *theme,
                      double          width,
                      double          height,
                      gint64          span_us)
{
  gsize n_points;
  const gint64 *times = pgs_chart_get_times (chart, &n_points);
  const gint64 end_us = n_points > 0 ? times[n_points - 1] : 0;

  if (span_us <= 0)
    span_us = n_points > 0 ? end_us - times[0] : 0;
  return pgs_chart_layout_new_between (chart, theme, width, height, end_us - span_us, end_us);
}

/**
 * pgs_chart_layout_new_between:
 * @chart: what to show
 * @theme: fonts and distances
 * @width: px
 * @height: px
 * @start_us: time at the left edge
 * @end_us: time at the right edge, not after the last point
 *
 * Places everything. As cheap as pgs_chart_get_maximum().
 *
 * Returns: (transfer full): the layout
 */
PgsChartLayout *
pgs_chart_layout_new_between (const PgsChart *chart,
                              const PgsTheme *theme,
                              double          width,
                              double          height,
                              gint64          start_us,
                              gint64          end_us)
{
  PgsChartLayout *self = g_new0 (PgsChartLayout, 1);
  const double em = theme->font_size;
  const double label = MIN (LABEL_WIDTH * em, MAX_LABEL_SHARE * width);
  double gutter, row;
  guint n_rows;

  self->width = width;
  self->height = height;
  self->lanes = g_array_new (FALSE, FALSE, sizeof (PgsChartLaneLayout));
  self->ticks = g_array_new (FALSE, FALSE, sizeof (PgsChartTick));
  g_array_set_clear_func (self->ticks, clear_tick);
  self->marks = g_array_new (FALSE, FALSE, sizeof (PgsChartMarkLayout));
  self->context = g_object_ref (pgs_kept_texts_get_context ());
  row = pgs_chart_text_line_height (self->context, theme, PGS_CHART_TEXT_SMALL);
  self->end_us = end_us;
  self->start_us = MIN (start_us, end_us - MIN_SPAN_US);
  gutter = gutter_width (self, chart, theme) + em;
  self->x0 = floor (theme->rtl ? gutter : label + 2 * MARGIN * em);
  self->x1 = floor (width - (theme->rtl ? label + 2 * MARGIN * em : gutter));
  self->x1 = MAX (self->x1, self->x0 + 1);
  n_rows = pgs_chart_count_mark_rows (self, chart, theme);
  self->top = floor (n_rows > 0 ? n_rows * row + 0.2 * em : 0.6 * em);
  self->bottom = MAX (self->top + 1, floor (height - row - 0.6 * em));
  place_lanes (self, chart, theme, theme->rtl ? width - label - MARGIN * em : MARGIN * em, label);
  place_ticks (self, chart, theme);
  pgs_chart_place_marks (self, chart, theme, n_rows);
  return self;
}

/**
 * pgs_chart_layout_free:
 * @self: (transfer full) (nullable): a layout
 */
void
pgs_chart_layout_free (PgsChartLayout *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->lanes);
  g_array_unref (self->ticks);
  g_array_unref (self->marks);
  g_object_unref (self->context);
  g_free (self);
}

/**
 * pgs_chart_layout_get_x:
 * @self: a layout
 * @time_us: a time, in sight or not
 *
 * Returns: where it is on the time axis, in px
 */
double
pgs_chart_layout_get_x (const PgsChartLayout *self,
                        gint64                time_us)
{
  const double share = (double) (time_us - self->start_us) / (self->end_us - self->start_us);

  return self->x0 + share * (self->x1 - self->x0);
}

/**
 * pgs_chart_layout_get_time:
 * @self: a layout
 * @x: px, over the plots or not
 *
 * Returns: the time there; out of sight where @x is not over the plots
 */
gint64
pgs_chart_layout_get_time (const PgsChartLayout *self,
                           double                x)
{
  const double share = (x - self->x0) / (self->x1 - self->x0);

  return self->start_us + (gint64) llround (share * (self->end_us - self->start_us));
}

/**
 * pgs_chart_layout_find:
 * @self: a layout
 * @chart: its chart
 * @x: px
 * @point: (out): index of the point in sight that is nearest to @x
 *
 * Returns: whether @x is over the plots and there is a point in sight
 */
gboolean
pgs_chart_layout_find (const PgsChartLayout *self,
                       const PgsChart       *chart,
                       double                x,
                       gsize                *point)
{
  const gsize end = pgs_chart_find_end (chart, self->end_us);
  const gint64 *times = pgs_chart_get_times (chart, NULL);
  const gint64 time_us = pgs_chart_layout_get_time (self, x);
  gsize after;

  if (x < self->x0 || x > self->x1 || end == 0)
    return FALSE;
  after = pgs_chart_find (chart, time_us);
  if (after >= end)
    after = end - 1;
  if (after > 0 && times[after - 1] >= self->start_us &&
      time_us - times[after - 1] < times[after] - time_us)
    after--;
  *point = after;
  return TRUE;
}
