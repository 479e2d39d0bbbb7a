/* pgs-region-cells.c: the columns of the table of mappings and their cells
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * GtkColumnView keeps about 200 rows of cells, in view or not. A cell is a GtkInscription, whose
 * size does not depend on its text, so that a new number costs no new layout; and a cell whose
 * value is the same as before is not even formatted.
 */
#include "config.h"

#include "pgs-region-cells.h"

#include "pgs-latin.h"
#include "pgs-row-name.h"
#include "pgs-view-sort.h"

#include <glib/gi18n-lib.h>

#define CELL_KEY "pgs-cell"
#define GROUP_INDENT 23 /* as wide as the expander of a group */

typedef struct _Cell Cell;
typedef struct _Column Column;

struct _Column
{
  PgsRegionCells *cells;
  PgsRegionColumn id;
  GtkColumnViewColumn *column;
  GPtrArray *bound; /* of Cell, not owned */
};

struct _Cell
{
  Column *column;
  GtkListItem *list_item;
  GtkInscription *text;
  GtkButton *expander; /* only in the first column */
  PgsRowItem *item; /* while it is bound */
  guint64 shown;       /* the value behind its text */
  guint at;            /* where in the column's array */
};

struct _PgsRegionCells
{
  GtkColumnView *view;
  PgsRegionList *list;
  Column columns[PGS_N_REGION_COLUMNS];
  PgsViewSort *sort;
};

static const struct
{
  guint8 min_chars;
  guint8 nat_chars;
} widths[PGS_N_REGION_COLUMNS] = {
  [PGS_REGION_COLUMN_RANGE] = { 27, 29 },
  [PGS_REGION_COLUMN_PERMS] = { 6, 6 },
  [PGS_REGION_COLUMN_KIND] = { 12, 14 },
  [PGS_REGION_COLUMN_NAME] = { 16, 24 },
  [PGS_REGION_COLUMN_PATH] = { 16, 50 },
  [PGS_REGION_COLUMN_OFFSET] = { 8, 9 },
  [PGS_REGION_COLUMN_DEVICE] = { 6, 6 },
};

#define NUMBER_CHARS 8

static gboolean
is_left_aligned (PgsRegionColumn column)
{
  return column == PGS_REGION_COLUMN_RANGE
         || pgs_region_column_get_type (column) == PGS_REGION_COLUMN_TEXT;
}

static gboolean
is_monospace (PgsRegionColumn column)
{
  return column == PGS_REGION_COLUMN_RANGE || column == PGS_REGION_COLUMN_PERMS
         || column == PGS_REGION_COLUMN_OFFSET || column == PGS_REGION_COLUMN_DEVICE;
}

