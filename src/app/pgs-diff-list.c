/* pgs-diff-list.c: the regions that differ as a list model: filtered, sorted, kept when it refreshes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-diff-list.h"

#include "pgs-diff-text.h"
#include "pgs-list-change.h"
#include "pgs-region-filter.h"

/* See pgs-region-list.c: of the rows in view the list tells first, where there were not more before. */
struct _PgsDiffList
{
  GObject parent_instance;

  PgsDiff *diff;    /* (nullable) */
  GArray *order;    /* of guint32: indices of its entries that are shown; another array each time */
  GArray *ids;      /* of guint64: of these rows */
  PgsListTold told;
  GHashTable *items; /* see pgs_row_items_new() */
  guint64 largest;
  char *query;
  PgsDiffFilter filter;
  PgsDiffColumn column;
  gboolean is_descending;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PgsDiffList, pgs_diff_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum
{
  REFRESHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Addresses are even. */
static guint64
get_id (const PgsDiffEntry *entry)
{
  return entry->b.region != PGS_DIFF_NONE ? entry->b.start : entry->a.start | 1;
}

static const PgsDiffEntry *
get_entries (PgsDiffList *self)
{
  gsize n_entries;

  return self->diff != NULL ? pgs_diff_get_entries (self->diff, &n_entries) : NULL;
}

/* By region, whether the search finds it; %NULL: there is no search, or there are no mappings. */
static guint8 *
search (PgsDiffList   *self,
        const PgsMaps *maps)
{
  g_autoptr (GArray) found = NULL;
  guint8 *is_found;

  if (self->query == NULL || *self->query == '\0' || maps == NULL)
    return NULL;
  found = pgs_region_filter (maps, self->query, PGS_ANY_KIND);
  is_found = g_new0 (guint8, pgs_maps_get_length (maps) + 1);
  for (guint i = 0; i < found->len; i++)
    is_found[g_array_index (found, guint32, i)] = TRUE;
  return is_found;
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      data)
{
  PgsDiffList *self = data;
  const PgsDiffEntry *entries = get_entries (self);
  const guint32 x = *(const guint32 *) a;
  const guint32 y = *(const guint32 *) b;
  int order = pgs_diff_column_compare (self->column, self->diff, &entries[x], &entries[y]);

  if (self->is_descending)
    order = -order;
  return order != 0 ? order : (x > y) - (x < y);
}

static void
make_order (PgsDiffList *self)
{
  const PgsDiffEntry *entries;
  g_autofree guint8 *found_a = NULL;
  g_autofree guint8 *found_b = NULL;
  gsize n_entries;

  self->order = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->largest = 0;
  if (self->diff == NULL)
    return;
  entries = pgs_diff_get_entries (self->diff, &n_entries);
  found_a = search (self, pgs_diff_get_maps_a (self->diff));
  found_b = search (self, pgs_diff_get_maps_b (self->diff));
  for (guint32 i = 0; i < n_entries; i++)
    {
      const PgsDiffEntry *entry = &entries[i];

      if (!pgs_diff_filter_passes (self->filter, entry)
          || (found_b != NULL && !(entry->b.region != PGS_DIFF_NONE ? found_b[entry->b.region]
                                                                    : found_a[entry->a.region])))
        continue;
      if (entry->rss_delta != PGS_DIFF_UNKNOWN)
        self->largest = MAX (self->largest, (guint64) ABS (entry->rss_delta));
      g_array_append_val (self->order, i);
    }
  g_array_sort_with_data (self->order, compare, self);
  for (guint i = 0; i < self->order->len; i++)
    {
      const guint64 id = get_id (&entries[g_array_index (self->order, guint32, i)]);

      g_array_append_val (self->ids, id);
    }
}

static void
adopt_items (PgsDiffList *self)
{
  const PgsDiffEntry *entries = get_entries (self);

  if (g_hash_table_size (self->items) == 0)
    return;
  pgs_row_items_forget (self->items);
  for (guint i = 0; i < self->ids->len; i++)
    pgs_row_items_adopt (self->items, g_array_index (self->ids, guint64, i),
                         &entries[g_array_index (self->order, guint32, i)]);
}

/* Of the rows that are told of. */
static PgsListKeys
get_keys (PgsDiffList  *self,
          const GArray *ids)
{
  return (PgsListKeys) { ids->data, pgs_list_told_get_n (&self->told, ids->len), sizeof (guint64), sizeof (guint64) };
}

static void
emit_difference (PgsDiffList  *self,
                 const GArray *before)
{
  const PgsListKeys old_keys = get_keys (self, before);
  PgsListKeys new_keys;
  PgsListChange change;

  if (old_keys.n <= self->told.n_first)
    self->told.n_most = self->told.n_first;
  new_keys = get_keys (self, self->ids);
  if (pgs_list_change_find (&old_keys, &new_keys, &change))
    pgs_list_change_tell (G_LIST_MODEL (self), &change);
}

static void
refresh (PgsDiffList *self)
{
  g_autoptr (GArray) before = g_steal_pointer (&self->ids);

  g_clear_pointer (&self->order, g_array_unref);
  make_order (self);
  adopt_items (self);
  emit_difference (self, before);
  g_signal_emit (self, signals[REFRESHED], 0);
}

static GType
get_item_type (GListModel *model)
{
  return PGS_TYPE_ROW_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  PgsDiffList *self = PGS_DIFF_LIST (model);

  return get_keys (self, self->ids).n;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  PgsDiffList *self = PGS_DIFF_LIST (model);

  if (position >= get_n_items (model))
    return NULL;
  return pgs_row_items_get (self->items, g_array_index (self->ids, guint64, position),
                            pgs_diff_list_get_entry (self, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
pgs_diff_list_finalize (GObject *object)
{
  PgsDiffList *self = PGS_DIFF_LIST (object);

  pgs_row_items_forget (self->items);
  g_clear_pointer (&self->diff, pgs_diff_unref);
  g_clear_pointer (&self->order, g_array_unref);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->items, g_hash_table_unref);
  g_clear_pointer (&self->query, g_free);
  G_OBJECT_CLASS (pgs_diff_list_parent_class)->finalize (object);
}

static void
pgs_diff_list_class_init (PgsDiffListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgs_diff_list_finalize;
  signals[REFRESHED] = g_signal_new ("refreshed", PGS_TYPE_DIFF_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
}

static void
pgs_diff_list_init (PgsDiffList *self)
{
  self->items = pgs_row_items_new ();
  self->column = PGS_DIFF_COLUMN_RSS_DELTA;
  self->is_descending = TRUE;
  self->told = PGS_LIST_TOLD_ALL;
  make_order (self);
}

/**
 * pgs_diff_list_new:
 *
 * Returns: (transfer full): an empty list; what grew most first
 */
PgsDiffList *
pgs_diff_list_new (void)
{
  return g_object_new (PGS_TYPE_DIFF_LIST, NULL);
}

/**
 * pgs_diff_list_set_n_first:
 * @self: a list
 * @n_first: how many rows are told of at first where there were no more before
 *
 * Whoever sets it calls pgs_diff_list_tell_more() until no more are left.
 */
void
pgs_diff_list_set_n_first (PgsDiffList *self,
                           guint        n_first)
{
  self->told.n_first = n_first;
}

/**
 * pgs_diff_list_tell_more:
 * @self: a list
 * @n_more: as for pgs_list_told_more()
 *
 * Returns: whether more are left
 */
gboolean
pgs_diff_list_tell_more (PgsDiffList *self,
                         guint        n_more)
{
  return pgs_list_told_more (&self->told, G_LIST_MODEL (self), n_more);
}

/**
 * pgs_diff_list_set_diff:
 * @self: a list
 * @diff: (nullable): what it shows from now on
 */
void
pgs_diff_list_set_diff (PgsDiffList *self,
                        PgsDiff     *diff)
{
  g_autoptr (PgsDiff) before = NULL;

  if (self->diff == diff)
    return;
  before = g_steal_pointer (&self->diff);
  if (diff != NULL)
    self->diff = pgs_diff_ref (diff);
  refresh (self);
}

/**
 * pgs_diff_list_get_diff:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): what it shows
 */
PgsDiff *
pgs_diff_list_get_diff (PgsDiffList *self)
{
  return self->diff;
}

/**
 * pgs_diff_list_set_query:
 * @self: a list
 * @query: (nullable): as for pgs_region_filter()
 */
void
pgs_diff_list_set_query (PgsDiffList *self,
                         const char  *query)
{
  if (g_strcmp0 (self->query, query) == 0)
    return;
  g_free (self->query);
  self->query = g_strdup (query);
  refresh (self);
}

/**
 * pgs_diff_list_set_filter:
 * @self: a list
 * @filter: which differences to show
 */
void
pgs_diff_list_set_filter (PgsDiffList   *self,
                          PgsDiffFilter  filter)
{
  if (self->filter == filter)
    return;
  self->filter = filter;
  refresh (self);
}

/**
 * pgs_diff_list_set_sort:
 * @self: a list
 * @column: to sort by
 * @is_descending: largest first
 */
void
pgs_diff_list_set_sort (PgsDiffList   *self,
                        PgsDiffColumn  column,
                        gboolean       is_descending)
{
  if (self->column == column && self->is_descending == is_descending)
    return;
  self->column = column;
  self->is_descending = is_descending;
  refresh (self);
}

/**
 * pgs_diff_list_get_entry:
 * @self: a list
 * @position: of a row
 *
 * Returns: (transfer none) (nullable): its entry until the diff changes
 */
const PgsDiffEntry *
pgs_diff_list_get_entry (PgsDiffList *self,
                         guint        position)
{
  if (position >= self->order->len)
    return NULL;
  return &get_entries (self)[g_array_index (self->order, guint32, position)];
}

/* It can be chosen. */
static gboolean
give_position (PgsDiffList *self,
               guint        found,
               guint       *position)
{
  if (found >= get_n_items (G_LIST_MODEL (self)))
    pgs_diff_list_tell_more (self, G_MAXUINT);
  *position = found;
  return TRUE;
}

/**
 * pgs_diff_list_find:
 * @self: a list
 * @address: an address in B
 * @position: (out): of the row whose region holds it
 *
 * O(n).
 *
 * Returns: whether there is one
 */
gboolean
pgs_diff_list_find (PgsDiffList *self,
                    guint64      address,
                    guint       *position)
{
  for (guint i = 0; i < self->order->len; i++)
    {
      const PgsDiffSide *side = &pgs_diff_list_get_entry (self, i)->b;

      if (side->region != PGS_DIFF_NONE && address >= side->start && address < side->end)
        return give_position (self, i, position);
    }
  return FALSE;
}

/**
 * pgs_diff_list_find_item:
 * @self: a list
 * @item: an item that it gave
 * @position: (out): where it is now
 *
 * O(n).
 *
 * Returns: whether it is still there
 */
gboolean
pgs_diff_list_find_item (PgsDiffList *self,
                         PgsRowItem  *item,
                         guint       *position)
{
  for (guint i = 0; i < self->ids->len; i++)
    if (g_array_index (self->ids, guint64, i) == pgs_row_item_get_id (item))
      return give_position (self, i, position);
  return FALSE;
}

/**
 * pgs_diff_list_get_largest:
 * @self: a list
 *
 * Returns: the largest difference of RSS of the rows that are shown, in bytes, whatever its sign
 */
guint64
pgs_diff_list_get_largest (PgsDiffList *self)
{
  return self->largest;
}

/**
 * pgs_diff_list_dup_text:
 * @self: a list
 * @separator: as for pgs_diff_column_write()
 *
 * Returns: (transfer full): the rows that are shown, in their order
 */
char *
pgs_diff_list_dup_text (PgsDiffList *self,
                        char         separator)
{
  GString *text = g_string_new (NULL);

  if (self->diff != NULL)
    pgs_diff_column_write (self->diff, (const guint32 *) (gpointer) self->order->data,
                           self->order->len, separator, text);
  return g_string_free (text, FALSE);
}

/**
 * pgs_diff_list_save_async:
 * @self: a list
 * @file: where to write the rows to that are shown, as CSV
 * @callback: calls pgs_diff_text_save_finish(), on this thread
 * @data: for @callback
 */
void
pgs_diff_list_save_async (PgsDiffList         *self,
                          GFile               *file,
                          GAsyncReadyCallback  callback,
                          gpointer             data)
{
  pgs_diff_text_save_async (self->diff, self->order, file, callback, data);
}
