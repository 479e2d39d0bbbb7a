/* pgs-ledger-sums.c: what regions and their pages add up to. Private to the ledger.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Special pages: the kernel counts a page in RSS if vm_normal_page() finds one. It does for vdso
 * (its page is in RssFile), io_uring and packet rings, and does not for mappings of type io or
 * pfnmap. smaps tells these by VmFlags "io" and "pf"; without smaps only vvar is recognised.
 * Those of type pfnmap do not even show their pages, see pgs_snapshot_is_opaque().
 *
 * Marks: whatever is in a page table and is neither present nor empty says "swapped", also what
 * userfaultfd leaves there and pages that are being moved (pagemap_page_category() in
 * fs/proc/task_mmu.c). smaps counts what is really in swap. A shared mapping has no swap entries,
 * whatever is in swap of its memory, so that all of those are marks.
 * Source: fs/proc/task_mmu.c, mm/memory.c; proc_pid_smaps(5).
 */
#include "config.h"

#include "pgs-ledger-sums.h"

#include <string.h>

#include "pgs-read-iter.h"
#include "pgs-run-iter.h"

#define N_CACHED 64 /* texts of VmFlags, of which a process has a dozen */

typedef struct
{
  const char *vm_flags;
  gboolean is_special;
  gboolean is_opaque;
} Flags;

/* Pages, apart from @size; what mappings, pages and smaps say by themselves. */
typedef struct
{
  PgsPageCounts counts; /* of all regions */
  gboolean has_pages;   /* all of them were read */
  guint64 opaque;
  guint64 special;
  guint64 marks;
  guint64 shmem_swap;
  guint64 huge;
  guint64 size; /* bytes */
} Totals;

struct _PgsLedgerCache
{
  PgsMaps *maps; /* those that the totals are of */
  PgsPages *pages;
  PgsSmaps *smaps;
  Totals totals;
};

typedef struct
{
  const PgsSnapshot *snapshot;
  const PgsMapping *mappings;
  Totals totals;
  Flags cache[N_CACHED]; /* by the address of the text */
} Adder;

/**
 * pgs_ledger_cache_new:
 *
 * Returns: (transfer full): a cache for pgs_ledger_new_cached(), empty
 */
PgsLedgerCache *
pgs_ledger_cache_new (void)
{
  return g_new0 (PgsLedgerCache, 1);
}

static void
forget (PgsLedgerCache *self)
{
  g_clear_pointer (&self->maps, pgs_maps_unref);
  g_clear_pointer (&self->pages, pgs_pages_unref);
  g_clear_pointer (&self->smaps, pgs_smaps_unref);
}

/**
 * pgs_ledger_cache_free:
 * @self: (transfer full) (nullable): a cache
 */
void
pgs_ledger_cache_free (PgsLedgerCache *self)
{
  if (self == NULL)
    return;
  forget (self);
  g_free (self);
}

static void
remember (PgsLedgerCache    *self,
          const PgsSnapshot *snapshot,
          const Totals      *totals)
{
  forget (self);
  self->maps = pgs_maps_ref (snapshot->maps);
  self->pages = snapshot->pages != NULL ? pgs_pages_ref (snapshot->pages) : NULL;
  self->smaps = snapshot->smaps != NULL ? pgs_smaps_ref (snapshot->smaps) : NULL;
  self->totals = *totals;
}

gint64
pgs_ledger_from_counter (guint64 value)
{
  return value > G_MAXINT64 ? PGS_LEDGER_UNKNOWN : (gint64) value;
}

/* What does not fit is not known either; a kernel that says such numbers is not to be believed. */
gint64
pgs_ledger_minus (gint64 a,
                  gint64 b)
{
  gint64 difference;

  if (a == PGS_LEDGER_UNKNOWN || b == PGS_LEDGER_UNKNOWN
      || __builtin_sub_overflow (a, b, &difference))
    return PGS_LEDGER_UNKNOWN;
  return difference;
}

gint64
pgs_ledger_plus (gint64 a,
                 gint64 b)
{
  gint64 sum;

  if (a == PGS_LEDGER_UNKNOWN || b == PGS_LEDGER_UNKNOWN || __builtin_add_overflow (a, b, &sum))
    return PGS_LEDGER_UNKNOWN;
  return sum;
}

/* Equal texts are the same pointer, so that each is looked at once. */
static const Flags *
look_up (Adder      *self,
         const char *vm_flags)
{
  Flags *flags = &self->cache[((gsize) vm_flags >> 3) % N_CACHED];

  if (flags->vm_flags == vm_flags)
    return flags;
  flags->vm_flags = vm_flags;
  flags->is_opaque = pgs_smaps_flags_have (vm_flags, "pf");
  flags->is_special = flags->is_opaque || pgs_smaps_flags_have (vm_flags, "io");
  return flags;
}

