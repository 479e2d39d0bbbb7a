/* pgs-program-watch.h: a window's launched program: started, shown, watched from its first instruction
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-process-list.h"
#include "pgs-program-pane.h"
#include "pgs-session.h"

G_BEGIN_DECLS

/**
 * PgsProgramWatch:
 *
 * Joins a program with the widgets of a window. Main thread only.
 */
typedef struct _PgsProgramWatch PgsProgramWatch;

PgsProgramWatch *pgs_program_watch_new      (PgsSession      *session,
                                             PgsProgramPane  *pane,
                                             PgsProcessList  *list);
void             pgs_program_watch_free     (PgsProgramWatch *self);
void             pgs_program_watch_take     (PgsProgramWatch *self,
                                             PgsProgram      *program);
PgsProgram      *pgs_program_watch_get_live (PgsProgramWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsProgramWatch, pgs_program_watch_free)

G_END_DECLS
