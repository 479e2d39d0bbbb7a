/* test-region-list.c: the table of mappings keeps its items, selection and order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "example.h"
#include "pgs-region-list.h"
#include "pgs-region-sums.h"

#define N_MANY 60000

/* What `items-changed` said, and the items as someone who only follows that signal has them. */
typedef struct
{
  GPtrArray *items;
  guint n_changes;
  guint n_touched;
} Follower;

static void
on_items_changed (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  gpointer    data)
{
  Follower *self = data;

  g_assert_cmpuint (position + removed, <=, self->items->len);
  if (removed > 0)
    g_ptr_array_remove_range (self->items, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (self->items, (gint) (position + i),
                        g_list_model_get_item (model, position + i));
  self->n_changes++;
  self->n_touched += removed + added;
}

static void
follower_check (Follower   *self,
                GListModel *model)
{
  g_assert_cmpuint (self->items->len, ==, g_list_model_get_n_items (model));
  for (guint i = 0; i < self->items->len; i++)
    {
      g_autoptr (PgsRowItem) item = g_list_model_get_item (model, i);

      g_assert_true (item == self->items->pdata[i]);
      g_assert_true (pgs_row_item_get_row (item)
                     == pgs_region_list_get_row (PGS_REGION_LIST (model), i));
    }
}

/* Regions of 10 pages at pages 100, 200, …; region i has rss[i] pages. A negative number leaves the
 * region out. */
static PgsSnapshot *
snapshot_new (const gint *rss,
              gsize       n_regions)
{
  PgsSnapshot *snapshot = pgs_snapshot_new ();
  PgsMapsBuilder *maps = pgs_maps_builder_new (n_regions);
  PgsSmapsBuilder *smaps;

  for (gsize i = 0; i < n_regions; i++)
    {
      const gboolean of_file = i % 2 == 1;
      ExampleMapping row = { 100 * (i + 1), 100 * (i + 1) + 10, of_file ? "r--p" : "rw-p",
                             of_file ? 50 : 0, of_file ? "/usr/share/Words.txt" : NULL, 0 };

      if (rss[i] >= 0)
        example_maps_add (maps, &row);
    }
  snapshot->page_size = EXAMPLE_PAGE;
  snapshot->process = pgs_process_info_new ();
  snapshot->maps = pgs_maps_builder_end (maps, NULL);
  smaps = pgs_smaps_builder_new (snapshot->maps);
  for (gsize i = 0; i < n_regions; i++)
    {
      const PgsRegionSmaps counters = { .rss = (guint64) MAX (rss[i], 0) * EXAMPLE_PAGE,
                                        .pss = PGS_UNKNOWN };

      if (rss[i] >= 0)
        pgs_smaps_builder_add (smaps, 100 * (i + 1) * EXAMPLE_PAGE,
                               (100 * (i + 1) + 10) * EXAMPLE_PAGE, &counters);
    }
  snapshot->smaps = pgs_smaps_builder_end (smaps);
  return snapshot;
}

static void
set_rss (PgsRegionList *list,
         const gint    *rss,
         gsize          n_regions)
{
  g_autoptr (PgsSnapshot) snapshot = snapshot_new (rss, n_regions);

  pgs_region_list_set_snapshot (list, snapshot);
}

/* The number of the region at @position, as counted in snapshot_new(); -1 for a group. */
static gint
region_at (PgsRegionList *list,
           guint          position)
{
  const PgsRow *row = pgs_region_list_get_row (list, position);

  g_assert_nonnull (row);
  if (row->is_group)
    return -1;
  return (gint) (pgs_region_list_get_first_mapping (list, row)->start / EXAMPLE_PAGE / 100) - 1;
}

static void
assert_order (PgsRegionList *list,
              const char    *expected)
{
  g_autoptr (GString) order = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      const gint region = region_at (list, i);

      if (region < 0)
        g_string_append (order, "G ");
      else
        g_string_append_printf (order, "%d ", region);
    }
  g_assert_cmpstr (order->str, ==, expected);
}

static void
assert_selected (PgsRegionList *list,
                 const char    *expected)
{
  g_autoptr (GString) selected = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    if (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (list), i))
      g_string_append_printf (selected, "%d ", region_at (list, i));
  g_assert_cmpstr (selected->str, ==, expected);
}

