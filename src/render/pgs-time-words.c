/* pgs-time-words.c: moments and spans of a history for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-time-words.h"

#include <glib/gi18n-lib.h>

#include "pgs-chart.h"
#include "pgs-format.h"

#define RESOLUTION_US 100000

/**
 * pgs_time_words_position:
 * @reach: the history
 * @shown_us: the moment that is shown
 *
 * Returns: (transfer full): "−12.4 s" or "now"; "3.2 s of 60.0 s" where times count from the start
 */
char *
pgs_time_words_position (const PgsTimeReach *reach,
                         gint64              shown_us)
{
  g_autofree char *shown = NULL, *all = NULL;

  if (!reach->from_start)
    return pgs_chart_format_ago (MAX (reach->last_us - shown_us, 0), RESOLUTION_US);
  shown = pgs_chart_format_since (MAX (shown_us - reach->first_us, 0), RESOLUTION_US);
  all = pgs_chart_format_since (reach->last_us - reach->first_us, RESOLUTION_US);
  /* Translators: which moment of a recording is shown, and how long it is: "3.2 s of 60.0 s" */
  return g_strdup_printf (_("%s of %s"), shown, all);
}

/**
 * pgs_time_words_past:
 * @taken_at_us: when the shown sample was taken, real time, µs since 1970
 * @before_us: how long before the newest sample
 * @goes_on: whether samples go on arriving
 *
 * Returns: (transfer full): "Showing 14:03:22, 12.4 s ago"; "Showing 14:03:22, 12.4 s before the last
 *   sample"
 */
char *
pgs_time_words_past (gint64   taken_at_us,
                     gint64   before_us,
                     gboolean goes_on)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (taken_at_us / G_USEC_PER_SEC);
  g_autofree char *time = when != NULL ? g_date_time_format (when, "%X") : g_strdup ("–");
  g_autofree char *before = pgs_chart_format_since (MAX (before_us, 0), RESOLUTION_US);

  if (goes_on)
    /* Translators: a time of day, and how long ago that is: "Showing 14:03:22, 12.4 s ago" */
    return g_strdup_printf (_("Showing %s, %s ago"), time, before);
  /* Translators: a time of day, and a duration: "Showing 14:03:22, 12.4 s before the last sample" */
  return g_strdup_printf (_("Showing %s, %s before the last sample"), time, before);
}

static char *
format_delta (guint64 from,
              guint64 to)
{
  return from == PGS_UNKNOWN || to == PGS_UNKNOWN ? pgs_format_size (PGS_UNKNOWN)
                                                  : pgs_format_size_delta ((gint64) (to - from));
}

/* All faults between two points; unknown where a counter is, or went back. */
static guint64
count_faults (const PgsPoint *from,
              const PgsPoint *to)
{
  if (from->minor_faults == PGS_UNKNOWN || to->minor_faults == PGS_UNKNOWN || from->major_faults == PGS_UNKNOWN
      || to->major_faults == PGS_UNKNOWN || to->minor_faults < from->minor_faults
      || to->major_faults < from->major_faults)
    return PGS_UNKNOWN;
  return to->minor_faults - from->minor_faults + (to->major_faults - from->major_faults);
}

/**
 * pgs_time_words_span:
 * @from: the first sample of a span
 * @to: its last sample
 *
 * Returns: (transfer full): "12.4 s: VIRT +10 MiB, RES +3 MiB, 2 588 faults"; a dash for what is unknown
 */
char *
pgs_time_words_span (const PgsPoint *from,
                     const PgsPoint *to)
{
  const guint64 n_faults = count_faults (from, to);
  g_autofree char *duration = pgs_chart_format_since (to->monotonic_us - from->monotonic_us, RESOLUTION_US);
  g_autofree char *virt = format_delta (from->virt, to->virt);
  g_autofree char *res = format_delta (from->res, to->res);
  g_autofree char *count = pgs_format_count (n_faults);
  /* Translators: a number of page faults */
  g_autofree char *faults = g_strdup_printf (ngettext ("%s fault", "%s faults", n_faults == 1 ? 1 : 2), count);

  /* Translators: a duration, then how VIRT and RES changed in it, then "2 588 faults" */
  return g_strdup_printf (_("%s: VIRT %s, RES %s, %s"), duration, virt, res, faults);
}
