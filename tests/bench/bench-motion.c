/* bench-motion.c: how long frames take while the window is scrolled, zoomed and dragged, or left alone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: bench-motion WIDTH HEIGHT PID [PHASE...]
 * Opens Pagescape's window on a process and moves the pointer, wheel and keys of the display as a
 * person would (xdotool). Prints a line for each frame: what was going on, microseconds of the main
 * thread's CPU time since the frame before it, microseconds on the clock from before-paint to
 * after-paint, and the CPU time's parts (bench-motion-cost.h). "sample" is what all views do when a
 * sample arrives, which the next frame waits for; it is part of that frame, too; "moment" is the same
 * while the timeline is dragged through the history. "idle" is the window left alone; its last line is
 * "idle-cpu", microseconds of CPU time of the whole program in that time, and microseconds of it.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench-motion-cost.h"
#include "pgs-application.h"
#include "pgs-heap.h"
#include "pgs-locale.h"
#include "pgs-session.h"

#define WARM_UP_MS 5000
#define IDLE_MS 8000
#define SETTLE_MS 400
#define SCRUB "scrub"
#define IDLE "idle"

#define WHEEL(button, times) "click --repeat " times " --delay 16 " button " "

/* What the display is told, with the places of the pages (%1$d, %2$d), which the table takes on the page of regions,
 * of the strip (%3$d), of the timeline (%4$d, %5$d) and of a title of that table (%6$d, %7$d). */
typedef struct
{
  const char *name;
  const char *script;
} Phase;

static const Phase phases[] = {
  { "scroll", "xdotool mousemove $map_x $map_y " WHEEL ("5", "150") WHEEL ("4", "150") },
  { "hover", "xdotool mousemove $map_x $map_y $(for i in $(seq 8); do for j in $(seq 20); do "
             "echo mousemove_relative -- $((i % 2 ? 5 : -5)) -3 sleep 0.016; done; echo sleep 0.7; done)" },
  { "zoom", "xdotool mousemove $map_x $map_y keydown ctrl click --repeat 14 --delay 60 4 "
            "click --repeat 28 --delay 60 5 click --repeat 24 --delay 60 4 keyup ctrl" },
  { "scroll-near", "xdotool mousemove $map_x $map_y " WHEEL ("5", "150") WHEEL ("4", "150") },
  { "drag", "xdotool mousemove $strip_x $map_y click 1 sleep 0.3 mousemove $strip_x $map_y mousedown 1 $("
            "for i in $(seq 60); do echo mousemove_relative 0 3 sleep 0.016; done; "
            "for i in $(seq 120); do echo mousemove_relative -- 0 -3 sleep 0.016; done) mouseup 1" },
  { SCRUB, "xdotool mousemove $chart_x $chart_y mousedown 1 $("
           "for i in $(seq 80); do echo mousemove_relative 4 0 sleep 0.016; done; "
           "for i in $(seq 120); do echo mousemove_relative -- -4 0 sleep 0.016; done) mouseup 1" },
  { "chart-zoom", "xdotool key alt+End mousemove $chart_x $chart_y keydown ctrl " WHEEL ("4", "20") WHEEL ("5", "20") "keyup ctrl" },
  { "open", "xdotool key alt+2 sleep 2" },
  { "rows", "xdotool mousemove $map_x $map_y " WHEEL ("5", "150") WHEEL ("4", "150") },
  { "sort", "xdotool mousemove $title_x $title_y $(for i in $(seq 6); do echo click 1 sleep 0.5; done)" },
  { "rows-sorted", "xdotool mousemove $map_x $map_y " WHEEL ("5", "150") WHEEL ("4", "150") },
};

static struct
{
  GApplication *application;
  GSubprocess *shell;
  GDataInputStream *answers;
  GtkWidget *window;
  int width, height;
  char **wanted; /* phases; none: all */
  const char *phase; /* (nullable): nothing is measured */
  guint next;
  int map_x, map_y, strip_x, chart_x, chart_y;
  gint64 idle_us, idle_cpu_us;
  gint64 sampled_us, sampled_cpu_us;
} bench;

static void
on_frame (const BenchMotionCost *cost)
{
  if (bench.phase != NULL)
    printf ("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
            bench.phase, cost->cpu_us, cost->wall_us, cost->events_us, cost->layout_us, cost->paint_us);
}

/* Runs before the views' handlers. */
static gboolean
on_sampled_first (GSignalInvocationHint *hint,
                  guint                  n_values,
                  const GValue          *values,
                  gpointer               user_data)
{
  bench.sampled_us = g_get_monotonic_time ();
  bench.sampled_cpu_us = bench_motion_get_cpu_us (CLOCK_THREAD_CPUTIME_ID);
  return G_SOURCE_CONTINUE;
}

