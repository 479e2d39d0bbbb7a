/* pgs-player.c: goes through a history by itself, as fast as it was, or faster or slower
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Wakes up when the next sample is due, not in a fixed rhythm: a history with one sample in ten
 * seconds costs one wakeup in ten seconds. The position goes on with the clock, so that being late for
 * one sample makes nothing late that follows; at high speeds samples are passed over. While one is shown, the
 * next one is decoded, or most of what is needed for one soon after it. What is due and not decoded yet is
 * shown when it is, and nobody waits for it; while somebody else's moment is being decoded the player stays.
 */
#include "config.h"

#include "pgs-player.h"

#include "pgs-session-private.h"

/* Where nothing was sampled for longer than this (watching was paused, or went to another process),
 * a second is enough to see that there is a gap. */
#define GAP_US (60 * G_USEC_PER_SEC)
#define GAP_SHOWN_US G_USEC_PER_SEC

#define MIN_WAIT_MS 16 /* a frame */

struct _PgsPlayer
{
  PgsSession *session; /* owns the player */
  double speed;
  gboolean loop;
  gboolean is_playing;
  guint timeout;
  gint64 position_us; /* in the history, at @at_us */
  gint64 at_us;       /* of the clock */
  gboolean stepping;  /* the player itself moves */
  gboolean is_due;    /* a moment is to be shown when it is decoded: */
  gint64 due_us;      /* this one; %G_MININT64: the first one, where the position begins anew */
};

static void schedule (PgsPlayer *self);

static gsize
find_shown (PgsPlayer *self)
{
  return pgs_moments_find (pgs_session_get_moments (self->session),
                           pgs_session_get_shown_time (self->session));
}

/* Sets the position to a moment, from now on. */
static void
place (PgsPlayer *self,
       gint64     position_us)
{
  self->position_us = position_us;
  self->at_us = g_get_monotonic_time ();
}

/* Lets the position follow the clock. */
static void
advance (PgsPlayer *self)
{
  const gint64 now_us = g_get_monotonic_time ();

  self->position_us += (gint64) ((now_us - self->at_us) * self->speed);
  self->at_us = now_us;
}

static void
show (PgsPlayer *self,
      gint64     time_us)
{
  self->stepping = TRUE;
  pgs_session_show_at_once (self->session, time_us);
  self->stepping = FALSE;
}

static void
set_due (PgsPlayer *self,
         gint64     time_us)
{
  self->is_due = TRUE;
  self->due_us = time_us;
}

/* There is nothing behind the sample that is shown: what follows is what is live. */
static void
finish (PgsPlayer *self)
{
  if (self->loop)
    {
      set_due (self, G_MININT64);
      return;
    }
  pgs_session_play (self->session, FALSE);
  if (pgs_session_get_state (self->session) != PGS_SESSION_REPLAY)
    pgs_session_show_live (self->session);
}

/* Chooses what is to be shown next, if anything is. */
static void
choose (PgsPlayer *self)
{
  PgsMoments *moments = pgs_session_get_moments (self->session);
  const gsize shown = find_shown (self);

  advance (self);
  if (shown + 1 >= pgs_moments_get_length (moments))
    {
      finish (self);
      return;
    }
  if (pgs_moments_get_time (moments, shown + 1) - pgs_session_get_shown_time (self->session) > GAP_US)
    place (self, pgs_moments_get_time (moments, shown + 1));
  set_due (self, MAX (self->position_us, pgs_moments_get_time (moments, shown + 1)));
}

/* Whether what is due can be shown, and nobody wants anything else to be shown. */
static gboolean
is_ready (PgsPlayer *self)
{
  PgsMoments *moments = pgs_session_get_moments (self->session);

  return !self->session->is_waiting && pgs_moments_prepare (moments, pgs_moments_find (moments, self->due_us));
}

