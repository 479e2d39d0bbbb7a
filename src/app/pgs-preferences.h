/* pgs-preferences.h: the window of preferences
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PGS_TYPE_PREFERENCES (pgs_preferences_get_type ())

G_DECLARE_FINAL_TYPE (PgsPreferences, pgs_preferences, PGS, PREFERENCES, AdwPreferencesWindow)

GtkWidget *pgs_preferences_new (GtkWindow *parent,
                                GSettings *settings);

G_END_DECLS
