/* pgs-regions-page.h: the table of all mappings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_REGIONS_PAGE (pgs_regions_page_get_type ())

/**
 * PgsRegionsPage:
 *
 * All mappings of the current snapshot with every counter: sorted, searched, grouped, added up, and
 * linked with the other views through the session's selection.
 * Property: `session` (#PgsSession).
 */
G_DECLARE_FINAL_TYPE (PgsRegionsPage, pgs_regions_page, PGS, REGIONS_PAGE, GtkWidget)

GtkWidget *pgs_regions_page_new          (PgsSession     *session);
void       pgs_regions_page_choose_sort  (PgsRegionsPage *self);
void       pgs_regions_page_focus_search (PgsRegionsPage *self);

G_END_DECLS
