/* pgs-system.h: the memory of the whole machine at one moment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-process-info.h"

G_BEGIN_DECLS

#define PGS_SYSTEM_N_ORDERS 14 /* blocks of 2^0 to 2^13 frames: the most that a kernel has */

/**
 * PgsSystem:
 *
 * Bytes, %PGS_UNKNOWN where the kernel has no such line. A plain value: copy it.
 * Source: proc_meminfo(5), proc_vmstat(5), proc_sys_vm(5), proc_pressure(5), proc_buddyinfo(5),
 * /sys/devices/system/cpu/vulnerabilities/meltdown, glibtop_get_mem, glibtop_get_swap. The meanings are those of free(1) and sar(1) as their names say.
 */
typedef struct
{
  gint64 monotonic_us;

  guint64 total, free, available, buffers, cached, slab, slab_reclaimable, shmem;
  guint64 dirty, writeback, active, inactive, anon_pages, mapped, page_tables, kernel_stack;
  guint64 commit, commit_limit;
  guint64 swap_total, swap_free, swap_cached;
  guint64 huge_pages_total, huge_pages_free, huge_page_size, anon_huge_pages;

  gint overcommit_mode; /* 0 heuristic, 1 always, 2 never; -1 unknown */
  guint64 overcommit_ratio, overcommit_kbytes; /* plain numbers as in the files */
  gint panic_on_oom;

  double pressure_some_avg10, pressure_full_avg10; /* percent; < 0: no PSI */

  /* counters since boot, in the units of vmstat */
  guint64 pgpgin, pgpgout; /* KiB */
  guint64 pgfault, pgmajfault, pgfree, pgscan_kswapd, pgscan_direct, pgsteal; /* numbers */
  guint64 pswpin, pswpout; /* pages */

  guint64 page_size;
  guint64 free_blocks[PGS_SYSTEM_N_ORDERS]; /* by order, of all zones; unknown: no such order */
  gint page_table_isolation; /* 1: programs run without the kernel's pages; 0: with them; -1 unknown */
} PgsSystem;

/**
 * PgsPaging:
 *
 * What happened between two readings, per second, with sar -B's names; < 0 where unknown.
 */
typedef struct
{
  double pgpgin_s, pgpgout_s, fault_s, majflt_s, pgfree_s;
  double pgscank_s, pgscand_s, pgsteal_s, vmeff_percent;
} PgsPaging;

gboolean pgs_system_read            (PgsSystem       *self,
                                     GError         **error);
void     pgs_system_get_paging      (const PgsSystem *earlier,
                                     const PgsSystem *later,
                                     PgsPaging       *paging);
guint64  pgs_system_get_used        (const PgsSystem *self);
guint64  pgs_system_get_swap_used   (const PgsSystem *self);
guint64  pgs_system_get_buff_cache  (const PgsSystem *self);
guint64  pgs_system_get_memused     (const PgsSystem *self);
guint64  pgs_system_get_order_size  (const PgsSystem *self,
                                     guint            order);

G_END_DECLS
