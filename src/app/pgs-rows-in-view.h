/* pgs-rows-in-view.h: how many rows a table tells of at first, and then at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PGS_ROWS_AT_ONCE 16 /* whose widgets are made between two frames */

guint pgs_rows_in_view_count (GtkWidget *page);

G_END_DECLS
