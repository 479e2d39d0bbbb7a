/* pgs-process-store.c: the rows of the process list: filtered, sorted, flat or as a tree
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A refresh must cost little with thousands of processes and must not disturb the view. A chain of
 * GtkTreeListModel, GtkFilterListModel and GtkSortListModel would want one notification for every
 * value that changed and sort again after each, or "everything changed" after all of them. Here
 * the new order is worked out at once in plain arrays (pgs-process-order.c), and the one range in
 * which it differs from the old one is announced, if there is any. Items stay the same objects, so
 * that selection models and list views find them again in the range.
 *
 * On screen stand PgsProcessRows, which show the rows of here without moving. Announcing each row that
 * came, went or moved by itself was tried: in GTK 4.8 it cost more, as each announcement goes through
 * the rows that are kept, and the keyboard moved to other rows.
 */
#include "config.h"

#include "pgs-process-store.h"

#include "pgs-list-change.h"
#include "pgs-process-order.h"

struct _PgsProcessStore
{
  GObject parent_instance;

  GPtrArray *items; /* of PgsProcessItem, all processes, ordered by PID */
  GPtrArray *rows;  /* of PgsProcessItem, those that are shown, in order */
  char *search;      /* (nullable): casefolded */
  gboolean only_uid;
  guint32 uid;
  PgsFamily *family; /* (nullable): borrowed */
  gboolean tree;
  PgsProcessOrder order;
  guint limit; /* no more rows are shown */
  guint64 max_res;
};

enum
{
  PROP_0,
  PROP_MAX_RES,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GType
pgs_process_store_get_item_type (GListModel *model)
{
  return PGS_TYPE_PROCESS_ITEM;
}

static guint
pgs_process_store_get_n_items (GListModel *model)
{
  return PGS_PROCESS_STORE (model)->rows->len;
}

static gpointer
pgs_process_store_get_item (GListModel *model,
                            guint       position)
{
  PgsProcessStore *self = PGS_PROCESS_STORE (model);

  return position < self->rows->len ? g_object_ref (self->rows->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = pgs_process_store_get_item_type;
  iface->get_n_items = pgs_process_store_get_n_items;
  iface->get_item = pgs_process_store_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PgsProcessStore, pgs_process_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static PgsProcessItem *
lookup (PgsProcessStore *self,
        gint             pid)
{
  const guint index = pgs_process_item_find (self->items, pid);

  return index != PGS_PROCESS_ITEM_NONE ? self->items->pdata[index] : NULL;
}

static gboolean
is_wanted (PgsProcessItem *item,
           gpointer        data)
{
  PgsProcessStore *self = data;
  const PgsProcessRecord *record = pgs_process_item_get_record (item);

  if (self->family != NULL && !pgs_family_has (self->family, record->pid, record->start_ticks))
    return FALSE;
  if (self->only_uid && self->family == NULL && record->uid != self->uid)
    return FALSE;

  return self->search == NULL || pgs_process_item_matches (item, self->search);
}

static void
set_positions (PgsProcessStore *self,
               const GPtrArray *before)
{
  for (guint i = 0; i < before->len; i++)
    pgs_process_item_set_position (before->pdata[i], PGS_PROCESS_ITEM_HIDDEN);
  for (guint i = 0; i < self->rows->len; i++)
    pgs_process_item_set_position (self->rows->pdata[i], i);
}

static PgsListKeys
get_keys (const GPtrArray *rows)
{
  return (PgsListKeys) { rows->pdata, rows->len, sizeof (gpointer), sizeof (gpointer) };
}

static void
replace_rows (PgsProcessStore *self,
              GPtrArray       *rows)
{
  g_autoptr (GPtrArray) before = self->rows;
  const PgsListKeys old_keys = get_keys (before);
  const PgsListKeys new_keys = get_keys (rows);
  PgsListChange change;

  self->rows = rows;
  if (!pgs_list_change_find (&old_keys, &new_keys, &change))
    return;
  set_positions (self, before);
  pgs_list_change_tell (G_LIST_MODEL (self), &change);
}

static void
update_max_res (PgsProcessStore *self,
                const GPtrArray *rows)
{
  guint64 max_res = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const PgsProcessRecord *record = pgs_process_item_get_record (rows->pdata[i]);

      if (record->res != PGS_UNKNOWN)
        max_res = MAX (max_res, record->res);
    }
  if (max_res == self->max_res)
    return;
  self->max_res = max_res;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAX_RES]);
}

