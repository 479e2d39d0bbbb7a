/* pgs-chart-layers.h: the series of a lane as shapes in its plot, and how they are painted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-chart-layout.h"
#include "pgs-chart-plot.h"
#include "pgs-columns.h"

G_BEGIN_DECLS

/**
 * PgsChartVertex:
 *
 * px; one whose @y is NAN ends a run: nothing joins its neighbours.
 */
typedef struct
{
  double x;
  double y;
} PgsChartVertex;

/**
 * PgsChartLayer:
 * @series: what it shows, alone or on top of the stacked series before it
 * @columns: its range in each pixel column
 * @vertices: (nullable) (element-type PgsChartVertex): for vector files, and in place of @columns
 */
typedef struct
{
  const PgsChartSeries *series;
  PgsColumns columns;
  GArray *vertices;
} PgsChartLayer;

/**
 * PgsChartLayers:
 * @plot: where they are, px
 * @base: its floor, px
 * @theme: their looks
 * @cr: where to draw
 * @pixels: (nullable): what pixels are written into; %NULL: paths are drawn, for vector files
 * @layers: (array length=n_layers): in the order of the lane's series; stacked ones from the bottom
 *
 * Lives on the stack while a lane is drawn.
 */
typedef struct
{
  cairo_rectangle_t plot;
  double base;
  const PgsTheme *theme;
  cairo_t *cr;
  PgsChartPlot *pixels;
  PgsChartLayer *layers;
  guint n_layers;
} PgsChartLayers;

void pgs_chart_layers_init  (PgsChartLayers          *self,
                             const PgsChartLane      *lane,
                             const cairo_rectangle_t *area,
                             int                      scale);
void pgs_chart_layers_clear (PgsChartLayers          *self);
void pgs_chart_layers_paint (const PgsChartLayers    *self);
void pgs_chart_set_source   (const PgsTheme          *theme,
                             PgsColor                 color,
                             gboolean                 hatched,
                             cairo_t                 *cr);

G_END_DECLS
