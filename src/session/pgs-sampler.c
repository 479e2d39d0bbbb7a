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
 *
 * What each tick reads is decided by a #PgsPacer, which is told what the tick before cost: all CPU
 * time of this thread since the one before that, waiting for its time included. Asking for it is a
 * system call, and so it is done once a tick.
 */
#include "config.h"

#include "pgs-sampler.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "pgs-error.h"
#include "pgs-pause.h"
#include "pgs-result-queue.h"

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
  guint64 visible_start;
  guint64 visible_end;
};

/* What the thread knows of the process it has open. */
typedef struct
{
  PgsProcess *process;
  guint serial;
  PgsOpener *opener; /* (nullable): that @process was opened through */
  PgsAges *ages;
  PgsPacer pacer;
  gint64 next_us; /* from one tick to the next */
  gint64 cpu_ns;  /* what this thread had taken when the tick before was over; 0 before the first one */
  gboolean has_sample;
  PgsSnapshot *said;  /* (nullable): the newest sample that was put into the queue */
  gint64 same_us;     /* since when all samples have said the same */
  gint64 held_us;     /* since when results wait in the queue; 0: none does */
  gboolean over; /* ended or failed: nothing more to do for this serial */
} Watch;

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

static void
watch_clear (Watch *watch)
{
  g_clear_pointer (&watch->opener, pgs_opener_unref);
  g_clear_pointer (&watch->process, pgs_process_free);
  g_clear_pointer (&watch->ages, pgs_ages_unref);
  g_clear_pointer (&watch->said, pgs_snapshot_unref);
  *watch = (Watch) { 0 };
}

/* Pages that the first sample shows were there before watching began. */
static void
advance_ages (Watch             *watch,
              const PgsSnapshot *snapshot)
{
  PgsAges *ages;

  if (snapshot->pages == NULL)
    {
      g_clear_pointer (&watch->ages, pgs_ages_unref);
      return;
    }
  ages = pgs_ages_advance (watch->ages, snapshot->pages, snapshot->monotonic_us);
  g_clear_pointer (&watch->ages, pgs_ages_unref);
  watch->ages = ages;
}

/* The tick's plan: what may be read, and what is on screen first. */
static void
get_plan (PgsSampler    *self,
          Watch         *watch,
          const PgsPace *pace,
          PgsPlan       *plan)
{
  pgs_pacer_get_plan (&watch->pacer, pace, g_get_monotonic_time (), plan);
  g_mutex_lock (&self->mutex);
  plan->first_start = self->visible_start;
  plan->first_end = self->visible_end;
  g_mutex_unlock (&self->mutex);
}

/* Takes over what a tick gave, in place of what the one before gave. */
static void
use_snapshot (Watch            *watch,
              PgsSnapshot      *snapshot,
              PgsSamplerResult *result)
{
  if (watch->has_sample && pgs_snapshot_is_left (snapshot))
    return;
  advance_ages (watch, snapshot);
  watch->has_sample = TRUE;
  g_clear_pointer (&result->ages, pgs_ages_unref);
  g_clear_pointer (&result->snapshot, pgs_snapshot_unref);
  result->ages = watch->ages != NULL ? pgs_ages_ref (watch->ages) : NULL;
  result->snapshot = pgs_snapshot_ref (snapshot);
}

/* Returns: CPU time of this thread since it was called last for @watch. */
static gint64
take_cpu_us (Watch *watch)
{
  const gint64 before_ns = watch->cpu_ns;

  watch->cpu_ns = pgs_pause_get_cpu_ns ();
  return before_ns != 0 ? (watch->cpu_ns - before_ns) / 1000 : 0;
}

