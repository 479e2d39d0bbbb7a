/* pgs-chart-marks.h: the marks of a chart: where they go, and what they look like
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-chart-layout.h"

G_BEGIN_DECLS

guint pgs_chart_count_mark_rows (PgsChartLayout       *layout,
                                 const PgsChart       *chart,
                                 const PgsTheme       *theme);
void  pgs_chart_place_marks     (PgsChartLayout       *layout,
                                 const PgsChart       *chart,
                                 const PgsTheme       *theme,
                                 guint                 n_rows);
void  pgs_chart_draw_marks      (const PgsChart       *chart,
                                 const PgsChartLayout *layout,
                                 const PgsTheme       *theme,
                                 cairo_t              *cr);

G_END_DECLS
