/* pgs-lesson-worker.c: the thread that runs the program of an experiment and measures it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The kernel kills a program when the thread that started it ends, so it has to be one that lives as long
 * as the run: none of a pool. All signals are blocked in it: they are for the main thread, and a program
 * that ends is noticed by write().
 */
#include "config.h"

#include "pgs-lesson-worker.h"

#include "pgs-error.h"
#include "pgs-lesson-program.h"

#include <signal.h>

struct _PgsLessonWorker
{
  const PgsLesson *lesson;
  GThread *thread;
  GAsyncQueue *jobs;    /* PgsLessonItem; one without a job: end */
  GAsyncQueue *replies; /* of pgs_lesson_worker_run() */
  GCancellable *end;

  /* the thread's own */
  PgsLessonDemand demand;
  PgsLessonProgram *program;
  PgsLessonFacts *facts;
};

typedef struct
{
  PgsLessonJob *job;
  GMainContext *context;
  void (*done) (PgsLessonJob *job);
} Item;

/**
 * pgs_lesson_job_new:
 * @begins: the program is to be started
 * @cancellable: (nullable): ends it
 * @task: (transfer full) (nullable): whose result it is
 *
 * Returns: (transfer full): something to do
 */
PgsLessonJob *
pgs_lesson_job_new (gboolean      begins,
                    GCancellable *cancellable,
                    GTask        *task)
{
  PgsLessonJob *self = g_new0 (PgsLessonJob, 1);

  self->begins = begins;
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->task = task;
  return self;
}

/**
 * pgs_lesson_job_free:
 * @self: (transfer full) (nullable): something that was done
 */
void
pgs_lesson_job_free (PgsLessonJob *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->cancellable);
  g_clear_object (&self->task);
  g_clear_pointer (&self->stop, pgs_lesson_stop_free);
  g_clear_error (&self->error);
  g_free (self);
}

static gboolean
start_program (PgsLessonWorker  *self,
               GError          **error)
{
  g_autofree char *lack = pgs_lesson_dup_lack (self->lesson);
  g_autofree char *path = NULL;

  if (lack != NULL)
    {
      g_set_error_literal (error, PGS_ERROR, PGS_ERROR_UNSUPPORTED, lack);
      return FALSE;
    }
  path = pgs_lesson_dup_program (self->lesson);
  self->program = pgs_lesson_program_launch (path, error);
  self->facts = pgs_lesson_facts_new ();
  return self->program != NULL;
}

static gboolean
move_program (PgsLessonWorker  *self,
              PgsLessonJob     *job,
              GError          **error)
{
  GCancellable *const cancellables[] = { self->end, job->cancellable };

  if (g_cancellable_set_error_if_cancelled (job->cancellable, error))
    return FALSE;
  pgs_lesson_machine_read (&job->departure);
  if (job->begins ? !start_program (self, error) : !pgs_lesson_program_go (self->program, error))
    return FALSE;
  return pgs_lesson_program_await (self->program, self->facts, PGS_LESSON_STEP_TIMEOUT_US, cancellables,
                                   G_N_ELEMENTS (cancellables), error);
}

/* A program that did not stop where it should is not to be trusted any more. */
static void
do_job (PgsLessonWorker *self,
        PgsLessonJob    *job)
{
  if (!job->begins && self->program == NULL)
    g_set_error (&job->error, PGS_ERROR, PGS_ERROR_NO_PROCESS, "the experiment does not run");
  else if (move_program (self, job, &job->error))
    job->stop = pgs_lesson_stop_new (pgs_lesson_facts_copy (self->facts), pgs_lesson_program_get_pid (self->program),
                                     &self->demand, &job->error);
  if (job->error != NULL)
    g_clear_pointer (&self->program, pgs_lesson_program_free);
}

static gboolean
on_done (gpointer data)
{
  Item *item = data;

  item->done (item->job);
  return G_SOURCE_REMOVE;
}

static void
item_free (gpointer data)
{
  Item *item = data;

  pgs_lesson_job_free (item->job);
  g_clear_pointer (&item->context, g_main_context_unref);
  g_free (item);
}

/* From here on, the item belongs to the thread that waits for it: also the last reference to the run. */
static void
give_back (PgsLessonWorker *self,
           Item            *item)
{
  g_autoptr (GSource) source = NULL;
  g_autoptr (GMainContext) context = item->context != NULL ? g_main_context_ref (item->context) : NULL;

  if (context == NULL)
    {
      g_async_queue_push (self->replies, item);
      return;
    }
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_done, item, item_free);
  g_source_attach (source, context);
}

static gpointer
worker_main (gpointer data)
{
  PgsLessonWorker *self = data;
  sigset_t all;
  Item *item;

  sigfillset (&all);
  pthread_sigmask (SIG_BLOCK, &all, NULL);
  while ((item = g_async_queue_pop (self->jobs))->job != NULL)
    {
      do_job (self, item->job);
      give_back (self, item);
    }
  item_free (item);
  g_clear_pointer (&self->program, pgs_lesson_program_free);
  return NULL;
}

/**
 * pgs_lesson_worker_new:
 * @lesson: the experiment
 *
 * Returns: (transfer full): a thread that has nothing to do yet
 */
PgsLessonWorker *
pgs_lesson_worker_new (const PgsLesson *lesson)
{
  PgsLessonWorker *self = g_new0 (PgsLessonWorker, 1);

  self->lesson = lesson;
  self->jobs = g_async_queue_new ();
  self->replies = g_async_queue_new ();
  self->end = g_cancellable_new ();
  pgs_lesson_demand_init (&self->demand, lesson);
  self->thread = g_thread_new ("lesson", worker_main, self);
  return self;
}

/**
 * pgs_lesson_worker_free:
 * @self: (transfer full) (nullable): a worker
 *
 * Ends what is under way, kills the program and waits for that: some milliseconds.
 */
void
pgs_lesson_worker_free (PgsLessonWorker *self)
{
  if (self == NULL)
    return;
  g_cancellable_cancel (self->end);
  g_async_queue_push (self->jobs, g_new0 (Item, 1));
  g_thread_join (self->thread);
  g_async_queue_unref (self->jobs);
  g_async_queue_unref (self->replies);
  g_object_unref (self->end);
  pgs_lesson_demand_clear (&self->demand);
  g_clear_pointer (&self->facts, pgs_lesson_facts_free);
  g_free (self);
}

/**
 * pgs_lesson_worker_run:
 * @self: a worker with nothing to do
 * @job: what to do
 *
 * Does it and waits for it.
 */
void
pgs_lesson_worker_run (PgsLessonWorker *self,
                       PgsLessonJob    *job)
{
  Item *item = g_new0 (Item, 1);

  item->job = job;
  g_async_queue_push (self->jobs, item);
  g_async_queue_pop (self->replies);
  g_free (item);
}

/**
 * pgs_lesson_worker_send:
 * @self: a worker with nothing to do
 * @job: (transfer full): what to do
 * @done: called in the thread-default main context of the caller when it is done; @job is freed behind it
 */
void
pgs_lesson_worker_send (PgsLessonWorker *self,
                        PgsLessonJob    *job,
                        void (*done) (PgsLessonJob *job))
{
  Item *item = g_new0 (Item, 1);

  item->job = job;
  item->done = done;
  item->context = g_main_context_ref_thread_default ();
  g_async_queue_push (self->jobs, item);
}
