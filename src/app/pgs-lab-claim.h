/* pgs-lab-claim.h: one sentence about memory with what a test of it measured
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-claim.h"

G_BEGIN_DECLS

#define PGS_TYPE_LAB_CLAIM (pgs_lab_claim_get_type ())

/**
 * PgsLabClaim:
 *
 * A card. Its button tests the claim on this machine, in a thread; disposing of it ends the test.
 */
G_DECLARE_FINAL_TYPE (PgsLabClaim, pgs_lab_claim, PGS, LAB_CLAIM, GtkWidget)

GtkWidget *pgs_lab_claim_new (const PgsClaim *claim);

G_END_DECLS
