/* pgs-process-card.h: the watched process in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-map-cells.h"
#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_PROCESS_CARD (pgs_process_card_get_type ())

/**
 * PgsProcessCard:
 *
 * Who the process is, how it does and how much memory it has and may have.
 */
G_DECLARE_FINAL_TYPE (PgsProcessCard, pgs_process_card, PGS, PROCESS_CARD, GtkWidget)

void pgs_process_card_update (PgsProcessCard *self,
                              PgsSession     *session);
void pgs_process_card_set_isolation (PgsProcessCard *self,
                              PgsIsolation    isolation);

G_END_DECLS
