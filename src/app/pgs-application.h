/* pgs-application.h: the program: its command line, its windows, what they share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "pgs-monitor.h"
#include "pgs-elevation.h"

G_BEGIN_DECLS

#define PGS_TYPE_APPLICATION (pgs_application_get_type ())

/**
 * PgsApplication:
 *
 * One instance a session; each window watches one process. Owns the settings, and the monitor that
 * refreshes the process list for all windows, and the rights that they share.
 */
G_DECLARE_FINAL_TYPE (PgsApplication, pgs_application, PGS, APPLICATION, AdwApplication)

PgsApplication *pgs_application_new             (void);
void            pgs_application_open_window     (PgsApplication *self,
                                                 gint            pid);
void            pgs_application_open_file       (PgsApplication *self,
                                                 GFile          *file);
void            pgs_application_set_exit_status (PgsApplication *self,
                                                 int             status);
int             pgs_application_get_exit_status (PgsApplication *self);
void            pgs_application_note_hidden     (PgsApplication *self);
PgsMonitor     *pgs_application_get_monitor     (PgsApplication *self);
PgsElevation   *pgs_application_get_rights      (PgsApplication *self);
GSettings      *pgs_application_get_settings    (PgsApplication *self);

G_END_DECLS
