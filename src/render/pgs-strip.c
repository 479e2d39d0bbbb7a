/* pgs-strip.c: the textbook picture of an address space, drawn from the real one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-strip.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pgs-chart-text.h"
#include "pgs-format.h"
#include "pgs-rounded.h"
#include "pgs-strip-labels.h"
#include "pgs-strip-words.h"

#define TEXT_SCALE 0.9
#define ZIGZAG_WIDTH 12.0  /* px from one peak to the next */
#define ZIGZAG_HEIGHT 4.0
#define NAME_PADDING 5.0
#define BRACKET_REACH 5.0  /* px beside and above what it holds */
#define TEXTURE_PERIOD 4.0
#define CORNER 4.0         /* radius of what is round */

/**
 * pgs_strip_geometry_init:
 * @geometry: (out caller-allocates): filled for high addresses on top
 * @context: the fonts
 * @theme: of the picture
 * @width: of the picture, px
 * @height: of the picture, px
 */
void
pgs_strip_geometry_init (PgsStripGeometry *geometry,
                         PangoContext     *context,
                         const PgsTheme   *theme,
                         double            width,
                         double            height)
{
  const PgsTheme text = pgs_theme_scale_text (theme, TEXT_SCALE);

  *geometry = (PgsStripGeometry) {
    .width = width,
    .height = height,
    .rtl = theme->rtl,
    .line_height = pgs_chart_text_line_height (context, &text, PGS_CHART_TEXT_SMALL),
  };
}

/* Everything that the parts of one picture share. */
typedef struct
{
  const PgsMapModel *model;
  const PgsStripLayout *layout;
  const PgsTheme *theme; /* with the strip's font */
  PangoContext *context;
  cairo_t *cr;
  double x;
  double width;
  double line;
} Drawing;

static void
add_texture (const Drawing      *self,
             const PgsStripItem *item)
{
  const double right = self->x + self->width;
  const double bottom = item->y + item->height;

  switch (pgs_theme_get_texture (item->kind))
    {
    case PGS_TEXTURE_NONE:
      break;
    case PGS_TEXTURE_ROWS:
      for (double y = item->y + 2; y + 1 <= bottom; y += TEXTURE_PERIOD)
        cairo_rectangle (self->cr, self->x, y, self->width, 1);
      break;
    case PGS_TEXTURE_COLUMNS:
      for (double x = self->x + 2; x + 1 <= right; x += TEXTURE_PERIOD)
        cairo_rectangle (self->cr, x, item->y, 1, item->height);
      break;
    case PGS_TEXTURE_DOTS:
      for (double y = item->y + 1; y + 2 <= bottom; y += TEXTURE_PERIOD)
        for (double x = self->x + 1; x + 2 <= right; x += TEXTURE_PERIOD)
          cairo_rectangle (self->cr, x, y, 2, 2);
      break;
    }
}

/* Lines of 45° over a part of the block; rising where it could not be read, falling and lighter where
 * it was not read yet, as in the cells of the map. */
