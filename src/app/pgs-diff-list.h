/* pgs-diff-list.h: the regions that differ as a list model: filtered, sorted, kept when it refreshes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "pgs-diff-column.h"
#include "pgs-diff-filter.h"
#include "pgs-row-item.h"

G_BEGIN_DECLS

#define PGS_TYPE_DIFF_LIST (pgs_diff_list_get_type ())

/**
 * PgsDiffList:
 *
 * A #GListModel of #PgsRowItem, whose rows are #PgsDiffEntry. A new diff keeps the items of what is
 * still there and changes only the range of rows that differs. Needs no display.
 *
 * Signal: `refreshed` after values may have changed, after `items-changed` if there was one.
 */
G_DECLARE_FINAL_TYPE (PgsDiffList, pgs_diff_list, PGS, DIFF_LIST, GObject)

PgsDiffList        *pgs_diff_list_new        (void);
void                pgs_diff_list_set_n_first (PgsDiffList  *self,
                                               guint         n_first);
gboolean            pgs_diff_list_tell_more  (PgsDiffList   *self,
                                              guint          n_more);
void                pgs_diff_list_set_diff   (PgsDiffList   *self,
                                              PgsDiff       *diff);
PgsDiff            *pgs_diff_list_get_diff   (PgsDiffList   *self);
void                pgs_diff_list_set_query  (PgsDiffList   *self,
                                              const char    *query);
void                pgs_diff_list_set_filter (PgsDiffList   *self,
                                              PgsDiffFilter  filter);
void                pgs_diff_list_set_sort   (PgsDiffList   *self,
                                              PgsDiffColumn  column,
                                              gboolean       is_descending);
const PgsDiffEntry *pgs_diff_list_get_entry  (PgsDiffList   *self,
                                              guint          position);
gboolean            pgs_diff_list_find       (PgsDiffList   *self,
                                              guint64        address,
                                              guint         *position);
gboolean            pgs_diff_list_find_item  (PgsDiffList   *self,
                                              PgsRowItem    *item,
                                              guint         *position);
guint64             pgs_diff_list_get_largest (PgsDiffList  *self);
char               *pgs_diff_list_dup_text   (PgsDiffList   *self,
                                              char           separator);
void                pgs_diff_list_save_async (PgsDiffList   *self,
                                              GFile         *file,
                                              GAsyncReadyCallback callback,
                                              gpointer       data);

G_END_DECLS
