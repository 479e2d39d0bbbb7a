/* pgs-session-marks.c: marks that people set, changed afterwards
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-session-private.h"

/**
 * pgs_session_can_mark:
 * @self: a session
 *
 * Returns: whether pgs_session_mark() would set a mark: there is a sample, and it is of no recording
 */
gboolean
pgs_session_can_mark (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), FALSE);

  return self->snapshot != NULL && self->moments == PGS_MOMENTS (self->history);
}

/**
 * pgs_session_rename_mark:
 * @self: a session
 * @monotonic_us: time of a person's mark
 * @name: what it says
 * @new_name: what it is to say
 *
 * Marks of a recording stay as they are.
 *
 * Returns: whether there is such a mark
 */
gboolean
pgs_session_rename_mark (PgsSession *self,
                         gint64      monotonic_us,
                         const char *name,
                         const char *new_name)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), FALSE);

  if (!pgs_session_can_mark (self) || !pgs_history_rename_mark (self->history, monotonic_us, name, new_name))
    return FALSE;
  g_signal_emit_by_name (self, "history-changed");
  return TRUE;
}

/**
 * pgs_session_remove_mark:
 * @self: a session
 * @monotonic_us: time of a person's mark
 * @name: what it says
 *
 * "Since mark" does not count from it any more.
 *
 * Returns: whether there was such a mark; pgs_session_restore_mark() brings it back
 */
gboolean
pgs_session_remove_mark (PgsSession *self,
                         gint64      monotonic_us,
                         const char *name)
{
  PgsSnapshot *marked;

  g_return_val_if_fail (PGS_IS_SESSION (self), FALSE);

  if (!pgs_session_can_mark (self) || !pgs_history_remove_mark (self->history, monotonic_us, name))
    return FALSE;
  marked = pgs_history_get_marked (self->history);
  if (marked != NULL && marked->monotonic_us == monotonic_us)
    pgs_history_set_marked (self->history, NULL);
  g_signal_emit_by_name (self, "history-changed");
  g_signal_emit_by_name (self, "sampled");
  return TRUE;
}

/**
 * pgs_session_restore_mark:
 * @self: a session
 * @monotonic_us: time of a sample
 * @name: what the mark says
 *
 * Undoes pgs_session_remove_mark(), apart from what "since mark" counts from.
 */
void
pgs_session_restore_mark (PgsSession *self,
                          gint64      monotonic_us,
                          const char *name)
{
  g_return_if_fail (PGS_IS_SESSION (self));

  if (!pgs_session_can_mark (self))
    return;
  pgs_history_mark (self->history, monotonic_us, name);
  g_signal_emit_by_name (self, "history-changed");
}
