/* pgs-lab-list.h: the experiments by chapters, with what is done and what the machine lacks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-lab-entry.h"

G_BEGIN_DECLS

#define PGS_TYPE_LAB_LIST (pgs_lab_list_get_type ())

/**
 * PgsLabList:
 *
 * Signals: `chosen` (PgsLabEntry, nullable: the claims) when another row is selected; `entered` when one is
 * clicked or Enter is pressed on it.
 */
G_DECLARE_FINAL_TYPE (PgsLabList, pgs_lab_list, PGS, LAB_LIST, GtkWidget)

GtkWidget   *pgs_lab_list_new          (GSettings  *settings);
PgsLabEntry *pgs_lab_list_find         (PgsLabList *self,
                                        const char *name);
void         pgs_lab_list_choose       (PgsLabList *self,
                                        const char *name);
PgsLabEntry *pgs_lab_list_get_next     (PgsLabList *self,
                                        PgsLabEntry *entry);
void         pgs_lab_list_focus_row    (PgsLabList *self);

G_END_DECLS
