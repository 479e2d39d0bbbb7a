/* test-monitor.c: the machine is read again and again, off the main thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-monitor.h"

#include "../resident.h"

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
  const PgsSystem *system;
  const PgsSystemPoint *points;
  gsize n_points;
  guint n_left = 3;

  g_object_set (monitor, "period-ms", 200, NULL);
  g_signal_connect (monitor, "refreshed", G_CALLBACK (on_refreshed), &n_left);
  g_assert_null (pgs_monitor_get_table (monitor));
  g_assert_null (pgs_monitor_get_paging (monitor));
  pgs_monitor_start (monitor);
  while (n_left > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (table_has (pgs_monitor_get_table (monitor), getpid ()));
  system = pgs_monitor_get_system (monitor);
  points = pgs_monitor_get_points (monitor, &n_points);
  g_assert_cmpuint (n_points, ==, 3);
  g_assert_cmpint (points[1].monotonic_us, <, points[2].monotonic_us);
  g_assert_cmpint (points[2].monotonic_us, ==, system->monotonic_us);
  g_assert_cmpuint (system->total, >, system->free);
  g_assert_cmpuint (points[2].held + points[2].cache + system->free, ==, system->total);
  g_assert_cmpfloat (points[0].fault_s, <, 0);
  g_assert_cmpfloat (points[1].fault_s, >=, 0);
  g_assert_nonnull (pgs_monitor_get_paging (monitor));
}

static void
on_any (PgsMonitor *monitor,
        guint      *n_left)
{
  (*n_left)--;
}

static void
wait_for_refreshes (guint *n_left,
                    guint  n)
{
  *n_left = n;
  while (*n_left > 0)
    g_main_context_iteration (NULL, TRUE);
}

/* The list is read for those who follow it only; the machine always. */
static void
test_followers (void)
{
  g_autoptr (PgsMonitor) monitor = pgs_monitor_new ();
  PgsProcessTable *table;
  guint n_left, first, second;
  gint pid = getpid ();
  gint64 began_us;
  gsize n_points;

  g_object_set (monitor, "period-ms", 200, NULL);
  g_signal_connect (monitor, "refreshed", G_CALLBACK (on_any), &n_left);
  pgs_monitor_start (monitor);
  wait_for_refreshes (&n_left, 3);
  pgs_monitor_get_points (monitor, &n_points);
  g_assert_cmpuint (n_points, ==, 3);
  table = pgs_process_table_ref (pgs_monitor_get_table (monitor));
  wait_for_refreshes (&n_left, 2);
  g_assert_true (pgs_monitor_get_table (monitor) == table);

  /* at once, not after the period */
  g_object_set (monitor, "period-ms", 2500, NULL);
  wait_for_refreshes (&n_left, 1);
  began_us = g_get_monotonic_time ();
  pgs_monitor_follow (monitor, &first, &pid, 1);
  pgs_monitor_follow (monitor, &second, NULL, 0);
  wait_for_refreshes (&n_left, 1);
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, 2 * G_USEC_PER_SEC);
  g_assert_true (pgs_monitor_get_table (monitor) != table);
  pgs_process_table_unref (table);

  g_object_set (monitor, "period-ms", 200, NULL);
  pgs_monitor_unfollow (monitor, &first);
  table = pgs_process_table_ref (pgs_monitor_get_table (monitor));
  wait_for_refreshes (&n_left, 2);
  g_assert_true (pgs_monitor_get_table (monitor) != table);
  pgs_process_table_unref (table);

  pgs_monitor_unfollow (monitor, &second);
  pgs_monitor_unfollow (monitor, &second);
  wait_for_refreshes (&n_left, 2); /* one may have begun */
  table = pgs_process_table_ref (pgs_monitor_get_table (monitor));
  wait_for_refreshes (&n_left, 2);
  g_assert_true (pgs_monitor_get_table (monitor) == table);
  pgs_process_table_unref (table);
}

/* Who is next is read while somebody asks for it only. */
static void
test_ranking (void)
{
  g_autoptr (PgsMonitor) monitor = pgs_monitor_new ();
  PgsRanking *ranking;
  guint n_left;

  g_object_set (monitor, "period-ms", 200, NULL);
  g_signal_connect (monitor, "refreshed", G_CALLBACK (on_any), &n_left);
  pgs_monitor_start (monitor);
  wait_for_refreshes (&n_left, 3);
  g_assert_null (pgs_monitor_get_ranking (monitor));

  pgs_monitor_hold_ranking (monitor);
  pgs_monitor_hold_ranking (monitor);
  pgs_monitor_release_ranking (monitor);
  wait_for_refreshes (&n_left, 3);
  g_assert_nonnull (pgs_monitor_get_ranking (monitor));
  g_assert_cmpuint (pgs_ranking_get_counts (pgs_monitor_get_ranking (monitor))->scored, >, 0);
  pgs_monitor_release_ranking (monitor);
  wait_for_refreshes (&n_left, 2); /* one may have begun */
  ranking = pgs_ranking_ref (pgs_monitor_get_ranking (monitor));
  wait_for_refreshes (&n_left, 2);
  g_assert_true (pgs_monitor_get_ranking (monitor) == ranking);
  pgs_ranking_unref (ranking);
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

/* Readings are put where there is memory already. */
static void
test_room (void)
{
  g_autoptr (PgsMonitor) monitor = NULL;
  const PgsSystemPoint *points;
  gsize n_points;

  free_unused_pages ();
  monitor = pgs_monitor_new ();
  points = pgs_monitor_get_points (monitor, &n_points);
  g_assert_cmpuint (n_points, ==, 0);
  g_assert_cmpuint (count_absent (points, 1200 * sizeof *points), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/monitor/refreshes", test_refreshes);
  g_test_add_func ("/session/monitor/followers", test_followers);
  g_test_add_func ("/session/monitor/ranking", test_ranking);
  g_test_add_func ("/session/monitor/stop", test_stop);
  g_test_add_func ("/session/monitor/room", test_room);
  return g_test_run ();
}
