/* pgs-table-start.c: shows a table from its first column on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Where scripts run from right to left the first column is the rightmost one. GTK 4.8 scrolls to the left end of what
 * is wider than the window; newer ones count from the first column on. Which it is shows where the first title is.
 * Widths of columns come to be known row by row, so that the other end moves.
 */
#include "config.h"

#include "pgs-table-start.h"

#include <math.h>

#define AWAY "pgs-away-from-start" /* set while somebody has scrolled to other columns */
#define COUNTS_FROM_START "pgs-counts-from-start"

static gboolean
is_mirrored (GtkWidget *view)
{
  return gtk_widget_get_direction (view) == GTK_TEXT_DIR_RTL;
}

/* After a layout: where the first column ends, at the right. */
static gboolean
counts_from_start (GtkAdjustment *adjustment,
                   GtkWidget     *view)
{
  GtkWidget *title = gtk_widget_get_first_child (gtk_widget_get_first_child (view));
  const double value = gtk_adjustment_get_value (adjustment);
  graphene_rect_t bounds;
  double right;

  if (title == NULL || !gtk_widget_compute_bounds (title, view, &bounds))
    return FALSE;
  right = bounds.origin.x + bounds.size.width;
  return fabs (right - gtk_adjustment_get_page_size (adjustment) - value)
         < fabs (right - gtk_adjustment_get_upper (adjustment) + value);
}

static double
get_start (GtkAdjustment *adjustment)
{
  if (g_object_get_data (G_OBJECT (adjustment), COUNTS_FROM_START) != NULL)
    return 0;
  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
}

static gboolean
go_to_start (gpointer data)
{
  GtkWidget *view = data;
  GtkAdjustment *adjustment = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (view));

  g_object_set_data (G_OBJECT (adjustment), COUNTS_FROM_START,
                     counts_from_start (adjustment, view) ? adjustment : NULL);
  if (g_object_get_data (G_OBJECT (adjustment), AWAY) == NULL)
    gtk_adjustment_set_value (adjustment, get_start (adjustment));
  return G_SOURCE_REMOVE;
}

/* Later: while sizes are given out the columns would stay where they are. */
static void
on_changed (GtkAdjustment *adjustment,
            GtkWidget     *view)
{
  if (is_mirrored (view) && gtk_adjustment_get_value (adjustment) != get_start (adjustment))
    g_idle_add_full (G_PRIORITY_HIGH_IDLE, go_to_start, g_object_ref (view), g_object_unref);
}

static void
on_scrolled (GtkAdjustment *adjustment,
             GtkWidget     *view)
{
  const gboolean is_away = is_mirrored (view)
                           && fabs (gtk_adjustment_get_value (adjustment) - get_start (adjustment)) > 1;

  g_object_set_data (G_OBJECT (adjustment), AWAY, is_away ? adjustment : NULL);
}

/**
 * pgs_table_start_keep:
 * @view: a table that is in what scrolls it
 *
 * Shows its first column until somebody scrolls to others, whichever way the script runs.
 */
void
pgs_table_start_keep (GtkColumnView *view)
{
  GtkAdjustment *adjustment;

  g_return_if_fail (GTK_IS_COLUMN_VIEW (view));

  adjustment = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (view));
  g_return_if_fail (adjustment != NULL);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (on_changed), view, 0);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (on_scrolled), view, 0);
}
