/* pgs-region-cells.c: the columns of the table of mappings and their cells
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * GtkColumnView keeps about 200 rows of cells, in view or not. A cell is a PgsTextCell, whose size does
 * not depend on its text, so that a new number costs no new layout; and a cell whose value is the same
 * as before is not even formatted.
 */
#include "config.h"

#include "pgs-region-cells-private.h"

#include "pgs-columns-in-view.h"
#include "pgs-row-name.h"

#include <glib/gi18n-lib.h>

typedef PgsRegionCell Cell;
typedef PgsRegionCellColumn Column;

#define COLUMN_KEY "pgs-region-column"
#define GROUP_INDENT 23 /* as wide as the expander of a group */

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

/* Rows without groups do without: button and icon are as much as three more columns. */
static GtkWidget *
ensure_expander (Cell *self)
{
  GtkWidget *expander = pgs_text_cell_get_start (self->text);

  if (expander != NULL)
    return expander;
  expander = gtk_button_new ();
  gtk_widget_add_css_class (expander, "flat");
  gtk_widget_add_css_class (expander, "region-expander");
  gtk_widget_set_valign (expander, GTK_ALIGN_CENTER);
  g_signal_connect (expander, "clicked", G_CALLBACK (on_expander_clicked), self);
  pgs_text_cell_set_start (self->text, expander);
  return expander;
}

static void
show_expander (Cell                 *self,
               const PgsRegionGroup *group,
               const char           *name)
{
  GtkWidget *expander = ensure_expander (self);
  /* Translators: buttons that show or hide the mappings of a group; %s is its name. */
  g_autofree char *label = g_strdup_printf (group->is_collapsed ? _("Expand %s") : _("Collapse %s"), name);

  gtk_button_set_icon_name (GTK_BUTTON (expander), group->is_collapsed ? "pan-end-symbolic" : "pan-down-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (expander), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_visible (expander, TRUE);
}

static void
show_indent (Cell         *self,
             const PgsRow *row,
             const char   *name)
{
  PgsRegionList *list = self->column->cells->list;
  GtkWidget *expander = pgs_text_cell_get_start (self->text);

  pgs_text_cell_set_indent (self->text, pgs_region_list_is_grouped (list) ? GROUP_INDENT : 0);
  if (row->is_group)
    show_expander (self, pgs_region_list_get_group (list, row), name);
  else if (expander != NULL)
    gtk_widget_set_visible (expander, FALSE);
}

/* Emphasis, and which face, as headings of groups hold names and mappings addresses. */
static PgsCellFont *
get_font (PgsRegionCells  *self,
          PgsRegionColumn  column,
          gboolean         is_group)
{
  PgsCellFontFlags flags = is_left_aligned (column) ? PGS_CELL_FONT_PLAIN : PGS_CELL_FONT_NUMERIC;

  if (is_group)
    flags |= PGS_CELL_FONT_HEADING;
  else if (is_monospace (column))
    flags |= PGS_CELL_FONT_MONOSPACE;
  if (self->fonts[flags] == NULL)
    self->fonts[flags] = pgs_cell_font_new (GTK_WIDGET (self->view), flags);
  return self->fonts[flags];
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
  GtkWidget *child = GTK_WIDGET (self->text);
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
  self->shown_id = row->id;
  self->shown = pgs_region_list_get_value (list, row, self->column->id);
  text = pgs_region_list_format (list, row, self->column->id);
  pgs_text_cell_set_text (self->text, text);
  pgs_text_cell_set_font (self->text, get_font (self->column->cells, self->column->id, row->is_group));
  if (self->column->id != PGS_REGION_COLUMN_RANGE)
    return;
  show_indent (self, row, text);
  name_row (self, row, text);
}

/* What a cell of a row with a number shows depends on nothing else. */
static void
cell_update (Cell     *self,
             gboolean  all)
{
  const PgsRow *row = pgs_row_item_get_row (self->item);

  if (row == NULL)
    return;
  if (all || row->id != self->shown_id || !pgs_region_column_is_sum (self->column->id)
      || pgs_region_list_get_value (self->column->cells->list, row, self->column->id)
             != self->shown)
    cell_show (self);
}

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem              *list_item,
          gpointer                  data)
{
  Column *column = data;
  Cell *self = g_new0 (Cell, 1);

  self->column = column;
  self->list_item = list_item;
  self->text = pgs_text_cell_new (&column->shape, get_font (column->cells, column->id, FALSE));
  if (column->id == PGS_REGION_COLUMN_NAME || column->id == PGS_REGION_COLUMN_PATH)
    {
      gtk_widget_set_has_tooltip (GTK_WIDGET (self->text), TRUE);
      g_signal_connect (self->text, "query-tooltip", G_CALLBACK (on_query_tooltip), self);
    }
  g_object_set_data_full (G_OBJECT (self->text), PGS_REGION_CELL_KEY, self, g_free);
  g_object_set_data (G_OBJECT (list_item), PGS_REGION_CELL_KEY, self);
  gtk_list_item_set_child (list_item, GTK_WIDGET (self->text));
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *list_item,
         gpointer                  data)
{
  Column *column = data;
  Cell *self = g_object_get_data (G_OBJECT (list_item), PGS_REGION_CELL_KEY);

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
  Cell *self = g_object_get_data (G_OBJECT (list_item), PGS_REGION_CELL_KEY);

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
  g_object_set_data (G_OBJECT (list_item), PGS_REGION_CELL_KEY, NULL);
  gtk_list_item_set_child (list_item, NULL);
}

