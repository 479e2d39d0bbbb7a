/* pgs-latin.h: text that is in no language
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void pgs_latin_set (GtkWidget *widget);

G_END_DECLS
