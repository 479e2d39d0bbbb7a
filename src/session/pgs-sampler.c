/* pgs-sampler.c: the thread that watches one process at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The main thread writes a task, the sampler thread reads it before each sample and puts results
 * into one queue, which an idle source empties on the main thread. Both sides hold the mutex only
 * to copy; neither calls out with it held. A result carries the serial of its task, so that one
 * that was under way when the person chose another process is told apart and dropped.
 *
 * The queue is bounded: a main thread that is busy for long finds the newest results, not all.
 *
 * The budget is kept by time: after a sample that cost c of CPU time, the next begins no earlier
 * than c / budget after it began. That is exact, whatever the costs do: ticks in which nothing
 * moved cost microseconds and keep the rate that was asked for, a scan of milliseconds pays for
 * itself at once.
 */
#include "config.h"

#include "pgs-sampler.h"

#include "pgs-error.h"

#include <time.h>

#define MAX_QUEUED 64
#define PAUSED_PERIOD_US (G_USEC_PER_SEC / 2)

struct _PgsSampler
{
  PgsSamplerFunc func;
  gpointer data;
  GThread *thread;

  GMutex mutex; /* guards what follows */
  GCond cond;
  gboolean quit;
  gboolean changed;
  PgsSamplerTask task;
  GQueue results; /* of PgsSamplerResult */
  guint idle;
};

/* What the thread knows of the process it has open. */
typedef struct
{
  PgsProcess *process;
  guint serial;
  PgsAges *ages;
  gboolean has_sample;
  gboolean over; /* ended or failed: nothing more to do for this serial */
} Watch;

static void
result_free (PgsSamplerResult *result)
{
  g_clear_pointer (&result->snapshot, pgs_snapshot_unref);
  g_clear_pointer (&result->ages, pgs_ages_unref);
  g_clear_error (&result->error);
  g_free (result);
}

static gboolean
deliver_results (gpointer data)
{
  PgsSampler *self = data;
  GQueue results;

  g_mutex_lock (&self->mutex);
  results = self->results;
  g_queue_init (&self->results);
  self->idle = 0;
  g_mutex_unlock (&self->mutex);

  for (PgsSamplerResult *result; (result = g_queue_pop_head (&results)) != NULL; result_free (result))
    self->func (result, self->data);
  return G_SOURCE_REMOVE;
}

static void
post_result (PgsSampler       *self,
             PgsSamplerResult *result)
{
  PgsSamplerResult *dropped = NULL;

  g_mutex_lock (&self->mutex);
  if (self->results.length == MAX_QUEUED)
    dropped = g_queue_pop_head (&self->results);
  g_queue_push_tail (&self->results, result);
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_DEFAULT, deliver_results, self, NULL);
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&dropped, result_free);
}

static gint64
get_thread_cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
watch_clear (Watch *watch)
{
  g_clear_pointer (&watch->process, pgs_process_free);
  g_clear_pointer (&watch->ages, pgs_ages_unref);
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

/* A zombie has no memory left to show: what it last had says more, where there is such a sample. */
static gboolean
is_worth_showing (const Watch       *watch,
                  const PgsSnapshot *snapshot)
{
  return !watch->has_sample || (snapshot->counters.state != 'Z' && snapshot->counters.state != 'X');
}

static PgsSamplerResult *
take_sample (Watch                *watch,
             const PgsSamplerTask *task)
{
  PgsSamplerResult *result = g_new0 (PgsSamplerResult, 1);
  g_autoptr (PgsSnapshot) snapshot = NULL;

  result->serial = task->serial;
  if (watch->process == NULL)
    watch->process = pgs_process_open (task->pid, &result->error);
  if (watch->process == NULL)
    {
      watch->over = TRUE;
      return result;
    }

  snapshot = pgs_process_tick (watch->process, task->sections, &result->error);
  pgs_process_get_exit (watch->process, &result->exit_info);
  if (snapshot != NULL && is_worth_showing (watch, snapshot))
    {
      advance_ages (watch, snapshot);
      watch->has_sample = TRUE;
      result->ages = watch->ages != NULL ? pgs_ages_ref (watch->ages) : NULL;
      result->snapshot = g_steal_pointer (&snapshot);
    }
  watch->over = result->exit_info.ended ||
                g_error_matches (result->error, PGS_ERROR, PGS_ERROR_NO_PROCESS);
  return result;
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
  *task = self->task;
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
  const gint64 cpu_us = get_thread_cpu_us ();
  PgsSamplerResult *result;

  if (task->pid == 0 || watch->over)
    return 0;
  result = task->paused ? check_exit (watch, task) : take_sample (watch, task);
  if (result != NULL)
    post_result (self, result);
  if (watch->over)
    g_clear_pointer (&watch->process, pgs_process_free);
  if (task->paused)
    return began_us + PAUSED_PERIOD_US;

  return began_us + MAX (task->period_us, (gint64) ((get_thread_cpu_us () - cpu_us) / task->budget));
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
        {
          watch_clear (&watch);
          watch.serial = task.serial;
        }
      due_us = step (self, &watch, &task);
    }
  watch_clear (&watch);
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

  self->func = func;
  self->data = data;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_queue_init (&self->results);
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
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_queue_clear_full (&self->results, (GDestroyNotify) result_free);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

/**
 * pgs_sampler_set:
 * @self: a sampler
 * @task: what to do from now on; copied
 *
 * A sample is taken at once. Never blocks on a sample that is under way.
 */
void
pgs_sampler_set (PgsSampler           *self,
                 const PgsSamplerTask *task)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (task->budget > 0);

  g_mutex_lock (&self->mutex);
  self->task = *task;
  self->changed = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}
