/* pgs-legend-view.h: what the colours of the map mean, as a widget
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-map-cells.h"

G_BEGIN_DECLS

#define PGS_TYPE_LEGEND_VIEW (pgs_legend_view_get_type ())

G_DECLARE_FINAL_TYPE (PgsLegendView, pgs_legend_view, PGS, LEGEND_VIEW, GtkWidget)

void pgs_legend_view_set (PgsLegendView *self,
                          PgsColorBy     color_by,
                          PgsCellMarks   marks);

G_END_DECLS
