/* pgs-view-sort.c: by which of its columns a view is sorted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * GTK 4.8 cannot be asked by which column a view is sorted. But its sorter asks that column's sorter
 * first: comparing two things that are not rows at all, and having each column's sorter note that
 * it was asked, tells which it is, and the sign of the answer tells the direction. Nobody else asks,
 * as nothing is sorted by the view's sorter: columns may outlive what tells their order.
 */
#include "config.h"

#include "pgs-view-sort.h"

typedef struct
{
  PgsViewSort *sort;
  guint id;
} Column;

struct _PgsViewSort
{
  GtkColumnView *view;
  const Column *asked; /* the first column whose sorter was asked */
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

/**
 * pgs_view_sort_free:
 * @self: (nullable) (transfer full): what tells a view's order
 */
void
pgs_view_sort_free (PgsViewSort *self)
{
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

  *data = (Column) { self, id };
  gtk_column_view_column_set_sorter (column, sorter);
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
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);
  GtkOrdering ordering;

  self->asked = NULL;
  ordering = gtk_sorter_compare (sorter, self->view, sorter);
  if (self->asked == NULL)
    return FALSE;
  *id = self->asked->id;
  *is_descending = ordering == GTK_ORDERING_LARGER;
  return TRUE;
}
