/* pgs-map-layout-private.h: what a layout of the map holds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-map-layout.h"

G_BEGIN_DECLS

struct _PgsMapLayout
{
  PgsMaps *maps;
  PgsMapGeometry geometry;
  GArray *bands; /* of PgsMapBand, as in the view from top to bottom */
  double height;
  double grid_x;
  double label_x;
  double pitch;
  guint columns;
  int min_zoom;
  int max_fit; /* the largest cell shift at zoom 0 */
};

void    pgs_map_layout_make_bands  (PgsMapLayout       *self);
guint64 pgs_map_layout_count_pages (const PgsMapLayout *self,
                                    const PgsMapBand   *band);

G_END_DECLS
