/* pgs-map-view.h: the pages of the watched process, band by band
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-map-cells.h"
#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_MAP_VIEW (pgs_map_view_get_type ())

/**
 * PgsMapView:
 *
 * Draws the current snapshot of a session and selects in it. To be put into a scrolled window.
 * Properties: `session`, `color-by` (#PgsColorBy), `low-on-top`.
 * Signals: `view-changed` when other addresses are visible or zooming further became possible or
 * impossible.
 */
G_DECLARE_FINAL_TYPE (PgsMapView, pgs_map_view, PGS, MAP_VIEW, GtkWidget)

GtkWidget *pgs_map_view_new          (void);
void       pgs_map_view_zoom_by      (PgsMapView *self,
                                      int         steps);
void       pgs_map_view_zoom_fit     (PgsMapView *self);
gboolean   pgs_map_view_can_zoom     (PgsMapView *self,
                                      int         steps);
gboolean   pgs_map_view_show_address (PgsMapView *self,
                                      guint64     address);
void       pgs_map_view_scroll_to    (PgsMapView *self,
                                      guint64     address);
gboolean   pgs_map_view_get_visible  (PgsMapView *self,
                                      guint64    *start,
                                      guint64    *end);

G_END_DECLS
