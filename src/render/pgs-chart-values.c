/* pgs-chart-values.c: the series of a lane, drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * One pass over the points in sight feeds all series of a lane; nothing is kept for a point. On the
 * screen and in pixel files a series is a range in each pixel column, written into an image. Vector
 * files get paths, and boxes of a pixel column where there are more vertices than pixels.
 */
#include "config.h"

#include "pgs-chart-values.h"

#include <math.h>

#include "pgs-chart-plot.h"
#include "pgs-columns.h"

#define LINE_WIDTH 1.5
#define LIGHT_FILL 0.22
#define OUTLINE_STRENGTH 0.6
#define LEAST_VISIBLE 3.0    /* px of a value that must not vanish */
#define LONE_POINT_WIDTH 2.0 /* px of a point that has no neighbour to be joined to */
#define MAX_SCALE 8

/* px; a vertex whose @y is NAN ends a run: nothing joins its neighbours. */
typedef struct
{
  double x;
  double y;
} Vertex;

/* What one series, or a sum of stacked ones, looks like. */
typedef struct
{
  const PgsChartSeries *series;
  PgsColumns columns;
  GArray *vertices; /* (nullable): of Vertex; for vector files, and in place of @columns */
} Layer;

typedef struct
{
  const PgsChartSight *sight;
  const PgsChartLane *lane;
  const PgsChartLaneLayout *placed;
  const PgsTheme *theme;
  cairo_t *cr;
  int scale;    /* 0: shapes for vector files, not pixels */
  gboolean steps;
  double least; /* a value that must not vanish is at least this */
  double top, base, px_a_unit;
  Layer *layers;
  guint n_layers;
} Painter;

/**
 * pgs_chart_sight_init:
 * @self: (out caller-allocates): where the points are
 * @chart: a chart
 * @layout: made for @chart
 */
void
pgs_chart_sight_init (PgsChartSight        *self,
                      const PgsChart       *chart,
                      const PgsChartLayout *layout)
{
  const gint64 *times;
  gsize n_points;

  *self = (PgsChartSight) { 0 };
  times = pgs_chart_get_times (chart, &n_points);
  self->n_points = pgs_chart_find_end (chart, layout->end_us);
  self->n_points += self->n_points < n_points;
  self->first = pgs_chart_find (chart, layout->start_us);
  self->first -= self->first > 0;
  self->xs = g_new (float, self->n_points - self->first + 1);
  self->breaks = g_new (guint8, self->n_points - self->first + 1);
  for (gsize i = self->first; i < self->n_points; i++)
    {
      self->xs[i - self->first] = pgs_chart_layout_get_x (layout, times[i]);
      self->breaks[i - self->first] = i == self->first || pgs_chart_is_break (chart, i);
    }
}

/**
 * pgs_chart_sight_clear:
 * @self: where points are
 *
 * Frees what it holds.
 */
void
pgs_chart_sight_clear (PgsChartSight *self)
{
  g_clear_pointer (&self->xs, g_free);
  g_clear_pointer (&self->breaks, g_free);
}

static void
add_vertex (Layer  *layer,
            double  x,
            double  y)
{
  const Vertex vertex = { x, y };

  if (layer->vertices != NULL)
    g_array_append_val (layer->vertices, vertex);
  else
    pgs_columns_add (&layer->columns, x, y);
}

static void
add_gap (Layer *layer)
{
  const Vertex gap = { NAN, NAN };

  if (layer->vertices == NULL)
    pgs_columns_gap (&layer->columns);
  else if (layer->vertices->len > 0 && !isnan (g_array_index (layer->vertices, Vertex, layer->vertices->len - 1).y))
    g_array_append_val (layer->vertices, gap);
}

/* Where a stacked layer is nothing it is not drawn: an area of no height would leave a fringe of its
 * colour around the layers below. A slope from or to nothing stays. */
static gboolean
is_nothing (const Painter *self,
            const Layer   *layer,
            gsize          i)
{
  const double *values = layer->series->values;

  return layer->series->style == PGS_CHART_STACK && values[i] == 0
         && (self->steps || ((i == 0 || !(values[i - 1] > 0))
                             && (i + 1 == self->sight->n_points || !(values[i + 1] > 0))));
}

