/* naive.c: /proc read the simple way, to compare with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "naive.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static FILE *
open_file (gint        pid,
           const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", pid, name);

  return fopen (path, "r");
}

/**
 * naive_pagemap:
 * @pid: a process
 * @address: of a page
 *
 * Returns: its entry
 */
guint64
naive_pagemap (gint    pid,
               guint64 address)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/pagemap", pid);
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  guint64 entry = 0;

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (pread (fd, &entry, 8, (off_t) (address / (guint64) sysconf (_SC_PAGESIZE) * 8)),
                   ==, 8);
  close (fd);
  return entry;
}

/**
 * naive_count:
 * @pid: a process
 * @start: first address
 * @end: first address behind
 * @counts: (out caller-allocates): what pagemap says
 */
void
naive_count (gint         pid,
             guint64      start,
             guint64      end,
             NaiveCounts *counts)
{
  memset (counts, 0, sizeof *counts);
  for (guint64 address = start; address < end; address += (guint64) sysconf (_SC_PAGESIZE))
    {
      guint64 entry = naive_pagemap (pid, address);

      if (entry >> 58 & 1)
        counts->guard++;
      else if (entry >> 62 & 1)
        counts->swapped++;
      else if (entry >> 63 & 1)
        {
          counts->present++;
          counts->exclusive += entry >> 56 & 1;
          counts->file += entry >> 61 & 1;
        }
    }
}

/**
 * naive_smaps:
 * @pid: a process
 * @start: first address of a region
 * @key: such as "Rss"
 *
 * Returns: its value in bytes
 */
guint64
naive_smaps (gint        pid,
             guint64     start,
             const char *key)
{
  FILE *file = open_file (pid, "smaps");
  gboolean in_region = FALSE;
  guint64 value = G_MAXUINT64;
  char line[8192];
  char name[64];
  unsigned long from;
  unsigned long to;
  unsigned long kilobytes;

  g_assert_nonnull (file);
  while (fgets (line, sizeof line, file) != NULL)
    {
      if (sscanf (line, "%lx-%lx ", &from, &to) == 2)
        in_region = from == start;
      else if (in_region && sscanf (line, "%63[^:]: %lu kB", name, &kilobytes) == 2 &&
               strcmp (name, key) == 0)
        value = kilobytes * 1024;
    }
  fclose (file);
  return value;
}

/**
 * naive_statm:
 * @pid: a process
 * @field: from 0
 *
 * Returns: its value in bytes
 */
guint64
naive_statm (gint  pid,
             guint field)
{
  FILE *file = open_file (pid, "statm");
  unsigned long values[7];

  g_assert_nonnull (file);
  g_assert_cmpint (fscanf (file, "%lu %lu %lu %lu %lu %lu %lu", &values[0], &values[1], &values[2],
                           &values[3], &values[4], &values[5], &values[6]), ==, 7);
  fclose (file);
  return values[field] * (guint64) sysconf (_SC_PAGESIZE);
}

/**
 * naive_status:
 * @pid: a process
 * @key: such as "VmSwap"
 *
 * Returns: its value in bytes
 */
guint64
naive_status (gint        pid,
              const char *key)
{
  FILE *file = open_file (pid, "status");
  char line[8192];
  char name[64];
  unsigned long kilobytes;
  guint64 value = G_MAXUINT64;

  g_assert_nonnull (file);
  while (fgets (line, sizeof line, file) != NULL)
    if (sscanf (line, "%63[^:]: %lu kB", name, &kilobytes) == 2 && strcmp (name, key) == 0)
      value = kilobytes * 1024;
  fclose (file);
  return value;
}
