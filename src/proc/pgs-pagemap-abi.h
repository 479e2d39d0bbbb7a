/* pgs-pagemap-abi.h: what the kernel promises about /proc/PID/pagemap
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A local copy, because the headers of Debian 12 are older than the kernels that Pagescape runs on.
 * Source: include/uapi/linux/fs.h, fs/proc/task_mmu.c and Documentation/admin-guide/mm/pagemap.rst.
 */
#pragma once

#include <glib.h>
#include <sys/ioctl.h>

G_BEGIN_DECLS

/* The 64 bits of one page when pagemap is read. */
#define PGS_PAGEMAP_PFN_MASK (((guint64) 1 << 55) - 1) /* 0 without CAP_SYS_ADMIN */
#define PGS_PAGEMAP_SOFT_DIRTY ((guint64) 1 << 55)
#define PGS_PAGEMAP_EXCLUSIVE ((guint64) 1 << 56)
#define PGS_PAGEMAP_GUARD ((guint64) 1 << 58) /* since Linux 6.15; such a page also says SWAP */
#define PGS_PAGEMAP_FILE ((guint64) 1 << 61)
#define PGS_PAGEMAP_SWAP ((guint64) 1 << 62)
#define PGS_PAGEMAP_PRESENT ((guint64) 1 << 63)

/* Categories of the PAGEMAP_SCAN ioctl, since Linux 6.7. */
#define PGS_SCAN_FILE ((guint64) 1 << 2)
#define PGS_SCAN_PRESENT ((guint64) 1 << 3)
#define PGS_SCAN_SWAPPED ((guint64) 1 << 4)
#define PGS_SCAN_PFNZERO ((guint64) 1 << 5)
#define PGS_SCAN_HUGE ((guint64) 1 << 6)
#define PGS_SCAN_GUARD ((guint64) 1 << 8) /* since Linux 6.15 */

/**
 * PgsScanRange:
 *
 * The kernel's struct page_region: addresses `[start, end)` whose pages are all in @categories.
 */
typedef struct
{
  guint64 start;
  guint64 end;
  guint64 categories;
} PgsScanRange;

/**
 * PgsScanArg:
 *
 * The kernel's struct pm_scan_arg.
 */
typedef struct
{
  guint64 size;
  guint64 flags;
  guint64 start;
  guint64 end;
  guint64 walk_end;
  guint64 vec;
  guint64 vec_len;
  guint64 max_pages;
  guint64 category_inverted;
  guint64 category_mask;
  guint64 category_anyof_mask;
  guint64 return_mask;
} PgsScanArg;

#define PGS_PAGEMAP_SCAN _IOWR ('f', 16, PgsScanArg)

/* Since Linux 6.13; the headers of the C library may not have it. */
#define PGS_MADV_GUARD_INSTALL 102

G_STATIC_ASSERT (sizeof (PgsScanRange) == 24);
G_STATIC_ASSERT (sizeof (PgsScanArg) == 96);

G_END_DECLS