static double
get_y (const Painter *self,
       double         level)
{
  return MAX (self->base - level * self->px_a_unit, self->top);
}

/* Adds one point to a layer. A rate is that of the time since the point before: nothing is known of it
 * after a break. */
static void
add_point (const Painter *self,
           Layer         *layer,
           gsize          i,
           double         level)
{
  const gsize k = i - self->sight->first;
  const gboolean joined = !self->sight->breaks[k];
  double y;

  if (!joined || isnan (level))
    add_gap (layer);
  if (isnan (level) || (self->steps && !joined))
    return;
  y = get_y (self, level);
  if (self->steps)
    add_vertex (layer, self->sight->xs[k - 1], y);
  add_vertex (layer, self->sight->xs[k], y);
}

/* Where a point stands for several samples, the layer reaches over all of their values. */
static void
add_extremes (const Painter *self,
              Layer         *layer,
              gsize          i)
{
  const PgsChartSeries *series = layer->series;
  const double x = self->sight->xs[i - self->sight->first];

  if (series->highest == NULL || !(series->highest[i] > series->lowest[i]) || isnan (series->values[i])
      || (self->steps && self->sight->breaks[i - self->sight->first]))
    return;
  add_vertex (layer, x, get_y (self, series->highest[i]));
  if (!self->steps)
    add_vertex (layer, x, get_y (self, series->lowest[i]));
  add_vertex (layer, x, get_y (self, series->values[i]));
}

static void
add_points (Painter *self)
{
  for (gsize i = self->sight->first; i < self->sight->n_points; i++)
    {
      double sum = 0;

      for (guint l = 0; l < self->n_layers; l++)
        {
          Layer *layer = &self->layers[l];
          const PgsChartSeries *series = layer->series;
          double level = series->values[i];

          if (series->flags & PGS_CHART_NEVER_INVISIBLE && level > 0)
            level = MAX (level, self->least);
          if (series->style == PGS_CHART_STACK)
            level = sum += level;
          add_point (self, layer, i, is_nothing (self, layer, i) ? NAN : level);
          add_extremes (self, layer, i);
        }
    }
  for (guint l = 0; l < self->n_layers; l++)
    add_gap (&self->layers[l]);
}

/* Adds one path a run; closed down to the lane's floor for areas. */
static void
trace (const Painter *self,
       const GArray  *vertices,
       gboolean       area)
{
  guint start = 0;

  for (guint i = 0; i < vertices->len; i++)
    {
      const Vertex *first = &g_array_index (vertices, Vertex, start);
      const Vertex *vertex = &g_array_index (vertices, Vertex, i);
      const Vertex *last = &g_array_index (vertices, Vertex, i > 0 ? i - 1 : 0);

      if (!isnan (vertex->y))
        {
          if (i == start && area)
            cairo_move_to (self->cr, vertex->x, self->base);
          if (i == start && !area)
            cairo_move_to (self->cr, vertex->x, vertex->y);
          cairo_line_to (self->cr, vertex->x, vertex->y);
          continue;
        }
      if (i - start == 1)
        cairo_line_to (self->cr, first->x - LONE_POINT_WIDTH, first->y);
      if (area)
        {
          cairo_line_to (self->cr, i - start == 1 ? first->x - LONE_POINT_WIDTH : last->x, self->base);
          cairo_close_path (self->cr);
        }
      start = i + 1;
    }
}

/* More vertices than pixels: boxes of a pixel column each, so that a file does not grow with time. */
static void
trace_columns (const Painter *self,
               const GArray  *vertices,
               double         line_width)
{
  const cairo_rectangle_t *plot = &self->placed->plot;
  PgsColumns columns;

  pgs_columns_init (&columns, plot->x, 1, (gsize) plot->width + 1);
  for (guint i = 0; i < vertices->len; i++)
    {
      const Vertex *vertex = &g_array_index (vertices, Vertex, i);

      if (isnan (vertex->y))
        pgs_columns_gap (&columns);
      else
        pgs_columns_add (&columns, vertex->x, vertex->y);
    }
  for (gsize i = 0; i < columns.n_columns; i++)
    {
      const double top = columns.columns[i].top - line_width / 2;
      const double bottom = line_width > 0 ? columns.columns[i].bottom + line_width / 2 : self->base;

      if (columns.columns[i].top <= columns.columns[i].bottom && bottom > top)
        cairo_rectangle (self->cr, plot->x + i, top, 1, bottom - top);
    }
  pgs_columns_clear (&columns);
}

