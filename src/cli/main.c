/* main.c: pagescape-cli: finds the sub-command and runs it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-commands.h"
#include "pgs-cli-host.h"
#include "pgs-cli-process.h"
#include "pgs-cli-start.h"

#include <glib/gi18n-lib.h>

static const PgsCliCommand items[] = {
  { "diff", NULL, N_("Compare two processes or moments: what came, went and grew"), pgs_cli_diff, PGS_CLI_ELEVATES },
  { "draw", NULL, N_("Draw the memory of a process as PNG, SVG or PDF"), pgs_cli_exec_draw, PGS_CLI_ELEVATES },
  { "info", NULL, N_("Show what a recording holds"), pgs_cli_info, 0 },
  { "lab", NULL, N_("Run the experiments of the lab and check what they show"), pgs_cli_lab, 0 },
  { "list", NULL, N_("List the processes and their memory"), pgs_cli_list, PGS_CLI_ON_HOST },
  { "metrics", NULL, N_("Write the numbers of processes for a collector of metrics"),
    pgs_cli_metrics, PGS_CLI_ELEVATES },
  { "record", NULL, N_("Record the memory of a process"), pgs_cli_record, PGS_CLI_ELEVATES | PGS_CLI_ON_HOST },
  { "snapshot", NULL, N_("Show the address space of a process and its pages"),
    pgs_cli_snapshot, PGS_CLI_ELEVATES | PGS_CLI_ON_HOST },
  { "stream", NULL, N_("Write encoded samples of a process for another machine"), pgs_cli_stream, PGS_CLI_ELEVATES },
  { "system", NULL, N_("Show the memory of the whole machine"), pgs_cli_system, 0 },
  { "watch", NULL, N_("Write the memory totals of a process again and again"),
    pgs_cli_watch, PGS_CLI_ELEVATES | PGS_CLI_ON_HOST },
};

static const PgsCliCommands commands = { NULL, items, G_N_ELEMENTS (items) };

static void
print_help (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  pgs_cli_commands_append_help (&commands, out);
  g_string_append_printf (
    out, "\n%s\n  %-10s %s\n  %-10s %s\n  %-10s %s\n  %-10s %s\n\n%s\n", _("Options:"), "--help",
    _("Show this help; after a command, its own"), "--version", _("Show the version"), "--elevate",
    _("Before a command: ask for the right to look into the processes of other users"), "--host",
    _("Before list, snapshot, watch or record: HOST, on which they look, over ssh"),
    _("Numbers in JSON and CSV are bytes; pagescape-cli(1) describes all keys and formats."));
  g_print ("%s", out->str);
}

static PgsCliStatus
run_command (const PgsCliCommand  *command,
             const char           *host,
             char                **argv)
{
  const gboolean is_elevated = pgs_cli_process_is_elevated ();

  if (is_elevated && !(command->flags & PGS_CLI_ELEVATES))
    return pgs_cli_commands_reject_option (&commands, command, PGS_CLI_ELEVATE, PGS_CLI_ELEVATES);
  if (host == NULL)
    return command->run (argv);
  if (is_elevated)
    {
      pgs_cli_print_error (NULL, _("--elevate: not with --host: nobody is there who could be asked"));
      return PGS_CLI_USAGE;
    }
  if (!(command->flags & PGS_CLI_ON_HOST))
    return pgs_cli_commands_reject_option (&commands, command, PGS_CLI_HOST, PGS_CLI_ON_HOST);
  return pgs_cli_host_run (host, argv);
}

static PgsCliStatus
run (char **argv)
{
  const char *host = NULL;
  const PgsCliCommand *command;
  const char *word;
  g_autoptr (GError) error = NULL;

  if (argv[0] != NULL
      && (!pgs_cli_process_take_option (&argv, &error) || !pgs_cli_host_take_option (&argv, &host, &error)
          || !pgs_cli_process_take_option (&argv, &error)))
    return pgs_cli_fail (NULL, error);
  word = argv[0] != NULL ? argv[1] : NULL;
  if (pgs_cli_commands_asks_help (word))
    {
      print_help ();
      return PGS_CLI_OK;
    }
  if (pgs_cli_commands_asks_version (word))
    {
      pgs_cli_print_version ();
      return PGS_CLI_OK;
    }
  command = pgs_cli_commands_find (&commands, word);
  return command != NULL ? run_command (command, host, argv + 1) : pgs_cli_commands_reject (&commands, word);
}

int
main (int    argc,
      char **argv)
{
  pgs_cli_start ();
  return run (argv);
}
