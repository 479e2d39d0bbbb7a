/* pgs-session.c: what is being watched, and what is selected in it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-session.h"

#include "pgs-error.h"
#include "pgs-sampler.h"

#include <glib/gi18n-lib.h>

#define DEFAULT_RATE 2.0
#define MIN_RATE 0.1
#define MAX_RATE 10.0
#define DEFAULT_BUDGET 2.0
#define MIN_BUDGET 0.1
#define MAX_BUDGET 100.0
#define RATE_WINDOW_US (4 * G_USEC_PER_SEC)

struct _PgsSession
{
  GObject parent_instance;

  PgsSampler *sampler;
  guint serial;
  gint pid;
  gboolean paused;
  double rate;
  double budget;
  PgsSections sections;

  PgsSessionState state;
  GError *error;
  PgsExit exit_info;
  PgsSnapshot *snapshot;
  PgsSnapshot *marked;
  PgsAges *ages;
  PgsHistory *history;
  gint64 exec_us; /* of the sample that showed the last exec */
  PgsSelection selection;
};

/* An exec changes the name before the arguments; a sample between the two sees it, and the next one
 * sees it again. */
#define ONE_EXEC_US G_USEC_PER_SEC

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
    .sections = self->sections,
    .period_us = (gint64) (G_USEC_PER_SEC / self->rate),
    .budget = self->budget / 100,
  };

  pgs_sampler_set (self->sampler, &task);
}

static void
set_state (PgsSession      *self,
           PgsSessionState  state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
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

static void
on_result (const PgsSamplerResult *result,
           gpointer                data)
{
  g_autoptr (PgsSession) self = g_object_ref (PGS_SESSION (data));

  if (result->serial != self->serial)
    return;
  g_clear_error (&self->error);
  if (result->error != NULL)
    self->error = g_error_copy (result->error);
  self->exit_info = result->exit_info;
  if (result->snapshot != NULL)
    take_snapshot (self, result);
  set_state (self, state_after (self, result));
  if (result->snapshot != NULL)
    g_signal_emit (self, signals[SAMPLED], 0);
}

static void
forget (PgsSession *self)
{
  g_clear_error (&self->error);
  self->exit_info = (PgsExit) { 0 };
  g_clear_pointer (&self->snapshot, pgs_snapshot_unref);
  g_clear_pointer (&self->marked, pgs_snapshot_unref);
  g_clear_pointer (&self->ages, pgs_ages_unref);
  pgs_history_clear (self->history);
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

  forget (self);
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
  self->sampler = pgs_sampler_new (on_result, self);
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

  forget (self);
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

  forget (self);
  self->serial++;
  self->pid = 0;
  tell_sampler (self);
  set_state (self, PGS_SESSION_EMPTY);
  pgs_session_select (self, &(PgsSelection) { 0 });
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
    set_state (self, PGS_SESSION_PAUSED);
  else if (self->state == PGS_SESSION_PAUSED && !self->paused)
    set_state (self, PGS_SESSION_LIVE);
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
 * pgs_session_mark:
 * @self: a session
 * @name: (nullable): what the mark says; %NULL: its number
 *
 * Marks the current moment on the timeline; "since mark" counts from here. Does nothing before the
 * first sample.
 */
void
pgs_session_mark (PgsSession *self,
                  const char *name)
{
  g_autofree char *numbered = NULL;
  gsize n_marks;

  g_return_if_fail (PGS_IS_SESSION (self));

  if (self->snapshot == NULL)
    return;
  pgs_history_get_marks (self->history, &n_marks);
  /* Translators: a mark on the timeline that has no name of its own, with its number. */
  numbered = g_strdup_printf (_("mark %u"), (guint) n_marks + 1);
  pgs_history_mark (self->history, self->snapshot->monotonic_us, name != NULL ? name : numbered);
  g_clear_pointer (&self->marked, pgs_snapshot_unref);
  self->marked = pgs_snapshot_ref (self->snapshot);
  g_signal_emit (self, signals[SAMPLED], 0);
}

/**
 * pgs_session_get_marked:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the sample at the last pgs_session_mark()
 */
PgsSnapshot *
pgs_session_get_marked (PgsSession *self)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), NULL);
  return self->marked;
}

/**
 * pgs_session_select:
 * @self: a session
 * @selection: (nullable): the region or page that all views point at; %NULL: none
 */
void
pgs_session_select (PgsSession         *self,
                    const PgsSelection *selection)
{
  const PgsSelection none = { 0 };
  const PgsSelection *next = selection != NULL ? selection : &none;

  g_return_if_fail (PGS_IS_SESSION (self));

  if (next->start == self->selection.start && next->end == self->selection.end &&
      next->is_page == self->selection.is_page)
    return;
  self->selection = *next;
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

void
pgs_session_get_selection (PgsSession   *self,
                           PgsSelection *selection)
{
  g_return_if_fail (PGS_IS_SESSION (self));
  *selection = self->selection;
}

/**
 * pgs_session_get_selected_region:
 * @self: a session
 * @index: (out): its index in the current snapshot's maps
 *
 * Returns: %TRUE if the current snapshot has a region at the start of the selection
 */
gboolean
pgs_session_get_selected_region (PgsSession *self,
                                 gsize      *index)
{
  g_return_val_if_fail (PGS_IS_SESSION (self), FALSE);

  return self->selection.end > self->selection.start && self->snapshot != NULL &&
         self->snapshot->maps != NULL &&
         pgs_maps_find (self->snapshot->maps, self->selection.start, index);
}
