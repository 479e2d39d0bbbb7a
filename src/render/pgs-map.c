/* pgs-map.c: the bands of pages as a picture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map.h"

#include <math.h>

#include "pgs-map-grid.h"

#define TICK_WIDTH 1.5
#define TICK_REACH 1.0          /* px that a tick is longer than its cell, at both ends */
#define MAX_TICKS_PER_CELL 0.34 /* more would hide the cells, */
#define MANY_MAPPINGS 64        /* if there are really many */

/**
 * pgs_map_dup_cells:
 * @model: what to draw
 * @layout: of its mappings
 * @theme: its looks
 * @band: index of a band
 * @first_row: first row, counted from the band's top
 * @end_row: first row that is not wanted any more; few thousand cells at a time are best
 *
 * What pgs_map_draw_cells() draws; equal cells make an equal picture. The rest of a row that ends
 * early is all zero.
 *
 * Returns: (transfer full): rows × columns of the layout
 */
PgsMapCell *
pgs_map_dup_cells (const PgsMapModel  *model,
                   const PgsMapLayout *layout,
                   const PgsTheme     *theme,
                   gsize               band,
                   guint64             first_row,
                   guint64             end_row)
{
  const guint columns = pgs_map_layout_get_columns (layout);
  PgsMapCell *cells = g_new0 (PgsMapCell, columns * (end_row - first_row));

  for (guint64 row = first_row; row < end_row; row++)
    {
      guint n_cells;
      const guint64 first = pgs_map_layout_row_cells (layout, band, row, &n_cells);

      pgs_map_cells_fill (model, theme, layout, band, first, cells + (row - first_row) * columns, n_cells);
    }
  return cells;
}

/* Where in a row of cells, px, an address is. */
static double
get_tick_x (const PgsMapLayout *layout,
            const PgsMapBand   *band,
            guint64             address,
            guint64            *row)
{
  const guint shift = band->cell_shift + pgs_map_layout_get_geometry (layout)->page_shift;
  const guint columns = pgs_map_layout_get_columns (layout);
  const guint64 cell = (address - band->start) >> shift;
  const double part = (double) ((address - band->start) - (cell << shift)) / (G_GUINT64_CONSTANT (1) << shift);

  *row = cell / columns;
  return pgs_map_layout_get_grid_x (layout) + (cell % columns + part) * pgs_map_layout_get_pitch (layout)
         - pgs_map_layout_get_cell_gap (layout) / 2;
}

static void
add_ticks_of_row (const PgsMapLayout *layout,
                  gsize               band,
                  guint64             row,
                  double              y,
                  cairo_t            *cr)
{
  const PgsMapBand *b = pgs_map_layout_get_band (layout, band);
  const PgsMaps *maps = pgs_map_layout_get_maps (layout);
  const double height = pgs_map_layout_get_pitch (layout) - pgs_map_layout_get_cell_gap (layout) + 2 * TICK_REACH;
  double last = -1;
  guint n_cells;
  guint64 start, end, unused;
  const guint64 first_cell = pgs_map_layout_row_cells (layout, band, row, &n_cells);

  pgs_map_layout_cell_range (layout, band, first_cell, &start, &unused);
  pgs_map_layout_cell_range (layout, band, first_cell + n_cells - 1, &unused, &end);
  for (gsize i = pgs_maps_lower_bound (maps, start); i < b->first_mapping + b->n_mappings; i++)
    {
      const guint64 border = pgs_maps_get (maps, i)->start;
      double x;

      if (border >= end)
        break;
      if (border < start || border == b->start)
        continue;
      x = get_tick_x (layout, b, border, &unused);
      if (x - last < TICK_WIDTH)
        continue;
      cairo_rectangle (cr, x - TICK_WIDTH / 2, y - TICK_REACH, TICK_WIDTH, height);
      last = x;
    }
}

/**
 * pgs_map_draw_cells:
 * @layout: a layout
 * @theme: its looks
 * @band: index of a band
 * @first_row: first row, counted from the band's top
 * @end_row: first row that is not drawn any more
 * @cells: what pgs_map_dup_cells() gave for them
 * @cr: where to draw; the top of @first_row is its y = 0
 *
 * Cells and the borders between mappings.
 */
