/* pgs-result-queue.c: results on their way from the sampler thread to the main thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The main thread is woken through an eventfd of our own, with nothing locked. g_idle_add() would wake it
 * with the main context locked: on the same processor it runs at once, has to wait for that lock and then
 * for ours, and each of them took two more system calls and two changes of threads.
 *
 * After a tenth of a second of sleep everything is cold, and a wake-up of the main thread costs as much as the
 * sample it is told of. So one is not told of each result alone that says nothing new: such a result waits here
 * for the next one that wakes.
 *
 * The queue is bounded: a main thread that is busy for long finds the newest results, not all.
 */
#include "config.h"

#include "pgs-result-queue.h"

#include <glib-unix.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define MAX_QUEUED 64

struct _PgsResultQueue
{
  PgsSamplerFunc func;
  gpointer data;
  int event_fd; /* readable when the main thread is to come; -1 if there was no descriptor left */
  GSource *source; /* (nullable): waits for it, on the main thread */

  GMutex mutex; /* guards what follows */
  GQueue results; /* of PgsSamplerResult */
  gboolean is_told; /* the main thread was woken and will empty the queue */
};

/**
 * pgs_sampler_result_free:
 * @result: (transfer full): a result
 */
void
pgs_sampler_result_free (PgsSamplerResult *result)
{
  g_clear_pointer (&result->snapshot, pgs_snapshot_unref);
  g_clear_pointer (&result->ages, pgs_ages_unref);
  g_clear_error (&result->error);
  g_free (result);
}

static void
deliver_results (PgsResultQueue *self)
{
  GQueue results;

  g_mutex_lock (&self->mutex);
  results = self->results;
  g_queue_init (&self->results);
  self->is_told = FALSE;
  g_mutex_unlock (&self->mutex);

  for (PgsSamplerResult *result; (result = g_queue_pop_head (&results)) != NULL; pgs_sampler_result_free (result))
    self->func (result, self->data);
}

static gboolean
on_event (gint         fd,
          GIOCondition condition,
          gpointer     data)
{
  eventfd_t n_events;

  eventfd_read (fd, &n_events);
  deliver_results (data);
  return G_SOURCE_CONTINUE;
}

/* A source that must not recurse is taken out of the poll while it is dispatched, which wakes the main
 * context twice. */
static void
add_source (PgsResultQueue *self)
{
  self->event_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (self->event_fd < 0)
    return;
  self->source = g_unix_fd_source_new (self->event_fd, G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_event), self, NULL);
  g_source_set_can_recurse (self->source, TRUE);
  g_source_attach (self->source, NULL);
}

static void
remove_source (PgsResultQueue *self)
{
  while (g_idle_remove_by_data (self))
    ;
  if (self->source == NULL)
    return;
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  close (self->event_fd);
}

static gboolean
on_idle (gpointer data)
{
  deliver_results (data);
  return G_SOURCE_REMOVE;
}

static void
wake_main_thread (PgsResultQueue *self)
{
  if (self->event_fd >= 0)
    eventfd_write (self->event_fd, 1);
  else
    g_idle_add_full (G_PRIORITY_DEFAULT, on_idle, self, NULL);
}

/**
 * pgs_result_queue_new:
 * @func: gets the results, on the thread of the default main context
 * @data: for @func
 *
 * Returns: (transfer full): an empty queue
 */
PgsResultQueue *
pgs_result_queue_new (PgsSamplerFunc func,
                      gpointer       data)
{
  PgsResultQueue *self = g_new0 (PgsResultQueue, 1);

  self->func = func;
  self->data = data;
  g_mutex_init (&self->mutex);
  g_queue_init (&self->results);
  add_source (self);
  return self;
}

/**
 * pgs_result_queue_free:
 * @self: (transfer full): a queue into which nobody puts anything any more
 *
 * What is in it is not delivered. To be called on the main thread.
 */
void
pgs_result_queue_free (PgsResultQueue *self)
{
  remove_source (self);
  g_queue_clear_full (&self->results, (GDestroyNotify) pgs_sampler_result_free);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * pgs_result_queue_put:
 * @self: a queue
 * @result: (transfer full): what the main thread is to get
 * @may_wait: until another one is put that may not, or pgs_result_queue_flush()
 *
 * Results arrive in the order in which they were put. Any thread.
 */
void
pgs_result_queue_put (PgsResultQueue   *self,
                      PgsSamplerResult *result,
                      gboolean          may_wait)
{
  PgsSamplerResult *dropped = NULL;

  g_mutex_lock (&self->mutex);
  if (self->results.length == MAX_QUEUED)
    dropped = g_queue_pop_head (&self->results);
  g_queue_push_tail (&self->results, result);
  g_mutex_unlock (&self->mutex);
  if (!may_wait)
    pgs_result_queue_flush (self);
  g_clear_pointer (&dropped, pgs_sampler_result_free);
}

/**
 * pgs_result_queue_flush:
 * @self: a queue
 *
 * What waits in it waits no longer. Any thread.
 */
void
pgs_result_queue_flush (PgsResultQueue *self)
{
  gboolean wake;

  g_mutex_lock (&self->mutex);
  wake = !self->is_told && !g_queue_is_empty (&self->results);
  self->is_told |= wake;
  g_mutex_unlock (&self->mutex);
  if (wake)
    wake_main_thread (self);
}
