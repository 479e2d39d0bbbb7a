/* pgs-map-grid.c: rows of cells as pixels, or as shapes for vector files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Two million cells as cairo rectangles take 370 to 460 ms, written into an image surface and
 * painted once 0.5 ms. Vector files cannot hold pixels, there runs of equal cells in a row become
 * one rectangle and the free pixels between them are lines in the background's colour.
 */
#include "config.h"

#include "pgs-map-grid.h"

#include <math.h>
#include <string.h>

#include "pgs-kept-image.h"

#define TEXTURE_PERIOD 4 /* px from one line of a texture to the next */
#define TEXTURE_OFFSET 2 /* px before the first one */
#define MAX_SCALE 8

#define CELL_IS_DRAWN(cell) ((cell)->texture != 0 || (cell)->marks != 0 || (cell)->color != 0 || (cell)->ink != 0)

/* An image surface's pixels, cells measured in whole device pixels. */
typedef struct
{
  guint8 *data;
  int stride;
  int scale;
  int pitch;
  int size;
} Pixels;

static void
fill_rect (const Pixels *self,
           int           x,
           int           y,
           int           width,
           int           height,
           guint32       rgb)
{
  for (int row = y; row < y + height; row++)
    {
      guint32 *pixels = (guint32 *) (gpointer) (self->data + (gsize) row * self->stride);

      for (int column = x; column < x + width; column++)
        pixels[column] = 0xff000000 | rgb;
    }
}

static void
draw_lines (const Pixels *self,
            int           x,
            int           y,
            gboolean      rows,
            guint32       ink)
{
  for (int at = TEXTURE_OFFSET * self->scale; at < self->size; at += TEXTURE_PERIOD * self->scale)
    if (rows)
      fill_rect (self, x, y + at, self->size, self->scale, ink);
    else
      fill_rect (self, x + at, y, self->scale, self->size, ink);
}

static void
draw_dots (const Pixels *self,
           int           x,
           int           y,
           guint32       ink)
{
  const int period = TEXTURE_PERIOD * self->scale;
  const int first = TEXTURE_OFFSET * self->scale;

  for (int i = first; i + 2 * self->scale <= self->size; i += period)
    for (int j = first; j + 2 * self->scale <= self->size; j += period)
      fill_rect (self, x + i, y + j, 2 * self->scale, 2 * self->scale, ink);
}

/* What a row of pixels has of diagonal lines: every @period pixels one of them, the first of them @before ahead of @x. */
static void
draw_dashes (const Pixels *self,
             int           x,
             int           y,
             int           before,
             int           period,
             guint32       ink)
{
  for (int at = -before; at < self->size; at += period)
    fill_rect (self, x + MAX (at, 0), y, MIN (at + self->scale, self->size) - MAX (at, 0), 1, ink);
}

/* Diagonal lines that go on from cell to cell, whatever the size of cells. */
static void
draw_hatch (const Pixels *self,
            int           x,
            int           y,
            guint32       ink)
{
  const int period = TEXTURE_PERIOD * self->scale;

  for (int row = y; row < y + self->size; row++)
    draw_dashes (self, x, row, (x + row) % period, period, ink);
}

/* The same the other way and half as dense. */
static void
draw_light_hatch (const Pixels *self,
                  int           x,
                  int           y,
                  guint32       ink)
{
  const int period = 2 * TEXTURE_PERIOD * self->scale;

  for (int row = y; row < y + self->size; row++)
    draw_dashes (self, x, row, (x + period - row % period) % period, period, ink);
}

/* The cell's upper right corner. */
static void
draw_corner (const Pixels *self,
             int           x,
             int           y,
             guint32       ink)
{
  const int side = MAX (self->size / 2, 1);

  for (int j = 0; j < side; j++)
    fill_rect (self, x + self->size - side + j, y + j, side - j, 1, ink);
}

static void
draw_texture (const Pixels     *self,
              const PgsMapCell *cell,
              int               x,
              int               y)
{
  switch ((PgsTexture) cell->texture)
    {
    case PGS_TEXTURE_NONE:
      break;
    case PGS_TEXTURE_ROWS:
    case PGS_TEXTURE_COLUMNS:
      draw_lines (self, x, y, cell->texture == PGS_TEXTURE_ROWS, cell->ink);
      break;
    case PGS_TEXTURE_DOTS:
      draw_dots (self, x, y, cell->ink);
      break;
    }
}

