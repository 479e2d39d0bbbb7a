/* pgs-lesson-run.c: one run of an experiment: its program, its steps, what was predicted and measured
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lesson-run-private.h"

#include "pgs-error.h"
#include "pgs-lesson-result.h"

G_DEFINE_FINAL_TYPE (PgsLessonRun, pgs_lesson_run, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
clear_run_step (gpointer data)
{
  RunStep *step = data;

  for (gsize i = 0; i < step->n_results; i++)
    pgs_lesson_result_clear (&step->results[i]);
  g_free (step->results);
}

static void
pgs_lesson_run_finalize (GObject *object)
{
  PgsLessonRun *self = PGS_LESSON_RUN (object);

  g_clear_pointer (&self->worker, pgs_lesson_worker_free);
  g_clear_pointer (&self->steps, g_array_unref);
  g_clear_pointer (&self->stops, g_ptr_array_unref);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (pgs_lesson_run_parent_class)->finalize (object);
}

static void
pgs_lesson_run_class_init (PgsLessonRunClass *class)
{
  G_OBJECT_CLASS (class)->finalize = pgs_lesson_run_finalize;

  signals[CHANGED] = g_signal_new ("changed", PGS_TYPE_LESSON_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
pgs_lesson_run_init (PgsLessonRun *self)
{
  self->steps = g_array_new (FALSE, TRUE, sizeof (RunStep));
  g_array_set_clear_func (self->steps, clear_run_step);
  self->stops = g_ptr_array_new_with_free_func ((GDestroyNotify) pgs_lesson_stop_free);
}

static void
add_step (PgsLessonRun        *self,
          const PgsLessonStep *step,
          guint                index)
{
  RunStep run_step = { .step = step, .index = index };

  for (const PgsLessonCheck *check = step->checks; check != NULL && check->what != NULL; check++)
    run_step.n_results++;
  run_step.results = g_new0 (PgsLessonResult, run_step.n_results);
  for (gsize i = 0; i < run_step.n_results; i++)
    pgs_lesson_result_init (&run_step.results[i], &step->checks[i]);
  g_array_append_val (self->steps, run_step);
}

/* The choices of the steps to come, as far as they are known. */
static void
preview (PgsLessonRun *self)
{
  const gsize stop = pgs_lesson_run_get_stop (self);
  PgsLessonLook look = { self->stops, stop, TRUE };

  if (stop < self->steps->len)
    for (gsize i = 0; i < get_run_step (self, stop)->n_results; i++)
      pgs_lesson_result_preview (&get_run_step (self, stop)->results[i], &look);
}

