/* test-rows.c: a list on screen shows in each row what its model has there, however the rows change
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <gtk/gtk.h>

#include "pgs-process-rows.h"
#include "pgs-process-table-private.h"

#define N_PROCESSES 300 /* more than GTK makes widgets for */
#define N_IN_VIEW 10     /* at least: how many more have widgets is up to GTK */
#define N_ROUNDS 8

typedef struct
{
  PgsProcessStore *store;
  PgsProcessRows *rows; /* (nullable): the list shows them, not the store itself */
  GHashTable *list_items; /* of GtkListItem: the rows that have a widget */
  GtkWidget *window;
  GtkAdjustment *down;
} Screen;

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem              *list_item,
          Screen                   *screen)
{
  gtk_list_item_set_child (list_item, gtk_label_new ("process"));
  g_hash_table_add (screen->list_items, list_item);
}

static void
on_teardown (GtkSignalListItemFactory *factory,
             GtkListItem              *list_item,
             Screen                   *screen)
{
  g_hash_table_remove (screen->list_items, list_item);
}

static void
screen_init (Screen  *screen,
             gboolean by_rows)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkSingleSelection *selection;
  GtkWidget *view;

  screen->store = pgs_process_store_new ();
  screen->rows = by_rows ? pgs_process_rows_new (screen->store) : NULL;
  screen->list_items = g_hash_table_new (NULL, NULL);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), screen);
  g_signal_connect (factory, "teardown", G_CALLBACK (on_teardown), screen);
  selection = gtk_single_selection_new (by_rows ? G_LIST_MODEL (g_object_ref (screen->rows))
                                                : G_LIST_MODEL (g_object_ref (screen->store)));
  view = gtk_list_view_new (GTK_SELECTION_MODEL (selection), factory);
  screen->window = gtk_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  screen->down = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  gtk_window_set_child (GTK_WINDOW (screen->window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (screen->window), 300, 400);
  gtk_window_present (GTK_WINDOW (screen->window));
}

static void
screen_clear (Screen *screen)
{
  gtk_window_destroy (GTK_WINDOW (screen->window));
  g_hash_table_unref (screen->list_items);
  g_clear_object (&screen->rows);
  g_object_unref (screen->store);
}

static void
count_frame (GdkFrameClock *clock,
             gpointer       n_frames)
{
  ++*(guint *) n_frames;
}

static void
wait_for_frame (Screen *screen)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (screen->window);
  guint n_frames = 0;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (count_frame), &n_frames);

  while (n_frames < 2) /* the first one may have been on its way */
    {
      gtk_widget_queue_resize (screen->window);
      g_main_context_iteration (NULL, TRUE);
    }
  g_signal_handler_disconnect (clock, handler);
}

/* One in @one_of processes. The first few are always the same ones; how large the others are differs. */
static void
update (Screen *screen,
        guint   one_of)
{
  g_autoptr (PgsProcessTable) table = pgs_process_table_new_sized (N_PROCESSES);
  char *name = g_ref_string_new ("process");

  for (guint i = 1; i <= N_PROCESSES; i++)
    {
      const guint64 res = i <= 10 ? 10000 - i : (guint64) g_test_rand_int_range (0, 5000);
      PgsProcessRecord record = {
        .pid = (gint) i, .start_ticks = i, .name = name, .user = name, .state = 'S', .virt = res, .res = res,
      };

      if (i <= 10 || g_test_rand_int_range (0, (gint32) one_of) == 0)
        pgs_process_table_add (table, &record);
    }
  pgs_process_store_update (screen->store, table);
  g_ref_string_release (name);
}

/* The process that a row shows. */
static PgsProcessItem *
get_process (gpointer item)
{
  return PGS_IS_PROCESS_ROW (item) ? pgs_process_row_get_item (item) : item;
}

