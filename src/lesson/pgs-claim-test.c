/* pgs-claim-test.c: tests claims by running the experiments that speak for or against them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-claim.h"

#include "pgs-lesson-words.h"

#include <glib/gi18n-lib.h>

/**
 * pgs_claim_result_free:
 * @self: (transfer full): a result
 */
void
pgs_claim_result_free (PgsClaimResult *self)
{
  g_free (self->claimed_text);
  g_free (self->measured_text);
  g_free (self->lack);
  g_free (self);
}

static PgsClaimResult *
result_new (const PgsClaimTest *test)
{
  PgsClaimResult *self = g_new0 (PgsClaimResult, 1);

  self->test = test;
  self->verdict = PGS_VERDICT_UNKNOWN;
  self->claimed_text = g_strdup ("–");
  self->measured_text = g_strdup ("–");
  return self;
}

/* A number, its unit unless one is given, and how it is written; FALSE if it is unknown, which is written "–". */
static gboolean
read_number (PgsLessonRun  *run,
             gsize          stop,
             const char    *expression,
             PgsLessonUnit *unit,
             gint64        *value,
             char         **text)
{
  PgsLessonUnit own;

  if (!pgs_lesson_run_evaluate (run, stop, expression, value, &own))
    return FALSE;
  if (*unit == PGS_UNIT_AUTO)
    *unit = own;
  g_free (*text);
  *text = pgs_lesson_format_value (*value, *unit);
  return TRUE;
}

static void
measure (PgsClaimResult *self,
         PgsLessonRun   *run,
         gsize           stop)
{
  const PgsClaimTest *test = self->test;
  gboolean is_known;
  gint64 holds;

  self->unit = test->unit;
  is_known = read_number (run, stop, test->claimed, &self->unit, &self->claimed, &self->claimed_text);
  is_known &= read_number (run, stop, test->measured, &self->unit, &self->measured, &self->measured_text);
  if (!is_known || !pgs_lesson_run_evaluate (run, stop, test->holds, &holds, NULL))
    {
      self->lack = g_strdup (_("It could not be measured here."));
      return;
    }
  self->holds = holds != 0;
  self->verdict = self->holds == test->expected ? PGS_VERDICT_OK : PGS_VERDICT_DIFFERS;
}

/* The stop behind the step that a test is about. */
static gsize
find_stop (const PgsClaimTest *test,
           PgsLessonRun       *run)
{
  guint round = 0;

  for (gsize i = 0; i < pgs_lesson_run_get_n_steps (run); i++)
    if (g_str_equal (pgs_lesson_run_get_step (run, i)->id, test->step) && round++ == test->round)
      return i + 1;
  g_return_val_if_reached (0);
}

/* Goes on with the experiment until a stop. */
static gboolean
walk (PgsLessonRun  *run,
      gsize          stop,
      GCancellable  *cancellable,
      GError       **error)
{
  while (pgs_lesson_run_get_stop (run) < stop)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) || !pgs_lesson_run_step (run, error))
      return FALSE;
  return TRUE;
}

/* The run that a test needs: the one of the test before, if it is of the same experiment and not past that step. */
static gboolean
prepare_run (PgsClaimResult  *self,
             PgsLessonRun   **run,
             GError         **error)
{
  const PgsLesson *lesson = pgs_lesson_find (self->test->lesson);

  if (*run != NULL && pgs_lesson_run_get_lesson (*run) == lesson && pgs_lesson_run_get_error (*run) == NULL
      && pgs_lesson_run_get_stop (*run) <= find_stop (self->test, *run))
    return TRUE;
  g_clear_object (run);
  self->lack = pgs_lesson_dup_lack (lesson);
  if (self->lack != NULL)
    return FALSE;
  *run = pgs_lesson_run_new (lesson);
  return pgs_lesson_run_start (*run, error);
}

static void
run_test (PgsClaimResult  *self,
          PgsLessonRun   **run,
          GCancellable    *cancellable)
{
  g_autoptr (GError) error = NULL;
  gsize stop;

  if (prepare_run (self, run, &error))
    {
      stop = find_stop (self->test, *run);
      if (walk (*run, stop, cancellable, &error))
        measure (self, *run, stop);
    }
  if (error != NULL)
    self->lack = g_strdup (error->message);
}

/**
 * pgs_claim_test:
 * @self: a claim
 * @cancellable: (nullable): to give up between two steps of an experiment
 * @error: return location for a #GError
 *
 * Runs the experiments that speak for or against the claim, as far as their steps in question, and sets the
 * numbers beside each other. Takes about a second; the calling thread waits.
 *
 * What the machine lacks, or an experiment that fails, is no error: its test is unknown then.
 *
 * Returns: (transfer full) (element-type PgsClaimResult): a result for each test; %NULL if it was cancelled
 */
GPtrArray *
pgs_claim_test (const PgsClaim  *self,
                GCancellable    *cancellable,
                GError         **error)
{
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func ((GDestroyNotify) pgs_claim_result_free);
  g_autoptr (PgsLessonRun) run = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  for (gsize i = 0; i < pgs_claim_get_n_tests (self); i++)
    {
      PgsClaimResult *result = result_new (&self->tests[i]);

      g_ptr_array_add (results, result);
      run_test (result, &run, cancellable);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
    }
  return g_steal_pointer (&results);
}

static void
test_in_thread (GTask        *task,
                gpointer      source,
                gpointer      claim,
                GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *results = pgs_claim_test (claim, cancellable, &error);

  if (results == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, results, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * pgs_claim_test_async:
 * @self: a claim
 * @cancellable: (nullable): to give up
 * @callback: called on the calling thread's main context
 * @data: for @callback
 *
 * pgs_claim_test() in a thread of its own.
 */
void
pgs_claim_test_async (const PgsClaim      *self,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_return_if_fail (self != NULL);

  g_task_set_source_tag (task, pgs_claim_test_async);
  g_task_set_task_data (task, (gpointer) self, NULL);
  g_task_run_in_thread (task, test_in_thread);
}

/**
 * pgs_claim_test_finish:
 * @result: as given to the callback
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable) (element-type PgsClaimResult): see pgs_claim_test()
 */
GPtrArray *
pgs_claim_test_finish (GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
