/* test-session.c: a session follows real processes from the first sample to the end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-error.h"
#include "pgs-session.h"
#include "pgs-session-private.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define TIMEOUT_S 20

/* A child that execs `sleep` when its standard input is closed. */
typedef struct
{
  pid_t pid;
  int in;
} Child;

static void
child_start (Child *child)
{
  int pipe_fds[2];

  g_assert_no_errno (pipe (pipe_fds));
  child->pid = fork ();
  g_assert_cmpint (child->pid, >=, 0);
  if (child->pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      dup2 (pipe_fds[0], STDIN_FILENO);
      close (pipe_fds[0]);
      close (pipe_fds[1]);
      execl ("/bin/sh", "sh", "-c", "read line; exec sleep 1000", NULL);
      _exit (127);
    }
  close (pipe_fds[0]);
  child->in = pipe_fds[1];
}

static void
child_stop (Child *child)
{
  if (child->in >= 0)
    close (child->in);
  kill (child->pid, SIGKILL);
  waitpid (child->pid, NULL, 0);
}

static gboolean
on_timeout (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Runs the main loop until @done holds; fails after TIMEOUT_S. */
static void
run_until (gboolean   (*done) (PgsSession *session),
           PgsSession  *session)
{
  gboolean timed_out = FALSE;
  const guint timeout = g_timeout_add_seconds (TIMEOUT_S, on_timeout, &timed_out);

  while (!done (session) && !timed_out)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (timed_out);
  g_source_remove (timeout);
}

static gboolean
runs_shell (PgsSession *session)
{
  PgsSnapshot *snapshot = pgs_session_get_snapshot (session);

  return snapshot != NULL && strcmp (snapshot->process->name, "sh") == 0 && snapshot->maps != NULL &&
         pgs_maps_get_length (snapshot->maps) > 5;
}

static gboolean
runs_sleep (PgsSession *session)
{
  PgsSnapshot *snapshot = pgs_session_get_snapshot (session);

  return snapshot != NULL && strcmp (snapshot->process->name, "sleep") == 0;
}

static gboolean
has_ended (PgsSession *session)
{
  return pgs_session_get_state (session) == PGS_SESSION_ENDED;
}

static gboolean
is_live (PgsSession *session)
{
  return pgs_session_get_state (session) == PGS_SESSION_LIVE;
}

static gboolean
has_failed (PgsSession *session)
{
  return pgs_session_get_state (session) == PGS_SESSION_FAILED;
}

static guint64
read_statm_virt (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/statm", (int) pid);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return g_ascii_strtoull (text, NULL, 10) * (guint64) sysconf (_SC_PAGESIZE);
}

/* A program that is still being loaded grows between sample and reading. */
static gboolean
agrees_with_statm (PgsSession *session)
{
  return runs_shell (session)
         && pgs_session_get_snapshot (session)->counters.virt == read_statm_virt (pgs_session_get_pid (session));
}

static void
test_live (void)
{
  g_autoptr (PgsSession) session = pgs_session_new ();
  Child child;
  gsize n_points;

  child_start (&child);
  pgs_session_watch (session, child.pid);
  g_assert_cmpint (pgs_session_get_state (session), ==, PGS_SESSION_OPENING);
  run_until (agrees_with_statm, session);
  g_assert_cmpint (pgs_session_get_state (session), ==, PGS_SESSION_LIVE);
  g_assert_nonnull (pgs_session_get_ages (session));
  pgs_moments_get_points (pgs_session_get_moments (session), &n_points);
  g_assert_cmpuint (n_points, >=, 1);
  child_stop (&child);
}

/* Results arrive also where there was no descriptor left for what wakes the main thread. */
static void
test_no_descriptor (void)
{
  g_autoptr (PgsSession) session = NULL;
  struct rlimit limit, none;
  Child child;

  child_start (&child);
  g_main_context_iteration (NULL, FALSE); /* has a descriptor of its own */
  g_assert_no_errno (getrlimit (RLIMIT_NOFILE, &limit));
  none = (struct rlimit) { .rlim_cur = 0, .rlim_max = limit.rlim_max };
  g_assert_no_errno (setrlimit (RLIMIT_NOFILE, &none));
  session = pgs_session_new ();
  g_assert_no_errno (setrlimit (RLIMIT_NOFILE, &limit));
  pgs_session_watch (session, child.pid);
  run_until (runs_shell, session);
  child_stop (&child);
  run_until (has_ended, session);
}

static void
test_ended (void)
{
  g_autoptr (PgsSession) session = pgs_session_new ();
  Child child;

  child_start (&child);
  pgs_session_watch (session, child.pid);
  run_until (runs_shell, session);
  kill (child.pid, SIGKILL);
  run_until (has_ended, session);
  g_assert_true (runs_shell (session));
  g_assert_true (pgs_session_get_exit (session)->ended);
  child_stop (&child);
}

/* Nobody has waited for it: a zombie, of which a first sample can be taken, but no second one. */
static void
test_ended_before (void)
{
  g_autoptr (PgsSession) session = pgs_session_new ();
  siginfo_t info;
  Child child;

  child_start (&child);
  kill (child.pid, SIGKILL);
  g_assert_no_errno (waitid (P_PID, (id_t) child.pid, &info, WEXITED | WNOWAIT));
  g_object_set (session, "rate", 10.0, NULL);
  pgs_session_watch (session, child.pid);
  run_until (has_ended, session);
  g_assert_true (pgs_session_get_exit (session)->ended);
  g_assert_cmpuint (pgs_session_get_snapshot (session)->counters.virt, ==, 0);
  pgs_session_watch (session, getpid ());
  run_until (is_live, session);
  child_stop (&child);
}

static void
test_ended_while_paused (void)
{
  g_autoptr (PgsSession) session = pgs_session_new ();
  Child child;

  child_start (&child);
  pgs_session_watch (session, child.pid);
  run_until (runs_shell, session);
  pgs_session_set_paused (session, TRUE);
  g_assert_cmpint (pgs_session_get_state (session), ==, PGS_SESSION_PAUSED);
  child_stop (&child);
  run_until (has_ended, session);
  g_assert_true (runs_shell (session));
}

static void
test_exec (void)
{
  g_autoptr (PgsSession) session = pgs_session_new ();
  const PgsMark *marks;
  gsize n_before;
  gsize n_marks;
  Child child;

  child_start (&child);
  pgs_session_watch (session, child.pid);
  run_until (runs_shell, session);
  /* the exec of the shell itself may have been seen, too */
  pgs_moments_get_marks (pgs_session_get_moments (session), &n_before);
  pgs_session_mark (session, NULL);
  pgs_session_select (session, &(PgsSelection) { .start = 0x1000, .end = 0x2000 });
  close (child.in);
  child.in = -1;
  run_until (runs_sleep, session);
  marks = pgs_moments_get_marks (pgs_session_get_moments (session), &n_marks);
  g_assert_cmpuint (n_marks, ==, n_before + 2);
  g_assert_cmpstr (marks[n_marks - 1].name, ==, "exec: sleep");
  g_assert_null (pgs_session_get_marked (session));
  child_stop (&child);
}

static void
test_no_process (void)
{
  g_autoptr (PgsSession) session = pgs_session_new ();
  Child child;

  child_start (&child);
  child_stop (&child);
  pgs_session_watch (session, child.pid);
  run_until (has_failed, session);
  g_assert_error (pgs_session_get_error (session), PGS_ERROR, PGS_ERROR_NO_PROCESS);
  g_assert_null (pgs_session_get_snapshot (session));
}

static void
count_samples (PgsSession *session,
               guint      *n_samples)
{
  g_assert_cmpint (pgs_session_get_snapshot (session)->process->pid, ==, pgs_session_get_pid (session));
  (*n_samples)++;
}

static void
test_switching (void)
{
  g_autoptr (PgsSession) session = pgs_session_new ();
  guint n_samples = 0;
  Child a, b;

  child_start (&a);
  child_start (&b);
  g_object_set (session, "rate", 10.0, NULL);
  g_signal_connect (session, "sampled", G_CALLBACK (count_samples), &n_samples);
  for (int i = 0; i < 50; i++)
    {
      pgs_session_watch (session, i % 2 == 0 ? a.pid : b.pid);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
  run_until (runs_shell, session);
  g_assert_cmpint (pgs_session_get_pid (session), ==, b.pid);
  g_assert_cmpuint (n_samples, >=, 1);
  child_stop (&a);
  child_stop (&b);
}

static void
test_selection (void)
{
  g_autoptr (PgsSession) session = pgs_session_new ();
  PgsSelection selection;
  Child child;
  gsize index;

  child_start (&child);
  pgs_session_watch (session, child.pid);
  run_until (runs_shell, session);
  g_assert_false (pgs_session_get_selected_region (session, &index));
  selection.start = pgs_maps_get (pgs_session_get_snapshot (session)->maps, 2)->start;
  selection.end = selection.start + 1;
  selection.is_page = FALSE;
  pgs_session_select (session, &selection);
  g_assert_true (pgs_session_get_selected_region (session, &index));
  g_assert_cmpuint (index, ==, 2);
  pgs_session_select (session, NULL);
  g_assert_false (pgs_session_get_selected_region (session, &index));
  child_stop (&child);
}

#define STEP_BYTES ((gsize) 8 << 20)
#define N_STEPS 4

/* A child that maps and touches STEP_BYTES for every byte on its standard input. */
static void
grower_start (Child *child)
{
  int pipe_fds[2];
  char byte;

  g_assert_no_errno (pipe (pipe_fds));
  child->pid = fork ();
  g_assert_cmpint (child->pid, >=, 0);
  if (child->pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      close (pipe_fds[1]);
      while (read (pipe_fds[0], &byte, 1) == 1)
        memset (mmap (NULL, STEP_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), 1, STEP_BYTES);
      _exit (0);
    }
  close (pipe_fds[0]);
  child->in = pipe_fds[1];
}

/* What was seen live: kept whole here, to compare what comes back with. */
static void
keep_seen (PgsSession *session,
           GPtrArray  *seen)
{
  PgsSnapshot *snapshot = pgs_session_get_snapshot (session);

  if (pgs_session_is_live (session)
      && (seen->len == 0 || ((PgsSnapshot *) seen->pdata[seen->len - 1])->monotonic_us != snapshot->monotonic_us))
    g_ptr_array_add (seen, pgs_snapshot_ref (snapshot));
}

static guint64 wanted_res;

static gboolean
has_grown (PgsSession *session)
{
  PgsSnapshot *snapshot = pgs_session_get_snapshot (session);

  return snapshot != NULL && snapshot->counters.res >= wanted_res;
}

static void
compare_moment (PgsSnapshot *shown,
                PgsSnapshot *live)
{
  PgsPageCounts a, b;

  g_assert_cmpint (shown->monotonic_us, ==, live->monotonic_us);
  g_assert_cmpuint (shown->counters.virt, ==, live->counters.virt);
  g_assert_cmpuint (shown->counters.res, ==, live->counters.res);
  g_assert_cmpuint (shown->counters.minor_faults, ==, live->counters.minor_faults);
  g_assert_cmpuint (pgs_maps_get_length (shown->maps), ==, pgs_maps_get_length (live->maps));
  g_assert_cmpuint (pgs_maps_get_size (shown->maps), ==, pgs_maps_get_size (live->maps));
  pgs_pages_get_totals (shown->pages, &a);
  pgs_pages_get_totals (live->pages, &b);
  g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
}

/* Every moment of a growing process comes back as it was, while it goes on to be sampled. */
static void
test_scrub (void)
{
  g_autoptr (PgsSession) session = pgs_session_new ();
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func ((GDestroyNotify) pgs_snapshot_unref);
  gsize length;
  Child child;

  grower_start (&child);
  g_object_set (session, "rate", 10.0, NULL);
  g_signal_connect (session, "sampled", G_CALLBACK (keep_seen), seen);
  pgs_session_watch (session, child.pid);
  wanted_res = 1;
  run_until (has_grown, session);
  for (guint i = 0; i < N_STEPS; i++)
    {
      wanted_res = pgs_session_get_latest (session)->counters.res + STEP_BYTES;
      g_assert_cmpint (write (child.in, "x", 1), ==, 1);
      run_until (has_grown, session);
    }
  g_assert_cmpuint (seen->len, >, N_STEPS);
  g_assert_cmpuint (pgs_moments_get_length (pgs_session_get_moments (session)), ==, seen->len);
  for (guint i = seen->len; i > 0; i--)
    {
      pgs_session_show (session, ((PgsSnapshot *) seen->pdata[i - 1])->monotonic_us);
      compare_moment (pgs_session_get_snapshot (session), seen->pdata[i - 1]);
      g_assert_nonnull (pgs_session_get_ages (session));
      /* nothing is newer than the moment that is shown */
      g_assert_cmpint (pgs_ages_get_newest (pgs_session_get_ages (session)), <=, pgs_session_get_shown_time (session));
    }
  length = pgs_moments_get_length (pgs_session_get_moments (session));
  while (pgs_moments_get_length (pgs_session_get_moments (session)) == length)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (pgs_session_get_shown_time (session), ==, ((PgsSnapshot *) seen->pdata[0])->monotonic_us);
  child_stop (&child);
  run_until (has_ended, session);
  g_assert_cmpuint (pgs_session_get_snapshot (session)->counters.res, <, wanted_res - STEP_BYTES);
}

/* Samples that come in two seconds. */
static guint
count_two_seconds (PgsSession *session)
{
  guint n_samples = 0;
  gboolean over = FALSE;
  const gulong id = g_signal_connect (session, "sampled", G_CALLBACK (count_samples), &n_samples);

  g_timeout_add_seconds (2, on_timeout, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (session, id);
  return n_samples;
}

static gint64 later_us; /* a sample is waited for that is not older */

static gboolean
is_later (PgsSession *session)
{
  return pgs_session_get_latest (session)->monotonic_us >= later_us;
}

/* One sample at once, after that one in five seconds; one more may have been under way. Who writes into a file
 * gets all: five samples of a hidden session would take twenty seconds. */
static void
test_hidden (void)
{
  g_autoptr (PgsSession) session = pgs_session_new ();
  guint n_samples = 0;
  gint64 began_us;
  Child child;

  child_start (&child);
  g_object_set (session, "rate", 10.0, NULL);
  pgs_session_watch (session, child.pid);
  run_until (is_live, session);

  g_object_set (session, "hidden", TRUE, NULL);
  g_assert_cmpuint (count_two_seconds (session), <=, 2);

  pgs_session_hold_rate (session);
  began_us = g_get_monotonic_time ();
  g_signal_connect (session, "sampled", G_CALLBACK (count_samples), &n_samples);
  while (n_samples < 5)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, 20 * G_USEC_PER_SEC);

  pgs_session_release_rate (session);
  g_assert_cmpuint (count_two_seconds (session), <=, 2);
  later_us = g_get_monotonic_time ();
  g_object_set (session, "hidden", FALSE, NULL);
  run_until (is_later, session);
  child_stop (&child);
}

/* Samples of a process that stands still come several at once, and all of them come. */
static void
test_gathered (void)
{
  g_autoptr (PgsSession) session = pgs_session_new ();
  const gint64 until_us = g_get_monotonic_time () + TIMEOUT_S * G_USEC_PER_SEC;
  guint n_samples = 0, n_before = 0, n_largest = 0;
  Child child;

  child_start (&child);
  g_object_set (session, "rate", 10.0, NULL);
  g_signal_connect (session, "sampled", G_CALLBACK (count_samples), &n_samples);
  pgs_session_watch (session, child.pid);
  while (n_largest < 2 && g_get_monotonic_time () < until_us)
    {
      g_main_context_iteration (NULL, TRUE);
      n_largest = MAX (n_largest, n_samples - n_before);
      n_before = n_samples;
    }
  g_assert_cmpuint (n_largest, >=, 2);
  g_assert_cmpuint (pgs_moments_get_length (pgs_session_get_moments (session)), ==, n_samples);
  child_stop (&child);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/session/live", test_live);
  g_test_add_func ("/session/session/no-descriptor", test_no_descriptor);
  g_test_add_func ("/session/session/ended", test_ended);
  g_test_add_func ("/session/session/ended-before", test_ended_before);
  g_test_add_func ("/session/session/ended-while-paused", test_ended_while_paused);
  g_test_add_func ("/session/session/exec", test_exec);
  g_test_add_func ("/session/session/no-process", test_no_process);
  g_test_add_func ("/session/session/switching", test_switching);
  g_test_add_func ("/session/session/selection", test_selection);
  g_test_add_func ("/session/session/scrub", test_scrub);
  g_test_add_func ("/session/session/hidden", test_hidden);
  g_test_add_func ("/session/session/gathered", test_gathered);
  return g_test_run ();
}
