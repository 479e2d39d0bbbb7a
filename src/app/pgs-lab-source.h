/* pgs-lab-source.h: the program of an experiment, with the line at which it stands
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-lab-player.h"

G_BEGIN_DECLS

#define PGS_TYPE_LAB_SOURCE (pgs_lab_source_get_type ())

/**
 * PgsLabSource:
 *
 * Read only; the line that comes next is marked.
 */
G_DECLARE_FINAL_TYPE (PgsLabSource, pgs_lab_source, PGS, LAB_SOURCE, GtkWidget)

void pgs_lab_source_show (PgsLabSource *self,
                          PgsLabPlayer *player);

G_END_DECLS
