/* pgs-map-walk.h: from cell to cell with the keyboard
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-map-layout.h"

G_BEGIN_DECLS

typedef enum
{
  PGS_MAP_STEP_LEFT = 0,  /* the cell below in memory */
  PGS_MAP_STEP_RIGHT = 1, /* the cell above in memory */
  PGS_MAP_STEP_UP = 2,    /* the row above in the view, also of the next band */
  PGS_MAP_STEP_DOWN = 3,
  PGS_MAP_STEP_PREVIOUS_BAND = 4, /* above in the view */
  PGS_MAP_STEP_NEXT_BAND = 5,
  PGS_MAP_STEP_FIRST = 6, /* the first cell of the view */
  PGS_MAP_STEP_LAST = 7,
} PgsMapStep;

gboolean pgs_map_layout_step (const PgsMapLayout *self,
                              PgsMapStep          step,
                              guint64            *address);

G_END_DECLS
