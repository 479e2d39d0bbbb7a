/* pgs-waiter.c: waits until a program that ended starts again, and watches it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The program is known by its name. Others of the same name may have been running all the time, so
 * only a process counts that started after the last sample of the ended one: then that was alive.
 */
#include "config.h"

#include "pgs-waiter.h"

#include <time.h>
#include <unistd.h>

struct _PgsWaiter
{
  GObject parent_instance;

  PgsMonitor *monitor;
  PgsSession *session;
  gboolean waiting;
};

enum
{
  PROP_0,
  PROP_WAITING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PgsWaiter, pgs_waiter, G_TYPE_OBJECT)

/* A moment of the monotonic clock in the unit of stat's starttime: ticks since boot, which go on
 * while the machine sleeps. */
static guint64
get_ticks (gint64 monotonic_us)
{
  struct timespec boot;
  gint64 boot_us;

  clock_gettime (CLOCK_BOOTTIME, &boot);
  boot_us = (gint64) boot.tv_sec * G_USEC_PER_SEC + boot.tv_nsec / 1000;
  boot_us -= g_get_monotonic_time () - monotonic_us;

  return (guint64) MAX (0, boot_us) * (guint64) sysconf (_SC_CLK_TCK) / G_USEC_PER_SEC;
}

static const PgsProcessRecord *
find_restarted (PgsWaiter *self)
{
  PgsSnapshot *snapshot = pgs_session_get_latest (self->session);
  PgsProcessTable *table = pgs_monitor_get_table (self->monitor);
  guint64 since = get_ticks (snapshot->monotonic_us);

  for (gsize i = 0; table != NULL && i < pgs_process_table_get_length (table); i++)
    {
      const PgsProcessRecord *record = pgs_process_table_get (table, i);

      if (record->start_ticks >= since && record->state != 'Z'
          && g_strcmp0 (record->name, snapshot->process->name) == 0)
        return record;
    }

  return NULL;
}

static void
on_refreshed (PgsWaiter *self)
{
  const PgsProcessRecord *record;

  if (!self->waiting)
    return;
  record = find_restarted (self);
  if (record != NULL)
    pgs_session_watch (self->session, record->pid);
}

static gboolean
can_wait (PgsWaiter *self)
{
  return pgs_session_get_state (self->session) == PGS_SESSION_ENDED
         && pgs_session_get_latest (self->session) != NULL;
}

static void
on_state (PgsWaiter *self)
{
  if (self->waiting && !can_wait (self))
    pgs_waiter_set_waiting (self, FALSE);
}

static void
pgs_waiter_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WAITING:
      g_value_set_boolean (value, PGS_WAITER (object)->waiting);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_waiter_set_property (GObject      *object,
                         guint         id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  switch (id)
    {
    case PROP_WAITING:
      pgs_waiter_set_waiting (PGS_WAITER (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_waiter_dispose (GObject *object)
{
  PgsWaiter *self = PGS_WAITER (object);

  if (self->monitor != NULL)
    pgs_monitor_unfollow (self->monitor, self);
  g_clear_object (&self->monitor);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (pgs_waiter_parent_class)->dispose (object);
}

static void
pgs_waiter_class_init (PgsWaiterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pgs_waiter_get_property;
  object_class->set_property = pgs_waiter_set_property;
  object_class->dispose = pgs_waiter_dispose;
  properties[PROP_WAITING] =
    g_param_spec_boolean ("waiting", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pgs_waiter_init (PgsWaiter *self)
{
}

/**
 * pgs_waiter_new:
 * @monitor: tells which processes there are
 * @session: watches the program
 *
 * Returns: (transfer full): a waiter that does not wait yet
 */
PgsWaiter *
pgs_waiter_new (PgsMonitor *monitor,
                PgsSession *session)
{
  PgsWaiter *self = g_object_new (PGS_TYPE_WAITER, NULL);

  self->monitor = g_object_ref (monitor);
  self->session = g_object_ref (session);
  g_signal_connect_object (monitor, "refreshed", G_CALLBACK (on_refreshed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (on_state), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * pgs_waiter_set_waiting:
 * @self: a waiter
 * @waiting: %TRUE is ignored unless the session's process has ended
 */
void
pgs_waiter_set_waiting (PgsWaiter *self,
                        gboolean   waiting)
{
  g_return_if_fail (PGS_IS_WAITER (self));

  waiting = waiting && can_wait (self);
  if (self->waiting == waiting)
    return;
  self->waiting = waiting;
  if (waiting)
    pgs_monitor_follow (self->monitor, self, NULL, 0);
  else
    pgs_monitor_unfollow (self->monitor, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING]);
  if (waiting)
    on_refreshed (self);
}
