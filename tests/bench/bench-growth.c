/* bench-growth.c: how the memory of Pagescape's window grows while it watches
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: bench-growth PID PERIOD_MS
 * Opens Pagescape's window on a process. Each PERIOD_MS prints, in KiB: the least that was resident since
 * the line before, what of it the histories say they take, and what malloc has given out. Ends with its
 * standard input.
 *
 * The images that a program and its X server share while it draws are not counted: two or three MiB are there
 * or not, by chance, and would hide any slope.
 */
#include "config.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pgs-application.h"
#include "pgs-heap.h"
#include "pgs-locale.h"
#include "pgs-session.h"

#define READING_MS 100 /* what a sample needs for a moment would else be seen or not, by chance: 8 MiB with W4 */

static struct
{
  GtkWidget *window;
  PgsSession *session;
  int status;
  guint n_readings; /* from one line to the next */
  guint n_read;
  gint64 least_kib;
} bench;

static gint64
get_kib (const char *status,
         const char *name)
{
  const char *line = strstr (status, name);

  g_assert_nonnull (line);
  return strtoll (line + strlen (name), NULL, 10);
}

static gint64
read_resident_kib (void)
{
  char text[4096];
  const ssize_t length = pread (bench.status, text, sizeof text - 1, 0);

  g_assert_cmpint (length, >, 0);
  text[length] = '\0';
  return get_kib (text, "\nVmRSS:") - get_kib (text, "\nRssShmem:");
}

static PgsSession *
find_session (GtkWidget *widget)
{
  PgsSession *session = NULL;

  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "PgsMapView"))
    g_object_get (widget, "session", &session, NULL);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && session == NULL;
       child = gtk_widget_get_next_sibling (child))
    session = find_session (child);
  return session;
}

static void
print_line (void)
{
  const struct mallinfo2 info = mallinfo2 ();
  guint n_histories;

  if (bench.session == NULL)
    bench.session = find_session (bench.window);
  printf ("%" G_GINT64_FORMAT " %" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT "\n", bench.least_kib,
          pgs_session_get_history_use (bench.session, &n_histories) / 1024, (info.uordblks + info.hblkhd) / 1024);
  fflush (stdout);
}

static gboolean
read_again (gpointer user_data)
{
  const gint64 kib = read_resident_kib ();

  bench.least_kib = bench.n_read == 0 ? kib : MIN (bench.least_kib, kib);
  if (++bench.n_read < bench.n_readings)
    return G_SOURCE_CONTINUE;
  bench.n_read = 0;
  print_line ();
  return G_SOURCE_CONTINUE;
}

static gboolean
on_input (gint         fd,
          GIOCondition condition,
          gpointer     application)
{
  g_application_quit (application);
  return G_SOURCE_REMOVE;
}

static void
on_window_added (GtkApplication *application,
                 GtkWindow      *window)
{
  if (bench.window != NULL)
    return;
  bench.window = GTK_WIDGET (window);
  gtk_window_set_default_size (window, 1440, 900);
  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, on_input, application);
  g_timeout_add (READING_MS, read_again, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (PgsApplication) application = NULL;

  if (argc != 3)
    g_error ("usage: bench-growth PID PERIOD_MS");
  pgs_heap_init ();
  pgs_locale_init ();
  bench.n_readings = (guint) MAX (atoi (argv[2]) / READING_MS, 1);
  bench.status = open ("/proc/self/status", O_RDONLY | O_CLOEXEC);
  application = pgs_application_new ();
  g_signal_connect (application, "window-added", G_CALLBACK (on_window_added), NULL);
  return g_application_run (G_APPLICATION (application), 2, argv);
}