static void
add_special (Adder                *self,
             gsize                 region,
             const PgsRegionSmaps *smaps,
             const PgsPageCounts  *counts)
{
  const PgsMapping *mapping = &self->mappings[region];
  const guint shift = pgs_pages_get_shift (self->snapshot->pages);
  const guint64 n_pages = (mapping->end - mapping->start) >> shift;
  const guint64 n_seen = counts->present + counts->swapped + counts->guard;
  gboolean is_special, is_opaque;

  if (smaps != NULL && smaps->vm_flags != NULL)
    {
      is_special = look_up (self, smaps->vm_flags)->is_special;
      is_opaque = look_up (self, smaps->vm_flags)->is_opaque;
    }
  else
    is_special = is_opaque = pgs_snapshot_is_opaque (self->snapshot, region);
  if (is_special)
    self->totals.special += counts->present - counts->zero;
  if (is_opaque)
    self->totals.opaque += n_pages - MIN (n_seen, n_pages);
}

static void
add_swap (Adder                *self,
          const PgsMapping     *mapping,
          const PgsRegionSmaps *smaps,
          const PgsPageCounts  *counts)
{
  const guint shift = pgs_pages_get_shift (self->snapshot->pages);
  guint64 n_in_swap;

  if (smaps == NULL || smaps->swap == PGS_UNKNOWN)
    return;
  n_in_swap = smaps->swap >> shift;
  if (mapping->perms & PGS_PERM_SHARED)
    {
      self->totals.marks += counts->swapped;
      self->totals.shmem_swap += n_in_swap;
    }
  else if (counts->swapped > n_in_swap)
    self->totals.marks += counts->swapped - n_in_swap;
  else
    self->totals.shmem_swap += n_in_swap - counts->swapped;
}

/* Huge pages that hold something. */
static void
add_huge (Adder               *self,
          gsize                region,
          const PgsPageCounts *counts)
{
  PgsRunIter iter;
  PgsRun run;

  if (counts->huge == 0 || counts->zero == 0)
    {
      self->totals.huge += counts->huge;
      return;
    }
  pgs_run_iter_init_region (&iter, self->snapshot->pages, region);
  while (pgs_run_iter_next (&iter, &run))
    if ((run.states & PGS_PAGE_HUGE) && !(run.states & PGS_PAGE_ZERO))
      self->totals.huge += run.count;
}

static void
add_counts (PgsPageCounts       *sum,
            const PgsPageCounts *counts)
{
  sum->present += counts->present;
  sum->swapped += counts->swapped;
  sum->huge += counts->huge;
  sum->zero += counts->zero;
  sum->guard += counts->guard;
}

static void
add_region (Adder *self,
            gsize  region)
{
  const PgsSnapshot *snapshot = self->snapshot;
  const PgsMapping *mapping = &self->mappings[region];
  const PgsRegionSmaps *smaps = NULL;
  PgsPageCounts counts;

  if (mapping->flags & PGS_MAPPING_NOT_COUNTED)
    return;
  self->totals.size += mapping->end - mapping->start;
  if (!self->totals.has_pages)
    return;
  if (!pgs_pages_is_whole (snapshot->pages) && pgs_pages_get_read_at (snapshot->pages, region) == 0)
    {
      self->totals.has_pages = FALSE;
      return;
    }
  if (snapshot->smaps != NULL)
    smaps = pgs_smaps_get (snapshot->smaps, region);
  pgs_pages_get_counts (snapshot->pages, region, &counts);
  add_counts (&self->totals.counts, &counts);
  add_special (self, region, smaps, &counts);
  if (counts.swapped > 0 || (smaps != NULL && smaps->swap > 0))
    add_swap (self, mapping, smaps, &counts);
  add_huge (self, region, &counts);
}

static gint64
in_bytes (const PgsPages *pages,
          PgsPageState    state,
          guint64         n_pages)
{
  if (!(pgs_pages_get_known (pages) & state))
    return PGS_LEDGER_UNKNOWN;
  return (gint64) (n_pages << pgs_pages_get_shift (pages));
}

