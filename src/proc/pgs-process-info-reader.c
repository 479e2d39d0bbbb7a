/* pgs-process-info-reader.c: who a process is, read once in the life of a program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-process-info-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "pgs-cgroup.h"
#include "pgs-cmdline.h"
#include "pgs-proc-file.h"
#include "pgs-proc-text.h"

#define CMDLINE_TIMEOUT_MS 100
#define MAX_USER_RECORD (64 * 1024)

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

static char *
read_user_name (guint32 uid)
{
  struct passwd record;
  struct passwd *found = NULL;
  gsize size = 1024;
  char *name = NULL;

  for (gboolean again = TRUE; again && size <= MAX_USER_RECORD; size *= 2)
    {
      g_autofree char *buffer = g_malloc (size);

      again = getpwuid_r ((uid_t) uid, &record, buffer, size, &found) == ERANGE;
      if (found != NULL)
        name = g_strdup (found->pw_name);
    }
  return name != NULL ? name : g_strdup_printf ("%" G_GUINT32_FORMAT, uid);
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
  info->user = source->uid != G_MAXUINT32 ? read_user_name (source->uid) : NULL;
  info->exe = g_strdup (source->exe);
  info->is_kernel_thread = (source->stat->flags & PGS_STAT_KTHREAD) != 0;
  info->cmdline = source->cmdline != NULL ? g_strdupv (source->cmdline)
                                          : pgs_cmdline_read (source->dir_fd, CMDLINE_TIMEOUT_MS);
  read_cgroup (source->dir_fd, info);
  return info;
}
