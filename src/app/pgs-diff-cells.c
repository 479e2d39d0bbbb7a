/* pgs-diff-cells.c: the columns of the table of differences and their cells
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-diff-cells.h"

#include "pgs-diff-cell.h"
#include "pgs-view-sort.h"

typedef struct
{
  PgsDiffCells *cells;
  PgsDiffColumn id;
  GtkColumnViewColumn *column;
} Column;

struct _PgsDiffCells
{
  GtkColumnView *view;
  PgsDiffList *list;
  GHashTable *bound; /* of PgsDiffCell, not owned */
  Column columns[PGS_N_DIFF_COLUMNS];
  PgsViewSort *sort;
};

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem              *list_item,
          gpointer                  data)
{
  const Column *column = data;

  gtk_list_item_set_child (list_item, pgs_diff_cell_new (column->cells->list, column->id));
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *list_item,
         gpointer                  data)
{
  const Column *column = data;
  PgsDiffCell *cell = PGS_DIFF_CELL (gtk_list_item_get_child (list_item));

  g_hash_table_add (column->cells->bound, cell);
  pgs_diff_cell_set_item (cell, gtk_list_item_get_item (list_item));
}

static void
on_unbind (GtkSignalListItemFactory *factory,
           GtkListItem              *list_item,
           gpointer                  data)
{
  const Column *column = data;
  PgsDiffCell *cell = PGS_DIFF_CELL (gtk_list_item_get_child (list_item));

  g_hash_table_remove (column->cells->bound, cell);
  pgs_diff_cell_set_item (cell, NULL);
}

static void
add_column (PgsDiffCells  *self,
            PgsDiffColumn  id)
{
  Column *column = &self->columns[id];
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  column->cells = self;
  column->id = id;
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), column);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), column);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), column);
  column->column = gtk_column_view_column_new (pgs_diff_column_get_title (id), factory);
  pgs_view_sort_add_column (self->sort, column->column, id);
  gtk_column_view_column_set_resizable (column->column, TRUE);
  gtk_column_view_column_set_expand (column->column, id == PGS_DIFF_COLUMN_NAME);
  gtk_column_view_append_column (self->view, column->column);
}

/**
 * pgs_diff_cells_new:
 * @view: an empty view
 * @list: what it shows; the caller sets it as the view's model
 *
 * Returns: (transfer full): the columns; to be freed after the view lost its model
 */
PgsDiffCells *
pgs_diff_cells_new (GtkColumnView *view,
                    PgsDiffList   *list)
{
  PgsDiffCells *self = g_new0 (PgsDiffCells, 1);

  self->view = view;
  self->list = list;
  self->sort = pgs_view_sort_new (view);
  self->bound = g_hash_table_new (NULL, NULL);
  for (guint id = 0; id < PGS_N_DIFF_COLUMNS; id++)
    add_column (self, (PgsDiffColumn) id);
  gtk_column_view_sort_by_column (view, self->columns[PGS_DIFF_COLUMN_RSS_DELTA].column,
                                  GTK_SORT_DESCENDING);
  return self;
}

/**
 * pgs_diff_cells_free:
 * @self: (nullable) (transfer full): the columns
 *
 * Takes them out of the view.
 */
void
pgs_diff_cells_free (PgsDiffCells *self)
{
  if (self == NULL)
    return;
  for (guint id = 0; id < PGS_N_DIFF_COLUMNS; id++)
    {
      gtk_column_view_remove_column (self->view, self->columns[id].column);
      g_object_unref (self->columns[id].column);
    }
  pgs_view_sort_free (self->sort);
  g_hash_table_unref (self->bound);
  g_free (self);
}

/**
 * pgs_diff_cells_update:
 * @self: the columns
 *
 * Writes what changed into the cells that exist.
 */
void
pgs_diff_cells_update (PgsDiffCells *self)
{
  GHashTableIter iter;
  gpointer cell;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    pgs_diff_cell_update (cell);
}

/**
 * pgs_diff_cells_get_sort:
 * @self: the columns
 * @column: (out): the column by which the view is sorted
 * @is_descending: (out): largest first
 *
 * Returns: whether the view is sorted at all
 */
gboolean
pgs_diff_cells_get_sort (PgsDiffCells  *self,
                         PgsDiffColumn *column,
                         gboolean      *is_descending)
{
  guint id;

  if (!pgs_view_sort_get (self->sort, &id, is_descending))
    return FALSE;
  *column = (PgsDiffColumn) id;
  return TRUE;
}

/**
 * pgs_diff_cells_choose_sort:
 * @self: the columns
 *
 * Shows a list of what the view can be sorted by.
 */
void
pgs_diff_cells_choose_sort (PgsDiffCells *self)
{
  pgs_view_sort_choose (self->sort);
}
