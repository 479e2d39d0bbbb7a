/* pgs-pagemap.c: the states of pages by reading /proc/PID/pagemap
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * pagemap has 8 bytes for each page of the address space, whether anything is there or not, so its
 * cost follows what is mapped (2.3 ns a page of empty space: 18 TiB take 11 s). It is read
 *
 * - where there is no PAGEMAP_SCAN: neighbouring mappings together, 256 KiB at a time. Of a mapping
 *   of a GiB or more smaps is asked first how much of it is resident or swapped: nothing, and it is
 *   not read; else only until that much was found. To be on the safe side only what cannot be a zero
 *   page counts as found. The price is that zero pages above the last resident page of such a
 *   mapping are not seen; they are not resident, and this path does not know zero pages anyway.
 *
 * - for what the scan cannot tell: whether a page is mapped by this process alone, and (at a fifth
 *   of the scan's price) whether it is a file's. Then only where the scan has seen pages; gaps of up
 *   to 64 pages are cheaper to read than another call.
 *
 * What an entry does not tell: a zero page looks like an anonymous page shared after fork, the huge
 * zero page claims to be a file's, a huge page is like any other. An entry of which only soft-dirty
 * is set is an empty page in a new mapping.
 */
#include "config.h"

#include "pgs-pagemap.h"

#include <errno.h>
#include <unistd.h>

#include "pgs-error.h"
#include "pgs-features.h"
#include "pgs-pagemap-abi.h"
#include "pgs-pause.h"
#include "pgs-process-info.h"

#define CHUNK_PAGES 32768 /* 256 KiB of entries */
#define MAX_GAP_PAGES 64
#define BATCH_RUNS 256

typedef struct
{
  int fd;
  guint64 *entries; /* CHUNK_PAGES */
  PgsPause pause;
  PgsScanFunc func;
  gpointer user_data;
  gsize n_runs; /* found and not yet handed on */
  PgsRun runs[BATCH_RUNS];
} Reader;

static void
reader_init (Reader      *self,
             int          fd,
             PgsScanFunc  func,
             gpointer     user_data)
{
  self->fd = fd;
  self->func = func;
  self->user_data = user_data;
  self->n_runs = 0;
  self->entries = g_new (guint64, CHUNK_PAGES);
  pgs_pause_begin (&self->pause);
}

static void
reader_clear (Reader *self)
{
  g_clear_pointer (&self->entries, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static void
flush (Reader *self)
{
  if (self->n_runs > 0)
    self->func (self->runs, self->n_runs, self->user_data);
  self->n_runs = 0;
}

static void
emit (Reader      *self,
      guint64      first,
      guint64      count,
      PgsPageState states)
{
  PgsRun *run = &self->runs[self->n_runs++];

  run->first = first;
  run->count = count & PGS_RUN_MAX_COUNT;
  run->states = (guint16) states;
  if (self->n_runs == BATCH_RUNS)
    flush (self);
}

/* Reads entries. Returns: how many of them there are, fewer at the end of the address space and 0
 * when it is gone; -1 with @error. */
static gssize
read_entries (int       fd,
              guint64   first,
              gsize     count,
              guint64  *entries,
              GError  **error)
{
  gssize n_read;

  do
    n_read = pread (fd, entries, count * sizeof *entries, (off_t) (first * sizeof *entries));
  while (n_read < 0 && errno == EINTR);
  if (n_read >= 0)
    return n_read / (gssize) sizeof *entries;
  pgs_error_set_errno (error, errno, "pagemap: page 0x%" G_GINT64_MODIFIER "x", first);
  return -1;
}

/**
 * pgs_pagemap_entry_states:
 * @entry: 64 bits of pagemap
 *
 * Returns: what they tell, which is never %PGS_PAGE_ZERO or %PGS_PAGE_HUGE
 */
PgsPageState
pgs_pagemap_entry_states (guint64 entry)
{
  PgsPageState states = 0;

  if (entry & PGS_PAGEMAP_GUARD)
    return PGS_PAGE_GUARD;
  if (!(entry & (PGS_PAGEMAP_PRESENT | PGS_PAGEMAP_SWAP)))
    return 0;
  if (entry & PGS_PAGEMAP_PRESENT)
    {
      states = PGS_PAGE_PRESENT;
      states |= entry & PGS_PAGEMAP_FILE ? PGS_PAGE_FILE : 0;
      states |= entry & PGS_PAGEMAP_EXCLUSIVE ? PGS_PAGE_EXCLUSIVE : 0;
    }
  else
    states = PGS_PAGE_SWAPPED;
  states |= entry & PGS_PAGEMAP_SOFT_DIRTY ? PGS_PAGE_SOFT_DIRTY : 0;
  return states;
}

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
emit_entries (Reader  *self,
              guint64  first,
              gsize    count,
              gboolean is_private_anon)
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
      emit (self, first + begin, i - begin, states);
      if (is_surely_counted (states, is_private_anon))
        n_counted += i - begin;
    }
  return n_counted;
}

