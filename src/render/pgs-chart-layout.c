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

#include "pgs-chart-text.h"

#define MIN_SPAN_US (G_USEC_PER_SEC / 2)
#define MAX_MARK_ROWS 2
#define MARK_INDENT 4.0
#define MIN_MARK_WIDTH 28.0

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

static void
place_time (PgsChartLayout *self,
            const PgsChart *chart,
            gint64          span_us)
{
  gsize n_points;
  const gint64 *times = pgs_chart_get_times (chart, &n_points);

  self->end_us = n_points > 0 ? times[n_points - 1] : 0;
  if (span_us <= 0)
    span_us = n_points > 0 ? self->end_us - times[0] : 0;
  self->start_us = self->end_us - MAX (span_us, MIN_SPAN_US);
}

static PgsAxis
get_axis (const PgsChartLayout *self,
          const PgsChart       *chart,
          guint                 lane)
{
  const gsize first = pgs_chart_find (chart, self->start_us);

  return pgs_axis_for_maximum (pgs_chart_get_lane (chart, lane)->unit,
                               pgs_chart_get_maximum (chart, lane, first - (first > 0)));
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

static void
place_ticks (PgsChartLayout *self,
             const PgsTheme *theme)
{
  const double row = pgs_chart_text_line_height (self->context, theme, PGS_CHART_TEXT_SMALL);
  const gint64 span_us = self->end_us - self->start_us;
  const double width = self->x1 - self->x0;
  const guint max_steps = MAX (1, (guint) (width / (TICK_DISTANCE * theme->font_size)));
  const gint64 step_us = pgs_axis_time_step (span_us, max_steps);

  for (gint64 before_us = 0; before_us <= span_us; before_us += step_us)
    {
      PgsChartTick tick = { .x = pgs_chart_layout_get_x (self, self->end_us - before_us) };
      double text_width;

      tick.label = pgs_chart_format_ago (before_us, step_us);
      text_width = pgs_chart_text_width (self->context, theme, PGS_CHART_TEXT_SMALL, tick.label);
      tick.text = (cairo_rectangle_t) {
        CLAMP (tick.x - text_width / 2, 0, MAX (0, self->width - text_width)),
        self->bottom + 0.25 * theme->font_size, text_width, row,
      };
      g_array_append_val (self->ticks, tick);
    }
}

/* The free width right of @x in @row, up to the plots' end; names are placed from left to right. */
static gboolean
try_row (const PgsChartLayout *self,
         const double         *row_ends,
         guint                 row,
         double                x,
         double                width,
         double               *text_x)
{
  *text_x = x + MARK_INDENT;
  if (*text_x + width > self->x1)
    *text_x = x - MARK_INDENT - width;
  return *text_x >= MAX (row_ends[row], self->x0);
}

/* Where no row has room for the whole name: the widest rest of a row, if that says anything. */
static void
place_short_name (const PgsChartLayout *self,
                  double               *row_ends,
                  guint                 n_rows,
                  double                row_height,
                  PgsChartMarkLayout   *placed)
{
  for (guint row = 0; row < n_rows; row++)
    {
      const double start = MAX (row_ends[row], placed->x + MARK_INDENT);

      if (start > placed->x + MARK_INDENT || self->x1 - start < MIN_MARK_WIDTH)
        continue;
      placed->text = (cairo_rectangle_t) { start, row * row_height, self->x1 - start, row_height };
      row_ends[row] = self->x1;
      return;
    }
}

static void
place_name (const PgsChartLayout *self,
            double               *row_ends,
            guint                 n_rows,
            double                row_height,
            double                width,
            PgsChartMarkLayout   *placed)
{
  for (guint row = 0; row < n_rows; row++)
    {
      double x;

      if (!try_row (self, row_ends, row, placed->x, width, &x))
        continue;
      placed->text = (cairo_rectangle_t) { x, row * row_height, width, row_height };
      row_ends[row] = x + width + MARK_INDENT;
      return;
    }
  place_short_name (self, row_ends, n_rows, row_height, placed);
}

/* The name may use the row up to the next mark's line; it is wider only if the row has room. */
static double
name_width (const PgsChartLayout *self,
            const PgsTheme       *theme,
            const char           *name)
{
  const double width = pgs_chart_text_width (self->context, theme, PGS_CHART_TEXT_SMALL, name);

  return MIN (width, MAX (MIN_MARK_WIDTH, (self->x1 - self->x0) / 4));
}

static void
place_marks (PgsChartLayout *self,
             const PgsChart *chart,
             const PgsTheme *theme,
             guint           n_rows)
{
  const double row = pgs_chart_text_line_height (self->context, theme, PGS_CHART_TEXT_SMALL);
  double row_ends[MAX_MARK_ROWS] = { 0 };
  gsize n_marks;
  const PgsMark *marks = pgs_chart_get_marks (chart, &n_marks);

  for (gsize i = 0; i < n_marks; i++)
    {
      PgsChartMarkLayout placed = { .mark = i };

      if (marks[i].monotonic_us < self->start_us || marks[i].monotonic_us > self->end_us)
        continue;
      placed.x = pgs_chart_layout_get_x (self, marks[i].monotonic_us);
      place_name (self, row_ends, n_rows, row, name_width (self, theme, marks[i].name), &placed);
      g_array_append_val (self->marks, placed);
    }
}

/* One row while names do not meet, else two. */
static guint
count_mark_rows (PgsChartLayout *self,
                 const PgsChart *chart,
                 const PgsTheme *theme)
{
  guint n_rows = 0;

  place_marks (self, chart, theme, 1);
  for (guint i = 0; i < self->marks->len; i++)
    {
      const PgsChartMarkLayout *placed = &g_array_index (self->marks, PgsChartMarkLayout, i);
      gsize n_marks;
      const PgsMark *marks = pgs_chart_get_marks (chart, &n_marks);

      n_rows = MAX (n_rows, 1);
      if (placed->text.width < name_width (self, theme, marks[placed->mark].name))
        n_rows = MAX_MARK_ROWS;
    }
  g_array_set_size (self->marks, 0);
  return n_rows;
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
 * Places everything. As cheap as pgs_chart_get_maximum().
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
  self->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  row = pgs_chart_text_line_height (self->context, theme, PGS_CHART_TEXT_SMALL);
  place_time (self, chart, span_us);
  gutter = gutter_width (self, chart, theme) + em;
  self->x0 = floor (theme->rtl ? gutter : label + 2 * MARGIN * em);
  self->x1 = floor (width - (theme->rtl ? label + 2 * MARGIN * em : gutter));
  self->x1 = MAX (self->x1, self->x0 + 1);
  n_rows = count_mark_rows (self, chart, theme);
  self->top = floor (n_rows > 0 ? n_rows * row + 0.2 * em : 0.6 * em);
  self->bottom = MAX (self->top + 1, floor (height - row - 0.6 * em));
  place_lanes (self, chart, theme, theme->rtl ? width - label - MARGIN * em : MARGIN * em, label);
  place_ticks (self, theme);
  place_marks (self, chart, theme, n_rows);
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
  gsize n_points, after;
  const gint64 *times = pgs_chart_get_times (chart, &n_points);
  const double share = (x - self->x0) / (self->x1 - self->x0);
  gint64 time_us;

  if (x < self->x0 || x > self->x1 || n_points == 0)
    return FALSE;
  time_us = self->start_us + share * (self->end_us - self->start_us);
  after = pgs_chart_find (chart, time_us);
  if (after == n_points)
    after--;
  if (after > 0 && times[after - 1] >= self->start_us &&
      time_us - times[after - 1] < times[after] - time_us)
    after--;
  *point = after;
  return TRUE;
}
