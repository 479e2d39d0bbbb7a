/* pgs-chart-draw.c: a chart on a cairo surface
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-chart-layout.h"

#include <math.h>

#include "pgs-chart-layers.h"
#include "pgs-chart-marks.h"
#include "pgs-chart-text.h"
#include "pgs-chart-values.h"

#define MIN_LABELLED_HEIGHT 2.6 /* of a lane, in lines, for a number at its middle too */

typedef struct
{
  const PgsChart *chart;
  const PgsChartLayout *layout;
  const PgsTheme *theme;
  const PgsChartLane *lane;
  const PgsChartLaneLayout *placed;
  cairo_t *cr;
} Painter;

static double
y_of (const PgsChartLaneLayout *placed,
      double                    value)
{
  const double share = MIN (value / placed->axis.bound, 1.0);

  return placed->plot.y + placed->plot.height * (1 - share);
}

static void
draw_axis_number (const Painter *painter,
                  double         value)
{
  const PgsChartLayout *layout = painter->layout;
  const cairo_rectangle_t *plot = &painter->placed->plot;
  const double line = pgs_chart_text_line_height (layout->context, painter->theme, PGS_CHART_TEXT_SMALL);
  const double gap = 0.4 * painter->theme->font_size;
  const double y = CLAMP (y_of (painter->placed, value) - line / 2, 0, layout->height - line);
  const gboolean rtl = painter->theme->rtl;
  const cairo_rectangle_t rect = {
    rtl ? 0 : plot->x + plot->width + gap, y,
    MAX (0, rtl ? plot->x - gap : layout->width - plot->x - plot->width - gap), line,
  };
  g_autofree char *text = pgs_chart_format (painter->lane->unit, value);

  pgs_chart_text_draw (layout->context, painter->theme,
                       PGS_CHART_TEXT_SMALL | (rtl ? PGS_CHART_TEXT_END : 0), text,
                       painter->theme->dim, &rect, painter->cr);
}

static void
draw_grid (const Painter *painter)
{
  const PgsAxis *axis = &painter->placed->axis;
  const cairo_rectangle_t *plot = &painter->placed->plot;
  const double line = pgs_chart_text_line_height (painter->layout->context, painter->theme,
                                                  PGS_CHART_TEXT_SMALL);

  for (guint i = 0; i <= axis->n_divisions; i++)
    {
      const double y = floor (y_of (painter->placed, axis->bound * i / axis->n_divisions)) + 0.5;

      cairo_move_to (painter->cr, plot->x, y);
      cairo_line_to (painter->cr, plot->x + plot->width, y);
    }
  pgs_color_set_source (painter->theme->line, painter->cr);
  cairo_set_line_width (painter->cr, 1);
  cairo_stroke (painter->cr);
  draw_axis_number (painter, axis->bound);
  if (axis->n_divisions % 2 == 0 && plot->height > MIN_LABELLED_HEIGHT * line)
    draw_axis_number (painter, axis->bound / 2);
}

/* ■ name      value; or without the value, where two names share a row */
static void
draw_legend_row (const Painter           *painter,
                 const PgsChartSeries    *series,
                 const char              *value,
                 const cairo_rectangle_t *row)
{
  const double side = floor (0.6 * painter->theme->font_size);
  const double indent = side + 0.4 * painter->theme->font_size;
  const gboolean rtl = painter->theme->rtl;
  const double value_width = *value != '\0' ? indent / 2 + pgs_chart_text_width (painter->layout->context, painter->theme,
                                                                                PGS_CHART_TEXT_SMALL, value)
                                            : 0;
  const cairo_rectangle_t name = {
    row->x + (rtl ? value_width : indent), row->y, MAX (0, row->width - indent - value_width), row->height,
  };

  cairo_rectangle (painter->cr, rtl ? row->x + row->width - side : row->x,
                   floor (row->y + (row->height - side) / 2), side, side);
  pgs_chart_set_source (painter->theme, pgs_chart_ink_color (series->ink, painter->theme),
                        series->flags & PGS_CHART_HATCHED, painter->cr);
  cairo_fill (painter->cr);
  pgs_chart_text_draw (painter->layout->context, painter->theme,
                       PGS_CHART_TEXT_SMALL | (rtl ? PGS_CHART_TEXT_END : 0), series->name,
                       painter->theme->dim, &name, painter->cr);
  pgs_chart_text_draw (painter->layout->context, painter->theme,
                       PGS_CHART_TEXT_SMALL | (rtl ? 0 : PGS_CHART_TEXT_END), value,
                       painter->theme->foreground, row, painter->cr);
}

