/* pgs-scene-layout.h: where everything in the picture of a scene is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-scene.h"

G_BEGIN_DECLS

/**
 * PgsSceneBlock:
 * @pointer: index of what it shows
 * @first_page: of that
 * @end_page: first page behind it
 * @n_cells: cells
 * @n_rows: rows of cells
 * @n_lines: of its caption: the numbers beside the name, or below it
 * @y: of its caption, px
 * @grid_y: of its cells
 *
 * What is pointed at, as a grid of its own.
 */
typedef struct
{
  guint pointer;
  guint64 first_page;
  guint64 end_page;
  guint64 n_cells;
  guint64 n_rows;
  guint n_lines;
  double y;
  double grid_y;
} PgsSceneBlock;

/**
 * PgsSceneFrame:
 * @y: of its title, px
 * @n_lines: of the subtitle
 * @body_y: below title and subtitle
 * @height: of all
 * @blocks: (element-type PgsSceneBlock): where only what is pointed at is drawn
 * @map: (nullable): where all of the address space is
 *
 * Where a pane is. One that is not drawn has no height.
 */
typedef struct
{
  double y;
  guint n_lines;
  double body_y;
  double height;
  GArray *blocks;
  PgsMapLayout *map;
} PgsSceneFrame;

/**
 * PgsSceneLayout:
 * @width: px
 * @height: px; more than was given where not everything fits
 * @title_height: of a title
 * @line_height: of small text
 * @cell_shift: log2 of the pages in a cell of a block
 * @columns: cells in a row of a block
 * @pitch: px from one cell to the next
 * @gap: px of it that stay free
 * @frames: (element-type PgsSceneFrame): one a pane
 */
typedef struct
{
  double width;
  double height;
  double title_height;
  double line_height;
  guint cell_shift;
  guint columns;
  double pitch;
  double gap;
  GPtrArray *frames;
} PgsSceneLayout;

#define PGS_SCENE_TEXT_SPACE 12.0 /* px between texts of one line */

PgsSceneLayout *pgs_scene_layout_new   (const PgsScene       *scene,
                                        const PgsTheme       *theme,
                                        PangoContext         *context,
                                        double                width,
                                        double                height);
void            pgs_scene_layout_free  (PgsSceneLayout       *self);
void            pgs_scene_draw         (const PgsScene       *scene,
                                        const PgsSceneLayout *layout,
                                        const PgsTheme       *theme,
                                        PangoContext         *context,
                                        cairo_t              *cr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsSceneLayout, pgs_scene_layout_free)

G_END_DECLS
