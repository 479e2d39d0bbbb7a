/* pgs-proc-place.h: where the files of one process are opened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-opener.h"
#include "pgs-proc-file.h"

G_BEGIN_DECLS

/**
 * PgsProcPlace:
 * @dir_fd: /proc/PID, or /proc/PID/task/TID; -1: it cannot be seen here, everything is opened by @opener
 * @pid: PID, or TID
 * @opener: (nullable): who opens what we may not
 * @stat: of the process, open or not: as long as it can be read, the number is the process'
 *
 * All are borrowed.
 */
typedef struct
{
  int dir_fd;
  gint pid;
  PgsOpener *opener;
  PgsProcFile *stat;
} PgsProcPlace;

gboolean pgs_proc_place_open (const PgsProcPlace *self,
                              PgsOpenerFile       which,
                              PgsProcFile        *file,
                              gboolean           *is_lent,
                              GError            **error);
gboolean pgs_proc_place_borrow_exe (const PgsProcPlace *self,
                                    PgsExe             *exe);
gboolean pgs_proc_place_has  (const PgsProcPlace *self,
                              PgsOpenerFile       which);

G_END_DECLS
