/* pgs-chart-text.c: the texts of a chart, measured and drawn the same way
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-chart-text.h"

#include <math.h>

#define SMALL_SCALE 0.82

static PangoLayout *
create_layout (PangoContext      *context,
               const PgsTheme    *theme,
               PgsChartTextStyle  style,
               const char        *text)
{
  const double size = theme->font_size * (style & PGS_CHART_TEXT_SMALL ? SMALL_SCALE : 1);
  PangoFontDescription *font = pango_font_description_new ();
  PangoLayout *layout = pango_layout_new (context);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_font_description_set_family (font, theme->font);
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  if (style & PGS_CHART_TEXT_BOLD)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  /* digits of one width, so that values do not dance while they change */
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  pango_attr_list_unref (attributes);
  pango_font_description_free (font);
  return layout;
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
  g_autoptr (PangoLayout) layout = create_layout (context, theme, style, "0");
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
  g_autoptr (PangoLayout) layout = create_layout (context, theme, style, text);
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
  g_autoptr (PangoLayout) layout = create_layout (context, theme, style, text);
  int width, height;
  double x = rect->x;

  pango_layout_get_size (layout, &width, &height);
  if (width > rect->width * PANGO_SCALE)
    {
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_width (layout, floor (rect->width) * PANGO_SCALE);
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
