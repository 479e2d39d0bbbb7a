/* pgs-session-results.c: what the sampler found, kept for the views
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-session-private.h"

#include "pgs-error.h"

#include <glib/gi18n-lib.h>

#define RATE_WINDOW_US (4 * G_USEC_PER_SEC)

/* An exec changes the name before the arguments; a sample between the two sees it, and the next one
 * sees it again. */
#define ONE_EXEC_US G_USEC_PER_SEC

/**
 * pgs_session_set_state:
 * @self: a session
 * @state: the state from now on; told to everyone if it is another one
 */
void
pgs_session_set_state (PgsSession      *self,
                       PgsSessionState  state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify (G_OBJECT (self), "state");
}

/**
 * pgs_session_forget:
 * @self: a session
 *
 * Drops all that is known of the watched process.
 */
void
pgs_session_forget (PgsSession *self)
{
  g_clear_error (&self->error);
  self->exit_info = (PgsExit) { 0 };
  g_clear_pointer (&self->snapshot, pgs_snapshot_unref);
  g_clear_pointer (&self->marked, pgs_snapshot_unref);
  g_clear_pointer (&self->ages, pgs_ages_unref);
  self->pages_period_us = 0;
  self->n_marks = 0;
  pgs_history_clear (self->history);
}

static gboolean
is_same_exec (PgsSession        *self,
              const PgsSnapshot *snapshot)
{
  const PgsProcessInfo *before = self->snapshot->process, *now = snapshot->process;

  return snapshot->monotonic_us - self->exec_us < ONE_EXEC_US && self->exec_us != 0 &&
         strcmp (before->name, now->name) == 0 && g_strcmp0 (before->exe, now->exe) == 0;
}

/* An exec replaced the address space: what was marked or selected is no longer there. */
static void
note_exec (PgsSession        *self,
           const PgsSnapshot *snapshot)
{
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (self->snapshot == NULL || self->snapshot->process == snapshot->process ||
      is_same_exec (self, snapshot))
    return;
  self->exec_us = snapshot->monotonic_us;
  name = g_utf8_make_valid (snapshot->process->name, -1);
  /* Translators: a mark on the timeline: the process began to run another program. */
  text = g_strdup_printf (_("exec: %s"), name);
  pgs_history_mark (self->history, snapshot->monotonic_us, text);
  g_clear_pointer (&self->marked, pgs_snapshot_unref);
  pgs_session_select (self, &(PgsSelection) { 0 });
}

static void
take_snapshot (PgsSession             *self,
               const PgsSamplerResult *result)
{
  note_exec (self, result->snapshot);
  pgs_history_add (self->history, result->snapshot);
  g_clear_pointer (&self->snapshot, pgs_snapshot_unref);
  g_clear_pointer (&self->ages, pgs_ages_unref);
  self->snapshot = pgs_snapshot_ref (result->snapshot);
  self->pages_period_us = result->pages_period_us;
  self->ages = result->ages != NULL ? pgs_ages_ref (result->ages) : NULL;
}

static PgsSessionState
state_after (PgsSession             *self,
             const PgsSamplerResult *result)
{
  if (result->exit_info.ended)
    return PGS_SESSION_ENDED;
  if (result->error != NULL && self->snapshot != NULL)
    return g_error_matches (result->error, PGS_ERROR, PGS_ERROR_NO_PROCESS) ? PGS_SESSION_ENDED
                                                                          : self->state;
  if (result->error != NULL)
    return PGS_SESSION_FAILED;
  return self->paused ? PGS_SESSION_PAUSED : PGS_SESSION_LIVE;
}

/**
 * pgs_session_take_result:
 * @result: of the sampler
 * @session: a #PgsSession
 *
 * Takes over what the sampler found, if it is about what is still being watched.
 */
void
pgs_session_take_result (const PgsSamplerResult *result,
                         gpointer                session)
{
  g_autoptr (PgsSession) self = g_object_ref (PGS_SESSION (session));

  if (result->serial != self->serial)
    return;
  g_clear_error (&self->error);
  if (result->error != NULL)
    self->error = g_error_copy (result->error);
  self->exit_info = result->exit_info;
  if (result->snapshot != NULL)
    take_snapshot (self, result);
  pgs_session_set_state (self, state_after (self, result));
  if (result->snapshot != NULL)
    g_signal_emit_by_name (self, "sampled");
}

/**
 * pgs_session_get_pid:
 * @self: a session
 *
 * Returns: the watched process, 0 if none
 */
gint
pgs_session_get_pid (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), 0);
  return self->pid;
}

PgsSessionState
pgs_session_get_state (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), PGS_SESSION_EMPTY);
  return self->state;
}

/**
 * pgs_session_get_error:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): why the last sample failed, %NULL if it did not
 */
const GError *
pgs_session_get_error (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), NULL);
  return self->error;
}

/**
 * pgs_session_get_exit:
 * @self: a session
 *
 * Returns: (transfer none): whether and how the process ended
 */
const PgsExit *
pgs_session_get_exit (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), NULL);
  return &self->exit_info;
}

/**
 * pgs_session_get_snapshot:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the current sample, %NULL before the first
 */
PgsSnapshot *
pgs_session_get_snapshot (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), NULL);
  return self->snapshot;
}

/**
 * pgs_session_get_ages:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): since when the pages of the current sample are resident
 */
PgsAges *
pgs_session_get_ages (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), NULL);
  return self->ages;
}

/**
 * pgs_session_get_history:
 * @self: a session
 *
 * Returns: (transfer none): the totals since watching began
 */
PgsHistory *
pgs_session_get_history (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), NULL);
  return self->history;
}

/**
 * pgs_session_get_real_rate:
 * @self: a session
 *
 * What was reached over the last seconds: less than `rate` where the budget or the machine said so.
 *
 * Returns: samples a second, 0 before the second sample
 */
double
pgs_session_get_real_rate (PgsSession *self)
{
  const PgsPoint *points;
  gsize n_points;
  gsize first;

  g_return_val_if_fail (PGS_IS_SESSION (self), 0);

  points = pgs_history_get_points (self->history, &n_points);
  if (n_points < 2)
    return 0;
  first = n_points - 2;
  while (first > 0 &&
         points[n_points - 1].monotonic_us - points[first - 1].monotonic_us <= RATE_WINDOW_US)
    first--;
  return (double) (n_points - 1 - first) * G_USEC_PER_SEC /
         (points[n_points - 1].monotonic_us - points[first].monotonic_us);
}

/**
 * pgs_session_get_pages_period:
 * @self: a session
 *
 * Returns: how often all pages are read while the process changes, in µs: more than the time
 *   between two samples where the budget says so; 0 before the first sample
 */
gint64
pgs_session_get_pages_period (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), 0);
  return self->pages_period_us;
}