/* The very first tick tells the pacer how large the process is; the next one follows at once. */
static void
tick (PgsSampler       *self,
      Watch            *watch,
      const PgsPace    *pace,
      PgsSamplerResult *result)
{
  if (watch->cpu_ns == 0)
    take_cpu_us (watch);
  do
    {
      g_autoptr (PgsSnapshot) snapshot = NULL;
      PgsPlan plan;
      PgsCosts costs;

      get_plan (self, watch, pace, &plan);
      snapshot = pgs_process_tick_planned (watch->process, &plan, &costs, &result->error);
      pgs_process_get_exit (watch->process, &result->exit_info);
      if (snapshot != NULL)
        use_snapshot (watch, snapshot, result);
      watch->next_us = pgs_pacer_note (&watch->pacer, pace, snapshot, &costs, take_cpu_us (watch));
    }
  while (watch->next_us == 0);
  result->pages_period_us = pgs_pacer_get_pages_period (&watch->pacer, pace);
}

/* What a tick at @at_us would have given, had there been one. */
static PgsSamplerResult *
repeat_sample (const Watch          *watch,
               const PgsSamplerTask *task,
               gint64                at_us)
{
  PgsSamplerResult *result = g_new0 (PgsSamplerResult, 1);

  result->serial = task->serial;
  result->snapshot = pgs_snapshot_new_later (watch->said, at_us);
  result->ages = watch->ages != NULL ? pgs_ages_ref (watch->ages) : NULL;
  result->pages_period_us = pgs_pacer_get_pages_period (&watch->pacer, &task->pace);
  return result;
}

static PgsSamplerResult *
take_sample (PgsSampler           *self,
             Watch                *watch,
             const PgsSamplerTask *task)
{
  PgsSamplerResult *result = g_new0 (PgsSamplerResult, 1);

  result->serial = task->serial;
  if (watch->process == NULL)
    watch->process = pgs_process_open_through (task->pid, watch->opener, &result->error);
  if (watch->process != NULL)
    tick (self, watch, &task->pace, result);
  watch->over = watch->process == NULL || result->exit_info.ended ||
                g_error_matches (result->error, PGS_ERROR, PGS_ERROR_NO_PROCESS);
  return result;
}

/* Whether nothing is told that was not told before. Takes note of it. */
static gboolean
says_the_same (Watch                  *watch,
               const PgsSamplerResult *result)
{
  PgsSnapshot *before = watch->said;
  gboolean same;

  same = before != NULL && result->snapshot != NULL && result->error == NULL && !result->exit_info.ended
         && pgs_snapshot_says_the_same (before, result->snapshot);
  watch->said = result->snapshot != NULL ? pgs_snapshot_ref (result->snapshot) : NULL;
  if (!same)
    watch->same_us = g_get_monotonic_time ();
  g_clear_pointer (&before, pgs_snapshot_unref);
  return same;
}

/* It wakes the main thread unless the next one comes in time to do that for both. */
static void
post_result (PgsSampler           *self,
             Watch                *watch,
             const PgsSamplerTask *task,
             PgsSamplerResult     *result)
{
  gboolean may_wait = says_the_same (watch, result) && task->gather_us > 0;

  if (may_wait)
    {
      const gint64 now_us = result->snapshot->monotonic_us;
      const gint64 since_us = watch->held_us != 0 ? watch->held_us : now_us;

      may_wait = now_us + watch->next_us < since_us + task->gather_us;
      watch->held_us = since_us;
    }
  if (!may_wait)
    watch->held_us = 0;
  pgs_result_queue_put (self->results, result, may_wait);
}

static void
hold_result (PgsSampler       *self,
             Watch            *watch,
             PgsSamplerResult *result)
{
  if (watch->held_us == 0)
    watch->held_us = result->snapshot->monotonic_us;
  pgs_result_queue_put (self->results, result, TRUE);
}

static void
release_results (PgsSampler *self,
                 Watch      *watch)
{
  if (watch->held_us != 0)
    pgs_result_queue_flush (self->results);
  watch->held_us = 0;
}

