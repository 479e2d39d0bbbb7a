/* test-filter.c: the filter lets through what the broker needs, and kills it for all else
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib.h>

#include "broker.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { N_CALLS = 700, ENDED = 3 }; /* above the last call of any processor; how the children end */

static const struct open_how other_how = { .flags = O_RDWR };
static struct stat place;

typedef long Call[7]; /* number and arguments */

static const long allowed[] = {
  SYS_recvfrom, SYS_sendmsg, SYS_openat2, SYS_statx, SYS_readlinkat, SYS_read, SYS_getdents64, SYS_close,
  SYS_exit_group,
};

static gboolean
is_allowed (long number)
{
  for (gsize i = 0; i < G_N_ELEMENTS (allowed); i++)
    if (allowed[i] == number)
      return TRUE;
  return FALSE;
}

/* uretprobe and uprobe, which the kernel itself makes from a page of its own, and lets no filter see
 * (kernel/seccomp.c); who else makes them is refused or killed. */
static gboolean
is_of_probes (long number)
{
#ifdef __x86_64__
  return number == 335 || number == 336;
#else
  return FALSE;
#endif
}

/* Makes the call in a child behind the filter. Returns whether it was killed for that. */
static gboolean
kills (const Call call)
{
  const pid_t child = fork ();
  int status;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || broker_filter () < 0)
        _exit (1);
      syscall (call[0], call[1], call[2], call[3], call[4], call[5], call[6]);
      _exit (ENDED);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  if (WIFSIGNALED (status))
    {
      g_assert_cmpint (WTERMSIG (status), ==, SIGSYS);
      return TRUE;
    }
  g_assert_cmpint (WEXITSTATUS (status), ==, call[0] == SYS_exit_group ? call[1] : ENDED);
  return FALSE;
}

static void
test_calls (void)
{
  guint n_allowed = 0;

  for (long number = 0; number < N_CALLS; number++)
    if (is_allowed (number))
      n_allowed++;
    else if (!is_of_probes (number))
      g_assert_true (kills ((Call) { number }));
  g_assert_cmpuint (n_allowed, ==, G_N_ELEMENTS (allowed));
  g_assert_true (kills ((Call) { -1 }));
#ifdef __x86_64__
  g_assert_true (kills ((Call) { SYS_read | 0x40000000 })); /* x32's */
#endif
}

static void
test_needed (void)
{
  const long how = (long) &broker_how;
  const long path = (long) "nothing";

  g_assert_false (kills ((Call) { SYS_recvfrom, BROKER_SOCKET }));
  g_assert_false (kills ((Call) { SYS_sendmsg, BROKER_SOCKET, 0, MSG_NOSIGNAL }));
  g_assert_false (kills ((Call) { SYS_openat2, BROKER_PROC, path, how, sizeof broker_how }));
  g_assert_false (kills ((Call) { SYS_statx, -1, path, BROKER_STATX, 0, (long) &place }));
  g_assert_false (kills ((Call) { SYS_readlinkat, BROKER_PROC, path, 0, BROKER_MAX_NAME }));
  g_assert_false (kills ((Call) { SYS_read, -1 }));
  g_assert_false (kills ((Call) { SYS_getdents64, -1 }));
  g_assert_false (kills ((Call) { SYS_close, -1 }));
  g_assert_false (kills ((Call) { SYS_exit_group, 7 }));
}

/* The calls it needs with one argument that is not as it has to be. */
static void
test_arguments (void)
{
  const long how = (long) &broker_how;
  const long size = sizeof broker_how;
  const long path = (long) "nothing";
  const Call wrong[] = {
    { SYS_recvfrom, BROKER_SOCKET + 1 },
    { SYS_recvfrom, BROKER_SOCKET - 1 },
    { SYS_sendmsg, BROKER_SOCKET + 1, 0, MSG_NOSIGNAL },
    { SYS_sendmsg, BROKER_SOCKET, 0, 0 },
    { SYS_sendmsg, BROKER_SOCKET, 0, MSG_NOSIGNAL | MSG_DONTWAIT },
    { SYS_openat2, AT_FDCWD, path, how, size },
    { SYS_openat2, BROKER_SOCKET, path, how, size },
    { SYS_openat2, BROKER_PROC, path, (long) &other_how, size },
    { SYS_openat2, BROKER_PROC, path, how + 8, size },
    { SYS_openat2, BROKER_PROC, path, how ^ (1l << (8 * sizeof how - 2)), size },
    { SYS_openat2, BROKER_PROC, path, 0, size },
    { SYS_openat2, BROKER_PROC, path, how, size + 8 },
    { SYS_statx, -1, path, 0, 0, (long) &place },
    { SYS_statx, -1, path, AT_EMPTY_PATH, 0, (long) &place },
    { SYS_statx, -1, path, BROKER_STATX | AT_SYMLINK_NOFOLLOW, 0, (long) &place },
    { SYS_readlinkat, AT_FDCWD, path, 0, BROKER_MAX_NAME },
    { SYS_readlinkat, BROKER_SOCKET, path, 0, BROKER_MAX_NAME },
    { SYS_readlinkat, BROKER_PROC, path, 0, BROKER_MAX_NAME + 1 },
    { SYS_readlinkat, BROKER_PROC, path, 0, 1l << 32 | BROKER_MAX_NAME },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    if (!kills (wrong[i]))
      g_error ("call %ld with arguments of row %" G_GSIZE_FORMAT " was let through", wrong[i][0], i);
}

/* What every file is opened with: the filter holds the broker to it. */
static void
test_how (void)
{
  g_assert_cmpint (broker_how.flags & O_ACCMODE, ==, O_RDONLY);
  g_assert_true (broker_how.flags & O_CLOEXEC);
  g_assert_true (broker_how.flags & O_NOFOLLOW);
  g_assert_cmpint (broker_how.flags & (O_CREAT | O_TRUNC | O_APPEND), ==, 0);
  g_assert_true (broker_how.resolve & RESOLVE_BENEATH);
  g_assert_true (broker_how.resolve & RESOLVE_NO_SYMLINKS);
  g_assert_true (broker_how.resolve & RESOLVE_NO_MAGICLINKS);
  g_assert_true (broker_how.resolve & RESOLVE_NO_XDEV);
}

/* With it nothing outside is opened, whatever the path. */
static void
test_paths (void)
{
  static const char *const paths[] = {
    "/etc/passwd", "../etc/passwd", "self/maps", "self", "thread-self/stat", "%d/root/etc/passwd", "%d/cwd/.",
    "%d/fd/0", "%d/exe", "%d/../../etc/passwd", "%d/ns/pid", "mounts", "net/dev",
    "fs/binfmt_misc/status", "../proc/version",
  };
  const int proc = open ("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
  char path[64];

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_snprintf (path, sizeof path, paths[i], (int) getpid ());
      g_assert_cmpint (syscall (SYS_openat2, proc, path, &broker_how, sizeof broker_how), <, 0);
    }
  g_snprintf (path, sizeof path, "%d/stat", (int) getpid ());
  g_assert_no_errno (close (syscall (SYS_openat2, proc, path, &broker_how, sizeof broker_how)));
  close (proc);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/broker/filter/calls", test_calls);
  g_test_add_func ("/broker/filter/needed", test_needed);
  g_test_add_func ("/broker/filter/arguments", test_arguments);
  g_test_add_func ("/broker/filter/how", test_how);
  g_test_add_func ("/broker/filter/paths", test_paths);
  return g_test_run ();
}
