/* pgs-monitor-thread.c: the thread that reads the machine for the monitor, in time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-monitor-thread.h"

#define HIDDEN_PERIOD_MS 5000

struct _PgsMonitorThread
{
  PgsMonitorThreadFunc func;
  gpointer data;
  GThread *thread; /* (nullable): while it runs */

  GMutex mutex; /* guards what follows */
  GCond cond;
  gboolean quit;
  gboolean followed;
  gboolean ranked;
  gboolean hidden;
  gboolean hurry; /* somebody began to follow or to ask: do not wait for the period */
  GArray *visible; /* gint: what any follower shows */
  guint period_ms;
  PgsMonitorReading *reading; /* the newest, not yet delivered */
  guint idle;
};

static gboolean
deliver (gpointer data)
{
  PgsMonitorThread *self = data;
  PgsMonitorReading *reading;

  g_mutex_lock (&self->mutex);
  reading = g_steal_pointer (&self->reading);
  self->idle = 0;
  g_mutex_unlock (&self->mutex);
  self->func (reading, self->data);
  return G_SOURCE_REMOVE;
}

/* A reading that the main thread did not get to is replaced: only the newest matters. */
static void
post_reading (PgsMonitorThread  *self,
              PgsMonitorReading *reading,
              int                priority)
{
  g_mutex_lock (&self->mutex);
  if (self->reading != NULL)
    pgs_monitor_reading_inherit (reading, self->reading);
  g_clear_pointer (&self->reading, pgs_monitor_reading_free);
  self->reading = reading;
  if (self->idle == 0)
    self->idle = g_idle_add_full (priority, deliver, self, NULL);
  g_mutex_unlock (&self->mutex);
}

static PgsMonitorReading *
take_reading (PgsMonitorThread *self,
              PgsMonitorReader *reader,
              gboolean          first)
{
  g_autoptr (GArray) visible = NULL;
  gboolean ranked;

  g_mutex_lock (&self->mutex);
  if (first || self->followed)
    visible = g_array_ref (self->visible);
  ranked = self->ranked;
  g_mutex_unlock (&self->mutex);
  return pgs_monitor_reader_read (reader, visible, ranked);
}

/* With the mutex held. Whoever follows the list although nobody looks, waits for somebody in it. */
static gint64
get_period_us (PgsMonitorThread *self)
{
  const guint period_ms = self->hidden && !self->followed ? MAX (self->period_ms, HIDDEN_PERIOD_MS) : self->period_ms;

  return (gint64) period_ms * 1000;
}

/* Returns: %FALSE to end. */
static gboolean
wait_for_period (PgsMonitorThread *self,
                 gint64            began_us)
{
  gboolean quit;

  g_mutex_lock (&self->mutex);
  while (!self->quit && !self->hurry &&
         g_cond_wait_until (&self->cond, &self->mutex, began_us + get_period_us (self)))
    ;
  self->hurry = FALSE;
  quit = self->quit;
  g_mutex_unlock (&self->mutex);
  return !quit;
}

static gpointer
run (gpointer data)
{
  PgsMonitorThread *self = data;
  PgsMonitorReader *reader = pgs_monitor_reader_new ();
  gboolean first = TRUE;
  gint64 began_us;

  do
    {
      began_us = g_get_monotonic_time ();
      /* the first one: after the first frame */
      post_reading (self, take_reading (self, reader, first),
                    first ? G_PRIORITY_DEFAULT_IDLE : G_PRIORITY_DEFAULT);
      first = FALSE;
    }
  while (wait_for_period (self, began_us));
  pgs_monitor_reader_free (reader);
  return NULL;
}

/**
 * pgs_monitor_thread_new:
 * @func: gets each reading, on the main thread
 * @data: for @func
 *
 * Returns: (transfer full): a thread that does not run yet
 */
