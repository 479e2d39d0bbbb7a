/* pgs-lab-claim-row.h: a claim, its test, and what the test measured
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-claim.h"

G_BEGIN_DECLS

#define PGS_TYPE_LAB_CLAIM_ROW (pgs_lab_claim_row_get_type ())

/**
 * PgsLabClaimRow:
 *
 * What is to be thought of the claim is shown with the numbers, not before: one may think first.
 */
G_DECLARE_FINAL_TYPE (PgsLabClaimRow, pgs_lab_claim_row, PGS, LAB_CLAIM_ROW, GtkWidget)

GtkWidget *pgs_lab_claim_row_new (const PgsClaim *claim);

G_END_DECLS
