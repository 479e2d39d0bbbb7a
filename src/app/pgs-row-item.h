/* pgs-row-item.h: a row of a table, as the list widget holds it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define PGS_TYPE_ROW_ITEM (pgs_row_item_get_type ())

/**
 * PgsRowItem:
 *
 * Only says which row it stands for; what the row shows is asked of the list. Made when a widget
 * asks for it, the same object as long as anyone holds it.
 */
G_DECLARE_FINAL_TYPE (PgsRowItem, pgs_row_item, PGS, ROW_ITEM, GObject)

guint64       pgs_row_item_get_id  (PgsRowItem    *self);
gconstpointer pgs_row_item_get_row (PgsRowItem    *self);

GHashTable   *pgs_row_items_new    (void);
PgsRowItem   *pgs_row_items_get    (GHashTable    *items,
                                    guint64        id,
                                    gconstpointer  row);
void          pgs_row_items_adopt  (GHashTable    *items,
                                    guint64        id,
                                    gconstpointer  row);
void          pgs_row_items_stay   (GHashTable    *items,
                                    gconstpointer  before,
                                    gconstpointer  after);
void          pgs_row_items_forget (GHashTable    *items);

G_END_DECLS
