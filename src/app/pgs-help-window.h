/* pgs-help-window.h: the window that shows the help
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PGS_TYPE_HELP_WINDOW (pgs_help_window_get_type ())

G_DECLARE_FINAL_TYPE (PgsHelpWindow, pgs_help_window, PGS, HELP_WINDOW, AdwWindow)

void pgs_help_window_show (GtkWindow *parent);

G_END_DECLS
