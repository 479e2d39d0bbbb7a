/* pgs-row-item.c: a row of a table, as the list widget holds it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-row-item.h"

struct _PgsRowItem
{
  GObject parent_instance;

  guint64 id;
  gconstpointer row; /* of the list's current rows; NULL if it has none any more */
  GHashTable *items;
};

G_DEFINE_FINAL_TYPE (PgsRowItem, pgs_row_item, G_TYPE_OBJECT)

static void
pgs_row_item_finalize (GObject *object)
{
  PgsRowItem *self = PGS_ROW_ITEM (object);

  g_hash_table_remove (self->items, &self->id);
  g_hash_table_unref (self->items);
  G_OBJECT_CLASS (pgs_row_item_parent_class)->finalize (object);
}

static void
pgs_row_item_class_init (PgsRowItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgs_row_item_finalize;
}

static void
pgs_row_item_init (PgsRowItem *self)
{
}

/**
 * pgs_row_item_get_id:
 * @self: an item
 *
 * Returns: the row's ID
 */
guint64
pgs_row_item_get_id (PgsRowItem *self)
{
  return self->id;
}

/**
 * pgs_row_item_get_row:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the row, of the type that its list has, until the list's rows
 *   change; %NULL if it is gone
 */
gconstpointer
pgs_row_item_get_row (PgsRowItem *self)
{
  return self->row;
}

/**
 * pgs_row_items_new:
 *
 * For the items of one list. They may live longer than the list, which forgets their rows before it ends.
 *
 * Returns: (transfer full) (element-type guint64 PgsRowItem): all items that exist, by their ID; it holds no
 *   reference to them, and each leaves it when it ends
 */
GHashTable *
pgs_row_items_new (void)
{
  return g_hash_table_new (g_int64_hash, g_int64_equal);
}

/**
 * pgs_row_items_get:
 * @items: the items of a list
 * @id: of a row
 * @row: (transfer none): the row, if it has no item yet
 *
 * Returns: (transfer full): its item
 */
PgsRowItem *
pgs_row_items_get (GHashTable    *items,
                   guint64        id,
                   gconstpointer  row)
{
  PgsRowItem *item = g_hash_table_lookup (items, &id);

  if (item != NULL)
    return g_object_ref (item);
  item = g_object_new (PGS_TYPE_ROW_ITEM, NULL);
  item->id = id;
  item->row = row;
  item->items = g_hash_table_ref (items);
  g_hash_table_insert (items, &item->id, item);
  return item;
}

/**
 * pgs_row_items_adopt:
 * @items: the items of a list
 * @id: of a row; one without an item is left alone
 * @row: (transfer none): where the row is from now on
 */
void
pgs_row_items_adopt (GHashTable    *items,
                     guint64        id,
                     gconstpointer  row)
{
  PgsRowItem *item = g_hash_table_lookup (items, &id);

  if (item != NULL)
    item->row = row;
}

/**
 * pgs_row_items_stay:
 * @items: the items of a list
 * @before: the array of all rows
 * @after: another one of the same rows in another order; each begins with its ID
 *
 * Items stay in their places, and are from now on those of the rows that are there.
 */
void
pgs_row_items_stay (GHashTable    *items,
                    gconstpointer  before,
                    gconstpointer  after)
{
  g_autoptr (GList) all = g_hash_table_get_values (items);

  g_hash_table_remove_all (items);
  for (GList *link = all; link != NULL; link = link->next)
    {
      PgsRowItem *item = link->data;

      if (item->row != NULL)
        {
          item->row = (const char *) after + ((const char *) item->row - (const char *) before);
          item->id = *(const guint64 *) item->row;
        }
      g_hash_table_insert (items, &item->id, item);
    }
}

/**
 * pgs_row_items_forget:
 * @items: the items of a list
 *
 * None has a row any more, until it is adopted again.
 */
void
pgs_row_items_forget (GHashTable *items)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    PGS_ROW_ITEM (item)->row = NULL;
}
