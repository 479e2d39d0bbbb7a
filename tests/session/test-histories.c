/* test-histories.c: histories share one budget, what was watched last stays longest
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-histories.h"

#define SECOND G_USEC_PER_SEC

static PgsProcessInfo *
make_process (gint    pid,
              guint64 start_ticks)
{
  PgsProcessInfo *process = pgs_process_info_new ();

  process->pid = pid;
  process->start_ticks = start_ticks;
  process->name = g_strdup_printf ("process-%d", pid);
  return process;
}

static PgsHistory *
make_history (PgsProcessInfo *process,
              guint           n_samples)
{
  PgsHistory *history = pgs_history_new ();

  for (guint i = 1; i <= n_samples; i++)
    {
      g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();

      snapshot->process = pgs_process_info_ref (process);
      snapshot->monotonic_us = i * SECOND;
      pgs_history_add (history, snapshot, NULL, NULL);
    }
  return history;
}

static void
put (PgsHistories *histories,
     gint          pid,
     guint         n_samples)
{
  g_autoptr (PgsProcessInfo) process = make_process (pid, 1);
  g_autoptr (PgsHistory) history = make_history (process, n_samples);

  pgs_histories_put (histories, NULL, process, history);
}

static gboolean
has (PgsHistories *histories,
     const char   *origin,
     gint          pid,
     guint64       start_ticks)
{
  g_autoptr (PgsProcessInfo) process = make_process (pid, start_ticks);

  return pgs_histories_find (histories, origin, process) != NULL;
}

static void
test_identity (void)
{
  g_autoptr (PgsHistories) histories = pgs_histories_new ();
  g_autoptr (PgsProcessInfo) process = make_process (1, 1);
  g_autoptr (PgsHistory) there = make_history (process, 1);

  put (histories, 1, 1);
  pgs_histories_put (histories, "there", process, there);
  g_assert_true (has (histories, NULL, 1, 1));
  g_assert_true (has (histories, "there", 1, 1));
  g_assert_false (has (histories, NULL, 1, 2));
  g_assert_false (has (histories, NULL, 2, 1));
  g_assert_false (has (histories, "elsewhere", 1, 1));
  g_assert_true (pgs_histories_find (histories, "there", process) == there);
  g_assert_true (pgs_histories_find_pid (histories, "there", 1) == there);
  g_assert_null (pgs_histories_find_pid (histories, NULL, 3));
}

static void
test_budget (void)
{
  g_autoptr (PgsHistories) histories = pgs_histories_new ();
  gsize one;

  put (histories, 1, 100);
  one = pgs_histories_get_n_bytes (histories);
  pgs_histories_set_budget (histories, 4 * one);
  put (histories, 2, 100);
  put (histories, 3, 100);
  g_assert_true (has (histories, NULL, 1, 1)); /* it is watched again: 2 was not for longest */
  put (histories, 4, 100);
  put (histories, 5, 100);
  g_assert_cmpuint (pgs_histories_get_length (histories), <, 5);
  g_assert_cmpuint (pgs_histories_get_n_bytes (histories), <=, 4 * one);
  g_assert_false (has (histories, NULL, 2, 1));
  g_assert_true (has (histories, NULL, 1, 1));
  g_assert_true (has (histories, NULL, 5, 1));
  pgs_histories_set_budget (histories, one / 2);
  g_assert_cmpuint (pgs_histories_get_length (histories), ==, 1);
  g_assert_true (has (histories, NULL, 5, 1));
}

static void
test_number (void)
{
  g_autoptr (PgsHistories) histories = pgs_histories_new ();

  for (gint pid = 1; pid <= PGS_HISTORIES_MAX + 5; pid++)
    put (histories, pid, 1);
  g_assert_cmpuint (pgs_histories_get_length (histories), ==, PGS_HISTORIES_MAX);
  g_assert_false (has (histories, NULL, 5, 1));
  g_assert_true (has (histories, NULL, 6, 1));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/histories/identity", test_identity);
  g_test_add_func ("/session/histories/budget", test_budget);
  g_test_add_func ("/session/histories/number", test_number);
  return g_test_run ();
}
