/* pgs-fact-layout.h: a name and what is known of it, side by side or one below the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PGS_TYPE_FACT_LAYOUT (pgs_fact_layout_get_type ())

/**
 * PgsFactLayout:
 *
 * For a widget with one or two children that take a height for each width, as labels that wrap do. Side by side
 * the second one gets the room that is left.
 */
G_DECLARE_FINAL_TYPE (PgsFactLayout, pgs_fact_layout, PGS, FACT_LAYOUT, GtkLayoutManager)

void pgs_fact_layout_set_stacked (PgsFactLayout *self,
                                  gboolean       is_stacked);

G_END_DECLS
