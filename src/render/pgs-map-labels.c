/* pgs-map-labels.c: what is written beside and between the bands of pages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pgs-chart-text.h"
#include "pgs-format.h"
#include "pgs-rounded.h"

#define TEXT_SCALE 0.88       /* names of bands, of normal text */
#define LABEL_WIDTH 13.0      /* of the font's size */
#define MAX_LABEL_SHARE 0.32  /* of the width of the picture */
#define BAR_WIDTH 3.0
#define BAR_SPACE 9.0         /* from the bar's edge to the text */
#define LABEL_END_SPACE 8.0   /* from the text to the cells */
#define MARGIN 14.0
#define PILL_PADDING 14.0

/**
 * pgs_map_geometry_init:
 * @geometry: (out caller-allocates): filled for zoom 0, high addresses on top, scale 1
 * @context: the fonts
 * @theme: of the picture
 * @width: of the picture, px
 * @page_size: bytes, as the snapshot has it
 */
void
pgs_map_geometry_init (PgsMapGeometry *geometry,
                       PangoContext   *context,
                       const PgsTheme *theme,
                       double          width,
                       guint32         page_size)
{
  const PgsTheme text = pgs_theme_scale_text (theme, TEXT_SCALE);

  *geometry = (PgsMapGeometry) {
    .width = width,
    .scale = 1,
    .rtl = theme->rtl,
    .label_width = floor (MIN (LABEL_WIDTH * theme->font_size, width * MAX_LABEL_SHARE)),
    .name_height = pgs_chart_text_line_height (context, &text, PGS_CHART_TEXT_BOLD),
    .detail_height = pgs_chart_text_line_height (context, &text, PGS_CHART_TEXT_SMALL),
    .page_shift = g_bit_nth_msf (MAX (page_size, 1), -1),
  };
}

static guint64
sum_rss (const PgsSnapshot *snapshot,
         const PgsMapBand  *band)
{
  guint64 sum = 0;

  for (gsize i = 0; i < band->n_mappings; i++)
    {
      const guint64 rss = pgs_snapshot_get_region_rss (snapshot, band->first_mapping + i);

      if (rss == PGS_UNKNOWN)
        return PGS_UNKNOWN;
      sum += rss;
    }
  return sum;
}

/**
 * pgs_map_dup_band_detail:
 * @model: what to draw
 * @layout: of its mappings
 * @band: index of a band
 *
 * O(mappings of the band).
 *
 * Returns: (transfer full): the small text below a band's name: its sizes and, in a second line, what a cell holds
 */
char *
pgs_map_dup_band_detail (const PgsMapModel  *model,
                         const PgsMapLayout *layout,
                         gsize               band)
{
  const PgsMapBand *b = pgs_map_layout_get_band (layout, band);
  const guint shift = b->cell_shift + pgs_map_layout_get_geometry (layout)->page_shift;
  g_autofree char *size = pgs_format_size (b->end - b->start);
  g_autofree char *rss = pgs_format_size (sum_rss (model->snapshot, b));
  /* Translators: size and resident size of a region: "64.3 MiB · 27.5 MiB res" */
  g_autofree char *sizes = g_strdup_printf (_("%s · %s res"), size, rss);
  g_autofree char *cell_size = pgs_format_size (G_GUINT64_CONSTANT (1) << shift);
  /* Translators: how much memory one cell of the page map stands for: "64 KiB/cell" */
  g_autofree char *cell = g_strdup_printf (_("%s/cell"), cell_size);

  return b->cell_shift > 0 ? g_strjoin ("\n", sizes, cell, NULL) : g_steal_pointer (&sizes);
}

static void
draw_text (PangoContext      *context,
           const PgsTheme    *theme,
           PgsChartTextStyle  style,
           const char        *text,
           PgsColor           color,
           double             x,
           double             y,
           double             width,
           double             height,
           cairo_t           *cr)
{
  const cairo_rectangle_t rect = { x, y, width, height };

  if (theme->rtl && !(style & PGS_CHART_TEXT_CENTER))
    style |= PGS_CHART_TEXT_END;
  if (width > 0)
    pgs_chart_text_draw (context, theme, style, text, color, &rect, cr);
}

/* What a cell holds has a line of its own where there is room for one and none beside the sizes. */
static void
draw_details (const PgsMapLayout *layout,
              const PgsTheme     *text,
              PangoContext       *context,
              const PgsMapBand   *band,
              const char         *detail,
              double              x,
              double              width,
              cairo_t            *cr)
{
  const PgsMapGeometry *g = pgs_map_layout_get_geometry (layout);
  g_auto (GStrv) lines = g_strsplit (detail, "\n", 2);
  g_autofree char *joined = g_strjoinv (" · ", lines);
  const gboolean fits = pgs_chart_text_width (context, text, PGS_CHART_TEXT_SMALL, joined) <= width;
  const gboolean third = !fits && lines[1] != NULL && band->height >= g->name_height + 2 * g->detail_height;

  draw_text (context, text, PGS_CHART_TEXT_SMALL, third ? lines[0] : joined, text->dim, x, g->name_height, width,
             g->detail_height, cr);
  if (third)
    draw_text (context, text, PGS_CHART_TEXT_SMALL, lines[1], text->dim, x, g->name_height + g->detail_height, width,
               g->detail_height, cr);
}