static void
assert_rows_are_right (Screen *screen)
{
  GHashTableIter iter;
  gpointer list_item;
  guint n_shown = 0;

  g_hash_table_iter_init (&iter, screen->list_items);
  while (g_hash_table_iter_next (&iter, &list_item, NULL))
    {
      g_autoptr (PgsProcessItem) item = NULL;
      const guint position = gtk_list_item_get_position (list_item);

      if (gtk_list_item_get_item (list_item) == NULL)
        continue;
      item = g_list_model_get_item (G_LIST_MODEL (screen->store), position);
      g_assert_true (get_process (gtk_list_item_get_item (list_item)) == item);
      n_shown++;
    }
  g_assert_cmpuint (n_shown, >=, MIN (g_list_model_get_n_items (G_LIST_MODEL (screen->store)), N_IN_VIEW));
}

/* Scrolled to the end, so that the first rows are without widgets; then most processes end, and what is left changes
 * places. Two widgets of one item are a warning of GTK, which ends the test. */
static void
test_many_end (gconstpointer by_rows)
{
  Screen screen;

  screen_init (&screen, GPOINTER_TO_INT (by_rows));
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      update (&screen, 1);
      assert_rows_are_right (&screen);
      wait_for_frame (&screen);
      gtk_adjustment_set_value (screen.down, gtk_adjustment_get_upper (screen.down));
      wait_for_frame (&screen);
      g_assert_cmpfloat (gtk_adjustment_get_value (screen.down), >, 0);
      update (&screen, 1 + round % 4);
      assert_rows_are_right (&screen);
      update (&screen, 2);
      assert_rows_are_right (&screen);
    }
  screen_clear (&screen);
}

static GtkListItem *
find_focused (Screen *screen)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (screen->window));
  GHashTableIter iter;
  gpointer list_item;

  g_hash_table_iter_init (&iter, screen->list_items);
  while (g_hash_table_iter_next (&iter, &list_item, NULL))
    if (gtk_widget_get_parent (gtk_list_item_get_child (list_item)) == focus)
      return list_item;
  return NULL;
}

static void
focus_row (Screen *screen,
           guint   position)
{
  GHashTableIter iter;
  gpointer list_item;

  g_hash_table_iter_init (&iter, screen->list_items);
  while (g_hash_table_iter_next (&iter, &list_item, NULL))
    if (gtk_list_item_get_item (list_item) != NULL && gtk_list_item_get_position (list_item) == position)
      gtk_widget_grab_focus (gtk_widget_get_parent (gtk_list_item_get_child (list_item)));
}

/* The keyboard stays with a process wherever that moves: the first ten never end, and change places here. */
static void
test_keyboard_stays (void)
{
  Screen screen;

  screen_init (&screen, TRUE);
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (PgsProcessRow) row = NULL;
      PgsProcessItem *process;

      update (&screen, 1 + round % 3);
      wait_for_frame (&screen);
      focus_row (&screen, pgs_process_store_find (screen.store, 1 + (gint) round));
      g_assert_nonnull (find_focused (&screen));
      row = g_object_ref (gtk_list_item_get_item (find_focused (&screen)));
      process = pgs_process_row_get_item (row);
      pgs_process_rows_keep (screen.rows, row);
      pgs_process_store_set_sort (screen.store, PGS_PROCESS_COLUMN_RES, round % 2 == 0);
      assert_rows_are_right (&screen);
      pgs_process_rows_keep (screen.rows, row);
      update (&screen, 1 + round % 2);
      assert_rows_are_right (&screen);
      g_assert_nonnull (find_focused (&screen));
      g_assert_true (get_process (gtk_list_item_get_item (find_focused (&screen))) == process);
    }
  screen_clear (&screen);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/display/rows/many-end", GINT_TO_POINTER (FALSE), test_many_end);
  g_test_add_data_func ("/display/rows/many-end-in-place", GINT_TO_POINTER (TRUE), test_many_end);
  g_test_add_func ("/display/rows/keyboard-stays", test_keyboard_stays);
  return g_test_run ();
}
