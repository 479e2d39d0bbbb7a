/* pgs-pages-builder.c: ranges of pages become the runs of each region
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Ranges come in ascending order and regions are sorted, so two pointers suffice: the whole costs
 * O(ranges + regions). The process goes on running while it is read, so ranges may lie outside of
 * what was mapped a moment ago (dropped), reach over a border (cut in two) or, where PAGEMAP_SCAN
 * starts again at a stale position, come a second time (only what is ahead counts).
 *
 * Runs are appended as pieces. Those of the current window are open: the last one may still grow,
 * and when the window is left they are packed in place if that takes less room. In a checkerboard
 * this costs a third of what the kernel's scan does, most of it in add_in_window().
 */
#include "config.h"

#include "pgs-pages-builder-private.h"

#include <string.h>

#define SOME_TIME_US 1
#define MIN_PIECES 64

/* Which states mean something in @mapping: in private anonymous memory FILE does not, the huge zero
 * page claims it (Documentation/admin-guide/mm/pagemap.rst does not say so, seen on 6.18). */
static PgsPageState
states_of_mapping (const PgsMapping *mapping,
                   PgsPageState      known)
{
  if (mapping->inode == 0 && !(mapping->perms & PGS_PERM_SHARED)
      && mapping->kind != PGS_KIND_KERNEL)
    return known & ~PGS_PAGE_FILE;
  return known;
}

static void
enter_region (PgsPagesBuilder *self,
              gsize            region)
{
  const PgsMapping *mapping;

  self->pages->region_starts[region] = (guint32) self->pages->n_pieces;
  self->region = region;
  if (region == self->n_regions)
    return;
  mapping = &self->mappings[region];
  self->region_first = mapping->start >> self->pages->shift;
  self->region_end = mapping->end >> self->pages->shift;
  self->region_known = states_of_mapping (mapping, self->pages->known);
}

/**
 * pgs_pages_builder_new:
 * @maps: the mappings of the same moment, or a little earlier
 * @page_shift: log2 of the page size in bytes, 12 at least
 * @known: which states the source tells; others are ignored
 *
 * Returns: (transfer full): a builder
 */
PgsPagesBuilder *
pgs_pages_builder_new (PgsMaps     *maps,
                       guint        page_shift,
                       PgsPageState known)
{
  PgsPagesBuilder *self;

  g_return_val_if_fail (maps != NULL, NULL);
  g_return_val_if_fail (page_shift >= 12 && page_shift < 64, NULL);

  self = g_new0 (PgsPagesBuilder, 1);
  self->sums = g_array_new (FALSE, FALSE, sizeof (PgsRegionSum));
  self->n_regions = pgs_maps_get_length (maps);
  self->mappings = pgs_maps_get (maps, 0);
  self->pages = g_atomic_rc_box_new0 (PgsPages);
  self->pages->maps = pgs_maps_ref (maps);
  self->pages->shift = page_shift;
  self->pages->known = known;
  self->pages->region_starts = g_new (guint32, self->n_regions + 1);
  enter_region (self, 0);
  return self;
}

/**
 * pgs_pages_builder_free:
 * @self: (nullable) (transfer full): a builder that is not wanted any more
 */
void
pgs_pages_builder_free (PgsPagesBuilder *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->pages, pgs_pages_unref);
  g_clear_pointer (&self->before, pgs_pages_unref);
  g_clear_pointer (&self->sums, g_array_unref);
  g_free (self);
}

static void
set_pieces_size (PgsPagesBuilder *self,
                 gsize            size)
{
  self->pieces_size = size;
  self->pages->pieces = g_renew (PgsPiece, self->pages->pieces, size);
}

static void
set_words_size (PgsPagesBuilder *self,
                gsize            size)
{
  self->words_size = size;
  self->pages->words = g_renew (guint64, self->pages->words, size);
}

/**
 * pgs_pages_builder_make_room:
 * @self: a builder
 * @n_pieces: how many more pieces will be appended
 * @n_words: how many more words of planes, those of a window at most
 *
 * Makes room for them.
 */
