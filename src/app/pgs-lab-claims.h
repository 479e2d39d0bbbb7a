/* pgs-lab-claims.h: the Lab's chapter of claims
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
 * Sentences about memory, each with a button that tests it.
 */
G_DECLARE_FINAL_TYPE (PgsLabClaims, pgs_lab_claims, PGS, LAB_CLAIMS, GtkWidget)

GtkWidget *pgs_lab_claims_new       (void);
void       pgs_lab_claims_set_block (PgsLabClaims *self,
                                     const char   *block);
void       pgs_lab_claims_focus     (PgsLabClaims *self);

G_END_DECLS
