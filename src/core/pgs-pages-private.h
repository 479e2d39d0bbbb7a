/* pgs-pages-private.h: how the states of pages are kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A run takes 16 bytes, which is much where every second page is resident (a checkerboard of 2 GiB:
 * 4 MiB). So runs of one window of 512 pages, which is what a page table maps, are packed into one
 * dense piece when that takes less room: bitmaps, one for each group of states that come and go
 * together, and the states that all its pages have (the checkerboard: one bitmap a window, 90 KiB).
 * Counting is adding up set bits, and whole pieces know their sums.
 *
 * A process that stands still is read all the same, so pages in the same states as before share their arrays:
 * only when they were read is another.
 *
 * Windows are aligned, so that the pieces of two samples are the same again behind a difference. A
 * run that reaches over the border of a window is a piece of its own and is never cut.
 */
#pragma once

#include "pgs-coverage.h"
#include "pgs-pages.h"

G_BEGIN_DECLS

#define PGS_WINDOW_PAGES 512
#define PGS_PIECE_MAX_COUNT G_MAXUINT32
#define PGS_MAX_PLANES 8
/* Regions of more pieces keep their sum, of others it is added up when it is asked for. */
#define PGS_MAX_PIECES_UNCOUNTED 4

/**
 * PgsPiece:
 * @first: first page
 * @n_planes: 0 for a run
 * @states: those that all its pages have; in a dense piece perhaps none
 * @count: pages; in a dense piece the last one has a state, as has the first
 * @planes: of a dense piece: where its bitmaps begin in #PgsPages.words
 *
 * A run, or some runs of one window of one region. A plane is a word with its #PgsPageState bits in
 * the lowest byte, the number of set bits in the next two and (in the first plane) the number of
 * runs in the upper half, and then a bit for each page that has these states, rounded up to whole
 * words. The states of two planes do not overlap.
 */
typedef struct
{
  guint64 first : 52;
  guint64 n_planes : 4;
  guint64 states : 8;
  guint32 count;
  guint32 planes;
} PgsPiece;

/**
 * PgsRegionSum:
 * @region: index of a mapping
 * @counts: the counts of all its pieces
 */
typedef struct
{
  gsize region;
  PgsPageCounts counts;
} PgsRegionSum;

struct _PgsPages
{
  PgsMaps *maps;
  guint shift;
  PgsPageState known;
  PgsPiece *pieces; /* ascending, each in one region */
  gsize n_pieces;
  guint64 *words; /* the planes of dense pieces */
  gsize n_words;
  gsize n_runs;
  guint32 *region_starts; /* index of each region's first piece, and n_pieces at the end */
  PgsRegionSum *sums; /* ascending, of regions of many pieces */
  gsize n_sums;
  PgsPageCounts totals;
  PgsCoverage *coverage; /* when they were read */
  gboolean is_whole; /* everything that is mapped was */
  PgsPages *owner; /* (nullable): whose arrays these are, if not its own */
};

static inline guint64
pgs_piece_end (const PgsPiece *piece)
{
  return (guint64) piece->first + piece->count;
}

static inline gsize
pgs_piece_n_words (const PgsPiece *piece)
{
  return ((gsize) piece->count + 63) / 64;
}

static inline const guint64 *
pgs_piece_plane (const PgsPages *pages,
                 const PgsPiece *piece,
                 guint           plane)
{
  return pages->words + piece->planes + plane * (1 + pgs_piece_n_words (piece));
}

static inline guint64
pgs_plane_head (guint states,
                gsize n_set,
                gsize n_runs)
{
  return states | n_set << 8 | (guint64) n_runs << 32;
}

static inline guint
pgs_plane_get_states (const guint64 *plane)
{
  return plane[0] & 0xff;
}

static inline guint
pgs_plane_get_n_set (const guint64 *plane)
{
  return (plane[0] >> 8) & 0xffff;
}

static inline gsize
pgs_plane_get_n_runs (const guint64 *plane)
{
  return plane[0] >> 32;
}

/* Adds @n_pages pages that are in @states. */
static inline void
pgs_page_counts_add (PgsPageCounts *self,
                     guint          states,
                     guint64        n_pages)
{
  self->present += (states & PGS_PAGE_PRESENT) ? n_pages : 0;
  if ((states & ~(guint) PGS_PAGE_PRESENT) == 0)
    return;
  self->swapped += (states & PGS_PAGE_SWAPPED) ? n_pages : 0;
  self->file += (states & PGS_PAGE_FILE) ? n_pages : 0;
  self->exclusive += (states & PGS_PAGE_EXCLUSIVE) ? n_pages : 0;
  self->huge += (states & PGS_PAGE_HUGE) ? n_pages : 0;
  self->zero += (states & PGS_PAGE_ZERO) ? n_pages : 0;
  self->guard += (states & PGS_PAGE_GUARD) ? n_pages : 0;
}

gsize        pgs_pages_find_piece (const PgsPages *self,
                                   guint64         page);
PgsPageState pgs_piece_get_state  (const PgsPages *pages,
                                   const PgsPiece *piece,
                                   guint64         page);
guint64      pgs_piece_same_until (const PgsPages *pages,
                                   const PgsPiece *piece,
                                   guint64         page);
void         pgs_piece_count      (const PgsPages *pages,
                                   const PgsPiece *piece,
                                   guint64         first,
                                   guint64         end,
                                   PgsPageCounts  *counts);
void         pgs_piece_count_all  (const PgsPages *pages,
                                   const PgsPiece *piece,
                                   PgsPageCounts  *counts);
gsize        pgs_piece_plan       (const PgsPiece *runs,
                                   gsize           n_runs,
                                   PgsPiece       *piece,
                                   guint8         *masks);
void         pgs_piece_fill       (const PgsPiece *piece,
                                   const guint8   *masks,
                                   const PgsPiece *runs,
                                   gsize           n_runs,
                                   guint64        *words);
gboolean pgs_pages_compute_whole (const PgsPages *self);
void     pgs_pages_share         (PgsPages       *self,
                                  PgsPages       *other);
gboolean pgs_pages_is_shared     (const PgsPages *self,
                                  const PgsPages *other);

G_END_DECLS