static void
rearrange (PgsProcessStore *self)
{
  const gboolean was_tree = self->order.tree;
  GPtrArray *rows;

  self->order.expand_all = self->search != NULL;
  self->order.tree = self->tree || self->family != NULL;
  self->order.only_wanted = self->family != NULL;
  rows = pgs_process_order_arrange (&self->order, self->items, is_wanted, self);
  update_max_res (self, rows);
  g_ptr_array_set_size (rows, (gint) MIN (rows->len, self->limit));
  replace_rows (self, rows);
  if (self->order.tree != was_tree) /* what stands where it stood is indented now, or no longer */
    pgs_process_store_refresh_texts (self);
}

static void
pgs_process_store_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_MAX_RES:
      g_value_set_uint64 (value, PGS_PROCESS_STORE (object)->max_res);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_process_store_finalize (GObject *object)
{
  PgsProcessStore *self = PGS_PROCESS_STORE (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->search, g_free);
  G_OBJECT_CLASS (pgs_process_store_parent_class)->finalize (object);
}

static void
pgs_process_store_class_init (PgsProcessStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pgs_process_store_get_property;
  object_class->finalize = pgs_process_store_finalize;
  properties[PROP_MAX_RES] = g_param_spec_uint64 ("max-res", NULL, NULL, 0, G_MAXUINT64, 0,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pgs_process_store_init (PgsProcessStore *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->order = (PgsProcessOrder) { .column = PGS_PROCESS_COLUMN_RES, .descending = TRUE };
  self->limit = PGS_PROCESS_STORE_ALL_ROWS;
}

/**
 * pgs_process_store_new:
 *
 * Returns: (transfer full): an empty store, sorted by RES, the largest first
 */
PgsProcessStore *
pgs_process_store_new (void)
{
  return g_object_new (PGS_TYPE_PROCESS_STORE, NULL);
}

/* Fills self->items from @table, with those of @before where they are the same process. Returns
 * whether anything that is shown is another. */
static gboolean
replace_items (PgsProcessStore *self,
               const GPtrArray *before,
               PgsProcessTable *table)
{
  const gsize n = pgs_process_table_get_length (table);
  gboolean changed = n != before->len;
  guint next = 0;

  for (gsize i = 0; i < n; i++)
    {
      const PgsProcessRecord *record = pgs_process_table_get (table, i);

      while (next < before->len
             && pgs_process_item_get_record (before->pdata[next])->pid < record->pid)
        next++;
      if (next < before->len && pgs_process_item_is (before->pdata[next], record))
        {
          changed |= pgs_process_item_update (before->pdata[next], table, record);
          g_ptr_array_add (self->items, g_object_ref (before->pdata[next]));
          continue;
        }
      g_ptr_array_add (self->items, pgs_process_item_new (table, record));
      changed = TRUE;
    }
  return changed;
}

/**
 * pgs_process_store_update:
 * @self: a store
 * @table: all processes of now
 *
 * Keeps the items of those that were there before. O(n log n) in the number of processes.
 */
void
pgs_process_store_update (PgsProcessStore *self,
                          PgsProcessTable *table)
{
  g_autoptr (GPtrArray) before = NULL;

  g_return_if_fail (PGS_IS_PROCESS_STORE (self));
  g_return_if_fail (table != NULL);

  before = self->items;
  self->items = g_ptr_array_new_full (pgs_process_table_get_length (table), g_object_unref);
  if (replace_items (self, before, table))
    rearrange (self);
}

/**
 * pgs_process_store_set_search:
 * @self: a store
 * @text: (nullable): show only processes with this in their name, PID or user
 */
void
pgs_process_store_set_search (PgsProcessStore *self,
                              const char      *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text != NULL ? text : ""));

  g_return_if_fail (PGS_IS_PROCESS_STORE (self));

  g_clear_pointer (&self->search, g_free);
  if (*stripped != '\0')
    self->search = g_utf8_casefold (stripped, -1);
  rearrange (self);
}

/**
 * pgs_process_store_set_only_uid:
 * @self: a store
 * @only: show only the processes of @uid
 * @uid: an effective user ID
 */
