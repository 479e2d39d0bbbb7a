/* test-process-store.c: rows are filtered, sorted and kept as the list promises
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <gtk/gtk.h>

#include "pgs-process-store.h"
#include "pgs-process-table-private.h"

static void
add (PgsProcessTable *table,
     gint             pid,
     gint             ppid,
     const char      *name,
     guint32          uid,
     guint64          res)
{
  char *name_ref = g_ref_string_new (name);
  char *user_ref = g_ref_string_new (uid == 0 ? "root" : "mina");
  PgsProcessRecord record = {
    .pid = pid, .ppid = ppid, .start_ticks = (guint64) pid * 10, .name = name_ref,
    .user = user_ref, .uid = uid, .state = 'S', .virt = res * 2, .res = res,
    .shr = PGS_UNKNOWN,
  };

  pgs_process_table_add (table, &record);
  g_ref_string_release (name_ref);
  g_ref_string_release (user_ref);
}

/* init(1) ─ shell(10) ─ python3(11), cat(12); mina's editor(20) under init */
static PgsProcessTable *
new_family (void)
{
  PgsProcessTable *table = pgs_process_table_new_sized (5);

  add (table, 1, 0, "init", 0, 1000);
  add (table, 10, 1, "shell", 0, 2000);
  add (table, 11, 10, "python3", 0, 9000);
  add (table, 12, 10, "cat", 0, PGS_UNKNOWN);
  add (table, 20, 1, "Editor", 1000, 5000);

  return table;
}

static PgsProcessStore *
new_store (void)
{
  PgsProcessStore *store = pgs_process_store_new ();
  g_autoptr (PgsProcessTable) table = new_family ();

  pgs_process_store_update (store, table);

  return store;
}

/* "11 20 10": the PIDs of the rows; ">" for each step of depth. */
static char *
get_rows (PgsProcessStore *store)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      g_autoptr (PgsProcessItem) item = g_list_model_get_item (G_LIST_MODEL (store), i);

      if (i > 0)
        g_string_append_c (text, ' ');
      for (guint d = 0; d < pgs_process_item_get_place (item).depth; d++)
        g_string_append_c (text, '>');
      g_string_append_printf (text, "%d", pgs_process_item_get_record (item)->pid);
    }

  return g_string_free (text, FALSE);
}

#define assert_rows(store, expected)                \
  G_STMT_START                                      \
    {                                               \
      g_autofree char *rows_ = get_rows (store);    \
      g_assert_cmpstr (rows_, ==, (expected));      \
    }                                               \
  G_STMT_END

static void
test_sort (void)
{
  g_autoptr (PgsProcessStore) store = new_store ();

  assert_rows (store, "11 20 10 1 12");
  pgs_process_store_set_sort (store, PGS_PROCESS_COLUMN_RES, FALSE);
  assert_rows (store, "12 1 10 20 11");
  pgs_process_store_set_sort (store, PGS_PROCESS_COLUMN_NAME, FALSE);
  assert_rows (store, "12 20 1 11 10");
  pgs_process_store_set_sort (store, PGS_PROCESS_COLUMN_PID, TRUE);
  assert_rows (store, "20 12 11 10 1");
  /* all the same: by PID */
  pgs_process_store_set_sort (store, PGS_PROCESS_COLUMN_SHR, TRUE);
  assert_rows (store, "1 10 11 12 20");
}

static void
test_filter (void)
{
  g_autoptr (PgsProcessStore) store = new_store ();

  pgs_process_store_set_search (store, " EDIT ");
  assert_rows (store, "20");
  pgs_process_store_set_search (store, "mina");
  assert_rows (store, "20");
  pgs_process_store_set_search (store, "1");
  assert_rows (store, "11 10 1 12");
  pgs_process_store_set_search (store, "nothing like it");
  assert_rows (store, "");
  g_assert_cmpuint (pgs_process_store_get_total (store), ==, 5);
  g_assert_cmpuint (pgs_process_store_find (store, 11), ==, G_MAXUINT);
  pgs_process_store_set_search (store, "");
  pgs_process_store_set_only_uid (store, TRUE, 1000);
  assert_rows (store, "20");
}

static void
test_tree (void)
{
  g_autoptr (PgsProcessStore) store = new_store ();
  g_autoptr (PgsProcessItem) shell = NULL;

  pgs_process_store_set_tree (store, TRUE);
  assert_rows (store, "1 >20 >10 >>11 >>12");
  shell = g_list_model_get_item (G_LIST_MODEL (store), pgs_process_store_find (store, 10));
  pgs_process_store_toggle (store, shell);
  assert_rows (store, "1 >20 >10");
  /* a match is shown with its ancestors, even under a collapsed one */
  pgs_process_store_set_search (store, "python");
  assert_rows (store, "1 >10 >>11");
  pgs_process_store_set_search (store, NULL);
  pgs_process_store_set_tree (store, FALSE);
  assert_rows (store, "11 20 10 1 12");
}

