/* bench-motion.c: how long frames take while the window is scrolled, zoomed and dragged, or left alone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: bench-motion PID
 * Opens Pagescape's window on a process and moves the pointer, wheel and keys of the display as a
 * person would (xdotool). Prints a line for each frame: what was going on, microseconds of the main
 * thread's CPU time since the frame before it (events, layout, drawing), and microseconds on the
 * clock from before-paint to after-paint. Where the frame before it is long ago, nothing was to be
 * painted, and only what was done since a sixtieth of a second before is its cost. "sample" is what
 * all views do when a sample arrives, which the next frame waits for; it is part of that frame, too;
 * "moment" is the same while the timeline is dragged through the history. "idle" is the window left
 * alone; its last line is "idle-cpu", microseconds of CPU time of the whole program in that time, and
 * microseconds of it.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "pgs-application.h"
#include "pgs-heap.h"
#include "pgs-locale.h"
#include "pgs-session.h"

#define WARM_UP_MS 5000
#define IDLE_MS 8000
#define SETTLE_MS 400
#define FRAME_US 16667
#define N_WAKES 64
#define SCRUB "scrub"

/* What the display is told, with the places of the pages (%1$d, %2$d), of the strip (%3$d) and of the
 * timeline (%4$d, %5$d). */
typedef struct
{
  const char *name;
  const char *script;
} Phase;

static const Phase phases[] = {
  { "scroll", "xdotool mousemove %1$d %2$d click --repeat 150 --delay 16 5 click --repeat 150 --delay 16 4" },
  { "zoom", "xdotool mousemove %1$d %2$d keydown ctrl click --repeat 14 --delay 60 4 "
            "click --repeat 28 --delay 60 5 click --repeat 24 --delay 60 4 keyup ctrl" },
  { "scroll-near", "xdotool mousemove %1$d %2$d click --repeat 150 --delay 16 5 "
                   "click --repeat 150 --delay 16 4" },
  { "drag", "xdotool mousemove %3$d %2$d click 1 sleep 0.3 mousemove %3$d %2$d mousedown 1 $("
            "for i in $(seq 60); do echo mousemove_relative 0 3 sleep 0.016; done; "
            "for i in $(seq 120); do echo mousemove_relative -- 0 -3 sleep 0.016; done) mouseup 1; : %1$d" },
  { SCRUB, "xdotool mousemove %4$d %5$d mousedown 1 $("
           "for i in $(seq 80); do echo mousemove_relative 4 0 sleep 0.016; done; "
           "for i in $(seq 120); do echo mousemove_relative -- -4 0 sleep 0.016; done) mouseup 1; : %1$d %2$d %3$d" },
};

static struct
{
  GApplication *application;
  GtkWidget *window;
  const char *phase; /* (nullable): nothing is measured */
  guint next;
  gint64 cpu_us;     /* of the main thread, at the end of the last frame */
  gint64 begun_us;
  struct
  {
    gint64 at_us, cpu_us;
  } wakes[N_WAKES]; /* when the main thread had slept last, or could have; a ring */
  guint n_wakes;
  gint64 idle_us, idle_cpu_us;
  gint64 sampled_us, sampled_cpu_us;
} bench;

