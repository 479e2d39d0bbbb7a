/* pgs-entry-reader.c: reads entries of pagemap and hands runs on in batches
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-entry-reader.h"

#include "pgs-pagemap.h"

/**
 * pgs_entry_reader_init:
 * @self: (out caller-allocates): a reader
 * @walk: where, and who gets what is found; must outlive @self
 */
void
pgs_entry_reader_init (PgsEntryReader *self,
                       PgsWalk        *walk)
{
  self->walk = walk;
  self->entries = g_new (guint64, PGS_ENTRY_READER_CHUNK);
  self->n_runs = 0;
}

/**
 * pgs_entry_reader_clear:
 * @self: a reader, or zeros
 *
 * Frees what it holds. What was not handed on is lost.
 */
void
pgs_entry_reader_clear (PgsEntryReader *self)
{
  g_clear_pointer (&self->entries, g_free);
}

/**
 * pgs_entry_reader_read:
 * @self: a reader
 * @first: page number
 * @count: how many; no more than a chunk of them is read
 * @error: (out) (optional): why not
 *
 * Returns: how many entries there are now, as pgs_pagemap_read_entries()
 */
gssize
pgs_entry_reader_read (PgsEntryReader *self,
                       guint64         first,
                       guint64         count,
                       GError        **error)
{
  return pgs_pagemap_read_entries (self->walk->pagemap_fd, first,
                                   (gsize) MIN (count, PGS_ENTRY_READER_CHUNK), self->entries,
                                   error);
}

/**
 * pgs_entry_reader_add:
 * @self: a reader
 * @first: page number
 * @count: how many, not 0
 * @states: of all of them, not 0
 *
 * Hands pages on when there are enough of them, or with pgs_entry_reader_flush().
 */
void
pgs_entry_reader_add (PgsEntryReader *self,
                      guint64         first,
                      guint64         count,
                      PgsPageState    states)
{
  if (self->n_runs == PGS_WALK_BATCH)
    pgs_entry_reader_flush (self);
  self->runs[self->n_runs++] = pgs_walk_run (first, count, states);
}

/**
 * pgs_entry_reader_flush:
 * @self: a reader
 *
 * Hands on what was not yet.
 */
void
pgs_entry_reader_flush (PgsEntryReader *self)
{
  if (self->n_runs > 0)
    self->walk->func (self->runs, self->n_runs, self->walk->user_data);
  self->n_runs = 0;
}
