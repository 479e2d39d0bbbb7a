/* pgs-chart-view-private.h: what the files of the chart's widget share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-chart-layout.h"
#include "pgs-chart-range.h"
#include "pgs-chart-view.h"

G_BEGIN_DECLS

typedef enum
{
  PGS_READING_NOTHING,
  PGS_READING_AT_POINTER, /* the point under the pointer, whichever that is by now */
  PGS_READING_A_MOMENT,   /* chosen by keys: it keeps its time */
} PgsReading;

typedef enum
{
  PGS_DRAGGING_NOTHING,
  PGS_DRAGGING_MOMENT,
  PGS_DRAGGING_SPAN,
  PGS_DRAGGING_AXIS,
} PgsDragging;

struct _PgsChartView
{
  GtkWidget parent_instance;

  PgsChartRange range;
  char *hint;    /* (nullable): shown while there are no points */
  char *summary; /* (nullable): said after the values while nothing is read */

  PgsChart *chart;
  PgsChartLayout *layout;  /* (nullable): of @chart */
  GskRenderNode *plots;    /* (nullable): picture of @layout */
  GskRenderNode *labels;   /* (nullable): of what is beside the plots, telling @labelled */
  gsize labelled;
  PgsTheme theme;

  PgsReading reading;
  double pointer_x, pointer_y;
  gint64 moment_us; /* that is read */

  gboolean scrubs;
  gint64 shown_us;            /* the moment that all views show; PGS_CHART_VIEW_NO_MOMENT: none */
  gint64 from_us, to_us;      /* the selected span; equal: none */
  PgsDragging dragging;
  gint64 drag_us;             /* where a span was begun */
  double drag_x;              /* how far the axis was dragged */
  double pinch;               /* how far it was zoomed by this pinch */
  gint64 wanted_us;           /* the moment to ask for in the next frame */
  gint64 rest_until_us;       /* no moment is asked for before */
  guint tick_id;

  gint64 described_us;
  guint describe_id;
};

void   pgs_chart_view_add_controllers (PgsChartView *self);
void   pgs_chart_view_forget_layout   (PgsChartView *self);
void   pgs_chart_view_ensure_layout   (PgsChartView *self);
gsize  pgs_chart_view_count_points    (PgsChartView *self);
gboolean pgs_chart_view_get_read_point (PgsChartView *self,
                                       gsize        *point);
gsize  pgs_chart_view_get_labelled_point (PgsChartView *self);
void   pgs_chart_view_snapshot        (GtkWidget    *widget,
                                       GtkSnapshot  *snapshot);
void   pgs_chart_view_describe        (PgsChartView *self);
void   pgs_chart_view_describe_soon   (PgsChartView *self);
void   pgs_chart_view_stop_reading    (PgsChartView *self);
void   pgs_chart_view_emit_scrubbed   (PgsChartView *self,
                                       gint64        time_us);
void   pgs_chart_view_emit_span       (PgsChartView *self,
                                       gint64        from_us,
                                       gint64        to_us);
void   pgs_chart_view_emit_mark_menu  (PgsChartView *self,
                                       gsize         mark,
                                       double        x,
                                       double        y);

G_END_DECLS