void
pgs_map_draw_cells (const PgsMapLayout *layout,
                    const PgsTheme     *theme,
                    gsize               band,
                    guint64             first_row,
                    guint64             end_row,
                    const PgsMapCell   *cells,
                    cairo_t            *cr)
{
  const PgsMapBand *b = pgs_map_layout_get_band (layout, band);
  const double pitch = pgs_map_layout_get_pitch (layout);
  const PgsMapGrid grid = { .cells = cells,
                            .columns = MIN (pgs_map_layout_get_columns (layout), b->n_cells),
                            .n_rows = end_row - first_row,
                            .pitch = pitch,
                            .gap = pgs_map_layout_get_cell_gap (layout),
                            .background = theme->background };

  cairo_save (cr);
  cairo_translate (cr, pgs_map_layout_get_grid_x (layout), 0);
  pgs_map_grid_draw (&grid, cr);
  cairo_restore (cr);
  if (b->n_mappings < 2 || b->n_mappings > MAX (b->n_cells * MAX_TICKS_PER_CELL, MANY_MAPPINGS))
    return;
  for (guint64 row = first_row; row < end_row; row++)
    add_ticks_of_row (layout, band, row, (row - first_row) * pitch, cr);
  pgs_color_set_source (theme->foreground, cr);
  cairo_fill (cr);
}

/* Of the cells of a range: its first row begins, and its last row ends, anywhere. */
typedef struct
{
  gboolean one_row;
  double left;
  double right; /* of a full row */
  double first; /* left edge of the first cell */
  double last;  /* right edge of the last one */
  double y[4];  /* edges of the first row and of the last row; the one at low addresses before the other */
} Outline;

/* @start and @end are inside the band. */
static void
measure_outline (const PgsMapLayout *layout,
                 const PgsMapBand   *band,
                 guint64             start,
                 guint64             end,
                 Outline            *outline)
{
  const PgsMapGeometry *g = pgs_map_layout_get_geometry (layout);
  const guint64 columns = pgs_map_layout_get_columns (layout);
  const guint shift = band->cell_shift + g->page_shift;
  const double pitch = pgs_map_layout_get_pitch (layout);
  const double left = pgs_map_layout_get_grid_x (layout) - 1;
  const guint64 first = (start - band->start) >> shift, last = (end - 1 - band->start) >> shift;
  const guint64 first_row = first / columns, last_row = last / columns;
  const guint64 rows[4] = { first_row, first_row + 1, last_row, last_row + 1 };

  *outline = (Outline) { .one_row = first_row == last_row,
                         .left = left,
                         .right = left + columns * pitch + 1,
                         .first = left + first % columns * pitch,
                         .last = left + (last % columns + 1) * pitch + 1 };
  for (int i = 0; i < 4; i++)
    outline->y[i] = (g->low_on_top ? (double) rows[i] : (double) (band->n_rows - rows[i])) * pitch - 0.5;
}

static void
trace_outline (const Outline *outline,
               cairo_t       *cr)
{
  const double *y = outline->y;

  if (outline->one_row)
    {
      cairo_rectangle (cr, outline->first, MIN (y[0], y[1]), outline->last - outline->first, fabs (y[1] - y[0]));
      return;
    }
  cairo_move_to (cr, outline->first, y[0]);
  cairo_line_to (cr, outline->right, y[0]);
  cairo_line_to (cr, outline->right, y[2]);
  cairo_line_to (cr, outline->last, y[2]);
  cairo_line_to (cr, outline->last, y[3]);
  cairo_line_to (cr, outline->left, y[3]);
  cairo_line_to (cr, outline->left, y[1]);
  cairo_line_to (cr, outline->first, y[1]);
  cairo_close_path (cr);
}

/**
 * pgs_map_draw_outline:
 * @layout: a layout
 * @band: index of a band
 * @start: first address
 * @end: first address behind it; only what is inside the band is outlined
 * @top: px from the band's top at which drawing may be cut; cairo's numbers end at 2^23
 * @bottom: px from the band's top
 * @color: of the line
 * @line_width: of the line, px
 * @cr: where to draw; the band's top is its y = 0
 *
 * A line around the cells of a range, stepped where it begins or ends inside a row.
 */
