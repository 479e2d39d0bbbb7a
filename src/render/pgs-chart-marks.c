/* pgs-chart-marks.c: the marks of a chart: where they go, and what they look like
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-chart-marks.h"

#include <math.h>

#include "pgs-chart-text.h"

#define MAX_ROWS 2
#define MAX_NAMES 400  /* marks beyond have only a line */
#define INDENT 3.0     /* px between glyph and name */
#define GAP 6.0        /* px between two names */
#define MIN_WIDTH 28.0 /* px of a shortened name */
#define GLYPH 0.6      /* of the theme's font size */

static const PgsChartMarkLayout *
get_mark (const PgsChartLayout *layout,
          guint                 i)
{
  return &g_array_index (layout->marks, PgsChartMarkLayout, i);
}

/* Whether nothing was placed in a row from @x to @end yet. */
static gboolean
is_free (const PgsChartLayout *layout,
         double                y,
         double                x,
         double                end)
{
  for (guint i = 0; i < layout->marks->len; i++)
    {
      const cairo_rectangle_t *text = &get_mark (layout, i)->text, *glyph = &get_mark (layout, i)->glyph;

      if (text->width > 0 && text->y == y && x < MAX (text->x + text->width, glyph->x + glyph->width) + GAP
          && MIN (text->x, glyph->x) < end + GAP)
        return FALSE;
    }
  return TRUE;
}

/* How far a name that begins at @x can reach in a row, at most to @end. */
static double
find_end (const PgsChartLayout *layout,
          double                y,
          double                x,
          double                end)
{
  for (guint i = 0; i < layout->marks->len; i++)
    {
      const PgsChartMarkLayout *placed = get_mark (layout, i);
      const double left = MIN (placed->text.x, placed->glyph.x);

      if (placed->text.width > 0 && placed->text.y == y && left >= x)
        end = MIN (end, left - GAP - 1);
    }
  return end;
}

static void
set_name (PgsChartMarkLayout *placed,
          double              x,
          double              y,
          double              width,
          double              height)
{
  placed->text = (cairo_rectangle_t) { x, y, width, height };
  placed->glyph.y = floor (y + (height - placed->glyph.height) / 2);
}

/* The whole name beside its glyph, right of it or else left of it, in the first row that has room. */
static gboolean
place_name (const PgsChartLayout *layout,
            guint                 n_rows,
            double                height,
            double                width,
            PgsChartMarkLayout   *placed)
{
  const double before = placed->glyph.x, behind = placed->glyph.x + placed->glyph.width;

  for (guint row = 0; row < n_rows; row++)
    {
      const double y = row * height;

      if (behind + INDENT + width <= layout->x1 && is_free (layout, y, before, behind + INDENT + width))
        set_name (placed, behind + INDENT, y, width, height);
      else if (before - INDENT - width >= layout->x0 && is_free (layout, y, before - INDENT - width, behind))
        set_name (placed, before - INDENT - width, y, width, height);
      else
        continue;
      return TRUE;
    }
  return FALSE;
}

/* Where no row has room for the whole name: what is left of a row behind the glyph, if that says
 * anything. */
static void
place_short_name (const PgsChartLayout *layout,
                  guint                 n_rows,
                  double                height,
                  PgsChartMarkLayout   *placed)
{
  const double x = placed->glyph.x + placed->glyph.width + INDENT;

  for (guint row = 0; row < n_rows; row++)
    {
      const double end = find_end (layout, row * height, placed->glyph.x, layout->x1);

      if (end - x < MIN_WIDTH || !is_free (layout, row * height, placed->glyph.x, end))
        continue;
      set_name (placed, x, row * height, end - x, height);
      return;
    }
}

/* The name may use the row up to the next mark's line; it is wider only if the row has room. */
static double
name_width (const PgsChartLayout *layout,
            const PgsTheme       *theme,
            const char           *name)
{
  const double width = pgs_chart_text_width (layout->context, theme, PGS_CHART_TEXT_SMALL, name);

  return MIN (width, MAX (MIN_WIDTH, (layout->x1 - layout->x0) / 4));
}