static gboolean
is_dense (const Painter *self,
          const Layer   *layer)
{
  return layer->vertices->len > self->placed->plot.width;
}

/**
 * pgs_chart_set_source:
 * @theme: its looks
 * @color: of an area
 * @hatched: with slanted stripes
 * @cr: what to draw with it from now on
 *
 * Stripes are a gradient that repeats: exact in vector files, and no path to clip by.
 */
void
pgs_chart_set_source (const PgsTheme *theme,
                      PgsColor        color,
                      gboolean        hatched,
                      cairo_t        *cr)
{
  const PgsColor light = pgs_color_mix (color, theme->background, 0.6);
  cairo_pattern_t *stripes;

  if (!hatched)
    {
      pgs_color_set_source (color, cr);
      return;
    }
  stripes = cairo_pattern_create_linear (0, 0, PGS_CHART_HATCH_DISTANCE, PGS_CHART_HATCH_DISTANCE);
  cairo_pattern_add_color_stop_rgba (stripes, 0, color.r, color.g, color.b, color.a);
  cairo_pattern_add_color_stop_rgba (stripes, PGS_CHART_HATCH_SHARE, color.r, color.g, color.b, color.a);
  cairo_pattern_add_color_stop_rgba (stripes, PGS_CHART_HATCH_SHARE, light.r, light.g, light.b, light.a);
  cairo_pattern_add_color_stop_rgba (stripes, 1, light.r, light.g, light.b, light.a);
  cairo_pattern_set_extend (stripes, CAIRO_EXTEND_REPEAT);
  cairo_set_source (cr, stripes);
  cairo_pattern_destroy (stripes);
}

