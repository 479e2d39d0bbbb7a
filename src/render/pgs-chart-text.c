/* pgs-chart-text.c: the texts of a chart, measured and drawn the same way
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-chart-text.h"

#include <math.h>

#include "pgs-kept-texts.h"

#define SMALL_SCALE 0.82

/* Returns: (transfer none): until the next call */
static PangoLayout *
lay_out (PangoContext      *context,
         const PgsTheme    *theme,
         PgsChartTextStyle  style,
         const char        *text,
         int                width)
{
  const PgsText what = { .text = text,
                         .font = theme->font,
                         .size = theme->font_size * (style & PGS_CHART_TEXT_SMALL ? SMALL_SCALE : 1),
                         .is_bold = (style & PGS_CHART_TEXT_BOLD) != 0,
                         .width = width };

  return pgs_kept_texts_get (context, &what);
}

/**
 * pgs_chart_text_line_height:
 * @context: fonts
 * @theme: a theme
 * @style: of the text
 *
 * Returns: how high a line is, in px
 */
double
pgs_chart_text_line_height (PangoContext      *context,
                            const PgsTheme    *theme,
                            PgsChartTextStyle  style)
{
  PangoLayout *layout = lay_out (context, theme, style, "0", -1);
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return ceil ((double) height / PANGO_SCALE);
}

/**
 * pgs_chart_text_width:
 * @context: fonts
 * @theme: a theme
 * @style: of the text
 * @text: what to measure
 *
 * Returns: how wide it is, in px
 */
double
pgs_chart_text_width (PangoContext      *context,
                      const PgsTheme    *theme,
                      PgsChartTextStyle  style,
                      const char        *text)
{
  PangoLayout *layout = lay_out (context, theme, style, text, -1);
  int width;

  pango_layout_get_size (layout, &width, NULL);
  return ceil ((double) width / PANGO_SCALE);
}

/**
 * pgs_chart_text_draw:
 * @context: fonts
 * @theme: a theme
 * @style: of the text
 * @text: one line; ellipsized where it does not fit
 * @color: of the text
 * @rect: where; the text is centred in its height
 * @cr: where to draw
 */
void
pgs_chart_text_draw (PangoContext            *context,
                     const PgsTheme          *theme,
                     PgsChartTextStyle        style,
                     const char              *text,
                     PgsColor                 color,
                     const cairo_rectangle_t *rect,
                     cairo_t                 *cr)
{
  PangoLayout *layout = lay_out (context, theme, style, text, -1);
  int width, height;
  double x = rect->x;

  pango_layout_get_size (layout, &width, &height);
  if (width > rect->width * PANGO_SCALE)
    {
      layout = lay_out (context, theme, style, text, (int) floor (rect->width));
      pango_layout_get_size (layout, &width, &height);
    }
  if (style & PGS_CHART_TEXT_END)
    x += rect->width - (double) width / PANGO_SCALE;
  else if (style & PGS_CHART_TEXT_CENTER)
    x += (rect->width - (double) width / PANGO_SCALE) / 2;
  cairo_move_to (cr, x, rect->y + round ((rect->height - (double) height / PANGO_SCALE) / 2));
  pgs_color_set_source (color, cr);
  pango_cairo_show_layout (cr, layout);
}