/* Name and size side by side, when everything is zoomed out. */
static void
draw_compact_label (const PgsMapLayout *layout,
                    const PgsTheme     *text,
                    PangoContext       *context,
                    const PgsMapBand   *band,
                    const char         *name,
                    double              x,
                    double              width,
                    cairo_t            *cr)
{
  const double height = pgs_map_layout_get_geometry (layout)->name_height;
  g_autofree char *size = pgs_format_size (band->end - band->start);
  const double size_width = pgs_chart_text_width (context, text, PGS_CHART_TEXT_SMALL, size);
  const double name_width = width - size_width - LABEL_END_SPACE;
  const cairo_rectangle_t rect = { text->rtl ? x : x + width - size_width, 0, size_width, height };

  draw_text (context, text, PGS_CHART_TEXT_BOLD, name, text->foreground,
             text->rtl ? x + width - name_width : x, 0, name_width, height, cr);
  pgs_chart_text_draw (context, text, PGS_CHART_TEXT_SMALL, size, text->dim, &rect, cr);
}

/**
 * pgs_map_get_bar:
 * @layout: a layout
 * @theme: its looks
 * @band: index of a band
 * @rect: (out caller-allocates): the coloured bar beside the band's label, px of the whole picture
 */
void
pgs_map_get_bar (const PgsMapLayout *layout,
                 const PgsTheme     *theme,
                 gsize               band,
                 cairo_rectangle_t  *rect)
{
  const PgsMapGeometry *g = pgs_map_layout_get_geometry (layout);
  const PgsMapBand *b = pgs_map_layout_get_band (layout, band);
  const double left = pgs_map_layout_get_label_x (layout);

  rect->x = theme->rtl ? left + g->label_width - BAR_WIDTH : left;
  rect->y = b->y;
  rect->width = BAR_WIDTH;
  rect->height = b->height;
}

/**
 * pgs_map_draw_label:
 * @layout: a layout
 * @theme: its looks
 * @context: its fonts
 * @band: index of a band
 * @detail: what pgs_map_dup_band_detail() gave for it
 * @cr: where to draw; the label's top is its y = 0
 *
 * The name and the sizes.
 *
 * Returns: the height of a label with everything in it, px
 */
double
pgs_map_draw_label (const PgsMapLayout *layout,
                    const PgsTheme     *theme,
                    PangoContext       *context,
                    gsize               band,
                    const char         *detail,
                    cairo_t            *cr)
{
  const PgsTheme text = pgs_theme_scale_text (theme, TEXT_SCALE);
  const PgsMapGeometry *g = pgs_map_layout_get_geometry (layout);
  const PgsMapBand *b = pgs_map_layout_get_band (layout, band);
  const double left = pgs_map_layout_get_label_x (layout);
  const double x = theme->rtl ? left + LABEL_END_SPACE : left + BAR_SPACE;
  const double width = g->label_width - BAR_SPACE - LABEL_END_SPACE;
  g_autofree char *name = pgs_map_dup_band_name (layout, band);

  if (pgs_map_layout_is_compact (layout))
    {
      draw_compact_label (layout, &text, context, b, name, x, width, cr);
      return g->name_height;
    }
  draw_text (context, &text, PGS_CHART_TEXT_BOLD, name, theme->foreground, x, 0, width, g->name_height, cr);
  draw_details (layout, &text, context, b, detail, x, width, cr);
  return MIN (g->name_height + 2 * g->detail_height, b->height);
}

/**
 * pgs_map_draw_gap:
 * @layout: a layout
 * @theme: its looks
 * @context: its fonts
 * @band: index of the band below the gap
 * @cr: where to draw; the gap's top is its y = 0
 *
 * A dashed line with the size of what is not mapped.
 */
void
pgs_map_draw_gap (const PgsMapLayout *layout,
                  const PgsTheme     *theme,
                  PangoContext       *context,
                  gsize               band,
                  cairo_t            *cr)
{
  const PgsTheme small = pgs_theme_scale_text (theme, TEXT_SCALE);
  const PgsMapGeometry *g = pgs_map_layout_get_geometry (layout);
  const PgsMapBand *b = pgs_map_layout_get_band (layout, band);
  g_autofree char *size = pgs_format_size (b->gap);
  /* Translators: a part of the address space that nothing uses: "432 GiB unmapped" */
  g_autofree char *text = g_strdup_printf (_("%s unmapped"), size);
  const double width = pgs_chart_text_width (context, &small, PGS_CHART_TEXT_SMALL, text) + 2 * PILL_PADDING;
  const double height = g->detail_height + 4;
  const double x = floor ((g->width - width) / 2);
  const double dashes[] = { 4, 4 };
  const cairo_rectangle_t rect = { x, 3, width, height };

  pgs_color_set_source (theme->line, cr);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_move_to (cr, MARGIN, 3 + floor (height / 2) + 0.5);
  cairo_line_to (cr, g->width - MARGIN, 3 + floor (height / 2) + 0.5);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  pgs_color_set_source (theme->gap, cr);
  pgs_rounded_trace (&rect, rect.height / 2, cr);
  cairo_fill (cr);
  pgs_chart_text_draw (context, &small, PGS_CHART_TEXT_SMALL | PGS_CHART_TEXT_CENTER, text, theme->dim, &rect, cr);
}