void
pgs_process_store_set_only_uid (PgsProcessStore *self,
                                gboolean         only,
                                guint32          uid)
{
  g_return_if_fail (PGS_IS_PROCESS_STORE (self));

  self->only_uid = only;
  self->uid = uid;
  rearrange (self);
}

/**
 * pgs_process_store_set_sort:
 * @self: a store
 * @column: what to sort by; the PID decides where it is the same
 * @descending: the largest first
 */
void
pgs_process_store_set_sort (PgsProcessStore  *self,
                            PgsProcessColumn  column,
                            gboolean          descending)
{
  g_return_if_fail (PGS_IS_PROCESS_STORE (self));

  self->order.column = column;
  self->order.descending = descending;
  rearrange (self);
}

/**
 * pgs_process_store_set_tree:
 * @self: a store
 * @tree: put processes under their parents
 */
void
pgs_process_store_set_tree (PgsProcessStore *self,
                            gboolean         tree)
{
  g_return_if_fail (PGS_IS_PROCESS_STORE (self));

  self->tree = tree;
  rearrange (self);
}

/**
 * pgs_process_store_set_family:
 * @self: a store
 * @family: (transfer none) (nullable): show only its members, whosever they are, as a tree; must stay
 *   until another one is set. To be set again when its members have changed
 */
void
pgs_process_store_set_family (PgsProcessStore *self,
                              PgsFamily       *family)
{
  g_return_if_fail (PGS_IS_PROCESS_STORE (self));

  self->family = family;
  rearrange (self);
}

/**
 * pgs_process_store_set_limit:
 * @self: a store
 * @limit: how many rows are shown at most, the first ones; %PGS_PROCESS_STORE_ALL_ROWS: all
 */
void
pgs_process_store_set_limit (PgsProcessStore *self,
                             guint            limit)
{
  g_return_if_fail (PGS_IS_PROCESS_STORE (self));

  if (self->limit == limit)
    return;
  self->limit = limit;
  rearrange (self);
}

/**
 * pgs_process_store_get_tree:
 * @self: a store
 *
 * Returns: whether processes stand under their parents
 */
gboolean
pgs_process_store_get_tree (PgsProcessStore *self)
{
  g_return_val_if_fail (PGS_IS_PROCESS_STORE (self), FALSE);

  return self->order.tree;
}

/**
 * pgs_process_store_toggle:
 * @self: a store
 * @item: a process with children
 *
 * Hides the children or shows them again.
 */
void
pgs_process_store_toggle (PgsProcessStore *self,
                          PgsProcessItem  *item)
{
  g_return_if_fail (PGS_IS_PROCESS_STORE (self));

  pgs_process_item_set_collapsed (item, !pgs_process_item_get_collapsed (item));
  rearrange (self);
}

/**
 * pgs_process_store_find:
 * @self: a store
 * @pid: a process
 *
 * Returns: at which position it is shown, %G_MAXUINT if it is not; O(log n)
 */
guint
pgs_process_store_find (PgsProcessStore *self,
                        gint             pid)
{
  PgsProcessItem *item;

  g_return_val_if_fail (PGS_IS_PROCESS_STORE (self), G_MAXUINT);

  item = lookup (self, pid);
  return item != NULL ? pgs_process_item_get_position (item) : G_MAXUINT;
}

/**
 * pgs_process_store_get_max_res:
 * @self: a store
 *
 * Returns: the largest RES of the shown processes in bytes
 */
guint64
pgs_process_store_get_max_res (PgsProcessStore *self)
{
  g_return_val_if_fail (PGS_IS_PROCESS_STORE (self), 0);

  return self->max_res;
}

/**
 * pgs_process_store_get_total:
 * @self: a store
 *
 * Returns: how many processes there are, shown or not
 */
guint
pgs_process_store_get_total (PgsProcessStore *self)
{
  g_return_val_if_fail (PGS_IS_PROCESS_STORE (self), 0);

  return self->items->len;
}

/**
 * pgs_process_store_refresh_texts:
 * @self: a store
 *
 * The way in which numbers are written has changed: all rows are to be written again.
 */
void
pgs_process_store_refresh_texts (PgsProcessStore *self)
{
  g_return_if_fail (PGS_IS_PROCESS_STORE (self));

  for (guint i = 0; i < self->rows->len; i++)
    g_signal_emit_by_name (self->rows->pdata[i], "changed");
}
