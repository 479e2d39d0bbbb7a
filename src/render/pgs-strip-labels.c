/* pgs-strip-labels.c: addresses and ways of growing beside the blocks of the strip
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-strip-labels.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "pgs-chart-text.h"

#define LEFT_TO_RIGHT "\342\200\216" /* digits and dots alone would go by the direction of the text around */
#define LABEL_SPACE 9.0    /* from a block to the text beside it */
#define FIRST_DIGITS 2     /* of an address that is shortened in its middle, */
#define MIN_LAST_DIGITS 4  /* where there is no room for more */
#define MAX_DIGITS 16

typedef struct
{
  const PgsStripLayout *layout;
  const PgsTheme *theme;
  PangoContext *context;
  cairo_t *cr;
  double x; /* of the blocks */
  double width;
  double line;
  GArray *placed; /* of double: tops of the texts so far */
} Labels;

static gboolean
place_label (const Labels *self,
             double        top)
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
get_label_width (const Labels *self)
{
  return self->theme->rtl ? self->x - LABEL_SPACE - 2
                          : pgs_strip_layout_get_geometry (self->layout)->width - 2 - self->x - self->width - LABEL_SPACE;
}

/* A text beside the blocks, unless another one has the place already or it is too wide. */
static void
draw_label (const Labels      *self,
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
ends_at_break (const Labels       *self,
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

static const char *
get_path (const Labels       *self,
          const PgsStripItem *item)
{
  const PgsMaps *maps = pgs_strip_layout_get_maps (self->layout);

  for (gsize i = 0; i < item->n_mappings; i++)
    if (pgs_maps_get (maps, item->first_mapping + i)->path != NULL)
      return pgs_maps_get (maps, item->first_mapping + i)->path;
  return NULL;
}

/* Which way this part of the address space grows, beside the edge at which it does. */
static void
draw_growth (const Labels       *self,
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
dup_short_address (const Labels *self,
                   guint64       address,
                   double        width)
{
  char *text = g_strdup_printf (LEFT_TO_RIGHT "%" G_GINT64_MODIFIER "x", address);
  const int n_digits = (int) (strlen (text) - strlen (LEFT_TO_RIGHT));

  for (int last = MIN (n_digits, MAX_DIGITS) - FIRST_DIGITS - 1;
       last >= MIN_LAST_DIGITS
       && pgs_chart_text_width (self->context, self->theme, PGS_CHART_TEXT_SMALL, text) > width; last--)
    {
      g_free (text);
      text = g_strdup_printf (LEFT_TO_RIGHT "%" G_GINT64_MODIFIER "x…%0*" G_GINT64_MODIFIER "x",
                              address >> 4 * (n_digits - FIRST_DIGITS), last,
                              address & ((G_GUINT64_CONSTANT (1) << 4 * last) - 1));
    }
  return text;
}

/* The lowest address of an item, beside that edge. */
static void
draw_address (const Labels       *self,
              const PgsStripItem *item)
{
  g_autofree char *text = dup_short_address (self, item->what == PGS_STRIP_KERNEL ? G_MAXUINT64 : item->start,
                                             get_label_width (self));
  const gboolean low_on_top = pgs_strip_layout_get_geometry (self->layout)->low_on_top;
  const gboolean at_top = low_on_top != (item->what == PGS_STRIP_KERNEL);

  draw_label (self, text, self->theme->dim, 0,
              at_top ? item->y : MAX (round (item->y + item->height - self->line), item->y));
}

/**
 * pgs_strip_labels_draw:
 * @layout: a layout
 * @theme: its looks, with the font of the labels
 * @context: its fonts
 * @cr: where to draw
 *
 * As many as have room.
 */
void
pgs_strip_labels_draw (const PgsStripLayout *layout,
                       const PgsTheme       *theme,
                       PangoContext         *context,
                       cairo_t              *cr)
{
  g_autoptr (GArray) placed = g_array_new (FALSE, FALSE, sizeof (double));
  const gsize n_items = pgs_strip_layout_get_n_items (layout);
  Labels self = { .layout = layout,
                  .theme = theme,
                  .context = context,
                  .cr = cr,
                  .line = pgs_strip_layout_get_geometry (layout)->line_height,
                  .placed = placed };

  self.x = pgs_strip_layout_get_block_x (layout, &self.width);
  for (gsize i = 0; i < n_items; i++)
    if (pgs_strip_layout_get_item (layout, i)->what == PGS_STRIP_BLOCK)
      draw_growth (&self, pgs_strip_layout_get_item (layout, i));
  for (gsize i = 0; i < n_items; i++)
    if (pgs_strip_layout_get_item (layout, i)->what != PGS_STRIP_GAP)
      draw_address (&self, pgs_strip_layout_get_item (layout, i));
}
