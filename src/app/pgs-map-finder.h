/* pgs-map-finder.h: the bar above the map that finds regions and goes to addresses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-map-view.h"

G_BEGIN_DECLS

#define PGS_TYPE_MAP_FINDER (pgs_map_finder_get_type ())

G_DECLARE_FINAL_TYPE (PgsMapFinder, pgs_map_finder, PGS, MAP_FINDER, GtkWidget)

void pgs_map_finder_set_view (PgsMapFinder *self,
                              PgsMapView   *view);
void pgs_map_finder_open     (PgsMapFinder *self,
                              gboolean      going);

G_END_DECLS