static void
emit_changed (PgsLessonRun *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
set_state (PgsLessonRun      *self,
           PgsLessonRunState  state)
{
  self->state = state;
  emit_changed (self);
}

static void
fail (PgsLessonRun *self,
      GError       *error)
{
  g_clear_error (&self->error);
  self->error = error;
  set_state (self, PGS_LESSON_RUN_FAILED);
}

/* Where the program says to be is where the definition has it. */
static gboolean
is_where_it_should (PgsLessonRun         *self,
                    const PgsLessonStop  *stop,
                    GError              **error)
{
  const char *told = pgs_lesson_facts_get (stop->facts, "step");
  const gsize index = self->stops->len;
  const char *wanted = index < self->steps->len ? get_run_step (self, index)->step->id : "end";

  if (g_strcmp0 (told, wanted) == 0)
    return TRUE;
  g_set_error (error, PGS_ERROR, PGS_ERROR_PROTOCOL, "the experiment's program is at step “%s”, not at “%s”",
               told != NULL ? told : "", wanted);
  return FALSE;
}

/* While a person thought about the step, other programs may have taken any amount of memory. */
static void
depart (PgsLessonRun       *self,
        const PgsLessonJob *job)
{
  PgsLessonStop *last;

  if (job->begins || self->stops->len == 0)
    return;
  last = g_ptr_array_index (self->stops, self->stops->len - 1);
  last->departure = job->departure;
  last->has_departed = TRUE;
}

/* Takes over what a job brought; what comes after the run was stopped is not wanted. */
static void
apply (PgsLessonRun *self,
       PgsLessonJob *job)
{
  PgsLessonLook look;

  if (self->state != PGS_LESSON_RUN_BUSY)
    return;
  if (job->error == NULL)
    is_where_it_should (self, job->stop, &job->error);
  if (job->error != NULL)
    {
      g_clear_pointer (&self->worker, pgs_lesson_worker_free);
      fail (self, g_error_copy (job->error));
      return;
    }
  depart (self, job);
  g_ptr_array_add (self->stops, g_steal_pointer (&job->stop));
  look = (PgsLessonLook){ self->stops, self->stops->len - 1, FALSE };
  if (look.now > 0)
    for (gsize i = 0; i < get_run_step (self, look.now - 1)->n_results; i++)
      pgs_lesson_result_measure (&get_run_step (self, look.now - 1)->results[i], &look);
  preview (self);
  set_state (self, look.now < self->steps->len ? PGS_LESSON_RUN_WAITING : PGS_LESSON_RUN_DONE);
}

/* Whether it may start, or take a step. */
static gboolean
prepare (PgsLessonRun  *self,
         gboolean       begins,
         GError       **error)
{
  if (self->state != (begins ? PGS_LESSON_RUN_NEW : PGS_LESSON_RUN_WAITING))
    {
      g_set_error_literal (error, PGS_ERROR, PGS_ERROR_FAILED,
                           begins ? "the experiment was started before" : "the experiment stands before no step");
      return FALSE;
    }
  if (self->worker == NULL)
    self->worker = pgs_lesson_worker_new (self->lesson);
  set_state (self, PGS_LESSON_RUN_BUSY);
  if (self->state == PGS_LESSON_RUN_BUSY)
    return TRUE;
  /* who heard of it did not want it */
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the experiment was stopped");
  return FALSE;
}

static gboolean
move (PgsLessonRun  *self,
      gboolean       begins,
      GError       **error)
{
  g_autoptr (PgsLessonJob) job = NULL;

  if (!prepare (self, begins, error))
    return FALSE;
  job = pgs_lesson_job_new (begins, NULL, NULL);
  pgs_lesson_worker_run (self->worker, job);
  apply (self, job);
  if (job->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&job->error));
  return FALSE;
}

