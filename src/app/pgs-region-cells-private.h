/* pgs-region-cells-private.h: what the parts of PgsRegionCells share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-region-cells.h"
#include "pgs-text-cell.h"
#include "pgs-view-sort.h"

G_BEGIN_DECLS

#define PGS_REGION_CELL_KEY "pgs-cell" /* of a list item, and of what is in it */

typedef struct _PgsRegionCell PgsRegionCell;
typedef struct _PgsRegionCellColumn PgsRegionCellColumn;

struct _PgsRegionCellColumn
{
  PgsRegionCells *cells;
  PgsRegionColumn id;
  PgsTextCellShape shape;
  GtkColumnViewColumn *column;
  GPtrArray *bound; /* of PgsRegionCell, not owned */
};

struct _PgsRegionCell
{
  PgsRegionCellColumn *column;
  GtkListItem *list_item;
  PgsTextCell *text;
  PgsRowItem *item;    /* while it is bound */
  guint64 shown_id;    /* of the row whose text it has */
  guint64 shown;       /* the value behind that */
  guint at;            /* where in the column's array */
};

struct _PgsRegionCells
{
  GtkColumnView *view;
  PgsRegionList *list;
  PgsCellFont *fonts[PGS_N_CELL_FONTS];
  PgsRegionCellColumn columns[PGS_N_REGION_COLUMNS];
  PgsViewSort *sort;
};

G_END_DECLS
