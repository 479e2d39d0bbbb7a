/* pgs-history-chart.c: the timeline of one process as a chart: VIRT, RES by what it is, faults
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-chart.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pgs-process-info.h"

/* Shares of the height. RES has the longest legend and says most. */
#define VIRT_WEIGHT 3
#define RES_WEIGHT 6
#define FAULTS_WEIGHT 3

static void
fill_bytes (double         *values,
            const PgsPoint *points,
            gsize           n_points,
            gsize           field)
{
  for (gsize i = 0; i < n_points; i++)
    {
      const guint64 bytes = G_STRUCT_MEMBER (guint64, &points[i], field);

      values[i] = bytes == PGS_UNKNOWN ? NAN : bytes;
    }
}

/* Per second since the point before; unknown for the first point and where a counter went back. */
static double
rate_at (const PgsPoint *points,
         gsize           i,
         gsize           field)
{
  const guint64 now = G_STRUCT_MEMBER (guint64, &points[i], field);
  guint64 before;
  gint64 elapsed_us;

  if (i == 0)
    return NAN;
  before = G_STRUCT_MEMBER (guint64, &points[i - 1], field);
  elapsed_us = points[i].monotonic_us - points[i - 1].monotonic_us;
  if (now == PGS_UNKNOWN || before == PGS_UNKNOWN || now < before || elapsed_us <= 0)
    return NAN;
  return (double) (now - before) * G_USEC_PER_SEC / elapsed_us;
}

static void
add_faults (PgsChart       *chart,
            const PgsPoint *points,
            gsize           n_points)
{
  double *all, *minor, *major;

  pgs_chart_add_lane (chart, _("Faults"), PGS_CHART_RATE, FAULTS_WEIGHT);
  minor = pgs_chart_add_series (chart, _("minor"), PGS_CHART_INK_FAULTS, PGS_CHART_STACK,
                                PGS_CHART_PLAIN);
  major = pgs_chart_add_series (chart, _("major"), PGS_CHART_INK_SWAPPED, PGS_CHART_STACK,
                                PGS_CHART_HATCHED | PGS_CHART_NEVER_INVISIBLE);
  all = pgs_chart_add_series (chart, _("all"), PGS_CHART_INK_FAULTS, PGS_CHART_HIDDEN,
                              PGS_CHART_HEADLINE);
  for (gsize i = 0; i < n_points; i++)
    {
      minor[i] = rate_at (points, i, G_STRUCT_OFFSET (PgsPoint, minor_faults));
      major[i] = rate_at (points, i, G_STRUCT_OFFSET (PgsPoint, major_faults));
      all[i] = minor[i] + major[i];
    }
}

static void
add_memory (PgsChart       *chart,
            const PgsPoint *points,
            gsize           n_points)
{
  const struct
  {
    const char *name;
    guint ink;
    PgsChartFlags flags;
    gsize field;
  } parts[] = {
    { _("file"), PGS_KIND_FILE, PGS_CHART_PLAIN, G_STRUCT_OFFSET (PgsPoint, file) },
    { _("shared memory"), PGS_KIND_SHMEM, PGS_CHART_PLAIN, G_STRUCT_OFFSET (PgsPoint, shmem) },
    { _("anonymous"), PGS_KIND_ANON, PGS_CHART_PLAIN, G_STRUCT_OFFSET (PgsPoint, anon) },
    { _("swapped"), PGS_CHART_INK_SWAPPED, PGS_CHART_HATCHED, G_STRUCT_OFFSET (PgsPoint, swap) },
  };

  pgs_chart_add_lane (chart, _("VIRT"), PGS_CHART_SIZE, VIRT_WEIGHT);
  fill_bytes (pgs_chart_add_series (chart, _("VIRT"), PGS_CHART_INK_VIRT, PGS_CHART_LINE,
                                    PGS_CHART_HEADLINE),
              points, n_points, G_STRUCT_OFFSET (PgsPoint, virt));
  pgs_chart_add_lane (chart, _("RES"), PGS_CHART_SIZE, RES_WEIGHT);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    fill_bytes (pgs_chart_add_series (chart, parts[i].name, parts[i].ink, PGS_CHART_STACK,
                                      parts[i].flags),
                points, n_points, parts[i].field);
  fill_bytes (pgs_chart_add_series (chart, _("RES"), PGS_CHART_INK_FOREGROUND, PGS_CHART_OUTLINE,
                                    PGS_CHART_HEADLINE),
              points, n_points, G_STRUCT_OFFSET (PgsPoint, res));
}

/**
 * pgs_chart_new_history:
 * @points: (array length=n_points): samples in order of time
 * @n_points: how many
 * @marks: (array length=n_marks) (nullable): named moments in order of time
 * @n_marks: how many
 *
 * Three lanes: VIRT as a line; RES as a line above what it is made of (file, shared memory,
 * anonymous) with what is swapped out on top; minor and major faults a second.
 *
 * Returns: (transfer full): the chart; it keeps nothing of the arguments
 */
PgsChart *
pgs_chart_new_history (const PgsPoint *points,
                       gsize           n_points,
                       const PgsMark  *marks,
                       gsize           n_marks)
{
  g_autofree gint64 *times = g_new (gint64, n_points + 1);
  PgsChart *chart;

  for (gsize i = 0; i < n_points; i++)
    times[i] = points[i].monotonic_us;
  chart = pgs_chart_new (times, n_points);
  add_memory (chart, points, n_points);
  add_faults (chart, points, n_points);
  for (gsize i = 0; i < n_marks; i++)
    pgs_chart_add_mark (chart, marks[i].monotonic_us, marks[i].name);
  return chart;
}
