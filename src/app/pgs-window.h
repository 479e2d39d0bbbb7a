/* pgs-window.h: a window that watches one process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-application.h"
#include "pgs-program.h"
#include "pgs-session.h"

G_BEGIN_DECLS

#define PGS_TYPE_WINDOW (pgs_window_get_type ())

/**
 * PgsWindow:
 *
 * Holds the widgets around one #PgsSession; everything links through that.
 */
G_DECLARE_FINAL_TYPE (PgsWindow, pgs_window, PGS, WINDOW, AdwApplicationWindow)

GtkWidget  *pgs_window_new          (PgsApplication *application);
GtkWidget  *pgs_window_new_remote   (PgsApplication *application,
                                     const char     *host);
PgsSession *pgs_window_get_session  (PgsWindow      *self);
gboolean    pgs_window_is_hidden    (PgsWindow      *self);
gboolean    pgs_window_is_of_this_machine (PgsWindow *self);
void        pgs_window_watch        (PgsWindow      *self,
                                     gint            pid);
void        pgs_window_take_program (PgsWindow      *self,
                                     PgsProgram     *program);
void        pgs_window_open         (PgsWindow      *self,
                                     GFile          *file);

G_END_DECLS