static void
test_ring (void)
{
  g_autoptr (PgsProcessStore) store = pgs_process_store_new ();
  g_autoptr (PgsProcessTable) table = pgs_process_table_new_sized (4);

  add (table, 1, 0, "init", 0, 1);
  add (table, 2, 3, "a", 0, 2);
  add (table, 3, 2, "b", 0, 3);
  add (table, 4, 4, "self", 0, 4);
  pgs_process_store_set_tree (store, TRUE);
  pgs_process_store_update (store, table);
  /* none is missing, none stands twice */
  assert_rows (store, "4 1 3 >2");
}

/* Notes "position-removed+added". */
static void
on_items_changed (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  GString    *changes)
{
  g_string_append_printf (changes, " %u-%u+%u", position, removed, added);
}

static void
count (gpointer  item,
       guint    *n)
{
  (*n)++;
}

static void
test_refresh_keeps_items (void)
{
  g_autoptr (PgsProcessStore) store = new_store ();
  g_autoptr (PgsProcessTable) same = new_family ();
  g_autoptr (PgsProcessTable) later = pgs_process_table_new_sized (5);
  g_autoptr (PgsProcessItem) editor = g_list_model_get_item (G_LIST_MODEL (store), 1);
  g_autoptr (PgsProcessItem) again = NULL;
  g_autoptr (GString) changes = g_string_new (NULL);
  guint n_changed = 0;

  g_signal_connect (store, "items-changed", G_CALLBACK (on_items_changed), changes);
  g_signal_connect (editor, "changed", G_CALLBACK (count), &n_changed);
  pgs_process_store_update (store, same);
  g_assert_cmpstr (changes->str, ==, "");
  g_assert_cmpuint (n_changed, ==, 0);

  /* the editor shrinks below the shell; cat ends; "ls" starts */
  add (later, 1, 0, "init", 0, 1000);
  add (later, 10, 1, "shell", 0, 2000);
  add (later, 11, 10, "python3", 0, 9000);
  add (later, 13, 10, "ls", 0, 100);
  add (later, 20, 1, "Editor", 1000, 1500);
  pgs_process_store_update (store, later);
  assert_rows (store, "11 10 20 1 13");
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpstr (changes->str, ==, " 1-4+4");
  again = g_list_model_get_item (G_LIST_MODEL (store), 2);
  g_assert_true (again == editor);
}

static void
test_limit (void)
{
  g_autoptr (PgsProcessStore) store = pgs_process_store_new ();
  g_autoptr (PgsProcessTable) table = new_family ();
  g_autoptr (GString) changes = g_string_new (NULL);

  g_signal_connect (store, "items-changed", G_CALLBACK (on_items_changed), changes);
  pgs_process_store_set_limit (store, 2);
  pgs_process_store_update (store, table);
  assert_rows (store, "11 20");
  g_assert_cmpuint (pgs_process_store_find (store, 10), ==, G_MAXUINT);
  g_assert_cmpuint (pgs_process_store_get_total (store), ==, 5);
  pgs_process_store_set_sort (store, PGS_PROCESS_COLUMN_RES, FALSE);
  assert_rows (store, "12 1");
  g_assert_cmpuint (pgs_process_store_get_max_res (store), ==, 9000);
  pgs_process_store_set_limit (store, PGS_PROCESS_STORE_ALL_ROWS);
  assert_rows (store, "12 1 10 20 11");
  g_assert_cmpstr (changes->str, ==, " 0-0+2 0-2+2 2-0+3");
}

static void
test_pid_used_again (void)
{
  g_autoptr (PgsProcessStore) store = new_store ();
  g_autoptr (PgsProcessTable) later = pgs_process_table_new_sized (1);
  g_autoptr (PgsProcessItem) before = g_list_model_get_item (G_LIST_MODEL (store), 0);
  g_autoptr (PgsProcessItem) after = NULL;
  PgsProcessRecord record = *pgs_process_item_get_record (before);
  char *name = g_ref_string_new ("another");

  record.start_ticks += 5;
  record.name = name;
  pgs_process_table_add (later, &record);
  g_ref_string_release (name);
  pgs_process_store_update (store, later);
  after = g_list_model_get_item (G_LIST_MODEL (store), 0);
  g_assert_true (after != before);
  g_assert_cmpstr (pgs_process_item_get_name (after), ==, "another");
}

static PgsProcessTable *
new_crowd (guint n,
           guint round)
{
  PgsProcessTable *table = pgs_process_table_new_sized (n);

  for (guint i = 1; i <= n; i++)
    add (table, (gint) i, (gint) (i / 3), "worker", i % 2, ((guint64) i * 7919 + round * (i % 50)) % 100000);

  return table;
}

/* One refresh a second must not be felt: 5,000 in far less than a frame's share of a second. */
static void
test_crowd (void)
{
  g_autoptr (PgsProcessStore) store = pgs_process_store_new ();
  gint64 slowest = 0;

  for (guint tree = 0; tree < 2; tree++)
    {
      pgs_process_store_set_tree (store, tree == 1);
      for (guint round = 0; round < 5; round++)
        {
          g_autoptr (PgsProcessTable) table = new_crowd (5000, round);
          gint64 start = g_get_monotonic_time ();

          pgs_process_store_update (store, table);
          slowest = MAX (slowest, g_get_monotonic_time () - start);
          g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (store)), ==, 5000);
        }
    }
  g_test_message ("slowest refresh of 5,000 processes: %" G_GINT64_FORMAT " us", slowest);
  g_assert_cmpint (slowest, <, 500000);
}

