/* pgs-axis.h: round numbers for the ends and divisions of an axis
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-chart.h"

G_BEGIN_DECLS

/**
 * PgsAxis:
 * @bound: value at the upper end, in the chart's unit; the lower end is 0
 * @n_divisions: into how many equal parts grid lines divide it, 1 … 4
 */
typedef struct
{
  double bound;
  guint n_divisions;
} PgsAxis;

PgsAxis pgs_axis_for_maximum (PgsChartUnit unit,
                              double       maximum);
gint64  pgs_axis_time_step   (gint64       span_us,
                              guint        max_steps);

G_END_DECLS
