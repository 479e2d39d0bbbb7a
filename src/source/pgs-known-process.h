/* pgs-known-process.h: what the lister keeps of a process between two refreshes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-process-files.h"
#include "pgs-user-names.h"

G_BEGIN_DECLS

/**
 * PgsKnownProcess:
 * @record: its newest numbers; the strings are GRefStrings of its own
 * @files: where they are read
 * @inode: of its directory in /proc, tells it from another with its PID
 * @changed_at: number of the refresh that last found something else than before; set by the lister
 * @phase: when it is its turn; set by the lister
 * @visible: somebody looks at it; set by the lister
 * @chosen: its files are to be kept open; set by the lister
 * @cmdline_requested: its arguments were asked for
 */
typedef struct
{
  PgsProcessRecord record;
  PgsProcessFiles files;
  guint64 inode;
  guint changed_at;
  guint phase;
  gboolean visible;
  gboolean chosen;
  gboolean cmdline_requested;
} PgsKnownProcess;

/**
 * PgsKnownReading:
 * @PGS_KNOWN_SIZES: VIRT, RES and SHR; the other numbers only if one of these has changed
 * @PGS_KNOWN_NUMBERS: all that changes while a program runs
 * @PGS_KNOWN_USER: the user, besides the numbers
 *
 * How much is read anew.
 */
typedef enum
{
  PGS_KNOWN_SIZES,
  PGS_KNOWN_NUMBERS,
  PGS_KNOWN_USER,
} PgsKnownReading;

PgsKnownProcess *pgs_known_process_new         (int                proc_fd,
                                                gint               pid,
                                                guint64            inode);
void             pgs_known_process_free        (PgsKnownProcess   *self);
int              pgs_known_process_read        (PgsKnownProcess   *self,
                                                PgsKnownReading    reading,
                                                PgsUserNames      *users,
                                                gboolean          *changed);
void             pgs_known_process_set_cmdline (PgsKnownProcess   *self,
                                                char              *cmdline);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsKnownProcess, pgs_known_process_free)

G_END_DECLS
