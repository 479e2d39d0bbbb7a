/* pgs-chart-values.h: the series of a lane, drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-chart-layout.h"

G_BEGIN_DECLS

/**
 * PgsChartSight:
 * @first: first point that matters: the last one left of the plots
 * @n_points: first point that does not matter: two behind the last one in sight
 * @xs: px, one a point from @first on
 * @breaks: no line goes to it from the point before, likewise
 *
 * Where the points in sight are; the same for all lanes. Lives on the stack.
 */
typedef struct
{
  gsize first;
  gsize n_points;
  float *xs;
  guint8 *breaks;
} PgsChartSight;

void    pgs_chart_sight_init  (PgsChartSight        *self,
                               const PgsChart       *chart,
                               const PgsChartLayout *layout);
void    pgs_chart_sight_clear (PgsChartSight        *self);
void    pgs_chart_draw_values (const PgsChartSight  *sight,
                               const PgsChartLayout *layout,
                               const PgsTheme       *theme,
                               const PgsChartLane   *lane,
                               guint                 lane_index,
                               cairo_t              *cr);

G_END_DECLS