static void
show_expander (Cell         *self,
               const PgsRow *row,
               const char   *name)
{
  const gboolean is_group = row != NULL && row->is_group;
  const gboolean is_collapsed
      = is_group && pgs_region_list_get_group (self->column->cells->list, row)->is_collapsed;
  g_autofree char *label = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->expander), is_group);
  gtk_widget_set_margin_start (GTK_WIDGET (self->text),
                               !is_group && pgs_region_list_is_grouped (self->column->cells->list)
                                   ? GROUP_INDENT : 0);
  if (!is_group)
    return;
  /* Translators: buttons that show or hide the mappings of a group; %s is its name. */
  label = g_strdup_printf (is_collapsed ? _("Expand %s") : _("Collapse %s"), name);
  gtk_button_set_icon_name (self->expander,
                            is_collapsed ? "pan-end-symbolic" : "pan-down-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

/* Emphasis, and which face, as headings of groups hold names and mappings addresses. */
static void
show_style (Cell         *self,
            const PgsRow *row)
{
  GtkWidget *text = GTK_WIDGET (self->text);

  if (row->is_group)
    gtk_widget_add_css_class (text, "heading");
  else
    gtk_widget_remove_css_class (text, "heading");
  if (is_monospace (self->column->id) && !row->is_group)
    gtk_widget_add_css_class (text, "monospace");
  else
    gtk_widget_remove_css_class (text, "monospace");
}

/* Names may be too long for their column. Made when it is asked for: each change of a tooltip's text asks
 * the X server where the pointer is, and waits for the answer. */
static gboolean
on_query_tooltip (GtkWidget  *widget,
                  int         x,
                  int         y,
                  gboolean    by_keyboard,
                  GtkTooltip *tooltip,
                  gpointer    data)
{
  Cell *self = data;
  PgsRegionList *list = self->column->cells->list;
  const PgsRow *row = self->item != NULL ? pgs_row_item_get_row (self->item) : NULL;
  const PgsMapping *mapping = row != NULL ? pgs_region_list_get_first_mapping (list, row) : NULL;
  g_autofree char *text = NULL;

  if (mapping == NULL || row->is_group || mapping->path == NULL)
    return FALSE;
  text = pgs_region_list_format (list, row, *mapping->path == '/' ? PGS_REGION_COLUMN_PATH
                                                                  : PGS_REGION_COLUMN_NAME);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
name_row (Cell         *self,
          const PgsRow *row,
          const char   *range)
{
  GtkWidget *child = gtk_list_item_get_child (self->list_item);
  g_autofree char *name = NULL;
  g_autofree char *both = NULL;

  if (row->is_group)
    {
      pgs_row_name_set (child, range);
      return;
    }
  name = pgs_region_list_format (self->column->cells->list, row, PGS_REGION_COLUMN_NAME);
  both = g_strdup_printf ("%s, %s", name, range);
  pgs_row_name_set (child, both);
}

static void
cell_show (Cell *self)
{
  PgsRegionList *list = self->column->cells->list;
  const PgsRow *row = pgs_row_item_get_row (self->item);
  g_autofree char *text = NULL;

  if (row == NULL)
    return;
  self->shown = pgs_region_list_get_value (list, row, self->column->id);
  text = pgs_region_list_format (list, row, self->column->id);
  gtk_inscription_set_text (self->text, text);
  show_style (self, row);
  if (self->expander == NULL)
    return;
  show_expander (self, row, text);
  name_row (self, row, text);
}

/* What a cell with a number shows depends on nothing else. */
static void
cell_update (Cell     *self,
             gboolean  all)
{
  const PgsRow *row = pgs_row_item_get_row (self->item);

  if (row == NULL)
    return;
  if (all || !pgs_region_column_is_sum (self->column->id)
      || pgs_region_list_get_value (self->column->cells->list, row, self->column->id)
             != self->shown)
    cell_show (self);
}

static void
on_expander_clicked (GtkButton *button,
                     gpointer   data)
{
  Cell *self = data;
  PgsRegionList *list = self->column->cells->list;
  const PgsRow *row = self->item != NULL ? pgs_row_item_get_row (self->item) : NULL;

  if (row != NULL && row->is_group)
    pgs_region_list_set_collapsed (list, row->id,
                                   !pgs_region_list_get_group (list, row)->is_collapsed);
}

static GtkWidget *
add_expander (Cell *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);

  self->expander = GTK_BUTTON (gtk_button_new_from_icon_name ("pan-down-symbolic"));
  gtk_widget_add_css_class (GTK_WIDGET (self->expander), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self->expander), "region-expander");
  gtk_widget_set_valign (GTK_WIDGET (self->expander), GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self->expander), FALSE);
  g_signal_connect (self->expander, "clicked", G_CALLBACK (on_expander_clicked), self);
  gtk_widget_set_hexpand (GTK_WIDGET (self->text), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->expander));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->text));
  return box;
}

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem              *list_item,
          gpointer                  data)
{
  Column *column = data;
  Cell *self = g_new0 (Cell, 1);
  GtkWidget *child;

  self->column = column;
  self->list_item = list_item;
  self->text = GTK_INSCRIPTION (gtk_inscription_new (NULL));
  gtk_inscription_set_xalign (self->text, is_left_aligned (column->id) ? 0 : 1);
  gtk_inscription_set_min_chars (self->text, widths[column->id].min_chars
                                                 ? widths[column->id].min_chars : NUMBER_CHARS);
  gtk_inscription_set_nat_chars (self->text, widths[column->id].nat_chars
                                                 ? widths[column->id].nat_chars : NUMBER_CHARS);
  gtk_inscription_set_min_lines (self->text, 1);
  gtk_inscription_set_nat_lines (self->text, 1);
  gtk_inscription_set_text_overflow (self->text, column->id == PGS_REGION_COLUMN_PATH
                                                     ? GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_MIDDLE
                                                     : GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  if (!is_left_aligned (column->id))
    gtk_widget_add_css_class (GTK_WIDGET (self->text), "numeric");
  if (is_monospace (column->id))
    pgs_latin_set (GTK_WIDGET (self->text));
  if (column->id == PGS_REGION_COLUMN_NAME || column->id == PGS_REGION_COLUMN_PATH)
    {
      gtk_widget_set_has_tooltip (GTK_WIDGET (self->text), TRUE);
      g_signal_connect (self->text, "query-tooltip", G_CALLBACK (on_query_tooltip), self);
    }
  child = column->id == PGS_REGION_COLUMN_RANGE ? add_expander (self) : GTK_WIDGET (self->text);
  g_object_set_data_full (G_OBJECT (child), CELL_KEY, self, g_free);
  g_object_set_data (G_OBJECT (list_item), CELL_KEY, self);
  gtk_list_item_set_child (list_item, child);
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *list_item,
         gpointer                  data)
{
  Column *column = data;
  Cell *self = g_object_get_data (G_OBJECT (list_item), CELL_KEY);

  self->item = gtk_list_item_get_item (list_item);
  self->at = column->bound->len;
  g_ptr_array_add (column->bound, self);
  cell_show (self);
}

static void
on_unbind (GtkSignalListItemFactory *factory,
           GtkListItem              *list_item,
           gpointer                  data)
{
  Column *column = data;
  Cell *self = g_object_get_data (G_OBJECT (list_item), CELL_KEY);

  g_ptr_array_remove_index_fast (column->bound, self->at);
  if (self->at < column->bound->len)
    ((Cell *) column->bound->pdata[self->at])->at = self->at;
  self->item = NULL;
}

static void
on_teardown (GtkSignalListItemFactory *factory,
             GtkListItem              *list_item,
             gpointer                  data)
{
  g_object_set_data (G_OBJECT (list_item), CELL_KEY, NULL);
  gtk_list_item_set_child (list_item, NULL);
}

static void
add_column (PgsRegionCells  *self,
            PgsRegionColumn  id)
{
  Column *column = &self->columns[id];
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  column->cells = self;
  column->id = id;
  column->bound = g_ptr_array_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), column);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), column);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), column);
  g_signal_connect (factory, "teardown", G_CALLBACK (on_teardown), column);
  column->column = gtk_column_view_column_new (pgs_region_column_get_title (id), factory);
  pgs_view_sort_add_column (self->sort, column->column, id);
  gtk_column_view_column_set_resizable (column->column, TRUE);
  gtk_column_view_column_set_expand (column->column, id == PGS_REGION_COLUMN_NAME);
  gtk_column_view_append_column (self->view, column->column);
}

