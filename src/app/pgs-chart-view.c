/* pgs-chart-view.c: a chart whose values can be read by pointer, keys and ear
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-chart-view.h"

#include "pgs-chart-view-private.h"
#include "pgs-style.h"

#define MIN_WIDTH 320
#define MIN_HEIGHT 110
#define NATURAL_HEIGHT 200
#define LEAST_SPAN_US (10 * G_USEC_PER_SEC)
#define DEFAULT_SPAN_US (120 * G_USEC_PER_SEC)
#define DESCRIBE_EVERY_US G_USEC_PER_SEC

enum
{
  SCRUBBED,
  SPAN_SELECTED,
  MARK_MENU,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PgsChartView, pgs_chart_view, GTK_TYPE_WIDGET)

/**
 * pgs_chart_view_forget_layout:
 * @self: a view
 *
 * Everything has another place from now on.
 */
void
pgs_chart_view_forget_layout (PgsChartView *self)
{
  g_clear_pointer (&self->layout, pgs_chart_layout_free);
  g_clear_pointer (&self->plots, gsk_render_node_unref);
  g_clear_pointer (&self->labels, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * pgs_chart_view_count_points:
 * @self: a view
 *
 * Returns: how many points its chart has
 */
gsize
pgs_chart_view_count_points (PgsChartView *self)
{
  gsize n_points;

  pgs_chart_get_times (self->chart, &n_points);
  return n_points;
}

/**
 * pgs_chart_view_ensure_layout:
 * @self: a view
 *
 * Makes sure that it knows what has which place.
 */
void
pgs_chart_view_ensure_layout (PgsChartView *self)
{
  const gint64 *times;
  gint64 start_us, end_us;
  gsize n_points;

  if (self->layout != NULL)
    return;
  times = pgs_chart_get_times (self->chart, &n_points);
  self->range.least_us = pgs_chart_counts_from_start (self->chart) ? 0 : LEAST_SPAN_US;
  pgs_chart_range_get (&self->range, n_points > 0 ? times[0] : 0, n_points > 0 ? times[n_points - 1] : 0, &start_us,
                       &end_us);
  pgs_style_get_theme (GTK_WIDGET (self), &self->theme);
  self->layout = pgs_chart_layout_new_between (self->chart, &self->theme, gtk_widget_get_width (GTK_WIDGET (self)),
                                               gtk_widget_get_height (GTK_WIDGET (self)), start_us, end_us);
  self->layout->scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
}

/**
 * pgs_chart_view_emit_scrubbed:
 * @self: a view
 * @time_us: the moment that is asked for
 */
void
pgs_chart_view_emit_scrubbed (PgsChartView *self,
                              gint64        time_us)
{
  g_signal_emit (self, signals[SCRUBBED], 0, time_us);
}

/**
 * pgs_chart_view_emit_span:
 * @self: a view
 * @from_us: begin of the span that is selected
 * @to_us: its end
 */
void
pgs_chart_view_emit_span (PgsChartView *self,
                          gint64        from_us,
                          gint64        to_us)
{
  g_signal_emit (self, signals[SPAN_SELECTED], 0, from_us, to_us);
}

/**
 * pgs_chart_view_emit_mark_menu:
 * @self: a view
 * @mark: index of the mark
 * @x: where the menu is to appear
 * @y: likewise
 */
void
pgs_chart_view_emit_mark_menu (PgsChartView *self,
                               gsize         mark,
                               double        x,
                               double        y)
{
  g_signal_emit (self, signals[MARK_MENU], 0, (guint) mark, x, y);
}

static void
pgs_chart_view_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = MIN_WIDTH;
  else
    {
      *minimum = MIN_HEIGHT;
      *natural = NATURAL_HEIGHT;
    }
}

static void
pgs_chart_view_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  pgs_chart_view_forget_layout (PGS_CHART_VIEW (widget));
}

static void
pgs_chart_view_css_changed (GtkWidget         *widget,
                            GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (pgs_chart_view_parent_class)->css_changed (widget, change);
  pgs_chart_view_forget_layout (PGS_CHART_VIEW (widget));
}