static void
draw_marks (const Pixels     *self,
            const PgsMapCell *cell,
            int               x,
            int               y)
{
  const int third = self->size / 3;

  if (cell->marks & PGS_CELL_HUGE)
    fill_rect (self, x + self->size, y, self->pitch - self->size, self->size, cell->color);
  if (cell->marks & (PGS_CELL_GUARD | PGS_CELL_UNKNOWN))
    draw_hatch (self, x, y, cell->ink);
  if (cell->marks & PGS_CELL_ZERO)
    fill_rect (self, x + third, y + third, self->size - 2 * third, self->size - 2 * third, cell->ink);
  if (cell->marks & PGS_CELL_SWAPPED)
    fill_rect (self, x, y + self->size - self->scale, self->size, self->scale, cell->ink);
  if (cell->marks & PGS_CELL_UNREAD)
    draw_light_hatch (self, x, y, cell->ink);
  if (cell->marks & PGS_CELL_SAMPLED)
    draw_corner (self, x, y, cell->ink);
  if (cell->marks & PGS_CELL_LOCKED)
    fill_rect (self, x, y + self->size, self->size, self->pitch - self->size, cell->ink);
}

static void
draw_all_pixels (const PgsMapGrid *grid,
                 const Pixels     *pixels)
{
  for (guint row = 0; row < grid->n_rows; row++)
    for (guint column = 0; column < grid->columns; column++)
      {
        const PgsMapCell *cell = &grid->cells[row * grid->columns + column];
        const int x = column * pixels->pitch;
        const int y = row * pixels->pitch;

        if (!CELL_IS_DRAWN (cell))
          continue;
        fill_rect (pixels, x, y, pixels->size, pixels->size, cell->color);
        draw_texture (pixels, cell, x, y);
        if (cell->marks != 0)
          draw_marks (pixels, cell, x, y);
      }
}

static int
get_scale (cairo_t *cr)
{
  double dx = 1, dy = 0;
  double sx, sy;

  cairo_user_to_device_distance (cr, &dx, &dy);
  cairo_surface_get_device_scale (cairo_get_target (cr), &sx, &sy);
  return CLAMP (lround (hypot (dx, dy) * sx), 1, MAX_SCALE);
}

/**
 * pgs_map_grid_draw_pixels:
 * @self: the grid
 * @cr: where to draw, the grid's top left corner at its origin
 *
 * One image, one paint. Its cells are sharp where the scale of @cr is a whole number.
 */
void
pgs_map_grid_draw_pixels (const PgsMapGrid *self,
                          cairo_t          *cr)
{
  const int scale = get_scale (cr);
  Pixels pixels = { .scale = scale,
                    .pitch = lround (self->pitch * scale),
                    .size = lround ((self->pitch - self->gap) * scale) };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, self->columns * pixels.pitch,
                                                         self->n_rows * pixels.pitch);

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS || self->n_rows == 0)
    {
      cairo_surface_destroy (surface);
      return;
    }
  pixels.data = cairo_image_surface_get_data (surface);
  pixels.stride = cairo_image_surface_get_stride (surface);
  cairo_surface_flush (surface);
  draw_all_pixels (self, &pixels);
  cairo_surface_mark_dirty (surface);
  cairo_surface_set_device_scale (surface, scale, scale);
  pgs_kept_image_paint (surface, 0, 0, CAIRO_FILTER_NEAREST, cr);
}

