/* pgs-diff-entries.c: what is to be told of regions that match or have no match
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * RSS of both sides comes from the same source, as smaps and pages differ in what they count (pages
 * of devices, hugetlb). That is smaps where both snapshots have it and it is not older than the
 * pages; else the pages. Of a part of a region only pages tell it.
 */
#include "config.h"

#include "pgs-diff-private.h"

#include "pgs-read-iter.h"

#include <string.h>

#define MAX_AGE_US (G_USEC_PER_SEC / 5)

typedef struct
{
  PgsDiff *diff;
  const PgsSnapshot *a;
  const PgsSnapshot *b;
  gboolean prefers_smaps;
} Maker;

static gboolean
has_fresh_smaps (const PgsSnapshot *snapshot)
{
  return snapshot->smaps != NULL
         && (snapshot->pages == NULL || snapshot->pages_at_us - snapshot->smaps_at_us <= MAX_AGE_US);
}

static guint64
rss_from_smaps (const PgsSnapshot *snapshot,
                const PgsDiffSide *side)
{
  const PgsMapping *mapping = pgs_maps_get (snapshot->maps, side->region);
  const PgsRegionSmaps *smaps;

  if (snapshot->smaps == NULL || mapping->start != side->start || mapping->end != side->end)
    return PGS_UNKNOWN;
  smaps = pgs_smaps_get (snapshot->smaps, side->region);
  return smaps != NULL ? smaps->rss : PGS_UNKNOWN;
}

static guint64
rss_from_pages (const PgsSnapshot *snapshot,
                const PgsDiffSide *side)
{
  const PgsPageState needed = PGS_PAGE_PRESENT | PGS_PAGE_ZERO;
  const PgsPages *pages = snapshot->pages;
  PgsPageCounts counts;
  guint shift;

  if (pages == NULL || (pgs_pages_get_known (pages) & needed) != needed)
    return PGS_UNKNOWN;
  shift = pgs_pages_get_shift (pages);
  if (!pgs_pages_is_whole (pages)
      && pgs_coverage_get_oldest (pgs_pages_get_coverage (pages), side->start >> shift,
                                  side->end >> shift) == 0)
    return PGS_UNKNOWN;
  if (pgs_maps_get (snapshot->maps, side->region)->end - pgs_maps_get (snapshot->maps, side->region)->start
      == side->end - side->start)
    pgs_pages_get_counts (pages, side->region, &counts);
  else
    pgs_pages_count (pages, side->start >> shift, (side->end - side->start) >> shift, &counts);
  return (counts.present - counts.zero) << shift;
}

typedef guint64 (*RssFunc) (const PgsSnapshot *snapshot,
                            const PgsDiffSide *side);

/* Sets what is there of both sides, by one source. Returns: whether all of that is known. */
static gboolean
try_rss (const Maker *self,
         PgsMatch    *match,
         RssFunc      func)
{
  match->a.rss = match->a.region != PGS_DIFF_NONE ? func (self->a, &match->a) : 0;
  match->b.rss = match->b.region != PGS_DIFF_NONE ? func (self->b, &match->b) : 0;
  return match->a.rss != PGS_UNKNOWN && match->b.rss != PGS_UNKNOWN;
}

/* If no source tells both, each is told by what there is, and their difference is not known. */
static gboolean
set_rss (const Maker *self,
         PgsMatch    *match)
{
  const RssFunc first = self->prefers_smaps ? rss_from_smaps : rss_from_pages;
  const RssFunc second = self->prefers_smaps ? rss_from_pages : rss_from_smaps;
  PgsMatch other;

  if (try_rss (self, match, first))
    return TRUE;
  other = *match;
  if (try_rss (self, &other, second))
    {
      *match = other;
      return TRUE;
    }
  if (match->a.rss == PGS_UNKNOWN)
    match->a.rss = other.a.rss;
  if (match->b.rss == PGS_UNKNOWN)
    match->b.rss = other.b.rss;
  return FALSE;
}

static guint64
counted_size (const PgsMaps     *maps,
              const PgsDiffSide *side)
{
  if (side->region == PGS_DIFF_NONE
      || (pgs_maps_get (maps, side->region)->flags & PGS_MAPPING_NOT_COUNTED))
    return 0;
  return side->end - side->start;
}

