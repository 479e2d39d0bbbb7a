/* pgs-row-name.c: what a screen reader says of a row
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-row-name.h"

#define NAME_KEY "pgs-row-name"

/**
 * pgs_row_name_set:
 * @child: what stands in a cell of the row
 * @name: what is to be said
 *
 * GTK 4.8 gives rows no name of their own, but that of their class. Nothing is done where it is the
 * same as before, or where the cell is in no row.
 */
void
pgs_row_name_set (GtkWidget  *child,
                  const char *name)
{
  GtkWidget *cell = gtk_widget_get_parent (child);
  GtkWidget *row = cell != NULL ? gtk_widget_get_parent (cell) : NULL;

  if (row == NULL || g_strcmp0 (g_object_get_data (G_OBJECT (row), NAME_KEY), name) == 0)
    return;
  g_object_set_data_full (G_OBJECT (row), NAME_KEY, g_strdup (name), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
