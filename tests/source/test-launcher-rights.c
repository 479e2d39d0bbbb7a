/* test-launcher-rights.c: programs that cannot be started, or not stopped at their first instruction
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-error.h"
#include "pgs-launcher.h"

#include "launch.h"

#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#define NOBODY 65534

static void
assert_fails (const PgsLaunch *launch,
              PgsError         code,
              const char      *message)
{
  g_autoptr (PgsLauncher) launcher = launch_begin (launch);
  g_autoptr (GError) error = NULL;

  launch_assert_state (launcher, PGS_LAUNCHER_FAILED);
  error = pgs_launcher_dup_error (launcher);
  g_assert_error (error, PGS_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, message);
}

static char *
make_file (const char *folder,
           const char *name,
           const char *text,
           guint       mode)
{
  char *file = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (file, text, -1, NULL));
  g_assert_cmpint (chmod (file, mode), ==, 0);
  return file;
}

static void
test_failures (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pgs-launch-XXXXXX", NULL);
  g_autofree char *plain = make_file (folder, "plain", "echo no\n", 0644);
  g_autofree char *orphan = make_file (folder, "orphan", "#!/nonexistent/shell\n", 0755);
  g_autofree char *path = g_strconcat ("PATH=", folder, NULL);
  g_autofree char *message = NULL;
  const char *env[] = { path, NULL };
  const char *argv[] = { "no-such-command-here", NULL };
  PgsLaunch launch = PGS_LAUNCH_INIT;

  launch.argv = argv;
  assert_fails (&launch, PGS_ERROR_FAILED, "no-such-command-here: command not found");
  argv[0] = "/nonexistent/program";
  assert_fails (&launch, PGS_ERROR_FAILED, "/nonexistent/program: No such file or directory");
  argv[0] = "plain";
  launch.env = env;
  assert_fails (&launch, PGS_ERROR_ACCESS, "plain: Permission denied");
  argv[0] = folder;
  message = g_strdup_printf ("%s: Permission denied", folder);
  assert_fails (&launch, PGS_ERROR_ACCESS, message);
  argv[0] = "orphan";
  assert_fails (&launch, PGS_ERROR_FAILED, "orphan: command not found");
  argv[0] = "/bin/true";
  launch.folder = "/nonexistent";
  assert_fails (&launch, PGS_ERROR_FAILED, "/nonexistent: No such file or directory");
  g_unlink (plain);
  g_unlink (orphan);
  g_rmdir (folder);
}

static void
test_no_program (void)
{
  const char *argv[] = { "", NULL };
  PgsLaunch launch = PGS_LAUNCH_INIT;
  g_autoptr (GError) error = NULL;

  launch.argv = argv;
  g_assert_null (pgs_launcher_new (&launch, &error));
  g_assert_error (error, PGS_ERROR, PGS_ERROR_SYNTAX);
}

/* A folder in PATH whose file may not be executed, then one with a script that names no shell. */
static void
test_path (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pgs-launch-XXXXXX", NULL);
  g_autofree char *first = g_build_filename (folder, "first", NULL);
  g_autofree char *second = g_build_filename (folder, "second", NULL);
  g_autofree char *denied = NULL;
  g_autofree char *script = NULL;
  g_autofree char *path = g_strdup_printf ("PATH=/nonexistent:%s:second", first);
  g_autofree char *text = NULL;
  const char *env[] = { path, NULL };
  const char *argv[] = { "program", "one", "two", NULL };
  PgsLaunch launch = PGS_LAUNCH_INIT;
  int status;

  g_mkdir (first, 0755);
  g_mkdir (second, 0755);
  denied = make_file (first, "program", "echo wrong\n", 0644);
  script = make_file (second, "program", "echo \"$0\" \"$2\" $#; exit 9\n", 0755);
  launch.argv = argv;
  launch.env = env;
  launch.folder = folder; /* to which "second" is relative */
  text = launch_run (&launch, &status);
  g_assert_cmpstr (text, ==, "second/program two 2\n");
  g_assert_cmpint (WEXITSTATUS (status), ==, 9);
  g_unlink (denied);
  g_unlink (script);
  g_rmdir (first);
  g_rmdir (second);
  g_rmdir (folder);
}

