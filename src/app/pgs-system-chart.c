/* pgs-system-chart.c: the machine's memory and paging as a chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-system-chart.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MEMORY_WEIGHT 5
#define RATE_WEIGHT 3

static double
known (guint64 bytes)
{
  return bytes == PGS_UNKNOWN ? NAN : bytes;
}

static void
add_memory (PgsChart             *chart,
            const PgsSystemPoint *points,
            gsize                 n_points)
{
  double *held, *cache, *total, *used;

  pgs_chart_add_lane (chart, _("Memory"), PGS_CHART_SIZE, MEMORY_WEIGHT);
  held = pgs_chart_add_series (chart, _("programs, kernel"), PGS_KIND_HEAP, PGS_CHART_STACK, PGS_CHART_PLAIN);
  cache = pgs_chart_add_series (chart, _("buffers and cache"), PGS_KIND_LIBRARY, PGS_CHART_STACK, PGS_CHART_PLAIN);
  used = pgs_chart_add_series (chart, _("used"), PGS_CHART_INK_FOREGROUND, PGS_CHART_OUTLINE, PGS_CHART_HEADLINE);
  total = pgs_chart_add_series (chart, _("total"), PGS_CHART_INK_LINE, PGS_CHART_HIDDEN, PGS_CHART_PLAIN);
  for (gsize i = 0; i < n_points; i++)
    {
      held[i] = known (points[i].held);
      cache[i] = known (points[i].cache);
      used[i] = known (points[i].used);
      total[i] = known (points[i].total);
    }
}

static void
add_swap (PgsChart             *chart,
          const PgsSystemPoint *points,
          gsize                 n_points)
{
  double *used;

  if (n_points == 0 || points[n_points - 1].swap_total == 0)
    return;
  pgs_chart_add_lane (chart, _("Swap used"), PGS_CHART_SIZE, RATE_WEIGHT);
  used = pgs_chart_add_series (chart, _("used"), PGS_CHART_INK_SWAPPED, PGS_CHART_LINE, PGS_CHART_HEADLINE);
  for (gsize i = 0; i < n_points; i++)
    used[i] = known (points[i].swap_used);
}

static void
add_paging (PgsChart             *chart,
            const PgsSystemPoint *points,
            gsize                 n_points)
{
  double *all, *minor, *major, *both, *in, *out;

  pgs_chart_add_lane (chart, _("Page faults"), PGS_CHART_RATE, RATE_WEIGHT);
  minor = pgs_chart_add_series (chart, _("minor"), PGS_CHART_INK_FAULTS, PGS_CHART_STACK, PGS_CHART_PLAIN);
  major = pgs_chart_add_series (chart, _("major"), PGS_CHART_INK_SWAPPED, PGS_CHART_STACK,
                                PGS_CHART_HATCHED | PGS_CHART_NEVER_INVISIBLE);
  all = pgs_chart_add_series (chart, _("all"), PGS_CHART_INK_FAULTS, PGS_CHART_HIDDEN, PGS_CHART_HEADLINE);
  pgs_chart_add_lane (chart, _("Disks"), PGS_CHART_SIZE_RATE, RATE_WEIGHT);
  in = pgs_chart_add_series (chart, _("read"), PGS_KIND_CODE, PGS_CHART_STACK, PGS_CHART_PLAIN);
  out = pgs_chart_add_series (chart, _("written"), PGS_KIND_DATA, PGS_CHART_STACK, PGS_CHART_PLAIN);
  both = pgs_chart_add_series (chart, _("both"), PGS_KIND_CODE, PGS_CHART_HIDDEN, PGS_CHART_HEADLINE);
  for (gsize i = 0; i < n_points; i++)
    {
      const PgsSystemPoint *point = &points[i];

      if (point->fault_s >= 0 && point->majflt_s >= 0)
        {
          all[i] = point->fault_s;
          major[i] = point->majflt_s;
          minor[i] = MAX (0, point->fault_s - point->majflt_s);
        }
      if (point->pgpgin_s >= 0 && point->pgpgout_s >= 0)
        {
          in[i] = point->pgpgin_s * 1024;
          out[i] = point->pgpgout_s * 1024;
          both[i] = in[i] + out[i];
        }
    }
}

/**
 * pgs_system_chart_new:
 * @points: (array length=n_points): of readings in order of time
 * @n_points: how many
 *
 * Returns: (transfer full): memory by what it is for, swap where there is any, faults and disk
 *   traffic a second
 */
PgsChart *
pgs_system_chart_new (const PgsSystemPoint *points,
                      gsize                 n_points)
{
  g_autofree gint64 *times = g_new (gint64, n_points + 1);
  PgsChart *chart;

  for (gsize i = 0; i < n_points; i++)
    times[i] = points[i].monotonic_us;
  chart = pgs_chart_new (times, n_points);
  add_memory (chart, points, n_points);
  add_swap (chart, points, n_points);
  add_paging (chart, points, n_points);
  return chart;
}
