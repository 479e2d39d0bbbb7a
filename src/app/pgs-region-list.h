/* pgs-region-list.h: the mappings of the current snapshot as a list model with a selection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-region-filter.h"
#include "pgs-region-rows.h"
#include "pgs-row-item.h"

G_BEGIN_DECLS

#define PGS_TYPE_REGION_LIST (pgs_region_list_get_type ())

/**
 * PgsRegionList:
 *
 * A #GListModel of #PgsRowItem, whose rows are #PgsRow, and a #GtkSelectionModel of any number of
 * them. A new snapshot keeps the items, the selection and the order of what is still there, and
 * changes only the range of rows that differs. Needs no display.
 *
 * Signals: `refreshed` after values may have changed, after `items-changed` if there was one.
 */
G_DECLARE_FINAL_TYPE (PgsRegionList, pgs_region_list, PGS, REGION_LIST, GObject)

PgsRegionList *pgs_region_list_new           (void);
void           pgs_region_list_set_n_first   (PgsRegionList   *self,
                                              guint            n_first);
gboolean       pgs_region_list_tell_more     (PgsRegionList   *self,
                                              guint            n_more);
void           pgs_region_list_set_rows_stay (PgsRegionList   *self,
                                              gboolean         rows_stay);
void           pgs_region_list_set_snapshot  (PgsRegionList   *self,
                                              PgsSnapshot     *snapshot);
PgsSnapshot   *pgs_region_list_get_snapshot  (PgsRegionList   *self);
void           pgs_region_list_set_query     (PgsRegionList   *self,
                                              const char      *query);
void           pgs_region_list_set_kind      (PgsRegionList   *self,
                                              gint             kind);
void           pgs_region_list_set_grouping  (PgsRegionList   *self,
                                              PgsGrouping      grouping);
gboolean       pgs_region_list_is_grouped    (PgsRegionList   *self);
void           pgs_region_list_set_sort      (PgsRegionList   *self,
                                              PgsRegionColumn  column,
                                              gboolean         is_descending);
void           pgs_region_list_set_collapsed (PgsRegionList   *self,
                                              guint64          group_id,
                                              gboolean         is_collapsed);
const PgsRegionGroup *pgs_region_list_get_group (PgsRegionList *self,
                                              const PgsRow    *row);
const PgsMapping *pgs_region_list_get_first_mapping (PgsRegionList *self,
                                              const PgsRow    *row);
guint64        pgs_region_list_get_value     (PgsRegionList   *self,
                                              const PgsRow    *row,
                                              PgsRegionColumn  column);
char          *pgs_region_list_format        (PgsRegionList   *self,
                                              const PgsRow    *row,
                                              PgsRegionColumn  column);
gboolean       pgs_region_list_find_id       (PgsRegionList   *self,
                                              guint64          id,
                                              guint           *position);
gboolean       pgs_region_list_find          (PgsRegionList   *self,
                                              guint64          address,
                                              guint           *position);
const PgsRow  *pgs_region_list_get_row       (PgsRegionList   *self,
                                              guint            position);
const PgsRow  *pgs_region_list_get_only_selected (PgsRegionList *self);
const guint32 *pgs_region_list_get_order     (PgsRegionList   *self,
                                              gsize           *n_regions);
gsize          pgs_region_list_get_n_selected (PgsRegionList  *self);
guint8        *pgs_region_list_dup_chosen    (PgsRegionList   *self);

G_END_DECLS
