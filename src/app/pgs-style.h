/* pgs-style.h: GTK's style as the theme value that drawings are made with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-theme.h"

G_BEGIN_DECLS

void pgs_style_get_theme (GtkWidget *widget,
                          PgsTheme  *theme);
void pgs_style_follow    (GtkWidget *widget,
                          GCallback  changed);
void pgs_style_set_class (GtkWidget  *widget,
                          const char *name,
                          gboolean    is_set);

G_END_DECLS
