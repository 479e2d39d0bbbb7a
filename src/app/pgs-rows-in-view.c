/* pgs-rows-in-view.c: how many rows a table tells of at first, and then at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-rows-in-view.h"

#define MIN_ROW_HEIGHT 22 /* px */

/**
 * pgs_rows_in_view_count:
 * @page: what a table is in
 *
 * Returns: how many of its rows are in view at most; %PGS_ROWS_AT_ONCE while @page is in no window
 */
guint
pgs_rows_in_view_count (GtkWidget *page)
{
  GtkRoot *root = gtk_widget_get_root (page);

  return root != NULL ? (guint) gtk_widget_get_height (GTK_WIDGET (root)) / MIN_ROW_HEIGHT + 1 : PGS_ROWS_AT_ONCE;
}