/* Reads pages `[first, end)` until @n_wanted of them were found. */
static gboolean
read_span (Reader   *self,
           guint64   first,
           guint64   end,
           guint64   n_wanted,
           gboolean  is_private_anon,
           GError  **error)
{
  guint64 n_found = 0;

  while (first < end && n_found < n_wanted)
    {
      gsize count = (gsize) MIN (end - first, CHUNK_PAGES);
      gssize n_read = read_entries (self->fd, first, count, self->entries, error);

      if (n_read <= 0)
        return n_read == 0;
      n_found += emit_entries (self, first, (gsize) n_read, is_private_anon);
      first += (guint64) n_read;
      pgs_pause_check (&self->pause);
    }
  return TRUE;
}

static gboolean
is_large (const PgsMapping *mapping)
{
  return !(mapping->flags & PGS_MAPPING_NOT_COUNTED) &&
         mapping->end - mapping->start >= PGS_PAGEMAP_LARGE;
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
 * pgs_pagemap_needs_smaps:
 * @maps: mappings
 *
 * Returns: whether pgs_pagemap_read() should be given smaps, as it would read much for nothing
 */
gboolean
pgs_pagemap_needs_smaps (const PgsMaps *maps)
{
  for (gsize i = 0; i < pgs_maps_get_length (maps); i++)
    if (is_large (pgs_maps_get (maps, i)))
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

  if (is_large (pgs_maps_get (maps, i)) ||
      (pgs_maps_get (maps, i)->flags & PGS_MAPPING_NOT_COUNTED))
    return i + 1;
  for (i++; i < n_mappings; i++)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, i);

      if (mapping->start != pgs_maps_get (maps, i - 1)->end || is_large (mapping) ||
          (mapping->flags & PGS_MAPPING_NOT_COUNTED))
        break;
    }
  return i;
}

/**
 * pgs_pagemap_read:
 * @pagemap_fd: a process' pagemap; stays the caller's
 * @maps: its mappings
 * @smaps: (nullable): their counters, for where pgs_pagemap_needs_smaps()
 * @func: called with the runs of pages that are present, swapped or guarded, ascending
 * @user_data: for @func
 * @error: (out) (optional): why not
 *
 * Returns: %FALSE with the code of an errno; an address space that is gone has no pages
 */
gboolean
pgs_pagemap_read (int              pagemap_fd,
                  const PgsMaps   *maps,
                  const PgsSmaps  *smaps,
                  PgsScanFunc      func,
                  gpointer         user_data,
                  GError         **error)
{
  const guint shift = pgs_features_get ()->page_shift;
  g_auto (Reader) reader = { .fd = -1 };
  gsize group_end;

  reader_init (&reader, pagemap_fd, func, user_data);
  for (gsize i = 0; i < pgs_maps_get_length (maps); i = group_end)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, i);
      guint64 n_wanted = is_large (mapping) ? count_in_smaps (smaps, i, shift) : G_MAXUINT64;
      gboolean is_private_anon = mapping->inode == 0 && !(mapping->perms & PGS_PERM_SHARED);

      group_end = find_group_end (maps, i);
      if (mapping->flags & PGS_MAPPING_NOT_COUNTED)
        continue;
      if (!read_span (&reader, mapping->start >> shift,
                      pgs_maps_get (maps, group_end - 1)->end >> shift, n_wanted, is_private_anon,
                      error))
        return FALSE;
    }
  flush (&reader);
  return TRUE;
}

/* What an entry adds to what the scan said of its page. */
static PgsPageState
refine_states (PgsPageState scanned,
               guint64      entry)
{
  const PgsPageState added = PGS_PAGE_FILE | PGS_PAGE_EXCLUSIVE | PGS_PAGE_SOFT_DIRTY;
  PgsPageState states = pgs_pagemap_entry_states (entry);

  if (scanned & (PGS_PAGE_ZERO | PGS_PAGE_GUARD))
    return scanned;
  if ((states ^ scanned) & (PGS_PAGE_PRESENT | PGS_PAGE_SWAPPED))
    return scanned; /* it changed between the two looks */
  return scanned | (states & added);
}

/* Hands on a run, cut where its pages differ. @entries are those of its pages. */
static void
emit_refined (Reader        *self,
              const PgsRun  *run,
              guint64        first,
              guint64        count,
              const guint64 *entries)
{
  for (guint64 i = 0; i < count;)
    {
      PgsPageState states = refine_states (run->states, entries[i]);
      guint64 begin = i++;

      while (i < count && refine_states (run->states, entries[i]) == states)
        i++;
      emit (self, first + begin, i - begin, states);
    }
}

