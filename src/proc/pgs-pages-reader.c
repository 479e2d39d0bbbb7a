/* pgs-pages-reader.c: the pages of one address space, by the one way or the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-pages-reader.h"

#include "pgs-features.h"
#include "pgs-pagemap.h"
#include "pgs-scan.h"

static PgsPageState
known_states (PgsPagesWay way)
{
  const PgsFeatures *features = pgs_features_get ();
  PgsPageState known = features->scan_states;

  if (way & PGS_PAGES_BY_READING)
    known = PGS_PAGE_PRESENT | PGS_PAGE_SWAPPED | (features->pagemap_guard ? PGS_PAGE_GUARD : 0);
  if (way & PGS_PAGES_SHARING)
    known |= PGS_PAGE_FILE | PGS_PAGE_EXCLUSIVE | (features->soft_dirty ? PGS_PAGE_SOFT_DIRTY : 0);
  return known;
}

static void
add_to_builder (const PgsRun *runs,
                gsize         n_runs,
                gpointer      user_data)
{
  pgs_pages_builder_add_runs (user_data, runs, n_runs);
}

static void
add_to_array (const PgsRun *runs,
              gsize         n_runs,
              gpointer      user_data)
{
  g_array_append_vals (user_data, runs, (guint) n_runs);
}

/* The part of the space that can have pages: from the first mapping to the last that counts. */
static void
get_extent (const PgsMaps *maps,
            guint64       *start,
            guint64       *end)
{
  gsize n = pgs_maps_get_length (maps);

  while (n > 0 && (pgs_maps_get (maps, n - 1)->flags & PGS_MAPPING_NOT_COUNTED))
    n--;
  *start = n > 0 ? pgs_maps_get (maps, 0)->start : 0;
  *end = n > 0 ? pgs_maps_get (maps, n - 1)->end : 0;
}

static gboolean
scan_into (PgsPagesBuilder *builder,
           int              pagemap_fd,
           const PgsMaps   *maps,
           PgsPagesWay      way,
           GError         **error)
{
  g_autoptr (GArray) runs = NULL;
  guint64 start;
  guint64 end;

  get_extent (maps, &start, &end);
  if (!(way & PGS_PAGES_SHARING))
    return pgs_scan (pagemap_fd, start, end, add_to_builder, builder, error);
  runs = g_array_new (FALSE, FALSE, sizeof (PgsRun));
  return pgs_scan (pagemap_fd, start, end, add_to_array, runs, error) &&
         pgs_pagemap_refine (pagemap_fd, (const PgsRun *) (gpointer) runs->data, runs->len,
                             add_to_builder, builder, error);
}

/**
 * pgs_pages_read:
 * @pagemap_fd: pagemap; stays the caller's; -1 for an address space that is gone
 * @maps: its mappings
 * @smaps: (nullable): their counters, if @way is reading and pgs_pagemap_needs_smaps()
 * @way: how to read them
 * @n_expected: how many runs will probably come, such as those of the last time; or 0
 * @error: (out) (optional): why not
 *
 * Returns: (transfer full) (nullable): the pages, %NULL if they cannot be read
 */
PgsPages *
pgs_pages_read (int              pagemap_fd,
                PgsMaps         *maps,
                const PgsSmaps  *smaps,
                PgsPagesWay      way,
                gsize            n_expected,
                GError         **error)
{
  g_autoptr (PgsPagesBuilder) builder =
    pgs_pages_builder_new (maps, pgs_features_get ()->page_shift, known_states (way));
  gboolean ok = TRUE;

  if (n_expected > 0)
    pgs_pages_builder_reserve (builder, n_expected);
  if (pagemap_fd >= 0 && (way & PGS_PAGES_BY_READING))
    ok = pgs_pagemap_read (pagemap_fd, maps, smaps, add_to_builder, builder, error);
  else if (pagemap_fd >= 0)
    ok = scan_into (builder, pagemap_fd, maps, way, error);
  return ok ? pgs_pages_builder_end (g_steal_pointer (&builder)) : NULL;
}
