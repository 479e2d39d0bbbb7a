/* pgs-sampler.c: the thread that watches one process at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The main thread writes a task, the sampler thread reads it before each sample and puts results
 * into a #PgsResultQueue, which the main thread empties. Both sides hold the mutex only
 * to copy; neither calls out with it held. A result carries the serial of its task, so that one
 * that was under way when the person chose another process is told apart and dropped.
 *
 * Of a process that stands still results may come in groups, if the task allows that: one that says the same as the
 * one before waits for others, and is told of with the first that says something else, or when it would have to
 * wait for too long.
 *
 * Of one that has stood still for a second nothing is read until it runs, or for another second, if the kernel tells
 * when it runs and the task allows groups. What ticks would have said meanwhile is told of afterwards.
 */
#include "config.h"

#include "pgs-sampler.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "pgs-result-queue.h"
#include "pgs-watch.h"

#define PAUSED_PERIOD_US (G_USEC_PER_SEC / 2)

struct _PgsSampler
{
  PgsResultQueue *results;
  GThread *thread;
  int rest_fd; /* readable when a rest is to end; -1: there was no descriptor left, and there is no rest */

  GMutex mutex; /* guards what follows */
  GCond cond;
  gboolean quit;
  gboolean changed;
  gboolean is_resting;
  PgsSamplerTask task;
  PgsWatchVisible visible;

  PgsWatch watch; /* the thread's own, as what follows */
  gint64 held_us; /* since when results wait in the queue; 0: none does */
};

/* Holds on to what @task refers to in place of what @old did. */
static void
set_task (PgsSamplerTask       *old,
          const PgsSamplerTask *task)
{
  PgsOpener *before = old->opener;

  *old = *task;
  if (old->opener != NULL)
    pgs_opener_ref (old->opener);
  g_clear_pointer (&before, pgs_opener_unref);
}

/* It wakes the main thread unless the next one comes in time to do that for both. */
static void
post_result (PgsSampler           *self,
             const PgsSamplerTask *task,
             PgsSamplerResult     *result)
{
  gboolean may_wait = pgs_watch_says_the_same (&self->watch, result) && task->gather_us > 0;

  if (may_wait)
    {
      const gint64 now_us = result->snapshot->monotonic_us;
      const gint64 since_us = self->held_us != 0 ? self->held_us : now_us;

      may_wait = now_us + self->watch.next_us < since_us + task->gather_us;
      self->held_us = since_us;
    }
  if (!may_wait)
    self->held_us = 0;
  pgs_result_queue_put (self->results, result, may_wait);
}

static void
hold_result (PgsSampler       *self,
             PgsSamplerResult *result)
{
  if (self->held_us == 0)
    self->held_us = result->snapshot->monotonic_us;
  pgs_result_queue_put (self->results, result, TRUE);
}

static void
release_results (PgsSampler *self)
{
  if (self->held_us != 0)
    pgs_result_queue_flush (self->results);
  self->held_us = 0;
}

static PgsSamplerResult *
take_sample (PgsSampler           *self,
             const PgsSamplerTask *task)
{
  PgsWatchVisible visible;

  g_mutex_lock (&self->mutex);
  visible = self->visible;
  g_mutex_unlock (&self->mutex);
  return pgs_watch_take (&self->watch, task, &visible);
}

/* Waits until @until_us or a new task (for ever if @until_us is 0). Returns: %FALSE to end. */
static gboolean
wait_for_task (PgsSampler     *self,
               gint64          until_us,
               PgsSamplerTask *task)
{
  gboolean quit;

  g_mutex_lock (&self->mutex);
  while (!self->quit && !self->changed)
    {
      if (until_us == 0)
        g_cond_wait (&self->cond, &self->mutex);
      else if (!g_cond_wait_until (&self->cond, &self->mutex, until_us))
        break;
    }
  self->changed = FALSE;
  set_task (task, &self->task);
  quit = self->quit;
  g_mutex_unlock (&self->mutex);
  return !quit;
}

/* Returns: when the next sample is due, 0 for never. */
static gint64
step (PgsSampler           *self,
      const PgsSamplerTask *task)
{
  const gint64 began_us = g_get_monotonic_time ();
  PgsWatch *watch = &self->watch;
  PgsSamplerResult *result;

  if (task->pid == 0 || watch->over)
    return 0;
  if (task->paused)
    release_results (self);
  result = task->paused ? pgs_watch_check_exit (watch, task) : take_sample (self, task);
  if (result != NULL)
    post_result (self, task, result);
  if (watch->over)
    {
      g_clear_pointer (&watch->process, pgs_process_free);
      return 0;
    }
  return began_us + (task->paused ? PAUSED_PERIOD_US : watch->next_us);
}

/* Whoever sets a task wakes whoever rests. Returns: %FALSE if one is set already. */
static gboolean
begin_rest (PgsSampler *self)
{
  g_mutex_lock (&self->mutex);
  self->is_resting = self->rest_fd >= 0 && !self->quit && !self->changed;
  g_mutex_unlock (&self->mutex);
  return self->is_resting;
}

