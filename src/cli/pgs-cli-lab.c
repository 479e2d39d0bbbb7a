/* pgs-cli-lab.c: pagescape-cli lab: finds what is to be done with the experiments
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-lab.h"

#include "pgs-cli-commands.h"

#include <glib/gi18n-lib.h>

static const PgsCliCommand items[] = {
  { "claims", NULL, N_("List sentences about memory that experiments test"), pgs_cli_lab_claims, 0 },
  { "list", NULL, N_("List the experiments, and what this machine lacks for them"), pgs_cli_lab_list, 0 },
  { "run", N_("NAME"), N_("Take an experiment's steps and check what they do"), pgs_cli_lab_run, 0 },
  { "test", N_("CLAIM"), N_("Run the experiments that speak for or against a claim"), pgs_cli_lab_test, 0 },
};

static const PgsCliCommands commands = { "lab", items, G_N_ELEMENTS (items) };

/**
 * pgs_cli_lab:
 * @argv: its arguments, beginning with its name
 *
 * Returns: the exit status
 */
PgsCliStatus
pgs_cli_lab (char **argv)
{
  const char *word = argv[1];
  const PgsCliCommand *command = pgs_cli_commands_find (&commands, word);

  if (command != NULL)
    return command->run (argv + 1);
  if (pgs_cli_commands_asks_version (word))
    pgs_cli_print_version ();
  else if (pgs_cli_commands_asks_help (word))
    {
      g_autoptr (GString) out = g_string_new (NULL);

      pgs_cli_commands_append_help (&commands, out);
      g_print ("%s", out->str);
    }
  else
    return pgs_cli_commands_reject (&commands, word);
  return PGS_CLI_OK;
}

/**
 * pgs_cli_lab_print_all:
 * @argv: the arguments of a command that takes none but options
 * @usage: what they may be
 * @write_json: appends all there is as JSON
 * @print_table: appends it for people
 * @error: (out) (optional): why not
 *
 * Returns: whether it was printed
 */
gboolean
pgs_cli_lab_print_all (char               **argv,
                       const PgsCliUsage   *usage,
                       PgsCliLabWriteFunc   write_json,
                       PgsCliLabWriteFunc   print_table,
                       GError             **error)
{
  g_auto (PgsCliOptions) options = { 0 };
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (GString) out = g_string_new (NULL);

  if (!pgs_cli_options_parse (&options, usage, &rest, error))
    return FALSE;
  if (options.format == PGS_CLI_FORMAT_JSON)
    write_json (out);
  else
    print_table (out);
  return pgs_cli_output_save (NULL, out, error);
}
