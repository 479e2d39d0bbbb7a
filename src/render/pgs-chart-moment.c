/* pgs-chart-moment.c: the moment that is shown, and a span of time, on a chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-chart-layout.h"

#include <math.h>

#include "pgs-chart-pill.h"

#define LINE_WIDTH 2.0
#define SPAN_STRENGTH 0.16
#define RESOLUTION_US 100000

static const PgsColor white = { 1, 1, 1, 1 };

static char *
format_moment (const PgsChart       *chart,
               const PgsChartLayout *layout,
               gint64                time_us)
{
  g_autofree char *text = pgs_chart_format_time (chart, time_us, RESOLUTION_US);

  if (time_us < layout->start_us)
    return g_strdup_printf ("‹ %s", text);
  if (time_us > layout->end_us)
    return g_strdup_printf ("%s ›", text);
  return g_steal_pointer (&text);
}

static double
get_x (const PgsChartLayout *layout,
       gint64                time_us)
{
  return pgs_chart_layout_get_x (layout, CLAMP (time_us, layout->start_us, layout->end_us));
}

/**
 * pgs_chart_layout_get_moment:
 * @self: a layout
 * @chart: its chart
 * @theme: its theme
 * @time_us: the moment
 * @area: (out): what pgs_chart_draw_moment() draws upon, px
 */
void
pgs_chart_layout_get_moment (const PgsChartLayout *self,
                             const PgsChart       *chart,
                             const PgsTheme       *theme,
                             gint64                time_us,
                             cairo_rectangle_t    *area)
{
  g_autofree char *text = format_moment (chart, self, time_us);
  const double x = get_x (self, time_us);
  cairo_rectangle_t pill;
  double left, right;

  pgs_chart_pill_place (self, theme, x, text, &pill);
  left = floor (MIN (pill.x, x - LINE_WIDTH));
  right = ceil (MAX (pill.x + pill.width, x + LINE_WIDTH));
  *area = (cairo_rectangle_t) { left, 0, right - left, self->height };
}

/**
 * pgs_chart_draw_moment:
 * @chart: what to show
 * @layout: made for @chart and @theme
 * @theme: colours and fonts
 * @time_us: the moment; where it is out of sight, the time alone is told at that edge
 * @cr: where to draw, above what pgs_chart_draw() drew
 *
 * Draws a line through all lanes, and its time on the time axis.
 */
void
pgs_chart_draw_moment (const PgsChart       *chart,
                       const PgsChartLayout *layout,
                       const PgsTheme       *theme,
                       gint64                time_us,
                       cairo_t              *cr)
{
  g_autofree char *text = format_moment (chart, layout, time_us);
  const double x = get_x (layout, time_us);
  cairo_rectangle_t pill;

  pgs_chart_pill_place (layout, theme, x, text, &pill);
  if (time_us >= layout->start_us && time_us <= layout->end_us)
    {
      cairo_move_to (cr, x, layout->top);
      cairo_line_to (cr, x, pill.y);
      pgs_color_set_source (theme->accent, cr);
      cairo_set_line_width (cr, LINE_WIDTH);
      cairo_stroke (cr);
    }
  pgs_chart_pill_draw (layout, theme, &pill, text, theme->accent, white, cr);
}

/**
 * pgs_chart_layout_get_span:
 * @self: a layout
 * @from_us: where the span begins
 * @to_us: where it ends
 * @area: (out): its part of the plots, px
 *
 * Returns: whether any of it is in sight
 */
gboolean
pgs_chart_layout_get_span (const PgsChartLayout *self,
                           gint64                from_us,
                           gint64                to_us,
                           cairo_rectangle_t    *area)
{
  const double left = get_x (self, from_us), right = get_x (self, to_us);

  *area = (cairo_rectangle_t) { left, self->top, right - left, self->bottom - self->top };
  return from_us < to_us && to_us >= self->start_us && from_us <= self->end_us;
}

/**
 * pgs_chart_draw_span:
 * @chart: what to show
 * @layout: made for @chart and @theme
 * @theme: colours and fonts
 * @from_us: where the span begins
 * @to_us: where it ends
 * @cr: where to draw, above what pgs_chart_draw() drew
 *
 * Tints the span, with a line at each end that is in sight and its duration on the time axis.
 */
void
pgs_chart_draw_span (const PgsChart       *chart,
                     const PgsChartLayout *layout,
                     const PgsTheme       *theme,
                     gint64                from_us,
                     gint64                to_us,
                     cairo_t              *cr)
{
  g_autofree char *text = pgs_chart_format_since (to_us - from_us, RESOLUTION_US);
  PgsColor tint = theme->accent;
  cairo_rectangle_t area, pill;

  if (!pgs_chart_layout_get_span (layout, from_us, to_us, &area))
    return;
  tint.a = SPAN_STRENGTH;
  cairo_rectangle (cr, area.x, area.y, area.width, area.height);
  pgs_color_set_source (tint, cr);
  cairo_fill (cr);
  for (guint i = 0; i < 2; i++)
    {
      const double x = floor (i == 0 ? area.x : area.x + area.width) + 0.5;

      if ((i == 0 && from_us < layout->start_us) || (i == 1 && to_us > layout->end_us))
        continue;
      cairo_move_to (cr, x, area.y);
      cairo_line_to (cr, x, area.y + area.height);
    }
  pgs_color_set_source (theme->accent, cr);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  pgs_chart_pill_place (layout, theme, area.x + area.width / 2, text, &pill);
  pgs_chart_pill_draw (layout, theme, &pill, text, pgs_color_mix (theme->background, theme->accent, 0.25),
                       theme->foreground, cr);
}
