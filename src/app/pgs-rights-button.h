/* pgs-rights-button.h: says that there are more rights than usual, and gives them up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PGS_TYPE_RIGHTS_BUTTON (pgs_rights_button_get_type ())

/**
 * PgsRightsButton:
 *
 * Not visible while there are none. Property: `rights` (PgsElevation).
 */
G_DECLARE_FINAL_TYPE (PgsRightsButton, pgs_rights_button, PGS, RIGHTS_BUTTON, GtkWidget)

G_END_DECLS
