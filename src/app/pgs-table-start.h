/* pgs-table-start.h: shows a table from its first column on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void pgs_table_start_keep (GtkColumnView *view);

G_END_DECLS
