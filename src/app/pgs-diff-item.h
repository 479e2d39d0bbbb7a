/* pgs-diff-item.h: a row of the table of differences, as the list widget holds it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "pgs-diff.h"

G_BEGIN_DECLS

#define PGS_TYPE_DIFF_ITEM (pgs_diff_item_get_type ())

/**
 * PgsDiffItem:
 *
 * Only says which row it stands for. The same object as long as anyone holds it.
 */
G_DECLARE_FINAL_TYPE (PgsDiffItem, pgs_diff_item, PGS, DIFF_ITEM, GObject)

PgsDiffItem        *pgs_diff_item_new       (guint64             id,
                                             GHashTable         *live);
guint64             pgs_diff_item_get_id    (PgsDiffItem        *self);
const PgsDiffEntry *pgs_diff_item_get_entry (PgsDiffItem        *self);
void                pgs_diff_item_set_entry (PgsDiffItem        *self,
                                             const PgsDiffEntry *entry);

G_END_DECLS
