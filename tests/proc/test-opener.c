/* test-opener.c: whose processes are meant, and what is said when nobody opens them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-error.h"
#include "pgs-opener.h"
#include "pgs-process.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define THERE 1000000000 /* more than any PID of Linux: added to ours it is one of the other place */

static int fails_with; /* an errno, 0: it opens */

static int
open_there (gint          pid,
            PgsOpenerFile file,
            gpointer      data)
{
  static const char *const names[] = {
    [PGS_OPENER_MAPS] = "maps",       [PGS_OPENER_SMAPS] = "smaps", [PGS_OPENER_SMAPS_ROLLUP] = "smaps_rollup",
    [PGS_OPENER_PAGEMAP] = "pagemap", [PGS_OPENER_STAT] = "stat",   [PGS_OPENER_STATM] = "statm",
    [PGS_OPENER_STATUS] = "status",
  };
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", pid - THERE, names[file]);

  errno = fails_with;
  return fails_with != 0 ? -1 : open (path, O_RDONLY | O_CLOEXEC);
}

static char *
dup_trouble (gpointer data)
{
  return g_strdup ("nobody there");
}

static PgsOpener *
new_there (void)
{
  static const PgsOpenerClass klass = { .open = open_there, .dup_trouble = dup_trouble, .is_elsewhere = TRUE };

  return pgs_opener_new (&klass, NULL);
}

static void
expect_failure (int         errsv,
                int         code,
                const char *words)
{
  g_autoptr (PgsOpener) opener = new_there ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsProcess) process = NULL;

  fails_with = errsv;
  process = pgs_process_open_through (THERE + getpid (), opener, &error);
  fails_with = 0;
  g_assert_null (process);
  g_assert_error (error, PGS_ERROR, code);
  if (words != NULL)
    g_assert_cmpstr (error->message, ==, words);
}

static void
test_nobody (void)
{
  expect_failure (EPIPE, PGS_ERROR_BROKER_GONE, "nobody there");
  expect_failure (ENOENT, PGS_ERROR_NO_PROCESS, NULL);
  expect_failure (EACCES, PGS_ERROR_ACCESS, NULL);
}

/* What a sample says of a process that is opened as @opener says. */
static void
expect_ourselves (gint       pid,
                  PgsOpener *opener)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsProcess) process = pgs_process_open_through (pid, opener, &error);
  g_autoptr (PgsSnapshot) snapshot = NULL;

  g_assert_no_error (error);
  snapshot = pgs_process_sample (process, PGS_SECTION_ALL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (snapshot->counters.ppid, ==, getppid ());
  g_assert_nonnull (snapshot->maps);
}

static gboolean
read_exe_there (gint     pid,
                PgsExe  *exe,
                gpointer data)
{
  *exe = (PgsExe) { .inode = 1, .path = g_strdup ("/bin/there") };
  return TRUE;
}

/* One who may be asked for more: what it runs is in the next sample. */
static void
test_exe_comes_to_be_known (void)
{
  static const PgsOpenerClass klass = { .open = open_there, .read_exe = read_exe_there, .is_elsewhere = TRUE };
  g_autoptr (PgsOpener) knows_less = new_there ();
  g_autoptr (PgsOpener) knows_more = pgs_opener_new (&klass, NULL);
  g_autoptr (PgsProcess) process = pgs_process_open_through (THERE + getpid (), knows_less, NULL);
  g_autoptr (PgsSnapshot) before = pgs_process_sample (process, 0, NULL);
  g_autoptr (PgsSnapshot) after = NULL;

  g_assert_null (before->process->exe);
  pgs_process_set_opener (process, knows_more);
  after = pgs_process_sample (process, 0, NULL);
  g_assert_cmpstr (after->process->exe, ==, "/bin/there");
  g_assert_null (before->process->exe);
}

/* The last case: the default is for good. */
static void
test_default (void)
{
  g_assert_null (pgs_opener_get_default ());
  g_assert_false (pgs_opener_is_elsewhere (NULL));
  expect_ourselves (getpid (), NULL);
  pgs_opener_set_default (new_there ());
  g_assert_true (pgs_opener_is_elsewhere (NULL));
  g_assert_false (pgs_opener_is_elsewhere (pgs_opener_get_here ()));
  expect_ourselves (THERE + getpid (), NULL);
  expect_ourselves (getpid (), pgs_opener_get_here ());
  g_assert_null (pgs_process_open_through (THERE + getpid (), pgs_opener_get_here (), NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proc/opener/nobody", test_nobody);
  g_test_add_func ("/proc/opener/exe-comes-to-be-known", test_exe_comes_to_be_known);
  g_test_add_func ("/proc/opener/default", test_default);
  return g_test_run ();
}
