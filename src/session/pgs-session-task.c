/* pgs-session-task.c: what the sampler of a session, or who stands in for it, is told to do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-session-private.h"

#define HIDDEN_PERIOD_US (5 * G_USEC_PER_SEC)
#define GATHER_US (G_USEC_PER_SEC / 2)

/* What nobody looks at and nobody writes down is looked at rarely. */
static gint64
get_period (PgsSession *self)
{
  const gint64 period_us = (gint64) (G_USEC_PER_SEC / self->rate);

  return self->hidden && self->n_rate_holders == 0 ? MAX (period_us, HIDDEN_PERIOD_US) : period_us;
}

/**
 * pgs_session_tell_sampler:
 * @self: a session
 *
 * Says what is to be sampled from now on, and how.
 */
void
pgs_session_tell_sampler (PgsSession *self)
{
  const PgsSamplerTask task = {
    .serial = self->serial,
    .pid = self->pid,
    .opener = pgs_session_get_watched_opener (self),
    .paused = self->paused,
    .pace = {
      .sections = self->sections,
      .period_us = get_period (self),
      .budget = self->budget / 100,
    },
    .gather_us = self->n_rate_holders == 0 ? GATHER_US : 0,
  };

  if (self->feed != NULL)
    self->feed->set_task (&task, self->feed_data);
  else
    pgs_sampler_set (self->sampler, &task);
}

/**
 * pgs_session_set_feed:
 * @self: a session that watches nothing
 * @feed: (nullable): where samples come from; stays valid as long as it is set; %NULL: this machine
 * @data: for its functions
 *
 * For processes that the sampler cannot watch by itself: on another host, or stopped at their start.
 */
void
pgs_session_set_feed (PgsSession           *self,
                      const PgsSessionFeed *feed,
                      gpointer              data)
{
  const PgsSamplerTask nothing = { .pace = { .period_us = G_USEC_PER_SEC, .budget = 1 } };

  g_return_if_fail (PGS_IS_SESSION (self));

  if (self->feed == NULL && feed != NULL)
    pgs_sampler_set (self->sampler, &nothing);
  self->feed = feed;
  self->feed_data = data;
}

/**
 * pgs_session_hold_rate:
 * @self: a session
 *
 * Samples are wanted at the full rate, also while nobody looks, and each at once; until pgs_session_release_rate().
 */
void
pgs_session_hold_rate (PgsSession *self)
{
  self->n_rate_holders++;
  pgs_session_tell_sampler (self);
}

/**
 * pgs_session_release_rate:
 * @self: a session
 *
 * Takes back one pgs_session_hold_rate().
 */
void
pgs_session_release_rate (PgsSession *self)
{
  g_return_if_fail (self->n_rate_holders > 0);

  self->n_rate_holders--;
  pgs_session_tell_sampler (self);
}

/**
 * pgs_session_set_sections:
 * @self: a session
 * @sections: what each sample holds from now on, for what is shown
 */
void
pgs_session_set_sections (PgsSession  *self,
                          PgsSections  sections)
{
  g_return_if_fail (PGS_IS_SESSION (self));

  if (self->sections == sections)
    return;
  self->sections = sections;
  pgs_session_tell_sampler (self);
}

/**
 * pgs_session_set_opener:
 * @self: a session
 * @opener: (nullable): who opens what we may not, from now on; %NULL: pgs_opener_get_default()
 *
 * The watched process is opened again through it; its history goes on. One that could not be opened at
 * all is tried again.
 */
void
pgs_session_set_opener (PgsSession *self,
                        PgsOpener  *opener)
{
  g_return_if_fail (PGS_IS_SESSION (self));

  if (self->opener == opener)
    return;
  g_clear_pointer (&self->opener, pgs_opener_unref);
  self->opener = opener != NULL ? pgs_opener_ref (opener) : NULL;
  pgs_session_tell_sampler (self);
}

/**
 * pgs_session_get_opener:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): who opens what we may not
 */
PgsOpener *
pgs_session_get_opener (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), NULL);
  return self->opener;
}

/**
 * pgs_session_get_watched_opener:
 * @self: a session
 *
 * What this program started itself is here, also where the default is another place.
 *
 * Returns: (transfer none) (nullable): who opens the files of the watched process; %NULL:
 *   pgs_opener_get_default()
 */
PgsOpener *
pgs_session_get_watched_opener (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), NULL);
  return self->is_own && pgs_opener_is_elsewhere (NULL) ? pgs_opener_get_here () : self->opener;
}

/**
 * pgs_session_set_visible:
 * @self: a session
 * @start: first address that is on screen
 * @end: first address behind; @start: none is
 *
 * Says which pages are to be read first where the budget does not allow to read all of them in each
 * sample. Cheap; causes no sample.
 */
void
pgs_session_set_visible (PgsSession *self,
                         guint64     start,
                         guint64     end)
{
  g_return_if_fail (PGS_IS_SESSION (self));
  g_return_if_fail (start <= end);

  if (self->feed == NULL)
    pgs_sampler_set_visible (self->sampler, start, end);
  else if (self->feed->set_visible != NULL)
    self->feed->set_visible (start, end, self->feed_data);
}
