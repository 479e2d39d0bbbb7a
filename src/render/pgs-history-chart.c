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

/* Where in a point the values of each series come from, in the order of lanes and series. Those of
 * faults are rates; @field is 0 for their sum. */
typedef struct
{
  guint lane;
  const char *name;
  guint ink;
  PgsChartStyle style;
  PgsChartFlags flags;
  gsize field;
  gssize extreme; /* where it is in #PgsExtremes; -1 if its extremes are not drawn: what is stacked on
                   * something else, as both need not have been so high at once */
} Source;

enum
{
  VIRT_LANE,
  RES_LANE,
  FAULTS_LANE,
  N_LANES,
};

static const Source sources[] = {
  { VIRT_LANE, N_("VIRT"), PGS_CHART_INK_VIRT, PGS_CHART_LINE, PGS_CHART_HEADLINE, G_STRUCT_OFFSET (PgsPoint, virt),
    G_STRUCT_OFFSET (PgsExtremes, virt) },
  { RES_LANE, N_("file"), PGS_KIND_FILE, PGS_CHART_STACK, PGS_CHART_PLAIN, G_STRUCT_OFFSET (PgsPoint, file), -1 },
  { RES_LANE, N_("shared memory"), PGS_KIND_SHMEM, PGS_CHART_STACK, PGS_CHART_PLAIN,
    G_STRUCT_OFFSET (PgsPoint, shmem), -1 },
  { RES_LANE, N_("anonymous"), PGS_KIND_ANON, PGS_CHART_STACK, PGS_CHART_PLAIN, G_STRUCT_OFFSET (PgsPoint, anon), -1 },
  { RES_LANE, N_("swapped"), PGS_CHART_INK_SWAPPED, PGS_CHART_STACK, PGS_CHART_HATCHED,
    G_STRUCT_OFFSET (PgsPoint, swap), -1 },
  { RES_LANE, N_("RES"), PGS_CHART_INK_FOREGROUND, PGS_CHART_OUTLINE, PGS_CHART_HEADLINE,
    G_STRUCT_OFFSET (PgsPoint, res), G_STRUCT_OFFSET (PgsExtremes, res) },
  { FAULTS_LANE, N_("minor"), PGS_CHART_INK_FAULTS, PGS_CHART_STACK, PGS_CHART_PLAIN,
    G_STRUCT_OFFSET (PgsPoint, minor_faults), G_STRUCT_OFFSET (PgsExtremes, minor_rate) },
  { FAULTS_LANE, N_("major"), PGS_CHART_INK_SWAPPED, PGS_CHART_STACK, PGS_CHART_HATCHED | PGS_CHART_NEVER_INVISIBLE,
    G_STRUCT_OFFSET (PgsPoint, major_faults), -1 },
  { FAULTS_LANE, N_("all"), PGS_CHART_INK_FAULTS, PGS_CHART_HIDDEN, PGS_CHART_HEADLINE, 0, -1 },
};

static const struct
{
  const char *title;
  PgsChartUnit unit;
  double weight;
} lanes[N_LANES] = {
  [VIRT_LANE] = { N_("VIRT"), PGS_CHART_SIZE, VIRT_WEIGHT },
  [RES_LANE] = { N_("RES"), PGS_CHART_SIZE, RES_WEIGHT },
  [FAULTS_LANE] = { N_("Faults"), PGS_CHART_RATE, FAULTS_WEIGHT },
};

static double
rate_at (const PgsPoint *points,
         gsize           i,
         gsize           field)
{
  return pgs_point_get_rate (&points[i], i > 0 ? &points[i - 1] : NULL, field);
}

static double
get_value (const Source   *source,
           const PgsPoint *points,
           gsize           i)
{
  guint64 bytes;

  if (source->field == 0)
    return rate_at (points, i, G_STRUCT_OFFSET (PgsPoint, minor_faults))
           + rate_at (points, i, G_STRUCT_OFFSET (PgsPoint, major_faults));
  if (source->lane == FAULTS_LANE)
    return rate_at (points, i, source->field);
  bytes = G_STRUCT_MEMBER (guint64, &points[i], source->field);
  return bytes == PGS_UNKNOWN ? NAN : bytes;
}

static double
get_extreme (const Source      *source,
             const PgsExtremes *extremes)
{
  guint64 bytes;

  if (source->lane == FAULTS_LANE)
    return G_STRUCT_MEMBER (double, extremes, source->extreme);
  bytes = G_STRUCT_MEMBER (guint64, extremes, source->extreme);
  return bytes == PGS_UNKNOWN ? NAN : bytes;
}

