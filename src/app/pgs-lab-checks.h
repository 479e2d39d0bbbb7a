/* pgs-lab-checks.h: what a step changed: prediction beside measurement
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-lab-player.h"

G_BEGIN_DECLS

#define PGS_TYPE_LAB_CHECKS (pgs_lab_checks_get_type ())

/**
 * PgsLabChecks:
 *
 * A card with the result of one step.
 */
G_DECLARE_FINAL_TYPE (PgsLabChecks, pgs_lab_checks, PGS, LAB_CHECKS, GtkWidget)

void pgs_lab_checks_show (PgsLabChecks *self,
                          PgsLabPlayer *player,
                          gssize        step);

G_END_DECLS
