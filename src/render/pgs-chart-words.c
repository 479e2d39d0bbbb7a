/* pgs-chart-words.c: values, times and points of a chart for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-chart.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pgs-format.h"

#define MAX_SIZE 9e18 /* fits a guint64 */

/**
 * pgs_chart_format:
 * @unit: of @value
 * @value: a number, NAN if unknown
 *
 * Returns: (transfer full): the text: "75.9 MiB", "2 588/s", "1.5 MiB/s", "4.2 %"
 */
char *
pgs_chart_format (PgsChartUnit unit,
                  double       value)
{
  g_autofree char *text = NULL;

  if (!isfinite (value) || value < 0)
    return pgs_format_size (PGS_UNKNOWN);
  switch (unit)
    {
    case PGS_CHART_SIZE:
      return pgs_format_size (MIN (value, MAX_SIZE));
    case PGS_CHART_PERCENT:
      return pgs_format_percent (value);
    case PGS_CHART_RATE:
      text = value > 0 && value < 9.95 ? g_strdup_printf ("%.1f", MAX (value, 0.1))
                                       : pgs_format_count (round (MIN (value, MAX_SIZE)));
      break;
    case PGS_CHART_SIZE_RATE:
      text = pgs_format_size (MIN (value, MAX_SIZE));
      break;
    }
  /* Translators: how often or how much a second: "2 588/s" */
  return g_strdup_printf (_("%s/s"), text);
}

/**
 * pgs_chart_format_ago:
 * @before_us: how long before the end of the chart
 * @resolution_us: how exact; at least a second: no decimals
 *
 * Returns: (transfer full): "now", "−2.4 s", "−30 s", "−5 min", "−2:30 min", "−1 h"
 */
