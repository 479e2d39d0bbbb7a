/* pgs-strip.c: the textbook picture of an address space, drawn from the real one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-strip.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "pgs-chart-text.h"
#include "pgs-format.h"
#include "pgs-strip-fill.h"

#define TEXT_SCALE 0.9
#define ZIGZAG_WIDTH 12.0  /* px from one peak to the next */
#define ZIGZAG_HEIGHT 4.0
#define LABEL_SPACE 9.0    /* from a block to the text beside it */
#define NAME_PADDING 5.0
#define BRACKET_REACH 5.0  /* px beside and above what it holds */
#define TEXTURE_PERIOD 4.0
#define FIRST_DIGITS 2     /* of an address that is shortened in its middle, */
#define MIN_LAST_DIGITS 4  /* where there is no room for more */
#define MAX_DIGITS 16

static PgsTheme
strip_theme (const PgsTheme *theme)
{
  PgsTheme text = *theme;

  text.font_size *= TEXT_SCALE;
  return text;
}

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
  const PgsTheme text = strip_theme (theme);

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
  GArray *placed; /* of double: tops of the texts beside the blocks */
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
               const PgsStripItem *item)
{
  PgsStripFill fill;
  double width, unread, denied;

  pgs_strip_fill_init (&fill, self->model->snapshot, pgs_strip_layout_get_maps (self->layout), item);
  width = pgs_strip_fill_get_width (&fill, fill.resident, self->width);
  denied = pgs_strip_fill_get_width (&fill, fill.denied, self->width);
  unread = pgs_strip_fill_get_width (&fill, fill.unread, self->width);
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

static const char *
get_path (const Drawing      *self,
          const PgsStripItem *item)
{
  const PgsMaps *maps = pgs_strip_layout_get_maps (self->layout);

  for (gsize i = 0; i < item->n_mappings; i++)
    if (pgs_maps_get (maps, item->first_mapping + i)->path != NULL)
      return pgs_maps_get (maps, item->first_mapping + i)->path;
  return NULL;
}

static char *
dup_name (const PgsMaps      *maps,
          const PgsStripItem *item,
          gboolean            brief)
{
  const PgsMapping *mapping = pgs_maps_get (maps, item->first_mapping);

  if (item->what == PGS_STRIP_GROUP)
    {
      g_autofree char *count = pgs_format_count (item->n_mappings);

      if (brief)
        return g_strconcat ("×", count, NULL);
      /* Translators: how many mappings a block of the address space stands for */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s mapping", "%s mappings", MIN (item->n_mappings, 100000)),
                              count);
    }
  for (gsize i = 1; i < item->n_mappings && mapping->path == NULL; i++)
    mapping = pgs_maps_get (maps, item->first_mapping + i);
  return pgs_format_mapping_name (mapping);
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
  name = dup_name (pgs_strip_layout_get_maps (self->layout), item, TRUE);
  width = MIN (pgs_chart_text_width (self->context, self->theme, style, name) + 2 * NAME_PADDING, self->width - 6);
  rect = (cairo_rectangle_t) { self->x + (self->width - width) / 2, round (item->y + (item->height - self->line) / 2),
                               width, self->line };
  plate.a = 0.82;
  pgs_color_set_source (plate, self->cr);
  cairo_new_sub_path (self->cr);
  cairo_arc (self->cr, rect.x + rect.width - 4, rect.y + 4, 4, -G_PI_2, 0);
  cairo_arc (self->cr, rect.x + rect.width - 4, rect.y + rect.height - 4, 4, 0, G_PI_2);
  cairo_arc (self->cr, rect.x + 4, rect.y + rect.height - 4, 4, G_PI_2, G_PI);
  cairo_arc (self->cr, rect.x + 4, rect.y + 4, 4, G_PI, 3 * G_PI_2);
  cairo_close_path (self->cr);
  cairo_fill (self->cr);
  rect.x += NAME_PADDING - 1;
  rect.width -= 2 * (NAME_PADDING - 1);
  pgs_chart_text_draw (self->context, self->theme, style, name, self->theme->foreground, &rect, self->cr);
}

