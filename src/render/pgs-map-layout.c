/* pgs-map-layout.c: where every page of an address space is in the picture, and back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Order. The picture is monotonic from edge to edge: with high addresses on top, bands go down with
 * falling addresses, and so do the rows inside a band: its last row holds its lowest addresses.
 * Inside a row addresses always rise from left to right, as they are written, in every language.
 *
 * Size. Building is O(objects), finding O(log objects): a cell is never stored. Heights and
 * positions are doubles, which are exact up to 2^53 px; all of 128 TiB in single pages is 2^33 px.
 *
 * How much one cell holds. At zoom 0 it is the smallest power of two of pages that keeps the object
 * within 4 + log2 (pages) / 2 rows: 10 rows for 16 MiB, 13 for 1 GiB, 20 for 16 TiB. So what is
 * larger looks larger, and what is huge does not push all else out of sight.
 */
#include "config.h"

#include "pgs-map-layout-private.h"

#include <math.h>

#define MARGIN 14.0
#define BASE_PITCH 7.0
#define CELL_GAP 1.0
#define BAND_SPACING 7.0
#define COMPACT_SPACING 3.0
#define GAP_SPACE 10.0                          /* above and below the line of a gap's label */
#define MIN_GAP (G_GUINT64_CONSTANT (1) << 30)  /* gaps below 1 GiB are not drawn */
#define MIN_COLUMNS 4
#define MAX_SHIFT 52

/* px from one cell to the next, once each is a single page and zooming goes on */
static const double pitches[] = { BASE_PITCH, 10, 14, 20, 28, 40 };

static guint64
divide_up (guint64 a,
           guint64 b)
{
  return a / b + (a % b != 0);
}

static guint64
count_rows (const PgsMapLayout *self,
            guint64             n_pages,
            guint               shift)
{
  return divide_up (divide_up (n_pages, G_GUINT64_CONSTANT (1) << shift), self->columns);
}

/* The smallest shift that keeps @n_pages within @max_rows rows. */
static guint
fit_shift (const PgsMapLayout *self,
           guint64             n_pages,
           guint64             max_rows)
{
  guint shift = 0;

  while (shift < MAX_SHIFT && count_rows (self, n_pages, shift) > max_rows)
    shift++;
  return shift;
}

static guint64
max_rows (guint64 n_pages)
{
  return 4 + (guint64) (log2 (MAX (n_pages, 1)) / 2);
}

static double
snap (const PgsMapLayout *self,
      double              px)
{
  return ceil (px * self->geometry.scale - 1e-6) / self->geometry.scale;
}

static void
set_columns (PgsMapLayout *self)
{
  const PgsMapGeometry *g = &self->geometry;
  const double room = g->width - 2 * MARGIN - g->label_width;

  self->label_x = g->rtl ? g->width - MARGIN - g->label_width : MARGIN;
  self->grid_x = snap (self, g->rtl ? MARGIN : MARGIN + g->label_width);
  self->columns = MAX ((int) floor ((room + CELL_GAP) / self->pitch), MIN_COLUMNS);
}

/* Bands are a matter of mappings and direction alone: what is else in them is set by place_bands(). */
static gboolean
has_same_bands (const PgsMapLayout *self,
                const PgsMapLayout *before)
{
  return before != NULL && before->maps == self->maps && before->geometry.low_on_top == self->geometry.low_on_top
         && before->geometry.page_shift == self->geometry.page_shift;
}

/* Zoom limits, from the cells of all bands at zoom 0 and where each is one row. */
static void
set_limits (PgsMapLayout *self)
{
  self->min_zoom = 0;
  self->max_fit = 0;
  for (gsize i = 0; i < self->bands->len; i++)
    {
      const guint64 n_pages = pgs_map_layout_count_pages (self, &g_array_index (self->bands, PgsMapBand, i));
      const int fit = fit_shift (self, n_pages, max_rows (n_pages));
      const int one_row = fit_shift (self, n_pages, 1);

      self->max_fit = MAX (self->max_fit, fit);
      self->min_zoom = MIN (self->min_zoom, fit - one_row);
    }
}

