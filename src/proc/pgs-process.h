/* pgs-process.h: one process, watched through descriptors that stay open
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-opener.h"
#include "pgs-snapshot.h"

G_BEGIN_DECLS

/**
 * PgsSections:
 * @PGS_SECTION_PAGES: states of pages, one scan
 * @PGS_SECTION_SHARING: file and exclusive bits, by reading pagemap where pages are present
 * @PGS_SECTION_SMAPS: counters by region
 * @PGS_SECTION_PREAD: read pagemap even where the scan ioctl works; for tests and comparisons
 *
 * What a sample holds besides the counters and the mappings.
 */
typedef enum
{
  PGS_SECTION_NONE = 0,
  PGS_SECTION_PAGES = 1 << 0,
  PGS_SECTION_SHARING = 1 << 1,
  PGS_SECTION_SMAPS = 1 << 2,
  PGS_SECTION_PREAD = 1 << 3,
} PgsSections;

#define PGS_SECTION_ALL (PGS_SECTION_PAGES | PGS_SECTION_SHARING | PGS_SECTION_SMAPS)

/* One rests for as long as this, from a process that has stood still for as long. */
#define PGS_PROCESS_REST_US G_USEC_PER_SEC

/**
 * PgsExit:
 * @ended: it has ended (or is a zombie)
 * @status_known: the kernel told how
 * @status: as from wait(2)
 * @at_us: real time at which it was noticed; 0: it had ended before it was opened
 */
typedef struct
{
  gboolean ended;
  gboolean status_known;
  int status;
  gint64 at_us;
} PgsExit;

/**
 * PgsProcess:
 *
 * The open /proc files of one process. Used by one thread at a time. Never writes to the process.
 */
typedef struct _PgsProcess PgsProcess;

PgsProcess  *pgs_process_open       (gint          pid,
                                     GError      **error);
PgsProcess  *pgs_process_open_through (gint        pid,
                                     PgsOpener    *opener,
                                     GError      **error);
PgsProcess  *pgs_process_open_same  (const PgsProcessInfo *info,
                                     PgsOpener    *opener,
                                     GError      **error);
void         pgs_process_set_opener (PgsProcess   *self,
                                     PgsOpener    *opener);
void         pgs_process_free       (PgsProcess   *self);
gint         pgs_process_get_pid    (PgsProcess   *self);
PgsSnapshot *pgs_process_sample     (PgsProcess   *self,
                                     PgsSections   sections,
                                     GError      **error);
PgsSnapshot *pgs_process_tick       (PgsProcess   *self,
                                     PgsSections   sections,
                                     GError      **error);
int          pgs_process_begin_rest (PgsProcess   *self);
gint64       pgs_process_end_rest   (PgsProcess   *self);
void         pgs_process_get_exit   (PgsProcess   *self,
                                     PgsExit      *exit_info);
gboolean     pgs_process_read_page  (PgsProcess   *self,
                                     guint64       address,
                                     guint64      *entry,
                                     GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsProcess, pgs_process_free)

G_END_DECLS
