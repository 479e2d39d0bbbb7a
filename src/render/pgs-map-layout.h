/* pgs-map-layout.h: where every page of an address space is in the picture, and back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <cairo.h>

#include "pgs-object.h"

G_BEGIN_DECLS

/**
 * PgsMapGeometry:
 * @width: of the whole picture, px
 * @scale: device pixels in a px, 1 … 8; cells are whole device pixels
 * @zoom: 0 fits each object into a few rows; each step up halves the pages of a cell down to one
 *   and then enlarges the cells, each step down doubles them until every object is one row
 * @low_on_top: low addresses on top instead of high ones
 * @rtl: labels at the right; cells keep their direction, as addresses do
 * @label_width: of the column with names, px
 * @name_height: of a line with a name, px
 * @detail_height: of a line of small text, px
 * @page_shift: log2 of the page size
 *
 * What the layout depends on besides the mappings. A plain value.
 */
typedef struct
{
  double width;
  int scale;
  int zoom;
  gboolean low_on_top;
  gboolean rtl;
  double label_width;
  double name_height;
  double detail_height;
  guint page_shift;
} PgsMapGeometry;

/**
 * PgsMapBand:
 * @start: first address
 * @end: first address behind it
 * @first_mapping: index of its first mapping
 * @n_mappings: how many
 * @named: index of the first of them that has a path; @first_mapping if none has
 * @kind: of the object
 * @cell_shift: log2 of the pages in a cell
 * @n_cells: cells, the last one may be cut by @end
 * @n_rows: rows of cells
 * @y: top edge, px
 * @height: of label and cells, px, without the space below
 * @gap: bytes between this band and the one above it in the view, 0 if that is not drawn
 * @gap_y: top edge of the drawn gap
 *
 * One object in the picture.
 */
typedef struct
{
  guint64 start;
  guint64 end;
  gsize first_mapping;
  gsize n_mappings;
  gsize named;
  PgsKind kind;
  guint cell_shift;
  guint64 n_cells;
  guint64 n_rows;
  double y;
  double height;
  guint64 gap;
  double gap_y;
} PgsMapBand;

typedef enum
{
  PGS_MAP_HIT_NONE = 0,
  PGS_MAP_HIT_CELL = 1,
  PGS_MAP_HIT_BAND = 2, /* its label or the room beside its cells */
  PGS_MAP_HIT_GAP = 3,
} PgsMapHitKind;

/**
 * PgsMapHit:
 * @what: what is there
 * @band: its index; of a gap the band below it
 * @start: first address of the cell, band or gap
 * @end: first address behind it
 * @mapping: index of the mapping at @start, not for gaps
 */
typedef struct
{
  PgsMapHitKind what;
  gsize band;
  guint64 start;
  guint64 end;
  gsize mapping;
} PgsMapHit;

typedef struct _PgsMapLayout PgsMapLayout;

PgsMapLayout     *pgs_map_layout_new          (PgsMaps              *maps,
                                               const PgsMapGeometry *geometry);
PgsMapLayout     *pgs_map_layout_new_after    (PgsMaps              *maps,
                                               const PgsMapGeometry *geometry,
                                               const PgsMapLayout   *before);
void              pgs_map_layout_free         (PgsMapLayout         *self);
PgsMaps          *pgs_map_layout_get_maps     (const PgsMapLayout   *self);
const PgsMapGeometry *pgs_map_layout_get_geometry (const PgsMapLayout *self);
double            pgs_map_layout_get_height   (const PgsMapLayout   *self);
int               pgs_map_layout_get_min_zoom (const PgsMapLayout   *self);
int               pgs_map_layout_get_max_zoom (const PgsMapLayout   *self);
gboolean          pgs_map_layout_is_compact   (const PgsMapLayout   *self);
gsize             pgs_map_layout_get_n_bands  (const PgsMapLayout   *self);
const PgsMapBand *pgs_map_layout_get_band     (const PgsMapLayout   *self,
                                               gsize                 index);
gsize             pgs_map_layout_find_y       (const PgsMapLayout   *self,
                                               double                y);
gboolean          pgs_map_layout_find_address (const PgsMapLayout   *self,
                                               guint64               address,
                                               gsize                *index);
guint             pgs_map_layout_get_columns  (const PgsMapLayout   *self);
double            pgs_map_layout_get_pitch    (const PgsMapLayout   *self);
double            pgs_map_layout_get_cell_gap (const PgsMapLayout   *self);
double            pgs_map_layout_get_grid_x   (const PgsMapLayout   *self);
double            pgs_map_layout_get_label_x  (const PgsMapLayout   *self);
gboolean          pgs_map_layout_get_rows     (const PgsMapLayout   *self,
                                               gsize                 band,
                                               double                top,
                                               double                bottom,
                                               guint64              *first,
                                               guint64              *end);
guint64           pgs_map_layout_row_cells    (const PgsMapLayout   *self,
                                               gsize                 band,
                                               guint64               row,
                                               guint                *n_cells);
void              pgs_map_layout_cell_range   (const PgsMapLayout   *self,
                                               gsize                 band,
                                               guint64               cell,
                                               guint64              *start,
                                               guint64              *end);
void              pgs_map_layout_hit          (const PgsMapLayout   *self,
                                               double                x,
                                               double                y,
                                               PgsMapHit            *hit);
gboolean          pgs_map_layout_address_rect (const PgsMapLayout   *self,
                                               guint64               address,
                                               cairo_rectangle_t    *rect);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsMapLayout, pgs_map_layout_free)

G_END_DECLS
