/* test-process-lister.c: the process list, of processes that this test made
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-error.h"
#include "pgs-process-table.h"

#include "child.h"
#include "empty-root.h"
#include "listing.h"

#include <malloc.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void
test_self (void)
{
  g_autoptr (PgsProcessLister) lister = pgs_process_lister_new ();
  g_autoptr (PgsProcessTable) table = NULL;
  const PgsProcessRecord *record;
  struct rusage before, after;
  char name[16];

  getrusage (RUSAGE_SELF, &before);
  table = listing_refresh (lister, PGS_PROCESS_LIST_CMDLINE);
  getrusage (RUSAGE_SELF, &after);
  record = listing_find (table, getpid ());
  g_assert_nonnull (record);
  prctl (PR_GET_NAME, name);
  g_assert_cmpstr (record->name, ==, name);
  g_assert_cmpint (record->ppid, ==, getppid ());
  g_assert_cmpuint (record->uid, ==, geteuid ());
  g_assert_cmpint (record->nice, ==, getpriority (PRIO_PROCESS, 0));
  g_assert_cmpint (record->state, ==, 'R');
  g_assert_cmpuint (record->minor_faults, >=, before.ru_minflt);
  g_assert_cmpuint (record->minor_faults, <=, after.ru_minflt);
  g_assert_cmpuint (record->major_faults, >=, before.ru_majflt);
  g_assert_cmpuint (record->major_faults, <=, after.ru_majflt);
  g_assert_cmpuint (record->oom_score, ==, PGS_UNKNOWN); /* not asked for */
  g_assert_true (g_str_has_suffix (record->cmdline, "--tap")
                 || strstr (record->cmdline, "test-") != NULL);
  for (gsize i = 1; i < pgs_process_table_get_length (table); i++)
    g_assert_cmpint (pgs_process_table_get (table, i - 1)->pid, <,
                     pgs_process_table_get (table, i)->pid);
}

static void
test_cmdline_on_demand (void)
{
  g_autoptr (PgsProcessLister) lister = pgs_process_lister_new ();
  g_autoptr (PgsProcessTable) without = listing_refresh (lister, PGS_PROCESS_LIST_DEFAULT);
  g_autoptr (PgsProcessTable) with = listing_refresh (lister, PGS_PROCESS_LIST_CMDLINE);

  g_assert_null (listing_find (without, getpid ())->cmdline);
  g_assert_nonnull (listing_find (with, getpid ())->cmdline);
}

static void
set_name (void)
{
  prctl (PR_SET_NAME, "a\n) S 1\xff");
}

static void
test_hostile_name (void)
{
  g_autoptr (PgsProcessLister) lister = pgs_process_lister_new ();
  g_autoptr (PgsProcessTable) table = NULL;
  pid_t pid = child_start (set_name);

  table = listing_refresh (lister, PGS_PROCESS_LIST_DEFAULT);
  g_assert_cmpstr (listing_find (table, pid)->name, ==, "a\n) S 1\xff");
  g_assert_cmpint (listing_find (table, pid)->ppid, ==, getpid ());
  child_end (pid);
}

static void
test_zombie (void)
{
  g_autoptr (PgsProcessLister) lister = pgs_process_lister_new ();
  g_autoptr (PgsProcessTable) table = NULL;
  pid_t pid = child_start (NULL);
  siginfo_t info;

  kill (pid, SIGKILL);
  g_assert_cmpint (waitid (P_PID, pid, &info, WEXITED | WNOWAIT), ==, 0);
  table = listing_refresh (lister, PGS_PROCESS_LIST_CMDLINE | PGS_PROCESS_LIST_OOM_SCORE);
  g_assert_cmpint (listing_find (table, pid)->state, ==, 'Z');
  g_assert_cmpuint (listing_find (table, pid)->virt, ==, 0);
  g_assert_cmpuint (listing_find (table, pid)->res, ==, 0);
  g_assert_cmpstr (listing_find (table, pid)->cmdline, ==, "");
  child_end (pid);
}

/* A table stays as it is when the process and the lister are gone. */
static void
test_immutable (void)
{
  PgsProcessLister *lister = pgs_process_lister_new ();
  pid_t pid = child_start (set_name);
  g_autoptr (PgsProcessTable) before = listing_refresh (lister, PGS_PROCESS_LIST_CMDLINE);
  g_autoptr (PgsProcessTable) after = NULL;

  child_end (pid);
  after = listing_refresh (lister, PGS_PROCESS_LIST_CMDLINE);
  pgs_process_lister_free (lister);
  g_assert_null (listing_find (after, pid));
  g_assert_cmpstr (listing_find (before, pid)->name, ==, "a\n) S 1\xff");
  g_assert_nonnull (listing_find (before, pid)->cmdline);
}

