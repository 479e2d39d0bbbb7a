/* pgs-pages-reader.c: the pages of one address space, by the one way or the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-pages-reader.h"

#include "pgs-features.h"
#include "pgs-pagemap-refiner.h"
#include "pgs-scan.h"

/**
 * pgs_pages_way_get_known:
 * @way: how pages are read
 *
 * Returns: what it tells of them
 */
PgsPageState
pgs_pages_way_get_known (PgsPagesWay way)
{
  const PgsFeatures *features = pgs_features_get ();
  PgsPageState known = features->scan_states;

  if (way & PGS_PAGES_BY_READING)
    known = PGS_PAGE_PRESENT | PGS_PAGE_SWAPPED | (features->pagemap_guard ? PGS_PAGE_GUARD : 0);
  if (way & PGS_PAGES_SHARING)
    known |= PGS_PAGE_FILE | PGS_PAGE_EXCLUSIVE | (features->soft_dirty ? PGS_PAGE_SOFT_DIRTY : 0);
  return known;
}

/**
 * pgs_pages_get_extent:
 * @maps: mappings
 * @start: (out): first address that can have pages
 * @end: (out): first address behind the last one; @start for none
 */
void
pgs_pages_get_extent (const PgsMaps *maps,
                      guint64       *start,
                      guint64       *end)
{
  gsize n = pgs_maps_get_length (maps);

  while (n > 0 && (pgs_maps_get (maps, n - 1)->flags & PGS_MAPPING_NOT_COUNTED))
    n--;
  *start = n > 0 ? pgs_maps_get (maps, 0)->start : 0;
  *end = n > 0 ? pgs_maps_get (maps, n - 1)->end : 0;
}

/* Adds to what a call of the scan has found what pagemap tells of it, while it is still true. */
static void
refine (const PgsRun *runs,
        gsize         n_runs,
        gpointer      user_data)
{
  PgsPagesReader *self = user_data;

  if (self->error == NULL)
    pgs_pagemap_refine (&self->refined, runs, n_runs, &self->error);
}

/**
 * pgs_pages_reader_init:
 * @self: (out caller-allocates): a reader
 * @pagemap_fd: pagemap; stays the caller's; -1 for an address space that is gone
 * @maps: what is mapped; outlives @self
 * @way: how to read it
 * @pagemap: what goes on where it ended, if @way is reading; outlives @self
 * @func: gets what is found
 * @user_data: for @func
 */
void
pgs_pages_reader_init (PgsPagesReader   *self,
                       int               pagemap_fd,
                       const PgsMaps    *maps,
                       PgsPagesWay       way,
                       PgsPagemapReader *pagemap,
                       PgsWalkFunc       func,
                       gpointer          user_data)
{
  self->maps = maps;
  self->way = way;
  self->pagemap = pagemap;
  self->skipped = g_array_new (FALSE, FALSE, sizeof (PgsReadRange));
  pgs_walk_init (&self->walk, pagemap_fd, func, user_data);
  self->refined.entries = NULL;
  if (way == PGS_PAGES_SHARING)
    pgs_entry_reader_init (&self->refined, &self->walk);
  self->error = NULL;
}

/**
 * pgs_pages_reader_clear:
 * @self: a reader
 *
 * Frees what it holds.
 */
void
pgs_pages_reader_clear (PgsPagesReader *self)
{
  g_clear_pointer (&self->skipped, g_array_unref);
  pgs_entry_reader_clear (&self->refined);
  g_clear_error (&self->error);
}

/* Reads a part that has nothing to do with what was read before. */
static gboolean
read_alone (PgsPagesReader *self,
            guint64         start,
            guint64         end,
            guint64        *reached,
            GError        **error)
{
  PgsPagemapReader pagemap = { .maps = self->pagemap->maps, .smaps = self->pagemap->smaps };

  pagemap.skipped = self->skipped;
  return pgs_pagemap_reader_read (&pagemap, &self->walk, start, end, reached, error);
}

/* The first address from @start on that is mapped; @end if there is none below. */
static guint64
skip_gap (const PgsMaps *maps,
          guint64        start,
          guint64        end)
{
  const gsize i = pgs_maps_lower_bound (maps, start);

  if (i == pgs_maps_get_length (maps))
    return end;
  return CLAMP (pgs_maps_get (maps, i)->start, start, end);
}

/* The scan hands its ranges to refine(), which reads and hands on; both under one pause. */
static gboolean
scan_and_refine (PgsPagesReader *self,
                 guint64         start,
                 guint64         end,
                 guint64        *reached,
                 GError        **error)
{
  PgsWalk scan = self->walk;
  gboolean ok;

  scan.func = refine;
  scan.user_data = self;
  ok = pgs_scan (&scan, start, end, reached, error);
  self->walk.pause = scan.pause;
  if (!ok)
    return FALSE;
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}

/**
 * pgs_pages_reader_read:
 * @self: a reader
 * @start: first address, page-aligned
 * @end: first address behind, page-aligned
 * @in_round: it goes on where the last call with this set has ended
 * @reached: (out): @end, or the address from which to go on if the walk's time was up before
 * @error: (out) (optional): why not
 *
 * Returns: %FALSE if they cannot be read
 */
gboolean
pgs_pages_reader_read (PgsPagesReader *self,
                       guint64         start,
                       guint64         end,
                       gboolean        in_round,
                       guint64        *reached,
                       GError        **error)
{
  gboolean ok;

  *reached = end;
  if (self->walk.pagemap_fd < 0)
    return TRUE;
  if (self->way & PGS_PAGES_BY_READING)
    {
      self->pagemap->skipped = self->skipped;
      return in_round ? pgs_pagemap_reader_read (self->pagemap, &self->walk, start, end, reached,
                                                 error)
                      : read_alone (self, start, end, reached, error);
    }
  start = skip_gap (self->maps, start, end);
  if (self->way & PGS_PAGES_SHARING)
    ok = scan_and_refine (self, start, end, reached, error);
  else
    ok = pgs_scan (&self->walk, start, end, reached, error);
  *reached = skip_gap (self->maps, *reached, end);
  return ok;
}
