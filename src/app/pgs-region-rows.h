/* pgs-region-rows.h: mappings in the order in which a table shows them, in groups or not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-region-column.h"

G_BEGIN_DECLS

typedef enum
{
  PGS_GROUPING_NONE = 0,
  PGS_GROUPING_FILE = 1,
  PGS_GROUPING_KIND = 2,
} PgsGrouping;

/**
 * PgsRow:
 * @id: what stays the same from one snapshot to the next: of a mapping its first address, of a
 *   stack that grows down its end with the second lowest bit set, of a group an odd number
 * @index: of a mapping or of a group
 * @is_group: which of both
 */
typedef struct
{
  guint64 id;
  guint32 index;
  gboolean is_group;
} PgsRow;

/**
 * PgsRegionGroup:
 * @id: as in #PgsRow
 * @first: index of its first region in the order
 * @n_regions: how many follow each other there
 * @is_collapsed: only its heading is shown
 */
typedef struct
{
  guint64 id;
  guint32 first;
  guint32 n_regions;
  gboolean is_collapsed;
} PgsRegionGroup;

/**
 * PgsRowsSpec:
 * @column: to sort by
 * @is_descending: largest first; unknown values are last in any case
 * @grouping: #PgsGrouping
 * @collapsed: (nullable): set of the IDs (#guint64) of groups that show only their heading
 */
typedef struct
{
  PgsRegionColumn column;
  gboolean is_descending;
  PgsGrouping grouping;
  GHashTable *collapsed;
} PgsRowsSpec;

/**
 * PgsRegionRows:
 *
 * An immutable order of the mappings of one snapshot.
 */
typedef struct _PgsRegionRows PgsRegionRows;

PgsRegionRows        *pgs_region_rows_new       (PgsSnapshot         *snapshot,
                                                 const GArray        *shown,
                                                 const PgsRowsSpec   *spec);
void                  pgs_region_rows_free      (PgsRegionRows       *self);
PgsSnapshot          *pgs_region_rows_get_snapshot (const PgsRegionRows *self);
const PgsRow         *pgs_region_rows_get       (const PgsRegionRows *self,
                                                 gsize               *n_rows);
const PgsRegionGroup *pgs_region_rows_get_group (const PgsRegionRows *self,
                                                 guint32              group);
const guint32        *pgs_region_rows_get_order (const PgsRegionRows *self,
                                                 gsize               *n_regions);
guint64               pgs_region_rows_get_value (const PgsRegionRows *self,
                                                 const PgsRow        *row,
                                                 PgsRegionColumn      column);
guint64               pgs_region_id             (const PgsMapping    *mapping);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsRegionRows, pgs_region_rows_free)

G_END_DECLS