static gint64
get_cpu_us (clockid_t which)
{
  struct timespec time;

  clock_gettime (which, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static gint
sleep_and_note (GPollFD *fds,
                guint    n_fds,
                gint     timeout)
{
  const gint result = g_poll (fds, n_fds, timeout);
  const guint i = bench.n_wakes++ % N_WAKES;

  bench.wakes[i].at_us = g_get_monotonic_time ();
  bench.wakes[i].cpu_us = get_cpu_us (CLOCK_THREAD_CPUTIME_ID);
  return result;
}

static void
on_before_paint (void)
{
  bench.begun_us = g_get_monotonic_time ();
  for (guint i = 0; i < MIN (bench.n_wakes, N_WAKES); i++)
    if (bench.wakes[i].at_us <= bench.begun_us - FRAME_US)
      bench.cpu_us = MAX (bench.cpu_us, bench.wakes[i].cpu_us);
}

static void
on_after_paint (void)
{
  const gint64 cpu_us = get_cpu_us (CLOCK_THREAD_CPUTIME_ID);

  if (bench.phase != NULL)
    printf ("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", bench.phase, cpu_us - bench.cpu_us,
            g_get_monotonic_time () - bench.begun_us);
  bench.cpu_us = cpu_us;
}

/* Runs before the views' handlers. */
static gboolean
on_sampled_first (GSignalInvocationHint *hint,
                  guint                  n_values,
                  const GValue          *values,
                  gpointer               user_data)
{
  bench.sampled_us = g_get_monotonic_time ();
  bench.sampled_cpu_us = get_cpu_us (CLOCK_THREAD_CPUTIME_ID);
  return G_SOURCE_CONTINUE;
}

static void
on_sampled_last (void)
{
  if (bench.phase != NULL)
    printf ("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", g_str_equal (bench.phase, SCRUB) ? "moment" : "sample",
            get_cpu_us (CLOCK_THREAD_CPUTIME_ID) - bench.sampled_cpu_us, g_get_monotonic_time () - bench.sampled_us);
}

static GtkWidget *
find_widget (GtkWidget  *widget,
             const char *type)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The middle of a widget in px of the window, which is at the display's upper left corner. */
static void
get_place (const char *type,
           int        *x,
           int        *y)
{
  GtkWidget *widget = find_widget (bench.window, type);
  double left, top;

  g_assert_nonnull (widget);
  g_assert_true (gtk_widget_translate_coordinates (widget, bench.window, 0, 0, &left, &top));
  *x = (int) left + gtk_widget_get_width (widget) / 2;
  *y = (int) top + gtk_widget_get_height (widget) / 2;
}

static gboolean run_next (gpointer user_data);

static void
on_script_ended (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error))
    g_error ("bench-motion: %s", error->message);
  g_timeout_add (SETTLE_MS, run_next, NULL);
}

static gboolean
run_next (gpointer user_data)
{
  g_autoptr (GSubprocess) script = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *command = NULL;
  int x, y, strip_x, strip_y, chart_x, chart_y;

  bench.phase = NULL;
  if (bench.next == G_N_ELEMENTS (phases))
    {
      g_application_quit (bench.application);
      return G_SOURCE_REMOVE;
    }
  get_place ("PgsMapView", &x, &y);
  get_place ("PgsStripView", &strip_x, &strip_y);
  get_place ("PgsChartView", &chart_x, &chart_y);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  command = g_strdup_printf (phases[bench.next].script, x, y, strip_x, chart_x, chart_y);
#pragma GCC diagnostic pop
  bench.phase = phases[bench.next++].name;
  script = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, "sh", "-c", command, NULL);
  if (script == NULL)
    g_error ("bench-motion: %s", error->message);
  bench.cpu_us = get_cpu_us (CLOCK_THREAD_CPUTIME_ID); /* to start the script is none of the window's */
  g_subprocess_wait_check_async (script, NULL, on_script_ended, NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
end_idle (gpointer user_data)
{
  printf ("idle-cpu %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
          get_cpu_us (CLOCK_PROCESS_CPUTIME_ID) - bench.idle_cpu_us, g_get_monotonic_time () - bench.idle_us);
  return run_next (NULL);
}

static void
follow_samples (void)
{
  g_autoptr (PgsSession) session = NULL;

  g_object_get (find_widget (bench.window, "PgsMapView"), "session", &session, NULL);
  g_signal_add_emission_hook (g_signal_lookup ("sampled", PGS_TYPE_SESSION), 0, on_sampled_first, NULL, NULL);
  g_signal_connect_after (session, "sampled", G_CALLBACK (on_sampled_last), NULL);
}

static gboolean
start_idle (gpointer user_data)
{
  follow_samples ();
  bench.idle_us = g_get_monotonic_time ();
  bench.idle_cpu_us = get_cpu_us (CLOCK_PROCESS_CPUTIME_ID);
  bench.phase = "idle";
  g_timeout_add (IDLE_MS, end_idle, NULL);
  return G_SOURCE_REMOVE;
}

static void
on_realize (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), NULL);
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), NULL);
}

static void
on_window_added (GtkApplication *application,
                 GtkWindow      *window)
{
  if (bench.window != NULL)
    return;
  bench.window = GTK_WIDGET (window);
  gtk_window_set_default_size (window, 1440, 900);
  g_signal_connect_after (window, "realize", G_CALLBACK (on_realize), NULL);
  g_timeout_add (WARM_UP_MS, start_idle, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (PgsApplication) application = NULL;

  pgs_heap_init ();
  pgs_locale_init ();
  g_main_context_set_poll_func (NULL, sleep_and_note);
  application = pgs_application_new ();
  bench.application = G_APPLICATION (application);
  g_signal_connect (application, "window-added", G_CALLBACK (on_window_added), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
