/* pgs-pagemap-refiner.c: what the scan cannot tell of a page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Whether a page is mapped by this process alone and (at a fifth of the scan's price) whether it is a
 * file's is read from pagemap, only where the scan has seen pages; gaps of up to 64 pages are
 * cheaper to read than another call.
 */
#include "config.h"

#include "pgs-pagemap-refiner.h"

#include "pgs-features.h"
#include "pgs-pagemap.h"

#define MAX_GAP_PAGES 64

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
emit_refined (PgsEntryReader *self,
              const PgsRun   *run,
              guint64         first,
              guint64         count,
              const guint64  *entries)
{
  for (guint64 i = 0; i < count;)
    {
      PgsPageState states = refine_states (run->states, entries[i]);
      guint64 begin = i++;

      while (i < count && refine_states (run->states, entries[i]) == states)
        i++;
      pgs_entry_reader_add (self, first + begin, i - begin, states);
    }
}

/* Reads a long run alone, in chunks. */
static gboolean
refine_run (PgsEntryReader *self,
            const PgsRun   *run,
            GError        **error)
{
  const guint64 end = run->first + run->count;

  for (guint64 first = run->first; first < end;)
    {
      gssize n_read = pgs_entry_reader_read (self, first, end - first, error);

      if (n_read < 0)
        return FALSE;
      if (n_read == 0)
        {
          pgs_entry_reader_add (self, first, end - first, run->states);
          return TRUE;
        }
      emit_refined (self, run, first, (guint64) n_read, self->entries);
      first += (guint64) n_read;
      pgs_pause_check (&self->walk->pause);
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
          runs[n].first + runs[n].count - runs[0].first > PGS_ENTRY_READER_CHUNK)
        break;
    }
  return n;
}

/* Reads the runs together, with the gaps between them. */
static gboolean
refine_group (PgsEntryReader *self,
              const PgsRun   *runs,
              gsize           n_runs,
              GError        **error)
{
  const guint64 first = runs[0].first;
  gsize count = (gsize) (runs[n_runs - 1].first + runs[n_runs - 1].count - first);
  gssize n_read = pgs_entry_reader_read (self, first, count, error);

  if (n_read < 0)
    return FALSE;
  for (gsize i = (gsize) n_read; i < count; i++)
    self->entries[i] = 0;
  for (gsize i = 0; i < n_runs; i++)
    emit_refined (self, &runs[i], runs[i].first, runs[i].count,
                  self->entries + (runs[i].first - first));
  pgs_pause_check (&self->walk->pause);
  return TRUE;
}

/**
 * pgs_pagemap_refine:
 * @reader: where, and who gets the pages
 * @runs: (array length=n_runs): what a scan found, ascending
 * @n_runs: how many
 * @error: (out) (optional): why not
 *
 * Adds to the states of a scan what only pagemap tells: %PGS_PAGE_FILE, %PGS_PAGE_EXCLUSIVE and
 * %PGS_PAGE_SOFT_DIRTY. A page that changed since the scan keeps the scan's states alone. Goes to
 * the end, however long the walk may last.
 *
 * Returns: %FALSE with the code of an errno
 */
gboolean
pgs_pagemap_refine (PgsEntryReader *reader,
                    const PgsRun   *runs,
                    gsize           n_runs,
                    GError        **error)
{
  const PgsPageState told =
    PGS_PAGE_PRESENT | (pgs_features_get ()->soft_dirty ? PGS_PAGE_SWAPPED : 0);
  gsize n_group;

  for (gsize i = 0; i < n_runs; i += n_group)
    {
      gboolean ok;

      n_group = 1;
      if (!(runs[i].states & told))
        {
          pgs_entry_reader_add (reader, runs[i].first, runs[i].count, runs[i].states);
          continue;
        }
      n_group = count_neighbours (&runs[i], n_runs - i);
      if (runs[i].count > PGS_ENTRY_READER_CHUNK)
        ok = refine_run (reader, &runs[i], error);
      else
        ok = refine_group (reader, &runs[i], n_group, error);
      if (!ok)
        return FALSE;
    }
  pgs_entry_reader_flush (reader);
  return TRUE;
}
