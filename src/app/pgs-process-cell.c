/* pgs-process-cell.c: one cell of the process list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A text; in the name's column indented, with a button to hide the children, where the list is a
 * tree; in RES's column with a bar: its share of the largest RES in the list.
 *
 * NOTES
 * GtkColumnView keeps about 200 rows of cells, in view or not. The text is a PgsTextCell: its size
 * does not depend on it, so that a new number does not lay out the whole list anew.
 */
#include "config.h"

#include "pgs-process-cell.h"

#include <glib/gi18n-lib.h>

#include "pgs-row-name.h"
#include "pgs-style.h"

#define INDENT 14
#define MAX_DEPTH 12 /* deeper ones are not indented further */
#define BAR_HEIGHT 3

struct _PgsProcessCell
{
  GtkWidget parent_instance;

  PgsProcessStore *store;
  PgsProcessColumn column;
  PgsProcessRow *row;
  GtkWidget *expander; /* (nullable): only in the name's column of a tree */
  PgsTextCell *text;
  guint64 bar_res;       /* as the bar shows it */
};

G_DEFINE_FINAL_TYPE (PgsProcessCell, pgs_process_cell, GTK_TYPE_WIDGET)

static PgsProcessItem *
get_item (PgsProcessCell *self)
{
  return pgs_process_row_get_item (self->row);
}

static void
on_expander_clicked (PgsProcessCell *self)
{
  if (self->row != NULL)
    pgs_process_store_toggle (self->store, get_item (self));
}

static void
add_expander (PgsProcessCell *self)
{
  self->expander = gtk_button_new ();
  gtk_widget_add_css_class (self->expander, "flat");
  gtk_widget_add_css_class (self->expander, "expander-button");
  gtk_widget_set_focusable (self->expander, FALSE);
  gtk_widget_set_valign (self->expander, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->expander, "clicked", G_CALLBACK (on_expander_clicked), self);
  gtk_widget_insert_before (self->expander, GTK_WIDGET (self), GTK_WIDGET (self->text));
}

/* A list that is no tree does without: one in five widgets is an expander or its icon. */
static void
update_expander (PgsProcessCell *self)
{
  PgsProcessPlace place = pgs_process_item_get_place (get_item (self));
  gboolean collapsed = pgs_process_item_get_collapsed (get_item (self));
  gboolean tree = pgs_process_store_get_tree (self->store);
  const char *icon = collapsed ? "pan-end-symbolic" : "pan-down-symbolic";

  if (self->expander == NULL && !tree)
    return;
  if (self->expander == NULL)
    add_expander (self);
  gtk_widget_set_visible (self->expander, tree);
  gtk_widget_set_child_visible (self->expander, tree && place.has_children);
  gtk_widget_set_margin_start (self->expander, (int) MIN (place.depth, MAX_DEPTH) * INDENT);
  if (g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (self->expander)), icon) == 0)
    return; /* GTK would make a new image, and lay out the whole list again for it */
  gtk_button_set_icon_name (GTK_BUTTON (self->expander), icon);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  collapsed ? _("Show children") : _("Hide children"), -1);
}

static void
name_row (PgsProcessCell *self)
{
  /* Translators: a row of the process list, as a screen reader says it: name, PID. */
  g_autofree char *name = g_strdup_printf (_("%s, PID %d"), pgs_process_item_get_name (get_item (self)),
                                           pgs_process_item_get_record (get_item (self))->pid);

  pgs_row_name_set (GTK_WIDGET (self), name);
}

/* What a process is called may change: by exec, or as it likes. */
static void
update (PgsProcessCell *self)
{
  const PgsProcessRecord *record = pgs_process_item_get_record (get_item (self));
  g_autofree char *text = pgs_process_column_get_text (self->column, get_item (self));

  pgs_text_cell_set_text (self->text, text);
  if (self->column == PGS_PROCESS_COLUMN_RES && record->res != self->bar_res)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  self->bar_res = record->res;
  if (self->column != PGS_PROCESS_COLUMN_NAME)
    return;
  update_expander (self);
  name_row (self);
}

