/* pgs-timeline.h: how VIRT, RES and faults of the watched process developed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_TIMELINE (pgs_timeline_get_type ())

/**
 * PgsTimeline:
 *
 * The pane at the bottom of the window: a PgsChartView of the session's history, by which the session
 * goes to other moments, and the buttons below it. Property: `session` (PgsSession).
 */
G_DECLARE_FINAL_TYPE (PgsTimeline, pgs_timeline, PGS, TIMELINE, GtkWidget)

GtkWidget *pgs_timeline_new       (void);
gboolean   pgs_timeline_name_mark (PgsTimeline *self,
                                   gint64       monotonic_us,
                                   const char  *name);

G_END_DECLS
