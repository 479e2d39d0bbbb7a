/* pgs-heap.c: how the program keeps freed memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * By default glibc maps each block from 128 KiB on anew and gives memory at the heap's end back at
 * once. A frame needs images of some 100 KiB for its drawing only, so that every frame of a chart
 * took 500 page faults, a millisecond. Kept blocks cost a few MiB at most.
 *
 * What is free between blocks in use is given back once a minute. Else holes add up for a long time:
 * RSS grew by 0.5 to 2 MiB a minute in the first minutes while the memory in use did not grow at all.
 */
#include "config.h"

#include "pgs-heap.h"

#include <glib.h>
#include <stdlib.h> /* tells whether this is glibc */
#ifdef __GLIBC__
#include <malloc.h>
#endif

#define KEPT_BLOCK (1 << 20) /* larger ones are mapped and given back */
#define KEPT_END (4 << 20)   /* at the heap's end */
#define TRIM_S 60            /* from one time of giving back to the next */
#define MAX_ARENAS 1         /* threads that allocate at the same time are rare, and each one's holes are its own */

#ifdef __GLIBC__
static gboolean
trim (gpointer data)
{
  malloc_trim (KEPT_END);
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
  mallopt (M_MMAP_THRESHOLD, KEPT_BLOCK);
  mallopt (M_TRIM_THRESHOLD, KEPT_END);
  g_timeout_add_seconds_full (G_PRIORITY_LOW, TRIM_S, trim, NULL, NULL);
#endif
}
