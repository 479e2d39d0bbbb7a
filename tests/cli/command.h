/* command.h: running pagescape-cli as a script does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

typedef struct
{
  int status; /* the exit status */
  char *out;
  char *err;
} Command;

Command command_run   (const char          *arguments,
                       gint                 pid,
                       const char          *folder,
                       GSpawnChildSetupFunc setup,
                       gpointer             data);
void    command_clear (Command             *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Command, command_clear)
