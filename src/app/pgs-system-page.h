/* pgs-system-page.h: what free, sar and the overcommit files say about this machine, drawn and in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-monitor.h"

G_BEGIN_DECLS

#define PGS_TYPE_SYSTEM_PAGE (pgs_system_page_get_type ())

/**
 * PgsSystemPage:
 *
 * The System view. Property: `monitor` (PgsMonitor).
 */
G_DECLARE_FINAL_TYPE (PgsSystemPage, pgs_system_page, PGS, SYSTEM_PAGE, GtkWidget)

GtkWidget *pgs_system_page_new (void);

G_END_DECLS
