/* pgs-heap.c: how the program keeps freed memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A frame needs images of some 100 KiB to 1 MiB for its drawing only. glibc maps the first of them, and once they
 * are freed takes all further ones from the heap, where what is small and stays then lies between them. RSS was 10 MiB
 * greater for that, came and went by 4 MiB and grew by 200 to 400 KiB a minute while what was in use did not grow.
 * That blocks of LARGE_BLOCK are always mapped costs page faults: up to a millisecond of a frame.
 *
 * What is free, between blocks in use and at the end, is given back every few seconds: of it, frames need some
 * 1 MiB again.
 */
#include "config.h"

#include "pgs-heap.h"

#include <glib.h>
#include <stdlib.h> /* tells whether this is glibc */
#ifdef __GLIBC__
#include <malloc.h>
#endif

#define LARGE_BLOCK (128 << 10) /* mapped, and given back when it is freed: what glibc begins with */
#define KEPT_END (4 << 20)      /* at the heap's end, from one frame to the next */
#define TRIM_S 10               /* from one time of giving back to the next */
#define MAX_ARENAS 1            /* threads that allocate at the same time are rare, and each one's holes are its own */

#ifdef __GLIBC__
static gboolean
trim (gpointer data)
{
  malloc_trim (0);
  return G_SOURCE_CONTINUE;
}
#endif

/**
 * pgs_heap_init:
 *
 * To be called once, before other threads begin. The rest happens in the default main context.
 */
void
pgs_heap_init (void)
{
#ifdef __GLIBC__
  mallopt (M_ARENA_MAX, MAX_ARENAS);
  mallopt (M_MMAP_THRESHOLD, LARGE_BLOCK);
  mallopt (M_TRIM_THRESHOLD, KEPT_END);
  g_timeout_add_seconds_full (G_PRIORITY_LOW, TRIM_S, trim, NULL, NULL);
#endif
}
