/* pgs-region-card.h: the selected mapping in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_REGION_CARD (pgs_region_card_get_type ())

/**
 * PgsRegionCard:
 *
 * Everything that is known of one mapping, what is special about it, and the page that is pinned in
 * it.
 */
G_DECLARE_FINAL_TYPE (PgsRegionCard, pgs_region_card, PGS, REGION_CARD, GtkWidget)

void pgs_region_card_update (PgsRegionCard *self,
                             PgsSession    *session,
                             gsize          region,
                             const guint64 *page);
void pgs_region_card_clear  (PgsRegionCard *self);

G_END_DECLS
