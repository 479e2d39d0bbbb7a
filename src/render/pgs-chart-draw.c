/* pgs-chart-draw.c: a chart on a cairo surface
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-chart-layout.h"

#include <math.h>

#include "pgs-chart-text.h"
#include "pgs-reducer.h"

#define LINE_WIDTH 1.5
#define LIGHT_FILL 0.22
#define OUTLINE_STRENGTH 0.6
#define LEAST_VISIBLE 3.0   /* px of a value that must not vanish */
#define LONE_POINT_WIDTH 2.0 /* px of a point that has no neighbour to be joined to */
#define HATCH_DISTANCE 3.5 /* px to the right and down, from stripe to stripe */
#define MIN_LABELLED_HEIGHT 2.6 /* of a lane, in lines, for a number at its middle too */

typedef struct
{
  const PgsChart *chart;
  const PgsChartLayout *layout;
  const PgsTheme *theme;
  const PgsChartLane *lane;
  const PgsChartLaneLayout *placed;
  gsize first, n_points; /* first point that matters: the last one left of the plots */
  const double *xs;      /* px, one a point from @first on */
  const guint8 *breaks;  /* no line to the point before, likewise */
  cairo_t *cr;
} Painter;

static double
y_of (const PgsChartLaneLayout *placed,
      double                    value)
{
  const double share = MIN (value / placed->axis.bound, 1.0);

  return placed->plot.y + placed->plot.height * (1 - share);
}

/* Feeds the points in sight and one left of them. @levels are values in the lane's unit. */
static void
reduce (const Painter *painter,
        const double  *levels,
        PgsReducer    *reducer)
{
  const gboolean steps = pgs_chart_unit_is_rate (painter->lane->unit);

  pgs_reducer_begin (reducer);
  for (gsize i = painter->first; i < painter->n_points; i++)
    {
      const gsize k = i - painter->first;
      const gboolean joined = k > 0 && !painter->breaks[k];
      double y;

      if (!joined || isnan (levels[i]))
        pgs_reducer_gap (reducer);
      /* a rate is that of the time since the point before: nothing is known after a break */
      if (isnan (levels[i]) || (steps && !joined))
        continue;
      y = y_of (painter->placed, levels[i]);
      if (steps)
        pgs_reducer_add (reducer, painter->xs[k - 1], y);
      pgs_reducer_add (reducer, painter->xs[k], y);
    }
  pgs_reducer_end (reducer);
}

/* Adds one path a run; closed down to the lane's floor for areas. */
static void
trace (const Painter *painter,
       const GArray  *vertices,
       gboolean       area)
{
  const double base = painter->placed->plot.y + painter->placed->plot.height;
  guint start = 0;

  for (guint i = 0; i < vertices->len; i++)
    {
      const PgsVertex *first = &g_array_index (vertices, PgsVertex, start);
      const PgsVertex *vertex = &g_array_index (vertices, PgsVertex, i);
      const PgsVertex *last = &g_array_index (vertices, PgsVertex, i > 0 ? i - 1 : 0);

      if (!isnan (vertex->y))
        {
          if (i == start && area)
            cairo_move_to (painter->cr, vertex->x, base);
          if (i == start && !area)
            cairo_move_to (painter->cr, vertex->x, vertex->y);
          cairo_line_to (painter->cr, vertex->x, vertex->y);
          continue;
        }
      if (i - start == 1)
        cairo_line_to (painter->cr, first->x - LONE_POINT_WIDTH, first->y);
      if (area)
        {
          cairo_line_to (painter->cr, i - start == 1 ? first->x - LONE_POINT_WIDTH : last->x, base);
          cairo_close_path (painter->cr);
        }
      start = i + 1;
    }
}

/* More than a vertex a pixel: boxes of a pixel column each, for which cairo has a fast path. Thousands
 * of vertices in one polygon cost ten times as much (20 ms instead of 2 ms for 16,000 points). */
static gboolean
is_dense (const Painter *painter,
          const GArray  *vertices)
{
  return vertices->len > painter->placed->plot.width;
}

/* Adds one rectangle a column: from its highest value down to the floor for areas, else down to its
 * lowest value; @before joins it to the column on its left. */
