/* pgs-system.c: the memory of the whole machine at one moment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-system.h"

#include "pgs-error.h"
#include "pgs-glibtop.h"
#include "pgs-system-parser.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glibtop/mem.h>
#include <glibtop/swap.h>

/* NOTES
 *
 * libgtop gives total, free, buffers and the two swap numbers. What it calls used, cached and shared
 * changed its meaning between versions, so these, and all it has not got, come from the kernel's
 * files. A whole reading takes about 0.1 ms, most of it in the kernel, which
 * sums up the per-CPU counters of vmstat.
 */

#define FILE_SIZE_MAX 32768 /* vmstat of 6.18 has 5 KiB; what is longer is cut at a line */

/* Reads a small file in one go: the kernel makes the text of these files at the first read. The
 * text is cut behind its last whole line. Returns FALSE with errno set. */
static gboolean
read_small_file (const char *path,
                 char       *text,
                 gsize       size)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gsize length = 0;
  gssize n = 0;
  char *end;
  int errsv;

  if (fd < 0)
    return FALSE;
  while (length < size - 1)
    {
      n = read (fd, text + length, size - 1 - length);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      length += n;
    }
  errsv = errno;
  close (fd);
  errno = errsv;
  if (n < 0)
    return FALSE;
  text[length] = '\0';
  end = strrchr (text, '\n');
  if (end != NULL)
    end[1] = '\0';
  return TRUE;
}

static void
set_unknown (PgsSystem *self)
{
  guint64 *first = &self->total;
  guint64 *last = &self->anon_huge_pages;

  for (guint64 *member = first; member <= last; member++)
    *member = PGS_UNKNOWN;
  self->pgpgin = self->pgpgout = self->pgfault = self->pgmajfault = self->pgfree = PGS_UNKNOWN;
  self->pgscan_kswapd = self->pgscan_direct = self->pgsteal = PGS_UNKNOWN;
  self->pswpin = self->pswpout = PGS_UNKNOWN;
  self->overcommit_mode = self->panic_on_oom = -1;
  self->overcommit_ratio = self->overcommit_kbytes = PGS_UNKNOWN;
  self->pressure_some_avg10 = self->pressure_full_avg10 = -1;
  self->page_size = PGS_UNKNOWN;
  for (guint i = 0; i < PGS_SYSTEM_N_ORDERS; i++)
    self->free_blocks[i] = PGS_UNKNOWN;
  self->page_table_isolation = -1;
}

static void
read_glibtop (PgsSystem *self)
{
  glibtop_mem mem;
  glibtop_swap swap;

  glibtop_get_mem (&mem);
  if (mem.flags & (1 << GLIBTOP_MEM_TOTAL))
    self->total = mem.total;
  if (mem.flags & (1 << GLIBTOP_MEM_FREE))
    self->free = mem.free;
  if (mem.flags & (1 << GLIBTOP_MEM_BUFFER))
    self->buffers = mem.buffer;
  glibtop_get_swap (&swap);
  if (swap.flags & (1 << GLIBTOP_SWAP_TOTAL))
    self->swap_total = swap.total;
  if (swap.flags & (1 << GLIBTOP_SWAP_FREE))
    self->swap_free = swap.free;
}

static guint64
read_number (const char *path)
{
  char text[64];
  char *end;
  guint64 value;

  if (!read_small_file (path, text, sizeof text))
    return PGS_UNKNOWN;
  value = g_ascii_strtoull (text, &end, 10);
  return end == text ? PGS_UNKNOWN : value;
}

static gint
read_setting (const char *path)
{
  guint64 value = read_number (path);

  return value > G_MAXINT ? -1 : (gint) value;
}

static void
read_pressure (PgsSystem *self)
{
  char text[512];

  if (read_small_file ("/proc/pressure/memory", text, sizeof text))
    pgs_system_parse_pressure (text, self);
}

static void
read_frames (PgsSystem *self,
             char      *text)
{
  self->page_size = (guint64) sysconf (_SC_PAGESIZE);
  if (read_small_file ("/proc/buddyinfo", text, FILE_SIZE_MAX))
    pgs_system_parse_buddyinfo (text, self);
  if (read_small_file ("/sys/devices/system/cpu/vulnerabilities/meltdown", text, FILE_SIZE_MAX))
    pgs_system_parse_meltdown (text, self);
}

/**
 * pgs_system_read:
 * @self: (out): the value to fill
 * @error: where to put why not
 *
 * Reads everything once. Lines that this kernel does not have, and files that it does not have or
 * does not show, leave their members unknown; only meminfo must be there. Any thread; about 0.1 ms.
 *
 * Returns: %FALSE with %PGS_ERROR_UNSUPPORTED if /proc is not mounted, other codes as errno says
 */
