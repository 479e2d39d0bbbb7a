/* pgs-region-list.c: the mappings of the current snapshot as a list model with a selection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * GtkMultiSelection follows a changed range by asking for every item in it, so that 60,000 objects
 * would be made at each sample that changes the order. Here the selection is a set of row IDs.
 */
#include "config.h"

#include "pgs-region-list.h"

#include <glib/gi18n-lib.h>

#include "pgs-format.h"

struct _PgsRegionList
{
  GObject parent_instance;

  PgsRegionRows *rows; /* NULL without a snapshot that has mappings */
  GArray *found;       /* what the filter found in the rows' mappings */
  char *query;
  gint kind;
  PgsRowsSpec spec;
  GHashTable *live;     /* guint64 → PgsRegionItem, not owned */
  GHashTable *selected; /* set of guint64 */
};

static void list_model_init (GListModelInterface *iface);
static void selection_model_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PgsRegionList, pgs_region_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                      selection_model_init))

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

static void
id_set_add (GHashTable *set,
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

/* Items and the selection learn where their rows are now; what has none is not selected. */
static void
adopt_rows (PgsRegionList *self)
{
  gsize n_rows;
  const PgsRow *rows = get_rows (self->rows, &n_rows);
  g_autoptr (GHashTable) was_selected = g_steal_pointer (&self->selected);
  GHashTableIter iter;
  gpointer item;

  self->selected = id_set_new ();
  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    pgs_region_item_set_row (item, NULL);
  for (gsize i = 0; i < n_rows; i++)
    {
      item = g_hash_table_lookup (self->live, &rows[i].id);
      if (item != NULL)
        pgs_region_item_set_row (item, &rows[i]);
      if (g_hash_table_size (was_selected) > 0
          && g_hash_table_contains (was_selected, &rows[i].id))
        id_set_add (self->selected, rows[i].id);
    }
}

static void
emit_difference (PgsRegionList       *self,
                 const PgsRegionRows *before)
{
  gsize n_old, n_new;
  const PgsRow *old_rows = get_rows (before, &n_old);
  const PgsRow *new_rows = get_rows (self->rows, &n_new);
  gsize head = 0;
  gsize tail = 0;

  while (head < MIN (n_old, n_new) && old_rows[head].id == new_rows[head].id)
    head++;
  while (tail < MIN (n_old, n_new) - head
         && old_rows[n_old - 1 - tail].id == new_rows[n_new - 1 - tail].id)
    tail++;
  if (head + tail < MAX (n_old, n_new))
    g_list_model_items_changed (G_LIST_MODEL (self), (guint) head, (guint) (n_old - head - tail),
                                (guint) (n_new - head - tail));
}

static void
take_rows (PgsRegionList *self,
           PgsRegionRows *rows)
{
  g_autoptr (PgsRegionRows) before = g_steal_pointer (&self->rows);
  const guint n_selected = g_hash_table_size (self->selected);
  gsize n_rows;

  self->rows = rows;
  adopt_rows (self);
  emit_difference (self, before);
  get_rows (self->rows, &n_rows);
  if (g_hash_table_size (self->selected) != n_selected && n_rows > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, (guint) n_rows);
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
  return PGS_TYPE_REGION_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  gsize n_rows;

  get_rows (PGS_REGION_LIST (model)->rows, &n_rows);
  return (guint) n_rows;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  PgsRegionList *self = PGS_REGION_LIST (model);
  const PgsRow *row = pgs_region_list_get_row (self, position);
  PgsRegionItem *item;

  if (row == NULL)
    return NULL;
  item = g_hash_table_lookup (self->live, &row->id);
  if (item != NULL)
    return g_object_ref (item);
  item = pgs_region_item_new (row->id, self->live);
  pgs_region_item_set_row (item, row);
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
is_selected (GtkSelectionModel *model,
             guint              position)
{
  PgsRegionList *self = PGS_REGION_LIST (model);
  const PgsRow *row = pgs_region_list_get_row (self, position);

  return row != NULL && g_hash_table_contains (self->selected, &row->id);
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model,
                        guint              position,
                        guint              n_items)
{
  PgsRegionList *self = PGS_REGION_LIST (model);
  GtkBitset *selection = gtk_bitset_new_empty ();

  if (g_hash_table_size (self->selected) == 0)
    return selection;
  for (guint i = position; i - position < n_items && i < get_n_items (G_LIST_MODEL (model)); i++)
    if (is_selected (model, i))
      gtk_bitset_add (selection, i);
  return selection;
}

static gboolean
set_selection (GtkSelectionModel *model,
               GtkBitset         *selected,
               GtkBitset         *mask)
{
  PgsRegionList *self = PGS_REGION_LIST (model);
  g_autoptr (GtkBitset) changed = gtk_bitset_new_empty ();
  GtkBitsetIter iter;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, mask, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    {
      const PgsRow *row = pgs_region_list_get_row (self, position);
      const gboolean is = gtk_bitset_contains (selected, position);

      if (row == NULL || is == g_hash_table_contains (self->selected, &row->id))
        continue;
      gtk_bitset_add (changed, position);
      if (is)
        id_set_add (self->selected, row->id);
      else
        g_hash_table_remove (self->selected, &row->id);
    }
  if (!gtk_bitset_is_empty (changed))
    gtk_selection_model_selection_changed (model, gtk_bitset_get_minimum (changed),
                                           gtk_bitset_get_maximum (changed)
                                               - gtk_bitset_get_minimum (changed) + 1);
  return TRUE;
}

static void
selection_model_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->set_selection = set_selection;
}

static void
pgs_region_list_finalize (GObject *object)
{
  PgsRegionList *self = PGS_REGION_LIST (object);
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    pgs_region_item_set_row (item, NULL);
  g_clear_pointer (&self->rows, pgs_region_rows_free);
  g_clear_pointer (&self->found, g_array_unref);
  g_clear_pointer (&self->query, g_free);
  g_clear_pointer (&self->live, g_hash_table_unref);
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
  self->live = g_hash_table_new (g_int64_hash, g_int64_equal);
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
 * pgs_region_list_set_snapshot:
 * @self: a list
 * @snapshot: (nullable): the moment to show from now on
 *
 * Nothing is done if no part of it changed.
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
  if (before->pages == snapshot->pages && before->smaps == snapshot->smaps)
    return;
  order = dup_last_order (self);
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

static void
spec_changed (PgsRegionList *self)
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
  spec_changed (self);
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
  spec_changed (self);
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
    id_set_add (self->spec.collapsed, group_id);
  else
    g_hash_table_remove (self->spec.collapsed, &group_id);
  spec_changed (self);
}

/**
 * pgs_region_list_get_group:
 * @self: a list
 * @row: one of its rows that is a group
 *
 * Returns: (transfer none): the group
 */
const PgsRegionGroup *
pgs_region_list_get_group (PgsRegionList *self,
                           const PgsRow  *row)
{
  return pgs_region_rows_get_group (self->rows, row->index);
}

/**
 * pgs_region_list_get_first_mapping:
 * @self: a list
 * @row: one of its rows
 *
 * Returns: (transfer none): the row's mapping, or the first of the group's
 */
const PgsMapping *
pgs_region_list_get_first_mapping (PgsRegionList *self,
                                   const PgsRow  *row)
{
  const PgsSnapshot *snapshot = pgs_region_rows_get_snapshot (self->rows);
  gsize n_regions;
  const guint32 *order = pgs_region_rows_get_order (self->rows, &n_regions);

  if (!row->is_group)
    return pgs_maps_get (snapshot->maps, row->index);
  return pgs_maps_get (snapshot->maps, order[pgs_region_list_get_group (self, row)->first]);
}

/**
 * pgs_region_list_get_value:
 * @self: a list
 * @row: one of its rows
 * @column: a column
 *
 * Returns: as pgs_region_rows_get_value()
 */
guint64
pgs_region_list_get_value (PgsRegionList   *self,
                           const PgsRow    *row,
                           PgsRegionColumn  column)
{
  return pgs_region_rows_get_value (self->rows, row, column);
}

static char *
format_group (PgsRegionList   *self,
              const PgsRow    *row,
              PgsRegionColumn  column)
{
  const PgsMapping *first = pgs_region_list_get_first_mapping (self, row);
  const guint n_regions = pgs_region_list_get_group (self, row)->n_regions;
  g_autofree char *name = NULL;

  if (column != PGS_REGION_COLUMN_RANGE)
    return pgs_region_column_is_sum (column)
               ? pgs_region_column_format_sum (column, pgs_region_list_get_value (self, row, column))
               : g_strdup ("");
  if (self->spec.grouping == PGS_GROUPING_KIND || first->path == NULL)
    name = g_strdup (pgs_format_kind (first->kind));
  else
    name = pgs_format_mapping_name (first);
  /* Translators: a group of mappings and how many they are: "libc.so.6 (5)". */
  return g_strdup_printf (_("%s (%u)"), name, n_regions);
}

/**
 * pgs_region_list_format:
 * @self: a list
 * @row: one of its rows
 * @column: a column
 *
 * Returns: (transfer full): what the cell shows; of a group its name and size in the first column,
 *   sums in those that have any, else nothing
 */
char *
pgs_region_list_format (PgsRegionList   *self,
                        const PgsRow    *row,
                        PgsRegionColumn  column)
{
  if (row->is_group)
    return format_group (self, row, column);
  return pgs_region_column_format (column, pgs_region_rows_get_snapshot (self->rows), row->index);
}

/**
 * pgs_region_list_get_row:
 * @self: a list
 * @position: of a row
 *
 * Returns: (transfer none) (nullable): the row until the rows change; %NULL behind the last
 */
const PgsRow *
pgs_region_list_get_row (PgsRegionList *self,
                         guint          position)
{
  gsize n_rows;
  const PgsRow *rows = get_rows (self->rows, &n_rows);

  return position < n_rows ? &rows[position] : NULL;
}

static gboolean
find_id (PgsRegionList *self,
         guint64        id,
         guint         *position)
{
  gsize n_rows;
  const PgsRow *rows = get_rows (self->rows, &n_rows);

  for (gsize i = 0; i < n_rows; i++)
    if (rows[i].id == id)
      {
        *position = (guint) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * pgs_region_list_find:
 * @self: a list
 * @address: an address
 * @position: (out): of the row
 *
 * Expands the group in which the mapping is. O(n).
 *
 * Returns: whether there is a row for the mapping that holds @address; not if it is filtered out
 */
gboolean
pgs_region_list_find (PgsRegionList *self,
                      guint64        address,
                      guint         *position)
{
  const PgsSnapshot *snapshot = pgs_region_list_get_snapshot (self);
  gsize region;
  guint64 id;

  if (snapshot == NULL || !pgs_maps_find (snapshot->maps, address, &region))
    return FALSE;
  id = pgs_region_id (pgs_maps_get (snapshot->maps, region));
  if (find_id (self, id, position))
    return TRUE;
  if (g_hash_table_size (self->spec.collapsed) == 0)
    return FALSE;
  g_hash_table_remove_all (self->spec.collapsed);
  spec_changed (self);
  return find_id (self, id, position);
}

/**
 * pgs_region_list_get_only_selected:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): the selected row if there is exactly one and it is a
 *   mapping's, until the rows change
 */
const PgsRow *
pgs_region_list_get_only_selected (PgsRegionList *self)
{
  GHashTableIter iter;
  gpointer id;
  guint position;
  const PgsRow *row;

  if (g_hash_table_size (self->selected) != 1)
    return NULL;
  g_hash_table_iter_init (&iter, self->selected);
  g_hash_table_iter_next (&iter, &id, NULL);
  if (!find_id (self, *(const guint64 *) id, &position))
    return NULL;
  row = pgs_region_list_get_row (self, position);
  return row->is_group ? NULL : row;
}

/**
 * pgs_region_list_get_order:
 * @self: a list
 * @n_regions: (out): how many
 *
 * Returns: (transfer none) (nullable) (array length=n_regions): indices of all mappings that were
 *   found, in the order shown, those of collapsed groups included
 */
const guint32 *
pgs_region_list_get_order (PgsRegionList *self,
                           gsize         *n_regions)
{
  *n_regions = 0;
  return self->rows != NULL ? pgs_region_rows_get_order (self->rows, n_regions) : NULL;
}

/**
 * pgs_region_list_get_n_selected:
 * @self: a list
 *
 * Returns: how many rows are selected
 */
gsize
pgs_region_list_get_n_selected (PgsRegionList *self)
{
  return g_hash_table_size (self->selected);
}

/**
 * pgs_region_list_dup_chosen:
 * @self: a list
 *
 * The mappings that are selected, alone or with their group; all that were found if none is. O(n).
 *
 * Returns: (transfer full) (nullable): by mapping, whether it is chosen; %NULL without a snapshot
 */
guint8 *
pgs_region_list_dup_chosen (PgsRegionList *self)
{
  const PgsSnapshot *snapshot = pgs_region_list_get_snapshot (self);
  guint8 *chosen = snapshot ? g_new0 (guint8, pgs_maps_get_length (snapshot->maps) + 1) : NULL;
  const gboolean all = g_hash_table_size (self->selected) == 0;
  gsize n_regions, n_rows;
  const guint32 *order = pgs_region_list_get_order (self, &n_regions);
  const PgsRow *rows = get_rows (self->rows, &n_rows);

  for (gsize i = 0; all && i < n_regions; i++)
    chosen[order[i]] = TRUE;
  for (gsize i = 0; !all && i < n_rows; i++)
    {
      const PgsRegionGroup *group;

      if (!g_hash_table_contains (self->selected, &rows[i].id))
        continue;
      if (!rows[i].is_group)
        {
          chosen[rows[i].index] = TRUE;
          continue;
        }
      group = pgs_region_list_get_group (self, &rows[i]);
      for (guint32 k = group->first; k < group->first + group->n_regions; k++)
        chosen[order[k]] = TRUE;
    }
  return chosen;
}
