/* pgs-terminal.h: the pseudo terminal of a program that was launched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PGS_TERMINAL_COLUMNS 80
#define PGS_TERMINAL_ROWS 24

/**
 * PgsTerminal:
 *
 * This side of a pseudo terminal. Main thread only.
 */
typedef struct _PgsTerminal PgsTerminal;

/* What was written to it; valid UTF-8 as pgs_output_text_push() makes it. */
typedef void (*PgsTerminalFunc) (const char *text,
                                 gpointer    data);

PgsTerminal *pgs_terminal_new            (PgsTerminalFunc   func,
                                          gpointer          data,
                                          GError          **error);
void         pgs_terminal_free           (PgsTerminal      *self);
int          pgs_terminal_get_program_fd (PgsTerminal      *self);
void         pgs_terminal_begin          (PgsTerminal      *self);
gboolean     pgs_terminal_write          (PgsTerminal      *self,
                                          const char       *text);
gboolean     pgs_terminal_write_end      (PgsTerminal      *self);
gboolean     pgs_terminal_is_open        (PgsTerminal      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsTerminal, pgs_terminal_free)

G_END_DECLS
