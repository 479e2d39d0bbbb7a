/* pgs-process-row.h: one place in the process list on screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-process-item.h"

G_BEGIN_DECLS

#define PGS_TYPE_PROCESS_ROW (pgs_process_row_get_type ())

/**
 * PgsProcessRow:
 *
 * Stays where it is and shows now this process, now that one. Signal `changed`, only while it is
 * followed: it shows another process, or its process has changed.
 */
G_DECLARE_FINAL_TYPE (PgsProcessRow, pgs_process_row, PGS, PROCESS_ROW, GObject)

PgsProcessRow  *pgs_process_row_new      (PgsProcessItem *item);
PgsProcessItem *pgs_process_row_get_item (PgsProcessRow  *self);
void            pgs_process_row_set_item (PgsProcessRow  *self,
                                          PgsProcessItem *item);
void            pgs_process_row_follow   (PgsProcessRow  *self,
                                          GCallback       callback,
                                          gpointer        follower);
void            pgs_process_row_unfollow (PgsProcessRow  *self,
                                          gpointer        follower);

G_END_DECLS
