/* pgs-process-item.h: a row of the process list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "pgs-process-table.h"

G_BEGIN_DECLS

#define PGS_TYPE_PROCESS_ITEM (pgs_process_item_get_type ())

/**
 * PgsProcessItem:
 *
 * A thin object around the newest record of one process, kept across refreshes so that selection
 * and rows survive them. Signal `changed`: what a row shows is another.
 */
G_DECLARE_FINAL_TYPE (PgsProcessItem, pgs_process_item, PGS, PROCESS_ITEM, GObject)

#define PGS_PROCESS_ITEM_HIDDEN G_MAXUINT
#define PGS_PROCESS_ITEM_NONE G_MAXUINT

/**
 * PgsProcessPlace:
 * @depth: how many ancestors stand above it in the tree; 0 in the flat list
 * @has_children: whether others stand (or would stand, were it not collapsed) under it
 *
 * Where the store put it.
 */
typedef struct
{
  guint depth;
  gboolean has_children;
} PgsProcessPlace;

PgsProcessItem         *pgs_process_item_new           (PgsProcessTable        *table,
                                                        const PgsProcessRecord *record);
const PgsProcessRecord *pgs_process_item_get_record    (PgsProcessItem         *self);
const char             *pgs_process_item_get_name      (PgsProcessItem         *self);
const char             *pgs_process_item_get_name_key  (PgsProcessItem         *self);
gboolean                pgs_process_item_is            (PgsProcessItem         *self,
                                                        const PgsProcessRecord *record);
gboolean                pgs_process_item_update        (PgsProcessItem         *self,
                                                        PgsProcessTable        *table,
                                                        const PgsProcessRecord *record);
gboolean                pgs_process_item_matches       (PgsProcessItem         *self,
                                                        const char             *casefolded);
PgsProcessPlace         pgs_process_item_get_place     (PgsProcessItem         *self);
void                    pgs_process_item_set_place     (PgsProcessItem         *self,
                                                        PgsProcessPlace         place);
guint                   pgs_process_item_get_position  (PgsProcessItem         *self);
void                    pgs_process_item_set_position  (PgsProcessItem         *self,
                                                        guint                   position);
gboolean                pgs_process_item_get_collapsed (PgsProcessItem         *self);
void                    pgs_process_item_set_collapsed (PgsProcessItem         *self,
                                                        gboolean                collapsed);
guint                   pgs_process_item_find          (const GPtrArray        *items,
                                                        gint                    pid);

G_END_DECLS
