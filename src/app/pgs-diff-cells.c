/* pgs-diff-cells.c: the columns of the table of differences and their cells
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-diff-cells.h"

#include "pgs-columns-in-view.h"
#include "pgs-diff-cell.h"
#include "pgs-view-sort.h"

#define COLUMN_KEY "pgs-diff-column"

typedef struct
{
  PgsDiffCells *cells;
  PgsDiffColumn id;
  PgsTextCellShape shape;
  PgsCellFont *font;
  GtkColumnViewColumn *column;
  GHashTable *bound; /* of PgsDiffCell, not owned */
} Column;

struct _PgsDiffCells
{
  GtkColumnView *view;
  PgsDiffList *list;
  Column columns[PGS_N_DIFF_COLUMNS];
  PgsViewSort *sort;
};

static const guint8 min_chars[PGS_N_DIFF_COLUMNS] = {
  [PGS_DIFF_COLUMN_CHANGE] = 12, [PGS_DIFF_COLUMN_NAME] = 18, [PGS_DIFF_COLUMN_RSS] = 19,
  [PGS_DIFF_COLUMN_SIZE] = 19, [PGS_DIFF_COLUMN_KIND] = 12, [PGS_DIFF_COLUMN_ADDRESS] = 15,
};

#define NUMBER_CHARS 9

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem              *list_item,
          gpointer                  data)
{
  const Column *column = data;

  gtk_list_item_set_child (list_item, pgs_diff_cell_new (column->cells->list, column->id, &column->shape, column->font));
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *list_item,
         gpointer                  data)
{
  const Column *column = data;
  PgsDiffCell *cell = PGS_DIFF_CELL (gtk_list_item_get_child (list_item));

  g_hash_table_add (column->bound, cell);
  pgs_diff_cell_set_item (cell, gtk_list_item_get_item (list_item));
}

static void
on_unbind (GtkSignalListItemFactory *factory,
           GtkListItem              *list_item,
           gpointer                  data)
{
  const Column *column = data;
  PgsDiffCell *cell = PGS_DIFF_CELL (gtk_list_item_get_child (list_item));

  g_hash_table_remove (column->bound, cell);
  pgs_diff_cell_set_item (cell, NULL);
}

static PgsTextCellShape
get_shape (PgsDiffColumn column)
{
  const guint8 n_chars = min_chars[column] != 0 ? min_chars[column] : NUMBER_CHARS;

  return (PgsTextCellShape) {
    .min_chars = n_chars,
    .nat_chars = column == PGS_DIFF_COLUMN_NAME ? 2 * n_chars : n_chars,
    .at_end = !pgs_diff_column_is_text (column),
    .ellipsize = PANGO_ELLIPSIZE_END,
  };
}

static PgsCellFontFlags
get_font (PgsDiffColumn column)
{
  if (column == PGS_DIFF_COLUMN_ADDRESS)
    return PGS_CELL_FONT_MONOSPACE;
  return pgs_diff_column_is_text (column) ? PGS_CELL_FONT_PLAIN : PGS_CELL_FONT_NUMERIC;
}

static void
add_column (PgsDiffCells  *self,
            PgsDiffColumn  id)
{
  Column *column = &self->columns[id];
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  column->cells = self;
  column->id = id;
  column->shape = get_shape (id);
  column->font = pgs_cell_font_new (GTK_WIDGET (self->view), get_font (id));
  column->bound = g_hash_table_new (NULL, NULL);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), column);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), column);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), column);
  column->column = gtk_column_view_column_new (pgs_diff_column_get_title (id), factory);
  g_object_set_data (G_OBJECT (column->column), COLUMN_KEY, column);
  pgs_view_sort_add_column (self->sort, column->column, id);
  gtk_column_view_column_set_resizable (column->column, TRUE);
  gtk_column_view_column_set_expand (column->column, id == PGS_DIFF_COLUMN_NAME);
  gtk_column_view_append_column (self->view, column->column);
}

static void
update_column (Column *column)
{
  GHashTableIter iter;
  gpointer cell;

  g_hash_table_iter_init (&iter, column->bound);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    pgs_diff_cell_update (cell);
}

static void
on_in_view (GtkColumnViewColumn *view_column,
            gboolean             is_in_view,
            gpointer             data)
{
  Column *column = g_object_get_data (G_OBJECT (view_column), COLUMN_KEY);
  GHashTableIter iter;
  gpointer cell;

  if (column->shape.is_hidden == !is_in_view)
    return;
  column->shape.is_hidden = !is_in_view;
  g_hash_table_iter_init (&iter, column->bound);
  while (is_in_view && g_hash_table_iter_next (&iter, &cell, NULL))
    gtk_widget_queue_draw (gtk_widget_get_first_child (cell));
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
  for (guint id = 0; id < PGS_N_DIFF_COLUMNS; id++)
    add_column (self, (PgsDiffColumn) id);
  gtk_column_view_sort_by_column (view, self->columns[PGS_DIFF_COLUMN_RSS_DELTA].column,
                                  GTK_SORT_DESCENDING);
  pgs_columns_in_view_follow (view, on_in_view, self);
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
  pgs_columns_in_view_leave (self->view);
  for (guint id = 0; id < PGS_N_DIFF_COLUMNS; id++)
    {
      gtk_column_view_remove_column (self->view, self->columns[id].column);
      g_object_unref (self->columns[id].column);
      g_hash_table_unref (self->columns[id].bound);
      pgs_cell_font_unref (self->columns[id].font);
    }
  pgs_view_sort_free (self->sort);
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
  for (guint id = 0; id < PGS_N_DIFF_COLUMNS; id++)
    update_column (&self->columns[id]);
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