/**
 * pgs_region_cells_new:
 * @view: an empty view
 * @list: what it shows; the caller sets it as the view's model
 *
 * Returns: (transfer full): the columns; to be freed after the view lost its model
 */
PgsRegionCells *
pgs_region_cells_new (GtkColumnView *view,
                      PgsRegionList *list)
{
  PgsRegionCells *self = g_new0 (PgsRegionCells, 1);

  self->view = view;
  self->list = list;
  self->sort = pgs_view_sort_new (view);
  for (guint id = 0; id < PGS_N_REGION_COLUMNS; id++)
    add_column (self, id);
  return self;
}

/**
 * pgs_region_cells_free:
 * @self: (nullable) (transfer full): the columns
 *
 * Takes them out of the view.
 */
void
pgs_region_cells_free (PgsRegionCells *self)
{
  if (self == NULL)
    return;
  for (guint id = 0; id < PGS_N_REGION_COLUMNS; id++)
    {
      gtk_column_view_remove_column (self->view, self->columns[id].column);
      g_object_unref (self->columns[id].column);
      g_ptr_array_unref (self->columns[id].bound);
    }
  pgs_view_sort_free (self->sort);
  g_free (self);
}

/**
 * pgs_region_cells_update:
 * @self: the columns
 * @all: the way in which values are written changed, too
 *
 * Writes what changed into the cells that exist.
 */
void
pgs_region_cells_update (PgsRegionCells *self,
                         gboolean        all)
{
  for (guint id = 0; id < PGS_N_REGION_COLUMNS; id++)
    for (guint i = 0; i < self->columns[id].bound->len; i++)
      cell_update (self->columns[id].bound->pdata[i], all);
}

/**
 * pgs_region_cells_get_column:
 * @self: the columns
 * @column: which
 *
 * Returns: (transfer none): GTK's column
 */
GtkColumnViewColumn *
pgs_region_cells_get_column (PgsRegionCells  *self,
                             PgsRegionColumn  column)
{
  return self->columns[column].column;
}

/**
 * pgs_region_cells_get_sort:
 * @self: the columns
 * @column: (out): the column by which the view is sorted
 * @is_descending: (out): largest first
 *
 * Returns: whether the view is sorted at all
 */
gboolean
pgs_region_cells_get_sort (PgsRegionCells  *self,
                           PgsRegionColumn *column,
                           gboolean        *is_descending)
{
  guint id;

  if (!pgs_view_sort_get (self->sort, &id, is_descending))
    return FALSE;
  *column = (PgsRegionColumn) id;
  return TRUE;
}

/* The cell that @widget is, or the first one in it if it is a row. */
static const Cell *
find_cell (GtkWidget *widget)
{
  const Cell *cell = NULL;

  for (; widget != NULL && cell == NULL; widget = gtk_widget_get_first_child (widget))
    cell = g_object_get_data (G_OBJECT (widget), CELL_KEY);
  return cell;
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
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);

  for (; widget != NULL && !GTK_IS_LIST_VIEW (widget); widget = gtk_widget_get_parent (widget))
    {
      const Cell *cell = find_cell (widget);

      if (cell == NULL || cell->item == NULL)
        continue;
      *position = gtk_list_item_get_position (cell->list_item);
      return TRUE;
    }
  return FALSE;
}

/**
 * pgs_region_cells_choose_sort:
 * @self: the columns
 *
 * Shows a list of what the view can be sorted by.
 */
void
pgs_region_cells_choose_sort (PgsRegionCells *self)
{
  pgs_view_sort_choose (self->sort);
}
