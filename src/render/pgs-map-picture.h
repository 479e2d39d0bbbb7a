/* pgs-map-picture.h: a whole picture of a map or strip, as files and the clipboard get it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-map.h"

G_BEGIN_DECLS

typedef enum
{
  PGS_PICTURE_MAP = 0,   /* strip and pages */
  PGS_PICTURE_STRIP = 1, /* the strip alone */
} PgsPictureKind;

/**
 * PgsMapPicture:
 * @model: what to draw
 * @what: which parts
 * @low_on_top: low addresses on top
 * @width: px
 * @height: px; all of the address space is made to fit where that is possible, else what is
 *   highest in the view is seen and the last line says what is not
 */
typedef struct
{
  PgsMapModel model;
  PgsPictureKind what;
  gboolean low_on_top;
  double width;
  double height;
} PgsMapPicture;

void pgs_map_picture_draw (const PgsMapPicture *self,
                           const PgsTheme      *theme,
                           cairo_t             *cr);

G_END_DECLS
