/* pgs-snapshot.c: one moment of one process, immutable and shared by reference
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-snapshot.h"

#include <string.h>

#include "pgs-boxed.h"

PGS_DEFINE_BOXED_TYPE (PgsSnapshot, pgs_snapshot)

/**
 * pgs_snapshot_new:
 *
 * For its maker to fill in before it is handed on; after that it does not change.
 *
 * Returns: (transfer full): a snapshot without parts, its counters unknown
 */
PgsSnapshot *
pgs_snapshot_new (void)
{
  PgsSnapshot *self = g_atomic_rc_box_new0 (PgsSnapshot);

  pgs_counters_clear (&self->counters);
  return self;
}

/**
 * pgs_snapshot_new_later:
 * @self: a snapshot
 * @monotonic_us: when its process was known to be still as it says
 *
 * Returns: (transfer full): a snapshot of that time, which says the same
 */
PgsSnapshot *
pgs_snapshot_new_later (const PgsSnapshot *self,
                        gint64             monotonic_us)
{
  PgsSnapshot *later = g_atomic_rc_box_dup (sizeof *self, (PgsSnapshot *) self);

  later->taken_at_us += monotonic_us - self->monotonic_us;
  later->monotonic_us = monotonic_us;
  pgs_process_info_ref (later->process);
  if (later->maps != NULL)
    pgs_maps_ref (later->maps);
  if (later->pages != NULL)
    pgs_pages_ref (later->pages);
  if (later->smaps != NULL)
    pgs_smaps_ref (later->smaps);
  return later;
}

/**
 * pgs_snapshot_ref:
 * @self: a snapshot
 *
 * Any thread may take and drop references.
 *
 * Returns: (transfer full): @self
 */
