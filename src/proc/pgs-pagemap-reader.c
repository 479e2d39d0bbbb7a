/* pgs-pagemap-reader.c: the states of pages where there is no PAGEMAP_SCAN
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Neighbouring mappings are read together, 256 KiB at a time. Of a mapping of a GiB or more smaps is
 * asked first how much of it is resident or swapped: nothing, and it is not read; else only until
 * that much was found (18 TiB of reservations take 11 s). To be on the safe side only what cannot be
 * a zero page counts as found. The price is that zero pages above the last resident page of such a
 * mapping are not seen; so that part is told as not read. What smaps counts in a mapping is no less
 * than what any part of it holds, so the same bound serves where only a part is asked for.
 */
#include "config.h"

#include "pgs-pagemap-reader.h"

#include "pgs-entry-reader.h"
#include "pgs-features.h"
#include "pgs-pagemap.h"
#include "pgs-process-info.h"

/* Whether the page counts in smaps' Rss or Swap, as far as the entry proves it. */
static gboolean
is_surely_counted (PgsPageState states,
                   gboolean     is_private_anon)
{
  const PgsPageState proof = PGS_PAGE_SWAPPED | PGS_PAGE_EXCLUSIVE
                             | (is_private_anon ? 0 : PGS_PAGE_FILE);

  return (states & proof) != 0;
}

/* Hands on runs of equal entries. Returns: how many pages are surely counted in smaps. */
static guint64
emit_entries (PgsEntryReader *self,
              guint64         first,
              gsize           count,
              gboolean        is_private_anon)
{
  guint64 n_counted = 0;

  for (gsize i = 0; i < count;)
    {
      PgsPageState states = pgs_pagemap_entry_states (self->entries[i]);
      gsize begin = i++;

      while (i < count && pgs_pagemap_entry_states (self->entries[i]) == states)
        i++;
      if (states == 0)
        continue;
      pgs_entry_reader_add (self, first + begin, i - begin, states);
      if (is_surely_counted (states, is_private_anon))
        n_counted += i - begin;
    }
  return n_counted;
}

/* Pages of one mapping, or of neighbours. */
typedef struct
{
  guint64 first; /* moves on as they are read */
  guint64 end;
  guint64 n_wanted; /* how many counted pages are left to be found */
  gboolean is_private_anon;
} Span;

/* Reads until the end, until all was found, or as long as the walk may go on. Returns: %FALSE with
 * @error; *@go_on is then %FALSE, too. */
static gboolean
read_span (PgsEntryReader *self,
           Span           *span,
           gboolean       *go_on,
           GError        **error)
{
  while (span->first < span->end && span->n_wanted > 0 && *go_on)
    {
      gssize n_read = pgs_entry_reader_read (self, span->first, span->end - span->first, error);
      guint64 n_found;

      *go_on = n_read > 0;
      if (n_read < 0)
        return FALSE;
      if (n_read == 0) /* the address space is gone, or does not reach that far */
        {
          span->first = span->end;
          return TRUE;
        }
      n_found = emit_entries (self, span->first, (gsize) n_read, span->is_private_anon);
      span->n_wanted -= MIN (n_found, span->n_wanted);
      span->first += (guint64) n_read;
      pgs_entry_reader_flush (self);
      *go_on = pgs_pause_check (&self->walk->pause);
    }
  return TRUE;
}

/**
 * pgs_pagemap_reader_is_large:
 * @mapping: a mapping
 *
 * Returns: whether it is only read as far as it can hold pages
 */
gboolean
pgs_pagemap_reader_is_large (const PgsMapping *mapping)
{
  return !(mapping->flags & PGS_MAPPING_NOT_COUNTED) &&
         mapping->end - mapping->start >= PGS_PAGEMAP_READER_LARGE;
}

/* How many pages of a region smaps counts; G_MAXUINT64 if that is not known. */
static guint64
count_in_smaps (const PgsSmaps *smaps,
                gsize           region,
                guint           shift)
{
  const PgsRegionSmaps *counters = smaps != NULL ? pgs_smaps_get (smaps, region) : NULL;
  guint64 sum = 0;

  if (counters == NULL)
    return G_MAXUINT64;
  const guint64 parts[] = { counters->rss, counters->swap, counters->private_hugetlb,
                            counters->shared_hugetlb };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (parts[i] == PGS_UNKNOWN)
        return G_MAXUINT64;
      sum += parts[i];
    }
  return sum >> shift;
}

/**
 * pgs_pagemap_reader_needs_smaps:
 * @maps: mappings
 *
 * Returns: whether pgs_pagemap_reader_read() should be given smaps, as it would read much for nothing
 */
gboolean
pgs_pagemap_reader_needs_smaps (const PgsMaps *maps)
{
  for (gsize i = 0; i < pgs_maps_get_length (maps); i++)
    if (pgs_pagemap_reader_is_large (pgs_maps_get (maps, i)))
      return TRUE;
  return FALSE;
}

