/* pgs-system.c: the memory of the whole machine at one moment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-system.h"

#include "pgs-error.h"
#include "pgs-glibtop.h"

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

/* One line "KEY VALUE" or "KEY: VALUE kB" and where its number goes. */
typedef struct
{
  const char *key;
  gsize offset;
  guint64 unit;
} Field;

#define FIELD(key, member, unit) { key, G_STRUCT_OFFSET (PgsSystem, member), unit }

static const Field meminfo_fields[] = {
  FIELD ("MemAvailable", available, 1024),
  FIELD ("Cached", cached, 1024),
  FIELD ("SwapCached", swap_cached, 1024),
  FIELD ("Active", active, 1024),
  FIELD ("Inactive", inactive, 1024),
  FIELD ("Dirty", dirty, 1024),
  FIELD ("Writeback", writeback, 1024),
  FIELD ("AnonPages", anon_pages, 1024),
  FIELD ("Mapped", mapped, 1024),
  FIELD ("Shmem", shmem, 1024),
  FIELD ("Slab", slab, 1024),
  FIELD ("SReclaimable", slab_reclaimable, 1024),
  FIELD ("KernelStack", kernel_stack, 1024),
  FIELD ("PageTables", page_tables, 1024),
  FIELD ("CommitLimit", commit_limit, 1024),
  FIELD ("Committed_AS", commit, 1024),
  FIELD ("AnonHugePages", anon_huge_pages, 1024),
  FIELD ("HugePages_Total", huge_pages_total, 1),
  FIELD ("HugePages_Free", huge_pages_free, 1),
  FIELD ("Hugepagesize", huge_page_size, 1024),
};

/* pgsteal is the sum over who reclaims. pgsteal_anon and pgsteal_file count the same pages again. */
static const Field vmstat_fields[] = {
  FIELD ("pgpgin", pgpgin, 1),
  FIELD ("pgpgout", pgpgout, 1),
  FIELD ("pswpin", pswpin, 1),
  FIELD ("pswpout", pswpout, 1),
  FIELD ("pgfault", pgfault, 1),
  FIELD ("pgmajfault", pgmajfault, 1),
  FIELD ("pgfree", pgfree, 1),
  FIELD ("pgscan_kswapd", pgscan_kswapd, 1),
  FIELD ("pgscan_direct", pgscan_direct, 1),
  FIELD ("pgsteal_kswapd", pgsteal, 1),
  FIELD ("pgsteal_direct", pgsteal, 1),
  FIELD ("pgsteal_khugepaged", pgsteal, 1),
  FIELD ("pgsteal_proactive", pgsteal, 1),
};

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

static const Field *
find_field (const Field *fields,
            gsize        n_fields,
            const char  *key,
            gsize        length)
{
  for (gsize i = 0; i < n_fields; i++)
    if (strncmp (fields[i].key, key, length) == 0 && fields[i].key[length] == '\0')
      return &fields[i];
  return NULL;
}

/* Adds the numbers of known lines to their members; a member not met before is set. */
static void
parse_fields (PgsSystem   *self,
              const char  *text,
              const Field *fields,
              gsize        n_fields)
{
  for (const char *line = text; *line != '\0';)
    {
      gsize key_length = strcspn (line, ": \n");
      const Field *field = find_field (fields, n_fields, line, key_length);

      if (field != NULL && line[key_length] != '\n')
        {
          guint64 value = g_ascii_strtoull (line + key_length + 1, NULL, 10);
          guint64 *member = G_STRUCT_MEMBER_P (self, field->offset);

          if (value <= (PGS_UNKNOWN - 1) / field->unit)
            *member = (*member == PGS_UNKNOWN ? 0 : *member) + value * field->unit;
        }
      line += strcspn (line, "\n");
      if (*line == '\n')
        line++;
    }
}

static void
set_unknown (PgsSystem *self)
{
  guint64 *first = &self->total;
  guint64 *last = &self->anon_huge_pages;

  for (guint64 *member = first; member <= last; member++)
    *member = PGS_UNKNOWN;
  for (gsize i = 0; i < G_N_ELEMENTS (vmstat_fields); i++)
    G_STRUCT_MEMBER (guint64, self, vmstat_fields[i].offset) = PGS_UNKNOWN;
  self->overcommit_mode = self->panic_on_oom = -1;
  self->overcommit_ratio = self->overcommit_kbytes = PGS_UNKNOWN;
  self->pressure_some_avg10 = self->pressure_full_avg10 = -1;
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

/* "some avg10=0.31 avg60=…\nfull avg10=…" */
static double
parse_pressure (const char *text,
                const char *key)
{
  const char *at = strstr (text, key);
  char *end;
  double value;

  if (at == NULL)
    return -1;
  value = g_ascii_strtod (at + strlen (key), &end);
  return end == at + strlen (key) || !(value >= 0 && value <= 100) ? -1 : value;
}

static void
read_pressure (PgsSystem *self)
{
  char text[512];

  if (!read_small_file ("/proc/pressure/memory", text, sizeof text))
    return;
  self->pressure_some_avg10 = parse_pressure (text, "some avg10=");
  self->pressure_full_avg10 = parse_pressure (text, "full avg10=");
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
  char text[FILE_SIZE_MAX];

  g_return_val_if_fail (self != NULL, FALSE);

  memset (self, 0, sizeof *self);
  set_unknown (self);
  if (!pgs_glibtop_prepare (error))
    return FALSE;
  if (!read_small_file ("/proc/meminfo", text, sizeof text))
    {
      pgs_error_set_errno (error, errno, "/proc/meminfo");
      return FALSE;
    }
  parse_fields (self, text, meminfo_fields, G_N_ELEMENTS (meminfo_fields));
  read_glibtop (self);
  if (read_small_file ("/proc/vmstat", text, sizeof text))
    parse_fields (self, text, vmstat_fields, G_N_ELEMENTS (vmstat_fields));
  self->monotonic_us = g_get_monotonic_time ();

  self->overcommit_mode = read_setting ("/proc/sys/vm/overcommit_memory");
  self->overcommit_ratio = read_number ("/proc/sys/vm/overcommit_ratio");
  self->overcommit_kbytes = read_number ("/proc/sys/vm/overcommit_kbytes");
  self->panic_on_oom = read_setting ("/proc/sys/vm/panic_on_oom");
  read_pressure (self);
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
