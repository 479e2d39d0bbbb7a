/* pgs-session-steps.c: going through a history by samples and by marks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-session-steps.h"

#include "pgs-session-private.h"

/* Whether what is live is shown, and no moment was asked for that is still being decoded. */
static gboolean
stays_live (PgsSession *self)
{
  return pgs_session_is_live (self) && pgs_session_get_asked_time (self) == pgs_session_get_shown_time (self);
}

/* Behind the newest sample of a process that is watched comes what is live. */
static void
show_index (PgsSession *self,
            gint64      index,
            gint64      length)
{
  PgsMoments *moments = pgs_session_get_moments (self);

  if (index >= length && pgs_session_get_state (self) != PGS_SESSION_REPLAY)
    pgs_session_show_live (self);
  else
    pgs_session_show (self, pgs_moments_get_time (moments, CLAMP (index, 0, length - 1)));
}

/**
 * pgs_session_step:
 * @self: a session
 * @n_samples: how many samples to go forward, or back if negative
 *
 * From the sample that is shown, or was asked for last; a step beyond the newest one returns to live. Does nothing without
 * samples.
 */
void
pgs_session_step (PgsSession *self,
                  gint64      n_samples)
{
  PgsMoments *moments;
  gint64 length, shown;

  g_return_if_fail (PGS_IS_SESSION (self));

  moments = pgs_session_get_moments (self);
  length = (gint64) pgs_moments_get_length (moments);
  if (length == 0 || (n_samples > 0 && stays_live (self)))
    return;
  shown = (gint64) pgs_moments_find (moments, pgs_session_get_asked_time (self));
  show_index (self, shown + CLAMP (n_samples, -length, length), length);
}

/* The time whose sample shows a mark. */
static gint64
get_mark_time (const PgsMark *mark)
{
  return mark->sample_us != 0 ? mark->sample_us : mark->monotonic_us;
}

/**
 * pgs_session_step_mark:
 * @self: a session
 * @forward: to the next mark, else to the one before
 *
 * From the moment that is shown, or was asked for last. Without another mark in that direction it goes to the first sample,
 * or to the newest.
 */
void
pgs_session_step_mark (PgsSession *self,
                       gboolean    forward)
{
  PgsMoments *moments;
  const PgsMark *marks;
  gint64 shown_us, found_us = forward ? G_MAXINT64 : G_MININT64;
  gsize n_marks;

  g_return_if_fail (PGS_IS_SESSION (self));

  moments = pgs_session_get_moments (self);
  marks = pgs_moments_get_marks (moments, &n_marks);
  if (pgs_moments_get_length (moments) == 0 || (forward && stays_live (self)))
    return;
  shown_us = pgs_session_get_asked_time (self);
  for (gsize i = 0; i < n_marks; i++)
    {
      const gsize index = pgs_moments_find (moments, get_mark_time (&marks[i]));
      const gint64 time_us = pgs_moments_get_time (moments, index);

      if (forward && time_us > shown_us)
        found_us = MIN (found_us, time_us);
      else if (!forward && time_us < shown_us)
        found_us = MAX (found_us, time_us);
    }
  if (found_us == G_MAXINT64)
    pgs_session_show_live (self);
  else
    pgs_session_show (self, found_us);
}

/**
 * pgs_session_show_first:
 * @self: a session
 *
 * Shows the oldest sample.
 */
void
pgs_session_show_first (PgsSession *self)
{
  g_return_if_fail (PGS_IS_SESSION (self));

  pgs_session_show (self, G_MININT64);
}

/**
 * pgs_session_extend_span:
 * @self: a session
 * @n_samples: how many samples to go forward, or back if negative
 *
 * Moves the end of the selected span that is shown, or was asked for last; without one, a span begins there. Never
 * returns to live.
 */
void
pgs_session_extend_span (PgsSession *self,
                         gint64      n_samples)
{
  PgsMoments *moments;
  gint64 from_us, to_us, anchor_us, asked_us, length, index;

  g_return_if_fail (PGS_IS_SESSION (self));

  moments = pgs_session_get_moments (self);
  length = (gint64) pgs_moments_get_length (moments);
  if (length == 0)
    return;
  anchor_us = asked_us = pgs_session_get_asked_time (self);
  if (pgs_session_get_span (self, &from_us, &to_us) && (asked_us == from_us || asked_us == to_us))
    anchor_us = asked_us == from_us ? to_us : from_us;
  index = (gint64) pgs_moments_find (moments, asked_us) + CLAMP (n_samples, -length, length);
  to_us = pgs_moments_get_time (moments, CLAMP (index, 0, length - 1));
  pgs_session_show (self, to_us);
  pgs_session_set_span (self, anchor_us, to_us);
}
