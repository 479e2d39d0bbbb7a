/* pgs-cli-commands.h: a table of commands: its help, and which one is meant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-cli.h"

G_BEGIN_DECLS

/**
 * PgsCliCommandFlags:
 * @PGS_CLI_ELEVATES: may have --elevate before it: it opens processes
 * @PGS_CLI_ON_HOST: may have --host before it
 */
typedef enum
{
  PGS_CLI_ELEVATES = 1 << 0,
  PGS_CLI_ON_HOST = 1 << 1,
} PgsCliCommandFlags;

/**
 * PgsCliCommand:
 * @name: the word that means it
 * @arguments: (nullable): what help shows behind it, not translated yet
 * @summary: what it does, not translated yet
 * @run: takes its arguments, beginning with its name
 * @flags: what may come before it
 */
typedef struct
{
  const char *name;
  const char *arguments;
  const char *summary;
  PgsCliStatus (*run) (char **argv);
  PgsCliCommandFlags flags;
} PgsCliCommand;

/**
 * PgsCliCommands:
 * @parent: (nullable): the command that has these; %NULL: the program
 * @items: (array length=n_items): the table
 * @n_items: how many
 */
typedef struct
{
  const char *parent;
  const PgsCliCommand *items;
  gsize n_items;
} PgsCliCommands;

void                 pgs_cli_commands_append_help (const PgsCliCommands *self,
                                                   GString              *out);
const PgsCliCommand *pgs_cli_commands_find        (const PgsCliCommands *self,
                                                   const char           *word);
gboolean             pgs_cli_commands_asks_help   (const char           *word);
gboolean             pgs_cli_commands_asks_version (const char          *word);
PgsCliStatus         pgs_cli_commands_reject      (const PgsCliCommands *self,
                                                   const char           *word);
PgsCliStatus         pgs_cli_commands_reject_option (const PgsCliCommands *self,
                                                   const PgsCliCommand  *command,
                                                   const char           *option,
                                                   PgsCliCommandFlags    flag);

G_END_DECLS
