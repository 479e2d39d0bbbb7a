/* pgs-process-private.h: what the files of a process share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-address-space.h"
#include "pgs-counters-reader.h"
#include "pgs-process.h"
#include "pgs-run-alarm.h"
#include "pgs-run-clock.h"

G_BEGIN_DECLS

/**
 * PgsProcess:
 * @opener: (nullable): who opens what we may not
 * @dir_fd: /proc/PID; -1: it is not seen here, and everything is opened by @opener
 * @task_fd: /proc/PID/task/TID of a thread that has the memory; -1: as @dir_fd
 * @tid: that thread
 * @pidfd: stands for it; -1 if there is none
 * @space: its address space
 * @space_is_empty: kernel thread or zombie
 * @opened_stat: stat when its files were opened
 * @exe: what it runs
 * @guessed_exe: what its mappings say that it runs, where @exe is not known
 * @motion: counts the times that the counters were seen to differ
 * @maps_motion: @motion when maps were read
 * @has_run_clock: @run_clock is known: it runs here, and is not only a thread
 * @maps_run_ns: pgs_run_clock_read() before maps were read; -1 if that is not known
 * @stat_run_ns: likewise, before stat was read, and still when the process was last glanced at
 * @stat_at_us: when that was
 * @still_us: monotonic time since when it has not run and its counters were the same, as far as was seen
 * @alarm: (nullable): rings when it runs
 * @rest_us: monotonic time at which it began to rest
 * @slow_at_us: when status was read
 * @n_disagreements: how often in a row the sizes in maps did not add up to statm
 */
struct _PgsProcess
{
  gint pid;
  PgsOpener *opener;
  int dir_fd;
  int task_fd;
  gint tid;
  int pidfd;
  PgsExit exit_info;
  PgsCountersReader counters;
  PgsExe exe;
  PgsExe guessed_exe;
  PgsProcessInfo *info;

  PgsAddressSpace *space;
  gboolean space_is_empty;
  PgsStat opened_stat;
  guint n_disagreements;

  guint64 motion;
  guint64 maps_motion;
  gboolean has_run_clock;
  clockid_t run_clock;
  gint64 maps_run_ns;
  gint64 stat_run_ns;
  gint64 stat_at_us;
  gint64 still_us;
  PgsRunAlarm *alarm;
  gint64 rest_us;
  gint64 slow_at_us;
};

PgsProcPlace pgs_process_get_place (PgsProcess *self);
PgsProcPlace pgs_process_get_memory_place (PgsProcess *self);
void     pgs_process_find_memory  (PgsProcess  *self);
gboolean pgs_process_open_counters (PgsProcess *self,
                                   GError     **error);
void     pgs_process_open_space   (PgsProcess  *self,
                                   gboolean     is_new_program);
void     pgs_process_read_info    (PgsProcess  *self,
                                   gboolean     keep_cmdline);
void     pgs_process_note_end     (PgsProcess  *self);
gboolean pgs_process_read_counters (PgsProcess *self,
                                   gboolean    *moved,
                                   GError     **error);
gboolean pgs_process_stands_still (PgsProcess  *self);
void     pgs_process_note_maps    (PgsProcess  *self);
gboolean pgs_process_maps_disagree (PgsProcess *self,
                                   PgsMaps     *maps);
gboolean pgs_process_refresh      (PgsProcess  *self,
                                   GError     **error);
gboolean pgs_process_glance       (PgsProcess  *self,
                                   GError     **error);
void     pgs_process_refresh_slow (PgsProcess  *self);
gboolean pgs_process_recount      (PgsProcess  *self);
gboolean pgs_process_has_run      (PgsProcess  *self);
gboolean pgs_process_is_in_change (PgsProcess  *self);
gboolean pgs_process_read_maps    (PgsProcess  *self,
                                   GError     **error);

G_END_DECLS
