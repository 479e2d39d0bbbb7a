/* pgs-label.h: what all labels do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void pgs_label_forbid_hyphens (void);
void pgs_label_update         (GtkLabel   *label,
                               const char *text);

G_END_DECLS
