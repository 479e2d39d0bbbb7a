/* pgs-cli-terminal.h: a few lines of a terminal that are drawn again and again in place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-cli-output.h"

G_BEGIN_DECLS

/**
 * PgsCliTerminalFlags:
 * @PGS_CLI_TERMINAL_MOVES: its cursor can be moved
 * @PGS_CLI_TERMINAL_COLORS: it has colours, and the person does not mind them
 * @PGS_CLI_TERMINAL_BLOCKS: it shows the block elements of Unicode
 */
typedef enum
{
  PGS_CLI_TERMINAL_MOVES = 1 << 0,
  PGS_CLI_TERMINAL_COLORS = 1 << 1,
  PGS_CLI_TERMINAL_BLOCKS = 1 << 2,
} PgsCliTerminalFlags;

/**
 * PgsCliTerminal:
 *
 * Between two drawings the cursor stands on the line below, as it does when the program ends. One at a
 * time in a program.
 */
typedef struct _PgsCliTerminal PgsCliTerminal;

PgsCliTerminal      *pgs_cli_terminal_new       (PgsCliOutput    *output);
void                 pgs_cli_terminal_free      (PgsCliTerminal  *self);
PgsCliTerminalFlags  pgs_cli_terminal_get_flags (PgsCliTerminal  *self);
void                 pgs_cli_terminal_get_size  (PgsCliTerminal  *self,
                                                 gsize           *n_columns,
                                                 gsize           *n_lines);
gboolean             pgs_cli_terminal_draw      (PgsCliTerminal  *self,
                                                 const char      *lines,
                                                 GError         **error);
void                 pgs_cli_terminal_clear     (PgsCliTerminal  *self);
void                 pgs_cli_terminal_suspend   (PgsCliTerminal  *self);
void                 pgs_cli_terminal_resume    (PgsCliTerminal  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsCliTerminal, pgs_cli_terminal_free)

G_END_DECLS
