/* test-diff-list.c: the table of differences sorts, filters, and keeps its items
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include <glib/gstdio.h>

#include "example.h"
#include "pgs-diff-list.h"
#include "pgs-diff-text.h"

/* Regions of 10 pages at pages 100, 200, …; region i has rss[i] pages. A negative number leaves the
 * region out. */
static PgsSnapshot *
snapshot_new (const gint *rss,
              gsize       n_regions)
{
  PgsSnapshot *snapshot = pgs_snapshot_new ();
  PgsMapsBuilder *maps = pgs_maps_builder_new (n_regions);
  PgsPagesBuilder *pages;

  for (gsize i = 0; i < n_regions; i++)
    {
      const ExampleMapping row = { 100 * (i + 1), 100 * (i + 1) + 10, "rw-p", i % 2 ? 30 + i : 0,
                                   i % 2 ? "/lib/a,\"b" : NULL, 0 };

      if (rss[i] >= 0)
        example_maps_add (maps, &row);
    }
  snapshot->page_size = EXAMPLE_PAGE;
  snapshot->maps = pgs_maps_builder_end (maps, NULL);
  pages = pgs_pages_builder_new (snapshot->maps, EXAMPLE_SHIFT, (PgsPageState) 0xff);
  for (gsize i = 0; i < n_regions; i++)
    if (rss[i] > 0)
      pgs_pages_builder_add (pages, 100 * (i + 1), (guint64) rss[i], PGS_PAGE_PRESENT);
  snapshot->pages = pgs_pages_builder_end (pages);
  return snapshot;
}

static PgsDiff *
diff_new (const gint *a,
          const gint *b,
          gsize       n_regions)
{
  g_autoptr (PgsSnapshot) before = snapshot_new (a, n_regions);
  g_autoptr (PgsSnapshot) after = snapshot_new (b, n_regions);

  return pgs_diff_new (before, after);
}

/* The rows by the hundreds of the pages at which their regions begin. */
static void
assert_rows (PgsDiffList *list,
             const char  *expected)
{
  g_autoptr (GString) rows = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (PgsRowItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);
      const PgsDiffEntry *entry = pgs_row_item_get_row (item);
      const PgsDiffSide *side = entry->b.region != PGS_DIFF_NONE ? &entry->b : &entry->a;

      g_assert_true (entry == pgs_diff_list_get_entry (list, i));
      g_string_append_printf (rows, "%s%u", i > 0 ? " " : "", (guint) (side->start / EXAMPLE_PAGE / 100));
    }
  g_assert_cmpstr (rows->str, ==, expected);
}

static const gint before[] = { 1, 2, 3, 4, -1, 6 };
static const gint after[] = { 1, 5, 1, -1, 7, 7 };

static void
test_order (void)
{
  g_autoptr (PgsDiff) diff = diff_new (before, after, G_N_ELEMENTS (before));
  g_autoptr (PgsDiffList) list = pgs_diff_list_new ();

  pgs_diff_list_set_diff (list, diff);
  assert_rows (list, "5 2 6 3 4"); /* +7 +3 +1 −2 −4 */
  g_assert_cmpuint (pgs_diff_list_get_largest (list), ==, 7 * EXAMPLE_PAGE);
  pgs_diff_list_set_sort (list, PGS_DIFF_COLUMN_RSS_DELTA, FALSE);
  assert_rows (list, "4 3 6 2 5");
  pgs_diff_list_set_sort (list, PGS_DIFF_COLUMN_ADDRESS, FALSE);
  assert_rows (list, "2 3 4 5 6");
  pgs_diff_list_set_sort (list, PGS_DIFF_COLUMN_LEFT, TRUE);
  assert_rows (list, "4 3 5 2 6"); /* equal ones as they rank */
}

static void
test_filter (void)
{
  g_autoptr (PgsDiff) diff = diff_new (before, after, G_N_ELEMENTS (before));
  g_autoptr (PgsDiffList) list = pgs_diff_list_new ();

  pgs_diff_list_set_diff (list, diff);
  pgs_diff_list_set_filter (list, PGS_DIFF_FILTER_MORE);
  assert_rows (list, "5 2 6");
  pgs_diff_list_set_filter (list, PGS_DIFF_FILTER_LESS);
  assert_rows (list, "3 4");
  pgs_diff_list_set_filter (list, PGS_DIFF_FILTER_ADDED);
  assert_rows (list, "5");
  pgs_diff_list_set_filter (list, PGS_DIFF_FILTER_REMOVED);
  assert_rows (list, "4");
  pgs_diff_list_set_filter (list, PGS_DIFF_FILTER_ALL);
  pgs_diff_list_set_query (list, "/lib");
  assert_rows (list, "2 6 4");
  pgs_diff_list_set_query (list, "nothing");
  assert_rows (list, "");
  pgs_diff_list_set_query (list, NULL);
  pgs_diff_list_set_diff (list, NULL);
  assert_rows (list, "");
}

static void
count_rows (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            guint      *n_rows)
{
  g_assert_cmpuint (position + removed, <=, *n_rows);
  *n_rows += added - removed;
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, *n_rows);
}

