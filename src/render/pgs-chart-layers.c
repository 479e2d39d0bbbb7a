/* pgs-chart-layers.c: the series of a lane as shapes in its plot, and how they are painted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * On the screen and in pixel files a series is a range in each pixel column, written into an image. Vector
 * files get paths, and boxes of a pixel column where there are more vertices than pixels.
 */
#include "config.h"

#include "pgs-chart-layers.h"

#include <math.h>

#define LINE_WIDTH 1.5
#define LIGHT_FILL 0.22
#define OUTLINE_STRENGTH 0.6
#define LONE_POINT_WIDTH 2.0 /* px of a point that has no neighbour to be joined to */

/**
 * pgs_chart_layers_init:
 * @self: (inout): what it is told by who draws
 * @lane: whose series it shows
 * @area: where something may be painted, px
 * @scale: pixels in a px; 0 for vector files
 *
 * Makes an empty layer for each series that is to be seen.
 */
void
pgs_chart_layers_init (PgsChartLayers          *self,
                       const PgsChartLane      *lane,
                       const cairo_rectangle_t *area,
                       int                      scale)
{
  self->layers = g_new0 (PgsChartLayer, lane->series->len);
  for (guint s = 0; s < lane->series->len; s++)
    {
      const PgsChartSeries *series = &g_array_index (lane->series, PgsChartSeries, s);
      PgsChartLayer *layer = &self->layers[self->n_layers];

      if (series->style == PGS_CHART_HIDDEN)
        continue;
      layer->series = series;
      if (scale > 0)
        pgs_columns_init (&layer->columns, area->x, scale, (gsize) (area->width * scale));
      else
        layer->vertices = g_array_new (FALSE, FALSE, sizeof (PgsChartVertex));
      self->n_layers++;
    }
}

/**
 * pgs_chart_layers_clear:
 * @self: layers
 *
 * Frees what they hold.
 */
void
pgs_chart_layers_clear (PgsChartLayers *self)
{
  for (guint l = 0; l < self->n_layers; l++)
    {
      pgs_columns_clear (&self->layers[l].columns);
      g_clear_pointer (&self->layers[l].vertices, g_array_unref);
    }
  g_clear_pointer (&self->layers, g_free);
}

/* Adds one path a run; closed down to the lane's floor for areas. */
static void
trace (const PgsChartLayers *self,
       const GArray         *vertices,
       gboolean              area)
{
  guint start = 0;

  for (guint i = 0; i < vertices->len; i++)
    {
      const PgsChartVertex *first = &g_array_index (vertices, PgsChartVertex, start);
      const PgsChartVertex *vertex = &g_array_index (vertices, PgsChartVertex, i);
      const PgsChartVertex *last = &g_array_index (vertices, PgsChartVertex, i > 0 ? i - 1 : 0);

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
trace_columns (const PgsChartLayers *self,
               const GArray         *vertices,
               double                line_width)
{
  const cairo_rectangle_t *plot = &self->plot;
  PgsColumns columns;

  pgs_columns_init (&columns, plot->x, 1, (gsize) plot->width + 1);
  for (guint i = 0; i < vertices->len; i++)
    {
      const PgsChartVertex *vertex = &g_array_index (vertices, PgsChartVertex, i);

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
is_dense (const PgsChartLayers *self,
          const PgsChartLayer  *layer)
{
  return layer->vertices->len > self->plot.width;
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
stroke (const PgsChartLayers *self,
        const PgsChartLayer  *layer,
        PgsColor              color,
        double                width)
{
  if (layer->vertices == NULL)
    {
      pgs_chart_plot_stroke (self->pixels, &layer->columns, color, width);
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
fill (const PgsChartLayers *self,
      const PgsChartLayer  *layer,
      PgsColor              color)
{
  const PgsChartFill looks = { color, pgs_color_mix (color, self->theme->background, 0.6),
                               (layer->series->flags & PGS_CHART_HATCHED) != 0 };

  if (layer->vertices == NULL)
    pgs_chart_plot_fill (self->pixels, &layer->columns, self->base, &looks);
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
    stroke (self, layer, self->theme->foreground, 1);
}

/**
 * pgs_chart_layers_paint:
 * @self: all that is to be seen in a plot
 *
 * Stacked areas reach from the floor to the sum so far and are painted from the highest down, so
 * that each boundary keeps its own peaks.
 */
void
pgs_chart_layers_paint (const PgsChartLayers *self)
{
  for (guint l = self->n_layers; l-- > 0;)
    if (self->layers[l].series->style == PGS_CHART_STACK)
      fill (self, &self->layers[l], pgs_chart_ink_color (self->layers[l].series->ink, self->theme));
  for (guint l = 0; l < self->n_layers; l++)
    {
      const PgsChartLayer *layer = &self->layers[l];
      const PgsColor color = pgs_chart_ink_color (layer->series->ink, self->theme);
      PgsColor light = color;

      if (layer->series->style == PGS_CHART_STACK)
        continue;
      light.a *= layer->series->style == PGS_CHART_LINE ? LIGHT_FILL : OUTLINE_STRENGTH;
      if (layer->series->style == PGS_CHART_LINE)
        {
          fill (self, layer, light);
          stroke (self, layer, color, LINE_WIDTH);
        }
      else
        stroke (self, layer, light, 1);
    }
}
