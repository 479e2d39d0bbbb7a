/* pgs-spoken.h: what a screen reader calls a widget that shows other words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void pgs_spoken_set          (GtkWidget     *widget,
                              const char    *name);
void pgs_spoken_name_table   (GtkColumnView *view,
                              const char    *name);
void pgs_spoken_follow_title (AdwStatusPage *page);

G_END_DECLS
