/* pgs-region-item.c: a row of the table of mappings, as the list widget holds it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-region-item.h"

struct _PgsRegionItem
{
  GObject parent_instance;

  guint64 id;
  const PgsRow *row; /* of the list's current rows; NULL if it has none any more */
  GHashTable *live;
};

G_DEFINE_FINAL_TYPE (PgsRegionItem, pgs_region_item, G_TYPE_OBJECT)

static void
pgs_region_item_finalize (GObject *object)
{
  PgsRegionItem *self = PGS_REGION_ITEM (object);

  g_hash_table_remove (self->live, &self->id);
  g_hash_table_unref (self->live);
  G_OBJECT_CLASS (pgs_region_item_parent_class)->finalize (object);
}

static void
pgs_region_item_class_init (PgsRegionItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgs_region_item_finalize;
}

static void
pgs_region_item_init (PgsRegionItem *self)
{
}

/**
 * pgs_region_item_new:
 * @id: of a row that has no item yet
 * @live: (element-type guint64 PgsRegionItem): all items that exist; it holds no reference to them,
 *   and this one leaves it when it ends
 *
 * Returns: (transfer full): an item
 */
PgsRegionItem *
pgs_region_item_new (guint64     id,
                     GHashTable *live)
{
  PgsRegionItem *self = g_object_new (PGS_TYPE_REGION_ITEM, NULL);

  self->id = id;
  self->live = g_hash_table_ref (live);
  g_hash_table_insert (live, &self->id, self);
  return self;
}

/**
 * pgs_region_item_get_id:
 * @self: an item
 *
 * Returns: the row's ID
 */
guint64
pgs_region_item_get_id (PgsRegionItem *self)
{
  return self->id;
}

/**
 * pgs_region_item_get_row:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the row until the list's rows change; %NULL if it is gone
 */
const PgsRow *
pgs_region_item_get_row (PgsRegionItem *self)
{
  return self->row;
}

/**
 * pgs_region_item_set_row:
 * @self: an item
 * @row: (nullable) (transfer none): its row among the list's current ones
 */
void
pgs_region_item_set_row (PgsRegionItem *self,
                         const PgsRow  *row)
{
  self->row = row;
}
