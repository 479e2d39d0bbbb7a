/* pgs-launch-dialog.h: asks which program to start and where
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "pgs-program.h"

G_BEGIN_DECLS

#define PGS_TYPE_LAUNCH_DIALOG (pgs_launch_dialog_get_type ())

/**
 * PgsLaunchDialog:
 *
 * Signal `launched` (PgsProgram *program): it was started and stands at its first instruction, or runs. The
 * dialog then closes.
 */
G_DECLARE_FINAL_TYPE (PgsLaunchDialog, pgs_launch_dialog, PGS, LAUNCH_DIALOG, AdwWindow)

GtkWidget *pgs_launch_dialog_new (GtkWindow *parent,
                                  GSettings *settings);

G_END_DECLS