/* What points from @first on tell of samples that were dropped. */
static void
fill_extremes (PgsChart       *chart,
               const PgsPoint *points,
               gsize           first,
               gsize           n_points)
{
  const Source *source = sources;

  for (guint l = 0; l < N_LANES; l++)
    for (guint s = 0; s < pgs_chart_get_lane (chart, l)->series->len; s++, source++)
      for (gsize i = first; i < n_points && source->extreme >= 0; i++)
        if (points[i].spread != NULL)
          pgs_chart_set_extremes (chart, l, s, i, get_extreme (source, &points[i].spread->lowest),
                                  get_extreme (source, &points[i].spread->highest));
}

/* Writes the values of points from @first on. */
static void
fill (PgsChart       *chart,
      const PgsPoint *points,
      gsize           first,
      gsize           n_points)
{
  const Source *source = sources;

  for (guint l = 0; l < N_LANES; l++)
    {
      const GArray *series = pgs_chart_get_lane (chart, l)->series;

      for (guint s = 0; s < series->len; s++, source++)
        for (gsize i = first; i < n_points; i++)
          g_array_index (series, PgsChartSeries, s).values[i] = get_value (source, points, i);
    }
}

static void
add_series (PgsChart *chart)
{
  const Source *source = sources;

  for (guint l = 0; l < N_LANES; l++)
    {
      pgs_chart_add_lane (chart, _(lanes[l].title), lanes[l].unit, lanes[l].weight);
      for (; source < sources + G_N_ELEMENTS (sources) && source->lane == l; source++)
        pgs_chart_add_series (chart, _(source->name), source->ink, source->style, source->flags);
    }
}

static void
append_times (PgsChart       *chart,
              const PgsPoint *points,
              gsize           first,
              gsize           n_points)
{
  g_autofree gint64 *times = g_new (gint64, n_points - first + 1);

  for (gsize i = first; i < n_points; i++)
    times[i - first] = points[i].monotonic_us;
  pgs_chart_append (chart, times, n_points - first);
}

/**
 * pgs_chart_new_history:
 * @points: (array length=n_points): samples in order of time
 * @n_points: how many
 * @marks: (array length=n_marks) (nullable): named moments in order of time
 * @n_marks: how many
 *
 * Three lanes: VIRT as a line; RES as a line above what it is made of (file, shared memory,
 * anonymous) with what is swapped out on top; minor and major faults a second. Where points stand
 * for several samples, VIRT, RES and minor faults reach from the lowest to the highest of them.
 *
 * Returns: (transfer full): the chart; it keeps nothing of the arguments
 */
PgsChart *
pgs_chart_new_history (const PgsPoint *points,
                       gsize           n_points,
                       const PgsMark  *marks,
                       gsize           n_marks)
{
  PgsChart *chart = pgs_chart_new (NULL, 0);

  add_series (chart);
  pgs_chart_continue_history (chart, points, n_points, marks, n_marks);
  return chart;
}

/**
 * pgs_chart_continue_history:
 * @self: a chart of pgs_chart_new_history()
 * @points: (array length=n_points): the same points as before, and newer ones
 * @n_points: how many in all
 * @marks: (array length=n_marks) (nullable): all marks
 * @n_marks: how many
 *
 * Adds what is new. O(new points + marks).
 *
 * Returns: %FALSE, changing nothing, if the points are not those of before: some were dropped, or they
 *   are another process'
 */
gboolean
pgs_chart_continue_history (PgsChart       *self,
                            const PgsPoint *points,
                            gsize           n_points,
                            const PgsMark  *marks,
                            gsize           n_marks)
{
  gsize n_before;
  const gint64 *times = pgs_chart_get_times (self, &n_before);

  if (n_before > n_points
      || (n_before > 0 && (times[0] != points[0].monotonic_us
                           || times[n_before - 1] != points[n_before - 1].monotonic_us)))
    return FALSE;
  append_times (self, points, n_before, n_points);
  fill (self, points, n_before, n_points);
  fill_extremes (self, points, n_before, n_points);
  pgs_chart_clear_marks (self);
  for (gsize i = 0; i < n_marks; i++)
    pgs_chart_add_mark (self, &marks[i]);
  return TRUE;
}
