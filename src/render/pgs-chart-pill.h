/* pgs-chart-pill.h: a time in a rounded box on the time axis of a chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-chart-layout.h"

G_BEGIN_DECLS

void pgs_chart_pill_place (const PgsChartLayout    *layout,
                           const PgsTheme          *theme,
                           double                   x,
                           const char              *text,
                           cairo_rectangle_t       *pill);
void pgs_chart_pill_draw  (const PgsChartLayout    *layout,
                           const PgsTheme          *theme,
                           const cairo_rectangle_t *pill,
                           const char              *text,
                           PgsColor                 fill,
                           PgsColor                 ink,
                           cairo_t                 *cr);

G_END_DECLS
