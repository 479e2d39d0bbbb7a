/* pgs-point.c: the totals of one process at one moment, and moments that have a name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-point.h"

#include <math.h>
#include <string.h>

/* Where a point and its extremes have the same number. */
static const struct
{
  gsize of_point;
  gsize of_extremes;
} sizes[] = {
  { G_STRUCT_OFFSET (PgsPoint, virt), G_STRUCT_OFFSET (PgsExtremes, virt) },
  { G_STRUCT_OFFSET (PgsPoint, res), G_STRUCT_OFFSET (PgsExtremes, res) },
  { G_STRUCT_OFFSET (PgsPoint, anon), G_STRUCT_OFFSET (PgsExtremes, anon) },
  { G_STRUCT_OFFSET (PgsPoint, file), G_STRUCT_OFFSET (PgsExtremes, file) },
  { G_STRUCT_OFFSET (PgsPoint, shmem), G_STRUCT_OFFSET (PgsExtremes, shmem) },
  { G_STRUCT_OFFSET (PgsPoint, swap), G_STRUCT_OFFSET (PgsExtremes, swap) },
};

static const struct
{
  gsize of_point;
  gsize of_extremes;
} rates[] = {
  { G_STRUCT_OFFSET (PgsPoint, minor_faults), G_STRUCT_OFFSET (PgsExtremes, minor_rate) },
  { G_STRUCT_OFFSET (PgsPoint, major_faults), G_STRUCT_OFFSET (PgsExtremes, major_rate) },
};

/**
 * pgs_point_init:
 * @self: (out caller-allocates): a point
 * @snapshot: a sample
 *
 * Takes the totals of one sample.
 */
