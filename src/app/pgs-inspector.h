/* pgs-inspector.h: what is selected, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-map-cells.h"
#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_INSPECTOR (pgs_inspector_get_type ())

/**
 * PgsInspector:
 *
 * The pane that explains: the process and its ledger while nothing is selected, else the selected
 * mapping, and the page that is pinned in it.
 * Property: `session` (#PgsSession).
 */
G_DECLARE_FINAL_TYPE (PgsInspector, pgs_inspector, PGS, INSPECTOR, GtkWidget)

GtkWidget *pgs_inspector_new (PgsSession *session);
void       pgs_inspector_set_isolation (PgsInspector *self,
                                        PgsIsolation  isolation);

G_END_DECLS
