/* pgs-table-start.c: shows a table from its first column on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Where scripts run from right to left the first column is the rightmost one, but GTK scrolls to the left end of
 * what is wider than the window. Widths of columns come to be known row by row, so that the other end moves.
 */
#include "config.h"

#include "pgs-table-start.h"

#define AWAY "pgs-away-from-start" /* set while somebody has scrolled to other columns */

static double
get_start (GtkAdjustment *adjustment)
{
  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
}

static gboolean
is_mirrored (gpointer view)
{
  return gtk_widget_get_direction (view) == GTK_TEXT_DIR_RTL;
}

static gboolean
go_to_start (gpointer adjustment)
{
  if (g_object_get_data (adjustment, AWAY) == NULL)
    gtk_adjustment_set_value (adjustment, get_start (adjustment));
  return G_SOURCE_REMOVE;
}

/* Later: while sizes are given out the columns would stay where they are. */
static void
on_changed (GtkAdjustment *adjustment,
            GtkWidget     *view)
{
  if (is_mirrored (view) && gtk_adjustment_get_value (adjustment) != get_start (adjustment))
    g_idle_add_full (G_PRIORITY_HIGH_IDLE, go_to_start, g_object_ref (adjustment), g_object_unref);
}

static void
on_scrolled (GtkAdjustment *adjustment,
             GtkWidget     *view)
{
  const gboolean is_away = is_mirrored (view) && gtk_adjustment_get_value (adjustment) < get_start (adjustment) - 1;

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
