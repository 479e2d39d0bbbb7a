/* pgs-reducer.c: fewer vertices for a line that has many in one pixel column, same picture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-reducer.h"

#include <math.h>

static void
flush_column (PgsReducer *self)
{
  const gboolean low_is_first = self->low_index <= self->high_index;
  const guint indices[4] = {
    0,
    low_is_first ? self->low_index : self->high_index,
    low_is_first ? self->high_index : self->low_index,
    self->n_seen - 1,
  };
  const PgsVertex vertices[4] = {
    self->first,
    low_is_first ? self->low : self->high,
    low_is_first ? self->high : self->low,
    self->last,
  };

  if (!self->open)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (vertices); i++)
    if (i == 0 || indices[i] != indices[i - 1])
      g_array_append_val (self->vertices, vertices[i]);
  self->open = FALSE;
}

/**
 * pgs_reducer_begin:
 * @self: memory for a reducer
 */
void
pgs_reducer_begin (PgsReducer *self)
{
  *self = (PgsReducer) { .vertices = g_array_new (FALSE, FALSE, sizeof (PgsVertex)) };
}

/**
 * pgs_reducer_add:
 * @self: a reducer
 * @x: px, not left of the vertex before
 * @y: px, not NAN
 */
void
pgs_reducer_add (PgsReducer *self,
                 double      x,
                 double      y)
{
  const PgsVertex vertex = { x, y };
  const double column = floor (x);

  if (self->open && column != self->column)
    flush_column (self);
  if (!self->open)
    {
      self->open = TRUE;
      self->column = column;
      self->n_seen = self->low_index = self->high_index = 0;
      self->first = self->low = self->high = vertex;
    }
  if (y < self->low.y)
    {
      self->low = vertex;
      self->low_index = self->n_seen;
    }
  if (y > self->high.y)
    {
      self->high = vertex;
      self->high_index = self->n_seen;
    }
  self->last = vertex;
  self->n_seen++;
}

/**
 * pgs_reducer_gap:
 * @self: a reducer
 *
 * Ends the run: what comes next is not joined to what came before.
 */
void
pgs_reducer_gap (PgsReducer *self)
{
  const PgsVertex gap = { NAN, NAN };
  const GArray *vertices = self->vertices;

  flush_column (self);
  if (vertices->len > 0 && !isnan (g_array_index (vertices, PgsVertex, vertices->len - 1).y))
    g_array_append_val (self->vertices, gap);
}

/**
 * pgs_reducer_end:
 * @self: a reducer
 *
 * Completes @vertices; it ends with a gap unless it is empty.
 */
void
pgs_reducer_end (PgsReducer *self)
{
  pgs_reducer_gap (self);
}

/**
 * pgs_reducer_clear:
 * @self: a reducer
 *
 * Frees what it holds.
 */
void
pgs_reducer_clear (PgsReducer *self)
{
  g_clear_pointer (&self->vertices, g_array_unref);
}
