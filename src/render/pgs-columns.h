/* pgs-columns.h: which range a line covers in each pixel column
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* px; nothing is in the column where @top is below (greater than) @bottom. */
typedef struct
{
  float top;
  float bottom;
} PgsColumn;

/**
 * PgsColumns:
 * @columns: (array length=n_columns): from left to right
 * @n_columns: how many
 *
 * Takes the vertices of a line from left to right and keeps what it covers in each column, from its
 * highest to its lowest point there: no peak is lost, however many vertices a column has. Lives on
 * the stack.
 */
typedef struct
{
  PgsColumn *columns;
  gsize n_columns;
  /*< private >*/
  double x0;
  double scale;
  double last_x, last_y; /* the vertex before, in columns and px */
  gint64 last_column;
  guint n_joined;      /* vertices since the last gap, 2 for all more */
  double start, end;   /* where the column of the vertex before is, in columns; nowhere: equal */
  PgsColumn *current;  /* it */
} PgsColumns;

void pgs_columns_init  (PgsColumns *self,
                        double      x0,
                        double      scale,
                        gsize       n_columns);
void pgs_columns_go_to (PgsColumns *self,
                        double      at,
                        double      y);
void pgs_columns_gap   (PgsColumns *self);
void pgs_columns_clear (PgsColumns *self);

/**
 * pgs_columns_add:
 * @self: columns
 * @x: px, not left of the vertex before; may be outside of all columns
 * @y: px, not NAN
 *
 * Goes straight from the vertex before to this one, if no gap is between them.
 */
static inline void
pgs_columns_add (PgsColumns *self,
                 double      x,
                 double      y)
{
  const double at = (x - self->x0) * self->scale;

  if (!(at >= self->start && at < self->end))
    {
      pgs_columns_go_to (self, at, y);
      return;
    }
  self->current->top = MIN (self->current->top, (float) y);
  self->current->bottom = MAX (self->current->bottom, (float) y);
  self->last_x = at;
  self->last_y = y;
  self->n_joined = 2;
}

G_END_DECLS
