/* pgs-chart-view.h: a chart whose values can be read by pointer, keys and ear
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-chart.h"

G_BEGIN_DECLS

#define PGS_TYPE_CHART_VIEW (pgs_chart_view_get_type ())

/**
 * PgsChartView:
 *
 * Draws a chart that grows at its right end. The pointer or the arrow keys read values; scrolling, +
 * and − change how much time is in sight. Its accessible label is its owner's to set; its description
 * says the values that are read, or the newest.
 */
G_DECLARE_FINAL_TYPE (PgsChartView, pgs_chart_view, PGS, CHART_VIEW, GtkWidget)

void pgs_chart_view_take_chart (PgsChartView *self,
                                PgsChart     *chart,
                                const char   *summary);
PgsChart *pgs_chart_view_get_chart (PgsChartView *self);
void pgs_chart_view_chart_grew (PgsChartView *self,
                                const char   *summary);
void pgs_chart_view_set_hint   (PgsChartView *self,
                                const char   *hint);

G_END_DECLS
