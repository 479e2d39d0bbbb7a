/* pgs-label.h: labels whose text is told again and again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void pgs_label_update (GtkLabel   *label,
                       const char *text);

G_END_DECLS