static void
stroke (const Painter *self,
        PgsChartPlot  *plot,
        const Layer   *layer,
        PgsColor       color,
        double         width)
{
  if (layer->vertices == NULL)
    {
      pgs_chart_plot_stroke (plot, &layer->columns, color, width);
      return;
    }
  pgs_color_set_source (color, self->cr);
  if (is_dense (self, layer))
    {
      trace_columns (self, layer->vertices, width);
      cairo_fill (self->cr);
      return;
    }
  trace (self, layer->vertices, FALSE);
  cairo_set_line_width (self->cr, width);
  cairo_set_line_join (self->cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (self->cr);
}

static void
fill (const Painter *self,
      PgsChartPlot  *plot,
      const Layer   *layer,
      PgsColor       color)
{
  const PgsChartFill looks = { color, pgs_color_mix (color, self->theme->background, 0.6),
                               (layer->series->flags & PGS_CHART_HATCHED) != 0 };

  if (layer->vertices == NULL)
    pgs_chart_plot_fill (plot, &layer->columns, self->base, &looks);
  else
    {
      if (is_dense (self, layer))
        trace_columns (self, layer->vertices, 0);
      else
        trace (self, layer->vertices, TRUE);
      pgs_chart_set_source (self->theme, color, looks.hatched, self->cr);
      cairo_fill (self->cr);
    }
  if (self->theme->high_contrast)
    stroke (self, plot, layer, self->theme->foreground, 1);
}

/* Stacked areas reach from the floor to the sum so far and are painted from the highest down, so
 * that each boundary keeps its own peaks. */
static void
paint_layers (const Painter *self,
              PgsChartPlot  *plot)
{
  for (guint l = self->n_layers; l-- > 0;)
    if (self->layers[l].series->style == PGS_CHART_STACK)
      fill (self, plot, &self->layers[l], pgs_chart_ink_color (self->layers[l].series->ink, self->theme));
  for (guint l = 0; l < self->n_layers; l++)
    {
      const Layer *layer = &self->layers[l];
      const PgsColor color = pgs_chart_ink_color (layer->series->ink, self->theme);
      PgsColor light = color;

      if (layer->series->style == PGS_CHART_STACK)
        continue;
      light.a *= layer->series->style == PGS_CHART_LINE ? LIGHT_FILL : OUTLINE_STRENGTH;
      if (layer->series->style == PGS_CHART_LINE)
        {
          fill (self, plot, layer, light);
          stroke (self, plot, layer, color, LINE_WIDTH);
        }
      else
        stroke (self, plot, layer, light, 1);
    }
}

static void
begin_layers (Painter                 *self,
              const cairo_rectangle_t *area)
{
  self->layers = g_new0 (Layer, self->lane->series->len);
  for (guint s = 0; s < self->lane->series->len; s++)
    {
      const PgsChartSeries *series = &g_array_index (self->lane->series, PgsChartSeries, s);
      Layer *layer = &self->layers[self->n_layers];

      if (series->style == PGS_CHART_HIDDEN)
        continue;
      layer->series = series;
      if (self->scale > 0)
        pgs_columns_init (&layer->columns, area->x, self->scale, (gsize) (area->width * self->scale));
      else
        layer->vertices = g_array_new (FALSE, FALSE, sizeof (Vertex));
      self->n_layers++;
    }
}

static void
end_layers (Painter *self)
{
  for (guint l = 0; l < self->n_layers; l++)
    {
      pgs_columns_clear (&self->layers[l].columns);
      g_clear_pointer (&self->layers[l].vertices, g_array_unref);
    }
  g_free (self->layers);
}

/* Device pixels in a px of the chart; 0 for vector files. */
static int
get_scale (const PgsChartLayout *layout,
           cairo_t              *cr)
{
  double dx = 1, dy = 0, sx, sy;

  switch ((int) cairo_surface_get_type (cairo_get_target (cr)))
    {
    case CAIRO_SURFACE_TYPE_PDF:
    case CAIRO_SURFACE_TYPE_PS:
    case CAIRO_SURFACE_TYPE_SVG:
      return 0;
    default:
      cairo_user_to_device_distance (cr, &dx, &dy);
      cairo_surface_get_device_scale (cairo_get_target (cr), &sx, &sy);
      return (int) CLAMP (ceil (MAX (hypot (dx, dy) * sx, layout->scale) - 1e-6), 1, MAX_SCALE);
    }
}

/**
 * pgs_chart_draw_values:
 * @sight: where its points are
 * @layout: of the chart
 * @theme: its looks
 * @lane: what to draw
 * @lane_index: its place in @layout
 * @cr: where to draw, the chart's upper left corner at its origin
 *
 * All series of one lane. O(points in sight × series + pixels).
 */
void
pgs_chart_draw_values (const PgsChartSight  *sight,
                       const PgsChartLayout *layout,
                       const PgsTheme       *theme,
                       const PgsChartLane   *lane,
                       guint                 lane_index,
                       cairo_t              *cr)
{
  const PgsChartLaneLayout *placed = &g_array_index (layout->lanes, PgsChartLaneLayout, lane_index);
  const cairo_rectangle_t area = { placed->plot.x, placed->plot.y - 1, placed->plot.width + 1, placed->plot.height + 2 };
  Painter self = { .sight = sight,
                   .lane = lane,
                   .placed = placed,
                   .theme = theme,
                   .cr = cr,
                   .scale = get_scale (layout, cr),
                   .steps = pgs_chart_unit_is_rate (lane->unit),
                   .least = LEAST_VISIBLE * placed->axis.bound / placed->plot.height,
                   .top = placed->plot.y,
                   .base = placed->plot.y + placed->plot.height,
                   .px_a_unit = placed->plot.height / placed->axis.bound };
  PgsChartPlot plot;

  if (self.scale > 0 && !pgs_chart_plot_begin (&plot, &area, self.scale))
    return;
  cairo_save (cr);
  cairo_rectangle (cr, area.x, area.y, area.width, area.height);
  cairo_clip (cr);
  begin_layers (&self, &area);
  add_points (&self);
  paint_layers (&self, &plot);
  if (self.scale > 0)
    pgs_chart_plot_end (&plot, cr);
  end_layers (&self);
  cairo_restore (cr);
}
