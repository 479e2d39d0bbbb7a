/* pgs-process-files.h: the files of a process that the list is made of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-process-table.h"
#include "pgs-stat-parser.h"

G_BEGIN_DECLS

/**
 * PgsProcessFiles:
 * @proc_fd: /proc, borrowed
 * @pid: the process
 * @stat_fd: of its stat; -1: not kept open
 * @statm_fd: of its statm; -1: not kept open
 *
 * Where a process' numbers are read. A descriptor that is kept stays with the process for which it
 * was opened, whoever gets its PID afterwards: reading it fails with ESRCH then.
 */
typedef struct
{
  int proc_fd;
  gint pid;
  int stat_fd;
  int statm_fd;
} PgsProcessFiles;

#define PGS_PROCESS_FILES_DESCRIPTORS 2 /* how many a process that is kept costs */

void     pgs_process_files_init       (PgsProcessFiles  *self,
                                       int               proc_fd,
                                       gint              pid);
void     pgs_process_files_close      (PgsProcessFiles  *self);
int      pgs_process_files_keep       (PgsProcessFiles  *self);
gboolean pgs_process_files_is_kept    (const PgsProcessFiles *self);
int      pgs_process_files_read_stat  (PgsProcessFiles  *self,
                                       PgsProcessRecord *record,
                                       char              name[PGS_STAT_MAX_NAME]);
int      pgs_process_files_read_statm (PgsProcessFiles  *self,
                                       PgsProcessRecord *record);
int      pgs_process_files_read_uid   (PgsProcessFiles  *self,
                                       guint32          *uid);
int      pgs_process_files_open       (PgsProcessFiles  *self,
                                       const char       *name);
gssize   pgs_process_files_read_text  (PgsProcessFiles  *self,
                                       const char       *name,
                                       char             *text,
                                       gsize             size);
void     pgs_process_files_read_oom_score (PgsProcessFiles  *self,
                                           PgsProcessRecord *record);

G_END_DECLS
