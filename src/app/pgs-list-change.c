/* pgs-list-change.c: tells lists on screen which rows of a model are others now
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A GtkListView keeps widgets for 205 rows around the place where it is scrolled to, and counts the others in runs
 * without widgets. When rows are removed from the middle of such a run to beyond its end, GTK 4.8 takes the whole run
 * for removed (gtk_list_item_manager_remove_items() forgets the offset into the run), and as many widgets too few
 * behind it: rows that have gone stay on screen in the place of others. If they come back elsewhere, GTK warns of a
 * "Duplicate item detected in list". GTK 4.18 splits the run.
 *
 * A change that begins with the first row begins with a run, never in the middle of one. To tell of more rows than
 * changed does no harm: they keep their widgets, selection and focus, and are at most the 205 that have widgets.
 */
#include "config.h"

#include "pgs-list-change.h"

#define ROWS_WITH_WIDGETS 200 /* while there are no more, all have one */

/**
 * pgs_list_change_tell:
 * @model: a model that has changed
 * @position: the first row that is another
 * @removed: how many rows there were from there on that are others now
 * @added: how many rows there are in their place
 *
 * Emits "items-changed", to be shown rightly by GTK 4.8 as well.
 */
void
pgs_list_change_tell (GListModel *model,
                      guint       position,
                      guint       removed,
                      guint       added)
{
  const guint n_before = g_list_model_get_n_items (model) - added + removed;
  const guint head = n_before > ROWS_WITH_WIDGETS ? position : 0;

  g_list_model_items_changed (model, position - head, head + removed, head + added);
}
