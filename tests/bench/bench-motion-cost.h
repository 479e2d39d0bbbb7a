/* bench-motion-cost.h: see bench-motion-cost.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <time.h>

/* What a frame took: microseconds of the main thread's CPU time, but for wall_us. */
typedef struct
{
  gint64 cpu_us;    /* all of it: */
  gint64 events_us; /* what was done since the frame before: events, samples, timers */
  gint64 layout_us; /* animations, looks and sizes of widgets */
  gint64 paint_us;  /* render nodes, and their drawing */
  gint64 wall_us;   /* on the clock, without what was done since the frame before */
} BenchMotionCost;

typedef void (*BenchMotionFunc) (const BenchMotionCost *cost);

gint64 bench_motion_get_cpu_us (clockid_t which);
void   bench_motion_init       (BenchMotionFunc func);
void   bench_motion_begin      (void);
void   bench_motion_follow     (GdkFrameClock *clock);