/* Limits depend on the columns, columns on the size of cells, and that on the limits: the first
 * round finds out with cells of the base size, the second settles what larger cells change. */
static void
settle_zoom (PgsMapLayout *self)
{
  int enlarged;

  self->pitch = BASE_PITCH;
  set_columns (self);
  set_limits (self);
  self->geometry.zoom = CLAMP (self->geometry.zoom, self->min_zoom, pgs_map_layout_get_max_zoom (self));
  enlarged = self->geometry.zoom - self->max_fit;
  if (enlarged > 0)
    self->pitch = pitches[MIN (enlarged, (int) G_N_ELEMENTS (pitches) - 1)];
  set_columns (self);
}

static void
size_band (PgsMapLayout *self,
           PgsMapBand   *band)
{
  const PgsMapGeometry *g = &self->geometry;
  const guint64 n_pages = pgs_map_layout_count_pages (self, band);
  const int fit = fit_shift (self, n_pages, max_rows (n_pages));
  const int one_row = fit_shift (self, n_pages, 1);
  const double label = pgs_map_layout_is_compact (self) ? g->name_height : g->name_height + g->detail_height;

  band->cell_shift = CLAMP (fit - g->zoom, 0, one_row);
  band->n_cells = divide_up (n_pages, G_GUINT64_CONSTANT (1) << band->cell_shift);
  band->n_rows = divide_up (band->n_cells, self->columns);
  band->height = snap (self, MAX (band->n_rows * self->pitch, label));
}

static guint64
gap_between (const PgsMapBand *a,
             const PgsMapBand *b)
{
  const guint64 gap = a->start >= b->end ? a->start - b->end : b->start >= a->end ? b->start - a->end : 0;

  return gap >= MIN_GAP ? gap : 0;
}

static void
place_bands (PgsMapLayout *self)
{
  const double spacing = pgs_map_layout_is_compact (self) ? COMPACT_SPACING : BAND_SPACING;
  const double gap_height = snap (self, self->geometry.detail_height + GAP_SPACE);
  double y = spacing;

  for (gsize i = 0; i < self->bands->len; i++)
    {
      PgsMapBand *band = &g_array_index (self->bands, PgsMapBand, i);

      size_band (self, band);
      band->gap = i > 0 ? gap_between (band, band - 1) : 0;
      band->gap_y = y;
      if (band->gap > 0)
        y += gap_height + spacing;
      band->y = y;
      y += band->height + spacing;
    }
  self->height = y;
}

/**
 * pgs_map_layout_new:
 * @maps: the mappings
 * @geometry: size, zoom and direction; a zoom beyond the limits is taken as the limit
 *
 * O(mappings).
 *
 * Returns: (transfer full): the layout; it keeps a reference to @maps
 */
PgsMapLayout *
pgs_map_layout_new (PgsMaps              *maps,
                    const PgsMapGeometry *geometry)
{
  return pgs_map_layout_new_after (maps, geometry, NULL);
}

/**
 * pgs_map_layout_new_after:
 * @maps: the mappings
 * @geometry: as for pgs_map_layout_new()
 * @before: (nullable): another layout, of the same process or not
 *
 * The same as pgs_map_layout_new(), but O(bands) where @before is of the same @maps: where there are many
 * mappings, most of the time goes into finding out which belong together.
 *
 * Returns: (transfer full): the layout; it shares nothing with @before that could change
 */
PgsMapLayout *
pgs_map_layout_new_after (PgsMaps              *maps,
                          const PgsMapGeometry *geometry,
                          const PgsMapLayout   *before)
{
  PgsMapLayout *self = g_new0 (PgsMapLayout, 1);

  self->maps = pgs_maps_ref (maps);
  self->geometry = *geometry;
  self->geometry.scale = CLAMP (geometry->scale, 1, 8);
  if (has_same_bands (self, before))
    self->bands = g_array_copy (before->bands);
  else
    pgs_map_layout_make_bands (self);
  settle_zoom (self);
  place_bands (self);
  return self;
}