static void
set_rgb (cairo_t *cr,
         guint32  rgb)
{
  cairo_set_source_rgb (cr, (rgb >> 16 & 0xff) / 255.0, (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0);
}

/* Neighbouring equal cells of one row. */
typedef struct
{
  const PgsMapCell *cell;
  guint n;
  double x;
  double y;
} Run;

typedef void (*RunFunc) (const PgsMapGrid *self,
                         const Run        *run,
                         cairo_t          *cr);

static void
for_each_run (const PgsMapGrid *self,
              RunFunc           func,
              cairo_t          *cr)
{
  for (guint row = 0; row < self->n_rows; row++)
    for (guint column = 0, n; column < self->columns; column += n)
      {
        const PgsMapCell *cell = &self->cells[row * self->columns + column];

        for (n = 1; column + n < self->columns && memcmp (cell, cell + n, sizeof *cell) == 0; n++)
          ;
        if (CELL_IS_DRAWN (cell))
          func (self, &(Run) { cell, n, column * self->pitch, row * self->pitch }, cr);
      }
}

static void
fill_run (const PgsMapGrid *self,
          const Run        *run,
          cairo_t          *cr)
{
  set_rgb (cr, run->cell->color);
  cairo_rectangle (cr, run->x, run->y, run->n * self->pitch - self->gap, self->pitch - self->gap);
  cairo_fill (cr);
}

static void
fill_huge_run (const PgsMapGrid *self,
               const Run        *run,
               cairo_t          *cr)
{
  if (run->cell->marks & PGS_CELL_HUGE)
    fill_run (self, run, cr);
}

/* A texture or mark of one cell as a path; what is drawn with lines is stroked later. */
static void
add_cell_ink (const PgsMapGrid *self,
              const PgsMapCell *cell,
              double            x,
              double            y,
              cairo_t          *cr)
{
  const double size = self->pitch - self->gap;

  if (cell->texture == PGS_TEXTURE_COLUMNS)
    for (double at = TEXTURE_OFFSET; at < size; at += TEXTURE_PERIOD)
      cairo_rectangle (cr, x + at, y, 1, size);
  if (cell->texture == PGS_TEXTURE_DOTS)
    for (double i = TEXTURE_OFFSET; i + 2 <= size; i += TEXTURE_PERIOD)
      for (double j = TEXTURE_OFFSET; j + 2 <= size; j += TEXTURE_PERIOD)
        cairo_rectangle (cr, x + i, y + j, 2, 2);
  if (cell->marks & PGS_CELL_ZERO)
    cairo_rectangle (cr, x + size / 3, y + size / 3, size / 3, size / 3);
  if (cell->marks & PGS_CELL_SAMPLED)
    {
      cairo_move_to (cr, x + size / 2, y);
      cairo_line_to (cr, x + size, y);
      cairo_line_to (cr, x + size, y + size / 2);
      cairo_close_path (cr);
    }
  if (cell->marks & PGS_CELL_UNREAD)
    {
      cairo_move_to (cr, x, y);
      cairo_line_to (cr, x + 0.7, y);
      cairo_line_to (cr, x + size, y + size - 0.7);
      cairo_line_to (cr, x + size, y + size);
      cairo_close_path (cr);
    }
  if (cell->marks & (PGS_CELL_GUARD | PGS_CELL_UNKNOWN))
    {
      cairo_move_to (cr, x, y + size);
      cairo_line_to (cr, x + size - 1, y);
      cairo_line_to (cr, x + size, y);
      cairo_line_to (cr, x + 1, y + size);
      cairo_close_path (cr);
    }
}

static void
ink_run (const PgsMapGrid *self,
         const Run        *run,
         cairo_t          *cr)
{
  const double size = self->pitch - self->gap;
  const double width = run->n * self->pitch - self->gap;

  if (run->cell->texture == PGS_TEXTURE_NONE && run->cell->marks == 0)
    return;
  set_rgb (cr, run->cell->ink);
  if (run->cell->texture == PGS_TEXTURE_ROWS)
    for (double at = TEXTURE_OFFSET; at < size; at += TEXTURE_PERIOD)
      cairo_rectangle (cr, run->x, run->y + at, width, 1);
  if (run->cell->marks & PGS_CELL_SWAPPED)
    cairo_rectangle (cr, run->x, run->y + size - 1, width, 1);
  if (run->cell->marks & PGS_CELL_LOCKED)
    cairo_rectangle (cr, run->x, run->y + size, width, self->gap);
  for (guint i = 0; i < run->n; i++)
    add_cell_ink (self, run->cell, run->x + i * self->pitch, run->y, cr);
  cairo_fill (cr);
}

static void
draw_separators (const PgsMapGrid *self,
                 cairo_t          *cr)
{
  pgs_color_set_source (self->background, cr);
  for (guint column = 1; column < self->columns; column++)
    cairo_rectangle (cr, column * self->pitch - self->gap, 0, self->gap, self->n_rows * self->pitch);
  cairo_fill (cr);
}

/**
 * pgs_map_grid_draw_shapes:
 * @self: the grid
 * @cr: where to draw, the grid's top left corner at its origin
 *
 * The same as rectangles: at most one a run of equal cells, so that a file stays small.
 */
void
pgs_map_grid_draw_shapes (const PgsMapGrid *self,
                          cairo_t          *cr)
{
  for_each_run (self, fill_run, cr);
  for_each_run (self, ink_run, cr);
  draw_separators (self, cr);
  for_each_run (self, fill_huge_run, cr);
}

/**
 * pgs_map_grid_draw:
 * @self: the grid
 * @cr: where to draw, the grid's top left corner at its origin
 *
 * Shapes into SVG, PDF and PostScript, pixels into all else.
 */
void
pgs_map_grid_draw (const PgsMapGrid *self,
                   cairo_t          *cr)
{
  switch ((int) cairo_surface_get_type (cairo_get_target (cr)))
    {
    case CAIRO_SURFACE_TYPE_PDF:
    case CAIRO_SURFACE_TYPE_PS:
    case CAIRO_SURFACE_TYPE_SVG:
      pgs_map_grid_draw_shapes (self, cr);
      break;
    default:
      pgs_map_grid_draw_pixels (self, cr);
      break;
    }
}
