/* pgs-process-exit.c: whether and how a process ended
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-process-private.h"

#include <unistd.h>

#include "pgs-pidfd.h"

/**
 * pgs_process_note_end:
 * @self: a process that has ended
 */
void
pgs_process_note_end (PgsProcess *self)
{
  if (self->exit_info.ended)
    return;
  self->exit_info.ended = TRUE;
  self->exit_info.at_us = g_get_real_time ();
}

/* A zombie's exit code is in stat, but 0 for those who may not see it; they may not see its
 * namespaces either. Source: do_task_stat() in fs/proc/array.c. */
static gboolean
get_zombie_status (PgsProcess    *self,
                   const PgsStat *stat,
                   int           *status)
{
  char target[64];

  if (!pgs_stat_is_zombie (stat) || readlinkat (self->dir_fd, "ns/user", target, sizeof target) < 0)
    return FALSE;
  *status = stat->exit_code;
  return TRUE;
}

/* Looks at stat without taking note of it, as what moved is to be seen by the next sample. */
static gboolean
peek_stat (PgsProcess *self,
           PgsStat    *stat)
{
  PgsProcFile *file = &self->counters.stat_file;

  return pgs_proc_file_read_record (file, PGS_PROC_FILE_SMALL_LIMIT, "stat", NULL) &&
         pgs_stat_parse (file->data, file->length, stat, NULL);
}

/**
 * pgs_process_get_exit:
 * @self: a process
 * @exit_info: (out caller-allocates): whether and how it ended
 *
 * Looks whether it has ended since. The status may become known later than the end: that of a
 * zombie to those who may see it; else when its parent has waited for it, on Linux 6.15 and later;
 * on older kernels perhaps never. A µs while it lives.
 */
void
pgs_process_get_exit (PgsProcess *self,
                      PgsExit    *exit_info)
{
  PgsExit *result = &self->exit_info;
  PgsStat stat;
  gboolean is_there;

  if (!result->ended && self->pidfd >= 0 && !pgs_pidfd_has_ended (self->pidfd))
    {
      *exit_info = *result;
      return;
    }
  if (!result->ended || !result->status_known)
    {
      is_there = peek_stat (self, &stat);
      if (!is_there || pgs_stat_is_zombie (&stat))
        pgs_process_note_end (self);
      if (result->ended)
        result->status_known = pgs_pidfd_get_exit (self->pidfd, &result->status) ||
                               (is_there && get_zombie_status (self, &stat, &result->status));
    }
  *exit_info = *result;
}