static void
draw_hatch (const Drawing      *self,
            const PgsStripItem *item,
            double              x,
            double              width,
            gboolean            is_unread)
{
  const PgsColor light = pgs_color_mix (self->theme->background, self->theme->foreground, 0.3);
  const double start = is_unread ? item->y : item->y + item->height;
  const double end = is_unread ? item->y + item->height : item->y;
  cairo_t *cr = self->cr;

  cairo_save (cr);
  cairo_rectangle (cr, x, item->y, width, item->height);
  cairo_clip (cr);
  pgs_color_set_source (is_unread ? self->theme->background : pgs_theme_get_reserved (self->theme, item->kind), cr);
  cairo_paint (cr);
  pgs_color_set_source (is_unread ? light : self->theme->dim, cr);
  cairo_set_line_width (cr, 1);
  for (double at = self->x - item->height; at < self->x + self->width; at += 6)
    {
      cairo_move_to (cr, at, start);
      cairo_line_to (cr, at + item->height, end);
    }
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* Where a part of the block begins that is @before px behind its beginning. */
static double
get_part_x (const Drawing *self,
            double         before,
            double         width)
{
  return self->theme->rtl ? self->x + self->width - before - width : self->x + before;
}

/* What is resident from the beginning, what is not known from the end. */
static void
draw_resident (const Drawing      *self,
               const PgsStripItem *item,
               const PgsStripFill *fill)
{
  const double width = pgs_strip_fill_get_width (fill, fill->resident, self->width);
  const double denied = pgs_strip_fill_get_width (fill, fill->denied, self->width);
  const double unread = pgs_strip_fill_get_width (fill, fill->unread, self->width);

  if (denied > 0)
    draw_hatch (self, item, get_part_x (self, self->width - denied, denied), denied, FALSE);
  if (unread > 0)
    draw_hatch (self, item, get_part_x (self, self->width - denied - unread, unread), unread, TRUE);
  pgs_color_set_source (self->theme->kinds[item->kind], self->cr);
  cairo_rectangle (self->cr, get_part_x (self, 0, width), item->y, width, item->height);
  cairo_fill (self->cr);
}

/* Thin lines across a group say that it is many. */
static void
draw_group_lines (const Drawing      *self,
                  const PgsStripItem *item)
{
  pgs_color_set_source (self->theme->background, self->cr);
  for (double y = item->y + 3; y + 1 < item->y + item->height; y += 4)
    cairo_rectangle (self->cr, self->x, y, self->width, 1);
  cairo_fill (self->cr);
}

/* A name inside its block, on a plate so that it can be read on any fill. */
static void
draw_name (const Drawing      *self,
           const PgsStripItem *item)
{
  const PgsChartTextStyle style = PGS_CHART_TEXT_SMALL | PGS_CHART_TEXT_CENTER;
  g_autofree char *name = NULL;
  cairo_rectangle_t rect;
  PgsColor plate = self->theme->background;
  double width;

  if (item->height < self->line + 6)
    return;
  name = pgs_strip_dup_name (pgs_strip_layout_get_maps (self->layout), item, TRUE);
  width = MIN (pgs_chart_text_width (self->context, self->theme, style, name) + 2 * NAME_PADDING, self->width - 6);
  rect = (cairo_rectangle_t) { self->x + (self->width - width) / 2, round (item->y + (item->height - self->line) / 2),
                               width, self->line };
  plate.a = 0.82;
  pgs_color_set_source (plate, self->cr);
  pgs_rounded_trace (&rect, CORNER, self->cr);
  cairo_fill (self->cr);
  rect.x += NAME_PADDING - 1;
  rect.width -= 2 * (NAME_PADDING - 1);
  pgs_chart_text_draw (self->context, self->theme, style, name, self->theme->foreground, &rect, self->cr);
}

static void
draw_block (const Drawing      *self,
            const PgsStripItem *item,
            const PgsStripFill *fill)
{
  pgs_color_set_source (pgs_theme_get_reserved (self->theme, item->kind), self->cr);
  cairo_rectangle (self->cr, self->x, item->y, self->width, item->height);
  cairo_fill (self->cr);
  pgs_color_set_source (pgs_theme_get_texture_color (self->theme, item->kind), self->cr);
  add_texture (self, item);
  cairo_fill (self->cr);
  draw_resident (self, item, fill);
  if (item->what == PGS_STRIP_GROUP)
    draw_group_lines (self, item);
  if (self->theme->high_contrast)
    {
      pgs_color_set_source (self->theme->foreground, self->cr);
      cairo_set_line_width (self->cr, 1);
      cairo_rectangle (self->cr, self->x + 0.5, item->y + 0.5, self->width - 1, item->height - 1);
      cairo_stroke (self->cr);
    }
  draw_name (self, item);
}

/* Where programs run without it, it is only an outline: for them nothing is there. */
static void
draw_kernel (const Drawing      *self,
             const PgsStripItem *item)
{
  static const double dashes[] = { 4, 3 };
  const gboolean is_outline = self->model->isolation == PGS_ISOLATION_TABLES;
  const double inset = is_outline ? 0.5 : 0;
  const cairo_rectangle_t rect = { self->x + inset, item->y + inset, self->width - 2 * inset,
                                   item->height - 2 * inset };
  const PgsColor fill = pgs_color_mix (self->theme->background, self->theme->foreground, self->theme->dark ? 0.18 : 0.3);

  pgs_color_set_source (fill, self->cr);
  pgs_rounded_trace (&rect, CORNER, self->cr);
  if (is_outline)
    {
      cairo_set_line_width (self->cr, 1);
      cairo_set_dash (self->cr, dashes, G_N_ELEMENTS (dashes), 0);
      cairo_stroke (self->cr);
      cairo_set_dash (self->cr, NULL, 0, 0);
    }
  else
    cairo_fill (self->cr);
  /* Translators: the part of all addresses that belongs to the operating system's kernel */
  pgs_chart_text_draw (self->context, self->theme, PGS_CHART_TEXT_CENTER, _("kernel"), self->theme->foreground, &rect,
                       self->cr);
}

static void
draw_zigzag (const Drawing *self,
             double         y,
             double         left,
             double         right)
{
  gboolean up = TRUE;

  cairo_save (self->cr);
  cairo_rectangle (self->cr, left, y - ZIGZAG_HEIGHT, right - left, 3 * ZIGZAG_HEIGHT);
  cairo_clip (self->cr);
  cairo_move_to (self->cr, self->x, y + ZIGZAG_HEIGHT);
  for (double x = self->x + ZIGZAG_WIDTH / 2; x <= self->x + self->width + ZIGZAG_WIDTH; x += ZIGZAG_WIDTH / 2)
    {
      cairo_line_to (self->cr, x, up ? y : y + ZIGZAG_HEIGHT);
      up = !up;
    }
  cairo_stroke (self->cr);
  cairo_restore (self->cr);
}

/* A break in the picture with the size of what was left out. */
static void
draw_gap (const Drawing      *self,
          const PgsStripItem *item)
{
  const PgsChartTextStyle style = PGS_CHART_TEXT_SMALL | PGS_CHART_TEXT_CENTER;
  g_autofree char *size = pgs_format_size (item->end - item->start);
  const double text_width = pgs_chart_text_width (self->context, self->theme, style, size) + 6;
  const double middle = self->x + self->width / 2;
  const double y = item->y + item->height / 2 - ZIGZAG_HEIGHT / 2;
  const cairo_rectangle_t rect = { self->x, item->y, self->width, item->height };

  pgs_color_set_source (self->theme->line, self->cr);
  cairo_set_line_width (self->cr, 1);
  for (int i = 0; i < 2; i++)
    {
      const double line_y = y + (i == 0 ? -3 : 3);

      draw_zigzag (self, line_y, self->x, middle - text_width / 2);
      draw_zigzag (self, line_y, middle + text_width / 2, self->x + self->width);
    }
  pgs_chart_text_draw (self->context, self->theme, style, size, self->theme->dim, &rect, self->cr);
}

static void
draw_item (const Drawing      *self,
           const PgsStripItem *item,
           const PgsStripFill *fill)
{
  switch (item->what)
    {
    case PGS_STRIP_KERNEL:
      draw_kernel (self, item);
      break;
    case PGS_STRIP_BLOCK:
    case PGS_STRIP_GROUP:
      draw_block (self, item, fill);
      break;
    case PGS_STRIP_GAP:
      draw_gap (self, item);
      break;
    }
}

static void
drawing_init (Drawing              *self,
              const PgsMapModel    *model,
              const PgsStripLayout *layout,
              const PgsTheme       *theme,
              PangoContext         *context,
              cairo_t              *cr)
{
  *self = (Drawing) { .model = model,
                      .layout = layout,
                      .theme = theme,
                      .context = context,
                      .cr = cr,
                      .line = pgs_strip_layout_get_geometry (layout)->line_height };
  self->x = pgs_strip_layout_get_block_x (layout, &self->width);
}

/**
 * pgs_strip_draw_item:
 * @model: what to draw
 * @layout: of its mappings
 * @theme: its looks
 * @context: its fonts
 * @item: of @layout
 * @fill: what pgs_strip_fill_init() says of it
 * @cr: where to draw
 *
 * A block filled by its resident share, or a break with its size.
 */
void
pgs_strip_draw_item (const PgsMapModel    *model,
                     const PgsStripLayout *layout,
                     const PgsTheme       *theme,
                     PangoContext         *context,
                     const PgsStripItem   *item,
                     const PgsStripFill   *fill,
                     cairo_t              *cr)
{
  const PgsTheme text = pgs_theme_scale_text (theme, TEXT_SCALE);
  Drawing self;

  drawing_init (&self, model, layout, &text, context, cr);
  draw_item (&self, item, fill);
}

/**
 * pgs_strip_draw_labels:
 * @layout: a layout
 * @theme: its looks
 * @context: its fonts
 * @cr: where to draw
 *
 * Addresses and ways of growing beside the blocks, as many as have room.
 */
void
pgs_strip_draw_labels (const PgsStripLayout *layout,
                       const PgsTheme       *theme,
                       PangoContext         *context,
                       cairo_t              *cr)
{
  const PgsTheme text = pgs_theme_scale_text (theme, TEXT_SCALE);

  pgs_strip_labels_draw (layout, &text, context, cr);
}

/**
 * pgs_strip_draw:
 * @model: what to draw
 * @layout: of its mappings
 * @theme: its looks
 * @context: its fonts
 * @cr: where to draw
 *
 * All items and labels. O(mappings).
 */
void
pgs_strip_draw (const PgsMapModel    *model,
                const PgsStripLayout *layout,
                const PgsTheme       *theme,
                PangoContext         *context,
                cairo_t              *cr)
{
  for (gsize i = 0; i < pgs_strip_layout_get_n_items (layout); i++)
    {
      const PgsStripItem *item = pgs_strip_layout_get_item (layout, i);
      PgsStripFill fill;

      pgs_strip_fill_init (&fill, model->snapshot, pgs_strip_layout_get_maps (layout), item);
      pgs_strip_draw_item (model, layout, theme, context, item, &fill, cr);
    }
  pgs_strip_draw_labels (layout, theme, context, cr);
}

/**
 * pgs_strip_get_bracket:
 * @layout: a layout
 * @start: lowest address that is seen elsewhere
 * @end: first address that is not any more
 * @rect: (out caller-allocates): the bracket around them
 */
void
pgs_strip_get_bracket (const PgsStripLayout *layout,
                       guint64               start,
                       guint64               end,
                       cairo_rectangle_t    *rect)
{
  const PgsStripGeometry *g = pgs_strip_layout_get_geometry (layout);
  const double a = pgs_strip_layout_address_to_y (layout, start);
  const double b = pgs_strip_layout_address_to_y (layout, end > start ? end - 1 : end);
  const double top = MAX (MIN (a, b) - 2, 1);
  const double bottom = MIN (MAX (a, b) + 2, g->height - 1);
  double width;

  rect->x = pgs_strip_layout_get_block_x (layout, &width) - BRACKET_REACH;
  rect->width = width + 2 * BRACKET_REACH;
  rect->y = round (MIN (top, bottom - 6));
  rect->height = round (MAX (bottom - top, 6));
}

/**
 * pgs_strip_draw_bracket:
 * @layout: a layout
 * @theme: its looks
 * @start: lowest address that is seen elsewhere
 * @end: first address that is not any more
 * @cr: where to draw
 */
void
pgs_strip_draw_bracket (const PgsStripLayout *layout,
                        const PgsTheme       *theme,
                        guint64               start,
                        guint64               end,
                        cairo_t              *cr)
{
  cairo_rectangle_t rect;

  pgs_strip_get_bracket (layout, start, end, &rect);
  pgs_color_set_source (theme->accent, cr);
  cairo_set_line_width (cr, 2);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_rectangle (cr, rect.x, rect.y, rect.width, rect.height);
  cairo_stroke (cr);
}
