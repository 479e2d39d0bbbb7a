/* pgs-columns.c: which range a line covers in each pixel column
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-columns.h"

#include <math.h>

#define LONE_WIDTH 2.0 /* px of a vertex that has no neighbour to be joined to */
#define FAR 1e9        /* columns; what is further away is not told apart */

static void
cover (PgsColumns *self,
       gint64      column,
       double      y)
{
  PgsColumn *c;

  if (column < 0 || (guint64) column >= self->n_columns)
    return;
  c = &self->columns[column];
  c->top = MIN (c->top, (float) y);
  c->bottom = MAX (c->bottom, (float) y);
}

/* Covers the columns between the vertex before and this one, which is in another column. */
static void
join (PgsColumns *self,
      double      x,
      double      y,
      gint64      column)
{
  const double slope = (y - self->last_y) / (x - self->last_x);

  for (gint64 c = MAX (self->last_column, -1); c < column && c < (gint64) self->n_columns; c++)
    {
      const double border = self->last_y + slope * (c + 1 - self->last_x);

      cover (self, c, border);
      cover (self, c + 1, border);
    }
}

/**
 * pgs_columns_init:
 * @self: (out caller-allocates): columns with nothing in them
 * @x0: left edge of the first one, px
 * @scale: columns in a px
 * @n_columns: how many
 */
void
pgs_columns_init (PgsColumns *self,
                  double      x0,
                  double      scale,
                  gsize       n_columns)
{
  *self = (PgsColumns) { .columns = g_new (PgsColumn, n_columns), .n_columns = n_columns, .x0 = x0, .scale = scale };
  for (gsize i = 0; i < n_columns; i++)
    self->columns[i] = (PgsColumn) { INFINITY, -INFINITY };
}

/**
 * pgs_columns_go_to:
 * @self: columns
 * @at: where the next vertex is, in columns
 * @y: px, not NAN
 *
 * The part of pgs_columns_add() for a vertex that begins a run or is in another column.
 */
void
pgs_columns_go_to (PgsColumns *self,
                   double      at,
                   double      y)
{
  const gint64 column = (gint64) floor (CLAMP (at, -FAR, FAR));

  if (self->n_joined > 0 && column > self->last_column)
    join (self, at, y, column);
  cover (self, column, y);
  self->last_x = at;
  self->last_y = y;
  self->last_column = column;
  self->n_joined = MIN (self->n_joined + 1, 2);
  self->start = self->end = 0;
  if (column < 0 || (guint64) column >= self->n_columns)
    return;
  self->start = column;
  self->end = column + 1;
  self->current = &self->columns[column];
}

/**
 * pgs_columns_gap:
 * @self: columns
 *
 * What comes next is not joined to what came before. A vertex alone between gaps covers a few pixels
 * to its left, so that it is seen. Call it at the end, too.
 */
void
pgs_columns_gap (PgsColumns *self)
{
  if (self->n_joined == 1)
    for (gint64 c = (gint64) floor (self->last_x - LONE_WIDTH * self->scale); c < self->last_column; c++)
      cover (self, c, self->last_y);
  self->n_joined = 0;
  self->start = self->end = 0;
}

/**
 * pgs_columns_clear:
 * @self: columns
 *
 * Frees what it holds.
 */
void
pgs_columns_clear (PgsColumns *self)
{
  g_clear_pointer (&self->columns, g_free);
}