static void
end_rest (PgsSampler *self)
{
  eventfd_t n_events;

  g_mutex_lock (&self->mutex);
  self->is_resting = FALSE;
  if (self->quit || self->changed)
    eventfd_read (self->rest_fd, &n_events);
  g_mutex_unlock (&self->mutex);
}

/* With the mutex held. */
static void
wake_thread (PgsSampler *self)
{
  g_cond_signal (&self->cond);
  if (self->is_resting)
    eventfd_write (self->rest_fd, 1);
}

/* Or until one of the descriptors can be read. */
static void
sleep_until (gint64 until_us,
             int    alarm_fd,
             int    rest_fd)
{
  const gint64 left_us = MAX (until_us - g_get_monotonic_time (), 0);
  const struct timespec timeout = { left_us / G_USEC_PER_SEC, left_us % G_USEC_PER_SEC * 1000 };
  struct pollfd fds[] = { { .fd = alarm_fd, .events = POLLIN }, { .fd = rest_fd, .events = POLLIN } };

  ppoll (fds, G_N_ELEMENTS (fds), &timeout, NULL);
}

static gboolean
may_rest (const PgsWatch       *watch,
          const PgsSamplerTask *task,
          gint64                due_us)
{
  return due_us != 0 && !task->paused && task->gather_us > 0 && watch->next_us < PGS_PROCESS_REST_US && watch->said != NULL;
}

/* Lets ticks from @due_us on pass in which nothing happens. Returns: when the next one is due. */
static gint64
rest (PgsSampler           *self,
      const PgsSamplerTask *task,
      gint64                due_us)
{
  PgsWatch *watch = &self->watch;
  const gint64 until_us = due_us - watch->next_us + PGS_PROCESS_REST_US;
  const int alarm_fd = may_rest (watch, task, due_us) ? pgs_process_begin_rest (watch->process) : -1;
  gint64 stood_until_us;

  if (alarm_fd < 0 || !begin_rest (self))
    return due_us;
  sleep_until (until_us, alarm_fd, self->rest_fd);
  end_rest (self);
  stood_until_us = pgs_process_end_rest (watch->process);
  for (; due_us < MIN (until_us, stood_until_us); due_us += watch->next_us)
    hold_result (self, pgs_watch_repeat (watch, task, due_us));
  return due_us;
}

static void
begin_watch (PgsSampler           *self,
             const PgsSamplerTask *task)
{
  release_results (self);
  pgs_watch_clear (&self->watch);
  pgs_watch_init (&self->watch, task);
}

static gpointer
sampler_thread (gpointer data)
{
  PgsSampler *self = data;
  PgsSamplerTask task = { 0 };
  gint64 due_us = 0;

  while (wait_for_task (self, due_us, &task))
    {
      if (task.serial != self->watch.serial)
        begin_watch (self, &task);
      else if (task.opener != self->watch.opener)
        pgs_watch_change_opener (&self->watch, task.opener);
      due_us = rest (self, &task, step (self, &task));
    }
  pgs_watch_clear (&self->watch);
  set_task (&task, &(PgsSamplerTask) { 0 });
  return NULL;
}

/**
 * pgs_sampler_new:
 * @func: gets the results, on the thread of the default main context
 * @data: for @func
 *
 * Starts the thread. It does nothing until pgs_sampler_set().
 *
 * Returns: (transfer full): the sampler
 */
PgsSampler *
pgs_sampler_new (PgsSamplerFunc func,
                 gpointer       data)
{
  PgsSampler *self = g_new0 (PgsSampler, 1);

  self->results = pgs_result_queue_new (func, data);
  self->rest_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("sampler", sampler_thread, self);
  return self;
}

/**
 * pgs_sampler_free:
 * @self: (transfer full) (nullable): a sampler
 *
 * Ends the thread and waits for the sample that is under way. No result arrives afterwards.
 */
void
pgs_sampler_free (PgsSampler *self)
{
  if (self == NULL)
    return;

  g_mutex_lock (&self->mutex);
  self->quit = TRUE;
  wake_thread (self);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);

  pgs_result_queue_free (self->results);
  if (self->rest_fd >= 0)
    close (self->rest_fd);
  set_task (&self->task, &(PgsSamplerTask) { 0 });
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

/**
 * pgs_sampler_set:
 * @self: a sampler
 * @task: what to do from now on; copied, its opener is held
 *
 * A sample is taken at once. Never blocks on a sample that is under way.
 */
void
pgs_sampler_set (PgsSampler           *self,
                 const PgsSamplerTask *task)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (task->pace.budget > 0);

  g_mutex_lock (&self->mutex);
  set_task (&self->task, task);
  self->changed = TRUE;
  wake_thread (self);
  g_mutex_unlock (&self->mutex);
}

/**
 * pgs_sampler_set_visible:
 * @self: a sampler
 * @start: first address on screen
 * @end: first address behind
 *
 * What is to be read first from the next sample on, where not everything can be read at once.
 * Causes no sample.
 */
void
pgs_sampler_set_visible (PgsSampler *self,
                         guint64     start,
                         guint64     end)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (start <= end);

  g_mutex_lock (&self->mutex);
  self->visible = (PgsWatchVisible) { start, end };
  g_mutex_unlock (&self->mutex);
}
