/* pgs-view-sort.h: by which of its columns a view is sorted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PgsViewSort:
 *
 * For a view whose list sorts itself: the view shows by which column, and lets it be chosen.
 */
typedef struct _PgsViewSort PgsViewSort;

PgsViewSort *pgs_view_sort_new        (GtkColumnView       *view);
void         pgs_view_sort_free       (PgsViewSort         *self);
void         pgs_view_sort_add_column (PgsViewSort         *self,
                                       GtkColumnViewColumn *column,
                                       guint                id);
gboolean     pgs_view_sort_get        (PgsViewSort         *self,
                                       guint               *id,
                                       gboolean            *is_descending);
void         pgs_view_sort_choose     (PgsViewSort         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsViewSort, pgs_view_sort_free)

G_END_DECLS