static void
add_column (const Painter *painter,
            double         x,
            double         high,
            double         low,
            double         before,
            double         line_width)
{
  const double base = painter->placed->plot.y + painter->placed->plot.height;

  if (line_width <= 0)
    {
      cairo_rectangle (painter->cr, x, round (high), 1, MAX (0, base - round (high)));
      return;
    }
  if (!isnan (before))
    {
      high = MIN (high, before);
      low = MAX (low, before);
    }
  high = floor (high - line_width / 2 + 0.5);
  low = floor (low + line_width / 2 + 0.5);
  cairo_rectangle (painter->cr, x, high, 1, MAX (low - high, 1));
}

static void
trace_columns (const Painter *painter,
               const GArray  *vertices,
               double         line_width)
{
  double before = NAN, last = NAN;

  for (guint i = 0; i < vertices->len;)
    {
      const double x = floor (g_array_index (vertices, PgsVertex, i).x);
      double high = INFINITY, low = -INFINITY;

      before = last;
      for (; i < vertices->len && floor (g_array_index (vertices, PgsVertex, i).x) == x; i++)
        {
          last = g_array_index (vertices, PgsVertex, i).y;
          high = MIN (high, last);
          low = MAX (low, last);
        }
      if (isfinite (high))
        add_column (painter, x, high, low, before, line_width);
      for (; i < vertices->len && isnan (g_array_index (vertices, PgsVertex, i).y); i++)
        last = NAN;
    }
}

static void
stroke_levels (const Painter *painter,
               const double  *levels,
               PgsColor       color,
               double         width)
{
  PgsReducer reducer;

  reduce (painter, levels, &reducer);
  pgs_color_set_source (color, painter->cr);
  if (is_dense (painter, reducer.vertices))
    {
      trace_columns (painter, reducer.vertices, width);
      cairo_fill (painter->cr);
    }
  else
    {
      trace (painter, reducer.vertices, FALSE);
      cairo_set_line_width (painter->cr, width);
      cairo_set_line_join (painter->cr, CAIRO_LINE_JOIN_ROUND);
      cairo_stroke (painter->cr);
    }
  pgs_reducer_clear (&reducer);
}

/* Slanted stripes of @color and a lighter one, as a gradient that repeats: exact in vector files, and
 * no path to clip by. */
static void
set_source (const Painter *painter,
            PgsColor       color,
            gboolean       hatched)
{
  const PgsColor light = pgs_color_mix (color, painter->theme->background, 0.6);
  cairo_pattern_t *stripes;

  if (!hatched)
    {
      pgs_color_set_source (color, painter->cr);
      return;
    }
  stripes = cairo_pattern_create_linear (0, 0, HATCH_DISTANCE, HATCH_DISTANCE);
  cairo_pattern_add_color_stop_rgba (stripes, 0, color.r, color.g, color.b, color.a);
  cairo_pattern_add_color_stop_rgba (stripes, 0.6, color.r, color.g, color.b, color.a);
  cairo_pattern_add_color_stop_rgba (stripes, 0.6, light.r, light.g, light.b, light.a);
  cairo_pattern_add_color_stop_rgba (stripes, 1, light.r, light.g, light.b, light.a);
  cairo_pattern_set_extend (stripes, CAIRO_EXTEND_REPEAT);
  cairo_set_source (painter->cr, stripes);
  cairo_pattern_destroy (stripes);
}

static void
fill_levels (const Painter *painter,
             const double  *levels,
             PgsColor       color,
             gboolean       hatched)
{
  PgsReducer reducer;

  reduce (painter, levels, &reducer);
  if (is_dense (painter, reducer.vertices))
    trace_columns (painter, reducer.vertices, 0);
  else
    trace (painter, reducer.vertices, TRUE);
  set_source (painter, color, hatched);
  cairo_fill (painter->cr);
  pgs_reducer_clear (&reducer);
  if (painter->theme->high_contrast)
    stroke_levels (painter, levels, painter->theme->foreground, 1);
}

static gboolean
is_empty (const PgsChartSeries *series,
          gsize                 n_points)
{
  for (gsize i = 0; i < n_points; i++)
    if (series->values[i] > 0)
      return FALSE;
  return TRUE;
}

/* Where a layer is nothing it is not drawn: an area of no height would leave a fringe of its colour
 * around the layers below. A slope from or to nothing stays. */