static void
test_sort (void)
{
  g_autoptr (PgsRegionList) list = pgs_region_list_new ();
  const gint rss[] = { 5, 3, 9, 3 };

  set_rss (list, rss, 4);
  assert_order (list, "0 1 2 3 ");
  pgs_region_list_set_sort (list, PGS_REGION_COLUMN_RSS, FALSE);
  assert_order (list, "1 3 0 2 ");
  pgs_region_list_set_sort (list, PGS_REGION_COLUMN_RSS, TRUE);
  assert_order (list, "2 0 1 3 "); /* equal ones by address in both directions */
  pgs_region_list_set_sort (list, PGS_REGION_COLUMN_RANGE, TRUE);
  assert_order (list, "3 2 1 0 ");
  pgs_region_list_set_sort (list, PGS_REGION_COLUMN_PSS, TRUE);
  assert_order (list, "0 1 2 3 "); /* nothing known: by address */
  pgs_region_list_set_sort (list, PGS_REGION_COLUMN_INODE, TRUE);
  assert_order (list, "1 3 0 2 "); /* those without are last */
  pgs_region_list_set_sort (list, PGS_REGION_COLUMN_NAME, TRUE);
  assert_order (list, "1 3 0 2 ");
}

static void
test_refresh (void)
{
  g_autoptr (PgsRegionList) list = pgs_region_list_new ();
  Follower follower = { g_ptr_array_new_with_free_func (g_object_unref), 0, 0 };
  const gint first[] = { 5, 3, 9, 1 };
  const gint same_order[] = { 6, 4, 9, 1 };
  const gint other_order[] = { 6, 7, 9, 1 };
  const gint one_gone[] = { 6, 7, -1, 1, 2 };

  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), &follower);
  pgs_region_list_set_sort (list, PGS_REGION_COLUMN_RSS, TRUE);
  set_rss (list, first, 4);
  assert_order (list, "2 0 1 3 ");
  follower_check (&follower, G_LIST_MODEL (list));
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (list), 2, TRUE);
  assert_selected (list, "1 ");

  follower.n_changes = follower.n_touched = 0;
  set_rss (list, same_order, 4);
  g_assert_cmpuint (follower.n_changes, ==, 0);
  assert_order (list, "2 0 1 3 ");

  set_rss (list, other_order, 4);
  g_assert_cmpuint (follower.n_changes, ==, 1);
  g_assert_cmpuint (follower.n_touched, ==, 4); /* two rows changed places */
  assert_order (list, "2 1 0 3 ");
  assert_selected (list, "1 ");
  follower_check (&follower, G_LIST_MODEL (list));

  set_rss (list, one_gone, 5);
  assert_order (list, "1 0 4 3 ");
  assert_selected (list, "1 ");
  follower_check (&follower, G_LIST_MODEL (list));
  pgs_region_list_set_snapshot (list, NULL);
  follower_check (&follower, G_LIST_MODEL (list));
  g_ptr_array_unref (follower.items);
}

/* To be sorted by another column tells nothing: items stay in their places, the selection with its mapping. */
static void
test_sort_in_place (void)
{
  g_autoptr (PgsRegionList) list = pgs_region_list_new ();
  Follower follower = { g_ptr_array_new_with_free_func (g_object_unref), 0, 0 };
  const gint rss[] = { 5, 3, 9, 1 };
  const gint other_order[] = { 5, 3, 0, 1 };
  g_autoptr (PgsSnapshot) other = NULL;

  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), &follower);
  set_rss (list, rss, 4);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (list), 2, TRUE);
  follower.n_changes = 0;
  pgs_region_list_set_sort (list, PGS_REGION_COLUMN_RSS, TRUE);
  assert_order (list, "2 0 1 3 ");
  assert_selected (list, "2 ");
  follower_check (&follower, G_LIST_MODEL (list));
  pgs_region_list_set_rows_stay (list, TRUE);
  other = snapshot_new (other_order, 4);
  pgs_maps_unref (other->maps);
  other->maps = pgs_maps_ref (pgs_region_list_get_snapshot (list)->maps);
  pgs_region_list_set_snapshot (list, other);
  assert_order (list, "0 1 3 2 ");
  assert_selected (list, "2 ");
  follower_check (&follower, G_LIST_MODEL (list));
  g_assert_cmpuint (follower.n_changes, ==, 0);
  pgs_region_list_set_query (list, "words");
  assert_order (list, "1 3 ");
  follower_check (&follower, G_LIST_MODEL (list));
  g_ptr_array_unref (follower.items);
}

