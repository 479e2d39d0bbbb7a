/* pgs-map-walk.c: from cell to cell with the keyboard
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map-walk.h"

/* A cell by band, row from the top of the band, and column. */
typedef struct
{
  gsize band;
  guint64 row;
  guint column;
} Place;

static guint64
get_address (const PgsMapLayout *layout,
             const Place        *place)
{
  guint n_cells;
  const guint64 first = pgs_map_layout_row_cells (layout, place->band, place->row, &n_cells);
  guint64 start, end;

  pgs_map_layout_cell_range (layout, place->band, first + MIN (place->column, n_cells - 1), &start, &end);
  return start;
}

static Place
get_place (const PgsMapLayout *layout,
           gsize               band,
           guint64             address)
{
  const PgsMapBand *b = pgs_map_layout_get_band (layout, band);
  const PgsMapGeometry *g = pgs_map_layout_get_geometry (layout);
  const guint64 cell = (address - b->start) >> (b->cell_shift + g->page_shift);
  const guint columns = pgs_map_layout_get_columns (layout);
  const guint64 row = cell / columns;

  return (Place) { band, g->low_on_top ? row : b->n_rows - 1 - row, cell % columns };
}

static gboolean
step_row (const PgsMapLayout *layout,
          gboolean            down,
          Place              *place)
{
  const gsize n_bands = pgs_map_layout_get_n_bands (layout);

  if (!down && place->row > 0)
    place->row--;
  else if (down && place->row + 1 < pgs_map_layout_get_band (layout, place->band)->n_rows)
    place->row++;
  else if (down ? place->band + 1 >= n_bands : place->band == 0)
    return FALSE;
  else
    {
      place->band += down ? 1 : -1;
      place->row = down ? 0 : pgs_map_layout_get_band (layout, place->band)->n_rows - 1;
    }
  return TRUE;
}

static gboolean
step_cell (const PgsMapLayout *layout,
           gboolean            up_in_memory,
           gsize               band,
           guint64            *address)
{
  const PgsMapBand *b = pgs_map_layout_get_band (layout, band);
  const PgsMapGeometry *g = pgs_map_layout_get_geometry (layout);
  const guint shift = b->cell_shift + g->page_shift;
  const guint64 cell = (*address - b->start) >> shift;
  const gboolean leave = up_in_memory ? cell + 1 >= b->n_cells : cell == 0;
  const gboolean down = up_in_memory == g->low_on_top;

  if (!leave)
    {
      *address = b->start + ((up_in_memory ? cell + 1 : cell - 1) << shift);
      return TRUE;
    }
  if (down ? band + 1 >= pgs_map_layout_get_n_bands (layout) : band == 0)
    return FALSE;
  b = pgs_map_layout_get_band (layout, down ? band + 1 : band - 1);
  *address = up_in_memory ? b->start : b->start + ((b->n_cells - 1) << (b->cell_shift + g->page_shift));
  return TRUE;
}

static gboolean
step_band (const PgsMapLayout *layout,
           gboolean            down,
           gsize               band,
           guint64            *address)
{
  if (down ? band + 1 >= pgs_map_layout_get_n_bands (layout) : band == 0)
    return FALSE;
  *address = pgs_map_layout_get_band (layout, down ? band + 1 : band - 1)->start;
  return TRUE;
}

static void
go_to_edge (const PgsMapLayout *layout,
            gboolean            last,
            guint64            *address)
{
  Place place = { 0, 0, 0 };

  if (last)
    {
      place.band = pgs_map_layout_get_n_bands (layout) - 1;
      place.row = pgs_map_layout_get_band (layout, place.band)->n_rows - 1;
    }
  *address = get_address (layout, &place);
}

/**
 * pgs_map_layout_step:
 * @self: the layout
 * @step: where to go
 * @address: (inout): where the cursor is; afterwards the first address of the cell it went to. If no
 *   band holds it, the walk begins at the nearest one
 *
 * O(log n).
 *
 * Returns: %FALSE if there is nowhere to go
 */
gboolean
pgs_map_layout_step (const PgsMapLayout *self,
                     PgsMapStep          step,
                     guint64            *address)
{
  gsize band;
  Place place;

  if (pgs_map_layout_get_n_bands (self) == 0)
    return FALSE;
  if (!pgs_map_layout_find_address (self, *address, &band))
    *address = pgs_map_layout_get_band (self, band)->start;
  switch (step)
    {
    case PGS_MAP_STEP_LEFT:
    case PGS_MAP_STEP_RIGHT:
      return step_cell (self, step == PGS_MAP_STEP_RIGHT, band, address);
    case PGS_MAP_STEP_UP:
    case PGS_MAP_STEP_DOWN:
      place = get_place (self, band, *address);
      if (!step_row (self, step == PGS_MAP_STEP_DOWN, &place))
        return FALSE;
      *address = get_address (self, &place);
      return TRUE;
    case PGS_MAP_STEP_PREVIOUS_BAND:
    case PGS_MAP_STEP_NEXT_BAND:
      return step_band (self, step == PGS_MAP_STEP_NEXT_BAND, band, address);
    case PGS_MAP_STEP_FIRST:
    case PGS_MAP_STEP_LAST:
      go_to_edge (self, step == PGS_MAP_STEP_LAST, address);
      return TRUE;
    }
  g_assert_not_reached ();
}
