/* pgs-columns-layout.h: children side by side where there is room, else one below the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PGS_TYPE_COLUMNS_LAYOUT (pgs_columns_layout_get_type ())

/**
 * PgsColumnsLayout:
 *
 * Gives all children the same width. GtkFlowBox would go by their natural width, which a long
 * sentence makes too large.
 */
G_DECLARE_FINAL_TYPE (PgsColumnsLayout, pgs_columns_layout, PGS, COLUMNS_LAYOUT, GtkLayoutManager)

GtkLayoutManager *pgs_columns_layout_new (int column_width,
                                          int spacing);

G_END_DECLS
