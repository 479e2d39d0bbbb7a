/* pgs-session-private.h: what the files of the session share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-histories.h"
#include "pgs-player.h"
#include "pgs-sampler.h"
#include "pgs-session.h"

G_BEGIN_DECLS

struct _PgsSession
{
  GObject parent_instance;

  PgsSampler *sampler;
  const PgsSessionFeed *feed; /* (nullable): in place of @sampler */
  gpointer feed_data;
  guint serial; /* of what is watched */
  gint pid;
  PgsOpener *opener; /* (nullable): who opens what we may not */
  gboolean is_own;   /* what is watched was started by this program: it is here, whatever the default is */
  gboolean paused;
  double rate;
  double budget;
  gboolean hidden;
  guint n_rate_holders; /* they want the full rate even so */
  PgsSections sections;

  PgsSessionState state;
  GError *error;
  PgsExit exit_info;
  gint64 pages_period_us;
  PgsHistories *histories; /* of all that was watched */
  PgsHistory *history;   /* of the watched process */
  gint64 since_us;       /* when its first sample was taken since it is watched (again); 0: there is none */
  PgsMoments *moments;   /* @history, or a recording */
  gulong moments_id;
  gulong prepared_id;
  PgsSnapshot *latest;   /* (nullable): the newest sample, and its ages */
  PgsAges *latest_ages;
  PgsSnapshot *snapshot; /* (nullable): what is shown, and its ages */
  PgsAges *ages;
  gboolean ages_unread; /* of a moment of the past, of which nobody asked them yet */
  gboolean live;         /* what is shown is the newest */
  gboolean is_waiting;   /* a moment was asked for that has to be decoded first, */
  gint64 asked_us;       /* the one that was asked for last, */
  gint64 prepared_us;    /* and the one that is being decoded */
  GError *show_error;    /* (nullable): why the moment that was asked for is not shown */
  PgsPlayer *player;
  gint64 span_from_us;
  gint64 span_to_us;     /* 0: no span */
  PgsSelection selection;
};

void pgs_session_set_state   (PgsSession             *self,
                              PgsSessionState         state);
void pgs_session_tell_sampler (PgsSession            *self);
void pgs_session_forget      (PgsSession             *self);
void pgs_session_clear_samples (PgsSession           *self);
void pgs_session_set_moments (PgsSession             *self,
                              PgsMoments             *moments);
void pgs_session_show_latest (PgsSession             *self);
void pgs_session_show_at_once (PgsSession            *self,
                               gint64                 time_us);
void pgs_session_hold_rate   (PgsSession             *self);
void pgs_session_release_rate (PgsSession            *self);

G_END_DECLS
