/* pgs-command-launch.h: a program that the command line asks to start
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-application.h"

G_BEGIN_DECLS

void pgs_command_launch (PgsApplication          *application,
                         GApplicationCommandLine *command_line,
                         const char *const       *argv);

G_END_DECLS
