/* pgs-entry-reader.h: reads entries of pagemap and hands runs on in batches
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-walk.h"

G_BEGIN_DECLS

#define PGS_ENTRY_READER_CHUNK 32768 /* entries that are read at once, 256 KiB */

/**
 * PgsEntryReader:
 * @walk: where, and who gets what is found
 * @entries: (array length=PGS_ENTRY_READER_CHUNK): what was read last
 * @runs: found, not yet handed on
 * @n_runs: how many
 */
typedef struct
{
  PgsWalk *walk;
  guint64 *entries;
  PgsRun runs[PGS_WALK_BATCH];
  gsize n_runs;
} PgsEntryReader;

void   pgs_entry_reader_init  (PgsEntryReader  *self,
                               PgsWalk         *walk);
void   pgs_entry_reader_clear (PgsEntryReader  *self);
gssize pgs_entry_reader_read  (PgsEntryReader  *self,
                               guint64          first,
                               guint64          count,
                               GError         **error);
void   pgs_entry_reader_add   (PgsEntryReader  *self,
                               guint64          first,
                               guint64          count,
                               PgsPageState     states);
void   pgs_entry_reader_flush (PgsEntryReader  *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PgsEntryReader, pgs_entry_reader_clear)

G_END_DECLS