/* Where all rows are others, those in view come first. */
static void
test_tell_more (void)
{
  g_autoptr (PgsRegionList) list = pgs_region_list_new ();
  GListModel *model = G_LIST_MODEL (list);
  Follower follower = { g_ptr_array_new_with_free_func (g_object_unref), 0, 0 };
  const gint rss[] = { 5, 3, 9, 1 };
  guint position;

  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), &follower);
  pgs_region_list_set_n_first (list, 2);
  set_rss (list, rss, 4);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 2);
  g_assert_null (g_list_model_get_item (model, 2));
  follower_check (&follower, model);
  g_assert_true (pgs_region_list_tell_more (list, 1));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 3);
  follower_check (&follower, model);
  pgs_region_list_set_sort (list, PGS_REGION_COLUMN_RSS, TRUE);
  follower_check (&follower, model);
  g_assert_false (pgs_region_list_tell_more (list, 300));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 4);
  follower_check (&follower, model);

  pgs_region_list_set_query (list, "words"); /* none of those that were told of first stays first */
  follower_check (&follower, model);
  pgs_region_list_set_query (list, "");
  pgs_region_list_set_snapshot (list, NULL);
  follower_check (&follower, model);
  set_rss (list, rss, 4);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 2);
  g_assert_true (pgs_region_list_find (list, 400 * EXAMPLE_PAGE, &position));
  g_assert_cmpuint (position, ==, 3);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 4);
  follower_check (&follower, model);

  pgs_region_list_set_snapshot (list, NULL);
  set_rss (list, rss, 4);
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (list));
  g_assert_cmpuint (pgs_region_list_get_n_selected (list), ==, 4);
  follower_check (&follower, model);
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (list));
  g_assert_cmpuint (pgs_region_list_get_n_selected (list), ==, 0);
  g_ptr_array_unref (follower.items);
}

/* A stack that grows gets another first address; it is the same row all the same. */
static void
test_stack_grows (void)
{
  const ExampleMapping small = { 900, 910, "rw-p", 0, "[stack]", 0 };
  const ExampleMapping large = { 880, 910, "rw-p", 0, "[stack]", 0 };
  g_autoptr (PgsSnapshot) before = pgs_snapshot_new ();
  g_autoptr (PgsSnapshot) after = pgs_snapshot_new ();
  g_autoptr (PgsRegionList) list = pgs_region_list_new ();

  before->process = pgs_process_info_new ();
  before->maps = example_maps_new (&small, 1);
  after->process = pgs_process_info_new ();
  after->maps = example_maps_new (&large, 1);
  pgs_region_list_set_snapshot (list, before);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (list), 0, TRUE);
  pgs_region_list_set_snapshot (list, after);
  assert_selected (list, "7 ");
}

static void
test_filter (void)
{
  g_autoptr (PgsRegionList) list = pgs_region_list_new ();
  const gint rss[] = { 5, 3, 9, 3 };

  set_rss (list, rss, 4);
  pgs_region_list_set_query (list, "words");
  assert_order (list, "1 3 ");
  pgs_region_list_set_query (list, "rw-p");
  assert_order (list, "0 2 ");
  pgs_region_list_set_query (list, "12c000"); /* page 300 */
  assert_order (list, "2 ");
  pgs_region_list_set_query (list, "0x12c123"); /* inside */
  assert_order (list, "2 ");
  pgs_region_list_set_query (list, "share r--");
  assert_order (list, "1 3 ");
  pgs_region_list_set_query (list, "share rw");
  assert_order (list, "");
  pgs_region_list_set_query (list, "anonymous");
  assert_order (list, "0 2 ");
  pgs_region_list_set_query (list, "");
  assert_order (list, "0 1 2 3 ");
  pgs_region_list_set_kind (list, PGS_KIND_FILE);
  assert_order (list, "1 3 ");
  pgs_region_list_set_query (list, "c800"); /* page 200 is 0xc8000 */
  assert_order (list, "1 ");
  pgs_region_list_set_kind (list, PGS_ANY_KIND);
  assert_order (list, "1 ");
}

