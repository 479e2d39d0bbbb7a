/* pgs-lab-page.h: the Lab: experiments to read, to predict, to step through and to look at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-lab-list.h"
#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_LAB_PAGE (pgs_lab_page_get_type ())

/**
 * PgsLabPage:
 *
 * The Lab view. At most one experiment runs at a time; it goes on standing where it is while another one is
 * read. Property: `session`, the window's, which watches the one that runs. Signal: `open-in-map`. Its actions
 * have the prefix "lab.".
 */
G_DECLARE_FINAL_TYPE (PgsLabPage, pgs_lab_page, PGS, LAB_PAGE, GtkWidget)

GtkWidget  *pgs_lab_page_new      (PgsSession *session);
PgsLabList *pgs_lab_page_get_list (PgsLabPage *self);
void        pgs_lab_page_focus    (PgsLabPage *self);
char       *pgs_lab_page_dup_title (PgsLabPage *self,
                                   char      **subtitle);

G_END_DECLS
