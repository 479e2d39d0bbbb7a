/* pgs-explanation.c: what is special about a region, chosen from what was measured
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The rules stand in one function, the rarest first: what hides RAM or moves it (guards, swap,
 * locks) before what the region is for (stack, heap, file), and last how much of it is resident.
 */
#include "config.h"

#include "pgs-explanation.h"

#include <string.h>

#include "pgs-mapping.h"
#include "pgs-page-table.h"

typedef struct
{
  const PgsSnapshot *snapshot;
  const PgsMapping *mapping;
  const PgsMapping *above; /* (nullable): the next mapping, if it begins where this one ends */
  const PgsRegionSmaps *smaps;
  gboolean has_counts;
  PgsPageCounts counts;
  PgsPageState known;
} Facts;

static gboolean
is_some (guint64 number)
{
  return number != PGS_UNKNOWN && number > 0;
}

static void
facts_init (Facts             *self,
            const PgsSnapshot *snapshot,
            gsize              region)
{
  const gsize n_regions = pgs_maps_get_length (snapshot->maps);

  *self = (Facts) { .snapshot = snapshot, .mapping = pgs_maps_get (snapshot->maps, region) };
  if (region + 1 < n_regions
      && pgs_maps_get (snapshot->maps, region + 1)->start == self->mapping->end)
    self->above = pgs_maps_get (snapshot->maps, region + 1);
  if (snapshot->smaps != NULL)
    self->smaps = pgs_smaps_get (snapshot->smaps, region);
  if (snapshot->pages == NULL)
    return;
  self->has_counts = TRUE;
  pgs_pages_get_counts (snapshot->pages, region, &self->counts);
  self->known = pgs_pages_get_known_in (snapshot->pages, region);
}

/* How many pages are in @state, of which @n were counted. */
static guint64
count_known (const Facts  *facts,
             PgsPageState  state,
             guint64       n)
{
  return facts->known & state ? n : PGS_UNKNOWN;
}

static void
quote_pages (PgsExplanation *self,
             const Facts    *facts)
{
  const guint shift = facts->snapshot->pages ? pgs_pages_get_shift (facts->snapshot->pages) : 0;
  const PgsPageCounts *counts = &facts->counts;

  self->n_zero = self->n_guard = self->swap = self->huge = PGS_UNKNOWN;
  if (!facts->has_counts)
    return;
  self->n_zero = count_known (facts, PGS_PAGE_ZERO, counts->zero);
  self->n_guard = count_known (facts, PGS_PAGE_GUARD, counts->guard);
  self->swap = count_known (facts, PGS_PAGE_SWAPPED, counts->swapped << shift);
}

/* smaps knows the swap of shared memory, which has no entry in pagemap. */
static void
quote_smaps (PgsExplanation *self,
             const Facts    *facts)
{
  const PgsRegionSmaps *smaps = facts->smaps;

  self->pss = self->anon = self->shared = self->locked = self->hugetlb = PGS_UNKNOWN;
  if (smaps == NULL)
    return;
  self->pss = smaps->pss;
  self->anon = smaps->anon;
  self->shared = pgs_sum_known (smaps->shared_clean, smaps->shared_dirty);
  self->locked = smaps->locked;
  self->huge = smaps->anon_huge;
  self->hugetlb = pgs_sum_known (smaps->private_hugetlb, smaps->shared_hugetlb);
  if (smaps->swap != PGS_UNKNOWN)
    self->swap = smaps->swap;
}

static gboolean
has_word (const PgsMapping *mapping,
          const char       *prefix)
{
  return mapping->path != NULL && g_str_has_prefix (mapping->path, prefix);
}

static gboolean
is_of_file (const PgsMapping *mapping)
{
  return mapping->kind != PGS_KIND_SHMEM && pgs_mapping_is_file (mapping);
}

static gboolean
is_without_access (const PgsMapping *mapping)
{
  return (mapping->perms & (PGS_PERM_READ | PGS_PERM_WRITE | PGS_PERM_EXEC)) == 0;
}

static PgsExplanationId
choose_kernel (const PgsMapping *mapping)
{
  if (mapping->flags & PGS_MAPPING_NOT_COUNTED)
    return PGS_EXPLANATION_VSYSCALL;
  if (mapping->kind != PGS_KIND_KERNEL)
    return PGS_EXPLANATION_NONE;
  if (has_word (mapping, "[vvar"))
    return PGS_EXPLANATION_KERNEL_DATA;
  if (has_word (mapping, "[vdso]"))
    return PGS_EXPLANATION_KERNEL_CODE;
  return PGS_EXPLANATION_NONE;
}

