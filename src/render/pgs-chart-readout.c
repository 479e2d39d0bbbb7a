/* pgs-chart-readout.c: the reading cursor of a chart: a line, its time, and all values there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-chart-layout.h"

#include <math.h>

#include "pgs-chart-pill.h"
#include "pgs-chart-text.h"
#include "pgs-rounded.h"

#define CURSOR_WIDTH 1.0

/* in units of the theme's font size */
#define PADDING 0.5
#define COLUMN_GAP 1.0
#define SWATCH 0.55

/* One line of the read-out: a lane's title and headline, or one of its other series. */
typedef struct
{
  const PgsChartLane *lane;
  const PgsChartSeries *series; /* (nullable) */
  gboolean is_title;
} Row;

static GArray *
list_rows (const PgsChart *chart)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));

  for (guint i = 0; i < pgs_chart_get_n_lanes (chart); i++)
    {
      const PgsChartLane *lane = pgs_chart_get_lane (chart, i);
      const PgsChartSeries *headline = pgs_chart_lane_get_headline (lane);
      const Row title = { lane, headline, TRUE };

      g_array_append_val (rows, title);
      for (guint s = 0; s < lane->series->len; s++)
        {
          const Row row = { lane, &g_array_index (lane->series, PgsChartSeries, s), FALSE };

          if (row.series != headline)
            g_array_append_val (rows, row);
        }
    }
  return rows;
}

static char *
format_row (const Row *row,
            gsize      point)
{
  if (row->series == NULL)
    return g_strdup ("");
  return pgs_chart_format_value (row->lane, row->series, point);
}

static const char *
row_name (const Row *row)
{
  return row->is_title ? row->lane->title : row->series->name;
}

static PgsChartTextStyle
row_style (const Row *row)
{
  return PGS_CHART_TEXT_SMALL | (row->is_title ? PGS_CHART_TEXT_BOLD : 0);
}

/* The widest name and the widest value decide, so that the box keeps its size while it is moved
 * over values of like length. */
static double
column_width (const PgsChartLayout *self,
              const PgsTheme       *theme,
              const GArray         *rows,
              gsize                 point)
{
  const double em = theme->font_size;
  double names = 0;
  double values = pgs_chart_text_width (self->context, theme, PGS_CHART_TEXT_SMALL, "000.0 MiB");

  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);
      g_autofree char *value = format_row (row, point);

      names = MAX (names, pgs_chart_text_width (self->context, theme, row_style (row), row_name (row)));
      values = MAX (values, pgs_chart_text_width (self->context, theme, row_style (row), value));
    }
  return (SWATCH + 0.4) * em + names + 0.8 * em + values;
}

/**
 * pgs_chart_layout_readout:
 * @self: a layout
 * @chart: its chart
 * @theme: its theme
 * @point: index of a point
 * @box: (out): where the values go: beside the cursor, within the chart
 * @n_rows: (out): how many rows a column has
 */
void
pgs_chart_layout_readout (const PgsChartLayout *self,
                          const PgsChart       *chart,
                          const PgsTheme       *theme,
                          gsize                 point,
                          cairo_rectangle_t    *box,
                          guint                *n_rows)
{
  const double em = theme->font_size;
  const double row = pgs_chart_text_line_height (self->context, theme, PGS_CHART_TEXT_SMALL);
  const double x = pgs_chart_layout_get_x (self, pgs_chart_get_times (chart, NULL)[point]);
  const guint fit = MAX (1, (guint) MAX (0, (self->bottom - 2 * PADDING * em) / row));
  g_autoptr (GArray) rows = list_rows (chart);
  const guint n_columns = (MAX (rows->len, 1) + fit - 1) / fit;
  double width = n_columns * column_width (self, theme, rows, point);

  *n_rows = (rows->len + n_columns - 1) / n_columns;
  width += (n_columns - 1) * COLUMN_GAP * em + 2 * PADDING * em;
  box->width = MIN (ceil (width), self->width);
  box->height = MIN (ceil (*n_rows * row + 2 * PADDING * em), self->height);
  box->x = x + em;
  if (box->x + box->width > self->width)
    box->x = x - em - box->width;
  box->x = CLAMP (box->x, 0, self->width - box->width);
  box->y = CLAMP (self->top, 0, self->height - box->height);
}