/* The index behind the mappings that are read together with @i: neighbours, none of them large or
 * not counted. */
static gsize
find_group_end (const PgsMaps *maps,
                gsize          i)
{
  gsize n_mappings = pgs_maps_get_length (maps);

  if (pgs_pagemap_reader_is_large (pgs_maps_get (maps, i)) ||
      (pgs_maps_get (maps, i)->flags & PGS_MAPPING_NOT_COUNTED))
    return i + 1;
  for (i++; i < n_mappings; i++)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, i);

      if (mapping->start != pgs_maps_get (maps, i - 1)->end || pgs_pagemap_reader_is_large (mapping) ||
          (mapping->flags & PGS_MAPPING_NOT_COUNTED))
        break;
    }
  return i;
}

/* How many pages are left to be found from @start on. */
static guint64
get_wanted (const PgsPagemapReader *self,
            gsize                   region,
            guint64                 start)
{
  const PgsMapping *mapping = pgs_maps_get (self->maps, region);
  guint64 n_wanted = G_MAXUINT64;

  if (pgs_pagemap_reader_is_large (mapping))
    n_wanted = count_in_smaps (self->smaps, region, pgs_features_get ()->page_shift);
  if (n_wanted != G_MAXUINT64 && self->large_start == mapping->start && self->large_next == start)
    n_wanted -= MIN (n_wanted, self->n_found);
  return n_wanted;
}

/* Keeps in mind what was read of a large mapping, and tells what was left out. */
static void
note_large (PgsPagemapReader *self,
            guint64           mapping_start,
            guint64           start,
            guint64           n_found,
            const Span       *span)
{
  const guint shift = pgs_features_get ()->page_shift;
  const PgsReadRange rest = { span->first, span->end, 0 };

  if (self->large_start != mapping_start || self->large_next != start)
    self->n_found = 0;
  self->n_found += n_found;
  self->large_start = mapping_start;
  self->large_next = (span->n_wanted == 0 ? span->end : span->first) << shift;
  if (self->skipped != NULL && span->n_wanted == 0 && rest.first < rest.end)
    g_array_append_val (self->skipped, rest);
}

/* Reads the part `[start, end)` of the mappings from @region on that are read together. */
static gboolean
read_group (PgsPagemapReader *self,
            PgsEntryReader   *reader,
            gsize             region,
            guint64           start,
            guint64           end,
            guint64          *reached,
            gboolean         *go_on,
            GError          **error)
{
  const guint shift = pgs_features_get ()->page_shift;
  const PgsMapping *mapping = pgs_maps_get (self->maps, region);
  const guint64 n_wanted = get_wanted (self, region, start);
  Span span = {
    .first = start >> shift,
    .end = end >> shift,
    .n_wanted = n_wanted,
    .is_private_anon = mapping->inode == 0 && !(mapping->perms & PGS_PERM_SHARED),
  };

  if (mapping->flags & PGS_MAPPING_NOT_COUNTED)
    return TRUE;
  if (!read_span (reader, &span, go_on, error))
    return FALSE;
  if (n_wanted != G_MAXUINT64)
    note_large (self, mapping->start, start, n_wanted - span.n_wanted, &span);
  if (span.n_wanted > 0 && span.first < span.end)
    *reached = span.first << shift;
  return TRUE;
}

/**
 * pgs_pagemap_reader_read:
 * @self: what is mapped; what was left out
 * @walk: where, and who gets the pages that are present, swapped or guarded, ascending
 * @start: first address, page-aligned
 * @end: first address behind, page-aligned
 * @reached: (out): @end, or the address from which to go on if the walk had to end earlier; above
 *   @start unless nothing was asked for
 * @error: (out) (optional): why not
 *
 * Reads what is mapped of a range. What is not mapped costs nothing.
 *
 * Returns: %FALSE with the code of an errno; an address space that is gone has no pages
 */
gboolean
pgs_pagemap_reader_read (PgsPagemapReader  *self,
                         PgsWalk           *walk,
                         guint64            start,
                         guint64            end,
                         guint64           *reached,
                         GError           **error)
{
  g_auto (PgsEntryReader) reader = { 0 };
  gboolean go_on = TRUE;
  gsize group_end;

  pgs_entry_reader_init (&reader, walk);
  for (gsize i = pgs_maps_lower_bound (self->maps, start);
       i < pgs_maps_get_length (self->maps) && go_on; i = group_end)
    {
      const guint64 group_start = MAX (start, pgs_maps_get (self->maps, i)->start);

      if (group_start >= end)
        break;
      group_end = find_group_end (self->maps, i);
      *reached = MIN (end, pgs_maps_get (self->maps, group_end - 1)->end);
      if (!read_group (self, &reader, i, group_start, *reached, reached, &go_on, error))
        return FALSE;
      start = *reached;
    }
  if (go_on)
    *reached = end;
  return TRUE;
}
