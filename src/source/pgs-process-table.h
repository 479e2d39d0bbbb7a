/* pgs-process-table.h: all processes of this machine at one moment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-opener.h"
#include "pgs-process-info.h"

G_BEGIN_DECLS

/**
 * PgsProcessRecord:
 *
 * One row. Strings are bytes from the kernel (not always UTF-8) and owned by the table. Bytes are
 * %PGS_UNKNOWN where they could not be read. @start_ticks and @pid together are its identity. All
 * numbers are those of @read_us or later.
 * Source: proc_pid_stat(5), proc_pid_statm(5), proc_pid_status(5), glibtop.
 */
typedef struct
{
  gint pid;
  gint ppid;
  guint64 start_ticks;
  const char *name;
  const char *user;
  const char *cmdline; /* (nullable): arguments joined by blanks; %NULL: not read or denied */
  guint32 uid;         /* effective */
  char state;
  gint priority;
  gint nice;
  guint64 threads;
  guint64 virt;
  guint64 res;
  guint64 shr;
  double mem_percent; /* RES of MemTotal, 0 … 100; < 0: unknown */
  guint64 minor_faults;
  guint64 major_faults;
  guint64 oom_score;
  gint64 read_us; /* g_get_monotonic_time() */
} PgsProcessRecord;

#define PGS_PROCESS_ROTATION 5                       /* see PGS_PROCESS_LIST_SPARING */
#define PGS_PROCESS_MAX_AGE_US (6 * G_USEC_PER_SEC) /* likewise */

typedef struct _PgsProcessTable PgsProcessTable;

#define PGS_TYPE_PROCESS_TABLE (pgs_process_table_get_type ())

GType                   pgs_process_table_get_type   (void);
PgsProcessTable        *pgs_process_table_ref        (PgsProcessTable       *self);
void                    pgs_process_table_unref      (PgsProcessTable       *self);
gsize                   pgs_process_table_get_length (const PgsProcessTable *self);
const PgsProcessRecord *pgs_process_table_get        (const PgsProcessTable *self,
                                                      gsize                  index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsProcessTable, pgs_process_table_unref)

/**
 * PgsProcessListFlags:
 * @PGS_PROCESS_LIST_CMDLINE: read the arguments of processes not seen before, within a time limit
 * @PGS_PROCESS_LIST_OOM_SCORE: read oom_score, one more file a process; not with SPARING
 * @PGS_PROCESS_LIST_SPARING: for lists that are refreshed again and again. Some files are kept open;
 *   what is not on screen and stood still is read only each %PGS_PROCESS_ROTATION-th time, or sooner
 *   so that no record gets older than %PGS_PROCESS_MAX_AGE_US between refreshes. Which processes there
 *   are is right each time all the same
 */
typedef enum
{
  PGS_PROCESS_LIST_DEFAULT = 0,
  PGS_PROCESS_LIST_CMDLINE = 1 << 0,
  PGS_PROCESS_LIST_OOM_SCORE = 1 << 1,
  PGS_PROCESS_LIST_SPARING = 1 << 2,
} PgsProcessListFlags;

/**
 * PgsProcessLister:
 *
 * Makes tables one after the other and keeps what need not be read again (users, arguments).
 * Blocking; used by one thread at a time.
 */
typedef struct _PgsProcessLister PgsProcessLister;

PgsProcessLister *pgs_process_lister_new         (void);
void              pgs_process_lister_free        (PgsProcessLister     *self);
void              pgs_process_lister_set_opener  (PgsProcessLister     *self,
                                                  PgsOpener            *opener);
void              pgs_process_lister_set_visible (PgsProcessLister     *self,
                                                  const gint           *pids,
                                                  gsize                 n_pids);
PgsProcessTable  *pgs_process_lister_refresh     (PgsProcessLister     *self,
                                                  PgsProcessListFlags   flags,
                                                  GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsProcessLister, pgs_process_lister_free)

G_END_DECLS
