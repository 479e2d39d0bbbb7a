/* pgs-cli-lab-ask.c: an experiment in a terminal: predict, step, check
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A line is asked for and read as it is, so that everything a terminal can do for a line works. The answer
 * `q`, or the end of the input, ends the experiment.
 */
#include "config.h"

#include "pgs-cli-lab.h"

#include "pgs-cli-cells.h"
#include "pgs-cli-output.h"
#include "pgs-cli-table.h"
#include "pgs-cli-wrap.h"
#include "pgs-lesson-words.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define ANSWER_WIDTH 2 /* the digits that are typed, and the cursor */
#define WIDTH_MAX 80 /* longer lines are hard to read */
#define ANSWER_MAX 64

typedef struct
{
  PgsLessonRun *run;
  GString *out;
  guint n_predicted;
  guint n_right;
} Dialogue;

static gboolean
flush (Dialogue  *self,
       GError   **error)
{
  const gboolean is_written = pgs_cli_output_save (NULL, self->out, error);

  g_string_truncate (self->out, 0);
  return is_written;
}

static void
append_text (Dialogue   *self,
             const char *text)
{
  g_autofree char *plain = pgs_lesson_dup_plain (text);
  const gsize width = pgs_cli_table_get_width (NULL);

  pgs_cli_wrap (self->out, plain, MIN (width > 0 ? width : WIDTH_MAX, WIDTH_MAX));
}

/* With the numbers of @stop. */
static void
append_numbers (Dialogue   *self,
                gsize       stop,
                const char *text)
{
  g_autofree char *expanded = pgs_lesson_run_expand (self->run, stop, text);

  append_text (self, expanded);
}

/* Returns: the answer without blanks around; %NULL at the end of the input, or when the person has enough. */
static char *
read_answer (void)
{
  char line[ANSWER_MAX];
  gboolean is_whole = FALSE;
  char *answer = NULL;

  while (!is_whole && fgets (line, sizeof line, stdin) != NULL)
    {
      is_whole = strchr (line, '\n') != NULL;
      if (answer == NULL)
        answer = g_strdup (line);
    }
  if (is_whole && strcmp (g_strstrip (answer), "q") != 0)
    return answer;
  g_free (answer);
  return NULL;
}

static char *
dup_question (const PgsLessonResult *result,
              const char            *separator)
{
  GString *text = g_string_new (_(result->check->what));

  g_string_append_c (text, ':');
  for (guint i = 0; i < result->n_choices; i++)
    g_string_append_printf (text, "%s%u) %s", separator, i + 1, result->choice_texts[i]);
  g_string_append_printf (text, "%s? ", separator);
  return g_string_free (text, FALSE);
}

/* A line; where the terminal is too narrow for it and the answer, a line a choice. */
static void
append_question (Dialogue              *self,
                 const PgsLessonResult *result)
{
  g_autofree char *line = dup_question (result, "  ");
  g_autofree char *lines = dup_question (result, "\n  ");
  const gsize width = pgs_cli_table_get_width (NULL);

  g_string_append (self->out, width > 0 && pgs_cli_cells_get_width (line) + ANSWER_WIDTH > width ? lines : line);
}

/* Asks until the answer is one of the choices, or nothing. Returns: %FALSE to end; with @error or without. */
static gboolean
ask (Dialogue  *self,
     gsize      check,
     GError   **error)
{
  for (;;)
    {
      gsize n_results;
      const PgsLessonResult *result =
        pgs_lesson_run_get_results (self->run, pgs_lesson_run_get_stop (self->run), &n_results) + check;
      g_autofree char *answer = NULL;
      guint64 number;

      append_question (self, result);
      if (!flush (self, error))
        return FALSE;
      answer = read_answer ();
      if (answer == NULL)
        return FALSE;
      if (*answer == '\0')
        return TRUE;
      if (g_ascii_string_to_unsigned (answer, 10, 1, result->n_choices, &number, NULL))
        {
          pgs_lesson_run_predict (self->run, check, (int) number - 1);
          return TRUE;
        }
      g_string_append_printf (self->out, _("One of the numbers 1 to %u; Enter for none; q to quit.\n"),
                              result->n_choices);
    }
}

