/* pgs-chart-range.h: which part of a chart's time is in sight
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PGS_CHART_RANGE_NEWEST G_MAXINT64 /* as an end: whatever is newest */

/**
 * PgsChartRange:
 * @span_us: how much time is in sight at most; 0: all there is
 * @end_us: its right edge; %PGS_CHART_RANGE_NEWEST: it moves on with new points
 * @least_us: how much is in sight at least when all is shown, so that the first seconds are not
 *   stretched
 *
 * A plain value. The functions take the times of the chart's first and last point.
 */
typedef struct
{
  gint64 span_us;
  gint64 end_us;
  gint64 least_us;
} PgsChartRange;

void     pgs_chart_range_get      (const PgsChartRange *self,
                                   gint64               first_us,
                                   gint64               last_us,
                                   gint64              *start_us,
                                   gint64              *end_us);
gboolean pgs_chart_range_zoom     (PgsChartRange       *self,
                                   gint64               first_us,
                                   gint64               last_us,
                                   double               factor,
                                   gint64               anchor_us);
gboolean pgs_chart_range_move     (PgsChartRange       *self,
                                   gint64               first_us,
                                   gint64               last_us,
                                   gint64               by_us);
gboolean pgs_chart_range_reveal   (PgsChartRange       *self,
                                   gint64               first_us,
                                   gint64               last_us,
                                   gint64               time_us);
void     pgs_chart_range_show_all (PgsChartRange       *self);

G_END_DECLS
