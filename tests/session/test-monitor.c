/* test-monitor.c: the machine is read again and again, off the main thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-monitor.h"

#include <unistd.h>

static void
on_refreshed (PgsMonitor *monitor,
              guint      *n_left)
{
  g_assert_nonnull (pgs_monitor_get_table (monitor));
  (*n_left)--;
}

static gboolean
table_has (PgsProcessTable *table,
           gint             pid)
{
  for (gsize i = 0; i < pgs_process_table_get_length (table); i++)
    if (pgs_process_table_get (table, i)->pid == pid)
      return TRUE;
  return FALSE;
}

static void
test_refreshes (void)
{
  g_autoptr (PgsMonitor) monitor = pgs_monitor_new ();
  const PgsSystem *systems;
  gsize n_systems;
  guint n_left = 3;

  g_object_set (monitor, "period-ms", 200, NULL);
  g_signal_connect (monitor, "refreshed", G_CALLBACK (on_refreshed), &n_left);
  g_assert_null (pgs_monitor_get_table (monitor));
  g_assert_null (pgs_monitor_get_paging (monitor));
  pgs_monitor_start (monitor);
  while (n_left > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (table_has (pgs_monitor_get_table (monitor), getpid ()));
  systems = pgs_monitor_get_systems (monitor, &n_systems);
  g_assert_cmpuint (n_systems, ==, 3);
  g_assert_true (pgs_monitor_get_system (monitor) == &systems[2]);
  g_assert_cmpint (systems[1].monotonic_us, <, systems[2].monotonic_us);
  g_assert_cmpuint (systems[2].total, >, systems[2].free);
  g_assert_nonnull (pgs_monitor_get_paging (monitor));
}

static void
test_stop (void)
{
  g_autoptr (PgsMonitor) monitor = pgs_monitor_new ();
  guint n_left = 1;

  g_signal_connect (monitor, "refreshed", G_CALLBACK (on_refreshed), &n_left);
  pgs_monitor_start (monitor);
  while (n_left > 0)
    g_main_context_iteration (NULL, TRUE);
  n_left = G_MAXUINT;
  pgs_monitor_stop (monitor);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_left, ==, G_MAXUINT);
  g_assert_nonnull (pgs_monitor_get_table (monitor));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/monitor/refreshes", test_refreshes);
  g_test_add_func ("/session/monitor/stop", test_stop);
  return g_test_run ();
}
