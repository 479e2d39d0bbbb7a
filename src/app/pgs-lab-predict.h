/* pgs-lab-predict.h: asks what the next step will change
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-lab-player.h"

G_BEGIN_DECLS

#define PGS_TYPE_LAB_PREDICT (pgs_lab_predict_get_type ())

/**
 * PgsLabPredict:
 *
 * A card with the question before the next step and the choices for each of its numbers.
 */
G_DECLARE_FINAL_TYPE (PgsLabPredict, pgs_lab_predict, PGS, LAB_PREDICT, GtkWidget)

void pgs_lab_predict_show (PgsLabPredict *self,
                           PgsLabPlayer  *player);

G_END_DECLS
