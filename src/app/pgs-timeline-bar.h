/* pgs-timeline-bar.h: the controls below the timeline: samples, replay, marks, the selected span
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_TIMELINE_BAR (pgs_timeline_bar_get_type ())

/**
 * PgsTimelineBar:
 *
 * A row of buttons that go through a session's history and say where in it the window is. Property:
 * `session` (PgsSession).
 */
G_DECLARE_FINAL_TYPE (PgsTimelineBar, pgs_timeline_bar, PGS, TIMELINE_BAR, GtkWidget)

char *pgs_timeline_bar_dup_span (PgsTimelineBar *self);

G_END_DECLS
