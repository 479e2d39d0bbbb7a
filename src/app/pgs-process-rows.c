/* pgs-process-rows.c: the places in the process list on screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Where a widget comes into the midst of others, or moves there, GTK 4.8 looks up the style of every
 * widget behind it anew, with all that is in them (gtk_css_node_reposition()): 8 to 14 ms of a frame
 * for the 1,500 widgets of 100 rows. So rows stay where they are when processes come, go and move, and
 * show others; only the last ones come and go. That is a text here and there, most of it out of view.
 *
 * The row with the keyboard is another matter: it goes where its process goes, so that the keyboard and
 * a screen reader stay with the process.
 */
#include "config.h"

#include "pgs-process-rows.h"

#include "pgs-list-change.h"

struct _PgsProcessRows
{
  GObject parent_instance;

  PgsProcessStore *store;
  GPtrArray *rows; /* of PgsProcessRow */
  PgsProcessRow *kept; /* (nullable) */
};

static GType
pgs_process_rows_get_item_type (GListModel *model)
{
  return PGS_TYPE_PROCESS_ROW;
}

static guint
pgs_process_rows_get_n_items (GListModel *model)
{
  return PGS_PROCESS_ROWS (model)->rows->len;
}

static gpointer
pgs_process_rows_get_item (GListModel *model,
                           guint       position)
{
  PgsProcessRows *self = PGS_PROCESS_ROWS (model);

  return position < self->rows->len ? g_object_ref (self->rows->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = pgs_process_rows_get_item_type;
  iface->get_n_items = pgs_process_rows_get_n_items;
  iface->get_item = pgs_process_rows_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PgsProcessRows, pgs_process_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
add_last_rows (PgsProcessRows *self,
               guint           n)
{
  const guint before = self->rows->len;

  for (guint i = before; i < n; i++)
    {
      g_autoptr (PgsProcessItem) item = g_list_model_get_item (G_LIST_MODEL (self->store), i);

      g_ptr_array_add (self->rows, pgs_process_row_new (item));
    }
  if (n > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, n - before);
}

static void
drop_last_rows (PgsProcessRows *self,
                guint           n)
{
  const guint before = self->rows->len;

  if (n >= before)
    return;
  g_ptr_array_set_size (self->rows, (gint) n);
  pgs_list_change_tell (G_LIST_MODEL (self), &(PgsListChange) { n, before - n, 0 });
}

static void
move_kept_row (PgsProcessRows *self)
{
  guint from, to, n_moved;

  if (self->kept == NULL || !g_ptr_array_find (self->rows, self->kept, &from))
    return;
  to = pgs_process_item_get_position (pgs_process_row_get_item (self->kept));
  if (to == from || to == PGS_PROCESS_ITEM_HIDDEN)
    return;
  n_moved = MAX (from, to) - MIN (from, to) + 1;
  g_ptr_array_insert (self->rows, (gint) to, g_ptr_array_steal_index (self->rows, from));
  pgs_list_change_tell (G_LIST_MODEL (self), &(PgsListChange) { MIN (from, to), n_moved, n_moved });
}

static void
on_items_changed (PgsProcessRows *self,
                  guint           position,
                  guint           removed,
                  guint           added,
                  GListModel     *store)
{
  const guint n = g_list_model_get_n_items (store);
  const guint end = removed == added && self->kept == NULL ? position + added : n;

  add_last_rows (self, n);
  move_kept_row (self);
  drop_last_rows (self, n);
  for (guint i = self->kept == NULL ? position : 0; i < end; i++)
    {
      g_autoptr (PgsProcessItem) item = g_list_model_get_item (store, i);

      pgs_process_row_set_item (self->rows->pdata[i], item);
    }
  g_clear_object (&self->kept);
}

static void
pgs_process_rows_finalize (GObject *object)
{
  PgsProcessRows *self = PGS_PROCESS_ROWS (object);

  g_clear_object (&self->kept);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (pgs_process_rows_parent_class)->finalize (object);
}

static void
pgs_process_rows_class_init (PgsProcessRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgs_process_rows_finalize;
}

static void
pgs_process_rows_init (PgsProcessRows *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * pgs_process_rows_new:
 * @store: the processes
 *
 * Returns: (transfer full): a row for each
 */
PgsProcessRows *
pgs_process_rows_new (PgsProcessStore *store)
{
  PgsProcessRows *self = g_object_new (PGS_TYPE_PROCESS_ROWS, NULL);

  self->store = g_object_ref (store);
  add_last_rows (self, g_list_model_get_n_items (G_LIST_MODEL (store)));
  g_signal_connect_object (store, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * pgs_process_rows_keep:
 * @self: rows
 * @row: (nullable): the one that is to go along with its process in the next change
 */
void
pgs_process_rows_keep (PgsProcessRows *self,
                       PgsProcessRow  *row)
{
  g_return_if_fail (PGS_IS_PROCESS_ROWS (self));

  g_set_object (&self->kept, row);
}
