/* pgs-diff-cell.c: a cell of the table of differences: its text, a bar, a colour
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Bars of what came and of what left have the colours that the map gives such pages, and begin at
 * opposite ends.
 */
#include "config.h"

#include "pgs-diff-cell.h"

#include "pgs-diff-words.h"
#include "pgs-row-name.h"
#include "pgs-style.h"

#define BAR_HEIGHT 3
#define SWATCH 10
#define SWATCH_SPACE 16

struct _PgsDiffCell
{
  GtkWidget parent_instance;

  PgsDiffList *list;
  PgsDiffColumn column;
  PgsRowItem *item; /* (nullable): while it is bound */
  PgsTextCell *text;
};

G_DEFINE_FINAL_TYPE (PgsDiffCell, pgs_diff_cell, GTK_TYPE_WIDGET)

static GdkRGBA
to_rgba (PgsColor color)
{
  return (GdkRGBA) { (float) color.r, (float) color.g, (float) color.b, (float) color.a };
}

static void
draw_bar (PgsDiffCell        *self,
          const PgsDiffEntry *entry,
          GtkSnapshot        *snapshot)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const int height = gtk_widget_get_height (GTK_WIDGET (self));
  const guint64 largest = pgs_diff_list_get_largest (self->list);
  const gboolean is_more = entry->rss_delta > 0;
  PgsTheme theme;
  GdkRGBA rgba;
  float length;

  if (entry->rss_delta == PGS_DIFF_UNKNOWN || entry->rss_delta == 0 || largest == 0)
    return;
  pgs_style_get_theme (GTK_WIDGET (self), &theme);
  rgba = to_rgba (theme.kinds[is_more ? PGS_KIND_DATA : PGS_KIND_STACK]);
  length = MAX (1.f, (float) ((double) ABS (entry->rss_delta) / (double) largest * width));
  gtk_snapshot_append_color (snapshot, &rgba,
                             &GRAPHENE_RECT_INIT (is_more == theme.rtl ? (float) width - length : 0,
                                                  (float) (height - BAR_HEIGHT), length, BAR_HEIGHT));
}

static void
draw_swatch (PgsDiffCell        *self,
             const PgsDiffEntry *entry,
             GtkSnapshot        *snapshot)
{
  const float y = (float) ((gtk_widget_get_height (GTK_WIDGET (self)) - SWATCH) / 2);
  const float width = (float) gtk_widget_get_width (GTK_WIDGET (self));
  PgsTheme theme;
  GdkRGBA rgba;

  pgs_style_get_theme (GTK_WIDGET (self), &theme);
  rgba = to_rgba (theme.kinds[entry->kind]);
  gtk_snapshot_append_color (snapshot, &rgba,
                             &GRAPHENE_RECT_INIT (theme.rtl ? width - SWATCH : 0, y, SWATCH, SWATCH));
}

static void
pgs_diff_cell_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  PgsDiffCell *self = PGS_DIFF_CELL (widget);
  const PgsDiffEntry *entry = self->item != NULL ? pgs_row_item_get_row (self->item) : NULL;

  if (entry != NULL && self->column == PGS_DIFF_COLUMN_RSS_DELTA)
    draw_bar (self, entry, snapshot);
  if (entry != NULL && self->column == PGS_DIFF_COLUMN_NAME)
    draw_swatch (self, entry, snapshot);
  GTK_WIDGET_CLASS (pgs_diff_cell_parent_class)->snapshot (widget, snapshot);
}

static gboolean
pgs_diff_cell_query_tooltip (GtkWidget  *widget,
                             int         x,
                             int         y,
                             gboolean    by_keyboard,
                             GtkTooltip *tooltip)
{
  PgsDiffCell *self = PGS_DIFF_CELL (widget);
  const PgsDiffEntry *entry = self->item != NULL ? pgs_row_item_get_row (self->item) : NULL;
  g_autofree char *text = NULL;

  if (entry == NULL)
    return FALSE;
  text = pgs_diff_dup_details (pgs_diff_list_get_diff (self->list), entry);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
pgs_diff_cell_dispose (GObject *object)
{
  PgsDiffCell *self = PGS_DIFF_CELL (object);

  if (self->text != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->text));
  self->text = NULL;
  g_clear_object (&self->list);
  G_OBJECT_CLASS (pgs_diff_cell_parent_class)->dispose (object);
}

static void
pgs_diff_cell_class_init (PgsDiffCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_diff_cell_dispose;
  widget_class->snapshot = pgs_diff_cell_snapshot;
  widget_class->query_tooltip = pgs_diff_cell_query_tooltip;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "diffcell");
}

static void
pgs_diff_cell_init (PgsDiffCell *self)
{
}

/**
 * pgs_diff_cell_new:
 * @list: the list that it is a cell of
 * @column: what it shows
 * @shape: of its text; must outlive it
 * @font: of its text
 *
 * Returns: (transfer floating): a cell that shows nothing yet
 */
GtkWidget *
pgs_diff_cell_new (PgsDiffList            *list,
                   PgsDiffColumn           column,
                   const PgsTextCellShape *shape,
                   PgsCellFont            *font)
{
  PgsDiffCell *self = g_object_new (PGS_TYPE_DIFF_CELL, NULL);

  self->list = g_object_ref (list);
  self->column = column;
  self->text = pgs_text_cell_new (shape, font);
  if (column == PGS_DIFF_COLUMN_NAME)
    pgs_text_cell_set_indent (self->text, SWATCH_SPACE);
  gtk_widget_set_parent (GTK_WIDGET (self->text), GTK_WIDGET (self));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), column == PGS_DIFF_COLUMN_NAME
                                                     || column == PGS_DIFF_COLUMN_CHANGE);
  return GTK_WIDGET (self);
}

/**
 * pgs_diff_cell_set_item:
 * @self: a cell
 * @item: (nullable): the row that it is bound to, which outlives that
 */
void
pgs_diff_cell_set_item (PgsDiffCell *self,
                        PgsRowItem  *item)
{
  self->item = item;
  pgs_diff_cell_update (self);
}

static void
name_row (PgsDiffCell        *self,
          const PgsDiffEntry *entry,
          const char         *name)
{
  g_autofree char *change = pgs_diff_column_format (PGS_DIFF_COLUMN_CHANGE, pgs_diff_list_get_diff (self->list), entry);
  g_autofree char *both = g_strdup_printf ("%s, %s", name, change);

  pgs_row_name_set (GTK_WIDGET (self), both);
}

/**
 * pgs_diff_cell_update:
 * @self: a cell
 *
 * Shows what its row says now.
 */
void
pgs_diff_cell_update (PgsDiffCell *self)
{
  const PgsDiffEntry *entry = self->item != NULL ? pgs_row_item_get_row (self->item) : NULL;
  g_autofree char *text = NULL;

  if (entry == NULL)
    return;
  text = pgs_diff_column_format (self->column, pgs_diff_list_get_diff (self->list), entry);
  pgs_text_cell_set_text (self->text, text);
  if (self->column == PGS_DIFF_COLUMN_RSS_DELTA || self->column == PGS_DIFF_COLUMN_NAME)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->column == PGS_DIFF_COLUMN_NAME)
    name_row (self, entry, text);
}
