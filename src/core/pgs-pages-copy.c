/* pgs-pages-copy.c: a part of some pages becomes a part of others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-pages-builder-private.h"
#include "pgs-run-iter.h"

#include <string.h>

/* Whether the window of a dense piece is in the range, nothing touches the end of the piece, and the
 * next one will not be cut so that it would belong to it. */
static gboolean
is_alone (const PgsPages *pages,
          gsize           i,
          guint64         first_page,
          guint64         end_page)
{
  const PgsPiece *piece = &pages->pieces[i];
  const PgsPiece *next = i + 1 < pages->n_pieces ? piece + 1 : NULL;
  const guint64 window = piece->first & ~(guint64) (PGS_WINDOW_PAGES - 1);
  const guint64 window_end = window + PGS_WINDOW_PAGES;
  const guint64 end = pgs_piece_end (piece);

  if (first_page > window || window_end > end_page || end == end_page)
    return FALSE;
  return next == NULL
         || (end < next->first && (next->first >= window_end || pgs_piece_end (next) <= end_page));
}

static guint
get_all_states (const PgsPages *pages,
                const PgsPiece *piece)
{
  guint states = piece->states;

  for (guint i = 0; i < piece->n_planes; i++)
    states |= pgs_plane_get_states (pgs_piece_plane (pages, piece, i));
  return states;
}

/* What pages in @states are when present ones are in @added, too; zero pages and guards are not memory of their own. */
static guint
add_states (guint        states,
            PgsPageState added)
{
  return (states & PGS_PAGE_PRESENT) && !(states & (PGS_PAGE_ZERO | PGS_PAGE_GUARD)) ? states | (guint) added : states;
}

/* Whether a dense piece can follow what there is as it is: nothing would be merged with it, cut or
 * dropped from it, or share its window; and all its present pages get @added, none of which has any of it. */
static gboolean
can_take (const PgsPagesBuilder *self,
          const PgsPages        *from,
          const PgsPiece        *piece,
          PgsPageState           added)
{
  const PgsPages *pages = self->pages;
  const gsize region_start = pages->region_starts[self->region];
  const gsize n_words = piece->n_planes * (1 + pgs_piece_n_words (piece));
  const guint states = get_all_states (from, piece);

  if (added != 0 && (states & (PGS_PAGE_ZERO | PGS_PAGE_GUARD | (guint) added)))
    return FALSE;
  if (piece->first < MAX (self->ahead, self->region_first)
      || pgs_piece_end (piece) > self->region_end || ((states | (guint) added) & ~(guint) self->region_known)
      || n_words > G_MAXUINT32 - pages->n_words)
    return FALSE;
  if (self->window < pages->n_pieces && self->window_end > piece->first)
    return FALSE;
  return pages->n_pieces == region_start
         || pgs_piece_end (&pages->pieces[pages->n_pieces - 1]) < piece->first;
}

/* Those pages of a dense piece that are present get @added: they are those of one plane, or all. */
static void
add_to_present (PgsPages     *pages,
                PgsPiece     *piece,
                PgsPageState  added)
{
  guint64 *plane = pages->words + piece->planes;

  piece->states = add_states (piece->states, added) & 0xff;
  for (guint i = 0; i < piece->n_planes; i++, plane += 1 + pgs_piece_n_words (piece))
    *plane |= add_states (pgs_plane_get_states (plane), added);
}

/* Adds a dense piece without looking at its runs; is_alone() in what is added now.
 * Returns: %FALSE if that is not possible; its runs must then be added. */
static gboolean
take (PgsPagesBuilder *self,
      const PgsPages  *from,
      const PgsPiece  *piece,
      PgsPageState     added)
{
  const guint64 *planes = pgs_piece_plane (from, piece, 0);
  const gsize n_words = piece->n_planes * (1 + pgs_piece_n_words (piece));
  PgsPages *pages = self->pages;
  PgsPiece copy = *piece;

  while (self->region < self->n_regions && self->region_end <= piece->first)
    pgs_pages_builder_leave_region (self);
  if (self->region == self->n_regions || !can_take (self, from, piece, added))
    return FALSE;
  pgs_pages_builder_close_window (self);
  pgs_pages_builder_make_room (self, 1, n_words);
  copy.planes = (guint32) pages->n_words;
  memcpy (pages->words + pages->n_words, planes, n_words * sizeof *planes);
  pages->n_words += n_words;
  add_to_present (pages, &copy, added);
  pages->pieces[pages->n_pieces++] = copy;
  pages->n_runs += pgs_plane_get_n_runs (planes);
  pgs_piece_count_all (pages, &pages->pieces[pages->n_pieces - 1], &self->counts);
  self->window = pages->n_pieces;
  self->ahead = pgs_piece_end (piece);
  return TRUE;
}

static void
copy_runs (PgsPagesBuilder *self,
           const PgsPages  *from,
           guint64          first_page,
           guint64          end_page,
           PgsPageState     added)
{
  PgsRunIter iter;
  PgsRun run;

  pgs_run_iter_init (&iter, from, first_page, end_page);
  while (pgs_run_iter_next (&iter, &run))
    pgs_pages_builder_add (self, run.first, run.count, (PgsPageState) add_states (run.states, added));
}

/**
 * pgs_pages_builder_copy:
 * @self: a builder
 * @from: (transfer none): other pages, of the same page size
 * @first_page: first page of the range
 * @end_page: first page behind it; %G_MAXUINT64 for all
 *
 * The same as pgs_pages_builder_add() for each run of @from in that range, but for O(pieces).
 */
void
pgs_pages_builder_copy (PgsPagesBuilder *self,
                        const PgsPages  *from,
                        guint64          first_page,
                        guint64          end_page)
{
  pgs_pages_builder_copy_adding (self, from, first_page, end_page, 0);
}

/**
 * pgs_pages_builder_copy_adding:
 * @self: a builder
 * @from: (transfer none): other pages, of the same page size
 * @first_page: first page of the range
 * @end_page: first page behind it; %G_MAXUINT64 for all
 * @added: states that all present pages get which are neither zero pages nor guards
 *
 * As pgs_pages_builder_copy().
 */
void
pgs_pages_builder_copy_adding (PgsPagesBuilder *self,
                               const PgsPages  *from,
                               guint64          first_page,
                               guint64          end_page,
                               PgsPageState     added)
{
  if (first_page >= end_page)
    return;
  for (gsize i = pgs_pages_find_piece (from, first_page);
       i < from->n_pieces && from->pieces[i].first < end_page; i++)
    {
      const PgsPiece *piece = &from->pieces[i];
      const guint64 first = MAX (piece->first, first_page);
      const guint64 end = MIN (pgs_piece_end (piece), end_page);

      if (piece->n_planes == 0)
        pgs_pages_builder_add (self, first, end - first, (PgsPageState) add_states (piece->states, added));
      else if (!is_alone (from, i, first_page, end_page)
               || !take (self, from, piece, added))
        copy_runs (self, from, first, end, added);
    }
}
