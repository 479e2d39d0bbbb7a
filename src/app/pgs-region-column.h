/* pgs-region-column.h: what the table of mappings says of each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-snapshot.h"

G_BEGIN_DECLS

typedef enum
{
  PGS_REGION_COLUMN_RANGE,
  PGS_REGION_COLUMN_SIZE,
  PGS_REGION_COLUMN_PERMS,
  PGS_REGION_COLUMN_KIND,
  PGS_REGION_COLUMN_NAME,
  PGS_REGION_COLUMN_RSS,
  PGS_REGION_COLUMN_PSS,
  PGS_REGION_COLUMN_SWAP,
  PGS_REGION_COLUMN_ANON,
  PGS_REGION_COLUMN_PRIVATE_CLEAN,
  PGS_REGION_COLUMN_PRIVATE_DIRTY,
  PGS_REGION_COLUMN_SHARED_CLEAN,
  PGS_REGION_COLUMN_SHARED_DIRTY,
  PGS_REGION_COLUMN_LOCKED,
  PGS_REGION_COLUMN_N_PRESENT,
  PGS_REGION_COLUMN_N_SWAPPED,
  PGS_REGION_COLUMN_N_FILE,
  PGS_REGION_COLUMN_N_EXCLUSIVE,
  PGS_REGION_COLUMN_N_HUGE,
  PGS_REGION_COLUMN_N_ZERO,
  PGS_REGION_COLUMN_N_GUARD,
  PGS_REGION_COLUMN_PATH,
  PGS_REGION_COLUMN_OFFSET,
  PGS_REGION_COLUMN_DEVICE,
  PGS_REGION_COLUMN_INODE,
} PgsRegionColumn;

#define PGS_N_REGION_COLUMNS (PGS_REGION_COLUMN_INODE + 1)

/**
 * PgsRegionColumnType:
 * @PGS_REGION_COLUMN_TEXT: words; there is no sum
 * @PGS_REGION_COLUMN_BYTES: a size; sums make sense
 * @PGS_REGION_COLUMN_PAGES: a number of pages; sums make sense
 * @PGS_REGION_COLUMN_NUMBER: a number of which a sum says nothing
 */
typedef enum
{
  PGS_REGION_COLUMN_TEXT,
  PGS_REGION_COLUMN_BYTES,
  PGS_REGION_COLUMN_PAGES,
  PGS_REGION_COLUMN_NUMBER,
} PgsRegionColumnType;

const char         *pgs_region_column_get_id    (PgsRegionColumn    column);
const char         *pgs_region_column_get_title (PgsRegionColumn    column);
const char         *pgs_region_column_get_hint  (PgsRegionColumn    column);
PgsRegionColumnType pgs_region_column_get_type  (PgsRegionColumn    column);
gboolean            pgs_region_column_is_sum    (PgsRegionColumn    column);
guint64             pgs_region_column_get_value (PgsRegionColumn    column,
                                                 const PgsSnapshot *snapshot,
                                                 gsize              region);
char               *pgs_region_column_format_sum (PgsRegionColumn   column,
                                                 guint64            sum);
char               *pgs_region_column_format    (PgsRegionColumn    column,
                                                 const PgsSnapshot *snapshot,
                                                 gsize              region);
char               *pgs_region_column_dup_raw   (PgsRegionColumn    column,
                                                 const PgsSnapshot *snapshot,
                                                 gsize              region);

G_END_DECLS
