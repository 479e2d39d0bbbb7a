/* pgs-chart.h: time series that share one time axis: what a chart shows, not how
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-point.h"
#include "pgs-theme.h"

G_BEGIN_DECLS

/**
 * PgsChartUnit:
 * @PGS_CHART_SIZE: bytes
 * @PGS_CHART_RATE: a number of things a second; drawn as steps, a value holds since the point before
 * @PGS_CHART_SIZE_RATE: bytes a second; drawn as steps
 * @PGS_CHART_PERCENT: percent
 */
typedef enum
{
  PGS_CHART_SIZE = 0,
  PGS_CHART_RATE = 1,
  PGS_CHART_SIZE_RATE = 2,
  PGS_CHART_PERCENT = 3,
} PgsChartUnit;

/**
 * PgsChartStyle:
 * @PGS_CHART_LINE: a line above a light fill
 * @PGS_CHART_STACK: an area on top of the stacked series added before
 * @PGS_CHART_OUTLINE: a line alone
 * @PGS_CHART_HIDDEN: not drawn, only read
 */
typedef enum
{
  PGS_CHART_LINE = 0,
  PGS_CHART_STACK = 1,
  PGS_CHART_OUTLINE = 2,
  PGS_CHART_HIDDEN = 3,
} PgsChartStyle;

/**
 * PgsChartFlags:
 * @PGS_CHART_HEADLINE: its value stands beside the title; it is not listed in the legend
 * @PGS_CHART_HATCHED: its area is hatched, so that not only its colour tells it
 * @PGS_CHART_NEVER_INVISIBLE: a value above 0 is drawn at least a few pixels high
 */
typedef enum
{
  PGS_CHART_PLAIN = 0,
  PGS_CHART_HEADLINE = 1 << 0,
  PGS_CHART_HATCHED = 1 << 1,
  PGS_CHART_NEVER_INVISIBLE = 1 << 2,
} PgsChartFlags;

/**
 * PgsChartInk:
 *
 * Which of the theme's colours a series is drawn with; 0 … %PGS_N_KINDS − 1 are #PgsKind.
 */
typedef enum
{
  PGS_CHART_INK_VIRT = PGS_N_KINDS,
  PGS_CHART_INK_FAULTS,
  PGS_CHART_INK_SWAPPED,
  PGS_CHART_INK_FOREGROUND,
  PGS_CHART_INK_ACCENT,
  PGS_CHART_INK_LINE,
} PgsChartInk;

/**
 * PgsChartSeries:
 * @name: what it is, for people
 * @ink: a #PgsChartInk or #PgsKind
 * @values: one a point, in the lane's unit; NAN: unknown, a gap is drawn
 * @lowest: (nullable): of points that stand for several samples, the lowest value of all of them; NAN of
 *   others
 * @highest: (nullable): likewise; both or none are there
 */
typedef struct
{
  char *name;
  guint ink;
  PgsChartStyle style;
  PgsChartFlags flags;
  double *values;
  double *lowest;
  double *highest;
} PgsChartSeries;

/**
 * PgsChartLane:
 * @title: "VIRT"
 * @weight: its share of the height, beside the others' weights
 * @series: (element-type PgsChartSeries): in the order of the legend; stacked ones from the bottom
 * @maxima: (element-type double): kept for pgs_chart_get_maximum()
 */
typedef struct
{
  char *title;
  PgsChartUnit unit;
  double weight;
  GArray *series;
  GArray *maxima;
} PgsChartLane;

/**
 * PgsChart:
 *
 * Lanes one above the other over one time axis. Every series has one value a point. A chart may grow
 * at its end; values that were written once stay. Not thread-safe.
 */
typedef struct _PgsChart PgsChart;

PgsChart             *pgs_chart_new          (const gint64         *times_us,
                                              gsize                 n_points);
PgsChart             *pgs_chart_new_history  (const PgsPoint       *points,
                                              gsize                 n_points,
                                              const PgsMark        *marks,
                                              gsize                 n_marks);
gboolean              pgs_chart_continue_history (PgsChart         *self,
                                              const PgsPoint       *points,
                                              gsize                 n_points,
                                              const PgsMark        *marks,
                                              gsize                 n_marks);
void                  pgs_chart_free         (PgsChart             *self);
void                  pgs_chart_append       (PgsChart             *self,
                                              const gint64         *times_us,
                                              gsize                 n_points);
guint                 pgs_chart_add_lane     (PgsChart             *self,
                                              const char           *title,
                                              PgsChartUnit          unit,
                                              double                weight);
double               *pgs_chart_add_series   (PgsChart             *self,
                                              const char           *name,
                                              guint                 ink,
                                              PgsChartStyle         style,
                                              PgsChartFlags         flags);
void                  pgs_chart_set_extremes (PgsChart             *self,
                                              guint                 lane,
                                              guint                 series,
                                              gsize                 point,
                                              double                lowest,
                                              double                highest);
void                  pgs_chart_clear_marks  (PgsChart             *self);
void                  pgs_chart_add_mark     (PgsChart             *self,
                                              const PgsMark        *mark);
const gint64         *pgs_chart_get_times    (const PgsChart       *self,
                                              gsize                *n_points);
gsize                 pgs_chart_find         (const PgsChart       *self,
                                              gint64                time_us);
gsize                 pgs_chart_find_end     (const PgsChart       *self,
                                              gint64                time_us);
void                  pgs_chart_count_from_start (PgsChart         *self,
                                              gboolean              from_start);
gboolean              pgs_chart_counts_from_start (const PgsChart  *self);
gint64                pgs_chart_get_origin   (const PgsChart       *self);
char                 *pgs_chart_format_time  (const PgsChart       *self,
                                              gint64                time_us,
                                              gint64                resolution_us);
double                pgs_chart_get_maximum  (const PgsChart       *self,
                                              guint                 lane,
                                              gsize                 first,
                                              gsize                 end);
guint                 pgs_chart_get_n_lanes  (const PgsChart       *self);
const PgsChartLane   *pgs_chart_get_lane     (const PgsChart       *self,
                                              guint                 lane);
const PgsMark        *pgs_chart_get_marks    (const PgsChart       *self,
                                              gsize                *n_marks);
gboolean              pgs_chart_is_break     (const PgsChart       *self,
                                              gsize                 point);
const PgsChartSeries *pgs_chart_lane_get_headline (const PgsChartLane *lane);
gboolean              pgs_chart_unit_is_rate (PgsChartUnit          unit);
char                 *pgs_chart_format_value (const PgsChartLane   *lane,
                                              const PgsChartSeries *series,
                                              gsize                 point);
char                 *pgs_chart_format       (PgsChartUnit          unit,
                                              double                value);
char                 *pgs_chart_format_ago   (gint64                before_us,
                                              gint64                resolution_us);
char                 *pgs_chart_format_since (gint64                after_us,
                                              gint64                resolution_us);
char                 *pgs_chart_describe     (const PgsChart       *self,
                                              gsize                 point);
PgsColor              pgs_chart_ink_color    (guint                 ink,
                                              const PgsTheme       *theme);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsChart, pgs_chart_free)

G_END_DECLS