/* What hides RAM, moves it away or holds it back. */
static PgsExplanationId
choose_rare (const PgsExplanation *self,
             const Facts          *facts)
{
  const PgsMapping *mapping = facts->mapping;
  const gboolean stack_above = facts->above != NULL && facts->above->kind == PGS_KIND_STACK;

  if (is_without_access (mapping) && mapping->inode == 0 && stack_above)
    return PGS_EXPLANATION_STACK_GUARD;
  if (is_without_access (mapping) && mapping->inode == 0 && self->rss != PGS_UNKNOWN)
    return PGS_EXPLANATION_NO_ACCESS;
  if (is_some (self->n_guard))
    return PGS_EXPLANATION_GUARD_PAGES;
  if (is_some (self->hugetlb))
    return PGS_EXPLANATION_HUGETLB;
  if (is_some (self->swap))
    return PGS_EXPLANATION_SWAPPED;
  if (is_some (self->locked))
    return PGS_EXPLANATION_LOCKED;
  if ((mapping->flags & PGS_MAPPING_DELETED) && is_of_file (mapping) && self->rss != PGS_UNKNOWN)
    return PGS_EXPLANATION_DELETED;
  if (is_some (self->huge))
    return PGS_EXPLANATION_HUGE;
  if (is_some (self->n_zero) && self->n_zero * 2 >= facts->counts.present)
    return PGS_EXPLANATION_ZERO;
  return PGS_EXPLANATION_NONE;
}

/* What the region is for. Called only with a known RSS. */
static PgsExplanationId
choose_purpose (const PgsExplanation *self,
                const Facts          *facts)
{
  const PgsMapping *mapping = facts->mapping;
  const gboolean is_private = !(mapping->perms & PGS_PERM_SHARED);
  const gboolean of_file = is_of_file (mapping);

  if (mapping->kind == PGS_KIND_STACK)
    return mapping->flags & PGS_MAPPING_THREAD_STACK ? PGS_EXPLANATION_THREAD_STACK
                                                     : PGS_EXPLANATION_STACK;
  if (is_private && !of_file && mapping->kind != PGS_KIND_SHMEM && is_some (self->shared))
    return PGS_EXPLANATION_FORK_SHARED;
  if (mapping->kind == PGS_KIND_HEAP)
    return PGS_EXPLANATION_HEAP;
  if (self->rss == 0)
    return of_file ? PGS_EXPLANATION_UNREAD_FILE : PGS_EXPLANATION_UNTOUCHED;
  if (of_file && is_private && is_some (self->anon))
    return self->anon < self->rss ? PGS_EXPLANATION_COPIED : PGS_EXPLANATION_ALL_COPIED;
  if (mapping->kind == PGS_KIND_SHMEM)
    return PGS_EXPLANATION_SHARED_MEMORY;
  if (of_file && is_some (self->shared) && self->pss != PGS_UNKNOWN && self->pss < self->rss)
    return PGS_EXPLANATION_FILE_SHARED;
  if (self->rss == self->size)
    return PGS_EXPLANATION_FULL;
  return of_file ? PGS_EXPLANATION_FILE_PARTIAL : PGS_EXPLANATION_PARTIAL;
}

static PgsExplanationId
choose (const PgsExplanation *self,
        const Facts          *facts)
{
  PgsExplanationId id = choose_kernel (facts->mapping);

  if (id != PGS_EXPLANATION_NONE)
    return id;
  id = choose_rare (self, facts);
  if (id != PGS_EXPLANATION_NONE)
    return id;
  if (self->rss != PGS_UNKNOWN)
    return choose_purpose (self, facts);
  if (facts->snapshot->access[PGS_PART_PAGEMAP] == PGS_ACCESS_DENIED)
    return PGS_EXPLANATION_DENIED;
  return PGS_EXPLANATION_NONE;
}

/**
 * pgs_explanation_init:
 * @self: (out caller-allocates): what is special about the region
 * @snapshot: a moment with mappings
 * @region: index of one of them
 *
 * Reads nothing but @snapshot; O(1).
 */
void
pgs_explanation_init (PgsExplanation    *self,
                      const PgsSnapshot *snapshot,
                      gsize              region)
{
  Facts facts;

  facts_init (&facts, snapshot, region);
  *self = (PgsExplanation) { .id = PGS_EXPLANATION_NONE };
  self->size = facts.mapping->end - facts.mapping->start;
  self->rss = pgs_snapshot_get_region_rss (snapshot, region);
  self->block = PGS_UNKNOWN;
  if (snapshot->page_size != 0)
    self->block = 1ull << pgs_page_table_get_block_shift (g_bit_nth_lsf (snapshot->page_size, -1));
  quote_pages (self, &facts);
  quote_smaps (self, &facts);
  self->id = choose (self, &facts);
}
