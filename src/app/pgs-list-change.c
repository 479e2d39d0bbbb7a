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

#include <string.h>

#define ROWS_WITH_WIDGETS 200 /* while there are no more, all have one */

static gboolean
is_same (const PgsListKeys *a,
         guint              i,
         const PgsListKeys *b,
         guint              j)
{
  return memcmp ((const char *) a->first + i * a->stride, (const char *) b->first + j * b->stride, a->size) == 0;
}

/**
 * pgs_list_change_find:
 * @before: the rows that there were
 * @after: those that there are, of the same kind
 * @change: (out): what lies between the rows that stayed at the begin and at the end
 *
 * O(n).
 *
 * Returns: whether anything does
 */
gboolean
pgs_list_change_find (const PgsListKeys *before,
                      const PgsListKeys *after,
                      PgsListChange     *change)
{
  const guint shorter = MIN (before->n, after->n);
  guint head = 0;
  guint tail = 0;

  while (head < shorter && is_same (before, head, after, head))
    head++;
  while (tail < shorter - head && is_same (before, before->n - 1 - tail, after, after->n - 1 - tail))
    tail++;
  *change = (PgsListChange) { head, before->n - head - tail, after->n - head - tail };
  return change->removed > 0 || change->added > 0;
}

/**
 * pgs_list_change_tell:
 * @model: a model that has changed
 * @change: which of its rows are others now
 *
 * Emits "items-changed", to be shown rightly by GTK 4.8 as well.
 */
void
pgs_list_change_tell (GListModel          *model,
                      const PgsListChange *change)
{
  const guint n_before = g_list_model_get_n_items (model) - change->added + change->removed;
  const guint head = n_before > ROWS_WITH_WIDGETS ? change->position : 0;

  g_list_model_items_changed (model, change->position - head, head + change->removed, head + change->added);
}

/**
 * pgs_list_told_get_n:
 * @self: of how many rows a list tells
 * @n_rows: how many it has
 *
 * Returns: how many it tells of now
 */
guint
pgs_list_told_get_n (const PgsListTold *self,
                     gsize              n_rows)
{
  return (guint) MIN (n_rows, self->n_most);
}

/**
 * pgs_list_told_more:
 * @self: of how many rows a list tells
 * @model: the list, whose length follows @self
 * @n_more: how many rows to tell of; all, once there are more than GTK makes widgets for
 *
 * Returns: whether more are left
 */
gboolean
pgs_list_told_more (PgsListTold *self,
                    GListModel  *model,
                    guint        n_more)
{
  const guint before = g_list_model_get_n_items (model);
  guint n_added;

  if (self->n_most == G_MAXUINT)
    return FALSE;
  self->n_most = n_more < ROWS_WITH_WIDGETS && self->n_most + n_more < ROWS_WITH_WIDGETS ? self->n_most + n_more : G_MAXUINT;
  n_added = g_list_model_get_n_items (model) - before;
  if (n_added > 0)
    g_list_model_items_changed (model, before, 0, n_added);
  return self->n_most != G_MAXUINT;
}
