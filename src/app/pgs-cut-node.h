/* pgs-cut-node.h: a large render node, shown in parts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GskRenderNode *pgs_cut_node     (GskRenderNode *node,
                                 int            scale);
GskRenderNode *pgs_cut_node_end (GtkWidget     *widget,
                                 GtkSnapshot   *snapshot,
                                 cairo_t       *cr);

G_END_DECLS
