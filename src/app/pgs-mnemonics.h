/* pgs-mnemonics.h: buttons with a letter to press, as a screen reader says them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void pgs_mnemonics_name_buttons (GtkWidget *root);

G_END_DECLS