gboolean
pgs_system_read (PgsSystem  *self,
                 GError    **error)
{
  g_autofree char *text = g_malloc (FILE_SIZE_MAX); /* more than a small stack has */

  g_return_val_if_fail (self != NULL, FALSE);

  memset (self, 0, sizeof *self);
  set_unknown (self);
  if (!pgs_glibtop_prepare (error))
    return FALSE;
  if (!read_small_file ("/proc/meminfo", text, FILE_SIZE_MAX))
    {
      pgs_error_set_errno (error, errno, "/proc/meminfo");
      return FALSE;
    }
  pgs_system_parse_meminfo (text, self);
  read_glibtop (self);
  if (read_small_file ("/proc/vmstat", text, FILE_SIZE_MAX))
    pgs_system_parse_vmstat (text, self);
  self->monotonic_us = g_get_monotonic_time ();

  self->overcommit_mode = read_setting ("/proc/sys/vm/overcommit_memory");
  self->overcommit_ratio = read_number ("/proc/sys/vm/overcommit_ratio");
  self->overcommit_kbytes = read_number ("/proc/sys/vm/overcommit_kbytes");
  self->panic_on_oom = read_setting ("/proc/sys/vm/panic_on_oom");
  read_pressure (self);
  read_frames (self, text);
  return TRUE;
}

/**
 * pgs_system_get_used:
 * @self: a reading
 *
 * Returns: what free(1) calls used: total − available; %PGS_UNKNOWN where one is unknown
 */
guint64
pgs_system_get_used (const PgsSystem *self)
{
  g_return_val_if_fail (self != NULL, PGS_UNKNOWN);

  if (self->total == PGS_UNKNOWN || self->available == PGS_UNKNOWN)
    return PGS_UNKNOWN;
  return self->total - MIN (self->available, self->total);
}

/**
 * pgs_system_get_swap_used:
 * @self: a reading
 *
 * Returns: total − free of the swap space; %PGS_UNKNOWN where one is unknown
 */
guint64
pgs_system_get_swap_used (const PgsSystem *self)
{
  g_return_val_if_fail (self != NULL, PGS_UNKNOWN);

  if (self->swap_total == PGS_UNKNOWN || self->swap_free == PGS_UNKNOWN)
    return PGS_UNKNOWN;
  return self->swap_total - MIN (self->swap_free, self->swap_total);
}

/**
 * pgs_system_get_buff_cache:
 * @self: a reading
 *
 * Returns: what free(1) calls buff/cache: buffers + cached + reclaimable slab; %PGS_UNKNOWN where
 *   one is unknown
 */
guint64
pgs_system_get_buff_cache (const PgsSystem *self)
{
  g_return_val_if_fail (self != NULL, PGS_UNKNOWN);

  if (self->buffers == PGS_UNKNOWN || self->cached == PGS_UNKNOWN
      || self->slab_reclaimable == PGS_UNKNOWN)
    return PGS_UNKNOWN;
  return self->buffers + self->cached + self->slab_reclaimable;
}

/**
 * pgs_system_get_memused:
 * @self: a reading
 *
 * Returns: what sar -r calls kbmemused, in bytes: total − free − buffers − cached − slab, not below
 *   0; %PGS_UNKNOWN where one is unknown
 */
guint64
pgs_system_get_memused (const PgsSystem *self)
{
  guint64 not_used;

  g_return_val_if_fail (self != NULL, PGS_UNKNOWN);

  if (self->total == PGS_UNKNOWN || self->free == PGS_UNKNOWN || self->buffers == PGS_UNKNOWN
      || self->cached == PGS_UNKNOWN || self->slab == PGS_UNKNOWN)
    return PGS_UNKNOWN;
  not_used = self->free + self->buffers + self->cached + self->slab;
  return self->total - MIN (not_used, self->total);
}

/**
 * pgs_system_get_order_size:
 * @self: a reading
 * @order: below %PGS_SYSTEM_N_ORDERS
 *
 * Returns: how much RAM lies in free blocks of that order, in bytes; %PGS_UNKNOWN where there are none such
 */
guint64
pgs_system_get_order_size (const PgsSystem *self,
                           guint            order)
{
  g_return_val_if_fail (self != NULL && order < PGS_SYSTEM_N_ORDERS, PGS_UNKNOWN);

  if (self->page_size == PGS_UNKNOWN || self->free_blocks[order] == PGS_UNKNOWN
      || self->free_blocks[order] > (G_MAXUINT64 >> order) / MAX (self->page_size, 1))
    return PGS_UNKNOWN;
  return (self->free_blocks[order] << order) * self->page_size;
}
