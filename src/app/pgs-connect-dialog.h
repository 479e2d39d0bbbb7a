/* pgs-connect-dialog.h: asks which other computer to look at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PGS_TYPE_CONNECT_DIALOG (pgs_connect_dialog_get_type ())

/**
 * PgsConnectDialog:
 *
 * Signal: `chosen` (string), once, with the name of a host that ssh may know; then the dialog closes.
 */
G_DECLARE_FINAL_TYPE (PgsConnectDialog, pgs_connect_dialog, PGS, CONNECT_DIALOG, AdwWindow)

GtkWidget *pgs_connect_dialog_new (GtkWindow *parent);

G_END_DECLS
