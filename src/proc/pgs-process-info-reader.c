/* pgs-process-info-reader.c: who a process is, read once in the life of a program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-process-info-reader.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "pgs-cgroup.h"
#include "pgs-cmdline.h"
#include "pgs-namespaces.h"
#include "pgs-proc-file.h"
#include "pgs-proc-text.h"

#define CMDLINE_TIMEOUT_MS 100

/* Seconds since 1970 at which the machine was started; 0 if that is not known. Source: the btime
 * line of proc_stat(5). */
static guint64
read_boot_time (void)
{
  g_auto (PgsProcFile) file = PGS_PROC_FILE_INIT;
  const char *line;
  PgsCursor cursor;
  guint64 seconds;

  if (!pgs_proc_file_load (&file, AT_FDCWD, "/proc/stat", 16 * PGS_PROC_FILE_SMALL_LIMIT, NULL))
    return 0;
  line = strstr (file.data, "\nbtime ");
  if (line == NULL)
    return 0;
  cursor = (PgsCursor) { line + strlen ("\nbtime "), file.data + file.length };
  return pgs_cursor_decimal (&cursor, &seconds) ? seconds : 0;
}

/* The result moves when the clock is set, as it does for ps. */
static gint64
start_time_us (guint64 start_ticks)
{
  static gsize boot_time;
  guint64 ticks_per_second = (guint64) sysconf (_SC_CLK_TCK);

  if (g_once_init_enter (&boot_time))
    g_once_init_leave (&boot_time, (gsize) read_boot_time () + 1);
  if (boot_time <= 1 || ticks_per_second == 0)
    return 0;
  return (gint64) ((guint64) (boot_time - 1) * G_USEC_PER_SEC +
                   start_ticks / ticks_per_second * G_USEC_PER_SEC +
                   start_ticks % ticks_per_second * G_USEC_PER_SEC / ticks_per_second);
}

/* What the process is called in its own namespaces, where these are not ours. */
static void
read_namespaces (int             dir_fd,
                 PgsProcessInfo *info)
{
  g_auto (PgsProcFile) status = PGS_PROC_FILE_INIT;
  g_auto (PgsProcFile) ours = PGS_PROC_FILE_INIT;
  g_auto (PgsProcFile) its = PGS_PROC_FILE_INIT;

  if (pgs_proc_file_load (&status, dir_fd, "status", PGS_PROC_FILE_SMALL_LIMIT, NULL))
    info->inner_pid = pgs_inner_pid_parse (status.data);
  if (info->uid != PGS_NO_UID &&
      pgs_proc_file_load (&ours, AT_FDCWD, "/proc/self/uid_map", PGS_PROC_FILE_SMALL_LIMIT, NULL) &&
      pgs_proc_file_load (&its, dir_fd, "uid_map", PGS_PROC_FILE_SMALL_LIMIT, NULL) &&
      strcmp (ours.data, its.data) != 0)
    info->inner_uid = pgs_inner_uid_parse (its.data, info->uid);
}

static void
read_cgroup (int             dir_fd,
             PgsProcessInfo *info)
{
  g_auto (PgsProcFile) file = PGS_PROC_FILE_INIT;
  g_auto (PgsCgroup) cgroup = { 0 };

  if (!pgs_proc_file_load (&file, dir_fd, "cgroup", PGS_PROC_FILE_SMALL_LIMIT, NULL) ||
      !pgs_cgroup_parse (&cgroup, file.data))
    return;
  info->cgroup = g_strdup (cgroup.path);
  if (pgs_proc_file_load (&file, AT_FDCWD, "/proc/self/mountinfo", 64 * PGS_PROC_FILE_SMALL_LIMIT,
                          NULL) &&
      pgs_cgroup_locate (&cgroup, file.data))
    info->memory_limit = pgs_cgroup_read_limit (&cgroup);
}

/**
 * pgs_process_info_read:
 * @source: what is known already
 *
 * Reads the rest. What cannot be read stays unknown. Takes some 200 µs, and up to 100 ms where the
 * arguments cannot be read (see pgs-cmdline.c).
 *
 * Returns: (transfer full): the info
 */
PgsProcessInfo *
pgs_process_info_read (const PgsInfoSource *source)
{
  PgsProcessInfo *info = pgs_process_info_new ();

  info->pid = source->pid;
  info->start_ticks = source->stat->start_ticks;
  info->started_at_us = start_time_us (source->stat->start_ticks);
  info->uid = source->uid;
  info->name = g_strdup (source->stat->name);
  info->user = source->uid != G_MAXUINT32 ? pgs_user_name_read (source->uid) : NULL;
  info->exe = g_strdup (source->exe);
  info->is_kernel_thread = (source->stat->flags & PGS_STAT_KTHREAD) != 0;
  info->cmdline = source->cmdline != NULL ? g_strdupv (source->cmdline)
                                          : pgs_cmdline_read (source->dir_fd, CMDLINE_TIMEOUT_MS);
  read_namespaces (source->dir_fd, info);
  read_cgroup (source->dir_fd, info);
  return info;
}
