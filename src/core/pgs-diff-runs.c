/* pgs-diff-runs.c: which pages of matching regions are not in the same states
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Where a match is at the same address in both, pieces are compared first (PgsPagesDiff), in one
 * pass over all matches, so that what is the same costs next to nothing, dense or not. Only the rest
 * is gone through run by run. What differs is kept whatever it means, so that b can be made from a;
 * what it means is told only of pages that were read in both.
 */
#include "config.h"

#include "pgs-diff-private.h"

#include "pgs-pages-diff.h"
#include "pgs-read-iter.h"
#include "pgs-run-iter.h"

typedef struct
{
  PgsDiff *diff;
  const PgsPages *a; /* (nullable) */
  const PgsPages *b; /* (nullable) */
  guint shift;
  PgsPagesDiff ranges; /* where they differ */
  gboolean has_range;
  guint64 range_first;
  guint64 range_end;
  GArray *only_a; /* of PgsDiffRun */
  PgsMatch *match;
  guint known; /* in both */
  gboolean may_copy;
  guint first_run; /* of this match */
  guint first_only_a;
} Comparison;

/* The runs of a range, counted from its first page. */
typedef struct
{
  PgsRunIter iter;
  guint64 base;
  PgsRun run;
  gboolean has_run;
} Cursor;

static gboolean
is_resident (guint states)
{
  return (states & PGS_PAGE_PRESENT) && !(states & PGS_PAGE_ZERO);
}

/* Only for pages that are present in both, without what is not known. */
static gboolean
is_copied (guint states_a,
           guint states_b,
           guint known)
{
  if (states_b & (PGS_PAGE_FILE | PGS_PAGE_ZERO))
    return FALSE;
  return (states_a & (PGS_PAGE_FILE | PGS_PAGE_ZERO))
         || ((known & PGS_PAGE_EXCLUSIVE) && !(states_a & PGS_PAGE_EXCLUSIVE)
             && (states_b & PGS_PAGE_EXCLUSIVE));
}

/**
 * pgs_page_change_of:
 * @states_a: of a page in a
 * @states_b: of the same page in b
 * @known: the #PgsPageState that are known of both
 * @may_copy: it is private memory, and was there in a
 *
 * Returns: #PgsPageChange bits; 0 if it is the same as far as known
 */
PgsPageChange
pgs_page_change_of (guint    states_a,
                    guint    states_b,
                    guint    known,
                    gboolean may_copy)
{
  PgsPageChange change = 0;

  states_a &= known;
  states_b &= known;
  if (states_a == states_b)
    return 0;
  if (is_resident (states_b) && !is_resident (states_a))
    change |= PGS_PAGE_CAME;
  if (is_resident (states_a) && !is_resident (states_b))
    change |= PGS_PAGE_LEFT;
  if ((states_b & PGS_PAGE_SWAPPED) && !(states_a & PGS_PAGE_SWAPPED))
    change |= PGS_PAGE_WENT_TO_SWAP;
  if (may_copy && (states_a & states_b & PGS_PAGE_PRESENT) && is_copied (states_a, states_b, known))
    change |= PGS_PAGE_COPIED;
  return change != 0 ? change : PGS_PAGE_OTHER;
}

/**
 * pgs_page_changes_add:
 * @self: (inout): counts, all known
 * @change: #PgsPageChange bits
 * @n_pages: how many pages changed like that
 */
void
pgs_page_changes_add (PgsPageChanges *self,
                      PgsPageChange   change,
                      guint64         n_pages)
{
  self->came += (change & PGS_PAGE_CAME) ? n_pages : 0;
  self->left += (change & PGS_PAGE_LEFT) ? n_pages : 0;
  self->swapped += (change & PGS_PAGE_WENT_TO_SWAP) ? n_pages : 0;
  self->copied += (change & PGS_PAGE_COPIED) ? n_pages : 0;
  self->other += (change & PGS_PAGE_OTHER) ? n_pages : 0;
}

