/* pgs-strip-view.h: the whole address space of the watched process at a glance
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-map-cells.h"
#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_STRIP_VIEW (pgs_strip_view_get_type ())

/**
 * PgsStripView:
 *
 * Properties: `session`, `low-on-top`.
 * Signals: `scroll-to` (guint64 address, gboolean jump): the person wants to see that address; with
 * jump it was pointed at, else it shall become the upper edge of what is seen.
 */
G_DECLARE_FINAL_TYPE (PgsStripView, pgs_strip_view, PGS, STRIP_VIEW, GtkWidget)

GtkWidget *pgs_strip_view_new         (void);
void       pgs_strip_view_set_visible (PgsStripView *self,
                                       guint64       start,
                                       guint64       end);
void       pgs_strip_view_set_isolation (PgsStripView *self,
                                       PgsIsolation  isolation);

G_END_DECLS
