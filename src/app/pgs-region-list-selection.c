/* pgs-region-list-selection.c: which rows of a PgsRegionList are selected
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * GtkMultiSelection follows a changed range by asking for every item in it, so that 60,000 objects
 * would be made at each sample that changes the order. Here the selection is a set of row IDs.
 */
#include "config.h"

#include "pgs-region-list-private.h"

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
  const guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (model));

  if (g_hash_table_size (self->selected) == 0)
    return selection;
  for (guint i = position; i - position < n_items && i < n_rows; i++)
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
        pgs_id_set_add (self->selected, row->id);
      else
        g_hash_table_remove (self->selected, &row->id);
    }
  if (!gtk_bitset_is_empty (changed))
    gtk_selection_model_selection_changed (model, gtk_bitset_get_minimum (changed),
                                           gtk_bitset_get_maximum (changed)
                                               - gtk_bitset_get_minimum (changed) + 1);
  return TRUE;
}

/* Also of those that were not told of yet. */
static gboolean
select_all (GtkSelectionModel *model)
{
  g_autoptr (GtkBitset) all = NULL;

  pgs_region_list_tell_more (PGS_REGION_LIST (model), G_MAXUINT);
  all = gtk_bitset_new_range (0, g_list_model_get_n_items (G_LIST_MODEL (model)));
  return set_selection (model, all, all);
}

/* Of all: what is selected may not have been told of yet. */
static gboolean
unselect_all (GtkSelectionModel *model)
{
  const guint n_selected = g_hash_table_size (PGS_REGION_LIST (model)->selected);
  const guint n_told = g_list_model_get_n_items (G_LIST_MODEL (model));

  g_hash_table_remove_all (PGS_REGION_LIST (model)->selected);
  if (n_selected > 0 && n_told > 0)
    gtk_selection_model_selection_changed (model, 0, n_told);
  return TRUE;
}

/**
 * pgs_region_list_selection_init:
 * @iface: how the list is a #GtkSelectionModel
 */
void
pgs_region_list_selection_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->set_selection = set_selection;
  iface->select_all = select_all;
  iface->unselect_all = unselect_all;
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
  if (!pgs_region_list_find_id (self, *(const guint64 *) id, &position))
    return NULL;
  row = pgs_region_list_get_row (self, position);
  return row->is_group ? NULL : row;
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
  const PgsRow *rows = pgs_region_list_peek_rows (self, &n_rows);

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
