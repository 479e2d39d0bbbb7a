/* test-comparison.c: what is shown, compared with another moment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-comparison.h"

#include <sys/mman.h>
#include <unistd.h>

#include "feeder.h"

#define N_PAGES 300

static void
count (gpointer data)
{
  (*(guint *) data)++;
}

/* A sample of this very process. */
static PgsSnapshot *
take_sample (PgsProcess *process)
{
  g_autoptr (GError) error = NULL;
  PgsSnapshot *snapshot = pgs_process_sample (process, PGS_SECTION_PAGES, &error);

  g_assert_no_error (error);
  return snapshot;
}

static PgsDiff *
wait_for_diff (PgsComparison *comparison,
               guint         *n_changes)
{
  const guint before = *n_changes;
  const gint64 until = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (*n_changes == before && g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (*n_changes, >, before);
  return pgs_comparison_get_diff (comparison);
}

/* By how many pages more are resident at @memory. */
static gint64
get_growth (const PgsDiff *diff,
            const void    *memory)
{
  gsize n_entries;
  const PgsDiffEntry *entries = pgs_diff_get_entries (diff, &n_entries);

  for (gsize i = 0; i < n_entries; i++)
    if (entries[i].b.region != PGS_DIFF_NONE && entries[i].b.start <= (guint64) (gsize) memory
        && entries[i].b.end > (guint64) (gsize) memory)
      return (gint64) (entries[i].pages.came - entries[i].pages.left);
  return 0;
}

/* A was chosen, B follows: the difference is made when somebody needs it, and again when B changes. */
static void
test_follow (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsProcess) process = pgs_process_open (getpid (), &error);
  g_autoptr (Feeder) feeder = feeder_new ();
  g_autoptr (PgsSnapshot) first = NULL;
  g_autoptr (PgsSnapshot) second = NULL;
  g_autoptr (PgsSnapshot) third = NULL;
  PgsSession *session = feeder->session;
  PgsComparison *comparison = pgs_session_get_comparison (session);
  const gsize page = (gsize) sysconf (_SC_PAGESIZE);
  char *memory = mmap (NULL, (N_PAGES + 2) * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  guint n_changes = 0;

  g_assert_true (memory != MAP_FAILED);
  memory += page; /* between two that may not be touched: nothing merges with it */
  g_assert_cmpint (mprotect (memory, N_PAGES * page, PROT_READ | PROT_WRITE), ==, 0);
  g_assert_no_error (error);
  pgs_session_watch (session, getpid ());
  g_signal_connect_swapped (comparison, "changed", G_CALLBACK (count), &n_changes);
  first = take_sample (process);
  feeder_deliver (feeder, first);
  pgs_session_compare (session, first, NULL);
  g_assert_true (pgs_comparison_get_b (comparison) == pgs_session_get_snapshot (session));
  g_assert_null (pgs_comparison_get_diff (comparison)); /* nobody needs it */

  for (gsize i = 0; i < 100; i++)
    memory[i * page] = 1;
  second = take_sample (process);
  feeder_deliver (feeder, second);
  pgs_comparison_need (comparison, feeder, TRUE);
  g_assert_cmpint (get_growth (wait_for_diff (comparison, &n_changes), memory), ==, 100);
  g_assert_true (pgs_comparison_get_shown_diff (comparison) == pgs_comparison_get_diff (comparison));

  for (gsize i = 0; i < N_PAGES; i++)
    memory[i * page] = 1;
  third = take_sample (process);
  feeder_deliver (feeder, third);
  g_assert_cmpint (get_growth (wait_for_diff (comparison, &n_changes), memory), ==, N_PAGES);

  pgs_session_compare (session, third, first);
  g_assert_null (pgs_comparison_get_shown_diff (comparison)); /* B is not what is shown */
  g_assert_cmpint (get_growth (wait_for_diff (comparison, &n_changes), memory), ==, -N_PAGES);

  pgs_session_watch (session, getpid ());
  g_assert_null (pgs_comparison_get_diff (comparison));
  g_assert_null (pgs_comparison_get_a (comparison));
}

/* Without a choice A is the last mark. */
static void
test_mark (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsProcess) process = pgs_process_open (getpid (), &error);
  g_autoptr (Feeder) feeder = feeder_new ();
  g_autoptr (PgsSnapshot) first = NULL;
  PgsSession *session = feeder->session;
  PgsComparison *comparison = pgs_session_get_comparison (session);

  pgs_session_watch (session, getpid ());
  first = take_sample (process);
  feeder_deliver (feeder, first);
  g_assert_null (pgs_comparison_get_a (comparison));
  pgs_session_mark (session, "here");
  g_assert_true (pgs_comparison_get_a (comparison) == pgs_session_get_snapshot (session));
  g_assert_true (pgs_comparison_follows (comparison));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/comparison/follow", test_follow);
  g_test_add_func ("/session/comparison/mark", test_mark);
  return g_test_run ();
}
