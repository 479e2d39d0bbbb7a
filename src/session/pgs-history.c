/* pgs-history.c: how the totals of one process developed: what the charts draw
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-history.h"

struct _PgsHistory
{
  GArray *points; /* of PgsPoint */
  GArray *marks;  /* of PgsMark */
};

static void
clear_mark (gpointer data)
{
  PgsMark *mark = data;

  g_clear_pointer (&mark->name, g_free);
}

static PgsPoint
point_from_snapshot (const PgsSnapshot *snapshot)
{
  const PgsCounters *counters = &snapshot->counters;

  return (PgsPoint) {
    .monotonic_us = snapshot->monotonic_us,
    .virt = counters->virt,
    .res = counters->res,
    .anon = counters->anon,
    .file = counters->file,
    .shmem = counters->shmem,
    .swap = counters->swap,
    .minor_faults = counters->minor_faults,
    .major_faults = counters->major_faults,
  };
}

/* Drops every second point of the older half: the recent past stays as dense as it was seen. */
static void
thin_older_half (GArray *points)
{
  const guint half = points->len / 2;
  guint kept = 0;

  for (guint i = 0; i < points->len; i++)
    if (i >= half || i % 2 == 0)
      g_array_index (points, PgsPoint, kept++) = g_array_index (points, PgsPoint, i);
  g_array_set_size (points, kept);
}

/**
 * pgs_history_new:
 *
 * Returns: (transfer full): an empty history
 */
PgsHistory *
pgs_history_new (void)
{
  PgsHistory *self = g_new0 (PgsHistory, 1);

  self->points = g_array_new (FALSE, FALSE, sizeof (PgsPoint));
  self->marks = g_array_new (FALSE, FALSE, sizeof (PgsMark));
  g_array_set_clear_func (self->marks, clear_mark);
  return self;
}

/**
 * pgs_history_free:
 * @self: (transfer full) (nullable): a history
 */
void
pgs_history_free (PgsHistory *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->points);
  g_array_unref (self->marks);
  g_free (self);
}

/**
 * pgs_history_clear:
 * @self: a history
 *
 * Forgets all points and marks.
 */
void
pgs_history_clear (PgsHistory *self)
{
  g_return_if_fail (self != NULL);

  g_array_set_size (self->points, 0);
  g_array_set_size (self->marks, 0);
}

/**
 * pgs_history_add:
 * @self: a history
 * @snapshot: a sample, newer than all before; an older one is ignored
 */
void
pgs_history_add (PgsHistory        *self,
                 const PgsSnapshot *snapshot)
{
  const PgsPoint point = point_from_snapshot (snapshot);

  g_return_if_fail (self != NULL);

  if (self->points->len > 0 &&
      g_array_index (self->points, PgsPoint, self->points->len - 1).monotonic_us >= point.monotonic_us)
    return;
  if (self->points->len == PGS_HISTORY_MAX_POINTS)
    thin_older_half (self->points);
  g_array_append_val (self->points, point);
}

/**
 * pgs_history_get_points:
 * @self: a history
 * @n_points: (out): how many
 *
 * Returns: (transfer none) (array length=n_points): the points in order of time, valid until the
 *   history changes
 */
const PgsPoint *
pgs_history_get_points (const PgsHistory *self,
                        gsize            *n_points)
{
  g_return_val_if_fail (self != NULL, NULL);

  *n_points = self->points->len;
  return (const PgsPoint *) self->points->data;
}

/**
 * pgs_history_mark:
 * @self: a history
 * @monotonic_us: when; not before the last mark
 * @name: what, for people
 */
void
pgs_history_mark (PgsHistory *self,
                  gint64      monotonic_us,
                  const char *name)
{
  const PgsMark mark = { .monotonic_us = monotonic_us, .name = g_strdup (name) };

  g_return_if_fail (self != NULL);

  g_array_append_val (self->marks, mark);
}

/**
 * pgs_history_get_marks:
 * @self: a history
 * @n_marks: (out): how many
 *
 * Returns: (transfer none) (array length=n_marks): the marks in order of time, valid until the
 *   history changes
 */
const PgsMark *
pgs_history_get_marks (const PgsHistory *self,
                       gsize            *n_marks)
{
  g_return_val_if_fail (self != NULL, NULL);

  *n_marks = self->marks->len;
  return (const PgsMark *) self->marks->data;
}