static PgsChange
compare_attributes (const PgsDiffEntry *entry,
                    const PgsMapping   *a,
                    const PgsMapping   *b)
{
  const guint8 flags = PGS_MAPPING_DELETED;
  PgsChange changes = 0;

  if (a->perms != b->perms)
    changes |= PGS_CHANGE_PROTECTION;
  if (g_strcmp0 (a->path, b->path) != 0 || ((a->flags ^ b->flags) & flags))
    changes |= PGS_CHANGE_RENAMED;
  if (a->inode != b->inode || a->dev_major != b->dev_major || a->dev_minor != b->dev_minor
      || a->offset + (entry->common_a - a->start) != b->offset + (entry->common_b - b->start))
    changes |= a->inode != 0 || b->inode != 0 ? PGS_CHANGE_REPLACED : 0;
  if (a->kind != b->kind || ((a->flags ^ b->flags) & ~flags))
    changes |= PGS_CHANGE_KIND;
  return changes;
}

static PgsChange
compare_places (const PgsDiffEntry *entry,
                const PgsMapping   *a,
                const PgsMapping   *b)
{
  const guint64 size_a = entry->a.end - entry->a.start;
  const guint64 size_b = entry->b.end - entry->b.start;
  PgsChange changes = 0;

  if (size_a != size_b)
    changes |= size_a < size_b ? PGS_CHANGE_GROWN : PGS_CHANGE_SHRUNK;
  if (entry->common_a != entry->common_b)
    changes |= PGS_CHANGE_MOVED;
  if (a->start != entry->a.start || a->end != entry->a.end)
    changes |= PGS_CHANGE_SPLIT;
  if (b->start != entry->b.start || b->end != entry->b.end)
    changes |= PGS_CHANGE_MERGED;
  /* The same size and yet not the same place: it went on at one end and was cut at the other. */
  if (changes == 0 && (a->start != b->start || a->end != b->end))
    changes |= PGS_CHANGE_MOVED;
  return changes;
}

