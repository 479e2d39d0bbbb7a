/* pgs-page-card.h: the pinned page in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_PAGE_CARD (pgs_page_card_get_type ())

/**
 * PgsPageCard:
 *
 * One page: its state, since when, which frame holds it, and how the processor finds it.
 */
G_DECLARE_FINAL_TYPE (PgsPageCard, pgs_page_card, PGS, PAGE_CARD, GtkWidget)

void pgs_page_card_update (PgsPageCard *self,
                           PgsSession  *session,
                           guint64      address);
void pgs_page_card_clear  (PgsPageCard *self);

G_END_DECLS
