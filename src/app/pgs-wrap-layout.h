/* pgs-wrap-layout.h: children in a row, in several where they do not fit into one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PGS_TYPE_WRAP_LAYOUT (pgs_wrap_layout_get_type ())

/**
 * PgsWrapLayout:
 *
 * For bars of controls: no narrow window loses one. Its property `spacing` is px between children and between rows.
 * A child that expands takes what is left of its row.
 */
G_DECLARE_FINAL_TYPE (PgsWrapLayout, pgs_wrap_layout, PGS, WRAP_LAYOUT, GtkLayoutManager)

G_END_DECLS
