/* pgs-axis.c: round numbers for the ends and divisions of an axis
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-axis.h"

#include <math.h>

#define MAX_DIVISIONS 4
#define NEXT_UNIT 0.75 /* from this share of it on, round numbers are those of the larger unit */

/* What an axis reaches at least, so that an idle process does not look busy. */
static double
least_bound (PgsChartUnit unit)
{
  switch (unit)
    {
    case PGS_CHART_SIZE:
      return 64 * 1024;
    case PGS_CHART_RATE:
    case PGS_CHART_PERCENT:
      return 10;
    case PGS_CHART_SIZE_RATE:
      return 1024;
    }
  g_return_val_if_reached (1);
}

/* 1 for plain numbers; 1, 1024, 1024² … for bytes. */
static double
scale_of (PgsChartUnit unit,
          double       maximum)
{
  double scale = 1;

  if (unit == PGS_CHART_RATE || unit == PGS_CHART_PERCENT)
    return 1;
  while (maximum >= scale * 1024 * NEXT_UNIT)
    scale *= 1024;
  return scale;
}

/**
 * pgs_axis_for_maximum:
 * @unit: of the values
 * @maximum: the largest value; not finite or negative counts as 0
 *
 * The least round bound that is not below @maximum: a multiple of 1, 2 or 5 times a power of ten (or
 * of a quarter and a half of the next unit), with few divisions.
 *
 * Returns: the axis
 */
PgsAxis
pgs_axis_for_maximum (PgsChartUnit unit,
                      double       maximum)
{
  static const double factors[] = { 1, 2, 2.5, 5, 10 };
  double scale, power, step = 0;
  guint n;

  if (!isfinite (maximum) || maximum < least_bound (unit))
    maximum = least_bound (unit);
  scale = scale_of (unit, maximum);
  power = pow (10, floor (log10 (maximum / scale / MAX_DIVISIONS)));
  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    {
      step = factors[i] * power * scale;
      /* 2.5 is round only where it is a quarter or a whole number: 0.25, 25, 250 */
      if (factors[i] == 2.5 && power == 1)
        continue;
      /* parts of a unit are written in the one below it: 256 and 512 MiB are round, 0.2 GiB is not */
      if (scale > 1 && step < scale && step != scale / 4 && step != scale / 2)
        continue;
      if (maximum <= step * MAX_DIVISIONS)
        break;
    }
  n = MAX (1, (guint) ceil (maximum / step));
  return (PgsAxis) { step * n, n };
}

/**
 * pgs_axis_time_step:
 * @span_us: how much time an axis shows
 * @max_steps: into at most how many steps it may be divided
 *
 * Returns: µs from tick to tick: the least of 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30 seconds, as many
 *   minutes, 1, 2, 3, 6, 12 hours, days
 */
gint64
pgs_axis_time_step (gint64 span_us,
                    guint  max_steps)
{
  static const double steps_s[] = {
    0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200,
  };
  const gint64 day_us = (gint64) 86400 * G_USEC_PER_SEC;
  const double least_us = (double) span_us / MAX (max_steps, 1);

  for (guint i = 0; i < G_N_ELEMENTS (steps_s); i++)
    if (steps_s[i] * G_USEC_PER_SEC >= least_us)
      return steps_s[i] * G_USEC_PER_SEC;
  return (gint64) ceil (least_us / day_us) * day_us;
}
