/* pgs-session-show.c: which moment of what is being watched all views show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * To decode a moment of 60,000 mappings takes several frames, so a thread does it, and until then all views go on
 * showing what they show: what is shown is one moment, and its time the time of that. Only the moment that was
 * asked for last is waited for. If another one has been decoded when that takes a thread, too, it is shown
 * meanwhile, so that those who go on dragging see something.
 */
#include "config.h"

#include "pgs-session-private.h"

static void
set_live (PgsSession *self,
          gboolean    live)
{
  if (self->live == live)
    return;
  self->live = live;
  g_object_notify (G_OBJECT (self), "live");
}

static void
on_moments_changed (PgsSession *self)
{
  if (self->state == PGS_SESSION_REPLAY)
    g_signal_emit_by_name (self, "history-changed");
}

static void on_prepared (PgsSession *self);

/**
 * pgs_session_set_moments:
 * @self: a session
 * @moments: (nullable): what is looked at from now on
 */
void
pgs_session_set_moments (PgsSession *self,
                         PgsMoments *moments)
{
  self->is_waiting = FALSE;
  if (self->moments != NULL)
    {
      g_clear_signal_handler (&self->moments_id, self->moments);
      g_clear_signal_handler (&self->prepared_id, self->moments);
    }
  g_set_object (&self->moments, moments);
  if (moments == NULL)
    return;
  self->moments_id = g_signal_connect_swapped (moments, "changed", G_CALLBACK (on_moments_changed), self);
  self->prepared_id = g_signal_connect_data (moments, "prepared", G_CALLBACK (on_prepared), self, NULL,
                                             G_CONNECT_AFTER | G_CONNECT_SWAPPED);
}

/* Takes over what is shown; %NULL ages are unknown. */
static void
take_shown (PgsSession  *self,
            PgsSnapshot *snapshot,
            PgsAges     *ages)
{
  g_clear_error (&self->show_error);
  g_clear_pointer (&self->snapshot, pgs_snapshot_unref);
  g_clear_pointer (&self->ages, pgs_ages_unref);
  self->snapshot = snapshot;
  self->ages = ages;
  self->ages_unread = FALSE;
}

/**
 * pgs_session_show_latest:
 * @self: a session
 *
 * Makes the newest sample the shown one; tells nobody.
 */
void
pgs_session_show_latest (PgsSession *self)
{
  take_shown (self, self->latest != NULL ? pgs_snapshot_ref (self->latest) : NULL,
              self->latest_ages != NULL ? pgs_ages_ref (self->latest_ages) : NULL);
}

/* Shows one sample of the history; if that cannot be done, what was shown stays. */
static void
show_moment (PgsSession *self,
             gsize       index)
{
  PgsSnapshot *snapshot = NULL;

  if (self->latest != NULL && self->latest->monotonic_us == pgs_moments_get_time (self->moments, index))
    {
      pgs_session_show_latest (self);
      return;
    }
  g_clear_error (&self->show_error);
  snapshot = pgs_moments_get_snapshot (self->moments, index, &self->show_error);
  if (snapshot == NULL)
    return;
  take_shown (self, snapshot, NULL);
  self->ages_unread = TRUE;
}

static gboolean
is_shown (PgsSession *self,
          gint64      time_us)
{
  return self->snapshot != NULL && self->show_error == NULL && self->snapshot->monotonic_us == time_us;
}

static void
go_to (PgsSession *self,
       gint64      time_us)
{
  const gsize index = pgs_moments_find (self->moments, time_us);
  const gboolean was_live = self->live;

  set_live (self, FALSE);
  if (is_shown (self, pgs_moments_get_time (self->moments, index)))
    {
      if (was_live)
        g_signal_emit_by_name (self, "sampled");
      pgs_player_moved (self->player);
      return;
    }
  show_moment (self, index);
  g_signal_emit_by_name (self, "sampled");
  pgs_player_moved (self->player);
}

/**
 * pgs_session_show_at_once:
 * @self: a session
 * @time_us: as for pgs_session_show()
 *
 * As pgs_session_show(), but waits until the moment is decoded.
 */
void
pgs_session_show_at_once (PgsSession *self,
                          gint64      time_us)
{
  self->is_waiting = FALSE;
  if (pgs_moments_get_length (self->moments) > 0)
    go_to (self, time_us);
}

