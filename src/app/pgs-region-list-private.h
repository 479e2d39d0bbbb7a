/* pgs-region-list-private.h: what the parts of PgsRegionList share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-list-change.h"
#include "pgs-region-list.h"
#include "pgs-region-rows.h"

G_BEGIN_DECLS

struct _PgsRegionList
{
  GObject parent_instance;

  PgsRegionRows *rows; /* NULL without a snapshot that has mappings */
  GArray *found;       /* what the filter found in the rows' mappings */
  char *query;
  gint kind;
  PgsRowsSpec spec;
  gboolean rows_stay;
  PgsListTold told;
  GHashTable *items;    /* see pgs_row_items_new() */
  GHashTable *selected; /* set of guint64 */
};

void          pgs_id_set_add                 (GHashTable                 *set,
                                              guint64                     id);
const PgsRow *pgs_region_list_peek_rows      (PgsRegionList              *self,
                                              gsize                      *n_rows);
void          pgs_region_list_sort_again     (PgsRegionList              *self);
void          pgs_region_list_selection_init (GtkSelectionModelInterface *iface);

G_END_DECLS
