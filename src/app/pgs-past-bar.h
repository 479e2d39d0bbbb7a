/* pgs-past-bar.h: says that the window shows the past, and leads back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_PAST_BAR (pgs_past_bar_get_type ())

/**
 * PgsPastBar:
 *
 * A calm line above the views, there only while a watched process is shown as it was. Property:
 * `session` (PgsSession).
 */
G_DECLARE_FINAL_TYPE (PgsPastBar, pgs_past_bar, PGS, PAST_BAR, GtkWidget)

G_END_DECLS
