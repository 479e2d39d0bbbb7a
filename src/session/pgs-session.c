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

G_DEFINE_FINAL_TYPE (PgsSession, pgs_session, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STATE,
  PROP_PAUSED,
  PROP_RATE,
  PROP_BUDGET,
  N_PROPS,
};

enum
{
  SAMPLED,
  SELECTION_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
tell_sampler (PgsSession *self)
{
  const PgsSamplerTask task = {
    .serial = self->serial,
    .pid = self->pid,
    .paused = self->paused,
    .pace = {
      .sections = self->sections,
      .period_us = (gint64) (G_USEC_PER_SEC / self->rate),
      .budget = self->budget / 100,
    },
  };

  pgs_sampler_set (self->sampler, &task);
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
      tell_sampler (self);
      break;
    case PROP_BUDGET:
      self->budget = g_value_get_double (value);
      tell_sampler (self);
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
  G_OBJECT_CLASS (pgs_session_parent_class)->dispose (object);
}

static void
pgs_session_finalize (GObject *object)
{
  PgsSession *self = PGS_SESSION (object);

  pgs_session_forget (self);
  g_clear_pointer (&self->history, pgs_history_free);
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

  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, PGS_SESSION_FAILED,
                                              PGS_SESSION_EMPTY,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, rw);
  properties[PROP_RATE] = g_param_spec_double ("rate", NULL, NULL, MIN_RATE, MAX_RATE,
                                               DEFAULT_RATE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_BUDGET] = g_param_spec_double ("budget", NULL, NULL, MIN_BUDGET, MAX_BUDGET,
                                                 DEFAULT_BUDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SAMPLED] = g_signal_new ("sampled", PGS_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0,
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
  self->history = pgs_history_new ();
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

/**
 * pgs_session_watch:
 * @self: a session
 * @pid: the process to watch from now on, greater than 0
 *
 * Forgets the process before, its history and selection. `notify::state` is emitted in any case, the
 * first `sampled` follows soon; choosing the same process again starts afresh.
 */
void
pgs_session_watch (PgsSession *self,
                   gint        pid)
{
  g_return_if_fail (PGS_IS_SESSION (self));
  g_return_if_fail (pid > 0);

  pgs_session_forget (self);
  self->serial++;
  self->pid = pid;
  self->paused = FALSE;
  tell_sampler (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
  self->state = PGS_SESSION_OPENING;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  pgs_session_select (self, &(PgsSelection) { 0 });
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
  tell_sampler (self);
  pgs_session_set_state (self, PGS_SESSION_EMPTY);
  pgs_session_select (self, &(PgsSelection) { 0 });
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
  tell_sampler (self);
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
  tell_sampler (self);
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

  pgs_sampler_set_visible (self->sampler, start, end);
}
