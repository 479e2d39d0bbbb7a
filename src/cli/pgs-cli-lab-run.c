/* pgs-cli-lab-run.c: pagescape-cli lab run: takes the steps of an experiment and checks what they do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-lab.h"

#include "pgs-cli-options.h"

#include "pgs-cli-output.h"
#include "pgs-cli-start.h"
#include "pgs-error.h"
#include "pgs-lesson-words.h"

#include <unistd.h>

#include <glib/gi18n-lib.h>

typedef struct
{
  PgsCliOptions common;
  char *sheet;
  gboolean is_auto;
  const PgsLesson *lesson;
} Options;

/* Only the program that draws can write a sheet: pagescape-cli becomes that when it is to. */
static PgsCliLabSheetFunc write_sheet;

static void
clear_options (Options *options)
{
  pgs_cli_options_clear (&options->common);
  g_free (options->sheet);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static gboolean
set_usage_error (GError     **error,
                 const char  *message)
{
  g_set_error_literal (error, PGS_CLI_ERROR, PGS_CLI_USAGE, message);
  return FALSE;
}

static gboolean
check_options (Options  *options,
               GError  **error)
{
  const char *name = pgs_cli_options_get_argument (&options->common,
                                                   _("no experiment: “pagescape-cli lab list” lists them"), error);

  if (name == NULL)
    return FALSE;
  options->lesson = pgs_lesson_find (name);
  if (options->lesson == NULL)
    {
      g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE, _("%s: no such experiment"), name);
      return FALSE;
    }
  if (!options->is_auto && options->common.format == PGS_CLI_FORMAT_JSON)
    return set_usage_error (error, _("--format json: only with --auto"));
  if (!options->is_auto && (!isatty (STDIN_FILENO) || !isatty (STDOUT_FILENO)))
    return set_usage_error (error, _("nobody can answer here: --auto takes all steps by itself"));
  return TRUE;
}

static gboolean
parse_options (Options   *options,
               char    ***argv,
               GError   **error)
{
  const GOptionEntry entries[] = {
    { "auto", 0, 0, G_OPTION_ARG_NONE, &options->is_auto, N_("Take all steps, without asking"), NULL },
    { "sheet", 0, 0, G_OPTION_ARG_FILENAME, &options->sheet,
      N_("Write a results sheet, a PDF: what was predicted, measured and seen"), N_("FILE") },
  };
  const PgsCliUsage usage = {
    .command = "lab run",
    .arguments = _("NAME"),
    .summary = _("Take the steps of an experiment and check what they do. In a terminal you may predict it first."),
    .formats = PGS_CLI_FORMAT_TABLE | PGS_CLI_FORMAT_JSON,
    .entries = entries,
    .n_entries = G_N_ELEMENTS (entries),
  };

  return pgs_cli_options_parse (&options->common, &usage, argv, error) && check_options (options, error);
}

static gboolean
flush (GString  *out,
       GError  **error)
{
  const gboolean is_written = pgs_cli_output_save (NULL, out, error);

  g_string_truncate (out, 0);
  return is_written;
}

static gboolean
run_auto (PgsLessonRun  *run,
          PgsCliFormat   format,
          GError       **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (format == PGS_CLI_FORMAT_TABLE)
    g_string_append_printf (out, "%s\n", _(pgs_lesson_run_get_lesson (run)->title));
  for (gsize i = 0; i < pgs_lesson_run_get_n_steps (run); i++)
    {
      if (!pgs_lesson_run_step (run, error))
        return FALSE;
      if (format != PGS_CLI_FORMAT_TABLE)
        continue;
      g_string_append_c (out, '\n');
      pgs_cli_lab_append_title (run, i, out);
      pgs_cli_lab_print_results (run, i, FALSE, out);
      if (!flush (out, error))
        return FALSE;
    }
  if (format == PGS_CLI_FORMAT_JSON)
    pgs_cli_lab_write_run (run, out);
  return flush (out, error);
}

/* A person may end it before all steps are done: nothing failed then. */
static gboolean
has_failed (PgsLessonRun *run)
{
  for (gsize i = 0; i < pgs_lesson_run_get_stop (run); i++)
    {
      gsize n_results;
      const PgsLessonResult *results = pgs_lesson_run_get_results (run, i, &n_results);

      for (gsize j = 0; j < n_results; j++)
        if (results[j].verdict == PGS_VERDICT_DIFFERS)
          return TRUE;
    }
  return FALSE;
}

/* What went wrong with the experiment is a failure, whatever its code: 3 and 4 are for a TARGET. */
static PgsCliStatus
fail (const GError *error)
{
  if (error->domain == PGS_CLI_ERROR || error->domain == G_OPTION_ERROR)
    return pgs_cli_fail ("lab run", error);
  pgs_cli_print_error ("lab run", error->message);
  return PGS_CLI_FAILED;
}

/* Where the sheet goes is found out before anything runs. */
static gboolean
take_run (const Options  *options,
          PgsLessonRun   *run,
          GError        **error)
{
  g_autoptr (PgsCliOutput) output = NULL;

  if (options->sheet != NULL && (output = pgs_cli_output_open (options->sheet, error)) == NULL)
    return FALSE;
  return pgs_lesson_run_start (run, error)
         && (options->is_auto ? run_auto (run, options->common.format, error) : pgs_cli_lab_ask (run, error))
         && (output == NULL || write_sheet (run, output, error));
}

/**
 * pgs_cli_lab_run:
 * @argv: its arguments, beginning with its name
 *
 * Returns: the exit status, %PGS_CLI_FAILED where something that was measured is not as it must be
 */
PgsCliStatus
pgs_cli_lab_run (char **argv)
{
  g_auto (Options) options = { 0 };
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (PgsLessonRun) run = NULL;
  g_autoptr (GError) error = NULL;

  if (!parse_options (&options, &rest, &error))
    return fail (error);
  if (options.sheet != NULL && write_sheet == NULL)
    return pgs_cli_exec_draw (argv);
  run = pgs_lesson_run_new (options.lesson);
  if (!take_run (&options, run, &error))
    return fail (error);
  return has_failed (run) ? PGS_CLI_FAILED : PGS_CLI_OK;
}

/**
 * pgs_cli_lab_set_sheet_func:
 * @func: writes sheets from now on
 */
void
pgs_cli_lab_set_sheet_func (PgsCliLabSheetFunc func)
{
  write_sheet = func;
}
