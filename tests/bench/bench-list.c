/* bench-list.c: what the window's process list costs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: bench-list
 * Shows the processes of this machine and prints, in microseconds:
 *   first WALL CPU MAIN        from when listing began to the end of the first frame with rows; CPU time of all
 *                              threads, of the main thread
 *   refresh CPU MAIN MODEL     each: of all threads, of the main thread with its frames, and of that
 *                              what the model took
 *   search CPU                 of the main thread, for a key pressed in the search and the frame
 */
#include "config.h"

#include <adwaita.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "pgs-heap.h"
#include "pgs-monitor.h"
#include "pgs-process-list.h"
#include "pgs-resources.h"

#define N_WARM_UP 6
#define N_REFRESHES 21
#define SETTLE_MS 500

typedef struct
{
  GApplication *application;
  PgsMonitor *monitor;
  GtkWidget *list;
  gint64 start_us, start_cpu_us, start_main_us;
  guint n_refreshes;
  gint64 cpu_us; /* at the begin of this refresh */
  gint64 main_us;
  gint64 model_us;
  guint n_keys;
  gint64 key_us; /* 0: no key is being waited for */
} Bench;

static const char *const searches[] = { "b", "be", "ben", "benc", "bench", "", "1", "12", "", "root" };
static Bench bench;

static gint64
get_us (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gboolean
press_key (gpointer data)
{
  GtkEditable *entry;

  if (bench.n_keys == 4 * G_N_ELEMENTS (searches))
    {
      g_application_quit (bench.application);
      return G_SOURCE_REMOVE;
    }
  pgs_process_list_focus_search (PGS_PROCESS_LIST (bench.list));
  entry = GTK_EDITABLE (gtk_widget_get_ancestor (gtk_root_get_focus (gtk_widget_get_root (bench.list)),
                                                 GTK_TYPE_SEARCH_ENTRY));
  bench.key_us = get_us (CLOCK_THREAD_CPUTIME_ID);
  gtk_editable_set_text (entry, searches[bench.n_keys++ % G_N_ELEMENTS (searches)]);
  g_signal_emit_by_name (entry, "search-changed"); /* without the delay for fast typists */
  return G_SOURCE_REMOVE;
}

static void
on_before_refresh (void)
{
  const gint64 cpu_us = get_us (CLOCK_PROCESS_CPUTIME_ID);
  const gint64 main_us = get_us (CLOCK_THREAD_CPUTIME_ID);

  if (++bench.n_refreshes > N_WARM_UP + 1)
    printf ("refresh %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
            cpu_us - bench.cpu_us, main_us - bench.main_us, bench.model_us);
  bench.cpu_us = cpu_us;
  bench.main_us = main_us;
}

static void
on_after_refresh (void)
{
  bench.model_us = get_us (CLOCK_THREAD_CPUTIME_ID) - bench.main_us;
  if (bench.n_refreshes < N_WARM_UP + 1 + N_REFRESHES)
    return;
  g_signal_handlers_disconnect_by_func (bench.monitor, on_before_refresh, NULL);
  g_signal_handlers_disconnect_by_func (bench.monitor, on_after_refresh, NULL);
  pgs_monitor_stop (bench.monitor);
  g_timeout_add (SETTLE_MS, press_key, NULL);
}

static void
on_after_paint (void)
{
  if (bench.n_refreshes > 0 && bench.start_us != 0)
    {
      printf ("first %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
              g_get_monotonic_time () - bench.start_us, get_us (CLOCK_PROCESS_CPUTIME_ID) - bench.start_cpu_us,
              get_us (CLOCK_THREAD_CPUTIME_ID) - bench.start_main_us);
      bench.start_us = 0;
    }
  if (bench.key_us == 0)
    return;
  printf ("search %" G_GINT64_FORMAT "\n", get_us (CLOCK_THREAD_CPUTIME_ID) - bench.key_us);
  bench.key_us = 0;
  g_timeout_add (SETTLE_MS / 5, press_key, NULL);
}

static void
on_realize (GtkWidget *window)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_after_paint),
                    NULL);
}

static void
on_activate (GtkApplication *application)
{
  GtkWidget *window = gtk_application_window_new (application);

  bench.application = G_APPLICATION (application);
  bench.monitor = pgs_monitor_new ();
  bench.list = g_object_new (PGS_TYPE_PROCESS_LIST, NULL);
  g_signal_connect (bench.monitor, "refreshed", G_CALLBACK (on_before_refresh), NULL);
  g_object_set (bench.list, "monitor", bench.monitor, NULL);
  g_signal_connect (bench.monitor, "refreshed", G_CALLBACK (on_after_refresh), NULL);
  g_signal_connect_after (window, "realize", G_CALLBACK (on_realize), NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), 300, 700);
  gtk_window_set_child (GTK_WINDOW (window), bench.list);
  gtk_window_present (GTK_WINDOW (window));
  pgs_process_list_focus_rows (PGS_PROCESS_LIST (bench.list)); /* as in the real one: no caret blinks */
  bench.start_us = g_get_monotonic_time ();
  bench.start_cpu_us = get_us (CLOCK_PROCESS_CPUTIME_ID);
  bench.start_main_us = get_us (CLOCK_THREAD_CPUTIME_ID);
  pgs_monitor_start (bench.monitor);
}

int
main (void)
{
  g_autoptr (AdwApplication) application =
      adw_application_new ("io.github.pagescape_app.Bench", G_APPLICATION_DEFAULT_FLAGS);
  int status;

  pgs_heap_init ();
  pgs_register_resource ();
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
  status = g_application_run (G_APPLICATION (application), 0, NULL);
  g_clear_object (&bench.monitor);
  return status;
}