void
pgs_map_draw_outline (const PgsMapLayout *layout,
                      gsize               band,
                      guint64             start,
                      guint64             end,
                      double              top,
                      double              bottom,
                      PgsColor            color,
                      double              line_width,
                      cairo_t            *cr)
{
  const PgsMapBand *b = pgs_map_layout_get_band (layout, band);
  Outline outline;

  start = MAX (start, b->start);
  end = MIN (end, b->end);
  if (start >= end)
    return;
  measure_outline (layout, b, start, end, &outline);
  for (int i = 0; i < 4; i++)
    outline.y[i] = CLAMP (outline.y[i], top - 8, bottom + 8);
  trace_outline (&outline, cr);
  pgs_color_set_source (color, cr);
  cairo_set_line_width (cr, line_width);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
}

/* The part of the picture of which a band is drawn: @top is its y = 0. */
typedef struct
{
  const PgsMapLayout *layout;
  const PgsTheme *theme;
  gsize band;
  double top;
  double bottom;
} Part;

/* The gap above the band, if one is shown, and the bar that tells its kind. */
static void
draw_edges (const Part   *part,
            PangoContext *context,
            cairo_t      *cr)
{
  const PgsMapBand *b = pgs_map_layout_get_band (part->layout, part->band);
  cairo_rectangle_t bar;

  if (b->gap > 0)
    {
      cairo_save (cr);
      cairo_translate (cr, 0, b->gap_y - part->top);
      pgs_map_draw_gap (part->layout, part->theme, context, part->band, cr);
      cairo_restore (cr);
    }
  pgs_map_get_bar (part->layout, part->theme, part->band, &bar);
  pgs_color_set_source (part->theme->kinds[b->kind], cr);
  cairo_rectangle (cr, bar.x, MAX (bar.y - part->top, -8), bar.width,
                   MIN (bar.y + bar.height, part->bottom + 8) - MAX (bar.y, part->top - 8));
  cairo_fill (cr);
}

/* The band's top is y = 0. */
static void
draw_rows (const Part        *part,
           const PgsMapModel *model,
           cairo_t           *cr)
{
  g_autofree PgsMapCell *cells = NULL;
  guint64 first, end;

  if (!pgs_map_layout_get_rows (part->layout, part->band, part->top, part->bottom, &first, &end))
    return;
  cairo_save (cr);
  cairo_translate (cr, 0, first * pgs_map_layout_get_pitch (part->layout));
  cells = pgs_map_dup_cells (model, part->layout, part->theme, part->band, first, end);
  pgs_map_draw_cells (part->layout, part->theme, part->band, first, end, cells, cr);
  cairo_restore (cr);
}

static void
draw_band (const Part        *part,
           const PgsMapModel *model,
           PangoContext      *context,
           cairo_t           *cr)
{
  const PgsMapBand *b = pgs_map_layout_get_band (part->layout, part->band);
  g_autofree char *detail = pgs_map_dup_band_detail (model, part->layout, part->band);
  const double top = part->top - b->y, bottom = part->bottom - b->y;

  draw_edges (part, context, cr);
  cairo_save (cr);
  cairo_translate (cr, 0, b->y - part->top);
  pgs_map_draw_label (part->layout, part->theme, context, part->band, detail, cr);
  draw_rows (part, model, cr);
  if (part->theme->high_contrast)
    pgs_map_draw_outline (part->layout, part->band, b->start, b->end, top, bottom, part->theme->foreground, 1, cr);
  if (model->selection_start < model->selection_end)
    pgs_map_draw_outline (part->layout, part->band, model->selection_start, model->selection_end, top, bottom,
                          part->theme->accent, 2, cr);
  cairo_restore (cr);
}

/**
 * pgs_map_draw:
 * @model: what to draw
 * @layout: of its mappings
 * @theme: its looks
 * @context: its fonts
 * @top: first px of the picture that is drawn; becomes y = 0
 * @bottom: first px that is not drawn any more
 * @cr: where to draw
 *
 * The part of the picture between @top and @bottom. O(log bands + what is seen).
 */
void
pgs_map_draw (const PgsMapModel  *model,
              const PgsMapLayout *layout,
              const PgsTheme     *theme,
              PangoContext       *context,
              double              top,
              double              bottom,
              cairo_t            *cr)
{
  const gsize n_bands = pgs_map_layout_get_n_bands (layout);
  Part part = { .layout = layout, .theme = theme, .top = top, .bottom = bottom };

  for (gsize i = pgs_map_layout_find_y (layout, top); i < n_bands; i++)
    {
      const PgsMapBand *band = pgs_map_layout_get_band (layout, i);

      if ((band->gap > 0 ? band->gap_y : band->y) >= bottom)
        break;
      part.band = i;
      draw_band (&part, model, context, cr);
    }
}
