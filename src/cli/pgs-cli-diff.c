/* pgs-cli-diff.c: pagescape-cli diff: what differs between two moments or processes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli.h"

#include "pgs-cli-diff.h"
#include "pgs-cli-options.h"
#include "pgs-cli-output.h"
#include "pgs-cli-process.h"
#include "pgs-cli-sections.h"
#include "pgs-cli-table.h"
#include "pgs-cli-target.h"
#include "pgs-diff-json.h"

#include <string.h>

#include <glib/gi18n-lib.h>

typedef struct
{
  PgsCliOptions common;
  char **names;
} Options;

static void
clear_options (Options *options)
{
  pgs_cli_options_clear (&options->common);
  g_strfreev (options->names);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

/* One of the two things that are compared. */
typedef struct
{
  char *text;       /* (nullable): PID or FILE */
  const char *name; /* (nullable): what --name says */
  PgsSnapshot *snapshot;
} Side;

static void
clear_side (Side *side)
{
  g_free (side->text);
  g_clear_pointer (&side->snapshot, pgs_snapshot_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Side, clear_side)

/* Whether the first --name stands before the first PID or FILE. */
static gboolean
is_name_first (char **argv)
{
  for (char **word = argv + 1; *word != NULL; word++)
    {
      if (g_str_has_prefix (*word, "--name"))
        return TRUE;
      if (strcmp (*word, "--format") == 0 && word[1] != NULL)
        word++;
      else if ((*word)[0] != '-')
        return FALSE;
    }
  return FALSE;
}

static gboolean
choose_sides (const Options *options,
              gboolean       is_name_first_of_both,
              Side          *a,
              Side          *b,
              GError       **error)
{
  const guint n_names = options->names != NULL ? g_strv_length (options->names) : 0;
  const guint n_rest = options->common.rest != NULL ? g_strv_length (options->common.rest) : 0;
  Side *named = n_rest == 0 || is_name_first_of_both ? a : b;
  Side *other = named == a ? b : a;

  if (n_names + n_rest != 2)
    {
      g_set_error_literal (error, PGS_CLI_ERROR, PGS_CLI_USAGE,
                           _("give two targets to compare: each a PID, --name NAME or a recording"));
      return FALSE;
    }
  if (n_names > 0)
    named->name = options->names[0];
  if (n_names == 2)
    other->name = options->names[1];
  if (n_names == 1)
    other->text = g_strdup (options->common.rest[0]);
  if (n_names == 0)
    {
      a->text = g_strdup (options->common.rest[0]);
      b->text = g_strdup (options->common.rest[1]);
    }
  return TRUE;
}

static gboolean
parse_options (Options   *options,
               char    ***argv,
               GError   **error)
{
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->names,
      N_("The process of this name instead of a PID"), N_("NAME") },
  };
  const PgsCliUsage usage = {
    .command = "diff",
    .arguments = "A B",
    .summary = _("Compare two processes or moments: what came, went and grew."),
    .formats = PGS_CLI_FORMAT_TABLE | PGS_CLI_FORMAT_JSON,
    .entries = entries,
    .n_entries = G_N_ELEMENTS (entries),
  };

  return pgs_cli_options_parse (&options->common, &usage, argv, error);
}

static gboolean
sample (gint     pid,
        Side    *side,
        GError **error)
{
  g_autoptr (PgsProcess) process = pgs_cli_process_open (pid, error);

  if (process != NULL)
    side->snapshot = pgs_process_sample (process, PGS_SECTION_ALL, error);
  return side->snapshot != NULL || pgs_cli_target_explain (pid, error);
}

static gboolean
load (Side    *side,
      GError **error)
{
  char *rest[] = { side->text, NULL };
  g_auto (PgsCliTarget) target = { 0 };

  if (!pgs_cli_target_open (side->text != NULL ? rest : NULL, side->name, &target, error))
    return FALSE;
  if (target.recording == NULL)
    return sample (target.pid, side, error);
  side->snapshot = pgs_cli_target_load (&target, error);
  return side->snapshot != NULL;
}

static gboolean
run (char   **argv,
     GError **error)
{
  g_auto (Options) options = { 0 };
  g_auto (GStrv) rest = g_strdupv (argv);
  g_auto (Side) a = { 0 };
  g_auto (Side) b = { 0 };
  g_autoptr (PgsDiff) diff = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  if (!parse_options (&options, &rest, error)
      || !choose_sides (&options, is_name_first (argv), &a, &b, error) || !load (&a, error)
      || !load (&b, error))
    return FALSE;
  diff = pgs_diff_new (a.snapshot, b.snapshot);
  if (options.common.format == PGS_CLI_FORMAT_JSON)
    pgs_diff_to_json (diff, a.snapshot, b.snapshot, out);
  else
    pgs_cli_diff_print (diff, a.snapshot, b.snapshot, pgs_cli_table_get_width (NULL), out);
  /* Without mappings there is little to compare. */
  return pgs_cli_output_save (NULL, out, error) && pgs_cli_sections_check (PGS_SECTION_NONE, a.snapshot, error)
         && pgs_cli_sections_check (PGS_SECTION_NONE, b.snapshot, error);
}

/**
 * pgs_cli_diff:
 * @argv: its arguments, beginning with its name
 *
 * Returns: the exit status
 */
PgsCliStatus
pgs_cli_diff (char **argv)
{
  g_autoptr (GError) error = NULL;

  return run (argv, &error) ? PGS_CLI_OK : pgs_cli_fail ("diff", error);
}