static void
test_groups (void)
{
  g_autoptr (PgsRegionList) list = pgs_region_list_new ();
  Follower follower = { g_ptr_array_new_with_free_func (g_object_unref), 0, 0 };
  const gint rss[] = { 5, 3, 9, 4 };
  const PgsRow *group;
  g_autofree char *title = NULL;
  guint position;

  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), &follower);
  set_rss (list, rss, 4);
  pgs_region_list_set_grouping (list, PGS_GROUPING_FILE);
  assert_order (list, "G 0 2 G 1 3 ");
  group = pgs_region_list_get_row (list, 3);
  title = pgs_region_list_format (list, group, PGS_REGION_COLUMN_RANGE);
  g_assert_cmpstr (title, ==, "Words.txt (2)");
  g_assert_cmpuint (pgs_region_list_get_value (list, group, PGS_REGION_COLUMN_RSS), ==,
                    7 * EXAMPLE_PAGE);
  g_assert_cmpuint (pgs_region_list_get_value (list, group, PGS_REGION_COLUMN_PSS), ==,
                    PGS_UNKNOWN);
  pgs_region_list_set_sort (list, PGS_REGION_COLUMN_RSS, FALSE);
  assert_order (list, "G 1 3 G 0 2 ");
  pgs_region_list_set_collapsed (list, pgs_region_list_get_row (list, 0)->id, TRUE);
  assert_order (list, "G G 0 2 ");
  set_rss (list, (const gint[]) { 5, 3, 2, 4 }, 4); /* equal sums: by address */
  assert_order (list, "G 2 0 G ");
  follower_check (&follower, G_LIST_MODEL (list));
  g_assert_true (pgs_region_list_find (list, 400 * EXAMPLE_PAGE, &position));
  assert_order (list, "G 2 0 G 1 3 ");
  g_assert_cmpint (region_at (list, position), ==, 3);
  follower_check (&follower, G_LIST_MODEL (list));
  g_ptr_array_unref (follower.items);
}

static void
test_sums (void)
{
  g_autoptr (PgsRegionList) list = pgs_region_list_new ();
  GtkSelectionModel *model = GTK_SELECTION_MODEL (list);
  const gint rss[] = { 5, 3, 9, 4 };
  PgsRegionSums sums;

  set_rss (list, rss, 4);
  pgs_region_list_get_sums (list, &sums);
  g_assert_cmpuint (sums.n_regions, ==, 4);
  g_assert_cmpuint (sums.n_selected, ==, 0);
  g_assert_cmpuint (sums.values[PGS_REGION_COLUMN_SIZE], ==, 40 * EXAMPLE_PAGE);
  g_assert_cmpuint (sums.values[PGS_REGION_COLUMN_RSS], ==, 21 * EXAMPLE_PAGE);
  g_assert_cmpuint (sums.values[PGS_REGION_COLUMN_PSS], ==, PGS_UNKNOWN);
  g_assert_cmpuint (sums.values[PGS_REGION_COLUMN_N_PRESENT], ==, PGS_UNKNOWN);

  pgs_region_list_set_grouping (list, PGS_GROUPING_FILE);
  assert_order (list, "G 0 2 G 1 3 ");
  gtk_selection_model_select_item (model, 0, TRUE);
  gtk_selection_model_select_item (model, 2, FALSE); /* in the group already */
  gtk_selection_model_select_item (model, 5, FALSE);
  pgs_region_list_get_sums (list, &sums);
  g_assert_cmpuint (sums.n_selected, ==, 3);
  g_assert_cmpuint (sums.n_regions, ==, 3);
  g_assert_cmpuint (sums.values[PGS_REGION_COLUMN_RSS], ==, 18 * EXAMPLE_PAGE);
  g_assert_null (pgs_region_list_get_only_selected (list));
  gtk_selection_model_select_item (model, 5, TRUE);
  g_assert_true (pgs_region_list_get_only_selected (list) == pgs_region_list_get_row (list, 5));
}

