/* pgs-process-chooser.h: a dialog that asks for one process of this machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PGS_TYPE_PROCESS_CHOOSER (pgs_process_chooser_get_type ())

/**
 * PgsProcessChooser:
 *
 * Signal: `chosen` (int pid) after one was chosen; the dialog then closes.
 */
G_DECLARE_FINAL_TYPE (PgsProcessChooser, pgs_process_chooser, PGS, PROCESS_CHOOSER, AdwWindow)

PgsProcessChooser *pgs_process_chooser_new (GtkWindow *parent);

G_END_DECLS
