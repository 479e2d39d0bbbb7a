/* pgs-ledger-view.h: VIRT, RES and what is shared, line by line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-ledger.h"

G_BEGIN_DECLS

#define PGS_TYPE_LEDGER_VIEW (pgs_ledger_view_get_type ())

/**
 * PgsLedgerView:
 *
 * Three accounts whose lines add up, each with its source.
 */
G_DECLARE_FINAL_TYPE (PgsLedgerView, pgs_ledger_view, PGS, LEDGER_VIEW, GtkWidget)

void pgs_ledger_view_update         (PgsLedgerView     *self,
                                     const PgsSnapshot *snapshot);
void pgs_ledger_view_update_regions (PgsLedgerView     *self,
                                     const PgsSnapshot *snapshot,
                                     const guint8      *chosen);

G_END_DECLS