/* Whether @page was read, and up to where (at most @n pages) that is the same. */
static gboolean
is_read (const PgsPages *pages,
         guint64         page,
         guint64        *n)
{
  const PgsReadRange *ranges;
  gsize n_ranges;
  gsize i;

  if (pages == NULL || pgs_pages_is_whole (pages))
    return pages != NULL;
  ranges = pgs_coverage_get_ranges (pgs_pages_get_coverage (pages), &n_ranges);
  i = pgs_coverage_lower_bound (pgs_pages_get_coverage (pages), page);
  if (i == n_ranges)
    return FALSE;
  if (ranges[i].first > page)
    {
      *n = MIN (*n, ranges[i].first - page);
      return FALSE;
    }
  *n = MIN (*n, ranges[i].end - page);
  return ranges[i].at_us != 0;
}

static gboolean
is_range_read (const PgsPages    *pages,
               const PgsDiffSide *side,
               guint              shift)
{
  if (side->region == PGS_DIFF_NONE)
    return TRUE;
  return pages != NULL
         && (pgs_pages_is_whole (pages)
             || pgs_coverage_get_oldest (pgs_pages_get_coverage (pages), side->start >> shift,
                                         side->end >> shift) != 0);
}

static gboolean
continues (const PgsDiffRun *last,
           const PgsDiffRun *run)
{
  return last->states_a == run->states_a && last->states_b == run->states_b
         && last->change == run->change
         && (run->a == PGS_DIFF_NO_PAGE ? last->a == PGS_DIFF_NO_PAGE
                                        : last->a != PGS_DIFF_NO_PAGE && last->a + last->count == run->a)
         && (run->b == PGS_DIFF_NO_PAGE ? last->b == PGS_DIFF_NO_PAGE
                                        : last->b != PGS_DIFF_NO_PAGE && last->b + last->count == run->b);
}

static void
append_run (Comparison       *self,
            const PgsDiffRun *run)
{
  GArray *runs = run->b == PGS_DIFF_NO_PAGE ? self->only_a : self->diff->runs;
  const guint first = run->b == PGS_DIFF_NO_PAGE ? self->first_only_a : self->first_run;
  PgsDiffRun *last = runs->len > first ? &g_array_index (runs, PgsDiffRun, runs->len - 1) : NULL;

  pgs_page_changes_add (&self->match->pages, run->change, run->count);
  if (last != NULL && continues (last, run))
    last->count += run->count;
  else
    g_array_append_vals (runs, run, 1);
}

/* Adds pages that are in other states, cut where what was read of them ends. */
static void
add_pages (Comparison *self,
           guint64     page_a,
           guint64     page_b,
           guint64     n_pages,
           guint       states_a,
           guint       states_b)
{
  while (states_a != states_b && n_pages > 0)
    {
      PgsDiffRun run = { .a = page_a, .b = page_b, .count = n_pages,
                         .states_a = (guint8) states_a, .states_b = (guint8) states_b };
      gboolean read = self->diff->is_comparable;

      if (read && page_a != PGS_DIFF_NO_PAGE)
        read &= is_read (self->a, page_a, &run.count);
      if (self->diff->is_comparable && page_b != PGS_DIFF_NO_PAGE)
        read &= is_read (self->b, page_b, &run.count);
      if (read)
        run.change = (guint8) pgs_page_change_of (states_a, states_b, self->known,
                                                  self->may_copy && page_a != PGS_DIFF_NO_PAGE
                                                    && page_b != PGS_DIFF_NO_PAGE);
      append_run (self, &run);
      n_pages -= run.count;
      page_a += page_a != PGS_DIFF_NO_PAGE ? run.count : 0;
      page_b += page_b != PGS_DIFF_NO_PAGE ? run.count : 0;
    }
}

static void
cursor_init (Cursor         *self,
             const PgsPages *pages,
             guint64         first,
             guint64         n_pages)
{
  self->base = first;
  self->has_run = FALSE;
  if (pages == NULL)
    return;
  pgs_run_iter_init (&self->iter, pages, first, first + n_pages);
  self->has_run = pgs_run_iter_next (&self->iter, &self->run);
}

