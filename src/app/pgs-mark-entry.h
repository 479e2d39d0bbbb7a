/* pgs-mark-entry.h: asks what a mark on the timeline is called
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_MARK_ENTRY (pgs_mark_entry_get_type ())

/**
 * PgsMarkEntry:
 *
 * A popover with the name of a mark of a person: Enter takes over what was typed, Escape leaves the
 * name, a button deletes the mark (win.delete-mark).
 */
G_DECLARE_FINAL_TYPE (PgsMarkEntry, pgs_mark_entry, PGS, MARK_ENTRY, GtkPopover)

void pgs_mark_entry_popup (GtkWidget          *parent,
                           const GdkRectangle *at,
                           PgsSession         *session,
                           gint64              monotonic_us,
                           const char         *name);

G_END_DECLS