static PgsSamplerResult *
check_exit (Watch                *watch,
            const PgsSamplerTask *task)
{
  PgsSamplerResult *result = NULL;
  PgsExit exit_info = { 0 };

  if (watch->process != NULL)
    pgs_process_get_exit (watch->process, &exit_info);
  if (exit_info.ended)
    {
      result = g_new0 (PgsSamplerResult, 1);
      result->serial = task->serial;
      result->exit_info = exit_info;
      watch->over = TRUE;
    }
  return result;
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
      Watch                *watch,
      const PgsSamplerTask *task)
{
  const gint64 began_us = g_get_monotonic_time ();
  PgsSamplerResult *result;

  if (task->pid == 0 || watch->over)
    return 0;
  if (task->paused)
    release_results (self, watch);
  result = task->paused ? check_exit (watch, task) : take_sample (self, watch, task);
  if (result != NULL)
    post_result (self, watch, task, result);
  if (watch->over)
    g_clear_pointer (&watch->process, pgs_process_free);
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
may_rest (const Watch          *watch,
          const PgsSamplerTask *task,
          gint64                due_us)
{
  return due_us != 0 && !task->paused && task->gather_us > 0 && watch->next_us < PGS_PROCESS_REST_US && watch->said != NULL
         && due_us - watch->same_us >= PGS_PROCESS_REST_US;
}

/* Lets ticks from @due_us on pass in which nothing happens. Returns: when the next one is due. */
static gint64
rest (PgsSampler           *self,
      Watch                *watch,
      const PgsSamplerTask *task,
      gint64                due_us)
{
  const gint64 until_us = due_us - watch->next_us + PGS_PROCESS_REST_US;
  const int alarm_fd = may_rest (watch, task, due_us) ? pgs_process_begin_rest (watch->process) : -1;
  gint64 stood_until_us;

  if (alarm_fd < 0 || !begin_rest (self))
    return due_us;
  sleep_until (until_us, alarm_fd, self->rest_fd);
  end_rest (self);
  stood_until_us = pgs_process_end_rest (watch->process);
  for (; due_us < MIN (until_us, stood_until_us); due_us += watch->next_us)
    hold_result (self, watch, repeat_sample (watch, task, due_us));
  return due_us;
}

static void
set_opener (Watch     *watch,
            PgsOpener *opener)
{
  g_clear_pointer (&watch->opener, pgs_opener_unref);
  watch->opener = opener != NULL ? pgs_opener_ref (opener) : NULL;
}

static void
watch_begin (PgsSampler           *self,
             Watch                *watch,
             const PgsSamplerTask *task)
{
  release_results (self, watch);
  watch_clear (watch);
  watch->serial = task->serial;
  set_opener (watch, task->opener);
  pgs_pacer_init (&watch->pacer, g_get_monotonic_time ());
}

/* What could not be opened at all is tried again. */
static void
change_opener (Watch     *watch,
               PgsOpener *opener)
{
  const gboolean is_same_place = pgs_opener_is_elsewhere (watch->opener) == pgs_opener_is_elsewhere (opener);

  set_opener (watch, opener);
  if (watch->process == NULL)
    watch->over = watch->has_sample;
  else if (is_same_place)
    pgs_process_set_opener (watch->process, opener);
  else
    g_clear_pointer (&watch->process, pgs_process_free);
}

static gpointer
sampler_thread (gpointer data)
{
  PgsSampler *self = data;
  PgsSamplerTask task = { 0 };
  Watch watch = { 0 };
  gint64 due_us = 0;

  while (wait_for_task (self, due_us, &task))
    {
      if (task.serial != watch.serial)
        watch_begin (self, &watch, &task);
      else if (task.opener != watch.opener)
        change_opener (&watch, task.opener);
      due_us = rest (self, &watch, &task, step (self, &watch, &task));
    }
  watch_clear (&watch);
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
  self->visible_start = start;
  self->visible_end = end;
  g_mutex_unlock (&self->mutex);
}
