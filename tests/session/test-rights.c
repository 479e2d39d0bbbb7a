/* test-rights.c: a watched process is opened again when somebody lends a hand, or does so no more
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-opener.h"
#include "pgs-session.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define TIMEOUT_S 20
#define NOBODY 65534

/* Descriptors that were opened when that was allowed, as a broker hands them over. */
typedef struct
{
  int fds[PGS_OPENER_STATUS + 1];
  gint n_asked; /* atomic */
} Lender;

static const char *const names[] = {
  [PGS_OPENER_MAPS] = "maps",       [PGS_OPENER_SMAPS] = "smaps", [PGS_OPENER_SMAPS_ROLLUP] = "smaps_rollup",
  [PGS_OPENER_PAGEMAP] = "pagemap", [PGS_OPENER_STAT] = "stat",   [PGS_OPENER_STATM] = "statm",
  [PGS_OPENER_STATUS] = "status",
};

static int
lend (gint          pid,
      PgsOpenerFile file,
      gpointer      data)
{
  Lender *self = data;

  g_atomic_int_inc (&self->n_asked);
  errno = EACCES;
  return file <= PGS_OPENER_STATUS ? fcntl (self->fds[file], F_DUPFD_CLOEXEC, 0) : -1;
}

static void
lender_open (Lender *self,
             pid_t   pid)
{
  *self = (Lender) { 0 };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strdup_printf ("/proc/%d/%s", (int) pid, names[i]);

      self->fds[i] = open (path, O_RDONLY | O_CLOEXEC);
      g_assert_cmpint (self->fds[i], >=, 0);
    }
}

static void
lender_close (Lender *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    close (self->fds[i]);
}

static const PgsOpenerClass lenders = { .open = lend };

static pid_t
start_child (void)
{
  const pid_t pid = fork ();

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      for (;;)
        pause ();
    }
  return pid;
}

static gboolean
on_timeout (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static PgsAccess
get_access (PgsSession *session)
{
  PgsSnapshot *latest = pgs_session_get_latest (session);

  return latest != NULL ? latest->access[PGS_PART_MAPS] : PGS_ACCESS_UNSUPPORTED;
}

static void
run_until_access (PgsSession *session,
                  PgsAccess   access)
{
  gboolean timed_out = FALSE;
  const guint timeout = g_timeout_add_seconds (TIMEOUT_S, on_timeout, &timed_out);

  while (get_access (session) != access && !timed_out)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (timed_out);
  g_source_remove (timeout);
}

/* The history goes on, and nothing looks like another program. */
static void
check_history (PgsSession *session,
               gsize       n_before)
{
  const PgsMark *marks;
  gsize n_marks;

  g_assert_cmpuint (pgs_moments_get_length (pgs_session_get_moments (session)), >, n_before);
  marks = pgs_moments_get_marks (pgs_session_get_moments (session), &n_marks);
  for (gsize i = 0; i < n_marks; i++)
    g_assert_cmpint (marks[i].kind, !=, PGS_MARK_EXEC);
}

static void
watch_with_and_without (pid_t pid)
{
  g_autoptr (PgsSession) session = pgs_session_new ();
  g_autoptr (PgsOpener) opener = NULL;
  Lender lender;
  gsize n;

  lender_open (&lender, pid);
  g_assert_cmpint (seteuid (NOBODY), ==, 0);
  opener = pgs_opener_new (&lenders, &lender);
  pgs_session_watch (session, pid);
  run_until_access (session, PGS_ACCESS_DENIED);
  g_assert_null (pgs_session_get_latest (session)->maps);
  g_assert_cmpuint (pgs_session_get_latest (session)->counters.virt, >, 0);
  n = pgs_moments_get_length (pgs_session_get_moments (session));

  pgs_session_set_opener (session, opener);
  g_assert_true (pgs_session_get_opener (session) == opener);
  run_until_access (session, PGS_ACCESS_OK);
  g_assert_cmpuint (pgs_maps_get_length (pgs_session_get_latest (session)->maps), >, 0);
  g_assert_cmpuint (pgs_maps_get_size (pgs_session_get_latest (session)->maps), ==,
                    pgs_session_get_latest (session)->counters.virt);
  g_assert_nonnull (pgs_session_get_latest (session)->pages);
  check_history (session, n);

  pgs_session_set_opener (session, NULL);
  run_until_access (session, PGS_ACCESS_DENIED);
  check_history (session, n + 1);
  g_assert_cmpint (seteuid (0), ==, 0);
  g_clear_object (&session);
  lender_close (&lender);
}

static void
test_lent (void)
{
  pid_t pid;

  if (geteuid () != 0)
    {
      g_test_skip ("needs root, to have a process that others may not look into");
      return;
    }
  pid = start_child ();
  watch_with_and_without (pid);
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
}

/* What we may open ourselves nobody is asked for. */
static void
test_own (void)
{
  g_autoptr (PgsSession) session = pgs_session_new ();
  g_autoptr (PgsOpener) opener = NULL;
  const pid_t pid = start_child ();
  Lender lender;

  lender_open (&lender, pid);
  opener = pgs_opener_new (&lenders, &lender);
  pgs_session_set_opener (session, opener);
  pgs_session_watch (session, pid);
  run_until_access (session, PGS_ACCESS_OK);
  g_assert_cmpint (g_atomic_int_get (&lender.n_asked), ==, 0);
  g_clear_object (&session);
  lender_close (&lender);
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rights/lent", test_lent);
  g_test_add_func ("/rights/own", test_own);
  return g_test_run ();
}
