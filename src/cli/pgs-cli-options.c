/* pgs-cli-options.c: what most sub-commands are given: a format, and words that are no options
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-options.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define N_OWN_ENTRIES 2

/* The formats that sub-commands offer; the first one is the default. */
static const char *
get_format_help (PgsCliFormat formats)
{
  if (formats & PGS_CLI_FORMAT_JSONL)
    return N_("jsonl or csv; unless told jsonl, on a terminal charts");
  return formats & PGS_CLI_FORMAT_CSV ? N_("table (default), json or csv") : N_("table (default) or json");
}

/**
 * pgs_cli_options_parse:
 * @self: (inout): all 0
 * @usage: what is understood
 * @argv: (inout): the arguments, beginning with the sub-command's name
 * @error: where to put a wrong usage
 *
 * Adds --format, --help and --version; the latter two print and end the program.
 *
 * Returns: whether all arguments were understood
 */
gboolean
pgs_cli_options_parse (PgsCliOptions      *self,
                       const PgsCliUsage  *usage,
                       char             ***argv,
                       GError            **error)
{
  const gsize n_entries = usage->n_entries + N_OWN_ENTRIES;
  g_autofree GOptionEntry *entries = g_new0 (GOptionEntry, n_entries);

  entries[0] = (GOptionEntry) { "format", 0, 0, G_OPTION_ARG_FILENAME, &self->format_name,
                                get_format_help (usage->formats), N_("FORMAT") };
  if (usage->n_entries > 0)
    memcpy (entries + 1, usage->entries, usage->n_entries * sizeof *entries);
  entries[n_entries - 1] = (GOptionEntry) { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->rest, NULL,
                                            NULL };
  return pgs_cli_parse (usage->command, usage->arguments, usage->summary, entries, n_entries, argv, error)
         && (usage->arguments != NULL || pgs_cli_reject_rest (self->rest, error))
         && pgs_cli_parse_format (self->format_name, usage->formats, &self->format, error);
}

/**
 * pgs_cli_options_get_argument:
 * @self: the options of a sub-command that takes one argument
 * @missing: what to say if there is none, translated
 * @error: where to put that there is none, or more than one
 *
 * Returns: (transfer none) (nullable): the argument
 */
const char *
pgs_cli_options_get_argument (const PgsCliOptions *self,
                              const char          *missing,
                              GError             **error)
{
  if (self->rest != NULL && self->rest[0] != NULL)
    return pgs_cli_reject_rest (self->rest + 1, error) ? self->rest[0] : NULL;
  g_set_error_literal (error, PGS_CLI_ERROR, PGS_CLI_USAGE, missing);
  return NULL;
}

/**
 * pgs_cli_options_clear:
 * @self: options
 */
void
pgs_cli_options_clear (PgsCliOptions *self)
{
  g_clear_pointer (&self->format_name, g_free);
  g_clear_pointer (&self->rest, g_strfreev);
}
