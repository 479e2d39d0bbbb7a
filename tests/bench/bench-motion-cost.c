/* bench-motion-cost.c: what each frame of a window takes, and for what
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The cost of a frame begins where the frame before it ended. Where that is long ago nothing was to be painted,
 * and only what was done since a sixtieth of a second before is its cost.
 */
#include "config.h"

#include "bench-motion-cost.h"

#define FRAME_US 16667
#define N_WAKES 64

static struct
{
  BenchMotionFunc func;
  gint64 ended_us; /* CPU time at the end of the last frame */
  gint64 begun_us; /* on the clock */
  gint64 before_us, laid_out_us;
  struct
  {
    gint64 at_us, cpu_us;
  } wakes[N_WAKES]; /* when the main thread had slept last, or could have; a ring */
  guint n_wakes;
} motion;

/**
 * bench_motion_get_cpu_us:
 * @which: whose
 *
 * Returns: CPU time in microseconds
 */
gint64
bench_motion_get_cpu_us (clockid_t which)
{
  struct timespec time;

  clock_gettime (which, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static gint64
get_main_us (void)
{
  return bench_motion_get_cpu_us (CLOCK_THREAD_CPUTIME_ID);
}

static gint
sleep_and_note (GPollFD *fds,
                guint    n_fds,
                gint     timeout)
{
  const gint result = g_poll (fds, n_fds, timeout);
  const guint i = motion.n_wakes++ % N_WAKES;

  motion.wakes[i].at_us = g_get_monotonic_time ();
  motion.wakes[i].cpu_us = get_main_us ();
  return result;
}

static void
on_before_paint (void)
{
  motion.begun_us = g_get_monotonic_time ();
  motion.before_us = get_main_us ();
  for (guint i = 0; i < MIN (motion.n_wakes, N_WAKES); i++)
    if (motion.wakes[i].at_us <= motion.begun_us - FRAME_US)
      motion.ended_us = MAX (motion.ended_us, motion.wakes[i].cpu_us);
  motion.laid_out_us = motion.before_us;
}

static void
on_layout (void)
{
  motion.laid_out_us = get_main_us ();
}

static void
on_after_paint (void)
{
  const gint64 now_us = get_main_us ();
  const BenchMotionCost cost = { .cpu_us = now_us - motion.ended_us,
                                 .events_us = motion.before_us - motion.ended_us,
                                 .layout_us = motion.laid_out_us - motion.before_us,
                                 .paint_us = now_us - motion.laid_out_us,
                                 .wall_us = g_get_monotonic_time () - motion.begun_us };

  motion.func (&cost);
  bench_motion_begin ();
}

/**
 * bench_motion_init:
 * @func: told of each frame
 *
 * To be called before the main loop runs.
 */
void
bench_motion_init (BenchMotionFunc func)
{
  motion.func = func;
  g_main_context_set_poll_func (NULL, sleep_and_note);
}

/**
 * bench_motion_begin:
 *
 * What was done until now is none of the next frame's cost.
 */
void
bench_motion_begin (void)
{
  motion.ended_us = get_main_us ();
}

/**
 * bench_motion_follow:
 * @clock: of a window that is realized: its own handlers come first
 */
void
bench_motion_follow (GdkFrameClock *clock)
{
  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), NULL);
  g_signal_connect_after (clock, "layout", G_CALLBACK (on_layout), NULL);
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), NULL);
}
