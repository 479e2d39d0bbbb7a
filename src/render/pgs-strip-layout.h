/* pgs-strip-layout.h: the textbook picture of an address space: what is how high, and where
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <cairo.h>

#include "pgs-strip-items.h"

G_BEGIN_DECLS

/**
 * PgsStripGeometry:
 * @width: of the picture, px
 * @height: of the picture, px
 * @low_on_top: low addresses on top instead of high ones
 * @rtl: addresses at the left
 * @line_height: of its text, px
 *
 * A plain value.
 */
typedef struct
{
  double width;
  double height;
  gboolean low_on_top;
  gboolean rtl;
  double line_height;
} PgsStripGeometry;

typedef struct _PgsStripLayout PgsStripLayout;

PgsStripLayout     *pgs_strip_layout_new         (PgsMaps                *maps,
                                                  const PgsStripGeometry *geometry);
void                pgs_strip_layout_free        (PgsStripLayout         *self);
PgsMaps            *pgs_strip_layout_get_maps    (const PgsStripLayout   *self);
const PgsStripGeometry *pgs_strip_layout_get_geometry (const PgsStripLayout *self);
gsize               pgs_strip_layout_get_n_items (const PgsStripLayout   *self);
const PgsStripItem *pgs_strip_layout_get_item    (const PgsStripLayout   *self,
                                                  gsize                   index);
const PgsStripItem *pgs_strip_layout_hit         (const PgsStripLayout   *self,
                                                  double                  y);
double              pgs_strip_layout_address_to_y (const PgsStripLayout  *self,
                                                  guint64                 address);
guint64             pgs_strip_layout_y_to_address (const PgsStripLayout  *self,
                                                  double                  y);
double              pgs_strip_layout_get_block_x (const PgsStripLayout   *self,
                                                  double                 *width);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsStripLayout, pgs_strip_layout_free)

G_END_DECLS
