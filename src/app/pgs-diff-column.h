/* pgs-diff-column.h: what the table of differences shows of a region, column by column
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-diff.h"

G_BEGIN_DECLS

typedef enum
{
  PGS_DIFF_COLUMN_CHANGE,
  PGS_DIFF_COLUMN_NAME,
  PGS_DIFF_COLUMN_RSS_DELTA,
  PGS_DIFF_COLUMN_RSS,
  PGS_DIFF_COLUMN_SIZE_DELTA,
  PGS_DIFF_COLUMN_SIZE,
  PGS_DIFF_COLUMN_CAME,
  PGS_DIFF_COLUMN_LEFT,
  PGS_DIFF_COLUMN_SWAPPED,
  PGS_DIFF_COLUMN_COPIED,
  PGS_DIFF_COLUMN_KIND,
  PGS_DIFF_COLUMN_ADDRESS,
} PgsDiffColumn;

#define PGS_N_DIFF_COLUMNS 12

const char *pgs_diff_column_get_title (PgsDiffColumn       column);
gboolean    pgs_diff_column_is_text   (PgsDiffColumn       column);
char       *pgs_diff_column_format    (PgsDiffColumn       column,
                                       const PgsDiff      *diff,
                                       const PgsDiffEntry *entry);
int         pgs_diff_column_compare   (PgsDiffColumn       column,
                                       const PgsDiff      *diff,
                                       const PgsDiffEntry *a,
                                       const PgsDiffEntry *b);
void        pgs_diff_column_write     (const PgsDiff      *diff,
                                       const guint32      *order,
                                       gsize               n_entries,
                                       char                separator,
                                       GString            *out);

G_END_DECLS