/* Whether the moment that was asked for last can be shown without waiting; if not, it is being decoded, or will be
 * after the one that is. */
static gboolean
is_ready (PgsSession *self)
{
  const gsize index = pgs_moments_find (self->moments, self->asked_us);
  const gint64 time_us = pgs_moments_get_time (self->moments, index);

  if (is_shown (self, time_us) || (self->latest != NULL && self->latest->monotonic_us == time_us)
      || pgs_moments_prepare (self->moments, index))
    return TRUE;
  if (!self->is_waiting)
    self->prepared_us = time_us;
  return FALSE;
}

/* One moment is decoded: if another one has been asked for since, that is the next. */
static void
on_prepared (PgsSession *self)
{
  const gint64 prepared_us = self->prepared_us;

  if (!self->is_waiting)
    return;
  self->is_waiting = FALSE;
  if (is_ready (self))
    {
      go_to (self, self->asked_us);
      return;
    }
  self->is_waiting = TRUE;
  if (pgs_moments_prepare (self->moments, pgs_moments_find (self->moments, prepared_us)))
    go_to (self, prepared_us);
}

/**
 * pgs_session_show:
 * @self: a session
 * @time_us: a moment of pgs_session_get_moments(); before the first sample: that one
 *
 * All views go to the last sample that is not after @time_us and stay there, until
 * pgs_session_show_live(): at once, or, where that has to be decoded and takes long, when it is; until then what
 * was shown still is. Sampling goes on into the history. Does nothing while there is none.
 */
void
pgs_session_show (PgsSession *self,
                  gint64      time_us)
{
  g_return_if_fail (PGS_IS_SESSION (self));

  if (pgs_moments_get_length (self->moments) == 0)
    return;
  self->asked_us = time_us;
  self->is_waiting = !is_ready (self);
  if (!self->is_waiting)
    go_to (self, time_us);
}

/**
 * pgs_session_get_asked_time:
 * @self: a session
 *
 * Returns: when the sample was taken that is going to be shown, or is
 */
gint64
pgs_session_get_asked_time (PgsSession *self)
{
  return self->is_waiting ? pgs_moments_get_time (self->moments, pgs_moments_find (self->moments, self->asked_us))
                          : pgs_session_get_shown_time (self);
}

/**
 * pgs_session_show_live:
 * @self: a session
 *
 * All views show the newest sample from now on. In a recording: its last one.
 */
void
pgs_session_show_live (PgsSession *self)
{
  gboolean was_waiting;

  g_return_if_fail (PGS_IS_SESSION (self));

  pgs_session_play (self, FALSE);
  if (self->state == PGS_SESSION_REPLAY)
    {
      pgs_session_show (self, G_MAXINT64);
      return;
    }
  was_waiting = self->is_waiting;
  self->is_waiting = FALSE;
  if (self->live)
    {
      if (was_waiting) /* for nobody any more */
        g_object_notify (G_OBJECT (self), "live");
      return;
    }
  pgs_session_show_latest (self);
  set_live (self, TRUE);
  g_signal_emit_by_name (self, "sampled");
}

/**
 * pgs_session_is_live:
 * @self: a session
 *
 * Returns: whether what is shown is always the newest sample; also while paused, and after the end
 */
gboolean
pgs_session_is_live (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), TRUE);
  return self->live;
}

/**
 * pgs_session_shows_latest:
 * @self: a session
 *
 * Returns: whether what is shown is the newest sample there is, or the last one of a recording
 */
gboolean
pgs_session_shows_latest (PgsSession *self)
{
  gsize length;

  g_return_val_if_fail (PGS_IS_SESSION (self), TRUE);

  length = pgs_moments_get_length (self->moments);
  return self->snapshot == NULL || length == 0 ||
         self->snapshot->monotonic_us >= pgs_moments_get_time (self->moments, length - 1);
}

/**
 * pgs_session_can_probe:
 * @self: a session
 *
 * Returns: whether what #PgsProbe reads now belongs to what is shown: a process of this machine that
 *   still runs, seen live
 */
