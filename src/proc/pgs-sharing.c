/* pgs-sharing.c: which pages are a file's and which are mapped by one process alone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * pagemap tells both for each page, at 15 to 30 ns a page and a µs for a lone one: as much as smaps
 * and the scan together. But where smaps counted the very pages that the scan saw, and all of them
 * are private (or all shared), anonymous (or none is), each of them is. That is so for most memory:
 * of 4 GiB nothing need be read again. What is mixed, as a program's and its libraries' segments
 * are, is read from pagemap.
 *
 * The two agree because the kernel asks the same of a page for both: Private_* are pages with a map
 * count of 1, as is the entry's exclusive bit; Anonymous is the opposite of its file bit. What smaps
 * leave out (zero pages, vdso, devices, hugetlb) or count although it is not present (migration)
 * makes the sums differ, and the pages are read.
 * Source: smaps_account() and pte_to_pagemap_entry() in fs/proc/task_mmu.c.
 */
#include "config.h"

#include "pgs-sharing.h"

#include "pgs-features.h"
#include "pgs-pagemap-refiner.h"
#include "pgs-process-info.h"
#include "pgs-run-iter.h"

typedef struct
{
  const PgsPages *pages;
  const PgsSmaps *smaps;
  PgsPagesBuilder *builder;
  PgsWalk walk;
  PgsEntryReader reader;
  GArray *mixed; /* runs that are to be read, all behind what the builder has */
} Sharing;

/**
 * pgs_sharing_works:
 *
 * Returns: whether pgs_sharing_add() tells all that reading pagemap does, which it does not where the
 *   kernel keeps soft-dirty bits
 */
gboolean
pgs_sharing_works (void)
{
  return !pgs_features_get ()->soft_dirty;
}

static gboolean
is_private_anonymous (const PgsMapping *mapping)
{
  return mapping->inode == 0 && !(mapping->perms & PGS_PERM_SHARED) && mapping->kind != PGS_KIND_KERNEL;
}

/* All of @n, none of them, or neither. Returns: FALSE for neither. */
static gboolean
is_uniform (guint64       n,
            guint64       all,
            PgsPageState  state,
            PgsPageState *added)
{
  if (n == all)
    *added |= state;
  return n == all || n == 0;
}

/* What all present pages of a region are, but zero pages. Returns: FALSE if smaps do not tell. */
static gboolean
judge (const Sharing *self,
       gsize          region,
       PgsPageState  *added)
{
  const PgsMapping *mapping = pgs_maps_get (pgs_pages_get_maps (self->pages), region);
  const PgsRegionSmaps *smaps = self->smaps != NULL ? pgs_smaps_get (self->smaps, region) : NULL;
  PgsPageCounts counts;
  guint64 rss;
  guint64 exclusive;
  guint64 shared;

  *added = 0;
  pgs_pages_get_counts (self->pages, region, &counts);
  rss = (counts.present - counts.zero) << pgs_pages_get_shift (self->pages);
  if (rss == 0)
    return TRUE;
  if (smaps == NULL || smaps->rss != rss || smaps->anon == PGS_UNKNOWN)
    return FALSE;
  exclusive = smaps->private_clean + smaps->private_dirty;
  shared = smaps->shared_clean + smaps->shared_dirty;
  if (smaps->private_clean > rss || smaps->private_dirty > rss || smaps->shared_clean > rss ||
      smaps->shared_dirty > rss || exclusive + shared != rss || smaps->anon > rss)
    return FALSE;
  return is_uniform (exclusive, rss, PGS_PAGE_EXCLUSIVE, added) &&
         (is_private_anonymous (mapping) || is_uniform (rss - smaps->anon, rss, PGS_PAGE_FILE, added));
}

static void
add_to_builder (const PgsRun *runs,
                gsize         n_runs,
                gpointer      user_data)
{
  pgs_pages_builder_add_runs (user_data, runs, n_runs);
}