static void
test_text (void)
{
  g_autoptr (PgsRegionList) list = pgs_region_list_new ();
  const gint rss[] = { 5, 3 };
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) cells = NULL;

  set_rss (list, rss, 2);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (list), 1, TRUE);
  text = pgs_region_list_dup_text (list);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3); /* headings, one row, the end */
  cells = g_strsplit (lines[1], "\t", -1);
  g_assert_cmpuint (g_strv_length (cells), ==, PGS_N_REGION_COLUMNS);
  g_assert_cmpstr (cells[PGS_REGION_COLUMN_RANGE], ==, "c8000-d2000");
  g_assert_cmpstr (cells[PGS_REGION_COLUMN_SIZE], ==, "40960");
  g_assert_cmpstr (cells[PGS_REGION_COLUMN_RSS], ==, "12288");
  g_assert_cmpstr (cells[PGS_REGION_COLUMN_PSS], ==, "");
  g_assert_cmpstr (cells[PGS_REGION_COLUMN_PATH], ==, "/usr/share/Words.txt");
}

static void
test_hostile_names (void)
{
  const ExampleMapping row = { 100, 101, "r--p", 9, "/a\tb\n\xff%s", 0 };
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();
  g_autoptr (PgsRegionList) list = pgs_region_list_new ();
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  snapshot->process = pgs_process_info_new ();
  snapshot->maps = example_maps_new (&row, 1);
  pgs_region_list_set_snapshot (list, snapshot);
  name = pgs_region_list_format (list, pgs_region_list_get_row (list, 0),
                                 PGS_REGION_COLUMN_PATH);
  g_assert_true (g_utf8_validate (name, -1, NULL));
  g_assert_null (strpbrk (name, "\t\n"));
  text = pgs_region_list_dup_text (list);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
}

/* Sixty thousand mappings, sorted by a number that changes: no items are made but those that
 * somebody holds. The time is far above what it takes, to find what is quadratic. */
static void
test_many (void)
{
  g_autofree gint *rss = g_new (gint, N_MANY);
  g_autoptr (PgsRegionList) list = pgs_region_list_new ();
  g_autoptr (PgsRowItem) held = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  PgsSnapshot *snapshots[4];
  double seconds;
  guint position;

  for (guint s = 0; s < G_N_ELEMENTS (snapshots); s++)
    {
      for (guint i = 0; i < N_MANY; i++)
        rss[i] = g_rand_int_range (rand, 0, 1000);
      snapshots[s] = snapshot_new (rss, N_MANY);
    }
  pgs_region_list_set_sort (list, PGS_REGION_COLUMN_RSS, TRUE);
  g_test_timer_start ();
  pgs_region_list_set_snapshot (list, snapshots[0]);
  held = g_list_model_get_item (G_LIST_MODEL (list), 1000);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (list), 1000, TRUE);
  for (guint s = 1; s < G_N_ELEMENTS (snapshots); s++)
    pgs_region_list_set_snapshot (list, snapshots[s]);
  seconds = g_test_timer_elapsed ();
  g_test_message ("%u mappings sorted anew in %.1f ms", N_MANY,
                  seconds * 1000 / G_N_ELEMENTS (snapshots));
  g_assert_cmpfloat (seconds, <, 10);
  g_assert_nonnull (pgs_row_item_get_row (held));
  g_assert_true (pgs_region_list_find (
      list, pgs_region_list_get_first_mapping (list, pgs_row_item_get_row (held))->start,
      &position));
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (list), position));
  for (guint i = 1; i < N_MANY; i++)
    g_assert_cmpuint (
        pgs_region_list_get_value (list, pgs_region_list_get_row (list, i - 1),
                                   PGS_REGION_COLUMN_RSS), >=,
        pgs_region_list_get_value (list, pgs_region_list_get_row (list, i), PGS_REGION_COLUMN_RSS));
  for (guint s = 0; s < G_N_ELEMENTS (snapshots); s++)
    pgs_snapshot_unref (snapshots[s]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/region-list/sort", test_sort);
  g_test_add_func ("/app/region-list/refresh", test_refresh);
  g_test_add_func ("/app/region-list/sort-in-place", test_sort_in_place);
  g_test_add_func ("/app/region-list/tell-more", test_tell_more);
  g_test_add_func ("/app/region-list/stack-grows", test_stack_grows);
  g_test_add_func ("/app/region-list/filter", test_filter);
  g_test_add_func ("/app/region-list/groups", test_groups);
  g_test_add_func ("/app/region-list/sums", test_sums);
  g_test_add_func ("/app/region-list/text", test_text);
  g_test_add_func ("/app/region-list/hostile-names", test_hostile_names);
  g_test_add_func ("/app/region-list/many", test_many);
  return g_test_run ();
}