static void
pgs_chart_view_direction_changed (GtkWidget        *widget,
                                  GtkTextDirection  previous)
{
  GTK_WIDGET_CLASS (pgs_chart_view_parent_class)->direction_changed (widget, previous);
  pgs_chart_view_forget_layout (PGS_CHART_VIEW (widget));
}

static void
pgs_chart_view_finalize (GObject *object)
{
  PgsChartView *self = PGS_CHART_VIEW (object);

  g_free (self->hint);
  g_free (self->summary);
  g_clear_pointer (&self->layout, pgs_chart_layout_free);
  g_clear_pointer (&self->plots, gsk_render_node_unref);
  g_clear_pointer (&self->labels, gsk_render_node_unref);
  g_clear_handle_id (&self->describe_id, g_source_remove);
  g_clear_pointer (&self->chart, pgs_chart_free);
  G_OBJECT_CLASS (pgs_chart_view_parent_class)->finalize (object);
}

static void
pgs_chart_view_class_init (PgsChartViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = pgs_chart_view_finalize;
  widget_class->snapshot = pgs_chart_view_snapshot;
  widget_class->measure = pgs_chart_view_measure;
  widget_class->size_allocate = pgs_chart_view_size_allocate;
  widget_class->css_changed = pgs_chart_view_css_changed;
  widget_class->direction_changed = pgs_chart_view_direction_changed;
  signals[SCRUBBED] = g_signal_new ("scrubbed", PGS_TYPE_CHART_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SPAN_SELECTED] = g_signal_new ("span-selected", PGS_TYPE_CHART_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
  signals[MARK_MENU] = g_signal_new ("mark-menu", PGS_TYPE_CHART_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  gtk_widget_class_set_css_name (widget_class, "chartview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
pgs_chart_view_init (PgsChartView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->range = (PgsChartRange) { DEFAULT_SPAN_US, PGS_CHART_RANGE_NEWEST, LEAST_SPAN_US };
  self->shown_us = PGS_CHART_VIEW_NO_MOMENT;
  self->chart = pgs_chart_new (NULL, 0);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (widget, "view");
  pgs_chart_view_add_controllers (self);
  pgs_style_follow (widget, G_CALLBACK (pgs_chart_view_forget_layout));
}

static void
set_summary (PgsChartView *self,
             const char   *summary)
{
  g_free (self->summary);
  self->summary = summary != NULL && *summary != '\0' ? g_strdup (summary) : NULL;
}

/**
 * pgs_chart_view_take_chart:
 * @self: a view
 * @chart: (transfer full): what to show from now on
 * @summary: (nullable): a sentence that follows the newest values, for people who hear the chart
 */
void
pgs_chart_view_take_chart (PgsChartView *self,
                           PgsChart     *chart,
                           const char   *summary)
{
  g_return_if_fail (PGS_IS_CHART_VIEW (self));

  pgs_chart_free (self->chart);
  self->chart = chart;
  pgs_chart_view_chart_grew (self, summary);
}

/**
 * pgs_chart_view_get_chart:
 * @self: a view
 *
 * Returns: (transfer none): the chart it shows; whoever lets it grow calls pgs_chart_view_chart_grew()
 */
PgsChart *
pgs_chart_view_get_chart (PgsChartView *self)
{
  g_return_val_if_fail (PGS_IS_CHART_VIEW (self), NULL);

  return self->chart;
}

/**
 * pgs_chart_view_chart_grew:
 * @self: a view
 * @summary: (nullable): a sentence that follows the newest values, for people who hear the chart
 *
 * Draws what is new. The description is updated once a second at most, not to talk all the time.
 */
void
pgs_chart_view_chart_grew (PgsChartView *self,
                           const char   *summary)
{
  g_return_if_fail (PGS_IS_CHART_VIEW (self));

  set_summary (self, summary);
  if (pgs_chart_view_count_points (self) == 0)
    self->reading = PGS_READING_NOTHING;
  pgs_chart_view_forget_layout (self);
  if (pgs_chart_view_count_points (self) == 0
      || g_get_monotonic_time () - self->described_us >= DESCRIBE_EVERY_US)
    pgs_chart_view_describe (self);
}

/**
 * pgs_chart_view_set_summary:
 * @self: a view
 * @summary: (nullable): a sentence that follows the values, for people who hear the chart
 */
void
pgs_chart_view_set_summary (PgsChartView *self,
                            const char   *summary)
{
  g_return_if_fail (PGS_IS_CHART_VIEW (self));

  if (g_strcmp0 (summary, self->summary) == 0)
    return;
  set_summary (self, summary);
  pgs_chart_view_describe_soon (self);
}

/**
 * pgs_chart_view_set_hint:
 * @self: a view
 * @hint: (nullable): what to say while the chart has no points
 */
void
pgs_chart_view_set_hint (PgsChartView *self,
                         const char   *hint)
{
  g_return_if_fail (PGS_IS_CHART_VIEW (self));

  if (g_strcmp0 (hint, self->hint) == 0)
    return;
  g_free (self->hint);
  self->hint = g_strdup (hint);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * pgs_chart_view_set_scrubs:
 * @self: a view
 * @scrubs: whether it asks for moments and spans
 */
void
pgs_chart_view_set_scrubs (PgsChartView *self,
                           gboolean      scrubs)
{
  g_return_if_fail (PGS_IS_CHART_VIEW (self));

  self->scrubs = scrubs;
}

/* A pointer that drags the moment decides by itself what is in sight. */
static void
reveal (PgsChartView *self,
        gint64        time_us)
{
  gsize n_points;
  const gint64 *times = pgs_chart_get_times (self->chart, &n_points);

  if (self->dragging == PGS_DRAGGING_NOTHING && n_points > 0
      && pgs_chart_range_reveal (&self->range, times[0], times[n_points - 1], time_us))
    pgs_chart_view_forget_layout (self);
}

/**
 * pgs_chart_view_show:
 * @self: a view
 * @time_us: the moment that is shown elsewhere, to be marked; %PGS_CHART_VIEW_NO_MOMENT: none, the
 *   newest values are told again
 *
 * Brings it, or the newest values, into sight.
 */
void
pgs_chart_view_show (PgsChartView *self,
                     gint64        time_us)
{
  g_return_if_fail (PGS_IS_CHART_VIEW (self));

  if (self->shown_us == time_us)
    return;
  self->shown_us = time_us;
  if (time_us != PGS_CHART_VIEW_NO_MOMENT)
    reveal (self, time_us);
  else if (self->range.end_us != PGS_CHART_RANGE_NEWEST)
    {
      self->range.end_us = PGS_CHART_RANGE_NEWEST;
      pgs_chart_view_forget_layout (self);
    }
  pgs_chart_view_describe_soon (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * pgs_chart_view_set_span:
 * @self: a view
 * @from_us: begin of the span that is selected
 * @to_us: its end; equal to @from_us: none is
 */
void
pgs_chart_view_set_span (PgsChartView *self,
                         gint64        from_us,
                         gint64        to_us)
{
  g_return_if_fail (PGS_IS_CHART_VIEW (self));

  if (self->from_us == from_us && self->to_us == to_us)
    return;
  self->from_us = from_us;
  self->to_us = to_us;
  pgs_chart_view_describe_soon (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * pgs_chart_view_get_x:
 * @self: a view
 * @time_us: a time
 *
 * Returns: where it is, in px; the nearest edge of the plots if it is out of sight
 */
double
pgs_chart_view_get_x (PgsChartView *self,
                      gint64        time_us)
{
  g_return_val_if_fail (PGS_IS_CHART_VIEW (self), 0);

  pgs_chart_view_ensure_layout (self);
  return pgs_chart_layout_get_x (self->layout, CLAMP (time_us, self->layout->start_us, self->layout->end_us));
}