static void
draw_block (const Drawing      *self,
            const PgsStripItem *item)
{
  pgs_color_set_source (pgs_theme_get_reserved (self->theme, item->kind), self->cr);
  cairo_rectangle (self->cr, self->x, item->y, self->width, item->height);
  cairo_fill (self->cr);
  pgs_color_set_source (pgs_theme_get_texture_color (self->theme, item->kind), self->cr);
  add_texture (self, item);
  cairo_fill (self->cr);
  draw_resident (self, item);
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
  const double r = 4;
  const PgsColor fill = pgs_color_mix (self->theme->background, self->theme->foreground, self->theme->dark ? 0.18 : 0.3);

  pgs_color_set_source (fill, self->cr);
  cairo_new_sub_path (self->cr);
  cairo_arc (self->cr, rect.x + rect.width - r, rect.y + r, r, -G_PI_2, 0);
  cairo_arc (self->cr, rect.x + rect.width - r, rect.y + rect.height - r, r, 0, G_PI_2);
  cairo_arc (self->cr, rect.x + r, rect.y + rect.height - r, r, G_PI_2, G_PI);
  cairo_arc (self->cr, rect.x + r, rect.y + r, r, G_PI, 3 * G_PI_2);
  cairo_close_path (self->cr);
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

static gboolean
place_label (const Drawing *self,
             double         top)
{
  const double height = pgs_strip_layout_get_geometry (self->layout)->height;

  if (top < 0 || top + self->line > height + 1)
    return FALSE;
  for (guint i = 0; i < self->placed->len; i++)
    if (fabs (g_array_index (self->placed, double, i) - top) < self->line - 1)
      return FALSE;
  g_array_append_val (self->placed, top);
  return TRUE;
}

static double
get_label_width (const Drawing *self)
{
  return self->theme->rtl ? self->x - LABEL_SPACE - 2
                          : pgs_strip_layout_get_geometry (self->layout)->width - 2 - self->x - self->width - LABEL_SPACE;
}

/* A text beside the blocks, unless another one has the place already or it is too wide. */
static void
draw_label (const Drawing     *self,
            const char        *text,
            PgsColor           color,
            PgsChartTextStyle  style,
            double             top)
{
  const double left = self->theme->rtl ? 2 : self->x + self->width + LABEL_SPACE;
  const cairo_rectangle_t rect = { left, top, get_label_width (self), self->line };

  style |= PGS_CHART_TEXT_SMALL | (self->theme->rtl ? PGS_CHART_TEXT_END : 0);
  if (pgs_chart_text_width (self->context, self->theme, style, text) <= rect.width && place_label (self, top))
    pgs_chart_text_draw (self->context, self->theme, style, text, color, &rect, self->cr);
}

/* A heap may be several mappings, with others between them; only the uppermost grows. */
static gboolean
ends_at_break (const Drawing      *self,
               const PgsStripItem *item)
{
  const PgsMaps *maps = pgs_strip_layout_get_maps (self->layout);

  for (gsize i = pgs_maps_get_length (maps); i-- > 0;)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, i);

      if (mapping->path != NULL && strcmp (mapping->path, "[heap]") == 0)
        return mapping->start >= item->start && mapping->end <= item->end;
    }
  return FALSE;
}

/* Which way this part of the address space grows, beside the edge at which it does. */
static void
draw_growth (const Drawing      *self,
             const PgsStripItem *item)
{
  const gboolean low_on_top = pgs_strip_layout_get_geometry (self->layout)->low_on_top;
  const char *path = item->what == PGS_STRIP_BLOCK ? get_path (self, item) : NULL;
  const gboolean stack = path != NULL && strcmp (path, "[stack]") == 0;
  const gboolean heap = path != NULL && strcmp (path, "[heap]") == 0 && ends_at_break (self, item);
  const char *arrow = stack != low_on_top ? "↓" : "↑";
  g_autofree char *text = NULL;
  PgsColor color;

  if (!stack && !heap)
    return;
  /* Translators: the stack grows in the direction of the arrow; short, beside the picture of it.
   * brk is the system call that moves the heap's end. */
  text = g_strdup_printf (stack ? _("grows %s") : _("brk %s"), arrow);
  color = pgs_color_mix (self->theme->kinds[item->kind], self->theme->foreground, 0.25);
  draw_label (self, text, color, PGS_CHART_TEXT_BOLD,
              low_on_top == heap && item->height >= 2 * self->line ? item->y + item->height - self->line : item->y);
}

/* The first digits tell which part of the address space, the last ones neighbours apart: as many of
 * those as have room, all where there are few, as of a program that is not relocated. */
static char *
dup_short_address (const Drawing *self,
                   guint64        address,
                   double         width)
{
  char *text = g_strdup_printf ("%" G_GINT64_MODIFIER "x", address);
  const int n_digits = (int) strlen (text);

  for (int last = MIN (n_digits, MAX_DIGITS) - FIRST_DIGITS - 1;
       last >= MIN_LAST_DIGITS
       && pgs_chart_text_width (self->context, self->theme, PGS_CHART_TEXT_SMALL, text) > width; last--)
    {
      g_free (text);
      text = g_strdup_printf ("%" G_GINT64_MODIFIER "x…%0*" G_GINT64_MODIFIER "x",
                              address >> 4 * (n_digits - FIRST_DIGITS), last,
                              address & ((G_GUINT64_CONSTANT (1) << 4 * last) - 1));
    }
  return text;
}

