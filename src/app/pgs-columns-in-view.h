/* pgs-columns-in-view.h: which columns of a table are in view
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*PgsColumnInViewFunc) (GtkColumnViewColumn *column,
                                     gboolean             is_in_view,
                                     gpointer             data);

void pgs_columns_in_view_follow (GtkColumnView       *view,
                                 PgsColumnInViewFunc  func,
                                 gpointer             data);
void pgs_columns_in_view_leave  (GtkColumnView       *view);

G_END_DECLS
