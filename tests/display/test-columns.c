/* test-columns.c: what is told of a table's columns is where they are, however the table is scrolled
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <gtk/gtk.h>

#include "frames.h"
#include "pgs-columns-in-view.h"

#define N_COLUMNS 12
#define COLUMN_WIDTH 100
#define WIDTH 350 /* of the table: three columns and a half */
#define INDEX_KEY "index"

static gboolean told[N_COLUMNS]; /* that it is in view */

static void
on_in_view (GtkColumnViewColumn *column,
            gboolean             is_in_view,
            gpointer             data)
{
  told[GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (column), INDEX_KEY))] = is_in_view;
}

static void
set_up (GtkSignalListItemFactory *factory,
        GtkListItem              *item,
        gpointer                  data)
{
  gtk_list_item_set_child (item, gtk_label_new ("cell"));
}

static GtkListItemFactory *
make_factory (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (set_up), NULL);
  return factory;
}

static GtkWidget *
make_view (void)
{
  g_autoptr (GtkStringList) rows = gtk_string_list_new ((const char *[]) { "one", "two", NULL });
  GtkWidget *view = gtk_column_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_steal_pointer (&rows)))));

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new ("title", make_factory ());

      gtk_column_view_column_set_fixed_width (column, COLUMN_WIDTH);
      g_object_set_data (G_OBJECT (column), INDEX_KEY, GUINT_TO_POINTER (i));
      gtk_column_view_append_column (GTK_COLUMN_VIEW (view), column);
    }
  return view;
}

/* Those from @first to @last are. */
static void
assert_told (guint first,
             guint last)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    g_assert_cmpint (told[i], ==, i >= first && i <= last);
}

static void
test_scroll (void)
{
  GtkWidget *window = gtk_window_new (), *scrolled = gtk_scrolled_window_new (), *view = make_view ();
  GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scrolled));

  pgs_columns_in_view_follow (GTK_COLUMN_VIEW (view), on_in_view, NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  gtk_widget_set_size_request (scrolled, WIDTH, 200);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, 200);
  gtk_window_present (GTK_WINDOW (window));
  wait_for_frames (window);
  g_assert_cmpint (gtk_widget_get_width (view), ==, WIDTH);
  assert_told (0, 3);
  gtk_adjustment_set_value (across, 4 * COLUMN_WIDTH + 20); /* 420 to 770 */
  wait_for_frames (window);
  assert_told (4, 7);
  gtk_adjustment_set_value (across, gtk_adjustment_get_upper (across));
  wait_for_frames (window);
  assert_told (8, 11);
  pgs_columns_in_view_leave (GTK_COLUMN_VIEW (view));
  gtk_adjustment_set_value (across, 0);
  wait_for_frames (window);
  assert_told (8, 11);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/display/columns/scroll", test_scroll);
  return g_test_run ();
}
