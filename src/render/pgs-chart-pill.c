/* pgs-chart-pill.c: a time in a rounded box on the time axis of a chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-chart-pill.h"

#include "pgs-chart-text.h"
#include "pgs-rounded.h"

/* in units of the theme's font size */
#define PADDING 0.6
#define RADIUS 0.45

/**
 * pgs_chart_pill_place:
 * @layout: of the chart
 * @theme: its looks
 * @x: what it stands below, px
 * @text: what it says
 * @pill: (out): its place on the time axis, within the chart
 */
void
pgs_chart_pill_place (const PgsChartLayout *layout,
                      const PgsTheme       *theme,
                      double                x,
                      const char           *text,
                      cairo_rectangle_t    *pill)
{
  const double em = theme->font_size;
  const double width = pgs_chart_text_width (layout->context, theme, PGS_CHART_TEXT_SMALL, text) + 2 * PADDING * em;
  const double height = pgs_chart_text_line_height (layout->context, theme, PGS_CHART_TEXT_SMALL) + 0.1 * em;

  *pill = (cairo_rectangle_t) {
    CLAMP (x - width / 2, 0, MAX (0, layout->width - width)),
    MIN (layout->bottom + 0.2 * em, layout->height - height), width, height,
  };
}

/**
 * pgs_chart_pill_draw:
 * @layout: of the chart
 * @theme: its looks
 * @pill: its place
 * @text: what it says
 * @fill: its colour
 * @ink: colour of the text
 * @cr: where to draw
 */
void
pgs_chart_pill_draw (const PgsChartLayout    *layout,
                     const PgsTheme          *theme,
                     const cairo_rectangle_t *pill,
                     const char              *text,
                     PgsColor                 fill,
                     PgsColor                 ink,
                     cairo_t                 *cr)
{
  pgs_rounded_trace (pill, MIN (RADIUS * theme->font_size, pill->height / 2), cr);
  pgs_color_set_source (fill, cr);
  cairo_fill (cr);
  pgs_chart_text_draw (layout->context, theme, PGS_CHART_TEXT_SMALL | PGS_CHART_TEXT_CENTER, text, ink, pill, cr);
}