static PgsChange
choose_change (PgsChange changes)
{
  static const PgsChange order[] = {
    PGS_CHANGE_ADDED, PGS_CHANGE_REMOVED, PGS_CHANGE_GROWN, PGS_CHANGE_SHRUNK, PGS_CHANGE_MOVED,
    PGS_CHANGE_PROTECTION,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    if (changes & order[i])
      return order[i];
  return PGS_CHANGE_PAGES;
}

/**
 * pgs_diff_set_changes:
 * @self: a diff
 * @entry: (inout): an entry whose sides are set, and of whose @changes %PGS_CHANGE_PAGES
 *
 * Sets everything that follows from its sides.
 */
void
pgs_diff_set_changes (const PgsDiff *self,
                      PgsDiffEntry  *entry)
{
  const PgsMapping *a = pgs_diff_get_mapping_a (self, entry);
  const PgsMapping *b = pgs_diff_get_mapping_b (self, entry);

  entry->changes &= PGS_CHANGE_PAGES;
  if (a == NULL)
    entry->changes |= PGS_CHANGE_ADDED;
  else if (b == NULL)
    entry->changes |= PGS_CHANGE_REMOVED;
  else
    entry->changes |= compare_attributes (entry, a, b) | compare_places (entry, a, b);
  entry->change = choose_change (entry->changes);
  entry->kind = (PgsKind) (b != NULL ? b : a)->kind;
  entry->size_delta = (gint64) (counted_size (self->b.maps, &entry->b)
                                - counted_size (self->a.maps, &entry->a));
}

static gboolean
have_pages_changed (const PgsPageChanges *pages)
{
  return (pages->came | pages->left | pages->swapped | pages->copied | pages->other) != 0;
}

static void
add_entry (const Maker *self,
           PgsMatch    *match)
{
  const gboolean knows_rss = set_rss (self, match);
  PgsDiffEntry entry = {
    .a = match->a, .b = match->b,
    .common_a = match->common_a, .common_b = match->common_b, .common_size = match->common_size,
    .rss_delta = knows_rss ? (gint64) (match->b.rss - match->a.rss) : PGS_DIFF_UNKNOWN,
    .pages = match->pages,
  };

  if (have_pages_changed (&match->pages) || (knows_rss && entry.rss_delta != 0))
    entry.changes = PGS_CHANGE_PAGES;
  pgs_diff_set_changes (self->diff, &entry);
  if (entry.changes == 0)
    return;
  if (!pgs_diff_is_match_read (self->diff, self->a, self->b, match))
    memset (&entry.pages, 0xff, sizeof entry.pages); /* all PGS_UNKNOWN */
  else if (match->common_size > 0 && !pgs_diff_knows_copied (self->diff, match->b.region))
    entry.pages.copied = PGS_UNKNOWN;
  g_array_append_val (self->diff->entries, entry);
}

/**
 * pgs_diff_add_entries:
 * @self: a diff without entries
 * @a: its first snapshot
 * @b: its second snapshot
 * @matches: (inout) (element-type PgsMatch): all matches; their RSS is filled in
 *
 * Makes an entry of each match that is not the same in both.
 */
void
pgs_diff_add_entries (PgsDiff           *self,
                      const PgsSnapshot *a,
                      const PgsSnapshot *b,
                      GArray            *matches)
{
  const Maker maker = { self, a, b, has_fresh_smaps (a) && has_fresh_smaps (b) };

  for (guint i = 0; i < matches->len; i++)
    add_entry (&maker, &g_array_index (matches, PgsMatch, i));
}

static guint64
magnitude (gint64 delta)
{
  return delta == PGS_DIFF_UNKNOWN ? 0 : (guint64) ABS (delta);
}

static guint64
lowest_address (const PgsDiffEntry *entry)
{
  return MIN (entry->a.region != PGS_DIFF_NONE ? entry->a.start : G_MAXUINT64,
              entry->b.region != PGS_DIFF_NONE ? entry->b.start : G_MAXUINT64);
}

static guint64
highest_address (const PgsDiffEntry *entry)
{
  return MAX (entry->a.region != PGS_DIFF_NONE ? entry->a.end : 0,
              entry->b.region != PGS_DIFF_NONE ? entry->b.end : 0);
}

#define COMPARE(x, y) (((x) > (y)) - ((x) < (y)))

/* The same with a and b swapped. */
static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const PgsDiffEntry *left = a;
  const PgsDiffEntry *right = b;
  int order = COMPARE (magnitude (right->rss_delta), magnitude (left->rss_delta));

  if (order == 0)
    order = COMPARE (magnitude (right->size_delta), magnitude (left->size_delta));
  if (order == 0)
    order = COMPARE (lowest_address (left), lowest_address (right));
  if (order == 0)
    order = COMPARE (highest_address (left), highest_address (right));
  return order;
}

static void
add_page_sums (PgsDiffSums          *sums,
               const PgsPageChanges *pages)
{
  if (pages->came == PGS_UNKNOWN)
    {
      sums->n_pages_unknown++;
      return;
    }
  sums->pages.came += pages->came;
  sums->pages.left += pages->left;
  sums->pages.swapped += pages->swapped;
  sums->pages.other += pages->other;
  if (pages->copied == PGS_UNKNOWN || sums->pages.copied == PGS_UNKNOWN)
    sums->pages.copied = PGS_UNKNOWN;
  else
    sums->pages.copied += pages->copied;
}

/**
 * pgs_diff_finish:
 * @self: a diff whose entries are complete
 *
 * Sorts and adds them up.
 */
void
pgs_diff_finish (PgsDiff *self)
{
  PgsDiffSums *sums = &self->sums;

  *sums = (PgsDiffSums) { 0 };
  g_array_sort (self->entries, compare_entries);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const PgsDiffEntry *entry = &g_array_index (self->entries, PgsDiffEntry, i);

      sums->size_delta += entry->size_delta;
      if (entry->rss_delta != PGS_DIFF_UNKNOWN)
        sums->rss_delta += entry->rss_delta;
      else
        sums->n_rss_unknown++;
      sums->n_changes[g_bit_nth_lsf (entry->change, -1)]++;
      add_page_sums (sums, &entry->pages);
    }
}
