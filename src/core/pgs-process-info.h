/* pgs-process-info.h: who a process is: what stays the same between two execs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define PGS_UNKNOWN G_MAXUINT64 /* a number that could not be read; shown as "–", written as null */

/* Adds numbers of which each may be %PGS_UNKNOWN. */
static inline guint64
pgs_sum_known (guint64 a,
               guint64 b)
{
  return a == PGS_UNKNOWN || b == PGS_UNKNOWN ? PGS_UNKNOWN : a + b;
}

/**
 * PgsProcessInfo:
 * @pid: the process ID
 * @start_ticks: when it started, in clock ticks since boot (stat's field 22); with @pid it is the
 *   identity of a process, as PIDs are used again
 * @started_at_us: the same as real time, µs since 1970
 * @uid: effective user ID, as we see it
 * @inner_pid: its number in its own PID namespace, 0 if that is ours
 * @inner_uid: its effective user ID in its own user namespace, %G_MAXUINT32 if that is ours, or it
 *   has none there
 * @name: comm, as bytes
 * @user: (nullable): the name of @uid, its number if it has none
 * @exe: (nullable): the executable's path, %NULL if denied or none
 * @cmdline: (nullable): arguments, %NULL if unknown or denied; empty for kernel threads and zombies
 * @cgroup: (nullable): path of its (memory) cgroup
 * @memory_limit: its cgroup's limit in bytes, %PGS_UNKNOWN if unknown or none
 * @is_kernel_thread: it has no address space of its own (PF_KTHREAD)
 *
 * Immutable and shared by all snapshots of a process between two execs.
 */
typedef struct
{
  gint pid;
  guint64 start_ticks;
  gint64 started_at_us;
  guint32 uid;
  gint inner_pid;
  guint32 inner_uid;
  char *name;
  char *user;
  char *exe;
  GStrv cmdline;
  char *cgroup;
  guint64 memory_limit;
  gboolean is_kernel_thread;
} PgsProcessInfo;

/**
 * PgsCounters:
 *
 * What stat, statm, status and oom_score say now. Bytes; %PGS_UNKNOWN where it could not be read.
 * Source: proc_pid_stat(5), proc_pid_statm(5), proc_pid_status(5), each named beside its field.
 */
typedef struct
{
  char state;           /* stat 3: R S D T t Z X I */
  gint priority;        /* stat 18 */
  gint nice;            /* stat 19 */
  gint ppid;            /* stat 4 */
  guint64 threads;      /* stat 20 */
  guint64 minor_faults; /* stat 10, since its start */
  guint64 major_faults; /* stat 12 */
  guint64 virt;         /* statm 1 */
  guint64 res;          /* statm 2 */
  guint64 shr;          /* statm 3: file + shmem */
  guint64 anon;         /* status RssAnon */
  guint64 file;         /* status RssFile */
  guint64 shmem;        /* status RssShmem */
  guint64 swap;         /* status VmSwap */
  guint64 page_tables;  /* status VmPTE */
  guint64 locked;       /* status VmLck */
  guint64 hugetlb;      /* status HugetlbPages */
  guint64 peak_virt;    /* status VmPeak */
  guint64 peak_res;     /* status VmHWM */
  guint64 oom_score;    /* oom_score, a plain number */
} PgsCounters;

#define PGS_TYPE_PROCESS_INFO (pgs_process_info_get_type ())

GType           pgs_process_info_get_type (void);
PgsProcessInfo *pgs_process_info_new      (void);
PgsProcessInfo *pgs_process_info_ref      (PgsProcessInfo *self);
void            pgs_process_info_unref    (PgsProcessInfo *self);
gboolean        pgs_process_info_may_run_same (const PgsProcessInfo *a,
                                           const PgsProcessInfo *b);
void            pgs_counters_clear        (PgsCounters    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsProcessInfo, pgs_process_info_unref)

G_END_DECLS
