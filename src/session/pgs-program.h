/* pgs-program.h: a program that was launched to be watched, and what it writes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "pgs-launcher.h"

G_BEGIN_DECLS

#define PGS_TYPE_PROGRAM (pgs_program_get_type ())

/**
 * PgsProgram:
 *
 * A program on a terminal of its own, from before it starts until after it has ended. Main thread only.
 *
 * Signals: `changed` when its state is another; `output` (const char *text), valid UTF-8 as
 * pgs_output_text_push() makes it.
 */
G_DECLARE_FINAL_TYPE (PgsProgram, pgs_program, PGS, PROGRAM, GObject)

PgsProgram        *pgs_program_new        (const char *const *argv,
                                           const char *const *env,
                                           const char        *folder);
gboolean           pgs_program_start      (PgsProgram        *self,
                                           GError           **error);
void               pgs_program_listen     (PgsProgram        *self);
PgsLauncherState   pgs_program_get_state  (PgsProgram        *self);
gboolean           pgs_program_is_alive   (PgsProgram        *self);
gint               pgs_program_get_pid    (PgsProgram        *self);
PgsLauncherHold    pgs_program_get_hold   (PgsProgram        *self);
const PgsExit     *pgs_program_get_exit   (PgsProgram        *self);
const GError      *pgs_program_get_error  (PgsProgram        *self);
const char *const *pgs_program_get_argv   (PgsProgram        *self);
const char *const *pgs_program_get_env    (PgsProgram        *self);
const char        *pgs_program_get_folder (PgsProgram        *self);
char              *pgs_program_dup_name   (PgsProgram        *self);
void               pgs_program_release    (PgsProgram        *self);
gboolean           pgs_program_signal     (PgsProgram        *self,
                                           int                signal_number);
gboolean           pgs_program_write      (PgsProgram        *self,
                                           const char        *text);
gboolean           pgs_program_write_end  (PgsProgram        *self);

G_END_DECLS
