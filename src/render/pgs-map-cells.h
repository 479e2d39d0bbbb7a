/* pgs-map-cells.h: what each cell of the map shows: pages counted, then turned into a colour
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-ages.h"
#include "pgs-diff.h"
#include "pgs-map-layout.h"
#include "pgs-snapshot.h"
#include "pgs-theme.h"

G_BEGIN_DECLS

/**
 * PgsColorBy:
 *
 * What the colour of a cell tells. The values are stored in settings and must not change.
 */
typedef enum
{
  PGS_COLOR_BY_KIND = 0,
  PGS_COLOR_BY_STATE = 1,
  PGS_COLOR_BY_SHARING = 2,
  PGS_COLOR_BY_AGE = 3,
  PGS_COLOR_BY_CHANGE = 4,
} PgsColorBy;

#define PGS_N_COLOR_BYS 5

#define PGS_MAP_FRESH_US (1500 * G_TIME_SPAN_MILLISECOND) /* how long a fresh page is shown as such */

/**
 * PgsIsolation:
 * @PGS_ISOLATION_UNKNOWN: not known
 * @PGS_ISOLATION_NONE: programs run with the kernel's pages in their page table, protected
 * @PGS_ISOLATION_TABLES: programs run with a page table without nearly all of them
 *
 * How the kernel's half of the addresses is kept from programs.
 */
typedef enum
{
  PGS_ISOLATION_UNKNOWN = 0,
  PGS_ISOLATION_NONE = 1,
  PGS_ISOLATION_TABLES = 2,
} PgsIsolation;

/**
 * PgsMapModel:
 * @snapshot: what to draw
 * @ages: (nullable): since when pages are resident; without it no page is fresh and no age is known
 * @diff: (nullable): how @snapshot, or what it was a moment ago, differs from another; for
 *   %PGS_COLOR_BY_CHANGE
 * @now_us: monotonic time of the picture
 * @past: not of now: nothing flashes, however little before @now_us it came
 * @calm: fresh pages do not flash and fade, they only have a tint (reduced motion)
 * @color_by: what colour tells
 * @selection_start: first selected address
 * @selection_end: first address behind it; equal: nothing is selected
 * @isolation: how the kernel's half is kept away
 *
 * All inputs of a drawing of the map besides its looks. A plain value that borrows everything.
 */
typedef struct
{
  const PgsSnapshot *snapshot;
  const PgsAges *ages;
  const PgsDiff *diff;
  gint64 now_us;
  gboolean past;
  gboolean calm;
  PgsColorBy color_by;
  guint64 selection_start;
  guint64 selection_end;
  PgsIsolation isolation;
} PgsMapModel;

typedef enum
{
  PGS_CELL_ZERO = 1 << 0,    /* all its resident pages are the shared zero page: a dot */
  PGS_CELL_HUGE = 1 << 1,    /* all its pages are parts of huge pages: joined to the next cell */
  PGS_CELL_GUARD = 1 << 2,   /* guard pages: a hatch */
  PGS_CELL_LOCKED = 1 << 3,  /* its mapping is locked into RAM: a line below */
  PGS_CELL_UNKNOWN = 1 << 4, /* could not be read: a hatch and no colour */
  PGS_CELL_SWAPPED = 1 << 5, /* some of its pages are swapped out: a stripe */
  PGS_CELL_UNREAD = 1 << 6,  /* none of its pages was read yet: a light hatch and no colour */
  PGS_CELL_SAMPLED = 1 << 7, /* some were not read yet, so that it may hold more: a corner */
  PGS_CELL_CHANGED = 1 << 8, /* in scenes: some changed with a step: a bar at its foot; not in #PgsMapCell */
} PgsCellMarks;

#define PGS_CELL_BAR_SHARE 0.22 /* of a cell's height that the bar of a change takes */

/**
 * PgsMapCell:
 * @color: 0xRRGGBB
 * @ink: 0xRRGGBB of its texture and marks
 * @texture: #PgsTexture
 * @marks: #PgsCellMarks
 * @padding: 0, so that cells can be compared as bytes
 */
typedef struct
{
  guint32 color;
  guint32 ink;
  guint8 texture;
  guint8 marks;
  guint16 padding;
} PgsMapCell;

/**
 * PgsCellFacts:
 * @n_pages: pages in the cell
 * @n_read: how many of them were read; what is not is in no count
 * @counts: how many of them are in which state
 * @fresh: 0 … 1: how strongly the cell flashes
 * @since_us: when the newest of its resident pages was first seen; 0: before watching began
 * @came: resident in B, which the map shows, and not in A, nor copied
 * @left: resident in A and not in B, nor swapped out
 * @went_to_swap: swapped out in B and not in A
 * @copied: of copy-on-write, see %PGS_PAGE_COPIED
 *
 * The last four are of the comparison.
 * Everything that was measured of a cell.
 */
typedef struct
{
  guint64 n_pages;
  guint64 n_read;
  PgsPageCounts counts;
  double fresh;
  gint64 since_us;
  guint64 came;
  guint64 left;
  guint64 went_to_swap;
  guint64 copied;
} PgsCellFacts;

void pgs_map_cells_measure (const PgsMapModel  *model,
                            guint64             first_page,
                            guint64             end_page,
                            guint               cell_shift,
                            PgsCellFacts       *facts,
                            gsize               n_cells);
void pgs_map_cells_fill    (const PgsMapModel  *model,
                            const PgsTheme     *theme,
                            const PgsMapLayout *layout,
                            gsize               band,
                            guint64             first_cell,
                            PgsMapCell         *cells,
                            gsize               n_cells);
void pgs_map_cells_fill_pages (const PgsMapModel *model,
                            const PgsTheme     *theme,
                            guint64             first_page,
                            guint64             end_page,
                            guint               cell_shift,
                            PgsMapCell         *cells,
                            gsize               n_cells);
void pgs_map_cell_set      (PgsMapCell         *cell,
                            const PgsCellFacts *facts,
                            PgsColorBy          color_by,
                            gint64              now_us,
                            const PgsTheme     *theme,
                            PgsKind             kind);
PgsCellMarks pgs_map_model_get_marks (const PgsMapModel *model);
gint64 pgs_map_model_fresh_until (const PgsMapModel *model);
void pgs_map_cell_set_unknown (PgsMapCell         *cell,
                            const PgsTheme     *theme);
gboolean pgs_map_model_has_fresh (const PgsMapModel *model,
                            guint64             first_page,
                            guint64             end_page);

G_END_DECLS
