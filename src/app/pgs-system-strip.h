/* pgs-system-strip.h: the machine's memory in a few lines, under the process list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PGS_TYPE_SYSTEM_STRIP (pgs_system_strip_get_type ())

/**
 * PgsSystemStrip:
 *
 * Property: `monitor` (PgsMonitor).
 */
G_DECLARE_FINAL_TYPE (PgsSystemStrip, pgs_system_strip, PGS, SYSTEM_STRIP, GtkWidget)

G_END_DECLS
