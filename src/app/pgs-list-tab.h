/* pgs-list-tab.h: lets the Tab key leave a list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void pgs_list_tab_leaves (GtkWidget *view);

G_END_DECLS
