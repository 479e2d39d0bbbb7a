/* pgs-stat-parser.h: the text of /proc/PID/stat and statm becomes numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PGS_STAT_MAX_NAME 128     /* bytes of comm; kernel threads have up to 63 */
#define PGS_STAT_KTHREAD 0x200000 /* in flags. Source: PF_KTHREAD in include/linux/sched.h */

/**
 * PgsStat:
 * @name: comm as it is; ends in NUL
 * @state: field 3
 * @ppid: field 4
 * @flags: field 9, PF_ bits
 * @minor_faults: field 10
 * @major_faults: field 12
 * @priority: field 18
 * @nice: field 19
 * @threads: field 20
 * @start_ticks: field 22, clock ticks since boot
 * @start_stack: field 28; 0 for those who may not see it
 * @arg_start: field 48; 0 for those who may not see it
 * @exit_code: field 52, as from wait(2); 0 for those who may not see it
 *
 * What Pagescape uses of stat. Source: proc_pid_stat(5), do_task_stat() in fs/proc/array.c.
 */
typedef struct
{
  char name[PGS_STAT_MAX_NAME];
  char state;
  gint ppid;
  guint64 flags;
  guint64 minor_faults;
  guint64 major_faults;
  gint priority;
  gint nice;
  guint64 threads;
  guint64 start_ticks;
  guint64 start_stack;
  guint64 arg_start;
  int exit_code;
} PgsStat;

/**
 * PgsStatm:
 * @size: pages of address space, VIRT
 * @resident: pages in RAM, RES
 * @shared: pages of files and of shared memory among them, SHR
 * @text: pages that the code of the executable spans; %PGS_UNKNOWN if it is not told
 *
 * Source: proc_pid_statm(5).
 */
typedef struct
{
  guint64 size;
  guint64 resident;
  guint64 shared;
  guint64 text;
} PgsStatm;

gboolean pgs_stat_parse  (const char *text,
                          gsize       length,
                          PgsStat    *stat,
                          GError    **error);
gboolean pgs_stat_is_dead (const PgsStat *stat);
gboolean pgs_stat_is_zombie (const PgsStat *stat);
gboolean pgs_stat_is_without_leader (const PgsStat *stat);
gboolean pgs_statm_parse (const char *text,
                          gsize       length,
                          PgsStatm   *statm,
                          GError    **error);

G_END_DECLS
