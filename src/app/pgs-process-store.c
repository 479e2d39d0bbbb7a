/* pgs-process-store.c: the rows of the process list: filtered, sorted, flat or as a tree
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A refresh must cost little with thousands of processes and must not disturb the view. A chain of
 * GtkTreeListModel, GtkFilterListModel and GtkSortListModel would want one notification for every
 * value that changed and sort again after each, or "everything changed" after all of them. Here
 * the new order is worked out at once in plain arrays, and the one range in which it differs from
 * the old one is announced, if there is any. Items stay the same objects, so that selection models
 * and list views find them again in the range.
 */
#include "config.h"

#include "pgs-process-store.h"

#include <string.h>

struct _PgsProcessStore
{
  GObject parent_instance;

  GHashTable *items; /* PID → PgsProcessItem, all processes */
  GPtrArray *rows;   /* of PgsProcessItem, those that are shown, in order */
  char *search;      /* (nullable): casefolded */
  gboolean only_uid;
  guint32 uid;
  PgsProcessColumn sort_column;
  gboolean descending;
  gboolean tree;
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
  return g_hash_table_lookup (self->items, GINT_TO_POINTER (pid));
}

static gboolean
is_wanted (PgsProcessStore *self,
           PgsProcessItem  *item)
{
  if (self->only_uid && pgs_process_item_get_record (item)->uid != self->uid)
    return FALSE;

  return self->search == NULL || pgs_process_item_matches (item, self->search);
}

static gint
compare_rows (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  PgsProcessStore *self = data;
  PgsProcessItem *ia = *(PgsProcessItem **) a;
  PgsProcessItem *ib = *(PgsProcessItem **) b;
  int order = pgs_process_column_compare (self->sort_column, ia, ib);

  if (order == 0)
    return pgs_process_column_compare (PGS_PROCESS_COLUMN_PID, ia, ib);

  return self->descending ? -order : order;
}

static GPtrArray *
collect_flat (PgsProcessStore *self)
{
  GPtrArray *rows = g_ptr_array_new_full (g_hash_table_size (self->items), g_object_unref);
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    if (is_wanted (self, item))
      {
        pgs_process_item_set_place (item, (PgsProcessPlace) { 0 });
        g_ptr_array_add (rows, g_object_ref (item));
      }
  g_ptr_array_sort_with_data (rows, compare_rows, self);

  return rows;
}

static PgsProcessItem *
get_parent (PgsProcessStore *self,
            PgsProcessItem  *item)
{
  const PgsProcessRecord *record = pgs_process_item_get_record (item);

  return record->ppid != record->pid ? lookup (self, record->ppid) : NULL;
}

/* Those that are wanted, and their ancestors: a match is not shown out of its place. */
static GHashTable *
collect_with_ancestors (PgsProcessStore *self)
{
  GHashTable *shown = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    if (is_wanted (self, item))
      for (PgsProcessItem *i = item; i != NULL && g_hash_table_add (shown, i);)
        i = get_parent (self, i);

  return shown;
}

/* Children by parent, each list sorted backwards as it will be used as a stack; NULL: the roots. */
static GHashTable *
group_by_parent (PgsProcessStore *self,
                 GHashTable      *shown)
{
  GHashTable *families = g_hash_table_new_full (NULL, NULL, NULL,
                                                (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray) sorted = g_ptr_array_sized_new (g_hash_table_size (shown));
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, shown);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    g_ptr_array_add (sorted, item);
  g_ptr_array_sort_with_data (sorted, compare_rows, self);
  for (guint i = sorted->len; i-- > 0;)
    {
      PgsProcessItem *parent = get_parent (self, sorted->pdata[i]);
      GPtrArray *family = g_hash_table_lookup (families, parent);

      if (family == NULL)
        g_hash_table_insert (families, parent, family = g_ptr_array_new ());
      g_ptr_array_add (family, sorted->pdata[i]);
    }

  return families;
}

static void
push_all (GArray    *stack,
          GPtrArray *family,
          guint      depth)
{
  for (guint i = 0; family != NULL && i < family->len; i++)
    {
      struct
      {
        PgsProcessItem *item;
        guint depth;
      } entry = { family->pdata[i], depth };

      g_array_append_val (stack, entry);
    }
}