/* Returns: the states of the page @at; up to @until all have the same. */
static guint
cursor_get (Cursor  *self,
            guint64  at,
            guint64 *until)
{
  guint64 first;

  while (self->has_run && self->run.first - self->base + self->run.count <= at)
    self->has_run = pgs_run_iter_next (&self->iter, &self->run);
  if (!self->has_run)
    return 0;
  first = self->run.first - self->base;
  *until = MIN (*until, first > at ? first : first + self->run.count);
  return first > at ? 0 : self->run.states;
}

/* Goes through pages of both, or of one side alone. */
static void
compare_range (Comparison *self,
               guint64     first_a,
               guint64     first_b,
               guint64     n_pages)
{
  Cursor a, b;
  guint64 until;

  cursor_init (&a, first_a != PGS_DIFF_NO_PAGE ? self->a : NULL, first_a, n_pages);
  cursor_init (&b, first_b != PGS_DIFF_NO_PAGE ? self->b : NULL, first_b, n_pages);
  for (guint64 at = 0; at < n_pages && (a.has_run || b.has_run); at = until)
    {
      guint states_a, states_b;

      until = n_pages;
      states_a = cursor_get (&a, at, &until);
      states_b = cursor_get (&b, at, &until);
      add_pages (self, first_a != PGS_DIFF_NO_PAGE ? first_a + at : PGS_DIFF_NO_PAGE,
                 first_b != PGS_DIFF_NO_PAGE ? first_b + at : PGS_DIFF_NO_PAGE, until - at, states_a,
                 states_b);
    }
}

static void
next_range (Comparison *self)
{
  self->has_range = pgs_pages_diff_next (&self->ranges, &self->range_first, &self->range_end);
}

/* What is at the same address: only where the pieces differ. */
static void
compare_in_place (Comparison *self,
                  guint64     first,
                  guint64     end)
{
  while (self->has_range && self->range_end <= first)
    next_range (self);
  while (self->has_range && self->range_first < end)
    {
      const guint64 from = MAX (self->range_first, first);

      compare_range (self, from, from, MIN (self->range_end, end) - from);
      if (self->range_end > end)
        return;
      next_range (self);
    }
}

static void
compare_common (Comparison *self)
{
  const PgsMatch *match = self->match;
  const guint64 first_a = match->common_a >> self->shift;
  const guint64 first_b = match->common_b >> self->shift;
  const guint64 n_pages = match->common_size >> self->shift;

  if (n_pages == 0)
    return;
  if (first_a == first_b && self->a != NULL && self->b != NULL)
    compare_in_place (self, first_a, first_a + n_pages);
  else
    compare_range (self, first_a, first_b, n_pages);
}

static void
add_only_a (Comparison *self,
            guint64     start,
            guint64     end)
{
  if (start < end)
    compare_range (self, start >> self->shift, PGS_DIFF_NO_PAGE, (end - start) >> self->shift);
}

static void
add_only_b (Comparison *self,
            guint64     start,
            guint64     end)
{
  if (start < end)
    compare_range (self, PGS_DIFF_NO_PAGE, start >> self->shift, (end - start) >> self->shift);
}

/* In the order of b: what is below the common part, that part, what is above it. */
static void
compare_match (Comparison *self)
{
  const PgsMatch *match = self->match;
  const PgsDiffSide *a = &match->a;
  const PgsDiffSide *b = &match->b;

  if (a->region == PGS_DIFF_NONE)
    {
      add_only_b (self, b->start, b->end);
      return;
    }
  if (b->region == PGS_DIFF_NONE)
    {
      add_only_a (self, a->start, a->end);
      return;
    }
  add_only_a (self, a->start, match->common_a);
  add_only_b (self, b->start, match->common_b);
  compare_common (self);
  add_only_a (self, match->common_a + match->common_size, a->end);
  add_only_b (self, match->common_b + match->common_size, b->end);
}