/* Reads what is mixed. */
static gboolean
read_mixed (Sharing  *self,
            GError  **error)
{
  const PgsRun *runs = (const PgsRun *) (gpointer) self->mixed->data;
  gboolean ok;

  if (self->mixed->len == 0)
    return TRUE;
  ok = pgs_pagemap_refine (&self->reader, runs, self->mixed->len, error);
  g_array_set_size (self->mixed, 0);
  return ok;
}

static void
collect_mixed (Sharing *self,
               gsize    region)
{
  PgsRunIter iter;
  PgsRun run;

  pgs_run_iter_init_region (&iter, self->pages, region);
  while (pgs_run_iter_next (&iter, &run))
    g_array_append_val (self->mixed, run);
}

static void
copy_uniform (Sharing      *self,
              gsize         region,
              PgsPageState  added)
{
  const PgsMapping *mapping = pgs_maps_get (pgs_pages_get_maps (self->pages), region);
  const guint shift = pgs_pages_get_shift (self->pages);

  pgs_pages_builder_copy_adding (self->builder, self->pages, mapping->start >> shift, mapping->end >> shift, added);
}

static gboolean
has_runs (Sharing *self,
          gsize    region)
{
  PgsRunIter iter;
  PgsRun run;

  pgs_run_iter_init_region (&iter, self->pages, region);
  return pgs_run_iter_next (&iter, &run);
}

static gboolean
add_all (Sharing  *self,
         GError  **error)
{
  const gsize n_regions = pgs_maps_get_length (pgs_pages_get_maps (self->pages));

  for (gsize i = 0; i < n_regions; i++)
    {
      PgsPageState added;

      if (!judge (self, i, &added))
        {
          collect_mixed (self, i);
          continue;
        }
      if (!has_runs (self, i))
        continue;
      if (!read_mixed (self, error))
        return FALSE;
      copy_uniform (self, i, added);
    }
  return read_mixed (self, error);
}

static void
sharing_init (Sharing        *self,
              const PgsPages *pages,
              const PgsSmaps *smaps,
              int             pagemap_fd)
{
  const PgsPageState known = pgs_pages_get_known (pages) | PGS_PAGE_FILE | PGS_PAGE_EXCLUSIVE;

  self->pages = pages;
  self->smaps = smaps;
  self->builder = pgs_pages_builder_new (pgs_pages_get_maps (pages), pgs_pages_get_shift (pages), known);
  pgs_pages_builder_reserve (self->builder, pages);
  pgs_pages_builder_set_coverage (self->builder, pgs_pages_get_coverage (pages));
  self->walk = (PgsWalk) { .pagemap_fd = pagemap_fd, .func = add_to_builder, .user_data = self->builder };
  pgs_pause_begin (&self->walk.pause);
  pgs_entry_reader_init (&self->reader, &self->walk);
  self->mixed = g_array_new (FALSE, FALSE, sizeof (PgsRun));
}

static void
sharing_clear (Sharing *self)
{
  g_clear_pointer (&self->builder, pgs_pages_builder_free);
  pgs_entry_reader_clear (&self->reader);
  g_clear_pointer (&self->mixed, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sharing, sharing_clear)

/**
 * pgs_sharing_add:
 * @pages: what a scan has found
 * @smaps: (nullable): what was read of the same maps about the same time
 * @pagemap_fd: pagemap, to read what smaps do not tell; stays the caller's
 * @error: (out) (optional): why not
 *
 * Finds out %PGS_PAGE_FILE and %PGS_PAGE_EXCLUSIVE of all present pages. O(pieces), and what reading pagemap
 * costs where it must be read.
 *
 * Returns: (transfer full): @pages with these states; %NULL with the code of an errno
 */
PgsPages *
pgs_sharing_add (const PgsPages  *pages,
                 const PgsSmaps  *smaps,
                 int              pagemap_fd,
                 GError         **error)
{
  g_auto (Sharing) self = { 0 };

  sharing_init (&self, pages, smaps, pagemap_fd);
  if (!add_all (&self, error))
    return NULL;
  return pgs_pages_builder_end (g_steal_pointer (&self.builder));
}
