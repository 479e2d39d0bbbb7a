/* pgs-region-item.h: a row of the table of mappings, as the list widget holds it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "pgs-region-rows.h"

G_BEGIN_DECLS

#define PGS_TYPE_REGION_ITEM (pgs_region_item_get_type ())

/**
 * PgsRegionItem:
 *
 * Only says which row it stands for; what the row shows is asked of the list. Made when a widget
 * asks for it, the same object as long as anyone holds it.
 */
G_DECLARE_FINAL_TYPE (PgsRegionItem, pgs_region_item, PGS, REGION_ITEM, GObject)

PgsRegionItem *pgs_region_item_new     (guint64        id,
                                        GHashTable    *live);
guint64        pgs_region_item_get_id  (PgsRegionItem *self);
const PgsRow  *pgs_region_item_get_row (PgsRegionItem *self);
void           pgs_region_item_set_row (PgsRegionItem *self,
                                        const PgsRow  *row);

G_END_DECLS
