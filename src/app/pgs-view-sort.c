/* pgs-view-sort.c: by which of its columns a view is sorted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * GTK 4.8 cannot be asked by which column a view is sorted. But its sorter asks that column's sorter
 * first: comparing two things that are not rows at all, and having each column's sorter note that
 * it was asked, tells which it is, and the sign of the answer tells the direction. Nobody else asks,
 * as nothing is sorted by the view's sorter: columns may outlive what tells their order.
 *
 * Headings take no keyboard either, until GTK 4.12: a list of them does.
 */
#include "config.h"

#include "pgs-view-sort.h"

#include <glib/gi18n-lib.h>

#include "pgs-list-tab.h"
#include "pgs-spoken.h"

#define COLUMN_KEY "pgs-column"
#define HEADINGS_HEIGHT 24 /* px, about */
#define LIST_HEIGHT 300 /* px, at most */

typedef struct
{
  PgsViewSort *sort;
  GtkColumnViewColumn *column; /* not owned: has this */
  guint id;
} Column;

struct _PgsViewSort
{
  GtkColumnView *view;
  const Column *asked; /* the first column whose sorter was asked */
  GtkWidget *chooser; /* (nullable): while an order is chosen */
};

/**
 * pgs_view_sort_new:
 * @view: a view; it must live as long
 *
 * Returns: (transfer full): what tells its order
 */
PgsViewSort *
pgs_view_sort_new (GtkColumnView *view)
{
  PgsViewSort *self = g_new0 (PgsViewSort, 1);

  self->view = view;
  return self;
}

static void
drop_chooser (PgsViewSort *self)
{
  GtkWidget *chooser = self->chooser;

  g_clear_weak_pointer (&self->chooser);
  if (chooser != NULL)
    gtk_widget_unparent (chooser);
}

/**
 * pgs_view_sort_free:
 * @self: (nullable) (transfer full): what tells a view's order
 */
void
pgs_view_sort_free (PgsViewSort *self)
{
  if (self == NULL)
    return;
  drop_chooser (self);
  g_free (self);
}

static int
note_asked (gconstpointer a,
            gconstpointer b,
            gpointer      data)
{
  const Column *column = data;

  if (column->sort->asked == NULL)
    column->sort->asked = column;
  return GTK_ORDERING_SMALLER;
}

/**
 * pgs_view_sort_add_column:
 * @self: what tells a view's order
 * @column: a column of the view, or one that will be
 * @id: what to call it
 *
 * The view can be sorted by this column from now on.
 */
void
pgs_view_sort_add_column (PgsViewSort         *self,
                          GtkColumnViewColumn *column,
                          guint                id)
{
  Column *data = g_new (Column, 1);
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (note_asked, data, g_free));

  *data = (Column) { self, column, id };
  gtk_column_view_column_set_sorter (column, sorter);
}

/* Returns: (nullable): the column by which the view is sorted */
static const Column *
find_sorted (PgsViewSort *self,
             gboolean    *is_descending)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);

  self->asked = NULL;
  *is_descending = gtk_sorter_compare (sorter, self->view, sorter) == GTK_ORDERING_LARGER;
  return self->asked;
}

/**
 * pgs_view_sort_get:
 * @self: what tells a view's order
 * @id: (out): the column by which the view is sorted
 * @is_descending: (out): largest first
 *
 * Returns: whether the view is sorted at all
 */
gboolean
pgs_view_sort_get (PgsViewSort *self,
                   guint       *id,
                   gboolean    *is_descending)
{
  const Column *sorted = find_sorted (self, is_descending);

  if (sorted == NULL)
    return FALSE;
  *id = sorted->id;
  return TRUE;
}

