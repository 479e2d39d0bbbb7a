/* pgs-process-info-reader.h: who a process is, read once in the life of a program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-process-info.h"
#include "pgs-stat-parser.h"

G_BEGIN_DECLS

/**
 * PgsInfoSource:
 * @dir_fd: /proc/PID
 * @pid: the process
 * @stat: its stat
 * @uid: its effective user ID
 * @exe: (nullable): its executable's path
 * @cmdline: (nullable): its arguments, if they are known already; else they are read
 *
 * What is known before the info is read.
 */
typedef struct
{
  int dir_fd;
  gint pid;
  const PgsStat *stat;
  guint32 uid;
  const char *exe;
  GStrv cmdline;
} PgsInfoSource;

PgsProcessInfo *pgs_process_info_read (const PgsInfoSource *source);

G_END_DECLS