static void
draw_row (const PgsChartLayout    *layout,
          const PgsTheme          *theme,
          const Row               *row,
          gsize                    point,
          const cairo_rectangle_t *rect,
          cairo_t                 *cr)
{
  const double em = theme->font_size;
  const double side = floor (SWATCH * em);
  const double indent = row->is_title ? 0 : side + 0.4 * em;
  cairo_rectangle_t name = *rect;
  g_autofree char *value = format_row (row, point);

  if (!row->is_title)
    {
      cairo_rectangle (cr, theme->rtl ? rect->x + rect->width - side : rect->x,
                       floor (rect->y + (rect->height - side) / 2), side, side);
      pgs_color_set_source (pgs_chart_ink_color (row->series->ink, theme), cr);
      cairo_fill (cr);
    }
  name.width -= indent;
  name.x += theme->rtl ? 0 : indent;
  pgs_chart_text_draw (layout->context, theme, row_style (row) | (theme->rtl ? PGS_CHART_TEXT_END : 0),
                       row_name (row), theme->foreground, &name, cr);
  pgs_chart_text_draw (layout->context, theme, row_style (row) | (theme->rtl ? 0 : PGS_CHART_TEXT_END),
                       value, theme->foreground, rect, cr);
}

static void
draw_box (const PgsChart       *chart,
          const PgsChartLayout *layout,
          const PgsTheme       *theme,
          gsize                 point,
          cairo_t              *cr)
{
  const double em = theme->font_size;
  const double height = pgs_chart_text_line_height (layout->context, theme, PGS_CHART_TEXT_SMALL);
  g_autoptr (GArray) rows = list_rows (chart);
  cairo_rectangle_t box;
  guint n_rows, n_columns;
  double width;

  pgs_chart_layout_readout (layout, chart, theme, point, &box, &n_rows);
  n_columns = (rows->len + n_rows - 1) / n_rows;
  width = (box.width - 2 * PADDING * em - (n_columns - 1) * COLUMN_GAP * em) / n_columns;
  pgs_rounded_trace (&box, 0.4 * em, cr);
  cairo_set_source_rgba (cr, theme->background.r, theme->background.g, theme->background.b, 0.94);
  cairo_fill_preserve (cr);
  pgs_color_set_source (theme->high_contrast ? theme->foreground : theme->line, cr);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  for (guint i = 0; i < rows->len; i++)
    {
      const cairo_rectangle_t rect = {
        box.x + PADDING * em + (i / n_rows) * (width + COLUMN_GAP * em),
        box.y + PADDING * em + (i % n_rows) * height, width, height,
      };

      draw_row (layout, theme, &g_array_index (rows, Row, i), point, &rect, cr);
    }
}

/**
 * pgs_chart_draw_cursor:
 * @chart: what to show
 * @layout: made for @chart and @theme
 * @theme: colours and fonts
 * @point: index of the point that is read
 * @cr: where to draw, above what pgs_chart_draw() drew
 *
 * Draws the cursor at a point with its time and all values.
 */
void
pgs_chart_draw_cursor (const PgsChart       *chart,
                       const PgsChartLayout *layout,
                       const PgsTheme       *theme,
                       gsize                 point,
                       cairo_t              *cr)
{
  gsize n_points;
  const gint64 *times = pgs_chart_get_times (chart, &n_points);
  g_autofree char *text = NULL;
  cairo_rectangle_t pill;
  double x;

  if (point >= n_points || times[point] < layout->start_us || times[point] > layout->end_us)
    return;
  x = pgs_chart_layout_get_x (layout, times[point]);
  text = pgs_chart_format_time (chart, times[point], 100000);
  pgs_chart_pill_place (layout, theme, x, text, &pill);
  cairo_move_to (cr, x, layout->top);
  cairo_line_to (cr, x, pill.y);
  pgs_color_set_source (theme->foreground, cr);
  cairo_set_line_width (cr, CURSOR_WIDTH);
  cairo_stroke (cr);
  draw_box (chart, layout, theme, point, cr);
  pgs_chart_pill_draw (layout, theme, &pill, text, theme->foreground, theme->background, cr);
}
