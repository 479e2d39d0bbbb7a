/* pgs-diff-item.c: a row of the table of differences, as the list widget holds it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-diff-item.h"

struct _PgsDiffItem
{
  GObject parent_instance;

  guint64 id;
  const PgsDiffEntry *entry; /* of the list's diff; NULL if it has none any more */
  GHashTable *live;
};

G_DEFINE_FINAL_TYPE (PgsDiffItem, pgs_diff_item, G_TYPE_OBJECT)

static void
pgs_diff_item_finalize (GObject *object)
{
  PgsDiffItem *self = PGS_DIFF_ITEM (object);

  g_hash_table_remove (self->live, &self->id);
  g_hash_table_unref (self->live);
  G_OBJECT_CLASS (pgs_diff_item_parent_class)->finalize (object);
}

static void
pgs_diff_item_class_init (PgsDiffItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgs_diff_item_finalize;
}

static void
pgs_diff_item_init (PgsDiffItem *self)
{
}

/**
 * pgs_diff_item_new:
 * @id: of a row that has no item yet
 * @live: (element-type guint64 PgsDiffItem): all items that exist; it holds no reference to them, and
 *   this one leaves it when it ends
 *
 * Returns: (transfer full): an item
 */
PgsDiffItem *
pgs_diff_item_new (guint64     id,
                   GHashTable *live)
{
  PgsDiffItem *self = g_object_new (PGS_TYPE_DIFF_ITEM, NULL);

  self->id = id;
  self->live = g_hash_table_ref (live);
  g_hash_table_insert (live, &self->id, self);
  return self;
}

/**
 * pgs_diff_item_get_id:
 * @self: an item
 *
 * Returns: the row's ID
 */
guint64
pgs_diff_item_get_id (PgsDiffItem *self)
{
  return self->id;
}

/**
 * pgs_diff_item_get_entry:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): its entry until the list's diff changes; %NULL if it is gone
 */
const PgsDiffEntry *
pgs_diff_item_get_entry (PgsDiffItem *self)
{
  return self->entry;
}

/**
 * pgs_diff_item_set_entry:
 * @self: an item
 * @entry: (nullable) (transfer none): its entry of the list's diff
 */
void
pgs_diff_item_set_entry (PgsDiffItem        *self,
                         const PgsDiffEntry *entry)
{
  self->entry = entry;
}
