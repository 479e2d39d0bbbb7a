/* pgs-chart-layout.h: where everything of a chart goes, as numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <pango/pangocairo.h>

#include "pgs-axis.h"
#include "pgs-chart.h"

G_BEGIN_DECLS

/**
 * PgsChartLaneLayout:
 * @plot: where its values are drawn
 * @label: where title, value and legend go, as high as @plot
 * @axis: its value axis
 * @legend_columns: 1: the legend's rows fit with their values; 2: only names, two in a row; 0: not
 *   even those
 */
typedef struct
{
  cairo_rectangle_t plot;
  cairo_rectangle_t label;
  PgsAxis axis;
  guint legend_columns;
} PgsChartLaneLayout;

/**
 * PgsChartTick:
 * @x: of the tick
 * @text: where its label goes
 * @label: "−30 s"
 */
typedef struct
{
  double x;
  cairo_rectangle_t text;
  char *label;
} PgsChartTick;

/**
 * PgsChartMarkLayout:
 * @mark: index of the mark
 * @x: of its line
 * @glyph: where the sign of its kind goes: beside the name, else on top of the plots
 * @text: where its name goes, ellipsized to the width; width 0: no room for it
 */
typedef struct
{
  gsize mark;
  double x;
  cairo_rectangle_t glyph;
  cairo_rectangle_t text;
} PgsChartMarkLayout;

/**
 * PgsChartLayout:
 * @width: of the whole chart in px
 * @height: of the whole chart in px
 * @start_us: time at the left edge of the plots
 * @end_us: time at their right edge
 * @x0: left edge of the plots
 * @x1: right edge of the plots
 * @top: above all lanes, below the names of marks
 * @bottom: below all lanes: the time axis
 * @lanes: (element-type PgsChartLaneLayout)
 * @ticks: (element-type PgsChartTick)
 * @marks: (element-type PgsChartMarkLayout): those in sight; people's first, each in order of time
 * @context: fonts for measuring and drawing
 * @scale: device pixels in a px, where the surface that is drawn on does not know; 0 or 1 else
 *
 * Everything lies within (0, 0, @width, @height). Made for one chart and theme.
 */
typedef struct
{
  double width, height;
  gint64 start_us, end_us;
  double x0, x1, top, bottom;
  GArray *lanes;
  GArray *ticks;
  GArray *marks;
  PangoContext *context;
  double scale;
} PgsChartLayout;

PgsChartLayout *pgs_chart_layout_new      (const PgsChart       *chart,
                                           const PgsTheme       *theme,
                                           double                width,
                                           double                height,
                                           gint64                span_us);
PgsChartLayout *pgs_chart_layout_new_between (const PgsChart    *chart,
                                           const PgsTheme       *theme,
                                           double                width,
                                           double                height,
                                           gint64                start_us,
                                           gint64                end_us);
void            pgs_chart_layout_free     (PgsChartLayout       *self);
double          pgs_chart_layout_get_x    (const PgsChartLayout *self,
                                           gint64                time_us);
gint64          pgs_chart_layout_get_time (const PgsChartLayout *self,
                                           double                x);
gboolean        pgs_chart_layout_find_mark (const PgsChartLayout *self,
                                           double                x,
                                           double                y,
                                           gsize                *mark);
gboolean        pgs_chart_layout_find     (const PgsChartLayout *self,
                                           const PgsChart       *chart,
                                           double                x,
                                           gsize                *point);
void            pgs_chart_layout_readout  (const PgsChartLayout *self,
                                           const PgsChart       *chart,
                                           const PgsTheme       *theme,
                                           gsize                 point,
                                           cairo_rectangle_t    *box,
                                           guint                *n_rows);
void            pgs_chart_draw            (const PgsChart       *chart,
                                           const PgsChartLayout *layout,
                                           const PgsTheme       *theme,
                                           cairo_t              *cr);
void            pgs_chart_draw_plots      (const PgsChart       *chart,
                                           const PgsChartLayout *layout,
                                           const PgsTheme       *theme,
                                           cairo_t              *cr);
void            pgs_chart_draw_labels     (const PgsChart       *chart,
                                           const PgsChartLayout *layout,
                                           const PgsTheme       *theme,
                                           gsize                 point,
                                           cairo_t              *cr);
void            pgs_chart_layout_get_moment (const PgsChartLayout *self,
                                           const PgsChart       *chart,
                                           const PgsTheme       *theme,
                                           gint64                time_us,
                                           cairo_rectangle_t    *area);
void            pgs_chart_draw_moment     (const PgsChart       *chart,
                                           const PgsChartLayout *layout,
                                           const PgsTheme       *theme,
                                           gint64                time_us,
                                           cairo_t              *cr);
gboolean        pgs_chart_layout_get_span (const PgsChartLayout *self,
                                           gint64                from_us,
                                           gint64                to_us,
                                           cairo_rectangle_t    *area);
void            pgs_chart_draw_span       (const PgsChart       *chart,
                                           const PgsChartLayout *layout,
                                           const PgsTheme       *theme,
                                           gint64                from_us,
                                           gint64                to_us,
                                           cairo_t              *cr);
void            pgs_chart_draw_cursor     (const PgsChart       *chart,
                                           const PgsChartLayout *layout,
                                           const PgsTheme       *theme,
                                           gsize                 point,
                                           cairo_t              *cr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsChartLayout, pgs_chart_layout_free)

G_END_DECLS
