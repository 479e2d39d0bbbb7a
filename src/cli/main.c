/* main.c: pagescape-cli: finds the sub-command and runs it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-host.h"
#include "pgs-cli-process.h"
#include "pgs-cli-start.h"

#include <string.h>

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *name;
  const char *summary;
  PgsCliStatus (*run) (char **argv);
} Command;

static const Command commands[] = {
  { "diff", N_("Compare two processes or moments: what came, went and grew"), pgs_cli_diff },
  { "draw", N_("Draw the memory of a process as PNG, SVG or PDF"), pgs_cli_exec_draw },
  { "info", N_("Show what a recording holds"), pgs_cli_info },
  { "lab", N_("Run the experiments of the lab and check what they show"), pgs_cli_lab },
  { "list", N_("List the processes and their memory"), pgs_cli_list },
  { "metrics", N_("Write the numbers of processes for a collector of metrics"), pgs_cli_metrics },
  { "record", N_("Record the memory of a process"), pgs_cli_record },
  { "snapshot", N_("Show the address space of a process and its pages"), pgs_cli_snapshot },
  { "stream", N_("Write encoded samples of a process for another machine"), pgs_cli_stream },
  { "system", N_("Show the memory of the whole machine"), pgs_cli_system },
  { "watch", N_("Write the memory totals of a process again and again"), pgs_cli_watch },
};

static void
print_help (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append_printf (out, "%s\n  pagescape-cli %s\n\n%s\n", _("Usage:"),
                          _("COMMAND [OPTION…] [ARGUMENT…]"), _("Commands:"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (out, "  %-10s %s\n", commands[i].name, _(commands[i].summary));
  g_string_append_printf (
    out, "\n%s\n  %-10s %s\n  %-10s %s\n  %-10s %s\n  %-10s %s\n\n%s\n", _("Options:"), "--help",
    _("Show this help; after a command, its own"), "--version", _("Show the version"), "--elevate",
    _("Before a command: ask for the right to look into the processes of other users"), "--host",
    _("Before list, snapshot, watch or record: HOST, on which they look, over ssh"),
    _("Numbers in JSON and CSV are bytes; pagescape-cli(1) describes all keys and formats."));
  g_print ("%s", out->str);
}

static PgsCliStatus
reject (const char *word)
{
  g_autofree char *message = NULL;

  if (word == NULL)
    message = g_strdup (_("no command: --help lists them"));
  else
    message = g_strdup_printf ("%s: %s", word, word[0] == '-' ? _("no such option")
                                                              : _("no such command"));
  pgs_cli_print_error (NULL, message);
  return PGS_CLI_USAGE;
}

static PgsCliStatus
run_command (const Command  *command,
             const char     *host,
             char          **argv)
{
  g_autoptr (GError) error = NULL;

  if (!pgs_cli_process_can_elevate (command->name, &error))
    return pgs_cli_fail (NULL, error);
  if (host == NULL)
    return command->run (argv);
  if (!pgs_cli_process_is_elevated ())
    return pgs_cli_host_run (host, argv);
  pgs_cli_print_error (NULL, _("--elevate: not with --host: nobody is there who could be asked"));
  return PGS_CLI_USAGE;
}

static PgsCliStatus
run (char **argv)
{
  const char *host = NULL;
  const char *word;
  g_autoptr (GError) error = NULL;

  if (argv[0] != NULL
      && (!pgs_cli_process_take_option (&argv, &error) || !pgs_cli_host_take_option (&argv, &host, &error)
          || !pgs_cli_process_take_option (&argv, &error)))
    return pgs_cli_fail (NULL, error);
  word = argv[0] != NULL ? argv[1] : NULL;
  if (word != NULL && (strcmp (word, "--help") == 0 || strcmp (word, "-h") == 0))
    {
      print_help ();
      return PGS_CLI_OK;
    }
  if (word != NULL && strcmp (word, "--version") == 0)
    {
      pgs_cli_print_version ();
      return PGS_CLI_OK;
    }
  for (gsize i = 0; word != NULL && i < G_N_ELEMENTS (commands); i++)
    if (strcmp (word, commands[i].name) == 0)
      return run_command (&commands[i], host, argv + 1);
  return reject (word);
}

int
main (int    argc,
      char **argv)
{
  pgs_cli_start ();
  return run (argv);
}