static PgsProcessTable *
new_random_crowd (guint max)
{
  PgsProcessTable *table = pgs_process_table_new_sized (max);
  guint churn = (guint) g_test_rand_int_range (2, 60);

  for (guint i = 1; i <= max; i++)
    if (g_test_rand_int_range (0, (gint32) churn) != 0)
      add (table, (gint) i, g_test_rand_int_range (0, (gint32) i + 3), i % 3 == 0 ? "a" : "b", i % 2,
           g_test_rand_int_range (0, 4) == 0 ? (guint64) g_test_rand_int_range (0, 50) : i);
  return table;
}

/* Makes the announced change on a copy of the rows. */
static void
copy_change (GListModel *model,
             guint       position,
             guint       removed,
             guint       added,
             GPtrArray  *copy)
{
  g_assert_cmpuint (position + removed, <=, copy->len);
  g_assert_cmpuint (copy->len - removed + added, ==, g_list_model_get_n_items (model));
  for (guint i = 0; i < removed; i++)
    g_ptr_array_remove_index (copy, position);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (copy, (gint) (position + i), g_list_model_get_item (model, position + i));
}

static void
assert_is_copy (PgsProcessStore *store,
                GPtrArray       *copy)
{
  g_assert_cmpuint (copy->len, ==, g_list_model_get_n_items (G_LIST_MODEL (store)));
  for (guint i = 0; i < copy->len; i++)
    {
      g_autoptr (PgsProcessItem) item = g_list_model_get_item (G_LIST_MODEL (store), i);
      const PgsProcessRecord *record = pgs_process_item_get_record (item);

      g_assert_true (item == copy->pdata[i]);
      g_assert_cmpuint (pgs_process_store_find (store, record->pid), ==, i);
    }
}

/* What is announced leads to what is there; nothing selects another process than before. */
static void
test_announces (void)
{
  g_autoptr (PgsProcessStore) store = pgs_process_store_new ();
  g_autoptr (GPtrArray) copy = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkSingleSelection) selection = NULL;

  g_signal_connect (store, "items-changed", G_CALLBACK (copy_change), copy);
  selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (store)));
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  for (guint round = 0; round < 400; round++)
    {
      g_autoptr (PgsProcessTable) table = new_random_crowd (round % 2 == 0 ? 150 : 20);
      PgsProcessItem *selected = gtk_single_selection_get_selected_item (selection);
      gint pid = selected != NULL ? pgs_process_item_get_record (selected)->pid : 0;

      if (round % 20 == 0)
        pgs_process_store_set_tree (store, round % 40 == 0);
      pgs_process_store_update (store, table);
      assert_is_copy (store, copy);
      g_assert_cmpuint (copy->len, ==, pgs_process_table_get_length (table));
      if (pid != 0 && pgs_process_store_find (store, pid) != G_MAXUINT)
        g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==,
                          pgs_process_store_find (store, pid));
      else
        g_assert_null (gtk_single_selection_get_selected_item (selection));
      if (copy->len > 0)
        gtk_single_selection_set_selected (selection, (guint) g_test_rand_int_range (0, (gint32) copy->len));
    }
}

static void
test_launched (void)
{
  g_autoptr (PgsProcessStore) store = new_store ();
  g_autoptr (PgsProcessTable) table = new_family ();
  g_autoptr (PgsFamily) family = pgs_family_new (10);

  pgs_process_store_set_only_uid (store, TRUE, 1000); /* the program may belong to somebody else */
  pgs_family_update (family, table);
  pgs_process_store_set_family (store, family);
  assert_rows (store, "10 >11 >12"); /* and not what they descend from */
  g_assert_true (pgs_process_store_get_tree (store));
  pgs_process_store_set_search (store, "cat");
  assert_rows (store, "12");
  pgs_process_store_set_search (store, NULL);
  pgs_process_store_set_family (store, NULL);
  assert_rows (store, "20");
  g_assert_false (pgs_process_store_get_tree (store));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/process-store/sort", test_sort);
  g_test_add_func ("/app/process-store/filter", test_filter);
  g_test_add_func ("/app/process-store/tree", test_tree);
  g_test_add_func ("/app/process-store/ring-of-parents", test_ring);
  g_test_add_func ("/app/process-store/refresh-keeps-items", test_refresh_keeps_items);
  g_test_add_func ("/app/process-store/pid-used-again", test_pid_used_again);
  g_test_add_func ("/app/process-store/limit", test_limit);
  g_test_add_func ("/app/process-store/announces", test_announces);
  g_test_add_func ("/app/process-store/crowd", test_crowd);

  g_test_add_func ("/app/process-store/launched", test_launched);
  return g_test_run ();
}