void
pgs_pages_builder_make_room (PgsPagesBuilder *self,
                             gsize            n_pieces,
                             gsize            n_words)
{
  if (self->pages->n_pieces + n_pieces > self->pieces_size)
    set_pieces_size (self, MAX (self->pieces_size * 2, MIN_PIECES) + MAX_OPEN);
  if (self->pages->n_words + n_words > self->words_size)
    set_words_size (self, MAX (self->words_size * 2, MAX_WINDOW_WORDS));
}

/**
 * pgs_pages_builder_reserve:
 * @self: a builder to which nothing was added yet
 * @before: (nullable): pages that are probably much like what comes, such as those of the last time
 *
 * Reserves memory for as many, so that arrays of megabytes are not copied while they grow. Pages that turn
 * out to be the same share their memory. A wrong guess costs nothing but that.
 */
void
pgs_pages_builder_reserve (PgsPagesBuilder *self,
                           const PgsPages  *before)
{
  g_return_if_fail (self->pages->n_pieces == 0);

  if (before == NULL)
    return;
  g_clear_pointer (&self->before, pgs_pages_unref);
  self->before = pgs_pages_ref ((PgsPages *) before);
  set_pieces_size (self, before->n_pieces + before->n_pieces / 8 + MAX_OPEN);
  if (before->n_words > 0)
    set_words_size (self, before->n_words + before->n_words / 8 + MAX_WINDOW_WORDS);
}

/* Replaces the open runs by a dense piece if that takes less room. */
static void
pack_window (PgsPagesBuilder *self)
{
  PgsPages *pages = self->pages;
  PgsPiece *runs = pages->pieces + self->window;
  const gsize n_runs = pages->n_pieces - self->window;
  guint8 masks[PGS_MAX_PLANES];
  PgsPiece piece;
  gsize n_words = pgs_piece_plan (runs, n_runs, &piece, masks);

  if (n_words == 0 || n_words > G_MAXUINT32 - pages->n_words)
    return;
  pgs_pages_builder_make_room (self, 0, n_words);
  piece.planes = (guint32) pages->n_words;
  pgs_piece_fill (&piece, masks, runs, n_runs, pages->words + pages->n_words);
  pages->n_words += n_words;
  runs[0] = piece;
  pages->n_pieces = self->window + 1;
}

/**
 * pgs_pages_builder_close_window:
 * @self: a builder
 *
 * Packs and counts the open pieces and leaves none open.
 */
void
pgs_pages_builder_close_window (PgsPagesBuilder *self)
{
  PgsPages *pages = self->pages;
  const gsize n_runs = pages->n_pieces - self->window;

  pages->n_runs += n_runs;
  if (n_runs > 1)
    pack_window (self);
  for (gsize i = self->window; i < pages->n_pieces; i++)
    pgs_piece_count_all (pages, &pages->pieces[i], &self->counts);
  self->window = pages->n_pieces;
}

static void
add_counts (PgsPageCounts       *self,
            const PgsPageCounts *added)
{
  self->present += added->present;
  self->swapped += added->swapped;
  self->file += added->file;
  self->exclusive += added->exclusive;
  self->huge += added->huge;
  self->zero += added->zero;
  self->guard += added->guard;
}

/**
 * pgs_pages_builder_leave_region:
 * @self: a builder, not behind the last region
 *
 * Goes on to the next region.
 */
void
pgs_pages_builder_leave_region (PgsPagesBuilder *self)
{
  PgsPages *pages = self->pages;
  gsize n_pieces;

  pgs_pages_builder_close_window (self);
  n_pieces = pages->n_pieces - pages->region_starts[self->region];
  if (n_pieces > 0)
    {
      const PgsRegionSum sum = { self->region, self->counts };

      add_counts (&pages->totals, &self->counts);
      if (n_pieces > PGS_MAX_PIECES_UNCOUNTED)
        g_array_append_val (self->sums, sum);
      self->counts = (PgsPageCounts) { 0 };
    }
  enter_region (self, self->region + 1);
}

