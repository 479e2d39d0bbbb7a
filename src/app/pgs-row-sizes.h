/* pgs-row-sizes.h: what children get of the room, for layout managers that put them side by side
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GArray *pgs_row_sizes_request  (GtkWidget              *widget,
                                GtkOrientation          orientation,
                                int                     for_size);
int     pgs_row_sizes_share    (GtkRequestedSize       *row,
                                guint                   n,
                                int                     width,
                                int                     spacing);
int     pgs_row_sizes_align    (const GtkRequestedSize *row,
                                guint                   n,
                                int                    *tops);
void    pgs_row_sizes_allocate (GtkWidget              *widget,
                                const GtkRequestedSize *row,
                                guint                   n,
                                int                     spacing,
                                const GtkAllocation    *place,
                                const int              *tops);

G_END_DECLS
