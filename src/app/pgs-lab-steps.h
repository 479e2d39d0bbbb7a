/* pgs-lab-steps.h: the steps of an experiment, numbered: what is done, what comes next
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-lab-player.h"

G_BEGIN_DECLS

#define PGS_TYPE_LAB_STEPS (pgs_lab_steps_get_type ())

/**
 * PgsLabSteps:
 *
 * A step that is done several times in a row has one row. Signal: `chosen` (guint): a step that was done
 * is to be shown again.
 */
G_DECLARE_FINAL_TYPE (PgsLabSteps, pgs_lab_steps, PGS, LAB_STEPS, GtkWidget)

void pgs_lab_steps_show (PgsLabSteps  *self,
                         PgsLabPlayer *player,
                         gssize        shown);

G_END_DECLS