static void
on_moved (PgsLessonJob *job)
{
  PgsLessonRun *self = g_task_get_source_object (job->task);

  apply (self, job);
  if (job->error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else if (self->state == PGS_LESSON_RUN_ENDED)
    g_task_return_new_error (job->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the experiment was stopped");
  else
    g_task_return_boolean (job->task, TRUE);
}

static void
move_async (PgsLessonRun        *self,
            gboolean             begins,
            GCancellable        *cancellable,
            GAsyncReadyCallback  callback,
            gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  GError *error = NULL;

  g_task_set_source_tag (task, move_async);
  g_task_set_check_cancellable (task, FALSE);
  if (!prepare (self, begins, &error))
    g_task_return_error (task, error);
  else
    pgs_lesson_worker_send (self->worker, pgs_lesson_job_new (begins, cancellable, g_steal_pointer (&task)), on_moved);
}

/**
 * pgs_lesson_run_new:
 * @lesson: an experiment
 *
 * Returns: (transfer full): a run that is not started
 */
PgsLessonRun *
pgs_lesson_run_new (const PgsLesson *lesson)
{
  PgsLessonRun *self;

  g_return_val_if_fail (lesson != NULL, NULL);

  self = g_object_new (PGS_TYPE_LESSON_RUN, NULL);
  self->lesson = lesson;
  for (const PgsLessonStep *step = lesson->steps; step->id != NULL; step++)
    for (guint i = 0; i < MAX (step->repeat, 1); i++)
      add_step (self, step, i);
  preview (self);
  return self;
}

/**
 * pgs_lesson_run_start:
 * @self: a new run
 * @error: where to put why not
 *
 * Starts the program and goes to its first stop. Blocks, usually for some 10 ms.
 *
 * Returns: %FALSE with %PGS_ERROR_UNSUPPORTED if the machine lacks something, %PGS_ERROR_NO_PROCESS if the
 *   program ended, %PGS_ERROR_LIMIT if it took too long, and others
 */
gboolean
pgs_lesson_run_start (PgsLessonRun  *self,
                      GError       **error)
{
  g_return_val_if_fail (PGS_IS_LESSON_RUN (self), FALSE);

  return move (self, TRUE, error);
}

/**
 * pgs_lesson_run_step:
 * @self: a run that waits
 * @error: where to put why not
 *
 * Takes a step and measures what it did. Blocks as long as the step takes, at most a minute. After an error
 * the run has failed, and its program has ended.
 *
 * Returns: %FALSE with an error as from pgs_lesson_run_start()
 */
gboolean
pgs_lesson_run_step (PgsLessonRun  *self,
                     GError       **error)
{
  g_return_val_if_fail (PGS_IS_LESSON_RUN (self), FALSE);

  return move (self, FALSE, error);
}

/**
 * pgs_lesson_run_start_async:
 * @self: a new run
 * @cancellable: (nullable): ends the run: it has failed then
 * @callback: called when it waits, or has failed
 * @data: for @callback
 *
 * As pgs_lesson_run_start(), without blocking.
 */
void
pgs_lesson_run_start_async (PgsLessonRun        *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             data)
{
  g_return_if_fail (PGS_IS_LESSON_RUN (self));

  move_async (self, TRUE, cancellable, callback, data);
}

/**
 * pgs_lesson_run_step_async:
 * @self: a run that waits
 * @cancellable: (nullable): ends the run: it has failed then
 * @callback: called when the step is done and measured, or the run has failed
 * @data: for @callback
 *
 * As pgs_lesson_run_step(), without blocking.
 */
void
pgs_lesson_run_step_async (PgsLessonRun        *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             data)
{
  g_return_if_fail (PGS_IS_LESSON_RUN (self));

  move_async (self, FALSE, cancellable, callback, data);
}

/**
 * pgs_lesson_run_finish:
 * @self: a run
 * @result: what the callback got
 * @error: where to put why not
 *
 * Returns: %FALSE with an error as from pgs_lesson_run_start(), or %G_IO_ERROR_CANCELLED, also after
 *   pgs_lesson_run_stop()
 */
gboolean
pgs_lesson_run_finish (PgsLessonRun  *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * pgs_lesson_run_stop:
 * @self: a run
 *
 * Ends the program and all of its children, also while a step is under way, and waits for that, some
 * milliseconds. What was measured stays. A run that is not wanted any more need not be stopped first.
 */
void
pgs_lesson_run_stop (PgsLessonRun *self)
{
  g_return_if_fail (PGS_IS_LESSON_RUN (self));

  g_clear_pointer (&self->worker, pgs_lesson_worker_free);
  if (self->state != PGS_LESSON_RUN_FAILED && self->state != PGS_LESSON_RUN_ENDED)
    set_state (self, PGS_LESSON_RUN_ENDED);
}

/**
 * pgs_lesson_run_predict:
 * @self: a run
 * @check: index of a check of the step before which the run stands
 * @choice: index of what is predicted; −1: nothing any more
 *
 * Nothing happens where there is no such choice, or nothing left to predict.
 */
void
pgs_lesson_run_predict (PgsLessonRun *self,
                        gsize         check,
                        int           choice)
{
  const gsize stop = pgs_lesson_run_get_stop (self);
  PgsLessonResult *result;

  g_return_if_fail (PGS_IS_LESSON_RUN (self));

  if ((self->state != PGS_LESSON_RUN_WAITING && self->state != PGS_LESSON_RUN_NEW) || stop >= self->steps->len ||
      check >= get_run_step (self, stop)->n_results)
    return;
  result = &get_run_step (self, stop)->results[check];
  if (choice >= (int) result->n_choices || result->predicted == choice)
    return;
  result->predicted = MAX (choice, -1);
  emit_changed (self);
}
