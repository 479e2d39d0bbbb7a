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

/* What programs and the kernel hold: all that is neither free nor cache, so that the areas add up to
 * the total. free's "used" is another number, as part of the cache is not available. */
static double
get_held (const PgsSystem *system)
{
  const double held = known (system->total) - known (system->free) - known (pgs_system_get_buff_cache (system));

  return isnan (held) ? NAN : MAX (held, 0);
}

static void
add_memory (PgsChart        *chart,
            const PgsSystem *systems,
            gsize            n_systems)
{
  double *held, *cache, *total, *used;

  pgs_chart_add_lane (chart, _("Memory"), PGS_CHART_SIZE, MEMORY_WEIGHT);
  held = pgs_chart_add_series (chart, _("programs, kernel"), PGS_KIND_HEAP, PGS_CHART_STACK, PGS_CHART_PLAIN);
  cache = pgs_chart_add_series (chart, _("buffers and cache"), PGS_KIND_LIBRARY, PGS_CHART_STACK, PGS_CHART_PLAIN);
  used = pgs_chart_add_series (chart, _("used"), PGS_CHART_INK_FOREGROUND, PGS_CHART_OUTLINE, PGS_CHART_HEADLINE);
  total = pgs_chart_add_series (chart, _("total"), PGS_CHART_INK_LINE, PGS_CHART_HIDDEN, PGS_CHART_PLAIN);
  for (gsize i = 0; i < n_systems; i++)
    {
      held[i] = get_held (&systems[i]);
      cache[i] = known (pgs_system_get_buff_cache (&systems[i]));
      used[i] = known (pgs_system_get_used (&systems[i]));
      total[i] = known (systems[i].total);
    }
}

static void
add_swap (PgsChart        *chart,
          const PgsSystem *systems,
          gsize            n_systems)
{
  double *used;

  if (n_systems == 0 || systems[n_systems - 1].swap_total == 0)
    return;
  pgs_chart_add_lane (chart, _("Swap used"), PGS_CHART_SIZE, RATE_WEIGHT);
  used = pgs_chart_add_series (chart, _("used"), PGS_CHART_INK_SWAPPED, PGS_CHART_LINE, PGS_CHART_HEADLINE);
  for (gsize i = 0; i < n_systems; i++)
    used[i] = known (systems[i].swap_total) - known (systems[i].swap_free);
}

static void
add_paging (PgsChart        *chart,
            const PgsSystem *systems,
            gsize            n_systems)
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
  for (gsize i = 1; i < n_systems; i++)
    {
      PgsPaging paging;

      pgs_system_get_paging (&systems[i - 1], &systems[i], &paging);
      if (paging.fault_s >= 0 && paging.majflt_s >= 0)
        {
          all[i] = paging.fault_s;
          major[i] = paging.majflt_s;
          minor[i] = MAX (0, paging.fault_s - paging.majflt_s);
        }
      if (paging.pgpgin_s >= 0 && paging.pgpgout_s >= 0)
        {
          in[i] = paging.pgpgin_s * 1024;
          out[i] = paging.pgpgout_s * 1024;
          both[i] = in[i] + out[i];
        }
    }
}

/**
 * pgs_system_chart_new:
 * @systems: (array length=n_systems): readings in order of time
 * @n_systems: how many
 *
 * Returns: (transfer full): memory by what it is for, swap where there is any, faults and disk
 *   traffic a second
 */
PgsChart *
pgs_system_chart_new (const PgsSystem *systems,
                      gsize            n_systems)
{
  g_autofree gint64 *times = g_new (gint64, n_systems + 1);
  PgsChart *chart;

  for (gsize i = 0; i < n_systems; i++)
    times[i] = systems[i].monotonic_us;
  chart = pgs_chart_new (times, n_systems);
  add_memory (chart, systems, n_systems);
  add_swap (chart, systems, n_systems);
  add_paging (chart, systems, n_systems);
  return chart;
}
