/* pgs-map-page.h: the address space and the pages of the watched process, with their tools
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-map-cells.h"
#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_MAP_PAGE (pgs_map_page_get_type ())

/**
 * PgsMapPage:
 *
 * Property: `session`.
 */
G_DECLARE_FINAL_TYPE (PgsMapPage, pgs_map_page, PGS, MAP_PAGE, GtkWidget)

GtkWidget *pgs_map_page_new          (void);
gboolean   pgs_map_page_show_address (PgsMapPage *self,
                                      guint64     address);
void       pgs_map_page_find         (PgsMapPage *self);
void       pgs_map_page_go_to        (PgsMapPage *self);
void       pgs_map_page_show_change  (PgsMapPage *self);
void       pgs_map_page_set_isolation (PgsMapPage *self,
                                      PgsIsolation isolation);

G_END_DECLS