gboolean
pgs_session_can_probe (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), FALSE);

  return self->live && (self->state == PGS_SESSION_LIVE || self->state == PGS_SESSION_PAUSED) &&
         (self->feed == NULL || self->feed->is_local);
}

/**
 * pgs_session_is_remote:
 * @self: a session
 *
 * Returns: whether its processes are those of another machine
 */
gboolean
pgs_session_is_remote (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), FALSE);

  return self->feed != NULL && !self->feed->is_local;
}

/**
 * pgs_session_get_shown_time:
 * @self: a session
 *
 * Returns: when the shown sample was taken, on the clock of pgs_session_get_moments(); 0 if none is
 */
gint64
pgs_session_get_shown_time (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), 0);
  return self->snapshot != NULL ? self->snapshot->monotonic_us : 0;
}

/**
 * pgs_session_get_show_error:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): why the moment that was asked for cannot be shown; what was
 *   shown before still is
 */
const GError *
pgs_session_get_show_error (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), NULL);
  return self->show_error;
}

/**
 * pgs_session_get_snapshot:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the sample that is shown, %NULL before the first
 */
PgsSnapshot *
pgs_session_get_snapshot (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), NULL);
  return self->snapshot;
}

/**
 * pgs_session_get_latest:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the newest sample, shown or not; %NULL before the first and in
 *   a recording
 */
PgsSnapshot *
pgs_session_get_latest (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), NULL);
  return self->latest;
}

/**
 * pgs_session_get_ages:
 * @self: a session
 *
 * Those of a moment of the past are decoded when they are asked for first, which may take as long as the
 * moment itself did: ask for them only where they are shown.
 *
 * Returns: (transfer none) (nullable): since when the pages of the shown sample are resident; %NULL
 *   if that is unknown
 */
PgsAges *
pgs_session_get_ages (PgsSession *self)
{
  gsize index;

  g_return_val_if_fail (PGS_IS_SESSION (self), NULL);

  if (!self->ages_unread)
    return self->ages;
  self->ages_unread = FALSE;
  index = pgs_moments_find (self->moments, self->snapshot->monotonic_us);
  if (pgs_moments_get_time (self->moments, index) == self->snapshot->monotonic_us)
    self->ages = pgs_moments_get_ages (self->moments, index);
  return self->ages;
}

/**
 * pgs_session_get_moments:
 * @self: a session
 *
 * Returns: (transfer none): the history of what is watched, or the recording
 */
PgsMoments *
pgs_session_get_moments (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), NULL);
  return self->moments;
}

/**
 * pgs_session_play:
 * @self: a session
 * @playing: whether to show sample after sample by itself, as fast as `speed` says; from the start
 *   if the last one is shown
 */
void
pgs_session_play (PgsSession *self,
                  gboolean    playing)
{
  g_return_if_fail (PGS_IS_SESSION (self));

  if (pgs_player_set_playing (self->player, !!playing))
    g_object_notify (G_OBJECT (self), "playing");
}

/**
 * pgs_session_set_span:
 * @self: a session
 * @from_us: a moment
 * @to_us: another one; may be before @from_us; the same: no span
 *
 * What is to be compared. Emits `span-changed`.
 */
void
pgs_session_set_span (PgsSession *self,
                      gint64      from_us,
                      gint64      to_us)
{
  const gint64 from = from_us == to_us ? 0 : MIN (from_us, to_us);
  const gint64 to = from_us == to_us ? 0 : MAX (from_us, to_us);

  g_return_if_fail (PGS_IS_SESSION (self));

  if (from == self->span_from_us && to == self->span_to_us)
    return;
  self->span_from_us = from;
  self->span_to_us = to;
  g_signal_emit_by_name (self, "span-changed");
}

/**
 * pgs_session_get_span:
 * @self: a session
 * @from_us: (out) (optional): its earlier end
 * @to_us: (out) (optional): its later end
 *
 * Returns: %FALSE if no span is selected; both are 0 then
 */
gboolean
pgs_session_get_span (PgsSession *self,
                      gint64     *from_us,
                      gint64     *to_us)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), FALSE);

  if (from_us != NULL)
    *from_us = self->span_from_us;
  if (to_us != NULL)
    *to_us = self->span_to_us;
  return self->span_from_us != self->span_to_us;
}
