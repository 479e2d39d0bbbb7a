/* pgs-chart-view-read.c: which values of a chart are read, and told to those who hear it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-chart-view-private.h"

#include <glib/gi18n-lib.h>

#define DESCRIBE_PAUSE_MS 150

/**
 * pgs_chart_view_get_read_point:
 * @self: a view
 * @point: (out): the point that is read
 *
 * Returns: whether one is
 */
gboolean
pgs_chart_view_get_read_point (PgsChartView *self,
                               gsize        *point)
{
  const gsize n_points = pgs_chart_view_count_points (self);

  if (self->reading == PGS_READING_NOTHING || self->dragging != PGS_DRAGGING_NOTHING || n_points == 0)
    return FALSE;
  pgs_chart_view_ensure_layout (self);
  if (self->reading == PGS_READING_AT_POINTER)
    return self->pointer_y < self->layout->bottom
           && pgs_chart_layout_find (self->layout, self->chart, self->pointer_x, point);
  *point = MIN (pgs_chart_find (self->chart, self->moment_us), n_points - 1);
  return pgs_chart_get_times (self->chart, NULL)[*point] >= self->layout->start_us;
}

/**
 * pgs_chart_view_get_labelled_point:
 * @self: a view whose chart has points
 *
 * Returns: the point whose values are told beside the plots: that of the shown moment, else the newest
 */
gsize
pgs_chart_view_get_labelled_point (PgsChartView *self)
{
  gsize n_before;

  if (self->shown_us == PGS_CHART_VIEW_NO_MOMENT)
    return pgs_chart_view_count_points (self) - 1;
  n_before = pgs_chart_find_end (self->chart, self->shown_us);
  return n_before > 0 ? n_before - 1 : 0;
}

/**
 * pgs_chart_view_describe:
 * @self: a view
 *
 * Tells those who hear the chart what is read, or what the shown moment or the newest values are.
 */
void
pgs_chart_view_describe (PgsChartView *self)
{
  g_autofree char *values = NULL, *text = NULL;
  gsize point;

  g_clear_handle_id (&self->describe_id, g_source_remove);
  self->described_us = g_get_monotonic_time ();
  if (pgs_chart_view_count_points (self) == 0)
    text = g_strdup (_("Nothing was measured yet"));
  else if (pgs_chart_view_get_read_point (self, &point))
    text = pgs_chart_describe (self->chart, point);
  else
    {
      values = pgs_chart_describe (self->chart, pgs_chart_view_get_labelled_point (self));
      text = self->summary != NULL ? g_strdup_printf ("%s; %s", values, self->summary) : g_strdup (values);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
describe_later (gpointer data)
{
  PgsChartView *self = data;

  self->describe_id = 0;
  pgs_chart_view_describe (self);
}

/**
 * pgs_chart_view_describe_soon:
 * @self: a view
 *
 * Tells it when it has not been told for a moment: one that is dragged along is not told all the time.
 */
void
pgs_chart_view_describe_soon (PgsChartView *self)
{
  if (self->describe_id != 0)
    return;
  if (g_get_monotonic_time () - self->described_us >= DESCRIBE_PAUSE_MS * 1000)
    pgs_chart_view_describe (self);
  else
    self->describe_id = g_timeout_add_once (DESCRIBE_PAUSE_MS, describe_later, self);
}

/**
 * pgs_chart_view_stop_reading:
 * @self: a view
 *
 * Reads no values any more.
 */
void
pgs_chart_view_stop_reading (PgsChartView *self)
{
  if (self->reading == PGS_READING_NOTHING)
    return;
  self->reading = PGS_READING_NOTHING;
  pgs_chart_view_describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