/**
 * pgs_map_layout_free:
 * @self: (transfer full): the layout
 */
void
pgs_map_layout_free (PgsMapLayout *self)
{
  pgs_maps_unref (self->maps);
  g_array_unref (self->bands);
  g_free (self);
}

/**
 * pgs_map_layout_get_maps:
 * @self: the layout
 *
 * Returns: (transfer none): the mappings that it was made from
 */
PgsMaps *
pgs_map_layout_get_maps (const PgsMapLayout *self)
{
  return self->maps;
}

/**
 * pgs_map_layout_get_geometry:
 * @self: the layout
 *
 * Returns: (transfer none): what it was made for, with the zoom within its limits
 */
const PgsMapGeometry *
pgs_map_layout_get_geometry (const PgsMapLayout *self)
{
  return &self->geometry;
}

/**
 * pgs_map_layout_get_height:
 * @self: the layout
 *
 * Returns: the height of the whole picture, px
 */
double
pgs_map_layout_get_height (const PgsMapLayout *self)
{
  return self->height;
}

/**
 * pgs_map_layout_get_min_zoom:
 * @self: the layout
 *
 * Returns: the zoom at which every band is one row; 0 or negative
 */
int
pgs_map_layout_get_min_zoom (const PgsMapLayout *self)
{
  return self->min_zoom;
}

/**
 * pgs_map_layout_get_max_zoom:
 * @self: the layout
 *
 * Returns: the zoom at which every cell is one page, drawn as large as can be
 */
int
pgs_map_layout_get_max_zoom (const PgsMapLayout *self)
{
  return self->max_fit + (int) G_N_ELEMENTS (pitches) - 1;
}

/**
 * pgs_map_layout_is_compact:
 * @self: the layout
 *
 * Returns: whether labels have only one line, as everything is zoomed out
 */
gboolean
pgs_map_layout_is_compact (const PgsMapLayout *self)
{
  return self->min_zoom < 0 && self->geometry.zoom == self->min_zoom;
}

/**
 * pgs_map_layout_get_n_bands:
 * @self: the layout
 *
 * Returns: how many bands
 */
gsize
pgs_map_layout_get_n_bands (const PgsMapLayout *self)
{
  return self->bands->len;
}

/**
 * pgs_map_layout_get_band:
 * @self: the layout
 * @index: from the top of the view
 *
 * Returns: (transfer none): that band
 */
const PgsMapBand *
pgs_map_layout_get_band (const PgsMapLayout *self,
                         gsize               index)
{
  g_return_val_if_fail (index < self->bands->len, NULL);

  return &g_array_index (self->bands, PgsMapBand, index);
}

/**
 * pgs_map_layout_get_columns:
 * @self: the layout
 *
 * Returns: cells in a full row
 */
guint
pgs_map_layout_get_columns (const PgsMapLayout *self)
{
  return self->columns;
}

/**
 * pgs_map_layout_get_pitch:
 * @self: the layout
 *
 * Returns: px from one cell to the next, in both directions; whole device pixels
 */
double
pgs_map_layout_get_pitch (const PgsMapLayout *self)
{
  return self->pitch;
}

/**
 * pgs_map_layout_get_cell_gap:
 * @self: the layout
 *
 * Returns: how many of the px of the pitch are left free behind and below each cell
 */
double
pgs_map_layout_get_cell_gap (const PgsMapLayout *self)
{
  return CELL_GAP;
}

/**
 * pgs_map_layout_get_grid_x:
 * @self: the layout
 *
 * Returns: the left edge of all cells, px
 */
double
pgs_map_layout_get_grid_x (const PgsMapLayout *self)
{
  return self->grid_x;
}

/**
 * pgs_map_layout_get_label_x:
 * @self: the layout
 *
 * Returns: the left edge of the column of names, px
 */
double
pgs_map_layout_get_label_x (const PgsMapLayout *self)
{
  return self->label_x;
}
