/* pgs-legend.h: what the colours of the map mean
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <pango/pangocairo.h>

#include "pgs-map-cells.h"

G_BEGIN_DECLS

double pgs_legend_measure (PgsColorBy         color_by,
                           PgsCellMarks       marks,
                           const PgsTheme    *theme,
                           PangoContext      *context,
                           double             width,
                           double            *height);
void   pgs_legend_draw    (PgsColorBy         color_by,
                           PgsCellMarks       marks,
                           const PgsTheme    *theme,
                           PangoContext      *context,
                           double             width,
                           cairo_t           *cr);
char  *pgs_legend_describe (PgsColorBy        color_by,
                            PgsCellMarks      marks);

G_END_DECLS
