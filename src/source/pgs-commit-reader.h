/* pgs-commit-reader.h: what the kernel promised to a process, read from its smaps in slices
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-process-files.h"

G_BEGIN_DECLS

/**
 * PgsCommitState:
 * @PGS_COMMIT_MORE: a slice was read, others follow
 * @PGS_COMMIT_DONE: the sum is that of the whole process
 * @PGS_COMMIT_DENIED: smaps may not be read, or tells no flags
 * @PGS_COMMIT_GONE: the process has ended
 */
typedef enum
{
  PGS_COMMIT_MORE = 0,
  PGS_COMMIT_DONE = 1,
  PGS_COMMIT_DENIED = 2,
  PGS_COMMIT_GONE = 3,
} PgsCommitState;

/**
 * PgsCommitReader:
 *
 * Adds up the mappings that count towards the commit limit (VmFlags "ac"). smaps is the dearest file of a
 * process, as the kernel looks at each of its pages; so it is read a piece at a time, and whoever reads may
 * pause between two. One thread at a time.
 */
typedef struct _PgsCommitReader PgsCommitReader;

PgsCommitReader *pgs_commit_reader_new     (void);
void             pgs_commit_reader_free    (PgsCommitReader *self);
PgsCommitState   pgs_commit_reader_open    (PgsCommitReader *self,
                                            PgsProcessFiles *files);
PgsCommitState   pgs_commit_reader_read    (PgsCommitReader *self);
guint64          pgs_commit_reader_get_sum (const PgsCommitReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsCommitReader, pgs_commit_reader_free)

G_END_DECLS