/* The lowest address of an item, beside that edge. */
static void
draw_address (const Drawing      *self,
              const PgsStripItem *item)
{
  g_autofree char *text = dup_short_address (self, item->what == PGS_STRIP_KERNEL ? G_MAXUINT64 : item->start,
                                             get_label_width (self));
  const gboolean low_on_top = pgs_strip_layout_get_geometry (self->layout)->low_on_top;
  const gboolean at_top = low_on_top != (item->what == PGS_STRIP_KERNEL);

  draw_label (self, text, self->theme->dim, 0,
              at_top ? item->y : MAX (round (item->y + item->height - self->line), item->y));
}

static void
draw_item (const Drawing      *self,
           const PgsStripItem *item)
{
  switch (item->what)
    {
    case PGS_STRIP_KERNEL:
      draw_kernel (self, item);
      break;
    case PGS_STRIP_BLOCK:
    case PGS_STRIP_GROUP:
      draw_block (self, item);
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
                     cairo_t              *cr)
{
  const PgsTheme text = strip_theme (theme);
  Drawing self;

  drawing_init (&self, model, layout, &text, context, cr);
  draw_item (&self, item);
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
  const PgsTheme text = strip_theme (theme);
  g_autoptr (GArray) placed = g_array_new (FALSE, FALSE, sizeof (double));
  const gsize n_items = pgs_strip_layout_get_n_items (layout);
  Drawing self;

  drawing_init (&self, NULL, layout, &text, context, cr);
  self.placed = placed;
  for (gsize i = 0; i < n_items; i++)
    if (pgs_strip_layout_get_item (layout, i)->what == PGS_STRIP_BLOCK)
      draw_growth (&self, pgs_strip_layout_get_item (layout, i));
  for (gsize i = 0; i < n_items; i++)
    if (pgs_strip_layout_get_item (layout, i)->what != PGS_STRIP_GAP)
      draw_address (&self, pgs_strip_layout_get_item (layout, i));
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
    pgs_strip_draw_item (model, layout, theme, context, pgs_strip_layout_get_item (layout, i), cr);
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

static char *
describe_fill (const PgsStripFill *fill)
{
  g_autofree char *resident = pgs_format_size (fill->resident);

  if (fill->denied > 0)
    return g_strdup (_("could not be read"));
  if (fill->unread == 0)
    return g_strdup_printf (_("%s resident"), resident);
  if (fill->unread == fill->size)
    return g_strdup (_("not read yet"));
  /* Translators: a size: not all pages were looked at so far */
  return g_strdup_printf (_("at least %s resident"), resident);
}

/**
 * pgs_isolation_explain:
 * @isolation: how the kernel's half is kept away
 *
 * Returns: (transfer none): that in a sentence, translated
 */
const char *
pgs_isolation_explain (PgsIsolation isolation)
{
  switch (isolation)
    {
    case PGS_ISOLATION_UNKNOWN:
      return _("The kernel's half of all addresses: no program may touch it");
    case PGS_ISOLATION_NONE:
      return _("The kernel's half of all addresses: it stands in the page table of every process, but no program may "
               "touch it");
    case PGS_ISOLATION_TABLES:
      return _("The kernel's half of all addresses: while a program runs, its page table has nearly nothing of it "
               "(page table isolation, against Meltdown)");
    }
  g_return_val_if_reached ("");
}

/**
 * pgs_strip_describe:
 * @model: what is drawn
 * @layout: of its mappings
 * @item: what is pointed at
 *
 * Returns: (transfer full): it in words, for tooltips and screen readers
 */
char *
pgs_strip_describe (const PgsMapModel    *model,
                    const PgsStripLayout *layout,
                    const PgsStripItem   *item)
{
  const PgsMaps *maps = pgs_strip_layout_get_maps (layout);
  g_autofree char *range = pgs_format_range (item->start, item->end);
  g_autofree char *name = NULL;
  g_autofree char *size = NULL;
  g_autofree char *resident = NULL;
  PgsStripFill fill;

  switch (item->what)
    {
    case PGS_STRIP_KERNEL:
      return g_strdup (pgs_isolation_explain (model->isolation));
    case PGS_STRIP_GAP:
      size = pgs_format_size (item->end - item->start);
      return g_strdup_printf (_("%s unmapped\n%s"), size, range);
    case PGS_STRIP_BLOCK:
    case PGS_STRIP_GROUP:
      name = dup_name (maps, item, FALSE);
      pgs_strip_fill_init (&fill, model->snapshot, maps, item);
      size = pgs_format_size (fill.size);
      resident = describe_fill (&fill);
      return g_strdup_printf ("%s · %s\n%s\n%s · %s", name, pgs_format_kind (item->kind), range, size, resident);
    }
  g_assert_not_reached ();
}
