/* pgs-map-lookup.c: from a place in the picture of the map to an address, and back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map-layout-private.h"

#include <math.h>

/**
 * pgs_map_layout_find_y:
 * @self: the layout
 * @y: px from the top of the picture
 *
 * O(log n).
 *
 * Returns: the first band that ends below @y; the number of bands if there is none
 */
gsize
pgs_map_layout_find_y (const PgsMapLayout *self,
                       double              y)
{
  gsize low = 0;
  gsize high = self->bands->len;

  while (low < high)
    {
      const gsize middle = low + (high - low) / 2;
      const PgsMapBand *band = &g_array_index (self->bands, PgsMapBand, middle);

      if (band->y + band->height > y)
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

/**
 * pgs_map_layout_find_address:
 * @self: the layout
 * @address: any address
 * @index: (out): the band that holds it; else the nearest one above it in memory, or the highest
 *
 * O(log n).
 *
 * Returns: whether the band holds it; %FALSE with @index 0 if there are no bands
 */
gboolean
pgs_map_layout_find_address (const PgsMapLayout *self,
                             guint64             address,
                             gsize              *index)
{
  const gsize n = self->bands->len;
  gsize low = 0;
  gsize high = n;

  *index = 0;
  if (n == 0)
    return FALSE;
  while (low < high)
    {
      const gsize middle = low + (high - low) / 2;
      const gsize at = self->geometry.low_on_top ? middle : n - 1 - middle;

      if (g_array_index (self->bands, PgsMapBand, at).end > address)
        high = middle;
      else
        low = middle + 1;
    }
  low = MIN (low, n - 1);
  *index = self->geometry.low_on_top ? low : n - 1 - low;
  return address >= g_array_index (self->bands, PgsMapBand, *index).start
         && address < g_array_index (self->bands, PgsMapBand, *index).end;
}

/* Rows are counted from the top of the view; the memory's own order starts at its lowest address. */
static guint64
flip_row (const PgsMapLayout *self,
          const PgsMapBand   *band,
          guint64             row)
{
  return self->geometry.low_on_top ? row : band->n_rows - 1 - row;
}

/**
 * pgs_map_layout_get_rows:
 * @self: the layout
 * @band: index of a band
 * @top: px from the top of the picture
 * @bottom: px
 * @first: (out): first row that is between them, counted from the top of the band
 * @end: (out): first row that is not any more
 *
 * Returns: %FALSE if no row is
 */
gboolean
pgs_map_layout_get_rows (const PgsMapLayout *self,
                         gsize               band,
                         double              top,
                         double              bottom,
                         guint64            *first,
                         guint64            *end)
{
  const PgsMapBand *b = pgs_map_layout_get_band (self, band);
  const double from = floor ((top - b->y) / self->pitch);
  const double to = ceil ((bottom - b->y) / self->pitch);

  *first = from <= 0 ? 0 : MIN ((guint64) from, b->n_rows);
  *end = to <= 0 ? 0 : MIN ((guint64) to, b->n_rows);
  return *first < *end;
}

/**
 * pgs_map_layout_row_cells:
 * @self: the layout
 * @band: index of a band
 * @row: counted from the top of the band
 * @n_cells: (out): how many cells it has
 *
 * Returns: its leftmost cell, counted from the lowest address of the band
 */
guint64
pgs_map_layout_row_cells (const PgsMapLayout *self,
                          gsize               band,
                          guint64             row,
                          guint              *n_cells)
{
  const PgsMapBand *b = pgs_map_layout_get_band (self, band);
  const guint64 first = flip_row (self, b, row) * self->columns;

  *n_cells = MIN (b->n_cells - first, self->columns);
  return first;
}

/**
 * pgs_map_layout_cell_range:
 * @self: the layout
 * @band: index of a band
 * @cell: counted from its lowest address
 * @start: (out): first address of the cell
 * @end: (out): first address behind it
 */
void
pgs_map_layout_cell_range (const PgsMapLayout *self,
                           gsize               band,
                           guint64             cell,
                           guint64            *start,
                           guint64            *end)
{
  const PgsMapBand *b = pgs_map_layout_get_band (self, band);
  const guint shift = b->cell_shift + self->geometry.page_shift;

  *start = b->start + (cell << shift);
  *end = cell + 1 < b->n_cells ? b->start + ((cell + 1) << shift) : b->end;
}

static gboolean
hit_cell (const PgsMapLayout *self,
          const PgsMapBand   *band,
          double              x,
          double              y,
          PgsMapHit          *hit)
{
  const double column = floor ((x - self->grid_x) / self->pitch);
  const double row = floor ((y - band->y) / self->pitch);
  guint64 cell;

  if (column < 0 || column >= self->columns || row < 0 || row >= band->n_rows)
    return FALSE;
  cell = flip_row (self, band, row) * self->columns + (guint64) column;
  if (cell >= band->n_cells)
    return FALSE;
  hit->what = PGS_MAP_HIT_CELL;
  pgs_map_layout_cell_range (self, hit->band, cell, &hit->start, &hit->end);
  return TRUE;
}

static void
hit_gap (const PgsMapLayout *self,
         const PgsMapBand   *band,
         PgsMapHit          *hit)
{
  const PgsMapBand *above = band - 1;

  hit->what = PGS_MAP_HIT_GAP;
  hit->start = MIN (above->end, band->end);
  hit->end = MAX (above->start, band->start);
}

/**
 * pgs_map_layout_hit:
 * @self: the layout
 * @x: px
 * @y: px from the top of the picture
 * @hit: (out caller-allocates): what is there
 *
 * The free pixels right of and below a cell belong to it. O(log n).
 */
void
pgs_map_layout_hit (const PgsMapLayout *self,
                    double              x,
                    double              y,
                    PgsMapHit          *hit)
{
  const PgsMapBand *band;

  *hit = (PgsMapHit) { .what = PGS_MAP_HIT_NONE };
  hit->band = pgs_map_layout_find_y (self, y);
  if (hit->band == self->bands->len)
    return;
  band = pgs_map_layout_get_band (self, hit->band);
  if (y < band->y)
    {
      if (band->gap > 0 && y >= band->gap_y)
        hit_gap (self, band, hit);
      return;
    }
  if (!hit_cell (self, band, x, y, hit))
    {
      hit->what = PGS_MAP_HIT_BAND;
      hit->start = band->start;
      hit->end = band->end;
    }
  hit->mapping = pgs_maps_lower_bound (self->maps, hit->start);
}

/**
 * pgs_map_layout_address_rect:
 * @self: the layout
 * @address: an address
 * @rect: (out caller-allocates): where its cell is, px, with the free pixels that belong to it
 *
 * Returns: %FALSE if no band holds @address
 */
gboolean
pgs_map_layout_address_rect (const PgsMapLayout *self,
                             guint64             address,
                             cairo_rectangle_t  *rect)
{
  const PgsMapBand *band;
  gsize index;
  guint64 cell;

  if (!pgs_map_layout_find_address (self, address, &index))
    return FALSE;
  band = pgs_map_layout_get_band (self, index);
  cell = (address - band->start) >> (band->cell_shift + self->geometry.page_shift);
  rect->x = self->grid_x + (cell % self->columns) * self->pitch;
  rect->y = band->y + flip_row (self, band, cell / self->columns) * self->pitch;
  rect->width = rect->height = self->pitch;
  return TRUE;
}
