/* pgs-proc-directory.h: which processes there are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PgsProcEntry:
 * @pid: a process
 * @inode: of its directory in /proc
 *
 * A process as /proc lists it.
 */
typedef struct
{
  gint pid;
  guint64 inode;
} PgsProcEntry;

typedef struct _PgsProcDirectory PgsProcDirectory;

PgsProcDirectory *pgs_proc_directory_open   (GError           **error);
void              pgs_proc_directory_free   (PgsProcDirectory  *self);
int               pgs_proc_directory_get_fd (PgsProcDirectory  *self);
GArray           *pgs_proc_directory_read   (PgsProcDirectory  *self,
                                             GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsProcDirectory, pgs_proc_directory_free)

G_END_DECLS