static int
compare_only_a (gconstpointer a,
                gconstpointer b)
{
  const PgsDiffRun *left = a;
  const PgsDiffRun *right = b;

  return (left->a > right->a) - (left->a < right->a);
}

/**
 * pgs_diff_may_copy:
 * @self: a diff
 * @region_b: index of a mapping of b
 *
 * Returns: whether it is private memory, which is copied on write
 */
gboolean
pgs_diff_may_copy (const PgsDiff *self,
                   gsize          region_b)
{
  return !(pgs_maps_get (self->b.maps, region_b)->perms & PGS_PERM_SHARED);
}

/**
 * pgs_diff_knows_copied:
 * @self: a diff
 * @region_b: index of a mapping of b
 *
 * Returns: whether all copied pages of such a mapping can be told
 */
gboolean
pgs_diff_knows_copied (const PgsDiff *self,
                       gsize          region_b)
{
  const guint known = self->a.known & self->b.known;
  guint needed = PGS_PAGE_PRESENT | PGS_PAGE_ZERO | PGS_PAGE_EXCLUSIVE;

  if (pgs_maps_get (self->b.maps, region_b)->inode != 0)
    needed |= PGS_PAGE_FILE;
  return !pgs_diff_may_copy (self, region_b) || (known & needed) == needed;
}

static void
begin_match (Comparison *self,
             PgsMatch   *match)
{
  self->match = match;
  self->first_run = self->diff->runs->len;
  self->first_only_a = self->only_a->len;
  self->may_copy = match->b.region != PGS_DIFF_NONE
                   && pgs_diff_may_copy (self->diff, match->b.region);
}

/**
 * pgs_diff_compare_pages:
 * @self: a diff without runs
 * @a: its first snapshot
 * @b: its second snapshot
 * @matches: (inout) (element-type PgsMatch): all matches, as they were sorted; their pages are
 *   counted, as far as they were read
 *
 * O(pieces), and of those that differ O(runs).
 */
void
pgs_diff_compare_pages (PgsDiff           *self,
                        const PgsSnapshot *a,
                        const PgsSnapshot *b,
                        GArray            *matches)
{
  Comparison comparison = { .diff = self, .a = a->pages, .b = b->pages,
                            .known = self->a.known & self->b.known };
  const PgsPages *any = b->pages != NULL ? b->pages : a->pages;

  if (any == NULL || (a->pages != NULL && pgs_pages_get_shift (a->pages) != pgs_pages_get_shift (any)))
    return;
  comparison.shift = pgs_pages_get_shift (any);
  comparison.only_a = g_array_new (FALSE, FALSE, sizeof (PgsDiffRun));
  if (a->pages != NULL && b->pages != NULL)
    {
      pgs_pages_diff_init (&comparison.ranges, a->pages, b->pages, 0, G_MAXUINT64);
      next_range (&comparison);
    }
  for (guint i = 0; i < matches->len; i++)
    {
      begin_match (&comparison, &g_array_index (matches, PgsMatch, i));
      compare_match (&comparison);
    }
  self->n_runs_b = self->runs->len;
  g_array_sort (comparison.only_a, compare_only_a);
  g_array_append_vals (self->runs, comparison.only_a->data, comparison.only_a->len);
  g_array_unref (comparison.only_a);
}

/**
 * pgs_diff_is_match_read:
 * @self: a diff
 * @a: its first snapshot
 * @b: its second snapshot
 * @match: one of its matches
 *
 * Returns: whether all pages of it were read in both
 */
gboolean
pgs_diff_is_match_read (const PgsDiff     *self,
                        const PgsSnapshot *a,
                        const PgsSnapshot *b,
                        const PgsMatch    *match)
{
  guint shift;

  if (!self->is_comparable)
    return FALSE;
  shift = pgs_pages_get_shift (b->pages);
  return is_range_read (a->pages, &match->a, shift) && is_range_read (b->pages, &match->b, shift);
}
