/* pgs-compare-page.h: two moments or processes compared: totals, and a ranking of what changed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_COMPARE_PAGE (pgs_compare_page_get_type ())

/**
 * PgsComparePage:
 *
 * Shows the session's comparison and chooses its A and B. Property: `session`.
 */
G_DECLARE_FINAL_TYPE (PgsComparePage, pgs_compare_page, PGS, COMPARE_PAGE, GtkWidget)

GtkWidget *pgs_compare_page_new          (PgsSession     *session);
void       pgs_compare_page_begin        (PgsComparePage *self);
void       pgs_compare_page_choose_sort  (PgsComparePage *self);
void       pgs_compare_page_focus_search (PgsComparePage *self);

G_END_DECLS
