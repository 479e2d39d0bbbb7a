/* pgs-cli-snapshot.c: pagescape-cli snapshot: one moment of one process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli.h"

#include "pgs-cli-options.h"
#include "pgs-cli-output.h"
#include "pgs-cli-process.h"
#include "pgs-cli-regions.h"
#include "pgs-cli-sections.h"
#include "pgs-cli-target.h"
#include "pgs-snapshot-json.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  PgsCliOptions common;
  char *sections_text;
  char *name;
  char *path;
  gboolean runs;
  PgsSections sections;
  PgsCliTarget target;
} Options;

static void
clear_options (Options *options)
{
  pgs_cli_options_clear (&options->common);
  g_free (options->sections_text);
  g_free (options->name);
  g_free (options->path);
  pgs_cli_target_clear (&options->target);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static gboolean
parse_options (Options   *options,
               char    ***argv,
               GError   **error)
{
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &options->name,
      N_("The process of this name instead of a PID"), N_("NAME") },
    { "pages", 0, 0, G_OPTION_ARG_NONE, &options->runs,
      N_("The state of each run of pages too"), NULL },
    { "sections", 0, 0, G_OPTION_ARG_FILENAME, &options->sections_text,
      N_("What to read: pages, sharing, smaps, with commas between; all unless told"), N_("LIST") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->path,
      N_("Write to a file, whole or not at all"), N_("FILE") },
  };
  const PgsCliUsage usage = {
    .command = "snapshot",
    .arguments = _("TARGET"),
    .summary = _("Show the address space of a process and its resident pages now."),
    .formats = PGS_CLI_FORMAT_TABLE | PGS_CLI_FORMAT_JSON | PGS_CLI_FORMAT_CSV,
    .entries = entries,
    .n_entries = G_N_ELEMENTS (entries),
  };

  return pgs_cli_options_parse (&options->common, &usage, argv, error)
         && pgs_cli_sections_parse (options->sections_text, &options->sections, error)
         && pgs_cli_target_open (options->common.rest, options->name, &options->target, error);
}

static void
write_snapshot (const Options     *options,
                const PgsSnapshot *snapshot,
                GString           *out)
{
  if (options->common.format == PGS_CLI_FORMAT_JSON)
    pgs_snapshot_to_json (snapshot,
                          options->runs ? PGS_SNAPSHOT_JSON_RUNS : PGS_SNAPSHOT_JSON_DEFAULT, out);
  else if (options->common.format == PGS_CLI_FORMAT_CSV)
    pgs_cli_regions_write_csv (snapshot, options->runs, out);
  else
    pgs_cli_regions_print (snapshot, options->runs, options->path, out);
}

/* What is asked for and can be seen: a table without runs shows what smaps count, and looks at pages
 * only where these are denied. */
static PgsSnapshot *
sample (const Options  *options,
        PgsProcess     *process,
        GError        **error)
{
  const gboolean shows_smaps = options->common.format == PGS_CLI_FORMAT_TABLE && !options->runs
                               && options->sections_text == NULL;
  PgsSnapshot *snapshot;

  if (!shows_smaps)
    return pgs_process_sample (process, options->sections, error);
  snapshot = pgs_process_sample (process, PGS_SECTION_SMAPS, error);
  if (snapshot == NULL || snapshot->access[PGS_PART_SMAPS] == PGS_ACCESS_OK)
    return snapshot;
  pgs_snapshot_unref (snapshot);
  return pgs_process_sample (process, PGS_SECTION_PAGES, error);
}

/* Now, or as it was recorded. */
static PgsSnapshot *
get_snapshot (const Options  *options,
              GError        **error)
{
  g_autoptr (PgsProcess) process = NULL;
  PgsSnapshot *snapshot = NULL;

  if (options->target.recording != NULL)
    {
      snapshot = pgs_cli_target_load (&options->target, error);
      return snapshot != NULL ? pgs_cli_sections_restrict (snapshot, options->sections) : NULL;
    }
  process = pgs_cli_process_open (options->target.pid, error);
  if (process != NULL)
    snapshot = sample (options, process, error);
  if (snapshot == NULL)
    pgs_cli_target_explain (options->target.pid, error);
  return snapshot;
}

static gboolean
run (char   **argv,
     GError **error)
{
  g_auto (Options) options = { 0 };
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (PgsSnapshot) snapshot = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  if (!parse_options (&options, &rest, error))
    return FALSE;
  snapshot = get_snapshot (&options, error);
  if (snapshot == NULL)
    return FALSE;
  write_snapshot (&options, snapshot, out);
  return pgs_cli_output_save (options.path, out, error)
         && pgs_cli_sections_check (options.sections_text != NULL ? options.sections : PGS_SECTION_NONE, snapshot,
                                    error);
}

/**
 * pgs_cli_snapshot:
 * @argv: its arguments, beginning with its name
 *
 * Returns: the exit status
 */
PgsCliStatus
pgs_cli_snapshot (char **argv)
{
  g_autoptr (GError) error = NULL;

  return run (argv, &error) ? PGS_CLI_OK : pgs_cli_fail ("snapshot", error);
}
