/* pgs-region-list.c: the mappings of the current snapshot as a list model with a selection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * GTK 4.8 makes widgets for the first 205 rows at once, in view or not, 5,000 cells. So where all rows are others than
 * before, the list tells of those in view first, and of the others by and by.
 *
 * In another order the items stay in their places and are those of other rows: nothing is told to GTK, which would
 * make 205 rows of widgets anew, and ask for all 60,000 items to find those that moved.
 */
#include "config.h"

#include "pgs-region-list-private.h"

#include "pgs-list-change.h"
#include "pgs-read-iter.h"

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PgsRegionList, pgs_region_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                      pgs_region_list_selection_init))

enum
{
  REFRESHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GHashTable *
id_set_new (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/**
 * pgs_id_set_add:
 * @set: a set of guint64
 * @id: what to put into it
 */
void
pgs_id_set_add (GHashTable *set,
                guint64     id)
{
  g_hash_table_add (set, g_memdup2 (&id, sizeof id));
}

static const PgsRow *
get_rows (const PgsRegionRows *rows,
          gsize               *n_rows)
{
  *n_rows = 0;
  return rows != NULL ? pgs_region_rows_get (rows, n_rows) : NULL;
}

/**
 * pgs_region_list_peek_rows:
 * @self: a list
 * @n_rows: (out): how many
 *
 * Returns: (transfer none) (nullable) (array length=n_rows): its rows until they change
 */
const PgsRow *
pgs_region_list_peek_rows (PgsRegionList *self,
                           gsize         *n_rows)
{
  return get_rows (self->rows, n_rows);
}

/* Items and the selection learn where their rows are now; what has none is not selected. */
static void
adopt_rows (PgsRegionList *self)
{
  gsize n_rows;
  const PgsRow *rows = get_rows (self->rows, &n_rows);
  g_autoptr (GHashTable) was_selected = g_steal_pointer (&self->selected);

  self->selected = id_set_new ();
  pgs_row_items_forget (self->items);
  for (gsize i = 0; i < n_rows; i++)
    {
      pgs_row_items_adopt (self->items, rows[i].id, &rows[i]);
      if (g_hash_table_size (was_selected) > 0
          && g_hash_table_contains (was_selected, &rows[i].id))
        pgs_id_set_add (self->selected, rows[i].id);
    }
}

G_STATIC_ASSERT (G_STRUCT_OFFSET (PgsRow, id) == 0);

/* Of the rows that are told of. */
static PgsListKeys
get_keys (PgsRegionList       *self,
          const PgsRegionRows *rows)
{
  gsize n_rows;
  const PgsRow *first = get_rows (rows, &n_rows);

  return (PgsListKeys) { first, pgs_list_told_get_n (&self->told, n_rows), sizeof *first, sizeof first->id };
}

static void
emit_difference (PgsRegionList       *self,
                 const PgsRegionRows *before)
{
  const PgsListKeys old_keys = get_keys (self, before);
  const PgsListKeys new_keys = get_keys (self, self->rows);
  PgsListChange change;

  if (!pgs_list_change_find (&old_keys, &new_keys, &change))
    return;
  if (change.removed == old_keys.n)
    {
      self->told.n_most = self->told.n_first;
      change.added = get_keys (self, self->rows).n;
    }
  pgs_list_change_tell (G_LIST_MODEL (self), &change);
}

static void
tell_selection (PgsRegionList *self)
{
  const guint n_told = g_list_model_get_n_items (G_LIST_MODEL (self));

  if (n_told > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, n_told);
}

static void
take_rows (PgsRegionList *self,
           PgsRegionRows *rows)
{
  g_autoptr (PgsRegionRows) before = g_steal_pointer (&self->rows);
  const guint n_selected = g_hash_table_size (self->selected);

  self->rows = rows;
  adopt_rows (self);
  emit_difference (self, before);
  if (g_hash_table_size (self->selected) != n_selected)
    tell_selection (self);
  g_signal_emit (self, signals[REFRESHED], 0);
}

/* The same ones in another order. */
static void
take_order (PgsRegionList *self,
            PgsRegionRows *rows)
{
  g_autoptr (PgsRegionRows) before = g_steal_pointer (&self->rows);
  gsize n_before, n_rows;

  self->rows = rows;
  pgs_row_items_stay (self->items, get_rows (before, &n_before), get_rows (rows, &n_rows));
  g_assert (n_rows == n_before);
  if (g_hash_table_size (self->selected) > 0)
    tell_selection (self);
  g_signal_emit (self, signals[REFRESHED], 0);
}

/* The order that the rows have is likely to be the one that they will have. */
static GArray *
dup_last_order (PgsRegionList *self)
{
  gsize n_regions;
  const guint32 *order = pgs_region_rows_get_order (self->rows, &n_regions);
  GArray *copy = g_array_sized_new (FALSE, FALSE, sizeof (guint32), (guint) n_regions);

  g_array_append_vals (copy, order, (guint) n_regions);
  return copy;
}

static void
sort_again (PgsRegionList *self,
            PgsSnapshot   *snapshot,
            const GArray  *shown)
{
  take_rows (self, pgs_region_rows_new (snapshot, shown, &self->spec));
}

static void
filter_again (PgsRegionList *self,
              PgsSnapshot   *snapshot)
{
  g_clear_pointer (&self->found, g_array_unref);
  self->found = pgs_region_filter (snapshot->maps, self->query, self->kind);
  sort_again (self, snapshot, self->found);
}

static GType
get_item_type (GListModel *model)
{
  return PGS_TYPE_ROW_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  PgsRegionList *self = PGS_REGION_LIST (model);

  return get_keys (self, self->rows).n;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  PgsRegionList *self = PGS_REGION_LIST (model);
  const PgsRow *row = position < self->told.n_most ? pgs_region_list_get_row (self, position) : NULL;

  return row != NULL ? pgs_row_items_get (self->items, row->id, row) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
pgs_region_list_finalize (GObject *object)
{
  PgsRegionList *self = PGS_REGION_LIST (object);

  pgs_row_items_forget (self->items);
  g_clear_pointer (&self->rows, pgs_region_rows_free);
  g_clear_pointer (&self->found, g_array_unref);
  g_clear_pointer (&self->query, g_free);
  g_clear_pointer (&self->items, g_hash_table_unref);
  g_clear_pointer (&self->selected, g_hash_table_unref);
  g_clear_pointer (&self->spec.collapsed, g_hash_table_unref);
  G_OBJECT_CLASS (pgs_region_list_parent_class)->finalize (object);
}

static void
pgs_region_list_class_init (PgsRegionListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgs_region_list_finalize;
  signals[REFRESHED] = g_signal_new ("refreshed", PGS_TYPE_REGION_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
}

static void
pgs_region_list_init (PgsRegionList *self)
{
  self->kind = PGS_ANY_KIND;
  self->told = PGS_LIST_TOLD_ALL;
  self->items = pgs_row_items_new ();
  self->selected = id_set_new ();
  self->spec.column = PGS_REGION_COLUMN_RANGE;
  self->spec.collapsed = id_set_new ();
}

/**
 * pgs_region_list_new:
 *
 * Returns: (transfer full): an empty list, sorted by address
 */
PgsRegionList *
pgs_region_list_new (void)
{
  return g_object_new (PGS_TYPE_REGION_LIST, NULL);
}

/**
 * pgs_region_list_set_n_first:
 * @self: a list
 * @n_first: how many rows are told of at first where all are others than before
 *
 * Whoever sets it calls pgs_region_list_tell_more() until no more are left.
 */
void
pgs_region_list_set_n_first (PgsRegionList *self,
                             guint          n_first)
{
  self->told.n_first = n_first;
}

/**
 * pgs_region_list_tell_more:
 * @self: a list
 * @n_more: how many rows to tell of; all, once there are more than GTK makes widgets for
 *
 * Returns: whether more are left
 */
gboolean
pgs_region_list_tell_more (PgsRegionList *self,
                           guint          n_more)
{
  return pgs_list_told_more (&self->told, G_LIST_MODEL (self), n_more);
}

/**
 * pgs_region_list_set_rows_stay:
 * @self: a list
 * @rows_stay: whether items stay in their places when another snapshot changes the order, instead of going with
 *   their mappings
 */
void
pgs_region_list_set_rows_stay (PgsRegionList *self,
                               gboolean       rows_stay)
{
  self->rows_stay = rows_stay;
}

/**
 * pgs_region_list_set_snapshot:
 * @self: a list
 * @snapshot: (nullable): the moment to show from now on
 *
 * Nothing is done if mappings, pages and smaps say the same.
 */
void
pgs_region_list_set_snapshot (PgsRegionList *self,
                              PgsSnapshot   *snapshot)
{
  PgsSnapshot *before = pgs_region_list_get_snapshot (self);
  g_autoptr (GArray) order = NULL;

  if (snapshot == NULL || snapshot->maps == NULL)
    {
      if (before != NULL)
        take_rows (self, NULL);
      return;
    }
  if (before == NULL || before->maps != snapshot->maps)
    {
      filter_again (self, snapshot);
      return;
    }
  if (before->smaps == snapshot->smaps && pgs_pages_says_the_same (before->pages, snapshot->pages))
    return;
  order = dup_last_order (self);
  if (self->rows_stay)
    take_order (self, pgs_region_rows_new (snapshot, order, &self->spec));
  else
    sort_again (self, snapshot, order);
}

/**
 * pgs_region_list_get_snapshot:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): the moment that the rows show
 */
PgsSnapshot *
pgs_region_list_get_snapshot (PgsRegionList *self)
{
  return self->rows != NULL ? pgs_region_rows_get_snapshot (self->rows) : NULL;
}

static void
filter_changed (PgsRegionList *self)
{
  g_autoptr (PgsSnapshot) snapshot = NULL;

  if (self->rows == NULL)
    return;
  snapshot = pgs_snapshot_ref (pgs_region_rows_get_snapshot (self->rows));
  filter_again (self, snapshot);
}

/**
 * pgs_region_list_sort_again:
 * @self: a list
 *
 * Makes its rows anew, as another order or grouping is asked for.
 */
void
pgs_region_list_sort_again (PgsRegionList *self)
{
  g_autoptr (PgsSnapshot) snapshot = NULL;

  if (self->rows == NULL)
    return;
  snapshot = pgs_snapshot_ref (pgs_region_rows_get_snapshot (self->rows));
  sort_again (self, snapshot, self->found);
}

/**
 * pgs_region_list_set_query:
 * @self: a list
 * @query: (nullable): as for pgs_region_filter()
 */
void
pgs_region_list_set_query (PgsRegionList *self,
                           const char    *query)
{
  if (g_strcmp0 (self->query, query) == 0)
    return;
  g_free (self->query);
  self->query = g_strdup (query);
  filter_changed (self);
}

/**
 * pgs_region_list_set_kind:
 * @self: a list
 * @kind: a #PgsKind to show alone, or %PGS_ANY_KIND
 */
void
pgs_region_list_set_kind (PgsRegionList *self,
                          gint           kind)
{
  if (self->kind == kind)
    return;
  self->kind = kind;
  filter_changed (self);
}

/**
 * pgs_region_list_set_grouping:
 * @self: a list
 * @grouping: #PgsGrouping; all groups are expanded
 */
void
pgs_region_list_set_grouping (PgsRegionList *self,
                              PgsGrouping    grouping)
{
  if (self->spec.grouping == grouping)
    return;
  self->spec.grouping = grouping;
  g_hash_table_remove_all (self->spec.collapsed);
  pgs_region_list_sort_again (self);
}

/**
 * pgs_region_list_is_grouped:
 * @self: a list
 *
 * Returns: whether mappings stand under headings
 */
gboolean
pgs_region_list_is_grouped (PgsRegionList *self)
{
  return self->spec.grouping != PGS_GROUPING_NONE;
}

/**
 * pgs_region_list_set_sort:
 * @self: a list
 * @column: to sort by
 * @is_descending: largest first
 *
 * Items stay in their places, and are those of other rows.
 */
void
pgs_region_list_set_sort (PgsRegionList   *self,
                          PgsRegionColumn  column,
                          gboolean         is_descending)
{
  if (self->spec.column == column && self->spec.is_descending == is_descending)
    return;
  self->spec.column = column;
  self->spec.is_descending = is_descending;
  if (self->rows != NULL)
    take_order (self, pgs_region_rows_new (pgs_region_list_get_snapshot (self), self->found, &self->spec));
}

/**
 * pgs_region_list_set_collapsed:
 * @self: a list
 * @group_id: of a group
 * @is_collapsed: whether only its heading is shown
 */
void
pgs_region_list_set_collapsed (PgsRegionList *self,
                               guint64        group_id,
                               gboolean       is_collapsed)
{
  if (g_hash_table_contains (self->spec.collapsed, &group_id) == is_collapsed)
    return;
  if (is_collapsed)
    pgs_id_set_add (self->spec.collapsed, group_id);
  else
    g_hash_table_remove (self->spec.collapsed, &group_id);
  pgs_region_list_sort_again (self);
}