static void
set_pages (PgsLedgerSums     *self,
           const PgsSnapshot *snapshot,
           const Totals      *totals)
{
  const PgsPages *pages = snapshot->pages;
  const guint64 swap = snapshot->counters.swap;
  guint64 n_marks = totals->marks;
  guint64 n_excess = totals->counts.swapped;

  /* What the counter of the whole process has is in swap, however old smaps may be. */
  if (swap != PGS_UNKNOWN)
    n_excess -= MIN (n_excess, swap >> pgs_pages_get_shift (pages));
  n_marks = MIN (n_marks, n_excess);
  self->present = in_bytes (pages, PGS_PAGE_PRESENT, totals->counts.present);
  self->zero = in_bytes (pages, PGS_PAGE_ZERO, totals->counts.zero);
  self->swapped = in_bytes (pages, PGS_PAGE_SWAPPED, totals->counts.swapped - n_marks);
  self->marks = in_bytes (pages, PGS_PAGE_SWAPPED, n_marks);
  self->guard = in_bytes (pages, PGS_PAGE_GUARD, totals->counts.guard);
  self->opaque = (gint64) (totals->opaque << pgs_pages_get_shift (pages));
  self->special = (gint64) (totals->special << pgs_pages_get_shift (pages));
  self->huge = in_bytes (pages, PGS_PAGE_HUGE, totals->huge);
  self->shmem_swap = (gint64) (totals->shmem_swap << pgs_pages_get_shift (pages));
  self->no_hugetlb = (pgs_pages_get_known (pages) & PGS_PAGE_HUGE) && totals->counts.huge == 0;
  if (pgs_pages_get_known (pages) & PGS_PAGE_ZERO)
    self->source = "PAGEMAP_SCAN"; /* nothing else can tell the zero page */
}

static void
add_smaps (PgsRegionSmaps       *sums,
           const PgsRegionSmaps *smaps)
{
  smaps = smaps != NULL ? smaps : &pgs_region_smaps_unknown;
  sums->rss = pgs_sum_known (sums->rss, smaps->rss);
  sums->pss = pgs_sum_known (sums->pss, smaps->pss);
  sums->anon = pgs_sum_known (sums->anon, smaps->anon);
  sums->private_clean = pgs_sum_known (sums->private_clean, smaps->private_clean);
  sums->private_dirty = pgs_sum_known (sums->private_dirty, smaps->private_dirty);
  sums->shared_clean = pgs_sum_known (sums->shared_clean, smaps->shared_clean);
  sums->shared_dirty = pgs_sum_known (sums->shared_dirty, smaps->shared_dirty);
  sums->private_hugetlb = pgs_sum_known (sums->private_hugetlb, smaps->private_hugetlb);
  sums->shared_hugetlb = pgs_sum_known (sums->shared_hugetlb, smaps->shared_hugetlb);
}

static void
set_smaps (PgsLedgerSums     *self,
           const PgsSnapshot *snapshot,
           const guint8      *chosen)
{
  if (snapshot->smaps == NULL)
    return;
  if (chosen == NULL)
    {
      pgs_smaps_get_totals (snapshot->smaps, &self->smaps);
      return;
    }
  memset (&self->smaps, 0, sizeof self->smaps);
  for (gsize i = 0; i < pgs_maps_get_length (snapshot->maps); i++)
    if (chosen[i])
      add_smaps (&self->smaps, pgs_smaps_get (snapshot->smaps, i));
}

static void
add_regions (Totals            *totals,
             const PgsSnapshot *snapshot,
             const guint8      *chosen)
{
  Adder adder = { .snapshot = snapshot, .mappings = pgs_maps_get (snapshot->maps, 0) };

  adder.totals.has_pages = snapshot->pages != NULL;
  for (gsize i = 0; i < pgs_maps_get_length (snapshot->maps); i++)
    if (chosen == NULL || chosen[i])
      add_region (&adder, i);
  *totals = adder.totals;
}

static gboolean
is_of (const PgsLedgerCache *self,
       const PgsSnapshot    *snapshot)
{
  return self->maps == snapshot->maps && self->smaps == snapshot->smaps
         && pgs_pages_says_the_same (self->pages, snapshot->pages);
}

/**
 * pgs_ledger_sums_init:
 * @self: (out caller-allocates): the sums
 * @snapshot: a moment of a process
 * @chosen: (nullable): by region, whether it is part of them; %NULL: all are
 * @cache: (nullable): what all added up to before; only without @chosen
 *
 * O(regions), and their runs where there are huge and zero pages; O(1) if @cache is of the same
 * mappings, pages and smaps.
 */
void
pgs_ledger_sums_init (PgsLedgerSums     *self,
                      const PgsSnapshot *snapshot,
                      const guint8      *chosen,
                      PgsLedgerCache    *cache)
{
  const gint64 none = PGS_LEDGER_UNKNOWN;
  Totals totals;

  *self = (PgsLedgerSums) { none, none, none, none, none, none, none, none, none, none,
                            .smaps = pgs_region_smaps_unknown, .source = "pagemap" };
  if (snapshot->maps == NULL)
    return;
  if (cache != NULL && is_of (cache, snapshot))
    totals = cache->totals;
  else
    {
      add_regions (&totals, snapshot, chosen);
      if (cache != NULL)
        remember (cache, snapshot, &totals);
    }
  self->size = pgs_ledger_from_counter (totals.size);
  self->has_pages = totals.has_pages;
  if (totals.has_pages)
    set_pages (self, snapshot, &totals);
  set_smaps (self, snapshot, chosen);
}