static void
leave_out_nothing (const Painter        *painter,
                   const PgsChartSeries *layer,
                   gsize                 n_points,
                   double               *levels)
{
  const gboolean steps = pgs_chart_unit_is_rate (painter->lane->unit);
  const double *values = layer->values;

  for (gsize i = 0; i < n_points; i++)
    if (values[i] == 0 && (steps || ((i == 0 || !(values[i - 1] > 0)) &&
                                     (i + 1 == n_points || !(values[i + 1] > 0)))))
      levels[i] = NAN;
}

/* Stacked areas reach from the floor to the sum so far and are painted from the highest down, so
 * that each boundary keeps its own peaks. */
static void
draw_stack (const Painter *painter)
{
  const GArray *series = painter->lane->series;
  const double least = LEAST_VISIBLE * painter->placed->axis.bound / painter->placed->plot.height;
  g_autoptr (GPtrArray) boundaries = g_ptr_array_new_with_free_func (g_free);
  gsize n_points;

  pgs_chart_get_times (painter->chart, &n_points);
  for (guint s = 0; s < series->len; s++)
    {
      const PgsChartSeries *layer = &g_array_index (series, PgsChartSeries, s);
      const double *below = boundaries->len > 0 ? g_ptr_array_index (boundaries, boundaries->len - 1) : NULL;
      double *levels;

      if (layer->style != PGS_CHART_STACK)
        continue;
      levels = g_new (double, n_points + 1);
      for (gsize i = 0; i < n_points; i++)
        {
          const gboolean lift = layer->flags & PGS_CHART_NEVER_INVISIBLE && layer->values[i] > 0;

          levels[i] = (below != NULL ? below[i] : 0) +
                      (lift ? MAX (layer->values[i], least) : layer->values[i]);
        }
      g_ptr_array_add (boundaries, levels);
    }
  for (guint s = series->len, b = boundaries->len; s > 0; s--)
    {
      const PgsChartSeries *layer = &g_array_index (series, PgsChartSeries, s - 1);

      if (layer->style != PGS_CHART_STACK)
        continue;
      b--;
      leave_out_nothing (painter, layer, n_points, g_ptr_array_index (boundaries, b));
      if (!is_empty (layer, n_points))
        fill_levels (painter, g_ptr_array_index (boundaries, b),
                     pgs_chart_ink_color (layer->ink, painter->theme),
                     layer->flags & PGS_CHART_HATCHED);
    }
}

static void
draw_values (const Painter *painter)
{
  const cairo_rectangle_t *plot = &painter->placed->plot;

  cairo_save (painter->cr);
  cairo_rectangle (painter->cr, plot->x, plot->y - 1, plot->width + 1, plot->height + 2);
  cairo_clip (painter->cr);
  draw_stack (painter);
  for (guint s = 0; s < painter->lane->series->len; s++)
    {
      const PgsChartSeries *series = &g_array_index (painter->lane->series, PgsChartSeries, s);
      const PgsColor color = pgs_chart_ink_color (series->ink, painter->theme);
      PgsColor light = color;

      if (series->style == PGS_CHART_STACK || series->style == PGS_CHART_HIDDEN)
        continue;
      light.a *= series->style == PGS_CHART_LINE ? LIGHT_FILL : OUTLINE_STRENGTH;
      if (series->style == PGS_CHART_LINE)
        {
          fill_levels (painter, series->values, light, FALSE);
          stroke_levels (painter, series->values, color, LINE_WIDTH);
        }
      else
        stroke_levels (painter, series->values, light, 1);
    }
  cairo_restore (painter->cr);
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
  set_source (painter, pgs_chart_ink_color (series->ink, painter->theme), series->flags & PGS_CHART_HATCHED);
  cairo_fill (painter->cr);
  pgs_chart_text_draw (painter->layout->context, painter->theme,
                       PGS_CHART_TEXT_SMALL | (rtl ? PGS_CHART_TEXT_END : 0), series->name,
                       painter->theme->dim, &name, painter->cr);
  pgs_chart_text_draw (painter->layout->context, painter->theme,
                       PGS_CHART_TEXT_SMALL | (rtl ? 0 : PGS_CHART_TEXT_END), value,
                       painter->theme->foreground, row, painter->cr);
}

