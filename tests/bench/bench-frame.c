/* bench-frame.c: how long a frame takes in which one band of the page map changed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: bench-frame PID
 * Shows the map of a process that touches one page of one mapping ten times a second, and prints a
 * line for each frame after the first seconds: microseconds from before-paint to after-paint, with
 * what the views did for the sample before it. Frames in which a new page fades are such frames,
 * too.
 */
#include "config.h"

#include <adwaita.h>
#include <stdio.h>
#include <stdlib.h>

#include "pgs-heap.h"
#include "pgs-map-page.h"
#include "pgs-resources.h"

#define WARM_UP_MS 2000
#define MEASURE_MS 8000

typedef struct
{
  GApplication *application;
  PgsSession *session;
  gint64 sampled_us;
  gint64 prepared_us;
  gint64 frame_us;
  gboolean measuring;
} Bench;

static Bench bench;

static void
on_sampled_first (void)
{
  bench.sampled_us = g_get_monotonic_time ();
}

static void
on_sampled_last (void)
{
  bench.prepared_us = g_get_monotonic_time () - bench.sampled_us;
}

static void
on_before_paint (void)
{
  bench.frame_us = g_get_monotonic_time ();
}

static void
on_after_paint (void)
{
  if (bench.measuring)
    printf ("%" G_GINT64_FORMAT "\n",
            g_get_monotonic_time () - bench.frame_us + bench.prepared_us);
  bench.prepared_us = 0;
}

static void
on_realize (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), NULL);
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), NULL);
}

static gboolean
start (gpointer user_data)
{
  bench.measuring = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
stop (gpointer user_data)
{
  g_application_quit (bench.application);
  return G_SOURCE_REMOVE;
}

static void
on_activate (GtkApplication *application,
             char          **argv)
{
  GtkWidget *window = gtk_application_window_new (application);
  GtkWidget *page = pgs_map_page_new ();

  bench.application = G_APPLICATION (application);
  bench.session = pgs_session_new ();
  g_object_set (bench.session, "rate", 10.0, "budget", 100.0, NULL);
  g_signal_connect (bench.session, "sampled", G_CALLBACK (on_sampled_first), NULL);
  g_object_set (page, "session", bench.session, NULL);
  g_signal_connect (bench.session, "sampled", G_CALLBACK (on_sampled_last), NULL);
  g_signal_connect_after (window, "realize", G_CALLBACK (on_realize), NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), 1100, 700);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  pgs_session_watch (bench.session, atoi (argv[1]));
  g_timeout_add (WARM_UP_MS, start, NULL);
  g_timeout_add (WARM_UP_MS + MEASURE_MS, stop, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (AdwApplication) application =
      adw_application_new ("io.github.pagescape_app.Bench", G_APPLICATION_DEFAULT_FLAGS);
  int status;

  if (argc != 2)
    {
      fprintf (stderr, "bench-frame: PID\n");
      return 2;
    }
  pgs_heap_init ();
  pgs_register_resource ();
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), argv);
  status = g_application_run (G_APPLICATION (application), 0, NULL);
  g_clear_object (&bench.session);
  return status;
}
