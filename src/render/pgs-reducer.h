/* pgs-reducer.h: fewer vertices for a line that has many in one pixel column, same picture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* In px. A vertex whose @y is NAN ends a run: nothing joins its neighbours. */
typedef struct
{
  double x;
  double y;
} PgsVertex;

/**
 * PgsReducer:
 * @vertices: (element-type PgsVertex): what is left; read it after pgs_reducer_end()
 *
 * Takes vertices from left to right and keeps at most four for each pixel column: the first, the
 * lowest, the highest and the last, in the order in which they came. The line through them covers
 * the same pixels, so that no peak is lost. Lives on the stack.
 */
typedef struct
{
  GArray *vertices;
  /* the column being collected */
  gboolean open;
  double column;
  PgsVertex first, low, high, last;
  guint n_seen, low_index, high_index;
} PgsReducer;

void pgs_reducer_begin (PgsReducer *self);
void pgs_reducer_add   (PgsReducer *self,
                        double      x,
                        double      y);
void pgs_reducer_gap   (PgsReducer *self);
void pgs_reducer_end   (PgsReducer *self);
void pgs_reducer_clear (PgsReducer *self);

G_END_DECLS
