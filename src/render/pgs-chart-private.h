/* pgs-chart-private.h: what a chart holds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-chart.h"

G_BEGIN_DECLS

struct _PgsChart
{
  gint64 *times_us;
  gsize n_points;
  gsize n_allocated; /* points for which there is room */
  GArray *lanes; /* of PgsChartLane */
  GArray *marks; /* of PgsMark */
  gboolean from_start;
};

G_END_DECLS
