/* resident.h: which pages of a block take memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <stdlib.h> /* tells whether this is glibc */
#include <sys/mman.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* What malloc gives out next, if it takes pages, are pages that nobody has written to. */
static inline void
free_unused_pages (void)
{
#ifdef __GLIBC__
  mallopt (M_PERTURB, 0);
  malloc_trim (0);
#endif
}

/* How many of the pages that a block is on are not in RAM. */
static inline gsize
count_absent (gconstpointer block,
              gsize         n_bytes)
{
  const gsize page = (gsize) sysconf (_SC_PAGESIZE);
  const gsize first = GPOINTER_TO_SIZE (block) / page;
  const gsize end = (GPOINTER_TO_SIZE (block) + n_bytes - 1) / page + 1;
  g_autofree unsigned char *states = g_new0 (unsigned char, end - first);
  gsize n_absent = 0;

  g_assert_cmpint (mincore (GSIZE_TO_POINTER (first * page), (end - first) * page, states), ==, 0);
  for (gsize i = 0; i < end - first; i++)
    n_absent += !(states[i] & 1);
  return n_absent;
}
