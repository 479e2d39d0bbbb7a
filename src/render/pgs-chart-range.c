/* pgs-chart-range.c: which part of a chart's time is in sight
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-chart-range.h"

#include <math.h>

#define LEAST_SPAN_US ((gint64) G_USEC_PER_SEC) /* what can be zoomed into */
#define REVEAL_SHARE 0.1                        /* of what is in sight, beside what was revealed */

static gint64
get_span (const PgsChartRange *self,
          gint64               first_us,
          gint64               last_us)
{
  const gint64 total_us = MAX (last_us - first_us, 0);
  gint64 span_us = MAX (total_us, self->least_us);

  if (self->span_us > 0 && self->span_us < span_us)
    span_us = self->span_us;
  return MAX (span_us, 1);
}

/* Makes [@end_us - @span_us, @end_us) what is in sight, within what there is. */
static gboolean
set (PgsChartRange *self,
     gint64         first_us,
     gint64         last_us,
     gint64         span_us,
     gint64         end_us)
{
  const PgsChartRange before = *self;

  end_us = MAX (end_us, MIN (first_us + span_us, last_us));
  self->span_us = span_us >= MAX (last_us - first_us, self->least_us) ? 0 : span_us;
  self->end_us = self->span_us == 0 || end_us >= last_us ? PGS_CHART_RANGE_NEWEST : end_us;
  return self->span_us != before.span_us || self->end_us != before.end_us;
}

/**
 * pgs_chart_range_get:
 * @self: a range
 * @first_us: time of the first point
 * @last_us: time of the last point
 * @start_us: (out): time at the left edge; may lie before @first_us
 * @end_us: (out): time at the right edge, after @start_us and not after @last_us
 */
void
pgs_chart_range_get (const PgsChartRange *self,
                     gint64               first_us,
                     gint64               last_us,
                     gint64              *start_us,
                     gint64              *end_us)
{
  const gint64 span_us = get_span (self, first_us, last_us);

  *end_us = MIN (self->end_us, last_us);
  *end_us = MAX (*end_us, MIN (first_us + span_us, last_us));
  *start_us = *end_us - span_us;
}

/**
 * pgs_chart_range_zoom:
 * @self: a range
 * @first_us: time of the first point
 * @last_us: time of the last point
 * @factor: how many times as much time is to be in sight
 * @anchor_us: the time that keeps its place
 *
 * Down to a second, up to all there is.
 *
 * Returns: whether that changed anything
 */
gboolean
pgs_chart_range_zoom (PgsChartRange *self,
                      gint64         first_us,
                      gint64         last_us,
                      double         factor,
                      gint64         anchor_us)
{
  gint64 start_us, end_us, span_us;
  double share;

  g_return_val_if_fail (factor > 0 && isfinite (factor), FALSE);

  pgs_chart_range_get (self, first_us, last_us, &start_us, &end_us);
  share = (double) (CLAMP (anchor_us, start_us, end_us) - start_us) / (end_us - start_us);
  span_us = (gint64) CLAMP ((end_us - start_us) * factor, LEAST_SPAN_US, MAX (last_us - first_us, LEAST_SPAN_US));
  if (self->end_us == PGS_CHART_RANGE_NEWEST && anchor_us >= end_us)
    return set (self, first_us, last_us, span_us, last_us);
  return set (self, first_us, last_us, span_us,
              start_us + (gint64) (share * (end_us - start_us)) + (gint64) ((1 - share) * span_us));
}

/**
 * pgs_chart_range_move:
 * @self: a range
 * @first_us: time of the first point
 * @last_us: time of the last point
 * @by_us: how much later to look; negative: earlier
 *
 * Returns: whether that changed anything
 */
gboolean
pgs_chart_range_move (PgsChartRange *self,
                      gint64         first_us,
                      gint64         last_us,
                      gint64         by_us)
{
  gint64 start_us, end_us;

  pgs_chart_range_get (self, first_us, last_us, &start_us, &end_us);
  if (self->span_us == 0 || end_us - start_us >= last_us - first_us)
    return FALSE;
  return set (self, first_us, last_us, end_us - start_us, MIN (end_us + by_us, last_us));
}

/**
 * pgs_chart_range_reveal:
 * @self: a range
 * @first_us: time of the first point
 * @last_us: time of the last point
 * @time_us: what must be in sight
 *
 * Moves as little as needed, and a bit further.
 *
 * Returns: whether that changed anything
 */
gboolean
pgs_chart_range_reveal (PgsChartRange *self,
                        gint64         first_us,
                        gint64         last_us,
                        gint64         time_us)
{
  gint64 start_us, end_us, margin_us;

  pgs_chart_range_get (self, first_us, last_us, &start_us, &end_us);
  margin_us = (gint64) (REVEAL_SHARE * (end_us - start_us));
  if (time_us < start_us)
    return pgs_chart_range_move (self, first_us, last_us, time_us - margin_us - start_us);
  if (time_us > end_us)
    return pgs_chart_range_move (self, first_us, last_us, time_us + margin_us - end_us);
  return FALSE;
}

/**
 * pgs_chart_range_show_all:
 * @self: a range
 *
 * All there is, and what is to come.
 */
void
pgs_chart_range_show_all (PgsChartRange *self)
{
  self->span_us = 0;
  self->end_us = PGS_CHART_RANGE_NEWEST;
}
