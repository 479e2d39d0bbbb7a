/* pgs-lesson-run.c: one run of an experiment: its program, its steps, what was predicted and measured
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lesson-run.h"

#include "pgs-error.h"
#include "pgs-lesson-result.h"
#include "pgs-lesson-words.h"
#include "pgs-lesson-worker.h"

#include <glib/gi18n-lib.h>

/* One step; repeated ones each time. */
typedef struct
{
  const PgsLessonStep *step;
  guint index; /* of a repeated one, from 0 */
  gsize n_results;
  PgsLessonResult *results;
} RunStep;

struct _PgsLessonRun
{
  GObject parent_instance;

  const PgsLesson *lesson;
  PgsLessonRunState state;
  GError *error;
  GArray *steps;   /* RunStep */
  GPtrArray *stops; /* PgsLessonStop */
  PgsLessonWorker *worker;
};

G_DEFINE_FINAL_TYPE (PgsLessonRun, pgs_lesson_run, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static RunStep *
get_run_step (PgsLessonRun *self,
              gsize         step)
{
  return &g_array_index (self->steps, RunStep, step);
}

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
 * pgs_lesson_run_get_lesson:
 * @self: a run
 *
 * Returns: (transfer none): the experiment
 */
const PgsLesson *
pgs_lesson_run_get_lesson (PgsLessonRun *self)
{
  return self->lesson;
}

/**
 * pgs_lesson_run_get_state:
 * @self: a run
 *
 * Returns: what it does
 */
PgsLessonRunState
pgs_lesson_run_get_state (PgsLessonRun *self)
{
  return self->state;
}

/**
 * pgs_lesson_run_get_error:
 * @self: a run
 *
 * Returns: (transfer none) (nullable): why it failed
 */
const GError *
pgs_lesson_run_get_error (PgsLessonRun *self)
{
  return self->error;
}

/**
 * pgs_lesson_run_get_n_steps:
 * @self: a run
 *
 * Returns: how many steps there are, repeated ones counted each time
 */
gsize
pgs_lesson_run_get_n_steps (PgsLessonRun *self)
{
  return self->steps->len;
}

/**
 * pgs_lesson_run_get_stop:
 * @self: a run
 *
 * Returns: the stop that was reached last, which is also the number of steps that are done; 0 before the
 *   first, too
 */
gsize
pgs_lesson_run_get_stop (PgsLessonRun *self)
{
  return self->stops->len > 0 ? self->stops->len - 1 : 0;
}

/**
 * pgs_lesson_run_get_step:
 * @self: a run
 * @step: counted from 0
 *
 * Returns: (transfer none): its definition
 */
const PgsLessonStep *
pgs_lesson_run_get_step (PgsLessonRun *self,
                         gsize         step)
{
  g_return_val_if_fail (step < self->steps->len, NULL);

  return get_run_step (self, step)->step;
}

/**
 * pgs_lesson_run_dup_title:
 * @self: a run
 * @step: counted from 0
 *
 * Returns: (transfer full): what it does, translated; of a repeated one also which of them it is
 */
char *
pgs_lesson_run_dup_title (PgsLessonRun *self,
                          gsize         step)
{
  const RunStep *run_step;
  g_autofree char *title = NULL;

  g_return_val_if_fail (step < self->steps->len, NULL);

  run_step = get_run_step (self, step);
  title = pgs_lesson_run_expand (self, MIN (step, pgs_lesson_run_get_stop (self)), _(run_step->step->title));
  if (run_step->step->repeat <= 1)
    return g_steal_pointer (&title);
  /* Translators: a step that is done several times: "Write the next 10 MiB (2 of 9)" */
  return g_strdup_printf (_("%s (%u of %u)"), title, run_step->index + 1, run_step->step->repeat);
}

/**
 * pgs_lesson_run_get_results:
 * @self: a run
 * @step: counted from 0
 * @n_results: (out): how many
 *
 * Returns: (transfer none) (array length=n_results): its checks with what is known of them; valid until the
 *   run changes
 */
const PgsLessonResult *
pgs_lesson_run_get_results (PgsLessonRun *self,
                            gsize         step,
                            gsize        *n_results)
{
  g_return_val_if_fail (step < self->steps->len, NULL);

  *n_results = get_run_step (self, step)->n_results;
  return get_run_step (self, step)->results;
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

static const PgsLessonStop *
get_stop (PgsLessonRun *self,
          gsize         stop)
{
  return stop < self->stops->len ? g_ptr_array_index (self->stops, stop) : NULL;
}

/**
 * pgs_lesson_run_get_pid:
 * @self: a run
 * @process: (nullable): the fact that holds the PID of a process; %NULL: the experiment itself
 *
 * Returns: its PID at the last stop; 0 if it is not there
 */
gint
pgs_lesson_run_get_pid (PgsLessonRun *self,
                        const char   *process)
{
  const PgsLessonStop *stop = get_stop (self, pgs_lesson_run_get_stop (self));
  const PgsLessonSample *sample;
  gint pid;

  if (stop == NULL || !pgs_lesson_stop_find_pid (stop, process, &pid))
    return 0;
  sample = pgs_lesson_stop_find (stop, pid);
  return sample != NULL && sample->snapshot != NULL ? pid : 0;
}

/**
 * pgs_lesson_run_get_line:
 * @self: a run
 *
 * Returns: where in its source the program stands, from 1; 0: nowhere
 */
guint
pgs_lesson_run_get_line (PgsLessonRun *self)
{
  const PgsLessonStop *stop = get_stop (self, pgs_lesson_run_get_stop (self));
  gint64 line = 0;

  if (stop == NULL || !pgs_lesson_facts_get_number (stop->facts, "line", &line))
    return 0;
  return (guint) CLAMP (line, 0, G_MAXINT);
}

/**
 * pgs_lesson_run_get_time:
 * @self: a run
 * @stop: counted from 0
 *
 * Returns: when it was measured, monotonic µs; 0 if it is not reached
 */
gint64
pgs_lesson_run_get_time (PgsLessonRun *self,
                         gsize         stop)
{
  const PgsLessonStop *found = get_stop (self, stop);

  return found != NULL ? found->monotonic_us : 0;
}

/**
 * pgs_lesson_run_get_snapshot:
 * @self: a run
 * @stop: counted from 0
 * @process: (nullable): the fact that holds a PID; %NULL: the experiment itself
 *
 * Returns: (transfer none) (nullable): the process at that stop, as long as the run is there; %NULL if it was
 *   not there then
 */
PgsSnapshot *
pgs_lesson_run_get_snapshot (PgsLessonRun *self,
                             gsize         stop,
                             const char   *process)
{
  const PgsLessonStop *found = get_stop (self, stop);
  const PgsLessonSample *sample;
  gint pid;

  if (found == NULL || !pgs_lesson_stop_find_pid (found, process, &pid))
    return NULL;
  sample = pgs_lesson_stop_find (found, pid);
  return sample != NULL ? sample->snapshot : NULL;
}

/**
 * pgs_lesson_run_get_system:
 * @self: a run
 * @stop: counted from 0
 *
 * Returns: (transfer none) (nullable): the machine at that stop; %NULL if it is not reached
 */
const PgsSystem *
pgs_lesson_run_get_system (PgsLessonRun *self,
                           gsize         stop)
{
  const PgsLessonStop *found = get_stop (self, stop);

  return found != NULL ? &found->machine.system : NULL;
}

/**
 * pgs_lesson_run_get_range:
 * @self: a run
 * @stop: counted from 0
 * @fact: the name of a range
 * @start: (out): first address
 * @end: (out): first address behind it
 *
 * Returns: whether it was told until that stop
 */
gboolean
pgs_lesson_run_get_range (PgsLessonRun *self,
                          gsize         stop,
                          const char   *fact,
                          guint64      *start,
                          guint64      *end)
{
  const PgsLessonStop *found = get_stop (self, stop);

  return found != NULL && pgs_lesson_facts_get_range (found->facts, fact, start, end);
}

/**
 * pgs_lesson_run_evaluate:
 * @self: a run
 * @stop: from where numbers are seen, see pgs_lesson_run_expand()
 * @expression: see pgs-lesson-parser.c; of processes and frames, only those are measured that an expression
 *   of the experiment or of a claim names
 * @value: (out): its value
 * @unit: (out) (optional): in which it is
 *
 * Returns: whether it is known
 */
gboolean
pgs_lesson_run_evaluate (PgsLessonRun  *self,
                         gsize          stop,
                         const char    *expression,
                         gint64        *value,
                         PgsLessonUnit *unit)
{
  g_autoptr (PgsLessonExpression) parsed = pgs_lesson_expression_parse (expression, NULL);
  PgsLessonLook look = { self->stops, stop, FALSE };
  const PgsLessonSource source = pgs_lesson_look_get_source (&look);
  PgsLessonValue result;

  g_return_val_if_fail (parsed != NULL, FALSE);

  result = pgs_lesson_expression_evaluate (parsed, &source);
  *value = result.value;
  if (unit != NULL)
    *unit = pgs_lesson_expression_get_unit (parsed);
  return result.known;
}

/**
 * pgs_lesson_run_expand:
 * @self: a run
 * @stop: from where numbers are seen: for what a step did, the stop behind it
 * @text: a text, translated, with {expressions}
 *
 * Returns: (transfer full): the text with numbers of this run, "–" for those that are unknown; marks of
 *   terms stay
 */
char *
pgs_lesson_run_expand (PgsLessonRun *self,
                       gsize         stop,
                       const char   *text)
{
  PgsLessonLook look = { self->stops, stop, FALSE };
  const PgsLessonSource source = pgs_lesson_look_get_source (&look);

  return pgs_lesson_expand (text, &source);
}

/**
 * pgs_lesson_run_passed:
 * @self: a run
 *
 * Returns: whether all steps are done, and nothing that was measured differs from what must be
 */
gboolean
pgs_lesson_run_passed (PgsLessonRun *self)
{
  if (self->stops->len != self->steps->len + 1)
    return FALSE;
  for (gsize i = 0; i < self->steps->len; i++)
    for (gsize j = 0; j < get_run_step (self, i)->n_results; j++)
      if (get_run_step (self, i)->results[j].verdict == PGS_VERDICT_DIFFERS)
        return FALSE;
  return TRUE;
}