static void
on_sampled_last (void)
{
  if (bench.phase != NULL)
    printf ("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", g_str_equal (bench.phase, SCRUB) ? "moment" : "sample",
            bench_motion_get_cpu_us (CLOCK_THREAD_CPUTIME_ID) - bench.sampled_cpu_us, g_get_monotonic_time () - bench.sampled_us);
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
get_place (GtkWidget  *parent,
           const char *type,
           int        *x,
           int        *y)
{
  GtkWidget *widget = find_widget (parent, type);
  graphene_rect_t bounds;

  g_assert_nonnull (widget);
  g_assert_true (gtk_widget_compute_bounds (widget, bench.window, &bounds));
  *x = (int) (bounds.origin.x + bounds.size.width / 2);
  *y = (int) (bounds.origin.y + bounds.size.height / 2);
}

static void
find_places (void)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (bench.window));
  int strip_y;

  g_assert_cmpint (gdk_surface_get_width (surface), ==, bench.width);
  g_assert_cmpint (gdk_surface_get_height (surface), ==, bench.height);
  get_place (bench.window, "PgsMapView", &bench.map_x, &bench.map_y);
  get_place (bench.window, "PgsStripView", &bench.strip_x, &strip_y);
  get_place (bench.window, "PgsChartView", &bench.chart_x, &bench.chart_y);
}

/* The pages are where the page of regions has its table; the place of a title of that is known once it is open. */
static char *
dup_places (void)
{
  GtkWidget *regions = find_widget (bench.window, "PgsRegionsPage");
  int title_x = 0, title_y = 0;

  if (regions != NULL)
    get_place (regions, "GtkColumnViewTitle", &title_x, &title_y);
  return g_strdup_printf ("map_x=%d map_y=%d strip_x=%d chart_x=%d chart_y=%d title_x=%d title_y=%d", bench.map_x,
                          bench.map_y, bench.strip_x, bench.chart_x, bench.chart_y, title_x, title_y);
}

static gboolean run_next (gpointer user_data);

static void
on_script_ended (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, &error);

  if (g_strcmp0 (answer, "done") != 0)
    g_error ("bench-motion: %s", error != NULL ? error->message : "a script failed");
  g_timeout_add (SETTLE_MS, run_next, NULL);
}

/* By a shell that was there before the window: to fork the window would cost it faults in the frames after that. */
static void
run_script (const char *script)
{
  g_autofree char *places = dup_places ();
  g_autofree char *command = g_strdup_printf ("%s; { %s; } >/dev/null && echo done || echo failed\n", places, script);
  g_autoptr (GError) error = NULL;

  if (!g_output_stream_write_all (g_subprocess_get_stdin_pipe (bench.shell), command, strlen (command), NULL, NULL, &error))
    g_error ("bench-motion: %s", error->message);
  g_data_input_stream_read_line_async (bench.answers, G_PRIORITY_DEFAULT, NULL, on_script_ended, NULL);
}

static void
start_shell (void)
{
  g_autoptr (GError) error = NULL;

  bench.shell = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "sh", NULL);
  if (bench.shell == NULL)
    g_error ("bench-motion: %s", error->message);
  bench.answers = g_data_input_stream_new (g_subprocess_get_stdout_pipe (bench.shell));
}

static gboolean
is_wanted (const char *phase)
{
  return *bench.wanted == NULL || g_strv_contains ((const char *const *) bench.wanted, phase);
}

static gboolean
run_next (gpointer user_data)
{
  bench.phase = NULL;
  while (bench.next < G_N_ELEMENTS (phases) && !is_wanted (phases[bench.next].name))
    bench.next++;
  if (bench.next == G_N_ELEMENTS (phases))
    {
      g_application_quit (bench.application);
      return G_SOURCE_REMOVE;
    }
  bench_motion_begin (); /* what was done meanwhile is none of the phase's */
  bench.phase = phases[bench.next].name;
  run_script (phases[bench.next++].script);
  return G_SOURCE_REMOVE;
}

static gboolean
end_idle (gpointer user_data)
{
  printf ("idle-cpu %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
          bench_motion_get_cpu_us (CLOCK_PROCESS_CPUTIME_ID) - bench.idle_cpu_us, g_get_monotonic_time () - bench.idle_us);
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
  find_places ();
  if (!is_wanted (IDLE))
    return run_next (NULL);
  bench.idle_us = g_get_monotonic_time ();
  bench.idle_cpu_us = bench_motion_get_cpu_us (CLOCK_PROCESS_CPUTIME_ID);
  bench.phase = IDLE;
  g_timeout_add (IDLE_MS, end_idle, NULL);
  return G_SOURCE_REMOVE;
}

static void
on_realize (GtkWidget *window)
{
  gtk_window_set_default_size (GTK_WINDOW (window), bench.width, bench.height); /* here, as it takes what the settings say first */
  bench_motion_follow (gtk_widget_get_frame_clock (window));
}

static void
on_window_added (GtkApplication *application,
                 GtkWindow      *window)
{
  if (bench.window != NULL)
    return;
  bench.window = GTK_WIDGET (window);
  g_signal_connect_after (window, "realize", G_CALLBACK (on_realize), NULL);
  g_timeout_add (WARM_UP_MS, start_idle, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (PgsApplication) application = NULL;

  if (argc < 4)
    {
      fprintf (stderr, "bench-motion: WIDTH HEIGHT PID [PHASE...]\n");
      return 2;
    }
  bench.width = atoi (argv[1]);
  bench.height = atoi (argv[2]);
  bench.wanted = argv + 4;
  char *arguments[] = { argv[0], argv[3], NULL };
  pgs_heap_init ();
  start_shell ();
  pgs_locale_init ();
  bench_motion_init (on_frame);
  application = pgs_application_new ();
  bench.application = G_APPLICATION (application);
  g_signal_connect (application, "window-added", G_CALLBACK (on_window_added), NULL);
  return g_application_run (G_APPLICATION (application), 2, arguments);
}
