/* pgs-lesson-run-look.c: what a run of an experiment tells of its steps and stops
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lesson-run-private.h"

#include "pgs-lesson-look.h"
#include "pgs-lesson-words.h"

#include <glib/gi18n-lib.h>

static const PgsLessonStop *
get_stop (PgsLessonRun *self,
          gsize         stop)
{
  return stop < self->stops->len ? g_ptr_array_index (self->stops, stop) : NULL;
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
