/* pgs-known-bar.h: how much of a process that may not be looked into is in RAM
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-process-info.h"

G_BEGIN_DECLS

#define PGS_TYPE_KNOWN_BAR (pgs_known_bar_get_type ())

/**
 * PgsKnownBar:
 *
 * As long as VIRT; at its start what is in RAM, by its kinds; hatched, since nobody knows where that is.
 */
G_DECLARE_FINAL_TYPE (PgsKnownBar, pgs_known_bar, PGS, KNOWN_BAR, GtkWidget)

void pgs_known_bar_set (PgsKnownBar       *self,
                        const PgsCounters *counters);

G_END_DECLS
