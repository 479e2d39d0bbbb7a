/* pgs-heading.c: which process a picture shows, and when it was taken
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-heading.h"

#include "pgs-chart-text.h"
#include "pgs-format.h"
#include "pgs-text.h"

/**
 * pgs_heading_dup_title:
 * @snapshot: what a picture shows
 *
 * Returns: (transfer full): "bash — 1465", safe to show
 */
char *
pgs_heading_dup_title (const PgsSnapshot *snapshot)
{
  g_autofree char *name = pgs_text_dup_display (snapshot->process->name, -1);

  return g_strdup_printf ("%s — %d", name != NULL ? name : "?", snapshot->process->pid);
}

/**
 * pgs_heading_dup_subtitle:
 * @snapshot: what a picture shows
 *
 * Returns: (transfer full): "VIRT 188 MiB · RES 75.9 MiB · 2026-11-20 16:00:00 UTC"
 */
char *
pgs_heading_dup_subtitle (const PgsSnapshot *snapshot)
{
  g_autofree char *virt = pgs_format_size (snapshot->counters.virt);
  g_autofree char *res = pgs_format_size (snapshot->counters.res);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (snapshot->taken_at_us / G_USEC_PER_SEC);
  g_autofree char *taken = time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M:%S UTC") : g_strdup ("–");

  return g_strdup_printf ("VIRT %s · RES %s · %s", virt, res, taken);
}

/**
 * pgs_heading_draw:
 * @snapshot: what the picture shows
 * @theme: its looks
 * @context: its fonts
 * @x: left edge, px
 * @y: upper edge, px
 * @width: px; longer lines are ellipsized
 * @cr: where to draw
 *
 * Draws title and subtitle, one above the other.
 *
 * Returns: the lower edge
 */
double
pgs_heading_draw (const PgsSnapshot *snapshot,
                  const PgsTheme    *theme,
                  PangoContext      *context,
                  double             x,
                  double             y,
                  double             width,
                  cairo_t           *cr)
{
  const PgsChartTextStyle end = theme->rtl ? PGS_CHART_TEXT_END : 0;
  g_autofree char *title = pgs_heading_dup_title (snapshot);
  g_autofree char *subtitle = pgs_heading_dup_subtitle (snapshot);
  cairo_rectangle_t rect = { x, y, width, pgs_chart_text_line_height (context, theme, PGS_CHART_TEXT_BOLD) };

  pgs_chart_text_draw (context, theme, PGS_CHART_TEXT_BOLD | end, title, theme->foreground, &rect, cr);
  rect.y += rect.height;
  rect.height = pgs_chart_text_line_height (context, theme, PGS_CHART_TEXT_SMALL);
  pgs_chart_text_draw (context, theme, PGS_CHART_TEXT_SMALL | end, subtitle, theme->dim, &rect, cr);
  return rect.y + rect.height;
}