static int go_fds[2];

static void
become_nobody_later (void)
{
  if (fork () == 0)
    {
      char byte;

      prctl (PR_SET_PDEATHSIG, SIGKILL);
      if (read (go_fds[0], &byte, 1) == 1 && setresuid (65534, 65534, 65534) == 0)
        prctl (PR_SET_NAME, "same-name");
      for (;;)
        pause ();
    }
}

/* The user of a process that was seen before is found out without a new name. */
static void
test_user_changes (void)
{
  g_autoptr (PgsProcessLister) lister = pgs_process_lister_new ();
  pid_t parent, pid = 0;
  gboolean changed = FALSE;

  if (getuid () != 0)
    {
      g_test_skip ("only root can change the user of a process");
      return;
    }
  g_assert_cmpint (pipe (go_fds), ==, 0);
  prctl (PR_SET_NAME, "same-name");
  parent = child_start (become_nobody_later);
  {
    g_autoptr (PgsProcessTable) table = listing_refresh (lister, PGS_PROCESS_LIST_DEFAULT);

    for (gsize i = 0; i < pgs_process_table_get_length (table); i++)
      if (pgs_process_table_get (table, i)->ppid == parent)
        pid = pgs_process_table_get (table, i)->pid;
    g_assert_cmpint (pid, !=, 0);
    g_assert_cmpuint (listing_find (table, pid)->uid, ==, 0);
  }
  g_assert_cmpint (write (go_fds[1], "", 1), ==, 1);
  for (guint i = 0; i < 200 && !changed; i++)
    {
      g_autoptr (PgsProcessTable) table = listing_refresh (lister, PGS_PROCESS_LIST_DEFAULT);

      changed = listing_find (table, pid)->uid == 65534;
      g_assert_cmpstr (listing_find (table, pid)->name, ==, "same-name");
      g_usleep (1000);
    }
  g_assert_true (changed);
  kill (pid, SIGKILL);
  child_end (parent);
}

/* Processes that come and go leave nothing behind. */
static void
test_no_growth (void)
{
  g_autoptr (PgsProcessLister) lister = pgs_process_lister_new ();
  gsize in_use = 0;

  for (guint i = 0; i < 120; i++)
    {
      pid_t pid = child_start (NULL);
      PgsProcessTable *table =
          listing_refresh (lister, PGS_PROCESS_LIST_CMDLINE | PGS_PROCESS_LIST_OOM_SCORE);

      g_assert_nonnull (listing_find (table, pid));
      pgs_process_table_unref (table);
      child_end (pid);
      if (i == 20)
        in_use = mallinfo2 ().uordblks;
    }
  /* other processes of the machine may have longer arguments than before; a hundred leaked tables
   * would be a MiB */
  g_assert_cmpuint (mallinfo2 ().uordblks, <, in_use + 256 * 1024);
}

static void
test_no_proc (void)
{
  g_autoptr (PgsProcessLister) lister = NULL;
  g_autoptr (GError) error = NULL;

  if (!empty_root_is_subprocess ())
    return;
  lister = pgs_process_lister_new ();
  empty_root_enter ();
  g_assert_null (pgs_process_lister_refresh (lister, PGS_PROCESS_LIST_DEFAULT, &error));
  g_assert_error (error, PGS_ERROR, PGS_ERROR_UNSUPPORTED);
  _exit (0); /* a leak checker would look for /proc */
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/process-lister/self", test_self);
  g_test_add_func ("/source/process-lister/cmdline-on-demand", test_cmdline_on_demand);
  g_test_add_func ("/source/process-lister/hostile-name", test_hostile_name);
  g_test_add_func ("/source/process-lister/zombie", test_zombie);
  g_test_add_func ("/source/process-lister/immutable", test_immutable);
  g_test_add_func ("/source/process-lister/user-changes", test_user_changes);
  g_test_add_func ("/source/process-lister/no-growth", test_no_growth);
  g_test_add_func ("/source/process-lister/no-proc", test_no_proc);
  return g_test_run ();
}
