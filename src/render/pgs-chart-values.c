/* pgs-chart-values.c: the series of a lane, drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * One pass over the points in sight feeds all series of a lane; nothing is kept for a point.
 */
#include "config.h"

#include "pgs-chart-values.h"

#include <math.h>

#include "pgs-chart-layers.h"

#define LEAST_VISIBLE 3.0 /* px of a value that must not vanish */
#define MAX_SCALE 8

/* How values become places in a plot. */
typedef struct
{
  const PgsChartSight *sight;
  gboolean steps;
  double least; /* a value that must not vanish is at least this */
  double top, base, px_a_unit;
} Reader;

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
add_vertex (PgsChartLayer *layer,
            double         x,
            double         y)
{
  const PgsChartVertex vertex = { x, y };

  if (layer->vertices != NULL)
    g_array_append_val (layer->vertices, vertex);
  else
    pgs_columns_add (&layer->columns, x, y);
}

static void
add_gap (PgsChartLayer *layer)
{
  const PgsChartVertex gap = { NAN, NAN };

  if (layer->vertices == NULL)
    pgs_columns_gap (&layer->columns);
  else if (layer->vertices->len > 0 && !isnan (g_array_index (layer->vertices, PgsChartVertex, layer->vertices->len - 1).y))
    g_array_append_val (layer->vertices, gap);
}

/* Where a stacked layer is nothing it is not drawn: an area of no height would leave a fringe of its
 * colour around the layers below. A slope from or to nothing stays. */
static gboolean
is_nothing (const Reader        *self,
            const PgsChartLayer *layer,
            gsize                i)
{
  const double *values = layer->series->values;

  return layer->series->style == PGS_CHART_STACK && values[i] == 0
         && (self->steps || ((i == 0 || !(values[i - 1] > 0))
                             && (i + 1 == self->sight->n_points || !(values[i + 1] > 0))));
}

static double
get_y (const Reader *self,
       double        level)
{
  return MAX (self->base - level * self->px_a_unit, self->top);
}

/* Adds one point to a layer. A rate is that of the time since the point before: nothing is known of it
 * after a break. */
static void
add_point (const Reader  *self,
           PgsChartLayer *layer,
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
add_extremes (const Reader  *self,
              PgsChartLayer *layer,
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
add_points (const Reader  *self,
            PgsChartLayer *layers,
            guint          n_layers)
{
  for (gsize i = self->sight->first; i < self->sight->n_points; i++)
    {
      double sum = 0;

      for (guint l = 0; l < n_layers; l++)
        {
          PgsChartLayer *layer = &layers[l];
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
  for (guint l = 0; l < n_layers; l++)
    add_gap (&layers[l]);
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
  const Reader reader = { .sight = sight,
                          .steps = pgs_chart_unit_is_rate (lane->unit),
                          .least = LEAST_VISIBLE * placed->axis.bound / placed->plot.height,
                          .top = placed->plot.y,
                          .base = placed->plot.y + placed->plot.height,
                          .px_a_unit = placed->plot.height / placed->axis.bound };
  const int scale = get_scale (layout, cr);
  PgsChartLayers layers = { .plot = placed->plot, .base = reader.base, .theme = theme, .cr = cr };
  PgsChartPlot pixels;

  if (scale > 0 && !pgs_chart_plot_begin (&pixels, &area, scale))
    return;
  layers.pixels = scale > 0 ? &pixels : NULL;
  pgs_chart_layers_init (&layers, lane, &area, scale);
  add_points (&reader, layers.layers, layers.n_layers);
  cairo_save (cr);
  cairo_rectangle (cr, area.x, area.y, area.width, area.height);
  cairo_clip (cr);
  pgs_chart_layers_paint (&layers);
  if (scale > 0)
    pgs_chart_plot_end (&pixels, cr);
  cairo_restore (cr);
  pgs_chart_layers_clear (&layers);
}