/* How wide each of two columns of names is: the room is shared by the longest name of each. */
static void
divide_columns (const Painter *painter,
                double        *widths)
{
  const double room = painter->placed->label.width;
  double needed[2] = { 1, 1 };
  guint n = 0;

  for (guint s = 0; s < painter->lane->series->len; s++)
    {
      const PgsChartSeries *series = &g_array_index (painter->lane->series, PgsChartSeries, s);
      const double width = pgs_chart_text_width (painter->layout->context, painter->theme, PGS_CHART_TEXT_SMALL,
                                                 series->name) + 1.5 * painter->theme->font_size;

      if (!(series->flags & PGS_CHART_HEADLINE))
        {
          needed[n % 2] = MAX (needed[n % 2], width);
          n++;
        }
    }
  widths[0] = floor (room * needed[0] / (needed[0] + needed[1]));
  widths[1] = room - widths[0];
}

static void
draw_legend (const Painter *painter,
             gsize          point,
             double         y,
             double         height)
{
  const cairo_rectangle_t *label = &painter->placed->label;
  double widths[2] = { label->width, 0 };
  const guint n_columns = painter->placed->legend_columns;
  guint n = 0;

  if (n_columns == 2)
    divide_columns (painter, widths);
  for (guint s = 0; n_columns > 0 && s < painter->lane->series->len; s++)
    {
      const PgsChartSeries *series = &g_array_index (painter->lane->series, PgsChartSeries, s);
      const guint column = n % n_columns;
      const double left = painter->theme->rtl ? (column == 0 ? label->width - widths[0] : 0) : column * widths[0];
      const cairo_rectangle_t row = { label->x + left, y + n / n_columns * height, widths[column], height };
      g_autofree char *value = NULL;

      if (series->flags & PGS_CHART_HEADLINE)
        continue;
      value = n_columns == 1 ? pgs_chart_format (painter->lane->unit, series->values[point]) : g_strdup ("");
      draw_legend_row (painter, series, value, &row);
      n++;
    }
}

static void
draw_label (const Painter *painter,
            gsize          point)
{
  const PgsChartLayout *layout = painter->layout;
  const gboolean rtl = painter->theme->rtl;
  const PgsChartSeries *headline = pgs_chart_lane_get_headline (painter->lane);
  const double title = pgs_chart_text_line_height (layout->context, painter->theme, PGS_CHART_TEXT_BOLD);
  const double small = pgs_chart_text_line_height (layout->context, painter->theme, PGS_CHART_TEXT_SMALL);
  cairo_rectangle_t row = painter->placed->label, name;

  /* the letters' tops at the plot's top */
  row.y -= floor (0.2 * title);
  row.height = title;
  name = row;
  if (headline != NULL)
    {
      g_autofree char *value = pgs_chart_format (painter->lane->unit, headline->values[point]);
      const double width = pgs_chart_text_width (layout->context, painter->theme, PGS_CHART_TEXT_NORMAL, value) +
                           0.4 * painter->theme->font_size;

      pgs_chart_text_draw (layout->context, painter->theme,
                           PGS_CHART_TEXT_NORMAL | (rtl ? 0 : PGS_CHART_TEXT_END), value,
                           painter->theme->foreground, &row, painter->cr);
      name.width = MAX (0, name.width - width);
      name.x += rtl ? row.width - name.width : 0;
    }
  pgs_chart_text_draw (layout->context, painter->theme, PGS_CHART_TEXT_BOLD | (rtl ? PGS_CHART_TEXT_END : 0),
                       painter->lane->title, painter->theme->foreground, &name, painter->cr);
  draw_legend (painter, point, row.y + title, small);
}