/* Reads a long run alone, in chunks. */
static gboolean
refine_run (Reader        *self,
            const PgsRun  *run,
            GError       **error)
{
  const guint64 end = run->first + run->count;

  for (guint64 first = run->first; first < end;)
    {
      gsize count = (gsize) MIN (end - first, CHUNK_PAGES);
      gssize n_read = read_entries (self->fd, first, count, self->entries, error);

      if (n_read < 0)
        return FALSE;
      if (n_read == 0)
        {
          emit (self, first, end - first, run->states);
          return TRUE;
        }
      emit_refined (self, run, first, (guint64) n_read, self->entries);
      first += (guint64) n_read;
      pgs_pause_check (&self->pause);
    }
  return TRUE;
}

/* How many of @runs are read with one call: close neighbours that fit into the buffer. */
static gsize
count_neighbours (const PgsRun *runs,
                  gsize         n_runs)
{
  gsize n;

  for (n = 1; n < n_runs; n++)
    {
      guint64 gap = runs[n].first - (runs[n - 1].first + runs[n - 1].count);

      if (runs[n].first < runs[n - 1].first + runs[n - 1].count || gap > MAX_GAP_PAGES ||
          runs[n].first + runs[n].count - runs[0].first > CHUNK_PAGES)
        break;
    }
  return n;
}

/* Reads the runs together, with the gaps between them. */
static gboolean
refine_group (Reader        *self,
              const PgsRun  *runs,
              gsize          n_runs,
              GError       **error)
{
  const guint64 first = runs[0].first;
  gsize count = (gsize) (runs[n_runs - 1].first + runs[n_runs - 1].count - first);
  gssize n_read = read_entries (self->fd, first, count, self->entries, error);

  if (n_read < 0)
    return FALSE;
  for (gsize i = (gsize) n_read; i < count; i++)
    self->entries[i] = 0;
  for (gsize i = 0; i < n_runs; i++)
    emit_refined (self, &runs[i], runs[i].first, runs[i].count,
                  self->entries + (runs[i].first - first));
  pgs_pause_check (&self->pause);
  return TRUE;
}

/**
 * pgs_pagemap_refine:
 * @pagemap_fd: a process' pagemap; stays the caller's
 * @runs: (array length=n_runs): what a scan found, ascending
 * @n_runs: how many
 * @func: called with the runs of pages in the same states, ascending
 * @user_data: for @func
 * @error: (out) (optional): why not
 *
 * Adds to the states of a scan what only pagemap tells: %PGS_PAGE_FILE, %PGS_PAGE_EXCLUSIVE and
 * %PGS_PAGE_SOFT_DIRTY. A page that changed since the scan keeps the scan's states alone.
 *
 * Returns: %FALSE with the code of an errno
 */
gboolean
pgs_pagemap_refine (int            pagemap_fd,
                    const PgsRun  *runs,
                    gsize          n_runs,
                    PgsScanFunc    func,
                    gpointer       user_data,
                    GError       **error)
{
  const PgsPageState told =
    PGS_PAGE_PRESENT | (pgs_features_get ()->soft_dirty ? PGS_PAGE_SWAPPED : 0);
  g_auto (Reader) reader = { .fd = -1 };
  gsize n_group;

  reader_init (&reader, pagemap_fd, func, user_data);
  for (gsize i = 0; i < n_runs; i += n_group)
    {
      gboolean ok;

      n_group = 1;
      if (!(runs[i].states & told))
        {
          emit (&reader, runs[i].first, runs[i].count, runs[i].states);
          continue;
        }
      n_group = count_neighbours (&runs[i], n_runs - i);
      if (runs[i].count > CHUNK_PAGES)
        ok = refine_run (&reader, &runs[i], error);
      else
        ok = refine_group (&reader, &runs[i], n_group, error);
      if (!ok)
        return FALSE;
    }
  flush (&reader);
  return TRUE;
}

/**
 * pgs_pagemap_read_entry:
 * @pagemap_fd: a process' pagemap; stays the caller's
 * @page: page number
 * @entry: (out): its 64 bits, as pgs-pagemap-abi.h names them
 * @error: (out) (optional): why not
 *
 * Returns: %FALSE with %PGS_ERROR_NO_PROCESS when the address space is gone or does not reach that
 *   far, or the code of an errno
 */
gboolean
pgs_pagemap_read_entry (int       pagemap_fd,
                        guint64   page,
                        guint64  *entry,
                        GError  **error)
{
  gssize n_read = read_entries (pagemap_fd, page, 1, entry, error);

  if (n_read == 1)
    return TRUE;
  if (n_read == 0)
    g_set_error (error, PGS_ERROR, PGS_ERROR_NO_PROCESS,
                 "pagemap: page 0x%" G_GINT64_MODIFIER "x: no such address space", page);
  return FALSE;
}