PgsSnapshot *
pgs_snapshot_ref (PgsSnapshot *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
snapshot_clear (gpointer data)
{
  PgsSnapshot *self = data;

  g_clear_pointer (&self->process, pgs_process_info_unref);
  g_clear_pointer (&self->maps, pgs_maps_unref);
  g_clear_pointer (&self->pages, pgs_pages_unref);
  g_clear_pointer (&self->smaps, pgs_smaps_unref);
}

/**
 * pgs_snapshot_unref:
 * @self: (transfer full): a snapshot
 */
void
pgs_snapshot_unref (PgsSnapshot *self)
{
  g_atomic_rc_box_release_full (self, snapshot_clear);
}

/**
 * pgs_snapshot_get_totals:
 * @self: a snapshot
 * @totals: (out caller-allocates): its sums
 *
 * O(1).
 */
void
pgs_snapshot_get_totals (const PgsSnapshot *self,
                         PgsTotals         *totals)
{
  PgsRegionSmaps sums;

  *totals = (PgsTotals) { .pss = PGS_UNKNOWN, .uss = PGS_UNKNOWN };
  if (self->smaps == NULL)
    return;
  pgs_smaps_get_totals (self->smaps, &sums);
  totals->pss = sums.pss;
  totals->uss = pgs_sum_known (pgs_sum_known (sums.private_clean, sums.private_dirty), sums.private_hugetlb);
}

/**
 * pgs_snapshot_get_region_smaps:
 * @self: a snapshot
 * @region: index of a mapping
 *
 * Returns: (transfer none) (nullable): what smaps says of it; %NULL if they were not read, or did not have it
 */
const PgsRegionSmaps *
pgs_snapshot_get_region_smaps (const PgsSnapshot *self,
                               gsize              region)
{
  return self->smaps != NULL ? pgs_smaps_get (self->smaps, region) : NULL;
}

/**
 * pgs_snapshot_get_region_rss:
 * @self: a snapshot
 * @region: index of a mapping
 *
 * How much of a region is resident, as smaps says; without smaps its present pages but not the
 * shared zero page, which is present and counted nowhere.
 *
 * Returns: bytes; %PGS_UNKNOWN if neither was read whole
 */
guint64
pgs_snapshot_get_region_rss (const PgsSnapshot *self,
                             gsize              region)
{
  const PgsPageState needed = PGS_PAGE_PRESENT | PGS_PAGE_ZERO;
  const PgsRegionSmaps *smaps = pgs_snapshot_get_region_smaps (self, region);
  PgsPageCounts counts;

  if (smaps != NULL && smaps->rss != PGS_UNKNOWN)
    return smaps->rss;
  if (self->pages == NULL || (pgs_pages_get_known_in (self->pages, region) & needed) != needed)
    return PGS_UNKNOWN;
  pgs_pages_get_counts (self->pages, region, &counts);
  return (counts.present - counts.zero) << pgs_pages_get_shift (self->pages);
}

/* Byte by byte apart from the gap that follows the first field. */
static gboolean
counters_equal (const PgsCounters *a,
                const PgsCounters *b)
{
  const gsize skipped = G_STRUCT_OFFSET (PgsCounters, priority);

  return a->state == b->state
         && memcmp ((const char *) a + skipped, (const char *) b + skipped, sizeof *a - skipped) == 0;
}

/**
 * pgs_snapshot_says_the_same:
 * @self: a snapshot
 * @other: a later one of the same process
 *
 * Returns: whether they differ in nothing but their time: the same numbers, and parts that are the same pointers and
 *   were read at the same time. O(1)
 */
gboolean
pgs_snapshot_says_the_same (const PgsSnapshot *self,
                            const PgsSnapshot *other)
{
  return self->process == other->process && self->maps == other->maps && self->pages == other->pages
         && self->smaps == other->smaps && self->pages_at_us == other->pages_at_us
         && self->smaps_at_us == other->smaps_at_us && self->page_size == other->page_size
         && self->moving == other->moving && memcmp (self->access, other->access, sizeof self->access) == 0
         && memcmp (self->denials, other->denials, sizeof self->denials) == 0
         && counters_equal (&self->counters, &other->counters);
}

/**
 * pgs_snapshot_get_committed:
 * @self: a snapshot
 *
 * What the kernel promised to the process: the sizes of its mappings that count towards the commit limit
 * (VmFlags "ac"), touched or not. Shared memory counts in Committed_AS, too, but for nobody.
 *
 * Returns: bytes; %PGS_UNKNOWN if smaps was not read whole, or has no flags
 */
guint64
pgs_snapshot_get_committed (const PgsSnapshot *self)
{
  return self->maps != NULL && self->smaps != NULL ? pgs_smaps_get_committed (self->smaps) : PGS_UNKNOWN;
}

/**
 * pgs_snapshot_is_opaque:
 * @self: a snapshot
 * @region: index of a mapping
 *
 * Memory of devices and some of the kernel's (VmFlags "pf": frames that are not managed as pages,
 * [vvar] is one) is left out when the kernel walks page tables: neither scan nor pagemap say anything
 * of it, whatever is mapped (walk_page_test() in mm/pagewalk.c). Without smaps only [vvar] is known.
 *
 * Returns: whether the region's pages look as if there were none, and may be there
 */
gboolean
pgs_snapshot_is_opaque (const PgsSnapshot *self,
                        gsize              region)
{
  const PgsRegionSmaps *smaps = pgs_snapshot_get_region_smaps (self, region);
  const PgsMapping *mapping = pgs_maps_get (self->maps, region);

  if (smaps != NULL && smaps->vm_flags != NULL)
    return pgs_smaps_flags_have (smaps->vm_flags, "pf");
  return mapping->inode == 0 && mapping->path != NULL && g_str_has_prefix (mapping->path, "[vvar");
}

/**
 * pgs_snapshot_has_marks:
 * @self: a snapshot with mappings
 * @region: index of a mapping
 *
 * An entry of a page table that is neither empty nor present says "swapped" (pagemap.rst), also a mark
 * that userfaultfd left there, and that of a page that is being moved. Nothing of the region is in
 * swap if nothing of the process is, or of the region by smaps that were read after the pages; and
 * of shared mappings what is in swap has no entries.
 *
 * Returns: whether entries that say "swapped" are such marks for sure
 */
gboolean
pgs_snapshot_has_marks (const PgsSnapshot *self,
                        gsize              region)
{
  const PgsRegionSmaps *smaps = pgs_snapshot_get_region_smaps (self, region);

  if (pgs_maps_get (self->maps, region)->perms & PGS_PERM_SHARED || self->counters.swap == 0)
    return TRUE;
  return smaps != NULL && smaps->swap == 0 && self->smaps_at_us >= self->pages_at_us;
}

/**
 * pgs_snapshot_is_left:
 * @self: a snapshot
 *
 * A process that ends gives its memory back first, and for a moment looks like one that never had any.
 * What it had before says more.
 *
 * Returns: whether it has ended, or is ending and has no memory any more
 */
gboolean
pgs_snapshot_is_left (const PgsSnapshot *self)
{
  return self->counters.state == 'Z' || self->counters.state == 'X'
         || (self->counters.virt == 0 && !self->process->is_kernel_thread);
}

/**
 * pgs_part_get_id:
 * @part: a part of a snapshot
 *
 * Returns: its key in JSON
 */
const char *
pgs_part_get_id (PgsPart part)
{
  switch (part)
    {
    case PGS_PART_MAPS:
      return "maps";
    case PGS_PART_PAGEMAP:
      return "pagemap";
    case PGS_PART_SMAPS:
      return "smaps";
    case PGS_PART_SCAN:
      return "scan";
    case PGS_PART_PFN:
      return "pfn";
    }
  g_return_val_if_reached (NULL);
}

/**
 * pgs_access_get_id:
 * @access: whether a part could be read
 *
 * Returns: its word in JSON
 */
const char *
pgs_access_get_id (PgsAccess access)
{
  switch (access)
    {
    case PGS_ACCESS_OK:
      return "ok";
    case PGS_ACCESS_DENIED:
      return "denied";
    case PGS_ACCESS_UNSUPPORTED:
      return "unsupported";
    }
  g_return_val_if_reached (NULL);
}