char *
pgs_chart_format_ago (gint64 before_us,
                      gint64 resolution_us)
{
  const gint64 seconds = (before_us + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC;

  if (before_us < 50000)
    return g_strdup (_("now"));
  if (resolution_us < G_USEC_PER_SEC && before_us < 60 * G_USEC_PER_SEC)
    /* Translators: seconds before now, with one decimal */
    return g_strdup_printf (_("−%.1f s"), (double) before_us / G_USEC_PER_SEC);
  if (seconds < 60)
    /* Translators: seconds before now */
    return g_strdup_printf (_("−%d s"), (int) seconds);
  if (seconds < 3600 && seconds % 60 == 0)
    /* Translators: minutes before now */
    return g_strdup_printf (_("−%d min"), (int) (seconds / 60));
  if (seconds < 3600)
    /* Translators: minutes and seconds before now */
    return g_strdup_printf (_("−%d:%02d min"), (int) (seconds / 60), (int) (seconds % 60));
  if (seconds % 3600 == 0)
    /* Translators: hours before now */
    return g_strdup_printf (_("−%d h"), (int) (seconds / 3600));
  /* Translators: hours and minutes before now */
  return g_strdup_printf (_("−%d:%02d h"), (int) (seconds / 3600), (int) (seconds / 60 % 60));
}

/**
 * pgs_chart_format_since:
 * @after_us: how long after the start of the chart
 * @resolution_us: how exact; at least a second: no decimals
 *
 * Returns: (transfer full): "2.4 s", "30 s", "5:00 min", "1:30:00 h"
 */
char *
pgs_chart_format_since (gint64 after_us,
                        gint64 resolution_us)
{
  const gint64 seconds = (after_us + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC;

  if (after_us < 0)
    return pgs_chart_format_ago (-after_us, resolution_us);
  if (resolution_us < G_USEC_PER_SEC && after_us < 60 * G_USEC_PER_SEC)
    /* Translators: seconds since the start, with one decimal */
    return g_strdup_printf (_("%.1f s"), (double) after_us / G_USEC_PER_SEC);
  if (seconds < 60)
    /* Translators: seconds since the start */
    return g_strdup_printf (_("%d s"), (int) seconds);
  if (seconds < 3600)
    /* Translators: minutes and seconds since the start */
    return g_strdup_printf (_("%d:%02d min"), (int) (seconds / 60), (int) (seconds % 60));
  /* Translators: hours, minutes and seconds since the start */
  return g_strdup_printf (_("%d:%02d:%02d h"), (int) (seconds / 3600), (int) (seconds / 60 % 60),
                          (int) (seconds % 60));
}

/**
 * pgs_chart_format_time:
 * @self: a chart
 * @time_us: a time
 * @resolution_us: how exact; at least a second: no decimals
 *
 * Returns: (transfer full): pgs_chart_format_since() or pgs_chart_format_ago(), as the chart counts
 */
char *
pgs_chart_format_time (const PgsChart *self,
                       gint64          time_us,
                       gint64          resolution_us)
{
  const gint64 after_us = time_us - pgs_chart_get_origin (self);

  return pgs_chart_counts_from_start (self) ? pgs_chart_format_since (after_us, resolution_us)
                                            : pgs_chart_format_ago (-after_us, resolution_us);
}

/**
 * pgs_chart_format_value:
 * @lane: a lane
 * @series: one of its series
 * @point: an index
 *
 * Returns: (transfer full): its value there; where the point stands for several samples that were not
 *   the same, also the lowest and the highest of them: "75.9 MiB (70.1 MiB … 80.2 MiB)"
 */
char *
pgs_chart_format_value (const PgsChartLane   *lane,
                        const PgsChartSeries *series,
                        gsize                 point)
{
  g_autofree char *value = pgs_chart_format (lane->unit, series->values[point]);
  g_autofree char *lowest = NULL, *highest = NULL;

  if (series->lowest == NULL || isnan (series->lowest[point]))
    return g_steal_pointer (&value);
  lowest = pgs_chart_format (lane->unit, series->lowest[point]);
  highest = pgs_chart_format (lane->unit, series->highest[point]);
  if (g_str_equal (lowest, highest))
    return g_steal_pointer (&value);
  /* Translators: a value, and between which values it changed around that time */
  return g_strdup_printf (_("%s (%s … %s)"), value, lowest, highest);
}

static void
describe_lane (const PgsChartLane *lane,
               gsize               point,
               GString            *text)
{
  const PgsChartSeries *headline = pgs_chart_lane_get_headline (lane);
  gboolean first = TRUE;

  g_string_append (text, lane->title);
  if (headline != NULL)
    {
      g_autofree char *value = pgs_chart_format_value (lane, headline, point);

      g_string_append_printf (text, " %s", value);
    }
  for (guint i = 0; i < lane->series->len; i++)
    {
      const PgsChartSeries *series = &g_array_index (lane->series, PgsChartSeries, i);
      g_autofree char *value = pgs_chart_format_value (lane, series, point);

      if (series == headline)
        continue;
      g_string_append_printf (text, "%s%s %s", first ? ": " : ", ", series->name, value);
      first = FALSE;
    }
}

/**
 * pgs_chart_describe:
 * @self: a chart
 * @point: an index
 *
 * All values at one point in words, for people who hear the chart.
 *
 * Returns: (transfer full): "−2.4 s; VIRT 188 MiB; RES 75.9 MiB: anonymous 71 MiB, …"
 */
char *
pgs_chart_describe (const PgsChart *self,
                    gsize           point)
{
  GString *text = g_string_new (NULL);
  g_autofree char *when = NULL;
  gsize n_points;
  const gint64 *times = pgs_chart_get_times (self, &n_points);

  if (point >= n_points)
    return g_string_free (text, FALSE);
  when = pgs_chart_format_time (self, times[point], 100000);
  g_string_append (text, when);
  for (guint i = 0; i < pgs_chart_get_n_lanes (self); i++)
    {
      g_string_append (text, "; ");
      describe_lane (pgs_chart_get_lane (self, i), point, text);
    }
  return g_string_free (text, FALSE);
}
