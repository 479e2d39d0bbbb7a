/* pgs-process-store.h: the rows of the process list: filtered, sorted, flat or as a tree
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "pgs-family.h"
#include "pgs-process-column.h"

G_BEGIN_DECLS

#define PGS_PROCESS_STORE_ALL_ROWS G_MAXUINT

#define PGS_TYPE_PROCESS_STORE (pgs_process_store_get_type ())

/**
 * PgsProcessStore:
 *
 * A #GListModel of #PgsProcessItem in the order in which the list shows them. Main thread only.
 */
G_DECLARE_FINAL_TYPE (PgsProcessStore, pgs_process_store, PGS, PROCESS_STORE, GObject)

PgsProcessStore *pgs_process_store_new         (void);
void             pgs_process_store_update      (PgsProcessStore  *self,
                                                PgsProcessTable  *table);
void             pgs_process_store_set_search  (PgsProcessStore  *self,
                                                const char       *text);
void             pgs_process_store_set_only_uid (PgsProcessStore *self,
                                                gboolean          only,
                                                guint32           uid);
void             pgs_process_store_set_sort    (PgsProcessStore  *self,
                                                PgsProcessColumn  column,
                                                gboolean          descending);
void             pgs_process_store_set_tree    (PgsProcessStore  *self,
                                                gboolean          tree);
void             pgs_process_store_set_family  (PgsProcessStore  *self,
                                                PgsFamily        *family);
void             pgs_process_store_set_limit   (PgsProcessStore  *self,
                                                guint             limit);
gboolean         pgs_process_store_get_tree    (PgsProcessStore  *self);
void             pgs_process_store_toggle      (PgsProcessStore  *self,
                                                PgsProcessItem   *item);
guint            pgs_process_store_find        (PgsProcessStore  *self,
                                                gint              pid);
guint64          pgs_process_store_get_max_res (PgsProcessStore  *self);
guint            pgs_process_store_get_total   (PgsProcessStore  *self);
void             pgs_process_store_refresh_texts (PgsProcessStore *self);

G_END_DECLS