static gboolean
on_due (gpointer data)
{
  PgsPlayer *self = data;

  self->timeout = 0;
  if (!self->is_due)
    choose (self);
  if (!self->is_due)
    return G_SOURCE_REMOVE;
  if (!is_ready (self))
    {
      self->timeout = g_timeout_add (MIN_WAIT_MS, on_due, self);
      return G_SOURCE_REMOVE;
    }
  self->is_due = FALSE;
  show (self, self->due_us);
  if (self->due_us == G_MININT64)
    place (self, pgs_session_get_shown_time (self->session));
  if (self->is_playing) /* whoever saw it may have stopped it */
    schedule (self);
  return G_SOURCE_REMOVE;
}

/* The end of a history is shown for as long as a gap, so that a loop does not hide it. */
static void
schedule (PgsPlayer *self)
{
  PgsMoments *moments = pgs_session_get_moments (self->session);
  const gsize shown = find_shown (self);
  const gboolean has_next = shown + 1 < pgs_moments_get_length (moments);
  gint64 wait_us = GAP_SHOWN_US;

  if (has_next)
    pgs_moments_prepare (moments, shown + 1);
  if (has_next &&
      pgs_moments_get_time (moments, shown + 1) - pgs_session_get_shown_time (self->session) <= GAP_US)
    wait_us = (gint64) ((pgs_moments_get_time (moments, shown + 1) - self->position_us) / self->speed);
  self->timeout = g_timeout_add ((guint) MAX (wait_us / 1000, MIN_WAIT_MS), on_due, self);
}

/**
 * pgs_player_new:
 * @session: whose history is played; owns the player
 *
 * Returns: (transfer full): a player that stands still
 */
PgsPlayer *
pgs_player_new (PgsSession *session)
{
  PgsPlayer *self = g_new0 (PgsPlayer, 1);

  self->session = session;
  self->speed = 1;
  return self;
}

/**
 * pgs_player_free:
 * @self: (transfer full) (nullable): a player
 */
void
pgs_player_free (PgsPlayer *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_free (self);
}

/**
 * pgs_player_set_playing:
 * @self: a player
 * @playing: whether to go on from what is shown; from the start if that is the last sample
 *
 * Returns: whether that is another state than before
 */
gboolean
pgs_player_set_playing (PgsPlayer *self,
                        gboolean   playing)
{
  PgsMoments *moments = pgs_session_get_moments (self->session);

  if (playing == self->is_playing || (playing && pgs_moments_get_length (moments) == 0))
    return FALSE;
  self->is_playing = playing;
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->is_due = FALSE;
  if (!playing)
    return TRUE;
  if (pgs_session_is_live (self->session) || find_shown (self) + 1 == pgs_moments_get_length (moments))
    {
      set_due (self, G_MININT64);
      on_due (self);
      return TRUE;
    }
  place (self, pgs_session_get_shown_time (self->session));
  schedule (self);
  return TRUE;
}

gboolean
pgs_player_is_playing (PgsPlayer *self)
{
  return self->is_playing;
}

/**
 * pgs_player_set_speed:
 * @self: a player
 * @speed: how many seconds of the history pass in one
 */
void
pgs_player_set_speed (PgsPlayer *self,
                      double     speed)
{
  if (self->is_playing)
    advance (self);
  self->speed = CLAMP (speed, PGS_PLAYER_MIN_SPEED, PGS_PLAYER_MAX_SPEED);
  if (!self->is_playing)
    return;
  g_clear_handle_id (&self->timeout, g_source_remove);
  schedule (self);
}

double
pgs_player_get_speed (PgsPlayer *self)
{
  return self->speed;
}

/**
 * pgs_player_set_loop:
 * @self: a player
 * @loop: whether to begin anew at the end
 */
void
pgs_player_set_loop (PgsPlayer *self,
                     gboolean   loop)
{
  self->loop = loop;
}

gboolean
pgs_player_get_loop (PgsPlayer *self)
{
  return self->loop;
}

/**
 * pgs_player_moved:
 * @self: a player
 *
 * Something else than the player chose another moment: it goes on from there.
 */
void
pgs_player_moved (PgsPlayer *self)
{
  if (!self->is_playing || self->stepping)
    return;
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->is_due = FALSE;
  place (self, pgs_session_get_shown_time (self->session));
  schedule (self);
}
