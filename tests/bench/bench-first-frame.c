/* bench-first-frame.c: when a window showed its first frame, and how much memory it then needs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The same few lines measure Pagescape and the minimal window it is compared with. The starting
 * time comes from the parent, so that loading the program and its libraries counts.
 */
#include "bench-first-frame.h"

#include <stdio.h>

#define SETTLE_MS 2500

static gint64 first_frame_us;

static guint64
read_rss_kib (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    return 0;
  line = strstr (text, "VmRSS:");
  return line != NULL ? g_ascii_strtoull (line + strlen ("VmRSS:"), NULL, 10) : 0;
}

static gboolean
report (gpointer user_data)
{
  const char *start = g_getenv ("BENCH_START_US");

  printf ("first-frame-us %" G_GINT64_FORMAT "\n",
          first_frame_us - (start != NULL ? g_ascii_strtoll (start, NULL, 10) : 0));
  printf ("rss-kib %" G_GUINT64_FORMAT "\n", read_rss_kib ());
  g_application_quit (user_data);
  return G_SOURCE_REMOVE;
}

static void
on_after_paint (GdkFrameClock *clock,
                GApplication  *application)
{
  if (first_frame_us != 0)
    return;
  first_frame_us = g_get_monotonic_time ();
  g_timeout_add (SETTLE_MS, report, application);
}

static void
on_realize (GtkWidget    *window,
            GApplication *application)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (window), "after-paint",
                           G_CALLBACK (on_after_paint), application, 0);
}

static void
on_window_added (GtkApplication *application,
                 GtkWindow      *window)
{
  g_signal_connect_object (window, "realize", G_CALLBACK (on_realize), application,
                           G_CONNECT_AFTER);
}

/**
 * bench_first_frame_run:
 * @application: an application that opens a window when it is activated
 *
 * Runs it until its first frame was painted and everything behind it came to rest, then prints the
 * time from BENCH_START_US (monotonic) to that frame and the resident memory.
 *
 * Returns: the exit status
 */
int
bench_first_frame_run (GtkApplication *application)
{
  g_signal_connect (application, "window-added", G_CALLBACK (on_window_added), NULL);
  return g_application_run (G_APPLICATION (application), 0, NULL);
}
