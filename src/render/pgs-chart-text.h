/* pgs-chart-text.h: the texts of a chart, measured and drawn the same way
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <pango/pangocairo.h>

#include "pgs-theme.h"

G_BEGIN_DECLS

typedef enum
{
  PGS_CHART_TEXT_NORMAL = 0,
  PGS_CHART_TEXT_BOLD = 1 << 0,
  PGS_CHART_TEXT_SMALL = 1 << 1,
  PGS_CHART_TEXT_END = 1 << 2,    /* at the right end of its rectangle */
  PGS_CHART_TEXT_CENTER = 1 << 3,
} PgsChartTextStyle;

double pgs_chart_text_line_height (PangoContext      *context,
                                   const PgsTheme    *theme,
                                   PgsChartTextStyle  style);
double pgs_chart_text_width       (PangoContext      *context,
                                   const PgsTheme    *theme,
                                   PgsChartTextStyle  style,
                                   const char        *text);
void   pgs_chart_text_draw        (PangoContext      *context,
                                   const PgsTheme    *theme,
                                   PgsChartTextStyle  style,
                                   const char        *text,
                                   PgsColor           color,
                                   const cairo_rectangle_t *rect,
                                   cairo_t           *cr);

G_END_DECLS