void
pgs_point_init (PgsPoint          *self,
                const PgsSnapshot *snapshot)
{
  const PgsCounters *counters = &snapshot->counters;

  *self = (PgsPoint) {
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

/**
 * pgs_point_get_rate:
 * @self: a point
 * @before: (nullable): the point before
 * @field: offset of a number of faults in #PgsPoint
 *
 * Returns: faults a second between the two; NAN if that is unknown, or the counter went back
 */
double
pgs_point_get_rate (const PgsPoint *self,
                    const PgsPoint *before,
                    gsize           field)
{
  const guint64 now = G_STRUCT_MEMBER (guint64, self, field);
  const guint64 then = before != NULL ? G_STRUCT_MEMBER (guint64, before, field) : PGS_UNKNOWN;

  if (now == PGS_UNKNOWN || then == PGS_UNKNOWN || now < then
      || self->monotonic_us <= before->monotonic_us)
    return NAN;
  return (double) (now - then) * G_USEC_PER_SEC / (self->monotonic_us - before->monotonic_us);
}

/**
 * pgs_point_clear:
 * @self: a point
 *
 * Frees what it holds.
 */
void
pgs_point_clear (PgsPoint *self)
{
  g_clear_pointer (&self->spread, g_free);
}

/* What @self shows, with the samples that were dropped between it and @before. */
static void
get_spread (const PgsPoint *self,
            const PgsPoint *before,
            PgsSpread      *spread)
{
  if (self->spread != NULL)
    {
      *spread = *self->spread;
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    G_STRUCT_MEMBER (guint64, &spread->lowest, sizes[i].of_extremes) =
      G_STRUCT_MEMBER (guint64, self, sizes[i].of_point);
  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    G_STRUCT_MEMBER (double, &spread->lowest, rates[i].of_extremes) =
      pgs_point_get_rate (self, before, rates[i].of_point);
  spread->highest = spread->lowest;
}

/* A comparison with NAN is false: what is unknown changes nothing. */
static void
widen_rate (double *low,
            double *high,
            double  by_low,
            double  by_high)
{
  if (isnan (*low) || by_low < *low)
    *low = by_low;
  if (isnan (*high) || by_high > *high)
    *high = by_high;
}

static void
widen (PgsSpread       *spread,
       const PgsSpread *by)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      const gsize field = sizes[i].of_extremes;
      guint64 *low = G_STRUCT_MEMBER_P (&spread->lowest, field);
      guint64 *high = G_STRUCT_MEMBER_P (&spread->highest, field);

      if (G_STRUCT_MEMBER (guint64, &by->highest, field) == PGS_UNKNOWN)
        continue;
      *low = MIN (*low, G_STRUCT_MEMBER (guint64, &by->lowest, field)); /* unknown is the greatest */
      *high = *high == PGS_UNKNOWN ? G_STRUCT_MEMBER (guint64, &by->highest, field)
                                   : MAX (*high, G_STRUCT_MEMBER (guint64, &by->highest, field));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      const gsize field = rates[i].of_extremes;

      widen_rate (G_STRUCT_MEMBER_P (&spread->lowest, field), G_STRUCT_MEMBER_P (&spread->highest, field),
                  G_STRUCT_MEMBER (double, &by->lowest, field),
                  G_STRUCT_MEMBER (double, &by->highest, field));
    }
}

/**
 * pgs_points_keep:
 * @points: points in order of time, of which those before @index were kept or dropped
 * @index: one of them
 * @n_kept: (inout): how many were kept; they are the first ones
 *
 * Keeps a point: it moves behind those that were kept. Where it was, there is nothing to be freed.
 */
void
pgs_points_keep (PgsPoint *points,
                 gsize     index,
                 guint    *n_kept)
{
  PgsPoint *place = &points[(*n_kept)++];

  if (place == &points[index])
    return;
  *place = points[index];
  points[index].spread = NULL;
}

/**
 * pgs_points_drop:
 * @points: points in order of time, of which those before @index were kept or dropped
 * @index: one of them, not the last one
 * @n_kept: how many were kept; they are the first ones
 *
 * Drops a point: the one behind it shows what it has shown, too.
 */
void
pgs_points_drop (PgsPoint *points,
                 gsize     index,
                 guint     n_kept)
{
  PgsPoint *dropped = &points[index], *next = &points[index + 1];
  PgsSpread spread, by;

  get_spread (dropped, n_kept > 0 ? &points[n_kept - 1] : NULL, &by);
  get_spread (next, dropped, &spread);
  widen (&spread, &by);
  next->n_dropped += dropped->n_dropped + 1;
  pgs_point_clear (dropped);
  pgs_point_clear (next);
  if (memcmp (&spread.lowest, &spread.highest, sizeof spread.lowest) != 0)
    next->spread = g_memdup2 (&spread, sizeof spread);
}

/**
 * pgs_points_halve:
 * @points: points in order of time
 * @n_points: how many
 * @n_old: how many of them are thinned, less than all
 *
 * Drops every second one of the first @n_old; the very first stays.
 *
 * Returns: how many were kept; they are the first ones
 */
guint
pgs_points_halve (PgsPoint *points,
                  guint     n_points,
                  guint     n_old)
{
  guint n_kept = 0;

  for (guint i = 0; i < n_points; i++)
    if (i < n_old && i % 2 == 1)
      pgs_points_drop (points, i, n_kept);
    else
      pgs_points_keep (points, i, &n_kept);
  return n_kept;
}

/**
 * pgs_mark_clear:
 * @self: a mark
 *
 * Frees what it holds.
 */
void
pgs_mark_clear (PgsMark *self)
{
  g_clear_pointer (&self->name, g_free);
}

static const char *const kind_ids[] = { "person", "first", "exec", "ended", "jump" };

/**
 * pgs_mark_kind_get_id:
 * @kind: a kind of marks
 *
 * Returns: its word in recordings
 */
const char *
pgs_mark_kind_get_id (PgsMarkKind kind)
{
  return kind_ids[kind];
}

/**
 * pgs_mark_kind_from_id:
 * @id: (nullable): a word
 * @kind: (out): the kind that it means
 *
 * Returns: whether it means one
 */
gboolean
pgs_mark_kind_from_id (const char  *id,
                       PgsMarkKind *kind)
{
  for (guint i = 0; id != NULL && i < G_N_ELEMENTS (kind_ids); i++)
    if (strcmp (kind_ids[i], id) == 0)
      {
        *kind = (PgsMarkKind) i;
        return TRUE;
      }
  return FALSE;
}
