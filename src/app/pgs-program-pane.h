/* pgs-program-pane.h: what a launched program writes, and what it may be told
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-program.h"

G_BEGIN_DECLS

#define PGS_TYPE_PROGRAM_PANE (pgs_program_pane_get_type ())

/**
 * PgsProgramPane:
 *
 * Signal `again`: the person wants the same command started anew.
 */
G_DECLARE_FINAL_TYPE (PgsProgramPane, pgs_program_pane, PGS, PROGRAM_PANE, GtkWidget)

void pgs_program_pane_set_program (PgsProgramPane *self,
                                   PgsProgram     *program);
void pgs_program_pane_show_error  (PgsProgramPane *self,
                                   const GError   *error);

G_END_DECLS
