/* pgs-session-results.c: what the sampler found, kept for the views
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-session-private.h"

#include "pgs-error.h"

#define RATE_WINDOW_US (4 * G_USEC_PER_SEC)

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
 * pgs_session_clear_samples:
 * @self: a session
 *
 * Drops its references to samples; tells nobody.
 */
void
pgs_session_clear_samples (PgsSession *self)
{
  g_clear_pointer (&self->latest, pgs_snapshot_unref);
  g_clear_pointer (&self->latest_ages, pgs_ages_unref);
  g_clear_pointer (&self->snapshot, pgs_snapshot_unref);
  g_clear_pointer (&self->ages, pgs_ages_unref);
  self->ages_unread = FALSE;
}

/**
 * pgs_session_forget:
 * @self: a session
 *
 * Drops all that is known of the watched process or the recording, and goes back to what is live.
 */
void
pgs_session_forget (PgsSession *self)
{
  g_autoptr (PgsHistory) history = pgs_history_new ();
  const gboolean was_live = self->live;

  if (self->player != NULL)
    pgs_session_play (self, FALSE);
  g_clear_error (&self->error);
  g_clear_error (&self->show_error);
  self->exit_info = (PgsExit) { 0 };
  pgs_session_clear_samples (self);
  self->pages_period_us = 0;
  self->since_us = 0;
  self->live = TRUE;
  g_set_object (&self->history, history);
  pgs_session_set_moments (self, PGS_MOMENTS (history));
  pgs_session_set_span (self, 0, 0);
  if (!was_live)
    g_object_notify (G_OBJECT (self), "live");
}

static const char *
get_origin (PgsSession *self)
{
  return self->feed != NULL ? self->feed->origin : NULL;
}

static void
use_history (PgsSession *self,
             PgsHistory *history)
{
  g_set_object (&self->history, history);
  pgs_session_set_moments (self, PGS_MOMENTS (history));
}

/* Only the first sample tells who the process is: one that was watched before goes on in its history. */
static void
identify (PgsSession        *self,
          const PgsSnapshot *snapshot)
{
  const char *origin = get_origin (self);
  PgsHistory *history;

  self->since_us = snapshot->monotonic_us;
  if (self->feed != NULL && !self->feed->is_local && origin == NULL)
    return;
  history = pgs_histories_find (self->histories, origin, snapshot->process);
  if (history == NULL)
    {
      pgs_histories_put (self->histories, origin, snapshot->process, self->history);
      return;
    }
  pgs_history_resume (history, snapshot);
  use_history (self, history);
}

/* A process that ended while others were watched: what was seen of it last is all there is. */
static void
recall (PgsSession *self)
{
  PgsHistory *history = pgs_histories_find_pid (self->histories, get_origin (self), self->pid);
  gsize length;

  if (history == NULL)
    return;
  use_history (self, history);
  length = pgs_moments_get_length (self->moments);
  self->latest = pgs_moments_get_snapshot (self->moments, length - 1, NULL);
  self->latest_ages = pgs_moments_get_ages (self->moments, length - 1);
  self->exit_info = *pgs_moments_get_exit (self->moments);
  self->exit_info.ended = TRUE;
  pgs_session_show_latest (self);
}

static void
take_snapshot (PgsSession             *self,
               const PgsSamplerResult *result)
{
  gboolean is_exec;

  if (self->since_us == 0)
    identify (self, result->snapshot);
  pgs_history_add (self->history, result->snapshot, result->ages, &is_exec);
  g_clear_pointer (&self->latest, pgs_snapshot_unref);
  g_clear_pointer (&self->latest_ages, pgs_ages_unref);
  self->latest = pgs_snapshot_ref (result->snapshot);
  self->latest_ages = result->ages != NULL ? pgs_ages_ref (result->ages) : NULL;
  self->pages_period_us = result->pages_period_us;
  pgs_histories_trim (self->histories);
  if (!self->live)
    return;
  pgs_session_show_latest (self);
  if (is_exec) /* replaced the address space: what was selected is no longer there */
    pgs_session_select (self, &(PgsSelection) { 0 });
}

static PgsSessionState
state_after (PgsSession             *self,
             const PgsSamplerResult *result)
{
  if (result->exit_info.ended)
    return PGS_SESSION_ENDED;
  if (result->error != NULL && self->latest != NULL)
    return g_error_matches (result->error, PGS_ERROR, PGS_ERROR_NO_PROCESS) ? PGS_SESSION_ENDED
                                                                          : self->state;
  if (result->error != NULL)
    return PGS_SESSION_FAILED;
  return self->paused ? PGS_SESSION_PAUSED : PGS_SESSION_LIVE;
}

/* Who started the process may have said before how it ended. */
static void
take_exit (PgsSession    *self,
           const PgsExit *exit_info)
{
  if (!self->exit_info.status_known)
    self->exit_info = *exit_info;
}

/**
 * pgs_session_take_result:
 * @result: of the sampler, or of a #PgsSessionFeed; borrowed
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
  take_exit (self, &result->exit_info);
  if (result->snapshot != NULL)
    take_snapshot (self, result);
  else if (self->latest == NULL && g_error_matches (result->error, PGS_ERROR, PGS_ERROR_NO_PROCESS))
    recall (self);
  if (result->exit_info.ended)
    pgs_history_set_exit (self->history, &self->exit_info);
  pgs_session_set_state (self, state_after (self, result));
  if (result->snapshot != NULL || result->exit_info.ended)
    g_signal_emit_by_name (self, "history-changed");
  if ((result->snapshot != NULL || self->since_us == 0) && self->snapshot != NULL && self->live)
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
 * Returns: (transfer none): whether and how the process ended, also if what is shown was before that
 */
const PgsExit *
pgs_session_get_exit (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), NULL);
  return self->state == PGS_SESSION_REPLAY ? pgs_moments_get_exit (self->moments) : &self->exit_info;
}

/**
 * pgs_session_note_exit:
 * @self: a session
 * @pid: a process
 * @exit_info: what its parent was told when it ended
 *
 * For who started the watched process: how it ended is known then where the kernel does not tell it to
 * others. Does nothing if the process is another one.
 */
void
pgs_session_note_exit (PgsSession    *self,
                       gint           pid,
                       const PgsExit *exit_info)
{
  g_return_if_fail (PGS_IS_SESSION (self));

  if (self->pid != pid || !exit_info->ended || self->state == PGS_SESSION_REPLAY)
    return;
  take_exit (self, exit_info);
  if (self->state != PGS_SESSION_ENDED) /* it shows with the sampler's last result */
    return;
  pgs_history_set_exit (self->history, &self->exit_info);
  g_object_notify (G_OBJECT (self), "state");
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

  points = pgs_moments_get_points (self->moments, &n_points);
  if (n_points < 2 || points[n_points - 2].monotonic_us < self->since_us)
    return 0;
  first = n_points - 2;
  while (first > 0 && points[first - 1].monotonic_us >= self->since_us &&
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

/**
 * pgs_session_get_history_use:
 * @self: a session
 * @n_histories: (out) (optional): of how many processes
 *
 * Returns: how much memory the histories of all processes take that were watched
 */
gsize
pgs_session_get_history_use (PgsSession *self,
                             guint      *n_histories)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), 0);

  if (n_histories != NULL)
    *n_histories = pgs_histories_get_length (self->histories);
  return pgs_histories_get_n_bytes (self->histories);
}