/* Appends a run that is not like the one before. */
static void
append_run (PgsPagesBuilder *self,
            guint64          first,
            guint64          count,
            PgsPageState     states)
{
  while (count > 0)
    {
      const guint64 part = MIN (count, PGS_PIECE_MAX_COUNT);
      PgsPages *pages = self->pages;

      if (self->window < pages->n_pieces && first + part > self->window_end)
        pgs_pages_builder_close_window (self);
      if (self->window == pages->n_pieces)
        {
          self->window_end = (first | (PGS_WINDOW_PAGES - 1)) + 1;
          pgs_pages_builder_make_room (self, MAX_OPEN, 0);
        }
      pages->pieces[pages->n_pieces++] = (PgsPiece) {
        .first = first & ((G_GUINT64_CONSTANT (1) << 52) - 1),
        .states = (guint8) states,
        .count = (guint32) part,
      };
      first += part;
      count -= part;
    }
}

/* Makes the last open run longer, which may lead it out of the window in which the others are. */
static void
extend_run (PgsPagesBuilder *self,
            guint64          count)
{
  PgsPages *pages = self->pages;
  PgsPiece last;

  pages->pieces[pages->n_pieces - 1].count += (guint32) count;
  last = pages->pieces[pages->n_pieces - 1];
  if (pgs_piece_end (&last) <= self->window_end || pages->n_pieces - self->window == 1)
    return;
  pages->n_pieces--;
  pgs_pages_builder_close_window (self);
  pages->pieces[pages->n_pieces++] = last;
}

/* Adds pages `[first, end)` of the current region. */
static void
add_to_region (PgsPagesBuilder *self,
               guint64          first,
               guint64          end,
               PgsPageState     states)
{
  const PgsPages *pages = self->pages;
  const PgsPiece *last = NULL;

  states &= self->region_known;
  /* A guard entry is stored like a swap entry but holds no page. */
  if (states & PGS_PAGE_GUARD)
    states &= ~PGS_PAGE_SWAPPED;
  if (states == 0)
    return;
  if (self->window < pages->n_pieces)
    last = &pages->pieces[pages->n_pieces - 1];
  if (last != NULL && pgs_piece_end (last) == first && last->states == (guint) states
      && end - first <= PGS_PIECE_MAX_COUNT - last->count)
    extend_run (self, end - first);
  else
    append_run (self, first, end - first, states);
}

/**
 * pgs_pages_builder_add:
 * @self: a builder
 * @first_page: first page number of a range
 * @n_pages: its length
 * @states: the states of all its pages; 0 does nothing
 *
 * Adds pages, in ascending order: what lies below the end of an earlier range is ignored, as is
 * what is not mapped. Equal neighbours become one run. States that are not known are dropped;
 * %PGS_PAGE_GUARD takes %PGS_PAGE_SWAPPED away; %PGS_PAGE_FILE is ignored in private anonymous
 * mappings.
 */
void
pgs_pages_builder_add (PgsPagesBuilder *self,
                       guint64          first_page,
                       guint64          n_pages,
                       PgsPageState     states)
{
  guint64 first = MAX (first_page, self->ahead);
  guint64 end = n_pages > G_MAXUINT64 - first_page ? G_MAXUINT64 : first_page + n_pages;

  if (states == 0 || first >= end)
    return;
  self->ahead = end;
  while (first < end)
    {
      guint64 part_end;

      while (self->region < self->n_regions && self->region_end <= first)
        pgs_pages_builder_leave_region (self);
      if (self->region == self->n_regions || self->region_first >= end)
        return;
      first = MAX (first, self->region_first);
      part_end = MIN (end, self->region_end);
      add_to_region (self, first, part_end, states);
      first = part_end;
    }
}

/* Adds runs as long as nothing about them is special: they lie in the open window and the current
 * region, behind what was added, and all their states are known. Returns: how many it added. */
