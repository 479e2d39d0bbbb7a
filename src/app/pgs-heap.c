/* pgs-heap.c: how the program keeps freed memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * By default glibc maps each block from 128 KiB on anew and gives memory at the heap's end back at
 * once. A frame needs images of some 100 KiB for its drawing only, so that every frame of a chart
 * took 500 page faults, a millisecond. Kept blocks cost a few MiB at most.
 */
#include "config.h"

#include "pgs-heap.h"

#include <stdlib.h> /* tells whether this is glibc */
#ifdef __GLIBC__
#include <malloc.h>
#endif

#define KEPT_BLOCK (1 << 20) /* larger ones are mapped and given back */
#define KEPT_END (4 << 20)   /* at the heap's end */

/**
 * pgs_heap_init:
 *
 * To be called once, before other threads begin.
 */
void
pgs_heap_init (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, KEPT_BLOCK);
  mallopt (M_TRIM_THRESHOLD, KEPT_END);
#endif
}
