/* main.c: pagescape-cli: finds the sub-command and runs it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli.h"

#include "pgs-cli-output.h"
#include "pgs-locale.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *name;
  const char *summary;
  PgsCliStatus (*run) (char **argv);
} Command;

static const Command commands[] = {
  { "draw", N_("Draw the memory of a process as PNG, SVG or PDF"), pgs_cli_draw },
  { "list", N_("List the processes and their memory"), pgs_cli_list },
  { "snapshot", N_("Show the address space of a process and its pages"), pgs_cli_snapshot },
  { "system", N_("Show the memory of the whole machine"), pgs_cli_system },
  { "watch", N_("Write the memory totals of a process again and again"), pgs_cli_watch },
};

/* Words of the scripting contract that later versions understand. */
static const char *const not_yet[] = {
  "record", "info", "diff", "stream", "metrics", "lab", "--host", "--elevate",
};

/* All that is said goes through here, GOption's help, too: a full disk is an error. */
static void
print (const char *text)
{
  g_autoptr (GString) out = g_string_new (text);
  g_autoptr (GError) error = NULL;

  if (!pgs_cli_output_save (NULL, out, &error))
    exit (pgs_cli_fail (NULL, error));
}

static void
print_help (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append_printf (out, "%s\n  pagescape-cli %s\n\n%s\n", _("Usage:"),
                          _("COMMAND [OPTION…] [ARGUMENT…]"), _("Commands:"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (out, "  %-10s %s\n", commands[i].name, _(commands[i].summary));
  g_string_append_printf (
    out, "\n%s\n  %-10s %s\n  %-10s %s\n\n%s\n", _("Options:"), "--help",
    _("Show this help; after a command, its own"), "--version", _("Show the version"),
    _("Numbers in JSON and CSV are bytes; pagescape-cli(1) describes all keys and formats."));
  print (out->str);
}

static gboolean
is_not_yet (const char *word)
{
  g_autofree char *name = g_strndup (word, strcspn (word, "="));

  for (gsize i = 0; i < G_N_ELEMENTS (not_yet); i++)
    if (strcmp (name, not_yet[i]) == 0)
      return TRUE;
  return FALSE;
}

static PgsCliStatus
reject (const char *word)
{
  g_autofree char *message = NULL;

  if (word == NULL)
    message = g_strdup (_("no command: --help lists them"));
  else if (is_not_yet (word))
    message = g_strdup_printf ("%s: %s", word, _("not in this version"));
  else
    message = g_strdup_printf ("%s: %s", word, word[0] == '-' ? _("no such option")
                                                              : _("no such command"));
  pgs_cli_print_error (NULL, message);
  return PGS_CLI_USAGE;
}

/* The number of one that is closed would go to the next file that is opened, and what is said to a
 * file of somebody else. What takes its place fails as it does: nothing can be read or written. */
static void
fill_standard_descriptors (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0 && open ("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
      exit (PGS_CLI_FAILED);
}

static void
initialise (void)
{
  fill_standard_descriptors ();
  pgs_locale_init ();
  g_set_prgname ("pagescape-cli");
  g_set_print_handler (print);
  /* a reader that went away and a file that may not grow are errors of write(), told apart there */
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN);
}

static PgsCliStatus
run (char **argv)
{
  const char *word = argv[0] != NULL ? argv[1] : NULL;

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
  return reject (word);
}

int
main (int    argc,
      char **argv)
{
  initialise ();
  return run (argv);
}
