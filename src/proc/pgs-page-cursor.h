/* pgs-page-cursor.h: which part of an address space to read next
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-coverage.h"
#include "pgs-pause.h"

G_BEGIN_DECLS

/**
 * PgsPartFunc:
 * @start: first address
 * @end: first address behind
 * @in_round: it goes on where the call before ended that had this set
 * @reached: (out): @end, or the address from which to go on if time was up before; above @start
 * @user_data: of the #PgsSlice
 * @error: (out) (optional): why not
 *
 * Reads a part, and appends what it found to the runs of the #PgsSlice.
 */
typedef gboolean (*PgsPartFunc) (guint64    start,
                                 guint64    end,
                                 gboolean   in_round,
                                 guint64   *reached,
                                 gpointer   user_data,
                                 GError   **error);

/**
 * PgsSlicePart:
 * @start: first address
 * @end: first address behind
 * @first_run: index of its first run in the runs of the #PgsSlice
 * @n_runs: how many
 */
typedef struct
{
  guint64 start;
  guint64 end;
  guint first_run;
  guint n_runs;
} PgsSlicePart;

/**
 * PgsSlice:
 * @start: first address of the space, page-aligned
 * @end: first address behind, page-aligned
 * @visible_start: first address of what is to be read first, any
 * @visible_end: first address behind; that of @visible_start for nothing
 * @coverage: when what is known was read
 * @page_shift: log2 of the page size
 * @motion: changes when something has changed in the process
 * @now_us: monotonic time
 * @max_age_us: when what has not been seen to change is read again
 * @max_cpu_us: how much CPU time may be used; 0: any
 * @pause: is over when time is up
 * @func: reads a part
 * @user_data: for @func
 * @runs: array of whatever @func appends to it
 * @parts: array of #PgsSlicePart: what was read, ascending
 *
 * What to read, and what was read.
 */
typedef struct
{
  guint64 start;
  guint64 end;
  guint64 visible_start;
  guint64 visible_end;
  const PgsCoverage *coverage;
  guint page_shift;
  guint64 motion;
  gint64 now_us;
  gint64 max_age_us;
  gint64 max_cpu_us;
  PgsPause *pause;
  PgsPartFunc func;
  gpointer user_data;
  GArray *runs;
  GArray *parts;
} PgsSlice;

typedef struct _PgsPageCursor PgsPageCursor;

PgsPageCursor *pgs_page_cursor_new          (void);
void           pgs_page_cursor_free         (PgsPageCursor *self);
void           pgs_page_cursor_reset        (PgsPageCursor *self);
void           pgs_page_cursor_add_changes  (PgsPageCursor *self,
                                             GArray        *changes);
void           pgs_page_cursor_finish       (PgsPageCursor *self,
                                             guint64        motion,
                                             gint64         now_us);
gboolean       pgs_page_cursor_is_due       (PgsPageCursor *self,
                                             guint64        motion,
                                             gint64         now_us,
                                             gint64         max_age_us);
guint64        pgs_page_cursor_get_rounds   (PgsPageCursor *self);
gboolean       pgs_page_cursor_is_in_round  (PgsPageCursor *self);
gboolean       pgs_page_cursor_read         (PgsPageCursor *self,
                                             PgsSlice      *slice,
                                             GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsPageCursor, pgs_page_cursor_free)

G_END_DECLS
