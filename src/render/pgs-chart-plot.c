/* pgs-chart-plot.c: areas and lines of a chart as pixels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Thousands of points as polygons take cairo 4 to 20 ms, as boxes of a column each 2 to 5 ms, and a
 * recording of them is drawn again whenever something above them moves. What an area or line covers
 * in each column is known from PgsColumns; writing that into an image takes 0.1 ms a lane.
 */
#include "config.h"

#include "pgs-chart-plot.h"

#include <math.h>

#include "pgs-kept-image.h"

#define HATCH_PERIOD ((int) (2 * PGS_CHART_HATCH_DISTANCE)) /* px along a row */

/* A colour multiplied by its alpha. */
static guint32
get_ink (PgsColor color)
{
  return (guint32) lround (color.a * 255) << 24 | (guint32) lround (color.r * color.a * 255) << 16
         | (guint32) lround (color.g * color.a * 255) << 8 | (guint32) lround (color.b * color.a * 255);
}

/* @share of @ink, 0 … 256 for all of it; two channels at a time. */
static guint32
thin (guint32 ink,
      guint32 share)
{
  return ((ink & 0xff00ff) * share >> 8 & 0xff00ff) | ((ink >> 8 & 0xff00ff) * share & 0xff00ff00);
}

/* @ink over a pixel. */
static guint32
blend (guint32 below,
       guint32 ink)
{
  return ink + thin (below, 256 - (ink >> 24) - (ink >> 31));
}

static guint32 *
get_row (const PgsChartPlot *self,
         int                 y)
{
  return (guint32 *) (gpointer) (self->data + (gsize) y * self->stride);
}

/* Covers a column from @top to @bottom, device px, partly at both ends. */
static void
cover_column (const PgsChartPlot *self,
              int                 x,
              double              top,
              double              bottom,
              guint32             ink)
{
  const int first = (int) MAX (floor (top), 0), end = (int) MIN (ceil (bottom), self->height);

  for (int y = first; y < end; y++)
    {
      const double share = MIN (bottom, y + 1) - MAX (top, y);
      guint32 *pixel = get_row (self, y) + x;

      *pixel = blend (*pixel, share >= 1 ? ink : thin (ink, (guint32) (share * 256)));
    }
}

/* One row of an area, with the start of a stripe at its first pixel; as long as a row and a period. */
static guint32 *
make_pattern (const PgsChartPlot *self,
              const PgsChartFill *fill)
{
  const int period = HATCH_PERIOD * self->scale;
  const guint32 ink = get_ink (fill->color), light = get_ink (fill->light);
  guint32 *pattern = g_new (guint32, self->width + period);

  for (int x = 0; x < self->width + period; x++)
    pattern[x] = fill->hatched && x % period + 0.5 >= PGS_CHART_HATCH_SHARE * period ? light : ink;
  return pattern;
}

/* Which pixel of the pattern the first one of a row is: stripes go from lower left to upper right,
 * and begin at the chart's upper left corner. */
static int
get_phase (const PgsChartPlot *self,
           int                 y)
{
  const gint64 along = (gint64) ((self->x + self->y) * self->scale) + y;
  const int period = HATCH_PERIOD * self->scale;

  return (int) (along % period + period) % period;
}

/* One row of what is whole in each column. Without branches, so that the compiler does many pixels at
 * once: 4 times as fast. */
static void
fill_row (guint32 *restrict       row,
          const int *restrict     firsts,
          const guint32 *restrict inks,
          int                     width,
          int                     y,
          gboolean                opaque)
{
  for (int x = 0; x < width; x++)
    {
      const guint32 mask = -(guint32) (y >= firsts[x]);
      const guint32 ink = opaque ? inks[x] : blend (row[x], inks[x]);

      row[x] = (ink & mask) | (row[x] & ~mask);
    }
}

/**
 * pgs_chart_plot_begin:
 * @self: (out caller-allocates): an empty plot
 * @area: what it reaches over, px of the chart
 * @scale: device pixels in a px
 *
 * Returns: %FALSE if there is no memory for it; nothing can be done with it then
 */
gboolean
pgs_chart_plot_begin (PgsChartPlot            *self,
                      const cairo_rectangle_t *area,
                      int                      scale)
{
  *self = (PgsChartPlot) { .x = floor (area->x), .y = floor (area->y), .scale = scale };
  self->width = (int) ceil ((area->x + area->width - self->x) * scale);
  self->height = (int) ceil ((area->y + area->height - self->y) * scale);
  self->image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, self->width, self->height);
  if (cairo_surface_status (self->image) != CAIRO_STATUS_SUCCESS)
    {
      g_clear_pointer (&self->image, cairo_surface_destroy);
      return FALSE;
    }
  cairo_surface_flush (self->image);
  self->data = cairo_image_surface_get_data (self->image);
  self->stride = cairo_image_surface_get_stride (self->image);
  return TRUE;
}

/**
 * pgs_chart_plot_fill:
 * @self: a plot
 * @columns: one a device pixel of its width, from its left edge on
 * @base: where the area ends below, px of the chart
 * @fill: its looks
 *
 * Fills from the highest point of each column down to @base.
 */
void
pgs_chart_plot_fill (PgsChartPlot       *self,
                     const PgsColumns   *columns,
                     double              base,
                     const PgsChartFill *fill)
{
  const int end = (int) CLAMP (lround ((base - self->y) * self->scale), 0, self->height);
  g_autofree guint32 *pattern = make_pattern (self, fill);
  g_autofree int *firsts = g_new (int, self->width);
  const guint32 ink = get_ink (fill->color);
  int highest = end;

  for (int x = 0; x < self->width; x++)
    {
      const PgsColumn *column = (gsize) x < columns->n_columns ? &columns->columns[x] : NULL;
      double top;

      firsts[x] = end;
      if (column == NULL || column->top > column->bottom)
        continue;
      top = CLAMP ((column->top - self->y) * self->scale, 0, end);
      firsts[x] = (int) ceil (top);
      highest = MIN (highest, firsts[x]);
      cover_column (self, x, top, firsts[x], ink);
    }
  for (int y = highest; y < end; y++)
    fill_row (get_row (self, y), firsts, pattern + get_phase (self, y), self->width, y, fill->color.a >= 1);
}

/**
 * pgs_chart_plot_stroke:
 * @self: a plot
 * @columns: one a device pixel of its width, from its left edge on
 * @color: of the line
 * @line_width: px
 *
 * Draws from the highest to the lowest point of each column.
 */
void
pgs_chart_plot_stroke (PgsChartPlot     *self,
                       const PgsColumns *columns,
                       PgsColor          color,
                       double            line_width)
{
  const guint32 ink = get_ink (color);

  for (int x = 0; x < MIN (self->width, (int) columns->n_columns); x++)
    {
      const PgsColumn *column = &columns->columns[x];

      if (column->top <= column->bottom)
        cover_column (self, x, (column->top - line_width / 2 - self->y) * self->scale,
                      (column->bottom + line_width / 2 - self->y) * self->scale, ink);
    }
}

/**
 * pgs_chart_plot_end:
 * @self: a plot
 * @cr: where to paint it, px of the chart
 *
 * Paints it and frees what it holds.
 */
void
pgs_chart_plot_end (PgsChartPlot *self,
                    cairo_t      *cr)
{
  cairo_surface_mark_dirty (self->image);
  cairo_surface_set_device_scale (self->image, self->scale, self->scale);
  pgs_kept_image_paint (g_steal_pointer (&self->image), self->x, self->y, CAIRO_FILTER_GOOD, cr);
}