static void
place_some (PgsChartLayout *layout,
            const PgsChart *chart,
            const PgsTheme *theme,
            guint           n_rows,
            gboolean        of_people)
{
  const double row = pgs_chart_text_line_height (layout->context, theme, PGS_CHART_TEXT_SMALL);
  const double side = floor (GLYPH * theme->font_size);
  gsize n_marks;
  const PgsMark *marks = pgs_chart_get_marks (chart, &n_marks);

  for (gsize i = 0; i < n_marks; i++)
    {
      PgsChartMarkLayout placed = { .mark = i };

      if ((marks[i].kind == PGS_MARK_PERSON) != of_people || marks[i].monotonic_us < layout->start_us
          || marks[i].monotonic_us > layout->end_us)
        continue;
      placed.x = pgs_chart_layout_get_x (layout, marks[i].monotonic_us);
      placed.glyph = (cairo_rectangle_t) { floor (placed.x) + 0.5 - side / 2, layout->top, side, side };
      if (layout->marks->len < MAX_NAMES
          && !place_name (layout, n_rows, row, name_width (layout, theme, marks[i].name), &placed))
        place_short_name (layout, n_rows, row, &placed);
      g_array_append_val (layout->marks, placed);
    }
}

/**
 * pgs_chart_place_marks:
 * @layout: a layout whose plots have their place in x and whose time is known
 * @chart: its chart
 * @theme: its theme
 * @n_rows: how many rows of names there are above the plots
 *
 * Places the marks in sight: first those of people, so that their names have room, then events.
 */
void
pgs_chart_place_marks (PgsChartLayout *layout,
                       const PgsChart *chart,
                       const PgsTheme *theme,
                       guint           n_rows)
{
  g_array_set_size (layout->marks, 0);
  place_some (layout, chart, theme, n_rows, TRUE);
  place_some (layout, chart, theme, n_rows, FALSE);
}

/**
 * pgs_chart_count_mark_rows:
 * @layout: a layout whose plots have their place in x and whose time is known
 * @chart: its chart
 * @theme: its theme
 *
 * Returns: how many rows of names there are to be: none without marks in sight, one while names do not
 *   meet, else two
 */
guint
pgs_chart_count_mark_rows (PgsChartLayout *layout,
                           const PgsChart *chart,
                           const PgsTheme *theme)
{
  guint n_rows = 0;

  pgs_chart_place_marks (layout, chart, theme, 1);
  for (guint i = 0; i < layout->marks->len; i++)
    {
      const PgsChartMarkLayout *placed = get_mark (layout, i);
      gsize n_marks;
      const PgsMark *marks = pgs_chart_get_marks (chart, &n_marks);

      n_rows = MAX (n_rows, 1);
      if (placed->text.width < name_width (layout, theme, marks[placed->mark].name))
        n_rows = MAX_ROWS;
    }
  return n_rows;
}

static gboolean
is_within (const cairo_rectangle_t *rect,
           double                   x,
           double                   y)
{
  return x >= rect->x && x < rect->x + rect->width && y >= rect->y && y < rect->y + rect->height;
}

/**
 * pgs_chart_layout_find_mark:
 * @self: a layout
 * @x: px
 * @y: px
 * @mark: (out): index of the mark whose name or glyph is there
 *
 * Returns: whether there is one
 */
gboolean
pgs_chart_layout_find_mark (const PgsChartLayout *self,
                            double                x,
                            double                y,
                            gsize                *mark)
{
  for (guint i = 0; i < self->marks->len; i++)
    {
      const PgsChartMarkLayout *placed = get_mark (self, i);

      if (!is_within (&placed->text, x, y) && !is_within (&placed->glyph, x, y))
        continue;
      *mark = placed->mark;
      return TRUE;
    }
  return FALSE;
}

