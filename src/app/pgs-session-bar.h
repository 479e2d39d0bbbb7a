/* pgs-session-bar.h: a bar that says when something is not as usual with the watched process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PGS_TYPE_SESSION_BAR (pgs_session_bar_get_type ())

/**
 * PgsSessionBar:
 *
 * Hidden while all is well. Properties: `session` (PgsSession), `remote` (PgsRemote), `rights` (PgsElevation). Its
 * buttons are actions: `win.wait` for the program to start again, `win.reconnect`, `app.authenticate`.
 */
G_DECLARE_FINAL_TYPE (PgsSessionBar, pgs_session_bar, PGS, SESSION_BAR, GtkWidget)

G_END_DECLS
