/* pgs-remote.c: another machine as a window shows it: its processes, and samples of one of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * What the window wants is kept here and told again after a new connection, so that the session goes on
 * in the same history. A PID may belong to another process by then: that shows in its start.
 */
#include "config.h"

#include "pgs-remote.h"

#include "pgs-error.h"
#include "pgs-remote-reader.h"

#define MILLION 1e6

struct _PgsRemote
{
  GObject parent_instance;

  char *name;
  PgsSessionFeed feed;
  PgsSession *session;
  PgsMonitor *monitor;
  PgsHost *host;           /* (nullable): no connection */
  PgsRemoteReader *reader; /* likewise */
  PgsRemoteState state;
  GError *error;           /* (nullable): why it was lost */

  PgsSamplerTask task;
  guint64 visible_start;
  guint64 visible_end;
  char *list;              /* what was asked for last */
  gboolean ranked;         /* likewise */
  guint seen_serial;       /* of the last sample, and its process */
  PgsProcessInfo *info;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PgsRemote, pgs_remote, G_TYPE_OBJECT)

static void
set_state (PgsRemote      *self,
           PgsRemoteState  state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
send_task (PgsRemote *self)
{
  const PgsPace *pace = &self->task.pace;
  g_autofree char *line = NULL;

  if (self->host == NULL || self->task.pace.budget <= 0)
    return;
  line = g_strdup_printf ("task %u %d %u %" G_GINT64_FORMAT " %d %d\n", self->task.serial, self->task.pid,
                          (guint) pace->sections, pace->period_us, (int) MAX (pace->budget * MILLION, 1),
                          self->task.paused != FALSE);
  pgs_host_send (self->host, line);
}

static void
send_visible (PgsRemote *self)
{
  g_autofree char *line = NULL;

  if (self->host == NULL)
    return;
  line = g_strdup_printf ("visible %" G_GINT64_MODIFIER "x %" G_GINT64_MODIFIER "x\n", self->visible_start,
                          self->visible_end);
  pgs_host_send (self->host, line);
}

static void
on_set_task (const PgsSamplerTask *task,
             gpointer              data)
{
  PgsRemote *self = data;

  self->task = *task;
  self->task.opener = NULL; /* of this machine */
  send_task (self);
}

static void
on_set_visible (guint64  start,
                guint64  end,
                gpointer data)
{
  PgsRemote *self = data;

  if (self->visible_start == start && self->visible_end == end)
    return;
  self->visible_start = start;
  self->visible_end = end;
  send_visible (self);
}

static void
set_ranked (PgsRemote *self,
            gboolean   ranked)
{
  if (self->ranked != ranked && self->host != NULL)
    pgs_host_send (self->host, ranked ? "rank\n" : "unrank\n");
  self->ranked = ranked;
}

/* Who shows the list, and which rows, has changed, or whether anybody shows the ranking. */
static void
on_followed (const gint *pids,
             gsize       n_pids,
             gboolean    followed,
             gboolean    ranked,
             gpointer    data)
{
  PgsRemote *self = data;
  GString *line = g_string_new (followed ? "list" : "unlist");

  for (gsize i = 0; followed && i < n_pids; i++)
    g_string_append_printf (line, " %d", pids[i]);
  g_string_append_c (line, '\n');
  if (g_strcmp0 (line->str, self->list) != 0 && self->host != NULL)
    pgs_host_send (self->host, line->str);
  g_free (self->list);
  self->list = g_string_free (line, FALSE);
  set_ranked (self, ranked);
}

/* Whether it is a sample of the process that the history is of. */
static gboolean
is_same_process (PgsRemote              *self,
                 const PgsSamplerResult *result)
{
  PgsProcessInfo *info = result->snapshot->process;

  if (self->seen_serial == result->serial && self->info != NULL
      && self->info->start_ticks != info->start_ticks)
    return FALSE;
  self->seen_serial = result->serial;
  pgs_process_info_ref (info);
  g_clear_pointer (&self->info, pgs_process_info_unref);
  self->info = info;
  return TRUE;
}

static void
take_result (PgsRemote              *self,
             const PgsSamplerResult *result)
{
  const PgsSamplerResult ended = { .serial = result->serial, .exit_info.ended = TRUE };

  if (result->serial != self->task.serial)
    return;
  if (result->snapshot == NULL || is_same_process (self, result))
    pgs_session_take_result (result, self->session);
  else
    {
      pgs_session_take_result (&ended, self->session);
      self->task.pid = 0;
      send_task (self);
    }
}

static void
lose (PgsRemote    *self,
      const GError *error)
{
  pgs_remote_close (self);
  g_clear_error (&self->error);
  if (error != NULL)
    self->error = g_error_copy (error);
  set_state (self, PGS_REMOTE_LOST);
}

static void
on_news (const PgsRemoteNews *news,
         gpointer             data)
{
  g_autoptr (PgsRemote) self = g_object_ref (data);

  if (news->ended)
    {
      lose (self, news->error);
      return;
    }
  set_state (self, PGS_REMOTE_CONNECTED);
  if (news->result != NULL)
    take_result (self, news->result);
  if (news->table != NULL || news->system != NULL || news->ranking != NULL)
    pgs_monitor_take (self->monitor, news->table, news->system, news->ranking);
}

static void
pgs_remote_dispose (GObject *object)
{
  PgsRemote *self = PGS_REMOTE (object);

  pgs_remote_close (self);
  if (self->monitor != NULL)
    pgs_monitor_set_source (self->monitor, NULL, NULL);
  if (self->session != NULL)
    pgs_session_set_feed (self->session, NULL, NULL);
  g_clear_object (&self->monitor);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (pgs_remote_parent_class)->dispose (object);
}

static void
pgs_remote_finalize (GObject *object)
{
  PgsRemote *self = PGS_REMOTE (object);

  g_free (self->name);
  g_free (self->list);
  g_clear_pointer (&self->info, pgs_process_info_unref);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (pgs_remote_parent_class)->finalize (object);
}

static void
pgs_remote_class_init (PgsRemoteClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pgs_remote_dispose;
  G_OBJECT_CLASS (klass)->finalize = pgs_remote_finalize;
  signals[CHANGED] = g_signal_new ("changed", PGS_TYPE_REMOTE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
pgs_remote_init (PgsRemote *self)
{
  self->state = PGS_REMOTE_LOST;
  self->monitor = pgs_monitor_new ();
}

/**
 * pgs_remote_new:
 * @host: its name, as ssh takes it
 * @session: a session that watches nothing; from now on what it watches is on @host
 *
 * Returns: (transfer full): the machine, without a connection
 */
PgsRemote *
pgs_remote_new (const char *host,
                PgsSession *session)
{
  PgsRemote *self = g_object_new (PGS_TYPE_REMOTE, NULL);

  self->name = g_strdup (host);
  self->session = g_object_ref (session);
  self->feed = (PgsSessionFeed) { on_set_task, on_set_visible, FALSE, self->name };
  pgs_session_set_feed (session, &self->feed, self);
  pgs_monitor_set_source (self->monitor, on_followed, self);
  return self;
}

/**
 * pgs_remote_connect:
 * @self: a machine
 *
 * Connects, if it is not; returns at once. What was watched is watched again.
 */
void
pgs_remote_connect (PgsRemote *self)
{
  static const char *const arguments[] = { "stream", "--control", NULL };
  g_autoptr (GError) error = NULL;

  g_return_if_fail (PGS_IS_REMOTE (self));

  if (self->host != NULL)
    return;
  self->host = pgs_host_open (self->name, arguments, PGS_HOST_WINDOW, &error);
  if (self->host == NULL)
    {
      lose (self, error);
      return;
    }
  g_clear_error (&self->error);
  if (self->list != NULL)
    pgs_host_send (self->host, self->list);
  if (self->ranked)
    pgs_host_send (self->host, "rank\n");
  send_visible (self);
  if (self->task.pid != 0)
    send_task (self);
  self->reader = pgs_remote_reader_new (self->host, self->seen_serial == self->task.serial ? self->info : NULL,
                                        on_news, self);
  set_state (self, PGS_REMOTE_CONNECTING);
}

/**
 * pgs_remote_close:
 * @self: a machine
 *
 * Ends the connection; tells nobody.
 */
void
pgs_remote_close (PgsRemote *self)
{
  g_return_if_fail (PGS_IS_REMOTE (self));

  g_clear_pointer (&self->reader, pgs_remote_reader_free);
  g_clear_pointer (&self->host, pgs_host_free);
}

/**
 * pgs_remote_get_host:
 * @self: a machine
 *
 * Returns: (transfer none): its name, as it was given; ssh's kind of bytes
 */
const char *
pgs_remote_get_host (PgsRemote *self)
{
  g_return_val_if_fail (PGS_IS_REMOTE (self), NULL);
  return self->name;
}

/**
 * pgs_remote_get_state:
 * @self: a machine
 *
 * Returns: whether there is a connection
 */
PgsRemoteState
pgs_remote_get_state (PgsRemote *self)
{
  g_return_val_if_fail (PGS_IS_REMOTE (self), PGS_REMOTE_LOST);
  return self->state;
}

/**
 * pgs_remote_get_error:
 * @self: a machine
 *
 * Returns: (transfer none) (nullable): why there is no connection, if it did not end well
 */
const GError *
pgs_remote_get_error (PgsRemote *self)
{
  g_return_val_if_fail (PGS_IS_REMOTE (self), NULL);
  return self->error;
}

/**
 * pgs_remote_get_monitor:
 * @self: a machine
 *
 * Returns: (transfer none): its processes and its memory
 */
PgsMonitor *
pgs_remote_get_monitor (PgsRemote *self)
{
  g_return_val_if_fail (PGS_IS_REMOTE (self), NULL);
  return self->monitor;
}
