/* pgs-process-list.h: the list of processes to choose one from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PGS_TYPE_PROCESS_LIST (pgs_process_list_get_type ())

/**
 * PgsProcessList:
 *
 * Properties: `monitor` (PgsMonitor), where the processes come from; `session` (PgsSession), which
 * watches the one that is selected here.
 */
G_DECLARE_FINAL_TYPE (PgsProcessList, pgs_process_list, PGS, PROCESS_LIST, GtkWidget)

void pgs_process_list_focus_rows   (PgsProcessList *self);
void pgs_process_list_choose_sort  (PgsProcessList *self);
void pgs_process_list_focus_search (PgsProcessList *self);
void pgs_process_list_follow_program (PgsProcessList *self,
                                      gint            pid,
                                      const char     *name);

G_END_DECLS
