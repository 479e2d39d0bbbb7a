/* bench-chart.c: how long it takes to draw a timeline that is full
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: bench-chart
 * Shows the timeline of a process with about as many points as a history holds, adds one twenty times
 * a second as PgsTimeline does, and prints a line for each: "near" while the last two minutes are in sight, then "all", and
 * microseconds of the main thread's CPU time from the sample to the end of its frame.
 */
#include "config.h"

#include <adwaita.h>
#include <stdio.h>
#include <time.h>

#include "pgs-chart-view.h"
#include "pgs-heap.h"
#include "pgs-history.h"
#include "pgs-resources.h"

#define WARM_UP_POINTS 10 /* of each half */
#define N_POINTS 120       /* of each half */
#define N_SPANS 9          /* more than there are steps from the nearest to all */
#define POINTS_A_SECOND 20
#define N_BEFORE (PGS_HISTORY_MAX_POINTS - 2 * N_POINTS)
#define STEP_US (G_USEC_PER_SEC / 2)

static struct
{
  GApplication *application;
  PgsChartView *view;
  PgsPoint points[PGS_HISTORY_MAX_POINTS];
  guint n_added;
  gint64 cpu_us;
} bench;

static gint64
get_cpu_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* The worst for a chart: every value differs from the one before. */
static void
set_point (PgsPoint *point,
           guint64   i)
{
  const guint64 wave = (i * 2654435761u) >> 12 & 0xfffff;

  *point = (PgsPoint) { .monotonic_us = i * STEP_US,
                        .virt = (4096 + i % 512) << 20,
                        .anon = (wave % 256) << 20,
                        .file = (64 + wave % 16) << 20,
                        .shmem = (wave % 8) << 20,
                        .swap = (wave % 4) << 20,
                        .minor_faults = i * 100 + wave % 50,
                        .major_faults = i / 7 };
  point->res = point->anon + point->file + point->shmem;
}

/* As by the wheel: the chart has no other way from outside. */
static void
show_all (void)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (bench.view));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean handled;

      for (guint step = 0; GTK_IS_EVENT_CONTROLLER_SCROLL (controller) && step < N_SPANS; step++)
        g_signal_emit_by_name (controller, "scroll", 0.0, 1.0, &handled);
    }
}

static gboolean
add_point (gpointer user_data)
{
  if (bench.n_added == 2 * N_POINTS)
    {
      g_application_quit (bench.application);
      return G_SOURCE_REMOVE;
    }
  if (bench.n_added == N_POINTS)
    show_all ();
  bench.n_added++;
  bench.cpu_us = get_cpu_us ();
  g_assert_true (pgs_chart_continue_history (pgs_chart_view_get_chart (bench.view), bench.points,
                                             N_BEFORE + bench.n_added, NULL, 0));
  pgs_chart_view_chart_grew (bench.view, NULL);
  return G_SOURCE_CONTINUE;
}

static void
on_after_paint (void)
{
  if (bench.cpu_us != 0 && (bench.n_added - 1) % N_POINTS >= WARM_UP_POINTS)
    printf ("%s %" G_GINT64_FORMAT "\n", bench.n_added > N_POINTS ? "all" : "near", get_cpu_us () - bench.cpu_us);
  bench.cpu_us = 0;
}

static void
on_realize (GtkWidget *window)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_after_paint), NULL);
}

static void
on_activate (GtkApplication *application)
{
  GtkWidget *window = gtk_application_window_new (application);

  bench.application = G_APPLICATION (application);
  bench.view = g_object_new (PGS_TYPE_CHART_VIEW, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (bench.points); i++)
    set_point (&bench.points[i], i);
  pgs_chart_view_take_chart (bench.view, pgs_chart_new_history (bench.points, N_BEFORE, NULL, 0), NULL);
  g_signal_connect_after (window, "realize", G_CALLBACK (on_realize), NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), 1100, 200);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (bench.view));
  gtk_window_present (GTK_WINDOW (window));
  g_timeout_add (1000 / POINTS_A_SECOND, add_point, NULL);
}

int
main (void)
{
  g_autoptr (AdwApplication) application =
      adw_application_new ("io.github.pagescape_app.Bench", G_APPLICATION_DEFAULT_FLAGS);

  pgs_heap_init ();
  pgs_register_resource ();
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
  return g_application_run (G_APPLICATION (application), 0, NULL);
}