/* Each kind has a shape of its own: a flag, a dot, a rhombus, a cross, a triangle. */
static void
trace_glyph (PgsMarkKind              kind,
             const cairo_rectangle_t *rect,
             cairo_t                 *cr)
{
  const double x0 = rect->x, y0 = rect->y, x1 = x0 + rect->width, y1 = y0 + rect->height;
  const double x = (x0 + x1) / 2, y = (y0 + y1) / 2, arm = rect->width / 4;

  switch (kind)
    {
    case PGS_MARK_PERSON:
      cairo_move_to (cr, x0, y0);
      cairo_line_to (cr, x1, y);
      cairo_line_to (cr, x0, y1);
      break;
    case PGS_MARK_FIRST:
      cairo_arc (cr, x, y, rect->width / 2, 0, 2 * G_PI);
      break;
    case PGS_MARK_EXEC:
      cairo_move_to (cr, x, y0);
      cairo_line_to (cr, x1, y);
      cairo_line_to (cr, x, y1);
      cairo_line_to (cr, x0, y);
      break;
    case PGS_MARK_ENDED:
      cairo_move_to (cr, x, y - arm);
      cairo_line_to (cr, x1 - arm, y0);
      cairo_line_to (cr, x1, y0 + arm);
      cairo_line_to (cr, x + arm, y);
      cairo_line_to (cr, x1, y1 - arm);
      cairo_line_to (cr, x1 - arm, y1);
      cairo_line_to (cr, x, y + arm);
      cairo_line_to (cr, x0 + arm, y1);
      cairo_line_to (cr, x0, y1 - arm);
      cairo_line_to (cr, x - arm, y);
      cairo_line_to (cr, x0, y0 + arm);
      cairo_line_to (cr, x0 + arm, y0);
      break;
    case PGS_MARK_JUMP:
      cairo_move_to (cr, x, y0);
      cairo_line_to (cr, x1, y1);
      cairo_line_to (cr, x0, y1);
      break;
    }
  cairo_close_path (cr);
}

static void
draw_lines (const PgsChartLayout *layout,
            const PgsTheme       *theme,
            cairo_t              *cr)
{
  static const double dots[] = { 2, 3 };

  for (guint i = 0; i < layout->marks->len; i++)
    {
      const PgsChartMarkLayout *placed = get_mark (layout, i);

      cairo_move_to (cr, floor (placed->x) + 0.5, placed->text.width > 0 ? placed->glyph.y : layout->top);
      cairo_line_to (cr, floor (placed->x) + 0.5, layout->bottom);
    }
  cairo_save (cr);
  cairo_set_dash (cr, dots, G_N_ELEMENTS (dots), 0);
  cairo_set_line_width (cr, 1);
  pgs_color_set_source (theme->dim, cr);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_mark (const PgsMark            *mark,
           const PgsChartMarkLayout *placed,
           const PgsChartLayout     *layout,
           const PgsTheme           *theme,
           cairo_t                  *cr)
{
  const gboolean of_person = mark->kind == PGS_MARK_PERSON;

  cairo_rectangle (cr, placed->glyph.x - 1, placed->glyph.y - 1, placed->glyph.width + 2, placed->glyph.height + 2);
  cairo_rectangle (cr, placed->text.x - 1, placed->text.y, placed->text.width > 0 ? placed->text.width + 2 : 0,
                   placed->text.height);
  pgs_color_set_source (theme->background, cr);
  cairo_fill (cr);
  trace_glyph (mark->kind, &placed->glyph, cr);
  pgs_color_set_source (of_person ? theme->accent : theme->dim, cr);
  cairo_fill (cr);
  if (placed->text.width > 0)
    pgs_chart_text_draw (layout->context, theme, PGS_CHART_TEXT_SMALL, mark->name,
                         of_person ? theme->foreground : theme->dim, &placed->text, cr);
}

/**
 * pgs_chart_draw_marks:
 * @chart: a chart
 * @layout: made for @chart and @theme
 * @theme: its looks
 * @cr: where to draw
 *
 * Lines through all lanes, glyphs by kind, and the names that have room. Those of people come last, so
 * that events never hide them.
 */
void
pgs_chart_draw_marks (const PgsChart       *chart,
                      const PgsChartLayout *layout,
                      const PgsTheme       *theme,
                      cairo_t              *cr)
{
  gsize n_marks;
  const PgsMark *marks = pgs_chart_get_marks (chart, &n_marks);

  draw_lines (layout, theme, cr);
  for (guint i = layout->marks->len; i-- > 0;)
    draw_mark (&marks[get_mark (layout, i)->mark], get_mark (layout, i), layout, theme, cr);
}
