/* pgs-export-dialog.h: asks what to draw of the watched process, and where to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_EXPORT_DIALOG (pgs_export_dialog_get_type ())

/**
 * PgsExportDialog:
 *
 * A picture of the moment at which it was opened, with a preview: saved as PNG, SVG or PDF, or copied
 * to the clipboard.
 */
G_DECLARE_FINAL_TYPE (PgsExportDialog, pgs_export_dialog, PGS, EXPORT_DIALOG, AdwWindow)

void pgs_export_dialog_present (GtkWindow  *parent,
                                PgsSession *session);

G_END_DECLS