static gsize
add_in_window (PgsPagesBuilder *self,
               const PgsRun    *runs,
               gsize            n_runs)
{
  const guint64 limit = MIN (self->window_end, self->region_end);
  const guint odd = ~(guint) self->region_known | PGS_PAGE_GUARD;
  PgsPiece *last;
  guint64 last_end;
  guint64 ahead = self->ahead;
  gsize i;

  if (self->window == self->pages->n_pieces || ahead >= limit)
    return 0;
  last = &self->pages->pieces[self->pages->n_pieces - 1];
  last_end = pgs_piece_end (last);
  for (i = 0; i < n_runs; i++)
    {
      const guint64 first = runs[i].first;
      const guint64 end = first + runs[i].count;
      const guint states = runs[i].states;

      if (first < ahead || end > limit || end <= first || (states & odd) || states == 0)
        break;
      if (first == last_end && states == last->states)
        last->count += (guint32) (end - first);
      else
        *++last = (PgsPiece) {
          .first = first & ((G_GUINT64_CONSTANT (1) << 52) - 1),
          .states = (guint8) states,
          .count = (guint32) (end - first),
        };
      ahead = last_end = end;
    }
  self->ahead = ahead;
  self->pages->n_pieces = (gsize) (last - self->pages->pieces) + 1;
  return i;
}

/**
 * pgs_pages_builder_add_runs:
 * @self: a builder
 * @runs: (array length=n_runs): ranges of pages
 * @n_runs: how many
 *
 * The same as pgs_pages_builder_add() for each of them, but faster.
 */
void
pgs_pages_builder_add_runs (PgsPagesBuilder *self,
                            const PgsRun    *runs,
                            gsize            n_runs)
{
  for (gsize i = 0; i < n_runs; i++)
    {
      i += add_in_window (self, runs + i, n_runs - i);
      if (i < n_runs)
        pgs_pages_builder_add (self, runs[i].first, runs[i].count, (PgsPageState) runs[i].states);
    }
}

/**
 * pgs_pages_builder_set_coverage:
 * @self: a builder
 * @coverage: when the pages were read
 *
 * Without it everything counts as read once, some time.
 */
void
pgs_pages_builder_set_coverage (PgsPagesBuilder *self,
                                PgsCoverage     *coverage)
{
  pgs_coverage_ref (coverage);
  g_clear_pointer (&self->pages->coverage, pgs_coverage_unref);
  self->pages->coverage = coverage;
}

static gboolean
is_same (gconstpointer a,
         gconstpointer b,
         gsize         n_bytes)
{
  return n_bytes == 0 || memcmp (a, b, n_bytes) == 0;
}

/* Whether the arrays are the same. All that is in them follows from mappings, pieces and words. */
static gboolean
is_like_before (const PgsPages *pages,
                const PgsPages *before)
{
  return before != NULL && pages->maps == before->maps && pages->n_pieces == before->n_pieces
         && pages->n_words == before->n_words
         && is_same (pages->pieces, before->pieces, pages->n_pieces * sizeof *pages->pieces)
         && is_same (pages->words, before->words, pages->n_words * sizeof *pages->words);
}

/* Gives the pages arrays of their own, as large as what is in them. */
static void
keep_arrays (PgsPagesBuilder *self)
{
  PgsPages *pages = self->pages;

  set_pieces_size (self, pages->n_pieces);
  set_words_size (self, pages->n_words);
  pages->n_sums = self->sums->len;
  pages->sums = g_memdup2 (self->sums->data, pages->n_sums * sizeof (PgsRegionSum));
}

/**
 * pgs_pages_builder_end:
 * @self: (transfer full): a builder
 *
 * Returns: (transfer full): the pages
 */
PgsPages *
pgs_pages_builder_end (PgsPagesBuilder *self)
{
  PgsPages *pages;

  while (self->region < self->n_regions)
    pgs_pages_builder_leave_region (self);
  if (is_like_before (self->pages, self->before))
    pgs_pages_share (self->pages, self->before);
  else
    keep_arrays (self);
  pages = g_steal_pointer (&self->pages);
  if (pages->coverage == NULL)
    pages->coverage = pgs_coverage_new_whole (SOME_TIME_US);
  pages->is_whole = pgs_pages_compute_whole (pages);
  pgs_pages_builder_free (self);
  return pages;
}
