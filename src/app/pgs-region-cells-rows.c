/* pgs-region-cells-rows.c: which row of the table of mappings is where, and has the keyboard
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-region-cells-private.h"

typedef PgsRegionCell Cell;

/* The cell that @widget is, or the first one in it if it is a row. */
static const Cell *
find_cell (GtkWidget *widget)
{
  const Cell *cell = NULL;

  for (; widget != NULL && cell == NULL; widget = gtk_widget_get_first_child (widget))
    cell = g_object_get_data (G_OBJECT (widget), PGS_REGION_CELL_KEY);
  return cell;
}

/* The first cell of the row in which @widget is. */
static const Cell *
find_row (GtkWidget *widget)
{
  for (; widget != NULL && !GTK_IS_LIST_VIEW (widget); widget = gtk_widget_get_parent (widget))
    {
      const Cell *cell = find_cell (widget);

      if (cell != NULL && cell->item != NULL)
        return cell;
    }
  return NULL;
}

/**
 * pgs_region_cells_get_focused:
 * @self: the columns
 * @id: (out): of the row in which the keyboard is
 *
 * Returns: whether it is in a row
 */
gboolean
pgs_region_cells_get_focused (PgsRegionCells *self,
                              guint64        *id)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->view));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  const Cell *cell;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)))
    return FALSE;
  cell = find_row (focus);
  if (cell != NULL)
    *id = pgs_row_item_get_id (cell->item);
  return cell != NULL;
}

static GtkWidget *
find_row_at (PgsRegionCells *self,
             guint           position)
{
  const GPtrArray *bound = self->columns[PGS_REGION_COLUMN_RANGE].bound;

  for (guint i = 0; i < bound->len; i++)
    {
      const Cell *cell = bound->pdata[i];

      if (gtk_list_item_get_position (cell->list_item) == position)
        return gtk_widget_get_parent (gtk_widget_get_parent (GTK_WIDGET (cell->text)));
    }
  return NULL;
}

/**
 * pgs_region_cells_focus:
 * @self: the columns
 * @position: of a row that was scrolled to
 *
 * Puts the keyboard there, if it is in another row, or lets it come back there later.
 */
void
pgs_region_cells_focus (PgsRegionCells *self,
                        guint           position)
{
  GtkWidget *row = find_row_at (self, position);
  guint64 id;

  if (row == NULL)
    return;
  if (pgs_region_cells_get_focused (self, &id))
    gtk_widget_grab_focus (row);
  else
    gtk_widget_set_focus_child (gtk_widget_get_parent (row), row);
}

/**
 * pgs_region_cells_pick:
 * @self: the columns
 * @x: in the view's coordinates
 * @y: in the view's coordinates
 * @position: (out): of the row there
 *
 * Returns: whether there is a row
 */
gboolean
pgs_region_cells_pick (PgsRegionCells *self,
                       double          x,
                       double          y,
                       guint          *position)
{
  const Cell *cell = find_row (gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT));

  if (cell != NULL)
    *position = gtk_list_item_get_position (cell->list_item);
  return cell != NULL;
}
