/* pgs-pages-bucket.c: the pages of many equal ranges, counted at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-pages-private.h"

#include <string.h>

/* Cells that are being filled from left to right; those from @n_ready on hold garbage. */
typedef struct
{
  PgsPageCounts *cells;
  gsize n_ready;
  guint shift;
} Buckets;

static void
buckets_clear_to (Buckets *self,
                  gsize    end)
{
  if (end <= self->n_ready)
    return;
  memset (self->cells + self->n_ready, 0, (end - self->n_ready) * sizeof *self->cells);
  self->n_ready = end;
}

/* Adds pages `[start, end)`, counted from the first cell's first page. */
static void
buckets_add (Buckets     *self,
             PgsPageState states,
             guint64      start,
             guint64      end)
{
  gsize first = start >> self->shift;
  gsize last = (end - 1) >> self->shift;
  guint64 size = G_GUINT64_CONSTANT (1) << self->shift;
  PgsPageCounts full = { 0 };

  buckets_clear_to (self, first + 1);
  if (first == last)
    {
      pgs_page_counts_add (&self->cells[first], states, end - start);
      return;
    }
  pgs_page_counts_add (&self->cells[first], states, ((guint64) (first + 1) << self->shift) - start);
  pgs_page_counts_add (&full, states, size);
  for (gsize i = first + 1; i < last; i++)
    self->cells[i] = full;
  self->n_ready = last;
  buckets_clear_to (self, last + 1);
  pgs_page_counts_add (&self->cells[last], states, end - ((guint64) last << self->shift));
}

/* Adds pages `[start, end)` of a dense piece, counted from the first cell's first page @origin. */
static void
buckets_add_dense (Buckets        *self,
                   const PgsPages *pages,
                   const PgsPiece *piece,
                   guint64         origin,
                   guint64         start,
                   guint64         end)
{
  const guint64 mask = (G_GUINT64_CONSTANT (1) << self->shift) - 1;

  if (start >> self->shift == (end - 1) >> self->shift && end - start == piece->count)
    {
      buckets_clear_to (self, (gsize) (start >> self->shift) + 1);
      pgs_piece_count_all (pages, piece, &self->cells[start >> self->shift]);
      return;
    }
  buckets_clear_to (self, (gsize) ((end - 1) >> self->shift) + 1);
  while (start < end)
    {
      const guint64 cell_end = MIN (start | mask, end - 1) + 1;

      pgs_piece_count (pages, piece, origin + start, origin + cell_end, &self->cells[start >> self->shift]);
      start = cell_end;
    }
}

/**
 * pgs_pages_bucket:
 * @self: the pages
 * @first_page: first page of the first cell
 * @end_page: first page that is not counted any more; may cut the last cell
 * @cell_shift: log2 of the pages in a cell
 * @cells: (out caller-allocates) (array length=n_cells): cell i counts the pages
 *   `[first_page + (i << cell_shift), first_page + ((i + 1) << cell_shift))` below @end_page
 * @n_cells: how many cells; pages behind the last one are not counted
 *
 * Counts many equal ranges at once, exactly: the cells add up to pgs_pages_count() of the range
 * that they cover. O(log n + pieces in the range + @n_cells).
 */
void
pgs_pages_bucket (const PgsPages *self,
                  guint64         first_page,
                  guint64         end_page,
                  guint           cell_shift,
                  PgsPageCounts  *cells,
                  gsize           n_cells)
{
  Buckets buckets = { cells, 0, MIN (cell_shift, 63) };
  guint64 room = G_MAXUINT64 - first_page;

  g_return_if_fail (cells != NULL || n_cells == 0);

  if (n_cells <= room >> buckets.shift)
    room = (guint64) n_cells << buckets.shift;
  end_page = MIN (end_page, first_page + room);
  for (gsize i = pgs_pages_find_piece (self, first_page);
       i < self->n_pieces && self->pieces[i].first < end_page; i++)
    {
      const PgsPiece *piece = &self->pieces[i];
      const guint64 start = MAX (piece->first, first_page);
      const guint64 end = MIN (pgs_piece_end (piece), end_page);

      if (start >= end) /* the range is empty */
        break;
      if (piece->n_planes == 0)
        buckets_add (&buckets, piece->states, start - first_page, end - first_page);
      else
        buckets_add_dense (&buckets, self, piece, first_page, start - first_page, end - first_page);
    }
  buckets_clear_to (&buckets, n_cells);
}