/* PIDs are read one after the other: if one was used again in between, parents can form a ring.
 * Rings hang on no root, so that they are not walked into; they are missing for one refresh. */
static GPtrArray *
collect_tree (PgsProcessStore *self)
{
  g_autoptr (GHashTable) shown = collect_with_ancestors (self);
  g_autoptr (GHashTable) families = group_by_parent (self, shown);
  struct
  {
    PgsProcessItem *item;
    guint depth;
  } *top;
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof *top);
  GPtrArray *rows = g_ptr_array_new_full (g_hash_table_size (shown), g_object_unref);

  push_all (stack, g_hash_table_lookup (families, NULL), 0);
  while (stack->len > 0)
    {
      top = (gpointer) (stack->data + (stack->len - 1) * sizeof *top);
      PgsProcessItem *item = top->item;
      guint depth = top->depth;
      GPtrArray *children = g_hash_table_lookup (families, item);

      g_array_set_size (stack, stack->len - 1);
      g_ptr_array_add (rows, g_object_ref (item));
      pgs_process_item_set_place (item, (PgsProcessPlace) { depth, children != NULL });
      if (!pgs_process_item_get_collapsed (item) || self->search != NULL)
        push_all (stack, children, depth + 1);
    }

  return rows;
}

static void
replace_rows (PgsProcessStore *self,
              GPtrArray       *rows)
{
  g_autoptr (GPtrArray) before = self->rows;
  guint head = 0, tail = 0, shorter = MIN (before->len, rows->len);

  while (head < shorter && before->pdata[head] == rows->pdata[head])
    head++;
  while (tail < shorter - head
         && before->pdata[before->len - 1 - tail] == rows->pdata[rows->len - 1 - tail])
    tail++;
  self->rows = rows;
  if (before->len - head - tail > 0 || rows->len - head - tail > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), head, before->len - head - tail,
                                rows->len - head - tail);
}

static void
update_max_res (PgsProcessStore *self)
{
  guint64 max_res = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const PgsProcessRecord *record = pgs_process_item_get_record (self->rows->pdata[i]);

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
  replace_rows (self, self->tree ? collect_tree (self) : collect_flat (self));
  update_max_res (self);
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
  g_clear_pointer (&self->items, g_hash_table_unref);
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
  self->items = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->sort_column = PGS_PROCESS_COLUMN_RES;
  self->descending = TRUE;
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
  g_autoptr (GHashTable) before = NULL;

  g_return_if_fail (PGS_IS_PROCESS_STORE (self));
  g_return_if_fail (table != NULL);

  before = g_steal_pointer (&self->items);
  self->items = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  for (gsize i = 0; i < pgs_process_table_get_length (table); i++)
    {
      const PgsProcessRecord *record = pgs_process_table_get (table, i);
      gpointer key = GINT_TO_POINTER (record->pid);
      PgsProcessItem *item = g_hash_table_lookup (before, key);

      if (item != NULL && pgs_process_item_is (item, record))
        pgs_process_item_update (g_object_ref (item), table, record);
      else
        item = pgs_process_item_new (table, record);
      g_hash_table_replace (self->items, key, item);
    }
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

  self->sort_column = column;
  self->descending = descending;
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
 * pgs_process_store_get_tree:
 * @self: a store
 *
 * Returns: whether processes stand under their parents
 */
gboolean
pgs_process_store_get_tree (PgsProcessStore *self)
{
  g_return_val_if_fail (PGS_IS_PROCESS_STORE (self), FALSE);

  return self->tree;
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
 * Returns: at which position it is shown, %G_MAXUINT if it is not; O(n)
 */
guint
pgs_process_store_find (PgsProcessStore *self,
                        gint             pid)
{
  guint position;
  PgsProcessItem *item;

  g_return_val_if_fail (PGS_IS_PROCESS_STORE (self), G_MAXUINT);

  item = lookup (self, pid);
  if (item == NULL || !g_ptr_array_find (self->rows, item, &position))
    return G_MAXUINT;

  return position;
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

  return g_hash_table_size (self->items);
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