static void
sort_by (PgsViewSort         *self,
         GtkColumnViewColumn *column,
         gboolean             is_descending)
{
  gtk_column_view_sort_by_column (self->view, column, is_descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

/* As a heading does: once more turns the order around. */
static void
on_row_activated (PgsViewSort   *self,
                  GtkListBoxRow *row)
{
  GtkColumnViewColumn *column = g_object_get_data (G_OBJECT (row), COLUMN_KEY);
  gboolean is_descending;
  const Column *sorted = find_sorted (self, &is_descending);

  sort_by (self, column, sorted != NULL && sorted->column == column ? !is_descending : is_descending);
  gtk_popover_popdown (GTK_POPOVER (self->chooser));
}

static void
on_descending (PgsViewSort    *self,
               GtkCheckButton *check)
{
  gboolean was_descending;
  const Column *sorted = find_sorted (self, &was_descending);

  if (sorted != NULL)
    sort_by (self, sorted->column, gtk_check_button_get_active (check));
}

/* Columns that are shown; the one by which the view is sorted is selected. */
static GtkWidget *
make_list (PgsViewSort  *self,
           const Column *sorted)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  GtkListBox *list = GTK_LIST_BOX (gtk_list_box_new ());

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      const char *title = gtk_column_view_column_get_title (column);
      GtkWidget *row = gtk_list_box_row_new (), *label = gtk_label_new (title);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
      pgs_spoken_set (row, title);
      gtk_widget_set_visible (row, gtk_column_view_column_get_visible (column));
      g_object_set_data (G_OBJECT (row), COLUMN_KEY, column); /* the view has it */
      gtk_list_box_append (list, row);
      if (sorted != NULL && sorted->column == column)
        gtk_list_box_select_row (list, GTK_LIST_BOX_ROW (row));
    }
  pgs_list_tab_leaves (GTK_WIDGET (list));
  gtk_widget_add_css_class (GTK_WIDGET (list), "sort-list");
  pgs_spoken_set (GTK_WIDGET (list), _("Sort By"));
  g_signal_connect_swapped (list, "row-activated", G_CALLBACK (on_row_activated), self);
  return GTK_WIDGET (list);
}

static GtkWidget *
make_content (PgsViewSort *self)
{
  gboolean is_descending;
  const Column *sorted = find_sorted (self, &is_descending);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *title = gtk_label_new (_("Sort By"));
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *check = gtk_check_button_new_with_label (_("Descending"));

  gtk_widget_add_css_class (title, "heading");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), make_list (self, sorted));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), LIST_HEIGHT);
  gtk_widget_set_focusable (scrolled, FALSE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_descending);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (on_descending), self);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_box_append (GTK_BOX (box), check);
  return box;
}

/* Only a layout manager gives a popover another size when it wants one. */
static GtkWidget *
find_parent (PgsViewSort *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self->view));

  while (gtk_widget_get_layout_manager (parent) == NULL)
    parent = gtk_widget_get_parent (parent);
  return parent;
}

static void
point_at_headings (PgsViewSort *self,
                   GtkWidget   *parent)
{
  const graphene_point_t middle = { (float) gtk_widget_get_width (GTK_WIDGET (self->view)) / 2, HEADINGS_HEIGHT };
  graphene_point_t point;

  if (!gtk_widget_compute_point (GTK_WIDGET (self->view), parent, &middle, &point))
    return;
  gtk_popover_set_pointing_to (GTK_POPOVER (self->chooser), &(GdkRectangle) { (int) point.x, (int) point.y, 1, 1 });
}

static gboolean
unparent_later (gpointer chooser)
{
  gtk_widget_unparent (chooser);
  return G_SOURCE_REMOVE;
}

/* The keyboard is in the rows, which are in another order. */
static void
on_chooser_closed (GtkWidget *view,
                   GtkWidget *chooser)
{
  gtk_widget_grab_focus (view);
  g_idle_add_full (G_PRIORITY_DEFAULT, unparent_later, g_object_ref (chooser), g_object_unref);
}

/**
 * pgs_view_sort_choose:
 * @self: what tells a view's order
 *
 * Shows a list of the view's columns, for who sorts without a pointer.
 */
void
pgs_view_sort_choose (PgsViewSort *self)
{
  GtkWidget *parent = find_parent (self);

  drop_chooser (self);
  g_set_weak_pointer (&self->chooser, gtk_popover_new ());
  gtk_popover_set_child (GTK_POPOVER (self->chooser), make_content (self));
  gtk_widget_set_parent (self->chooser, parent);
  g_signal_connect_object (parent, "destroy", G_CALLBACK (gtk_widget_unparent), self->chooser, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->chooser, "closed", G_CALLBACK (on_chooser_closed), self->view, G_CONNECT_SWAPPED);
  gtk_popover_set_position (GTK_POPOVER (self->chooser), GTK_POS_BOTTOM);
  point_at_headings (self, parent);
  pgs_spoken_set (self->chooser, _("Sort By"));
  gtk_popover_popup (GTK_POPOVER (self->chooser));
}