static void
draw_ticks (const Painter *painter)
{
  const PgsChartLayout *layout = painter->layout;

  for (guint i = 0; i < layout->ticks->len; i++)
    {
      const PgsChartTick *tick = &g_array_index (layout->ticks, PgsChartTick, i);

      pgs_chart_text_draw (layout->context, painter->theme, PGS_CHART_TEXT_SMALL, tick->label,
                           painter->theme->dim, &tick->text, painter->cr);
    }
  cairo_new_path (painter->cr);
  for (guint i = 0; i < layout->ticks->len; i++)
    {
      const PgsChartTick *tick = &g_array_index (layout->ticks, PgsChartTick, i);

      cairo_move_to (painter->cr, floor (tick->x) + 0.5, layout->bottom);
      cairo_line_to (painter->cr, floor (tick->x) + 0.5, layout->bottom + 0.25 * painter->theme->font_size);
    }
  pgs_color_set_source (painter->theme->line, painter->cr);
  cairo_set_line_width (painter->cr, 1);
  cairo_stroke (painter->cr);
}

static void
draw_lanes (Painter *painter)
{
  PgsChartSight sight;

  pgs_chart_sight_init (&sight, painter->chart, painter->layout);
  for (guint i = 0; i < painter->layout->lanes->len; i++)
    {
      painter->lane = pgs_chart_get_lane (painter->chart, i);
      painter->placed = &g_array_index (painter->layout->lanes, PgsChartLaneLayout, i);
      draw_grid (painter);
      if (sight.n_points > 0)
        pgs_chart_draw_values (&sight, painter->layout, painter->theme, painter->lane, i, painter->cr);
    }
  pgs_chart_sight_clear (&sight);
}

/**
 * pgs_chart_draw_plots:
 * @chart: what to show
 * @layout: made for @chart and @theme
 * @theme: colours and fonts
 * @cr: where to draw, at (0, 0); the background is the caller's
 *
 * Draws the lanes with their axes, and the marks.
 */
void
pgs_chart_draw_plots (const PgsChart       *chart,
                      const PgsChartLayout *layout,
                      const PgsTheme       *theme,
                      cairo_t              *cr)
{
  Painter painter = { .chart = chart, .layout = layout, .theme = theme, .cr = cr };
  gsize n_points;

  draw_lanes (&painter);
  pgs_chart_draw_marks (chart, layout, theme, cr);
  pgs_chart_get_times (chart, &n_points);
  if (n_points > 0)
    draw_ticks (&painter);
}

/**
 * pgs_chart_draw_labels:
 * @chart: what to show
 * @layout: made for @chart and @theme
 * @theme: colours and fonts
 * @point: whose values they tell
 * @cr: where to draw
 *
 * Draws title, value and legend beside each lane.
 */
void
pgs_chart_draw_labels (const PgsChart       *chart,
                       const PgsChartLayout *layout,
                       const PgsTheme       *theme,
                       gsize                 point,
                       cairo_t              *cr)
{
  Painter painter = { .chart = chart, .layout = layout, .theme = theme, .cr = cr };

  for (guint i = 0; i < layout->lanes->len; i++)
    {
      painter.lane = pgs_chart_get_lane (chart, i);
      painter.placed = &g_array_index (layout->lanes, PgsChartLaneLayout, i);
      draw_label (&painter, point);
    }
}

/**
 * pgs_chart_draw:
 * @chart: what to show
 * @layout: made for @chart and @theme
 * @theme: colours and fonts
 * @cr: where to draw, at (0, 0); the background is the caller's
 *
 * Draws everything but cursors. The numbers at the side are those of the last point.
 */
void
pgs_chart_draw (const PgsChart       *chart,
                const PgsChartLayout *layout,
                const PgsTheme       *theme,
                cairo_t              *cr)
{
  gsize n_points;

  pgs_chart_get_times (chart, &n_points);
  pgs_chart_draw_plots (chart, layout, theme, cr);
  if (n_points > 0)
    pgs_chart_draw_labels (chart, layout, theme, n_points - 1, cr);
}