static PgsTextCellShape
get_shape (PgsRegionColumn column)
{
  return (PgsTextCellShape) {
    .min_chars = widths[column].min_chars ? widths[column].min_chars : NUMBER_CHARS,
    .nat_chars = widths[column].nat_chars ? widths[column].nat_chars : NUMBER_CHARS,
    .at_end = !is_left_aligned (column),
    .ellipsize = column == PGS_REGION_COLUMN_PATH ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_END,
  };
}

static void
add_column (PgsRegionCells  *self,
            PgsRegionColumn  id)
{
  Column *column = &self->columns[id];
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  column->cells = self;
  column->id = id;
  column->shape = get_shape (id);
  column->bound = g_ptr_array_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), column);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), column);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), column);
  g_signal_connect (factory, "teardown", G_CALLBACK (on_teardown), column);
  column->column = gtk_column_view_column_new (pgs_region_column_get_title (id), factory);
  g_object_set_data (G_OBJECT (column->column), COLUMN_KEY, column);
  pgs_view_sort_add_column (self->sort, column->column, id);
  gtk_column_view_column_set_resizable (column->column, TRUE);
  gtk_column_view_column_set_expand (column->column, id == PGS_REGION_COLUMN_NAME);
  gtk_column_view_append_column (self->view, column->column);
}

static void
on_in_view (GtkColumnViewColumn *view_column,
            gboolean             is_in_view,
            gpointer             data)
{
  Column *column = g_object_get_data (G_OBJECT (view_column), COLUMN_KEY);

  if (column->shape.is_hidden == !is_in_view)
    return;
  column->shape.is_hidden = !is_in_view;
  for (guint i = 0; is_in_view && i < column->bound->len; i++)
    gtk_widget_queue_draw (GTK_WIDGET (((Cell *) column->bound->pdata[i])->text));
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
  pgs_columns_in_view_follow (view, on_in_view, self);
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
  pgs_columns_in_view_leave (self->view);
  for (guint id = 0; id < PGS_N_REGION_COLUMNS; id++)
    {
      gtk_column_view_remove_column (self->view, self->columns[id].column);
      g_object_unref (self->columns[id].column);
      g_ptr_array_unref (self->columns[id].bound);
    }
  for (guint flags = 0; flags < PGS_N_CELL_FONTS; flags++)
    g_clear_pointer (&self->fonts[flags], pgs_cell_font_unref);
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