/* Returns: %FALSE to end; with @error or without. */
static gboolean
ask_all (Dialogue  *self,
         GError   **error)
{
  gsize n_results;
  const PgsLessonResult *results =
    pgs_lesson_run_get_results (self->run, pgs_lesson_run_get_stop (self->run), &n_results);
  gboolean has_asked = FALSE;

  for (gsize i = 0; i < n_results; i++)
    {
      if (results[i].n_choices == 0)
        continue;
      if (!has_asked)
        g_string_append_printf (self->out, "\n%s\n", _("What will this step do?"));
      has_asked = TRUE;
      if (!ask (self, i, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
await_enter (Dialogue   *self,
             const char *prompt,
             GError    **error)
{
  g_autofree char *answer = NULL;

  g_string_append_printf (self->out, "%s ", prompt);
  if (!flush (self, error))
    return FALSE;
  answer = read_answer ();
  return answer != NULL;
}

static void
append_predictions (Dialogue *self,
                    guint     n_right,
                    guint     n_predicted)
{
  if (n_predicted > 0)
    /* Translators: predictions that were right, of those that were made */
    g_string_append_printf (self->out, _("Right predictions: %u of %u\n"), n_right, n_predicted);
}

static void
count_predictions (Dialogue *self,
                   gsize     step)
{
  gsize n_results;
  const PgsLessonResult *results = pgs_lesson_run_get_results (self->run, step, &n_results);
  guint n_predicted = 0;
  guint n_right = 0;

  for (gsize i = 0; i < n_results; i++)
    {
      if (results[i].predicted < 0 || results[i].right < 0)
        continue;
      n_predicted++;
      n_right += results[i].predicted == results[i].right;
    }
  append_predictions (self, n_right, n_predicted);
  self->n_predicted += n_predicted;
  self->n_right += n_right;
}

static void
append_outcome (Dialogue *self,
                gsize     step)
{
  const PgsLessonStep *definition = pgs_lesson_run_get_step (self->run, step);

  g_string_append_c (self->out, '\n');
  pgs_cli_lab_print_results (self->run, step, TRUE, self->out);
  count_predictions (self, step);
  if (definition->result == NULL)
    return;
  g_string_append_c (self->out, '\n');
  append_numbers (self, step + 1, _(definition->result));
}

/* Returns: %FALSE to end; with @error or without. */
static gboolean
take_step (Dialogue  *self,
           gsize      step,
           GError   **error)
{
  const PgsLessonStep *definition = pgs_lesson_run_get_step (self->run, step);
  const gboolean is_first = step == 0 || pgs_lesson_run_get_step (self->run, step - 1) != definition;

  g_string_append_c (self->out, '\n');
  pgs_cli_lab_append_title (self->run, step, self->out);
  if (definition->text != NULL && is_first)
    append_numbers (self, step, _(definition->text));
  if ((is_first && !ask_all (self, error)) || *error != NULL ||
      !await_enter (self, _("Enter takes the step."), error) || !pgs_lesson_run_step (self->run, error))
    return FALSE;
  append_outcome (self, step);
  return TRUE;
}

static void
append_summary (Dialogue *self)
{
  g_string_append_c (self->out, '\n');
  append_predictions (self, self->n_right, self->n_predicted);
  append_text (self, pgs_lesson_run_passed (self->run) ? _("Everything that could be measured is as it must be.")
                                                       : _("Something is not as it must be: see above."));
}

static gboolean
take_steps (Dialogue  *self,
            GError   **error)
{
  const PgsLesson *lesson = pgs_lesson_run_get_lesson (self->run);

  g_string_append_printf (self->out, "%s\n\n", _(lesson->title));
  append_numbers (self, 0, _(lesson->text));
  for (gsize i = 0; i < pgs_lesson_run_get_n_steps (self->run); i++)
    if (!take_step (self, i, error))
      return *error == NULL;
  append_summary (self);
  if (!flush (self, error))
    return FALSE;
  return await_enter (self, _("Enter ends the experiment."), error) || *error == NULL;
}

/**
 * pgs_cli_lab_ask:
 * @run: a run that waits
 * @error: where to put why not
 *
 * Takes its steps as the person in front of the terminal says, and asks for predictions.
 *
 * Returns: %FALSE with @error if it could not go on; the person may end it earlier
 */
gboolean
pgs_cli_lab_ask (PgsLessonRun  *run,
                 GError       **error)
{
  Dialogue dialogue = { .run = run, .out = g_string_new (NULL) };
  g_autoptr (GError) local_error = NULL;
  gboolean is_done = take_steps (&dialogue, &local_error);

  is_done = flush (&dialogue, local_error == NULL ? &local_error : NULL) && is_done;
  g_string_free (dialogue.out, TRUE);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return is_done;
}
