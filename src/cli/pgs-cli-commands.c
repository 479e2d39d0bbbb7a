/* pgs-cli-commands.c: a table of commands: its help, and which one is meant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-commands.h"

#include "pgs-cli-cells.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define USAGE_WIDTH 10 /* cells */

/**
 * pgs_cli_commands_append_help:
 * @self: a table
 * @out: (inout): where to append how they are called and a line for each
 */
void
pgs_cli_commands_append_help (const PgsCliCommands *self,
                              GString              *out)
{
  g_string_append_printf (out, "%s\n  pagescape-cli %s%s%s\n\n%s\n", _("Usage:"),
                          self->parent != NULL ? self->parent : "", self->parent != NULL ? " " : "",
                          _("COMMAND [OPTION…] [ARGUMENT…]"), _("Commands:"));
  for (gsize i = 0; i < self->n_items; i++)
    {
      const PgsCliCommand *item = &self->items[i];
      g_autofree char *usage = item->arguments != NULL ? g_strdup_printf ("%s %s", item->name, _(item->arguments))
                                                       : g_strdup (item->name);

      const gsize width = pgs_cli_cells_get_width (usage);

      g_string_append_printf (out, "  %s", usage);
      pgs_cli_cells_append_spaces (out, width < USAGE_WIDTH ? USAGE_WIDTH - width : 0);
      g_string_append_printf (out, " %s\n", _(item->summary));
    }
}

/**
 * pgs_cli_commands_find:
 * @self: a table
 * @word: (nullable): the first argument
 *
 * Returns: (transfer none) (nullable): what it means
 */
const PgsCliCommand *
pgs_cli_commands_find (const PgsCliCommands *self,
                       const char           *word)
{
  for (gsize i = 0; word != NULL && i < self->n_items; i++)
    if (strcmp (word, self->items[i].name) == 0)
      return &self->items[i];
  return NULL;
}

/**
 * pgs_cli_commands_asks_help:
 * @word: (nullable): the first argument
 *
 * Returns: whether it asks for help
 */
gboolean
pgs_cli_commands_asks_help (const char *word)
{
  return g_strcmp0 (word, "--help") == 0 || g_strcmp0 (word, "-h") == 0;
}

/**
 * pgs_cli_commands_asks_version:
 * @word: (nullable): the first argument
 *
 * Returns: whether it asks for the version
 */
gboolean
pgs_cli_commands_asks_version (const char *word)
{
  return g_strcmp0 (word, "--version") == 0;
}

/**
 * pgs_cli_commands_reject:
 * @self: a table
 * @word: (nullable): the first argument, which means nothing
 *
 * Says so.
 *
 * Returns: the exit status of a wrong usage
 */
PgsCliStatus
pgs_cli_commands_reject (const PgsCliCommands *self,
                         const char           *word)
{
  g_autofree char *message = NULL;

  if (word == NULL)
    message = g_strdup (_("no command: --help lists them"));
  else
    message = g_strdup_printf ("%s: %s", word, word[0] == '-' ? _("no such option") : _("no such command"));
  pgs_cli_print_error (self->parent, message);
  return PGS_CLI_USAGE;
}

/**
 * pgs_cli_commands_reject_option:
 * @self: a table
 * @command: one of it, before which @option was given
 * @option: an option that is not for it
 * @flag: what those have for which it is
 *
 * Returns: the exit status, after it was said for which it is
 */
PgsCliStatus
pgs_cli_commands_reject_option (const PgsCliCommands *self,
                                const PgsCliCommand  *command,
                                const char           *option,
                                PgsCliCommandFlags    flag)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *message = NULL;

  for (gsize i = 0; i < self->n_items; i++)
    if (self->items[i].flags & flag)
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", self->items[i].name);
  /* Translators: "list: not with --elevate, which is for diff, draw, record" */
  message = g_strdup_printf (_("%s: not with %s, which is for %s"), command->name, option, names->str);
  pgs_cli_print_error (NULL, message);
  return PGS_CLI_USAGE;
}
