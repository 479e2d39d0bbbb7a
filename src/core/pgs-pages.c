/* pgs-pages.c: which pages of an address space are in which state, as runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-pages-private.h"

#include "pgs-boxed.h"

#include <string.h>

PGS_DEFINE_BOXED_TYPE (PgsPages, pgs_pages)

/**
 * pgs_pages_ref:
 * @self: the pages
 *
 * Any thread may take and drop references.
 *
 * Returns: (transfer full): @self
 */
PgsPages *
pgs_pages_ref (PgsPages *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
free_arrays (PgsPages *self)
{
  if (self->owner != NULL)
    {
      pgs_pages_unref (self->owner);
      return;
    }
  g_free (self->pieces);
  g_free (self->words);
  g_free (self->region_starts);
  g_free (self->sums);
}

static void
pages_clear (gpointer data)
{
  PgsPages *self = data;

  g_clear_pointer (&self->maps, pgs_maps_unref);
  g_clear_pointer (&self->coverage, pgs_coverage_unref);
  free_arrays (self);
}

/**
 * pgs_pages_unref:
 * @self: (transfer full): the pages
 */
void
pgs_pages_unref (PgsPages *self)
{
  g_atomic_rc_box_release_full (self, pages_clear);
}

/**
 * pgs_pages_share:
 * @self: pages that nobody else has yet
 * @other: pages of the same mappings with the same pieces and words
 *
 * Drops the arrays of @self for those of @other.
 */
void
pgs_pages_share (PgsPages *self,
                 PgsPages *other)
{
  free_arrays (self);
  self->pieces = other->pieces;
  self->words = other->words;
  self->region_starts = other->region_starts;
  self->sums = other->sums;
  self->n_sums = other->n_sums;
  self->owner = pgs_pages_ref (other->owner != NULL ? other->owner : other);
}

/**
 * pgs_pages_is_shared:
 * @self: the pages
 * @other: other pages
 *
 * Returns: whether they have the same arrays: every page is in the same states
 */
gboolean
pgs_pages_is_shared (const PgsPages *self,
                     const PgsPages *other)
{
  return self->region_starts == other->region_starts;
}

/**
 * pgs_pages_get_known:
 * @self: the pages
 *
 * Returns: which states the source could tell; the others are absent from all runs and counts,
 *   which then says nothing
 */
PgsPageState
pgs_pages_get_known (const PgsPages *self)
{
  return self->known;
}

/**
 * pgs_pages_get_maps:
 * @self: the pages
 *
 * Returns: (transfer none): the mappings to whose regions they belong
 */
PgsMaps *
pgs_pages_get_maps (const PgsPages *self)
{
  return self->maps;
}

/**
 * pgs_pages_get_coverage:
 * @self: the pages
 *
 * Returns: (transfer none): when they were read
 */
PgsCoverage *
pgs_pages_get_coverage (const PgsPages *self)
{
  return self->coverage;
}

/**
 * pgs_pages_get_shift:
 * @self: the pages
 *
 * Returns: log2 of the page size in bytes; an address >> shift is a page number
 */
guint
pgs_pages_get_shift (const PgsPages *self)
{
  return self->shift;
}

/**
 * pgs_pages_get_n_bytes:
 * @self: the states of pages
 *
 * Returns: about how much memory they take, in bytes, without the mappings that they belong to
 */
gsize
pgs_pages_get_n_bytes (const PgsPages *self)
{
  return sizeof *self + self->n_pieces * sizeof *self->pieces + self->n_words * sizeof *self->words
         + self->n_sums * sizeof *self->sums
         + (pgs_maps_get_length (self->maps) + 1) * sizeof *self->region_starts;
}

/**
 * pgs_pages_get_n_own:
 * @self: the states of pages
 * @other: (nullable): others
 *
 * Returns: how much of pgs_pages_get_n_bytes() they take while there is @other
 */
gsize
pgs_pages_get_n_own (const PgsPages *self,
                     const PgsPages *other)
{
  if (self == other)
    return 0;
  return other != NULL && pgs_pages_is_shared (self, other) ? sizeof *self : pgs_pages_get_n_bytes (self);
}

/**
 * pgs_pages_get_n_runs:
 * @self: the pages
 *
 * Returns: how many runs there are; #PgsRunIter goes through them
 */
gsize
pgs_pages_get_n_runs (const PgsPages *self)
{
  return self->n_runs;
}

/* The sum of a region that keeps one. */
static const PgsPageCounts *
find_sum (const PgsPages *self,
          gsize           region)
{
  gsize low = 0;
  gsize high = self->n_sums;

  while (low < high)
    {
      const gsize middle = low + (high - low) / 2;

      if (self->sums[middle].region < region)
        low = middle + 1;
      else
        high = middle;
    }
  g_assert (low < self->n_sums && self->sums[low].region == region);
  return &self->sums[low].counts;
}

/**
 * pgs_pages_get_counts:
 * @self: the pages
 * @region: index of a mapping
 * @counts: (out caller-allocates): how many pages of that region are in each state
 *
 * O(log n).
 */
void
pgs_pages_get_counts (const PgsPages *self,
                      gsize           region,
                      PgsPageCounts  *counts)
{
  gsize n_pieces;

  *counts = (PgsPageCounts) { 0 };
  g_return_if_fail (region < pgs_maps_get_length (self->maps));

  n_pieces = self->region_starts[region + 1] - self->region_starts[region];
  if (n_pieces > PGS_MAX_PIECES_UNCOUNTED)
    {
      *counts = *find_sum (self, region);
      return;
    }
  for (gsize i = 0; i < n_pieces; i++)
    pgs_piece_count_all (self, &self->pieces[self->region_starts[region] + i], counts);
}

/**
 * pgs_pages_get_totals:
 * @self: the pages
 * @totals: (out caller-allocates): the counts of all regions together
 */
void
pgs_pages_get_totals (const PgsPages *self,
                      PgsPageCounts  *totals)
{
  *totals = self->totals;
}

/**
 * pgs_pages_find_piece:
 * @self: the pages
 * @page: a page number
 *
 * O(log n).
 *
 * Returns: index of the first piece that ends above @page, the number of pieces if none does
 */
gsize
pgs_pages_find_piece (const PgsPages *self,
                      guint64         page)
{
  gsize low = 0; /* the first piece that begins above @page */
  gsize n = self->n_pieces;

  while (n > 0)
    {
      const gsize half = n / 2;

      if (self->pieces[low + half].first <= page)
        {
          low += half + 1;
          n -= half + 1;
        }
      else
        n = half;
    }
  return low > 0 && pgs_piece_end (&self->pieces[low - 1]) > page ? low - 1 : low;
}

/**
 * pgs_pages_get_state:
 * @self: the pages
 * @page: a page number
 *
 * O(log n).
 *
 * Returns: the states of that page; 0 if it has none or is not mapped
 */
PgsPageState
pgs_pages_get_state (const PgsPages *self,
                     guint64         page)
{
  gsize i = pgs_pages_find_piece (self, page);

  if (i == self->n_pieces || self->pieces[i].first > page)
    return 0;
  return pgs_piece_get_state (self, &self->pieces[i], page);
}

/**
 * pgs_pages_count:
 * @self: the pages
 * @first_page: first page of the range
 * @n_pages: its length; may reach over many regions and gaps
 * @counts: (out caller-allocates): how many of its pages are in each state
 *
 * Exact for any range. O(log n + pieces in the range).
 */
void
pgs_pages_count (const PgsPages *self,
                 guint64         first_page,
                 guint64         n_pages,
                 PgsPageCounts  *counts)
{
  const guint64 end_page = n_pages > G_MAXUINT64 - first_page ? G_MAXUINT64 : first_page + n_pages;

  memset (counts, 0, sizeof *counts);
  for (gsize i = pgs_pages_find_piece (self, first_page);
       i < self->n_pieces && self->pieces[i].first < end_page; i++)
    {
      const PgsPiece *piece = &self->pieces[i];
      const guint64 end = pgs_piece_end (piece);

      if (first_page <= piece->first && end <= end_page)
        pgs_piece_count_all (self, piece, counts);
      else if (first_page < end_page)
        pgs_piece_count (self, piece, MAX (piece->first, first_page), MIN (end, end_page), counts);
    }
}
