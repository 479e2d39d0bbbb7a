/* pgs-session.c: what is being watched, and what is selected in it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-session-private.h"

#define DEFAULT_RATE 2.0
#define MIN_RATE 0.1
#define MAX_RATE 10.0
#define DEFAULT_BUDGET 2.0
#define MIN_BUDGET 0.1
#define MAX_BUDGET 100.0
#define MAX_HISTORY_BUDGET 65536 /* MiB */

G_DEFINE_FINAL_TYPE (PgsSession, pgs_session, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STATE,
  PROP_PAUSED,
  PROP_RATE,
  PROP_BUDGET,
  PROP_HIDDEN,
  PROP_HISTORY_BUDGET,
  PROP_LIVE,
  PROP_PLAYING,
  PROP_SPEED,
  PROP_LOOP,
  N_PROPS,
};

enum
{
  SAMPLED,
  HISTORY_CHANGED,
  SELECTION_CHANGED,
  SPAN_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* With every task a sample is taken at once: whoever comes back sees how it is now. */
static void
set_hidden (PgsSession *self,
            gboolean    hidden)
{
  if (self->hidden == hidden)
    return;
  self->hidden = hidden;
  pgs_session_tell_sampler (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HIDDEN]);
}

static void
pgs_session_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  PgsSession *self = PGS_SESSION (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_PAUSED:
      g_value_set_boolean (value, self->paused);
      break;
    case PROP_RATE:
      g_value_set_double (value, self->rate);
      break;
    case PROP_BUDGET:
      g_value_set_double (value, self->budget);
      break;
    case PROP_HIDDEN:
      g_value_set_boolean (value, self->hidden);
      break;
    case PROP_HISTORY_BUDGET:
      g_value_set_uint (value, (guint) (pgs_histories_get_budget (self->histories) >> 20));
      break;
    case PROP_LIVE:
      g_value_set_boolean (value, self->live);
      break;
    case PROP_PLAYING:
      g_value_set_boolean (value, pgs_player_is_playing (self->player));
      break;
    case PROP_SPEED:
      g_value_set_double (value, pgs_player_get_speed (self->player));
      break;
    case PROP_LOOP:
      g_value_set_boolean (value, pgs_player_get_loop (self->player));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_session_set_property (GObject      *object,
                          guint         id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  PgsSession *self = PGS_SESSION (object);

  switch (id)
    {
    case PROP_PAUSED:
      pgs_session_set_paused (self, g_value_get_boolean (value));
      break;
    case PROP_RATE:
      self->rate = g_value_get_double (value);
      pgs_session_tell_sampler (self);
      break;
    case PROP_BUDGET:
      self->budget = g_value_get_double (value);
      pgs_session_tell_sampler (self);
      break;
    case PROP_HIDDEN:
      set_hidden (self, g_value_get_boolean (value));
      break;
    case PROP_HISTORY_BUDGET:
      pgs_histories_set_budget (self->histories, (gsize) g_value_get_uint (value) << 20);
      break;
    case PROP_PLAYING:
      pgs_session_play (self, g_value_get_boolean (value));
      break;
    case PROP_SPEED:
      pgs_player_set_speed (self->player, g_value_get_double (value));
      break;
    case PROP_LOOP:
      pgs_player_set_loop (self->player, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_session_dispose (GObject *object)
{
  PgsSession *self = PGS_SESSION (object);

  g_clear_pointer (&self->sampler, pgs_sampler_free);
  self->feed = NULL;
  g_clear_pointer (&self->player, pgs_player_free);
  G_OBJECT_CLASS (pgs_session_parent_class)->dispose (object);
}

static void
pgs_session_finalize (GObject *object)
{
  PgsSession *self = PGS_SESSION (object);

  pgs_session_set_moments (self, NULL);
  pgs_session_clear_samples (self);
  g_clear_object (&self->history);
  g_clear_pointer (&self->histories, pgs_histories_free);
  g_clear_error (&self->error);
  g_clear_error (&self->show_error);
  g_clear_pointer (&self->opener, pgs_opener_unref);
  G_OBJECT_CLASS (pgs_session_parent_class)->finalize (object);
}

static void
pgs_session_class_init (PgsSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags rw = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pgs_session_get_property;
  object_class->set_property = pgs_session_set_property;
  object_class->dispose = pgs_session_dispose;
  object_class->finalize = pgs_session_finalize;

  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, PGS_SESSION_REPLAY,
                                              PGS_SESSION_EMPTY,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, rw);
  properties[PROP_RATE] = g_param_spec_double ("rate", NULL, NULL, MIN_RATE, MAX_RATE,
                                               DEFAULT_RATE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_BUDGET] = g_param_spec_double ("budget", NULL, NULL, MIN_BUDGET, MAX_BUDGET,
                                                 DEFAULT_BUDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_HIDDEN] = g_param_spec_boolean ("hidden", NULL, NULL, FALSE, rw);
  properties[PROP_HISTORY_BUDGET] = g_param_spec_uint ("history-budget", NULL, NULL, 1, MAX_HISTORY_BUDGET,
                                                       PGS_HISTORIES_DEFAULT_BUDGET >> 20,
                                                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LIVE] = g_param_spec_boolean ("live", NULL, NULL, TRUE,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, rw);
  properties[PROP_SPEED] = g_param_spec_double ("speed", NULL, NULL, PGS_PLAYER_MIN_SPEED,
                                                PGS_PLAYER_MAX_SPEED, 1,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LOOP] = g_param_spec_boolean ("loop", NULL, NULL, FALSE,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SAMPLED] = g_signal_new ("sampled", PGS_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[HISTORY_CHANGED] = g_signal_new ("history-changed", PGS_TYPE_SESSION, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SPAN_CHANGED] = g_signal_new ("span-changed", PGS_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SELECTION_CHANGED] = g_signal_new ("selection-changed", PGS_TYPE_SESSION,
                                             G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                             G_TYPE_NONE, 0);
}

static void
pgs_session_init (PgsSession *self)
{
  self->rate = DEFAULT_RATE;
  self->budget = DEFAULT_BUDGET;
  self->sections = PGS_SECTION_PAGES;
  self->live = TRUE;
  self->player = pgs_player_new (self);
  self->histories = pgs_histories_new ();
  pgs_session_forget (self);
  self->sampler = pgs_sampler_new (pgs_session_take_result, self);
}

/**
 * pgs_session_new:
 *
 * Returns: (transfer full): a session that watches nothing yet
 */
PgsSession *
pgs_session_new (void)
{
  return g_object_new (PGS_TYPE_SESSION, NULL);
}

static void
watch (PgsSession *self,
       gint        pid,
       gboolean    is_own)
{
  pgs_session_forget (self);
  self->serial++;
  self->pid = pid;
  self->is_own = is_own;
  self->paused = FALSE;
  pgs_session_tell_sampler (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
  self->state = PGS_SESSION_OPENING;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  pgs_session_select (self, &(PgsSelection) { 0 });
}

/**
 * pgs_session_watch:
 * @self: a session
 * @pid: the process to watch from now on, greater than 0
 *
 * Forgets the selection. `notify::state` is emitted in any case, the first `sampled` follows soon. The
 * histories of the processes before are kept as long as there is room; one that is chosen again goes on
 * in its own, also if it has ended since.
 */
void
pgs_session_watch (PgsSession *self,
                   gint        pid)
{
  g_return_if_fail (PGS_IS_SESSION (self));
  g_return_if_fail (pid > 0);

  watch (self, pid, FALSE);
}

/**
 * pgs_session_watch_own:
 * @self: a session
 * @pid: a process that this program started
 *
 * As pgs_session_watch(), of a process that is where this program is, also inside a sandbox.
 */
void
pgs_session_watch_own (PgsSession *self,
                       gint        pid)
{
  g_return_if_fail (PGS_IS_SESSION (self));
  g_return_if_fail (pid > 0);

  watch (self, pid, TRUE);
}

/**
 * pgs_session_close:
 * @self: a session
 *
 * Watches nothing any more.
 */
void
pgs_session_close (PgsSession *self)
{
  g_return_if_fail (PGS_IS_SESSION (self));

  pgs_session_forget (self);
  self->serial++;
  self->pid = 0;
  pgs_session_tell_sampler (self);
  pgs_session_set_state (self, PGS_SESSION_EMPTY);
  pgs_session_select (self, &(PgsSelection) { 0 });
}

/**
 * pgs_session_open:
 * @self: a session
 * @recording: (transfer none): what is to be looked at; must not be empty
 *
 * Watches nothing any more and shows the first sample of a recording, as %PGS_SESSION_REPLAY.
 */
void
pgs_session_open (PgsSession *self,
                  PgsMoments *recording)
{
  g_return_if_fail (PGS_IS_SESSION (self));
  g_return_if_fail (PGS_IS_MOMENTS (recording));

  pgs_session_forget (self);
  self->serial++;
  self->pid = 0;
  pgs_session_tell_sampler (self);
  pgs_session_set_moments (self, recording);
  self->state = PGS_SESSION_REPLAY;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  pgs_session_select (self, &(PgsSelection) { 0 });
  g_signal_emit (self, signals[HISTORY_CHANGED], 0);
  pgs_session_show (self, G_MININT64);
}

/**
 * pgs_session_set_paused:
 * @self: a session
 * @paused: whether to stop taking samples; the last one stays
 */
void
pgs_session_set_paused (PgsSession *self,
                        gboolean    paused)
{
  g_return_if_fail (PGS_IS_SESSION (self));

  if (self->paused == !!paused)
    return;
  self->paused = !!paused;
  pgs_session_tell_sampler (self);
  if (self->state == PGS_SESSION_LIVE && self->paused)
    pgs_session_set_state (self, PGS_SESSION_PAUSED);
  else if (self->state == PGS_SESSION_PAUSED && !self->paused)
    pgs_session_set_state (self, PGS_SESSION_LIVE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
}

gboolean
pgs_session_get_paused (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), FALSE);
  return self->paused;
}
