/* pgs-broker.c: a helper with more rights that opens files of processes for us
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * It is started with one end of a socketpair as its standard input, and has answered once before it
 * counts as being there. Its opener holds the other end: that may be used on any thread, and stays what
 * it is when the broker is started again, which makes another one.
 */
#include "config.h"

#include "pgs-broker-private.h"

#include "protocol.h"

#include <glib/gi18n-lib.h>

struct _PgsBroker
{
  GObject parent_instance;

  PgsBrokerKind kind;
  PgsBrokerStart start;
  gconstpointer data;
  PgsBrokerState state;
  GError *error;
  PgsBrokerLink *link; /* (nullable) */
  PgsOpener *opener;   /* (nullable): of @link */
  GSource *watch;      /* (nullable): of @link */
};

G_DEFINE_QUARK (pgs-broker-error-quark, pgs_broker_error)
G_DEFINE_FINAL_TYPE (PgsBroker, pgs_broker, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STATE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static int
open_file (gint          pid,
           PgsOpenerFile file,
           gpointer      data)
{
  return pgs_broker_link_open (data, pid, file);
}

static gboolean
list_processes (PgsOpenerListFunc   func,
                gpointer            user_data,
                gpointer            data,
                GError            **error)
{
  return pgs_broker_link_list (data, func, user_data, error);
}

static gboolean
read_exe (gint      pid,
          PgsExe   *exe,
          gpointer  data)
{
  return pgs_broker_link_read_exe (data, pid, exe);
}

static void
free_link (gpointer data)
{
  pgs_broker_link_unref (data);
}

static const PgsOpenerClass openers[] = {
  [PGS_BROKER_ELEVATED] = { .open = open_file, .list = list_processes, .read_exe = read_exe, .free = free_link },
  [PGS_BROKER_ELEVATED_FRAMES] = { .open = open_file, .list = list_processes, .read_exe = read_exe,
                                   .free = free_link, .has_frames = TRUE },
};

static void
set_state (PgsBroker      *self,
           PgsBrokerState  state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* The descriptors that it opened go on working for who has them. */
static void
drop_link (PgsBroker *self)
{
  if (self->watch != NULL)
    {
      g_source_destroy (self->watch);
      g_clear_pointer (&self->watch, g_source_unref);
    }
  if (self->link != NULL)
    pgs_broker_link_close (self->link);
  g_clear_pointer (&self->opener, pgs_opener_unref);
  g_clear_pointer (&self->link, pgs_broker_link_unref);
}

static void
note_gone (PgsBroker *self)
{
  drop_link (self);
  g_clear_error (&self->error);
  g_set_error_literal (&self->error, PGS_BROKER_ERROR, PGS_BROKER_ERROR_GONE,
                       _("The helper that opens files of other users’ processes has ended."));
  set_state (self, PGS_BROKER_GONE);
}

static gboolean
on_hang_up (gint         fd,
            GIOCondition condition,
            gpointer     data)
{
  g_autoptr (PgsBroker) self = g_object_ref (data);

  note_gone (self);
  return G_SOURCE_REMOVE;
}

static void
use_link (PgsBroker     *self,
          PgsBrokerLink *link)
{
  self->link = pgs_broker_link_ref (link);
  self->opener = pgs_opener_new (&openers[self->kind], pgs_broker_link_ref (link));
  self->watch = pgs_broker_link_watch (link);
  g_source_set_callback (self->watch, G_SOURCE_FUNC (on_hang_up), self, NULL);
  g_source_attach (self->watch, NULL);
}

/* Takes over how starting went: a link, or a failure. Returns: %FALSE with @error if it did not. */
static gboolean
take_result (PgsBroker      *self,
             PgsBrokerLink  *link,
             GError         *failure,
             GError        **error)
{
  if (link != NULL)
    use_link (self, link);
  else if (!g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->error = g_error_copy (failure);
  set_state (self, link != NULL ? PGS_BROKER_ON : PGS_BROKER_OFF);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return link != NULL;
}

static void
begin (PgsBroker *self)
{
  drop_link (self);
  g_clear_error (&self->error);
  set_state (self, PGS_BROKER_ASKING);
}

static void
pgs_broker_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  PgsBroker *self = PGS_BROKER (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_broker_finalize (GObject *object)
{
  PgsBroker *self = PGS_BROKER (object);

  drop_link (self);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (pgs_broker_parent_class)->finalize (object);
}

static void
pgs_broker_class_init (PgsBrokerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pgs_broker_get_property;
  object_class->finalize = pgs_broker_finalize;
  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, PGS_BROKER_GONE, PGS_BROKER_OFF,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pgs_broker_init (PgsBroker *self)
{
}

/**
 * pgs_broker_new_with:
 * @kind: what it can do
 * @start: how it is started
 * @data: for @start; stays valid
 *
 * For tests; else pgs_broker_new().
 *
 * Returns: (transfer full): a broker that is off
 */
PgsBroker *
pgs_broker_new_with (PgsBrokerKind  kind,
                     PgsBrokerStart start,
                     gconstpointer  data)
{
  PgsBroker *self = g_object_new (PGS_TYPE_BROKER, NULL);

  self->kind = kind;
  self->start = start;
  self->data = data;
  return self;
}

/**
 * pgs_broker_new:
 * @kind: which one
 *
 * Returns: (transfer full): a broker that is off
 */
PgsBroker *
pgs_broker_new (PgsBrokerKind kind)
{
  switch (kind)
    {
    case PGS_BROKER_ELEVATED:
      return pgs_broker_new_with (kind, pgs_broker_start_elevated, BROKER_ARGUMENT_PAGES);
    case PGS_BROKER_ELEVATED_FRAMES:
      return pgs_broker_new_with (kind, pgs_broker_start_elevated, BROKER_ARGUMENT_FRAMES);
    }
  g_return_val_if_reached (NULL);
}

PgsBrokerKind
pgs_broker_get_kind (PgsBroker *self)
{
  g_return_val_if_fail (PGS_IS_BROKER (self), PGS_BROKER_ELEVATED);
  return self->kind;
}

/* In a thread; how a broker is started never changes. */
static void
run (GTask        *task,
     gpointer      source,
     gpointer      data,
     GCancellable *cancellable)
{
  const PgsBroker *self = PGS_BROKER (source);
  GError *error = NULL;
  PgsBrokerLink *link = pgs_broker_connect (self->start, self->data, cancellable, &error);

  if (link != NULL)
    g_task_return_pointer (task, link, (GDestroyNotify) pgs_broker_link_unref);
  else
    g_task_return_error (task, error);
}

/* The thread is done: @data is the task of who asked. */
static void
on_run (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  PgsBroker *self = PGS_BROKER (source);
  g_autoptr (GTask) task = data;
  GError *failure = NULL;
  g_autoptr (PgsBrokerLink) link = g_task_propagate_pointer (G_TASK (result), &failure);
  GError *error = NULL;

  if (take_result (self, link, failure, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * pgs_broker_start_async:
 * @self: a broker that is not being started
 * @cancellable: (nullable): to give up; takes the dialog away that asks
 * @callback: called on this thread
 * @data: for @callback
 *
 * Waits for as long as a person takes to authenticate. One that is on is replaced.
 */
void
pgs_broker_start_async (PgsBroker           *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  g_autoptr (GTask) work = g_task_new (self, cancellable, on_run, task);

  g_return_if_fail (PGS_IS_BROKER (self));
  g_return_if_fail (self->state != PGS_BROKER_ASKING);

  g_task_set_source_tag (task, pgs_broker_start_async);
  begin (self);
  g_task_run_in_thread (work, run);
}

/**
 * pgs_broker_start_finish:
 * @self: a broker
 * @result: from the callback
 * @error: a #PgsBrokerError, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it is on
 */
gboolean
pgs_broker_start_finish (PgsBroker     *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * pgs_broker_start:
 * @self: a broker that is not being started
 * @error: a #PgsBrokerError
 *
 * As pgs_broker_start_async(), but blocks. For programs that have a terminal: there the person is asked
 * who has no desktop.
 *
 * Returns: whether it is on
 */
gboolean
pgs_broker_start (PgsBroker  *self,
                  GError    **error)
{
  g_autoptr (PgsBrokerLink) link = NULL;
  PgsBrokerStart start;
  GError *failure = NULL;

  g_return_val_if_fail (PGS_IS_BROKER (self), FALSE);
  g_return_val_if_fail (self->state != PGS_BROKER_ASKING, FALSE);

  begin (self);
  start = self->start == pgs_broker_start_elevated ? pgs_broker_start_in_terminal : self->start;
  link = pgs_broker_connect (start, self->data, NULL, &failure);
  return take_result (self, link, failure, error);
}

/**
 * pgs_broker_stop:
 * @self: a broker that is not being started
 *
 * Gives up the rights: the broker ends, its opener opens nothing any more. What was opened stays open.
 */
void
pgs_broker_stop (PgsBroker *self)
{
  g_return_if_fail (PGS_IS_BROKER (self));
  g_return_if_fail (self->state != PGS_BROKER_ASKING);

  drop_link (self);
  g_clear_error (&self->error);
  set_state (self, PGS_BROKER_OFF);
}

/**
 * pgs_broker_get_state:
 * @self: a broker
 *
 * Looks whether it is still there; without a main loop nobody else does.
 *
 * Returns: its state
 */
PgsBrokerState
pgs_broker_get_state (PgsBroker *self)
{
  g_return_val_if_fail (PGS_IS_BROKER (self), PGS_BROKER_OFF);

  if (self->state == PGS_BROKER_ON && !pgs_broker_link_is_up (self->link))
    note_gone (self);
  return self->state;
}

/**
 * pgs_broker_get_error:
 * @self: a broker
 *
 * Returns: (transfer none) (nullable): why it is off or gone, %NULL if that was asked for
 */
const GError *
pgs_broker_get_error (PgsBroker *self)
{
  g_return_val_if_fail (PGS_IS_BROKER (self), NULL);
  return self->error;
}

/**
 * pgs_broker_get_opener:
 * @self: a broker
 *
 * Returns: (transfer none) (nullable): what opens files, if it is on
 */
PgsOpener *
pgs_broker_get_opener (PgsBroker *self)
{
  g_return_val_if_fail (PGS_IS_BROKER (self), NULL);
  return self->opener;
}