/* Runs @func in a child, which must not fail. Returns: its exit status. */
static int
run_in_child (void (*func) (const char *),
              const char *data)
{
  const pid_t pid = fork ();
  int status;

  if (pid == 0)
    {
      func (data);
      _exit (0);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static void
become_nobody (void)
{
  g_assert_cmpint (setresgid (NOBODY, NOBODY, NOBODY), ==, 0);
  g_assert_cmpint (setresuid (NOBODY, NOBODY, NOBODY), ==, 0);
  g_assert_cmpint (prctl (PR_SET_DUMPABLE, 1), ==, 0); /* as after an exec; else nobody may trace it */
}

/* As a user without rights: @file gives root's. */
static void
launch_privileged (const char *file)
{
  const char *argv[] = { file, "2", NULL }; /* it has more rights than we: it cannot be killed */
  g_autoptr (PgsLauncher) launcher = NULL;
  g_autofree char *uids = NULL;

  become_nobody ();
  launcher = launch_begin_argv (argv);
  launch_assert_state (launcher, PGS_LAUNCHER_RUNNING);
  g_assert_cmpint (pgs_launcher_get_hold (launcher), ==, PGS_LAUNCHER_HOLD_PRIVILEGED);
  launch_assert_status (pgs_launcher_get_pid (launcher), "TracerPid", "0");
  uids = launch_read_status (pgs_launcher_get_pid (launcher), "Uid");
  g_test_message ("Uid: %s", uids);
  g_assert_true (g_str_has_prefix (uids, "65534\t0\t") ||
                 launch_read_status_mask (pgs_launcher_get_pid (launcher), "CapEff") != 0);
}

/* As root, who may trace it: nothing is lost by being stopped. */
static void
launch_as_root (const char *file)
{
  const char *argv[] = { file, "1000", NULL };
  g_autoptr (PgsLauncher) launcher = launch_begin_argv (argv);

  launch_assert_state (launcher, PGS_LAUNCHER_HELD);
  g_assert_true (pgs_launcher_signal (launcher, SIGKILL));
}

/* With no_new_privs the file gives nothing, so it can be stopped. */
static void
launch_without_new_rights (const char *file)
{
  const char *argv[] = { file, "1000", NULL };
  g_autoptr (PgsLauncher) launcher = NULL;

  become_nobody ();
  g_assert_cmpint (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), ==, 0);
  launcher = launch_begin_argv (argv);
  launch_assert_state (launcher, PGS_LAUNCHER_HELD);
  g_assert_cmpint (pgs_launcher_get_hold (launcher), ==, PGS_LAUNCHER_HOLD_DONE);
  launch_assert_status (pgs_launcher_get_pid (launcher), "Uid", "65534\t65534\t65534\t65534");
  g_assert_true (pgs_launcher_signal (launcher, SIGKILL));
}

static gboolean
may_have_rights (const char *folder)
{
  struct statvfs mount;

  return geteuid () == 0 && statvfs (folder, &mount) == 0 && !(mount.f_flag & ST_NOSUID);
}

static char *
copy_sleep (const char *folder)
{
  g_autofree char *program = g_find_program_in_path ("sleep");
  g_autofree char *text = NULL;
  char *file = g_build_filename (folder, "sleep", NULL);
  gsize length;

  g_assert_true (g_file_get_contents (program, &text, &length, NULL));
  g_assert_true (g_file_set_contents (file, text, (gssize) length, NULL));
  g_assert_cmpint (chmod (folder, 0755), ==, 0);
  g_assert_cmpint (chmod (file, 0755), ==, 0);
  return file;
}

static void
test_setuid (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pgs-launch-XXXXXX", NULL);
  g_autofree char *file = copy_sleep (folder);

  if (may_have_rights (folder))
    {
      g_assert_cmpint (chmod (file, 04755), ==, 0);
      g_assert_cmpint (run_in_child (launch_privileged, file), ==, 0);
      g_assert_cmpint (run_in_child (launch_without_new_rights, file), ==, 0);
      g_assert_cmpint (run_in_child (launch_as_root, file), ==, 0);
    }
  else
    {
      g_test_skip ("needs root and a file system without nosuid");
    }
  g_unlink (file);
  g_rmdir (folder);
}

static void
test_capabilities (void)
{
  const struct vfs_cap_data data = {
    .magic_etc = VFS_CAP_REVISION_2 | VFS_CAP_FLAGS_EFFECTIVE,
    .data = { { .permitted = 1u << CAP_NET_RAW } },
  };
  g_autofree char *folder = g_dir_make_tmp ("pgs-launch-XXXXXX", NULL);
  g_autofree char *file = copy_sleep (folder);

  if (may_have_rights (folder) &&
      setxattr (file, "security.capability", &data, sizeof data, 0) == 0)
    g_assert_cmpint (run_in_child (launch_privileged, file), ==, 0);
  else
    g_test_skip ("needs root and a file system with file capabilities and without nosuid");
  g_unlink (file);
  g_rmdir (folder);
}

/* A kernel, or a container, in which ptrace is forbidden. */
static void
launch_without_ptrace (const char *file)
{
  struct sock_filter rules[] = {
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr)),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, SYS_ptrace, 0, 1),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const struct sock_fprog program = { G_N_ELEMENTS (rules), rules };
  const char *argv[] = { "sh", "-c", "exit 5", NULL };
  g_autoptr (PgsLauncher) launcher = NULL;

  g_assert_cmpint (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), ==, 0);
  g_assert_cmpint (prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), ==, 0);
  launcher = launch_begin_argv (argv);
  g_assert_cmpint (WEXITSTATUS (launch_get_status (launcher)), ==, 5);
  g_assert_cmpint (pgs_launcher_get_hold (launcher), ==, PGS_LAUNCHER_HOLD_FORBIDDEN);
  argv[0] = "no-such-command-here";
  pgs_launcher_free (g_steal_pointer (&launcher));
  launcher = launch_begin_argv (argv);
  launch_assert_state (launcher, PGS_LAUNCHER_FAILED);
}

static void
test_ptrace_forbidden (void)
{
  g_assert_cmpint (run_in_child (launch_without_ptrace, NULL), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/launcher/setuid-runs-untraced", test_setuid);
  g_test_add_func ("/source/launcher/file-capabilities-run-untraced", test_capabilities);
  g_test_add_func ("/source/launcher/ptrace-forbidden", test_ptrace_forbidden);
  g_test_add_func ("/source/launcher/failures", test_failures);
  g_test_add_func ("/source/launcher/no-program", test_no_program);
  g_test_add_func ("/source/launcher/path", test_path);
  return g_test_run ();
}
