/* pgs-lab-claims.h: sentences about memory that are often read, each to be tested
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PGS_TYPE_LAB_CLAIMS (pgs_lab_claims_get_type ())

/**
 * PgsLabClaims:
 *
 * The chapter of claims as a page of cards.
 */
G_DECLARE_FINAL_TYPE (PgsLabClaims, pgs_lab_claims, PGS, LAB_CLAIMS, GtkWidget)

G_END_DECLS
