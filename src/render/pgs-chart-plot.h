/* pgs-chart-plot.h: areas and lines of a chart as pixels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-columns.h"
#include "pgs-theme.h"

G_BEGIN_DECLS

#define PGS_CHART_HATCH_DISTANCE 3.5 /* px to the right and down, from stripe to stripe; twice is whole */
#define PGS_CHART_HATCH_SHARE 0.6    /* of a stripe in its own colour, the rest is @light */

/**
 * PgsChartFill:
 * @color: of the area
 * @light: of the other stripes of a hatched area
 * @hatched: whether there are any
 */
typedef struct
{
  PgsColor color;
  PgsColor light;
  gboolean hatched;
} PgsChartFill;

/**
 * PgsChartPlot:
 *
 * An image of whole device pixels that is drawn upon column by column and then painted at once.
 * Lives on the stack.
 */
typedef struct
{
  /*< private >*/
  cairo_surface_t *image;
  guint8 *data;
  int stride;
  int width, height; /* device px */
  double x, y;       /* of its upper left corner, px of the chart */
  int scale;         /* device px in a px */
} PgsChartPlot;

gboolean pgs_chart_plot_begin  (PgsChartPlot            *self,
                                const cairo_rectangle_t *area,
                                int                      scale);
void     pgs_chart_plot_fill   (PgsChartPlot            *self,
                                const PgsColumns        *columns,
                                double                   base,
                                const PgsChartFill      *fill);
void     pgs_chart_plot_stroke (PgsChartPlot            *self,
                                const PgsColumns        *columns,
                                PgsColor                 color,
                                double                   line_width);
void     pgs_chart_plot_end    (PgsChartPlot            *self,
                                cairo_t                 *cr);

G_END_DECLS
