/* test-lessons.c: what must be true of each experiment as it runs, beside its own checks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-features.h"
#include "pgs-lesson-expression.h"
#include "pgs-lesson-run.h"
#include "pgs-lesson-words.h"

#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#define UNKNOWN_TEXT "–"
#define MACHINE_LOCK "/run/lock/pagescape-lab.lock"

static void
complain (PgsLessonRun *run,
          gsize         step,
          const char   *what,
          const char   *why)
{
  g_test_message ("%s, step %" G_GSIZE_FORMAT " (%s): “%s” %s", pgs_lesson_run_get_lesson (run)->name, step,
                  pgs_lesson_run_get_step (run, step)->id, what, why);
  g_test_fail ();
}

/* A number of this run stands wherever a text has a place for one. */
static void
check_text (PgsLessonRun *run,
            gsize         step,
            gsize         stop,
            const char   *text)
{
  g_autofree char *expanded = text != NULL ? pgs_lesson_run_expand (run, stop, text) : NULL;
  g_auto (GStrv) before = text != NULL ? g_strsplit (text, UNKNOWN_TEXT, -1) : NULL;
  g_auto (GStrv) after = expanded != NULL ? g_strsplit (expanded, UNKNOWN_TEXT, -1) : NULL;

  if (text != NULL && g_strv_length (before) != g_strv_length (after))
    complain (run, step, expanded, "has a number that is unknown");
}

static void
check_choices_before (PgsLessonRun *run,
                      gsize         step)
{
  gsize n_results;
  const PgsLessonResult *results = pgs_lesson_run_get_results (run, step, &n_results);

  for (gsize i = 0; i < n_results; i++)
    for (guint j = 0; j < results[i].n_choices; j++)
      {
        if (g_str_equal (results[i].choice_texts[j], UNKNOWN_TEXT))
          complain (run, step, results[i].check->what, "has a choice that is unknown before the step");
        for (guint k = 0; k < j; k++)
          if (g_str_equal (results[i].choice_texts[j], results[i].choice_texts[k]))
            complain (run, step, results[i].check->what, "has two choices that read the same");
      }
}

/* Whether the check itself takes the choice that was measured for right as well, and has a reason: as where a file lies
 * in the page cache in pieces of 2 MiB. */
static gboolean
allows_measured (const PgsLessonResult *result)
{
  const gint64 value = result->right >= 0 ? result->choice_values[result->right] : G_MAXINT64;

  return result->check->reason != NULL && value >= result->lowest && value <= result->highest;
}

/* What is right for the text is one of the choices; the one that was measured is that one, or is allowed as well. */
static void
check_choices_after (PgsLessonRun          *run,
                     gsize                  step,
                     const PgsLessonResult *result)
{
  int expected = -1;

  if (result->n_choices == 0 || result->verdict == PGS_VERDICT_UNKNOWN)
    return;
  for (guint i = 0; i < result->n_choices; i++)
    {
      if (!(result->choices_known & (1u << i)))
        complain (run, step, result->check->what, "has a choice that is unknown");
      else if (result->choice_values[i] == result->expected)
        expected = (int) i;
    }
  if (expected < 0)
    complain (run, step, result->check->what, "expects something that is no choice");
  else if (result->verdict == PGS_VERDICT_OK && result->right != expected && !allows_measured (result))
    complain (run, step, result->check->what, "is right, but nearer to another choice");
}

static gboolean
needs_frames (const PgsLessonCheck *check)
{
  return strstr (check->measure, "pfn") != NULL || strstr (check->measure, "frame_runs") != NULL;
}

static void
check_results (PgsLessonRun *run,
               gsize         step)
{
  gsize n_results;
  const PgsLessonResult *results = pgs_lesson_run_get_results (run, step, &n_results);

  for (gsize i = 0; i < n_results; i++)
    {
      if (results[i].verdict == PGS_VERDICT_UNKNOWN && (pgs_features_get ()->pfn || !needs_frames (results[i].check)))
        complain (run, step, results[i].check->what, results[i].reason);
      check_choices_after (run, step, &results[i]);
    }
}

/* What is pointed at is there before or behind the step. */
static void
check_pointers (PgsLessonRun *run,
                gsize         step)
{
  const PgsLessonPointer *pointers = pgs_lesson_run_get_step (run, step)->pointers;
  guint64 start, end;

  for (gsize i = 0; i < PGS_LESSON_MAX_POINTERS && pointers[i].range != NULL; i++)
    {
      if (!pgs_lesson_run_get_range (run, step + 1, pointers[i].range, &start, &end) || start >= end)
        complain (run, step, pointers[i].range, "is pointed at and not told");
      if (pgs_lesson_run_get_snapshot (run, step, pointers[i].process) == NULL
          && pgs_lesson_run_get_snapshot (run, step + 1, pointers[i].process) == NULL)
        complain (run, step, pointers[i].process, "is pointed at and not there");
    }
}

static void
check_step (PgsLessonRun *run,
            gsize         step)
{
  const PgsLessonStep *definition = pgs_lesson_run_get_step (run, step);
  g_autoptr (GError) error = NULL;

  check_choices_before (run, step);
  check_text (run, step, step, definition->title);
  check_text (run, step, step, definition->text);
  if (pgs_lesson_run_get_line (run) == 0)
    complain (run, step, "line", "is not told");
  pgs_lesson_run_step (run, &error);
  g_assert_no_error (error);
  check_text (run, step, step + 1, definition->result);
  check_results (run, step);
  check_pointers (run, step);
}

static void
test_lesson (gconstpointer data)
{
  const PgsLesson *lesson = data;
  g_autofree char *lack = pgs_lesson_dup_lack (lesson);
  g_autoptr (PgsLessonRun) run = pgs_lesson_run_new (lesson);
  g_autoptr (GError) error = NULL;
  gboolean has_peer = FALSE;

  if (lack != NULL)
    {
      g_test_skip (lack);
      return;
    }
  pgs_lesson_run_start (run, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < pgs_lesson_run_get_n_steps (run); i++)
    {
      check_step (run, i);
      has_peer |= lesson->peer != NULL && pgs_lesson_run_get_snapshot (run, i + 1, lesson->peer) != NULL;
    }
  g_assert_cmpint (pgs_lesson_run_get_state (run), ==, PGS_LESSON_RUN_DONE);
  g_assert_true (lesson->peer == NULL || has_peer);
}

/* As undisturbed() in pgs_prepared.py: while it is held nobody gives this machine swap, or takes it away. */
static int
lock_machine (void)
{
  int lock = open (MACHINE_LOCK, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

  if (lock < 0)
    lock = open (MACHINE_LOCK, O_RDONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);
  if (lock >= 0 && g_getenv ("PGS_PREPARED") == NULL)
    flock (lock, LOCK_SH);
  return lock;
}

int
main (int    argc,
      char **argv)
{
  gsize n_lessons;
  const PgsLesson *const *lessons = pgs_lesson_get_all (&n_lessons);
  int lock = lock_machine ();
  int status;

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < n_lessons; i++)
    {
      g_autofree char *path = g_strconcat ("/live/lessons/", lessons[i]->name, NULL);

      g_test_add_data_func (path, lessons[i], test_lesson);
    }
  status = g_test_run ();
  if (lock >= 0)
    close (lock);
  return status;
}
