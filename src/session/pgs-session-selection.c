/* pgs-session-selection.c: what is selected and marked in what is being watched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-session-private.h"

#include <glib/gi18n-lib.h>

/**
 * pgs_session_mark:
 * @self: a session
 * @name: (nullable): what the mark says; %NULL: its number
 *
 * Marks the moment that is shown on the timeline; "since mark" counts from here. Does nothing before
 * the first sample, nor in a recording.
 *
 * Returns: (transfer none) (nullable): what the mark says, until the next mark; %NULL if there is none
 */
const char *
pgs_session_mark (PgsSession *self,
                  const char *name)
{
  g_autofree char *numbered = NULL;
  const PgsMark *mark;

  g_return_val_if_fail (PGS_IS_SESSION (self), NULL);

  if (self->snapshot == NULL || self->moments != PGS_MOMENTS (self->history))
    return NULL;
  if (name == NULL)
    /* Translators: a mark on the timeline that has no name of its own, with its number. */
    numbered = g_strdup_printf (_("mark %u"), pgs_history_next_number (self->history));
  mark = pgs_history_mark (self->history, self->snapshot->monotonic_us,
                           name != NULL ? name : numbered);
  pgs_history_set_marked (self->history, self->snapshot);
  g_signal_emit_by_name (self, "history-changed");
  g_signal_emit_by_name (self, "sampled");
  return mark->name;
}

/* Whether an exec replaced the address space between two samples. */
static gboolean
has_exec_between (PgsMoments *moments,
                  gint64      a_us,
                  gint64      b_us)
{
  gsize n_marks;
  const PgsMark *marks = pgs_moments_get_marks (moments, &n_marks);

  for (gsize i = 0; i < n_marks; i++)
    if (marks[i].kind == PGS_MARK_EXEC && marks[i].monotonic_us > MIN (a_us, b_us) &&
        marks[i].monotonic_us <= MAX (a_us, b_us))
      return TRUE;
  return FALSE;
}

/**
 * pgs_session_get_marked:
 * @self: a session
 *
 * It may be before or after what is shown.
 *
 * Returns: (transfer none) (nullable): the sample at the last pgs_session_mark(), if what is shown
 *   has the same address space: there was no exec between the two
 */
PgsSnapshot *
pgs_session_get_marked (PgsSession *self)
{
  PgsSnapshot *marked;

  g_return_val_if_fail (PGS_IS_SESSION (self), NULL);

  marked = pgs_history_get_marked (self->history);
  if (marked == NULL || self->snapshot == NULL ||
      has_exec_between (self->moments, marked->monotonic_us, self->snapshot->monotonic_us))
    return NULL;
  return marked;
}

/**
 * pgs_session_select:
 * @self: a session
 * @selection: (nullable): the region or page that all views point at; %NULL: none
 */
void
pgs_session_select (PgsSession         *self,
                    const PgsSelection *selection)
{
  const PgsSelection none = { 0 };
  const PgsSelection *next = selection != NULL ? selection : &none;

  g_return_if_fail (PGS_IS_SESSION (self));

  if (next->start == self->selection.start && next->end == self->selection.end &&
      next->is_page == self->selection.is_page)
    return;
  self->selection = *next;
  g_signal_emit_by_name (self, "selection-changed");
}

void
pgs_session_get_selection (PgsSession   *self,
                           PgsSelection *selection)
{
  g_return_if_fail (PGS_IS_SESSION (self));
  *selection = self->selection;
}

/**
 * pgs_session_get_selected_region:
 * @self: a session
 * @index: (out): its index in the current snapshot's maps
 *
 * Returns: %TRUE if the current snapshot has a region at the start of the selection
 */
gboolean
pgs_session_get_selected_region (PgsSession *self,
                                 gsize      *index)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), FALSE);

  return self->selection.end > self->selection.start && self->snapshot != NULL &&
         self->snapshot->maps != NULL &&
         pgs_maps_find (self->snapshot->maps, self->selection.start, index);
}