/* Where there were few rows, of the first ones it tells first. */
static void
test_tell_more (void)
{
  g_autoptr (PgsDiff) diff = diff_new (before, after, G_N_ELEMENTS (before));
  g_autoptr (PgsDiffList) list = pgs_diff_list_new ();
  guint n_rows = 0, position;

  g_signal_connect (list, "items-changed", G_CALLBACK (count_rows), &n_rows);
  pgs_diff_list_set_n_first (list, 2);
  pgs_diff_list_set_diff (list, diff);
  assert_rows (list, "5 2");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 2));
  g_assert_true (pgs_diff_list_tell_more (list, 1));
  assert_rows (list, "5 2 6");
  pgs_diff_list_set_sort (list, PGS_DIFF_COLUMN_RSS_DELTA, FALSE);
  assert_rows (list, "4 3 6");
  g_assert_false (pgs_diff_list_tell_more (list, 300));
  assert_rows (list, "4 3 6 2 5");
  pgs_diff_list_set_filter (list, PGS_DIFF_FILTER_LESS);
  assert_rows (list, "4 3");
  pgs_diff_list_set_filter (list, PGS_DIFF_FILTER_ALL);
  assert_rows (list, "4 3");
  g_assert_true (pgs_diff_list_find (list, 503 * EXAMPLE_PAGE, &position));
  g_assert_cmpuint (position, ==, 4);
  assert_rows (list, "4 3 6 2 5");
}

/* A new diff keeps items, also where they moved, and tells of those whose row is gone. */
static void
test_refresh (void)
{
  static const gint later[] = { 1, 3, 1, 9, 7, 6 };
  g_autoptr (PgsDiff) first = diff_new (before, after, G_N_ELEMENTS (before));
  g_autoptr (PgsDiff) second = diff_new (before, later, G_N_ELEMENTS (before));
  g_autoptr (PgsDiffList) list = pgs_diff_list_new ();
  g_autoptr (PgsRowItem) grew = NULL;
  g_autoptr (PgsRowItem) gone = NULL;
  guint position;

  pgs_diff_list_set_diff (list, first);
  grew = g_list_model_get_item (G_LIST_MODEL (list), 1);
  gone = g_list_model_get_item (G_LIST_MODEL (list), 2);
  pgs_diff_list_set_diff (list, second);
  assert_rows (list, "5 4 2 3"); /* +7 +5 +1 −2 */
  g_assert_true (pgs_diff_list_find_item (list, grew, &position));
  g_assert_cmpuint (position, ==, 2);
  g_assert_cmpint (((const PgsDiffEntry *) pgs_row_item_get_row (grew))->rss_delta, ==, EXAMPLE_PAGE);
  g_assert_null (pgs_row_item_get_row (gone));
  g_assert_false (pgs_diff_list_find_item (list, gone, &position));
  g_assert_true (pgs_diff_list_find (list, 403 * EXAMPLE_PAGE, &position));
  g_assert_cmpuint (position, ==, 1);
}

static void
test_text (void)
{
  static const gint a[] = { 1, 2 };
  static const gint b[] = { 1, 5 };
  g_autoptr (PgsDiff) diff = diff_new (a, b, 2);
  g_autoptr (PgsDiffList) list = pgs_diff_list_new ();
  g_autofree char *csv = NULL;
  g_autofree char *text = NULL;

  pgs_diff_list_set_diff (list, diff);
  csv = pgs_diff_list_dup_text (list, ',');
  g_assert_cmpstr (csv, ==,
                   "change,kind,path,a_start,a_end,a_rss,b_start,b_end,b_rss,size_delta,rss_delta,"
                   "pages_came,pages_left,pages_swapped,pages_copied,pages_other\r\n"
                   "pages,file,\"/lib/a,\"\"b\",0xc8000,0xd2000,8192,0xc8000,0xd2000,20480,0,12288,3,0,0,0,0\r\n");
  text = pgs_diff_list_dup_text (list, '\t');
  g_assert_nonnull (strstr (text, "\npages\tfile\t/lib/a,\"b\t0xc8000\t"));
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (GError) error = NULL;

  *(gint *) data = pgs_diff_text_save_finish (result, &error) ? 1 : 2;
  g_assert_true ((error == NULL) == (*(gint *) data == 1));
}

static gint
wait_until_saved (gint *how)
{
  g_assert_cmpint (*how, ==, 0); /* not by this thread */
  while (*how == 0)
    g_main_context_iteration (NULL, TRUE);
  return *how;
}

/* The rows that were shown when it was asked for, also if there are others before the file is written. */
static void
test_save (void)
{
  g_autoptr (PgsDiff) diff = diff_new (before, after, G_N_ELEMENTS (before));
  g_autoptr (PgsDiffList) list = pgs_diff_list_new ();
  g_autofree char *folder = g_dir_make_tmp ("pgs-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.csv", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "none", "a.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) no_file = g_file_new_for_path (nowhere);
  g_autofree char *expected = NULL, *text = NULL;
  gint how = 0;

  pgs_diff_list_set_diff (list, diff);
  expected = pgs_diff_list_dup_text (list, ',');
  pgs_diff_list_save_async (list, file, on_saved, &how);
  pgs_diff_list_set_filter (list, PGS_DIFF_FILTER_ADDED);
  pgs_diff_list_set_diff (list, NULL);
  g_assert_cmpint (wait_until_saved (&how), ==, 1);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpint (g_remove (path), ==, 0);

  how = 0;
  pgs_diff_list_save_async (list, no_file, on_saved, &how);
  g_assert_cmpint (wait_until_saved (&how), ==, 2);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/diff-list/order", test_order);
  g_test_add_func ("/app/diff-list/filter", test_filter);
  g_test_add_func ("/app/diff-list/tell-more", test_tell_more);
  g_test_add_func ("/app/diff-list/refresh", test_refresh);
  g_test_add_func ("/app/diff-list/text", test_text);
  g_test_add_func ("/app/diff-list/save", test_save);
  return g_test_run ();
}
