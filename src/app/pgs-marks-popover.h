/* pgs-marks-popover.h: the list of marks, to go to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_MARKS_POPOVER (pgs_marks_popover_get_type ())

/**
 * PgsMarksPopover:
 *
 * All marks of a session's history, newest first. Choosing one shows its moment; those of people can be
 * renamed and deleted.
 */
G_DECLARE_FINAL_TYPE (PgsMarksPopover, pgs_marks_popover, PGS, MARKS_POPOVER, GtkPopover)

GtkWidget *pgs_marks_popover_new (PgsSession *session);

G_END_DECLS