PgsMonitorThread *
pgs_monitor_thread_new (PgsMonitorThreadFunc func,
                        gpointer             data)
{
  PgsMonitorThread *self = g_new0 (PgsMonitorThread, 1);

  self->func = func;
  self->data = data;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->period_ms = PGS_MONITOR_PERIOD_MS;
  self->visible = g_array_new (FALSE, FALSE, sizeof (gint));
  return self;
}

/**
 * pgs_monitor_thread_free:
 * @self: (transfer full): a thread; it is stopped
 */
void
pgs_monitor_thread_free (PgsMonitorThread *self)
{
  pgs_monitor_thread_stop (self);
  g_array_unref (self->visible);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

/**
 * pgs_monitor_thread_start:
 * @self: a thread
 *
 * Reads at once and then every period. Does nothing if it runs already.
 */
void
pgs_monitor_thread_start (PgsMonitorThread *self)
{
  if (self->thread != NULL)
    return;
  self->quit = FALSE;
  self->thread = g_thread_new ("monitor", run, self);
}

/**
 * pgs_monitor_thread_stop:
 * @self: a thread
 *
 * Waits for a reading that is under way; none is delivered afterwards.
 */
void
pgs_monitor_thread_stop (PgsMonitorThread *self)
{
  if (self->thread == NULL)
    return;
  g_mutex_lock (&self->mutex);
  self->quit = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&self->thread, g_thread_join);
  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->reading, pgs_monitor_reading_free);
}

/**
 * pgs_monitor_thread_is_running:
 * @self: a thread
 *
 * Returns: whether it reads
 */
gboolean
pgs_monitor_thread_is_running (PgsMonitorThread *self)
{
  return self->thread != NULL;
}

/**
 * pgs_monitor_thread_ask:
 * @self: a thread
 * @visible: (transfer full): the processes (gint) that are on screen
 * @followed: whether the list is wanted
 * @ranked: whether the ranking is
 * @has_list: whether there was a list already; the first one comes in any case
 *
 * What is wanted from now on. What was not wanted before is read at once.
 */
void
pgs_monitor_thread_ask (PgsMonitorThread *self,
                        GArray           *visible,
                        gboolean          followed,
                        gboolean          ranked,
                        gboolean          has_list)
{
  g_mutex_lock (&self->mutex);
  g_array_unref (self->visible);
  self->visible = visible;
  if ((followed && !self->followed && has_list) || (ranked && !self->ranked))
    {
      self->hurry = TRUE;
      g_cond_signal (&self->cond);
    }
  self->followed = followed;
  self->ranked = ranked;
  g_mutex_unlock (&self->mutex);
}

/**
 * pgs_monitor_thread_set_hidden:
 * @self: a thread
 * @hidden: nobody looks: unless somebody follows, it reads seldom
 *
 * Whoever comes back sees at once how it is.
 */
void
pgs_monitor_thread_set_hidden (PgsMonitorThread *self,
                               gboolean          hidden)
{
  g_mutex_lock (&self->mutex);
  self->hurry = self->hurry || (self->hidden && !hidden);
  self->hidden = hidden;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/**
 * pgs_monitor_thread_get_hidden:
 * @self: a thread
 *
 * Returns: what pgs_monitor_thread_set_hidden() set
 */
gboolean
pgs_monitor_thread_get_hidden (PgsMonitorThread *self)
{
  return self->hidden;
}

/**
 * pgs_monitor_thread_set_period:
 * @self: a thread
 * @period_ms: from one reading to the next; %PGS_MONITOR_PERIOD_MS unless told
 */
void
pgs_monitor_thread_set_period (PgsMonitorThread *self,
                               guint             period_ms)
{
  g_mutex_lock (&self->mutex);
  self->period_ms = period_ms;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/**
 * pgs_monitor_thread_get_period:
 * @self: a thread
 *
 * Returns: what pgs_monitor_thread_set_period() set
 */
guint
pgs_monitor_thread_get_period (PgsMonitorThread *self)
{
  return self->period_ms;
}
