/* pgs-cli-lab.c: pagescape-cli lab: finds what is to be done with the experiments
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-lab.h"

#include <string.h>

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *name;
  const char *arguments;
  const char *summary;
  PgsCliStatus (*run) (char **argv);
} Command;

static const Command commands[] = {
  { "claims", "", N_("List sentences about memory that experiments test"), pgs_cli_lab_claims },
  { "list", "", N_("List the experiments, and what this machine lacks for them"), pgs_cli_lab_list },
  { "run", N_("NAME"), N_("Take an experiment's steps and check what they do"), pgs_cli_lab_run },
  { "test", N_("CLAIM"), N_("Run the experiments that speak for or against a claim"), pgs_cli_lab_test },
};

static void
print_help (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append_printf (out, "%s\n  pagescape-cli lab %s\n\n%s\n", _("Usage:"),
                          _("COMMAND [OPTION…] [ARGUMENT…]"), _("Commands:"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *usage = g_strdup_printf ("%s %s", commands[i].name,
                                                *commands[i].arguments != '\0' ? _(commands[i].arguments) : "");

      g_string_append_printf (out, "  %-10s %s\n", usage, _(commands[i].summary));
    }
  g_print ("%s", out->str);
}

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
  g_autofree char *message = NULL;

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
      return commands[i].run (argv + 1);
  if (word == NULL)
    message = g_strdup (_("no command: --help lists them"));
  else
    message = g_strdup_printf ("%s: %s", word, word[0] == '-' ? _("no such option") : _("no such command"));
  pgs_cli_print_error ("lab", message);
  return PGS_CLI_USAGE;
}