static void
draw_legend (const Painter *painter,
             gsize          point,
             double         y,
             double         height)
{
  const cairo_rectangle_t *label = &painter->placed->label;
  const guint n_columns = painter->placed->legend_columns;
  guint n = 0;

  for (guint s = 0; n_columns > 0 && s < painter->lane->series->len; s++)
    {
      const PgsChartSeries *series = &g_array_index (painter->lane->series, PgsChartSeries, s);
      const double width = label->width / n_columns;
      const guint column = painter->theme->rtl ? n_columns - 1 - n % n_columns : n % n_columns;
      const cairo_rectangle_t row = { label->x + column * width, y + n / n_columns * height, width, height };
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
draw_marks (const Painter *painter)
{
  const PgsChartLayout *layout = painter->layout;
  static const double dots[] = { 2, 3 };
  gsize n_marks;
  const PgsMark *marks = pgs_chart_get_marks (painter->chart, &n_marks);

  for (guint i = 0; i < layout->marks->len; i++)
    {
      const PgsChartMarkLayout *placed = &g_array_index (layout->marks, PgsChartMarkLayout, i);

      cairo_move_to (painter->cr, floor (placed->x) + 0.5, placed->text.width > 0 ? placed->text.y : layout->top);
      cairo_line_to (painter->cr, floor (placed->x) + 0.5, layout->bottom);
    }
  cairo_save (painter->cr);
  cairo_set_dash (painter->cr, dots, G_N_ELEMENTS (dots), 0);
  cairo_set_line_width (painter->cr, 1);
  pgs_color_set_source (painter->theme->dim, painter->cr);
  cairo_stroke (painter->cr);
  cairo_restore (painter->cr);
  for (guint i = 0; i < layout->marks->len; i++)
    {
      const PgsChartMarkLayout *placed = &g_array_index (layout->marks, PgsChartMarkLayout, i);

      if (placed->text.width <= 0)
        continue;
      cairo_rectangle (painter->cr, placed->text.x - 1, placed->text.y, placed->text.width + 2, placed->text.height);
      pgs_color_set_source (painter->theme->background, painter->cr);
      cairo_fill (painter->cr);
      pgs_chart_text_draw (layout->context, painter->theme, PGS_CHART_TEXT_SMALL,
                           marks[placed->mark].name, painter->theme->dim, &placed->text, painter->cr);
    }
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
  for (guint i = 0; i < painter->layout->lanes->len; i++)
    {
      painter->lane = pgs_chart_get_lane (painter->chart, i);
      painter->placed = &g_array_index (painter->layout->lanes, PgsChartLaneLayout, i);
      draw_grid (painter);
      if (painter->n_points == 0)
        continue;
      draw_values (painter);
      draw_label (painter, painter->n_points - 1);
    }
}

/**
 * pgs_chart_draw:
 * @chart: what to show
 * @layout: made for @chart and @theme
 * @theme: colours and fonts
 * @cr: where to draw, at (0, 0); the background is the caller's
 *
 * Draws everything but the reading cursor. The numbers at the side are those of the last point.
 */
void
pgs_chart_draw (const PgsChart       *chart,
                const PgsChartLayout *layout,
                const PgsTheme       *theme,
                cairo_t              *cr)
{
  Painter painter = { .chart = chart, .layout = layout, .theme = theme, .cr = cr };
  const gint64 *times = pgs_chart_get_times (chart, &painter.n_points);
  g_autofree double *xs = NULL;
  g_autofree guint8 *breaks = NULL;

  while (painter.first + 1 < painter.n_points && times[painter.first + 1] < layout->start_us)
    painter.first++;
  xs = g_new (double, painter.n_points - painter.first + 1);
  breaks = g_new (guint8, painter.n_points - painter.first + 1);
  for (gsize i = painter.first; i < painter.n_points; i++)
    {
      xs[i - painter.first] = pgs_chart_layout_get_x (layout, times[i]);
      breaks[i - painter.first] = pgs_chart_is_break (chart, i);
    }
  painter.xs = xs;
  painter.breaks = breaks;
  draw_lanes (&painter);
  draw_marks (&painter);
  if (painter.n_points > 0)
    draw_ticks (&painter);
}