static void
draw_bar (PgsProcessCell *self,
          GtkSnapshot    *snapshot)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  guint64 res = pgs_process_item_get_record (get_item (self))->res;
  guint64 max_res = pgs_process_store_get_max_res (self->store);
  GskRoundedRect rounded;
  GdkRGBA rgba;
  PgsTheme theme;
  float length;

  if (res == PGS_UNKNOWN || res == 0 || max_res == 0)
    return;

  pgs_style_get_theme (GTK_WIDGET (self), &theme);
  rgba = (GdkRGBA) { (float) theme.kinds[PGS_KIND_HEAP].r, (float) theme.kinds[PGS_KIND_HEAP].g,
                     (float) theme.kinds[PGS_KIND_HEAP].b, (float) theme.kinds[PGS_KIND_HEAP].a };
  length = MAX (1.f, (float) ((double) MIN (res, max_res) / (double) max_res * width));
  gsk_rounded_rect_init_from_rect (&rounded,
                                   &GRAPHENE_RECT_INIT (theme.rtl ? (float) width - length : 0,
                                                        (float) (height - BAR_HEIGHT), length,
                                                        BAR_HEIGHT),
                                   BAR_HEIGHT / 2.f);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_append_color (snapshot, &rgba, &rounded.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
pgs_process_cell_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  PgsProcessCell *self = PGS_PROCESS_CELL (widget);

  if (self->column == PGS_PROCESS_COLUMN_RES && self->row != NULL)
    draw_bar (self, snapshot);
  GTK_WIDGET_CLASS (pgs_process_cell_parent_class)->snapshot (widget, snapshot);
}

static void
pgs_process_cell_dispose (GObject *object)
{
  PgsProcessCell *self = PGS_PROCESS_CELL (object);

  pgs_process_cell_set_row (self, NULL);
  g_clear_object (&self->store);
  g_clear_pointer (&self->expander, gtk_widget_unparent);
  if (self->text != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->text));
  self->text = NULL;
  G_OBJECT_CLASS (pgs_process_cell_parent_class)->dispose (object);
}

static void
pgs_process_cell_class_init (PgsProcessCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_process_cell_dispose;
  widget_class->snapshot = pgs_process_cell_snapshot;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "processcell");
}

static void
pgs_process_cell_init (PgsProcessCell *self)
{
}

/**
 * pgs_process_cell_new:
 * @store: the list that it is a cell of
 * @column: which column
 * @shape: of its text; must outlive it
 * @font: of its text
 *
 * Returns: (transfer floating): an empty cell
 */
GtkWidget *
pgs_process_cell_new (PgsProcessStore        *store,
                      PgsProcessColumn        column,
                      const PgsTextCellShape *shape,
                      PgsCellFont            *font)
{
  PgsProcessCell *self = g_object_new (PGS_TYPE_PROCESS_CELL, NULL);

  self->store = g_object_ref (store);
  self->column = column;
  self->text = pgs_text_cell_new (shape, font);
  gtk_widget_set_hexpand (GTK_WIDGET (self->text), TRUE);
  gtk_widget_set_parent (GTK_WIDGET (self->text), GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), pgs_process_column_get_id (column));
  if (column == PGS_PROCESS_COLUMN_RES)
    g_signal_connect_object (store, "notify::max-res", G_CALLBACK (gtk_widget_queue_draw), self,
                             G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * pgs_process_cell_set_row:
 * @self: a cell
 * @row: (nullable): what to show and to follow
 */
void
pgs_process_cell_set_row (PgsProcessCell *self,
                          PgsProcessRow  *row)
{
  g_return_if_fail (PGS_IS_PROCESS_CELL (self));

  if (self->row == row) /* it was up to date all the time */
    return;
  if (self->row != NULL)
    pgs_process_row_unfollow (self->row, self);
  g_set_object (&self->row, row);
  if (row == NULL)
    return;
  pgs_process_row_follow (row, G_CALLBACK (update), self);
  update (self);
}

/**
 * pgs_process_cell_get_row:
 * @self: a cell
 *
 * Returns: (transfer none) (nullable): what it shows
 */
PgsProcessRow *
pgs_process_cell_get_row (PgsProcessCell *self)
{
  g_return_val_if_fail (PGS_IS_PROCESS_CELL (self), NULL);

  return self->row;
}

/**
 * pgs_process_cell_redraw:
 * @self: a cell
 *
 * Its text comes into view.
 */
void
pgs_process_cell_redraw (PgsProcessCell *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self->text));
}
