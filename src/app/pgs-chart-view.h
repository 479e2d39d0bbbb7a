/* pgs-chart-view.h: a chart whose values can be read by pointer, keys and ear
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-chart.h"

G_BEGIN_DECLS

#define PGS_TYPE_CHART_VIEW (pgs_chart_view_get_type ())

#define PGS_CHART_VIEW_NO_MOMENT G_MININT64

/**
 * PgsChartView:
 *
 * Draws a chart that grows at its right end. The pointer or the arrow keys read values; scrolling,
 * pinching, + and − change how much time is in sight, dragging the time axis moves it, a double click
 * shows all. Its accessible label is its owner's to set; its description says the values that are read,
 * or those of the shown moment, or the newest.
 *
 * One that scrubs (pgs_chart_view_set_scrubs()) asks its owner for moments and spans:
 * `scrubbed` (gint64 time in µs): the pointer was pressed or dragged there; at most once a frame;
 * `span-selected` (gint64 from, gint64 to): dragged with Shift; from < to;
 * `mark-menu` (guint mark, double x, double y): a menu was asked for on a mark.
 * Its arrow keys are the owner's.
 */
G_DECLARE_FINAL_TYPE (PgsChartView, pgs_chart_view, PGS, CHART_VIEW, GtkWidget)

void      pgs_chart_view_take_chart (PgsChartView *self,
                                     PgsChart     *chart,
                                     const char   *summary);
PgsChart *pgs_chart_view_get_chart  (PgsChartView *self);
void      pgs_chart_view_chart_grew (PgsChartView *self,
                                     const char   *summary);
void      pgs_chart_view_set_summary (PgsChartView *self,
                                     const char   *summary);
void      pgs_chart_view_set_hint   (PgsChartView *self,
                                     const char   *hint);
void      pgs_chart_view_set_scrubs (PgsChartView *self,
                                     gboolean      scrubs);
void      pgs_chart_view_show       (PgsChartView *self,
                                     gint64        time_us);
void      pgs_chart_view_set_span   (PgsChartView *self,
                                     gint64        from_us,
                                     gint64        to_us);
gboolean  pgs_chart_view_zoom       (PgsChartView *self,
                                     double        factor);
void      pgs_chart_view_show_all   (PgsChartView *self);
double    pgs_chart_view_get_x      (PgsChartView *self,
                                     gint64        time_us);

G_END_DECLS
