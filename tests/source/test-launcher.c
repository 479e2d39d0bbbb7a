/* test-launcher.c: starting programs, stopped at their first instruction
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-error.h"
#include "pgs-launcher.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <glib/gstdio.h>
#include <poll.h>
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

#define LONG_US (30 * G_USEC_PER_SEC) /* nothing takes that long unless it is broken */
#define N_LAUNCHES 2000
#define NOBODY 65534

static PgsLauncher *
begin (const PgsLaunch *launch)
{
  g_autoptr (GError) error = NULL;
  PgsLauncher *launcher = pgs_launcher_new (launch, &error);

  g_assert_no_error (error);
  g_assert_nonnull (launcher);
  return launcher;
}

static PgsLauncher *
begin_argv (const char *const *argv)
{
  PgsLaunch launch = PGS_LAUNCH_INIT;

  launch.argv = argv;
  launch.hold_us = LONG_US;
  return begin (&launch);
}

static void
assert_state (PgsLauncher      *launcher,
              PgsLauncherState  state)
{
  g_assert_cmpint (pgs_launcher_wait (launcher, state, LONG_US), ==, state);
}

static int
get_status (PgsLauncher *launcher)
{
  PgsExit exit_info;

  assert_state (launcher, PGS_LAUNCHER_ENDED);
  g_assert_true (pgs_launcher_get_exit (launcher, &exit_info));
  g_assert_true (exit_info.status_known);
  return exit_info.status;
}

/* Returns: (transfer full): the value in the line "@key:" of /proc/PID/status. */
static char *
read_status (gint        pid,
             const char *key)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", pid);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], key) && lines[i][strlen (key)] == ':')
      return g_strstrip (g_strdup (lines[i] + strlen (key) + 1));
  return NULL;
}

static void
assert_status (gint        pid,
               const char *key,
               const char *expected)
{
  g_autofree char *value = read_status (pid, key);

  g_assert_cmpstr (value, ==, expected);
}

static guint64
read_status_mask (gint        pid,
                  const char *key)
{
  g_autofree char *value = read_status (pid, key);

  g_assert_nonnull (value);
  return g_ascii_strtoull (value, NULL, 16);
}

static gboolean
maps_have (gint        pid,
           const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/maps", pid);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return strstr (text, name) != NULL;
}

static void
wait_for_map (gint        pid,
              const char *name)
{
  for (guint i = 0; i < 3000 && !maps_have (pid, name); i++)
    g_usleep (10000);
  g_assert_true (maps_have (pid, name));
}

static guint
count_entries (const char *folder)
{
  DIR *directory = opendir (folder);
  guint n = 0;

  g_assert_nonnull (directory);
  while (readdir (directory) != NULL)
    n++;
  closedir (directory);
  return n;
}

static void
test_first_instruction (void)
{
  const char *argv[] = { "sleep", "1000", NULL };
  PgsLauncher *launcher = begin_argv (argv);
  gint pid;

  assert_state (launcher, PGS_LAUNCHER_HELD);
  g_assert_cmpint (pgs_launcher_get_hold (launcher), ==, PGS_LAUNCHER_HOLD_DONE);
  pid = pgs_launcher_get_pid (launcher);
  assert_status (pid, "Name", "sleep");
  assert_status (pid, "State", "t (tracing stop)");
  g_assert_true (maps_have (pid, "/sleep\n"));
  g_assert_true (maps_have (pid, "[stack]"));
  g_assert_false (maps_have (pid, "libc")); /* the loader has not run yet */

  pgs_launcher_release (launcher);
  assert_state (launcher, PGS_LAUNCHER_RUNNING);
  assert_status (pid, "TracerPid", "0");
  wait_for_map (pid, "libc");
  assert_status (pid, "TracerPid", "0");
  g_assert_true (pgs_launcher_signal (launcher, SIGTERM));
  g_assert_true (WIFSIGNALED (get_status (launcher)));
  g_assert_false (pgs_launcher_signal (launcher, SIGTERM));
  g_assert_cmpint (pgs_launcher_get_pid (launcher), ==, pid);
  g_assert_cmpint (kill (pid, 0), <, 0);
  pgs_launcher_free (launcher);
}

/* Runs @argv; returns what it wrote to its standard output. */
static char *
run (PgsLaunch  *launch,
     int        *status)
{
  g_autoptr (PgsLauncher) launcher = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[4096];
  int fds[2];
  gssize n;

  g_assert_cmpint (pipe2 (fds, O_CLOEXEC), ==, 0);
  launch->stdio[1] = fds[1];
  launcher = begin (launch);
  close (fds[1]);
  pgs_launcher_release (launcher);
  *status = get_status (launcher);
  while ((n = read (fds[0], buffer, sizeof buffer)) > 0) /* its end shows that nobody kept the pipe */
    g_string_append_len (text, buffer, n);
  close (fds[0]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_arguments (void)
{
  const char *argv[] = { "sh", "-c", "pwd; echo \"$WORD\"; printf '<%s>' \"$@\"; exit 7", "x", "a b",
                         "", "\xff'", NULL };
  const char *env[] = { "PATH=/usr/bin:/bin", "WORD=in the environment", NULL };
  g_autofree char *folder = g_dir_make_tmp ("pgs-launch-XXXXXX", NULL);
  g_autofree char *expected = g_strdup_printf ("%s\nin the environment\n<a b><><\xff'>", folder);
  g_autofree char *text = NULL;
  PgsLaunch launch = PGS_LAUNCH_INIT;
  int status;

  launch.argv = argv;
  launch.env = env;
  launch.folder = folder;
  text = run (&launch, &status);
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpint (WEXITSTATUS (status), ==, 7);
  g_rmdir (folder);
}

static void
test_own_environment (void)
{
  const char *argv[] = { "/bin/sh", "-c", "pwd; echo $PGS_TEST_WORD", NULL };
  g_autofree char *here = g_get_current_dir ();
  g_autofree char *expected = g_strdup_printf ("%s\nmine\n", here);
  g_autofree char *text = NULL;
  PgsLaunch launch = PGS_LAUNCH_INIT;
  int status;

  launch.argv = argv;
  text = run (&launch, &status);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_descriptors (void)
{
  const char *argv[] = { "sleep", "1000", NULL };
  PgsLaunch launch = PGS_LAUNCH_INIT;
  const int inherited = open ("/dev/zero", O_RDONLY); /* not close-on-exec, as from a shell */
  const int private = open ("/dev/zero", O_RDONLY | O_CLOEXEC);

  for (guint keep = 0; keep < 2; keep++)
    {
      g_autoptr (PgsLauncher) launcher = NULL;
      g_autofree char *folder = NULL;
      g_autofree char *own = NULL;
      g_autofree char *target = NULL;
      g_autofree char *path = NULL;

      launch.argv = argv;
      launch.flags = keep ? PGS_LAUNCH_KEEP_DESCRIPTORS : PGS_LAUNCH_DEFAULT;
      launch.stdio[0] = private;
      launch.hold_us = LONG_US;
      launcher = begin (&launch);
      assert_state (launcher, PGS_LAUNCHER_HELD);
      folder = g_strdup_printf ("/proc/%d/fd", pgs_launcher_get_pid (launcher));
      own = g_strdup_printf ("%s/%d", folder, inherited);
      path = g_strconcat (folder, "/0", NULL);
      target = g_file_read_link (path, NULL);
      g_assert_cmpstr (target, ==, "/dev/zero");
      g_assert_cmpint (access (own, F_OK), ==, keep ? 0 : -1);
      if (!keep)
        g_assert_cmpuint (count_entries (folder), ==, 2 + 3); /* ".", "..", 0, 1, 2 */
      g_assert_true (pgs_launcher_signal (launcher, SIGKILL));
      get_status (launcher);
    }
  close (inherited);
  close (private);
}

static void
noop (int number)
{
}

static void
test_signals (void)
{
  const char *argv[] = { "sleep", "1000", NULL };
  const guint64 one = 1;
  g_autoptr (PgsLauncher) launcher = NULL;
  sigset_t blocked, before;
  gint pid;

  signal (SIGPIPE, SIG_IGN);
  signal (SIGHUP, SIG_IGN);
  signal (SIGUSR1, noop);
  sigemptyset (&blocked);
  sigaddset (&blocked, SIGINT);
  pthread_sigmask (SIG_BLOCK, &blocked, &before);
  launcher = begin_argv (argv);
  assert_state (launcher, PGS_LAUNCHER_HELD);
  pid = pgs_launcher_get_pid (launcher);
  g_assert_cmphex (read_status_mask (pid, "SigBlk"), ==, 0);
  g_assert_cmphex (read_status_mask (pid, "SigCgt"), ==, 0);
  g_assert_cmphex (read_status_mask (pid, "SigIgn") & (one << (SIGPIPE - 1)), ==, 0);
  g_assert_cmphex (read_status_mask (pid, "SigIgn") & (one << (SIGHUP - 1)), !=, 0);
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  signal (SIGPIPE, SIG_DFL);
  signal (SIGHUP, SIG_DFL);
  signal (SIGUSR1, SIG_DFL);
  g_assert_true (pgs_launcher_signal (launcher, SIGTERM));
  g_assert_cmpint (pgs_launcher_get_state (launcher), ==, PGS_LAUNCHER_HELD); /* it is stopped */
  pgs_launcher_release (launcher);
  g_assert_cmpint (WTERMSIG (get_status (launcher)), ==, SIGTERM);
}

static void
test_killed_while_held (void)
{
  const char *argv[] = { "sleep", "1000", NULL };
  g_autoptr (PgsLauncher) launcher = begin_argv (argv);

  assert_state (launcher, PGS_LAUNCHER_HELD);
  g_assert_true (pgs_launcher_signal (launcher, SIGKILL));
  g_assert_cmpint (WTERMSIG (get_status (launcher)), ==, SIGKILL);
}

static void
wait_for_proc_state (gint pid,
                     char state)
{
  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *value = read_status (pid, "State");

      if (value != NULL && value[0] == state)
        return;
      g_usleep (10000);
    }
  g_assert_not_reached ();
}

static void
test_stopped_while_held (void)
{
  const char *argv[] = { "sleep", "0.01", NULL };
  g_autoptr (PgsLauncher) launcher = begin_argv (argv);
  gint pid;

  assert_state (launcher, PGS_LAUNCHER_HELD);
  pid = pgs_launcher_get_pid (launcher);
  g_assert_true (pgs_launcher_signal (launcher, SIGSTOP));
  pgs_launcher_release (launcher);
  wait_for_proc_state (pid, 'T');
  assert_status (pid, "TracerPid", "0");
  g_assert_true (pgs_launcher_signal (launcher, SIGCONT));
  g_assert_cmpint (get_status (launcher), ==, 0);
}

static void
test_time_is_up (void)
{
  const char *argv[] = { "sh", "-c", "exit 3", NULL };
  PgsLaunch launch = PGS_LAUNCH_INIT;
  g_autoptr (PgsLauncher) launcher = NULL;

  launch.argv = argv;
  launch.hold_us = 50000;
  launcher = begin (&launch);
  g_assert_cmpint (WEXITSTATUS (get_status (launcher)), ==, 3); /* nobody released it */
}

static void
test_freed_while_held (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pgs-launch-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "done", NULL);
  const char *argv[] = { "touch", file, NULL };
  PgsLauncher *launcher = begin_argv (argv);

  assert_state (launcher, PGS_LAUNCHER_HELD);
  g_assert_cmpint (access (file, F_OK), <, 0);
  pgs_launcher_free (launcher);
  for (guint i = 0; i < 3000 && access (file, F_OK) != 0; i++)
    g_usleep (10000);
  g_assert_cmpint (g_unlink (file), ==, 0);
  g_rmdir (folder);
}

/* The program must neither stay stopped nor die with its tracer. */
static void
test_death_while_held (void)
{
  const char *argv[] = { "sleep", "1000", NULL };
  int fds[2];
  gint pid = 0;
  pid_t tracer;

  g_assert_cmpint (pipe (fds), ==, 0);
  tracer = fork ();
  if (tracer == 0)
    {
      PgsLauncher *launcher = begin_argv (argv);

      assert_state (launcher, PGS_LAUNCHER_HELD);
      pid = pgs_launcher_get_pid (launcher);
      if (write (fds[1], &pid, sizeof pid) == sizeof pid)
        kill (getpid (), SIGKILL);
      _exit (1);
    }
  close (fds[1]);
  g_assert_cmpint (read (fds[0], &pid, sizeof pid), ==, sizeof pid);
  waitpid (tracer, NULL, 0);
  wait_for_map (pid, "libc");
  wait_for_proc_state (pid, 'S');
  assert_status (pid, "TracerPid", "0");
  kill (pid, SIGKILL);
  close (fds[0]);
}

static void
assert_fails (const PgsLaunch *launch,
              PgsError         code,
              const char      *message)
{
  g_autoptr (PgsLauncher) launcher = begin (launch);
  g_autoptr (GError) error = NULL;

  assert_state (launcher, PGS_LAUNCHER_FAILED);
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
  text = run (&launch, &status);
  g_assert_cmpstr (text, ==, "second/program two 2\n");
  g_assert_cmpint (WEXITSTATUS (status), ==, 9);
  g_unlink (denied);
  g_unlink (script);
  g_rmdir (first);
  g_rmdir (second);
  g_rmdir (folder);
}

/* What the kernel tells somebody else who starts the same program. */
static int
get_reference_status (const char *const *argv)
{
  const pid_t pid = fork ();
  int status;

  if (pid == 0)
    {
      execvp (argv[0], (char **) argv);
      _exit (127);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  return status;
}

static void
test_end (void)
{
  static const char *const scripts[] = { "exit 0", "exit 255", "kill -SEGV $$", "kill -TERM $$",
                                         "kill -ABRT $$", "kill -KILL $$" };

  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      const char *argv[] = { "sh", "-c", scripts[i], NULL };
      g_autoptr (PgsLauncher) launcher = begin_argv (argv);

      pgs_launcher_release (launcher);
      g_assert_cmphex (get_status (launcher), ==, get_reference_status (argv));
    }
}

static void
test_descriptor_tells (void)
{
  const char *argv[] = { "true", NULL };
  g_autoptr (PgsLauncher) launcher = begin_argv (argv);
  struct pollfd polled = { .fd = pgs_launcher_get_fd (launcher), .events = POLLIN };
  PgsLauncherState state = PGS_LAUNCHER_STARTING, before;
  guint n = 0;

  while (state < PGS_LAUNCHER_ENDED)
    {
      g_assert_cmpint (poll (&polled, 1, (int) (LONG_US / 1000)), ==, 1);
      before = state;
      state = pgs_launcher_get_state (launcher);
      g_assert_cmpint (state, >, before);
      if (state == PGS_LAUNCHER_HELD)
        pgs_launcher_release (launcher);
      n++;
    }
  g_assert_cmpint (state, ==, PGS_LAUNCHER_ENDED);
  g_assert_cmpuint (n, >=, 2);
  g_assert_cmpint (poll (&polled, 1, 0), ==, 0);
}

static void
test_own_session (void)
{
  const char *argv[] = { "sh", "-c", "sleep 1000 & echo $!; wait", NULL };
  PgsLaunch launch = PGS_LAUNCH_INIT;
  g_autoptr (PgsLauncher) launcher = NULL;
  char text[32] = "";
  int fds[2];
  gint pid, child;

  g_assert_cmpint (pipe2 (fds, O_CLOEXEC), ==, 0);
  launch.argv = argv;
  launch.flags = PGS_LAUNCH_NEW_SESSION;
  launch.stdio[0] = open ("/dev/null", O_RDONLY | O_CLOEXEC);
  launch.stdio[1] = fds[1];
  launcher = begin (&launch);
  pgs_launcher_release (launcher);
  g_assert_cmpint (read (fds[0], text, sizeof text - 1), >, 0);
  child = atoi (text);
  pid = pgs_launcher_get_pid (launcher);
  g_assert_cmpint (getsid (pid), ==, pid);
  g_assert_cmpint (getpgid (child), ==, pid);
  g_assert_true (pgs_launcher_signal (launcher, SIGTERM));
  get_status (launcher);
  for (guint i = 0; i < 3000 && kill (child, 0) == 0; i++)
    {
      g_autofree char *state = read_status (child, "State");

      if (state == NULL || state[0] == 'Z') /* nobody need reap it here */
        break;
      g_usleep (10000);
    }
  close (fds[0]);
  close (fds[1]);
  close (launch.stdio[0]);
}

static guint
count_zombies (void)
{
  GDir *directory = g_dir_open ("/proc", 0, NULL);
  g_autofree char *own = g_strdup_printf ("%d", getpid ());
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (directory)) != NULL)
    {
      const gint pid = atoi (name);
      g_autofree char *parent = pid > 0 ? read_status (pid, "PPid") : NULL;

      n += g_strcmp0 (parent, own) == 0;
    }
  g_dir_close (directory);
  return n;
}

static void
test_leaves_nothing (void)
{
  const char *good[] = { "true", NULL };
  const char *bad[] = { "/nonexistent/program", NULL };
  guint n_fds = 0, n_threads = 0;

  for (guint i = 0; i < N_LAUNCHES; i++)
    {
      PgsLauncher *launcher = begin_argv (i % 4 == 3 ? bad : good);

      if (i % 2 == 0)
        pgs_launcher_release (launcher);
      else
        assert_state (launcher, i % 4 == 3 ? PGS_LAUNCHER_FAILED : PGS_LAUNCHER_HELD);
      if (i % 3 != 0)
        pgs_launcher_release (launcher);
      if (i % 3 == 1)
        pgs_launcher_wait (launcher, PGS_LAUNCHER_ENDED, LONG_US);
      pgs_launcher_free (launcher);
      if (i == 0)
        {
          n_fds = count_entries ("/proc/self/fd");
          n_threads = count_entries ("/proc/self/task");
        }
    }
  for (guint i = 0; i < 1000 && (count_zombies () > 0 ||
                                 count_entries ("/proc/self/task") > n_threads); i++)
    g_usleep (10000);
  g_assert_cmpuint (count_zombies (), ==, 0);
  g_assert_cmpuint (count_entries ("/proc/self/fd"), <=, n_fds);
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
  launcher = begin_argv (argv);
  assert_state (launcher, PGS_LAUNCHER_RUNNING);
  g_assert_cmpint (pgs_launcher_get_hold (launcher), ==, PGS_LAUNCHER_HOLD_PRIVILEGED);
  assert_status (pgs_launcher_get_pid (launcher), "TracerPid", "0");
  uids = read_status (pgs_launcher_get_pid (launcher), "Uid");
  g_test_message ("Uid: %s", uids);
  g_assert_true (g_str_has_prefix (uids, "65534\t0\t") ||
                 read_status_mask (pgs_launcher_get_pid (launcher), "CapEff") != 0);
}

/* As root, who may trace it: nothing is lost by being stopped. */
static void
launch_as_root (const char *file)
{
  const char *argv[] = { file, "1000", NULL };
  g_autoptr (PgsLauncher) launcher = begin_argv (argv);

  assert_state (launcher, PGS_LAUNCHER_HELD);
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
  launcher = begin_argv (argv);
  assert_state (launcher, PGS_LAUNCHER_HELD);
  g_assert_cmpint (pgs_launcher_get_hold (launcher), ==, PGS_LAUNCHER_HOLD_DONE);
  assert_status (pgs_launcher_get_pid (launcher), "Uid", "65534\t65534\t65534\t65534");
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
  launcher = begin_argv (argv);
  g_assert_cmpint (WEXITSTATUS (get_status (launcher)), ==, 5);
  g_assert_cmpint (pgs_launcher_get_hold (launcher), ==, PGS_LAUNCHER_HOLD_FORBIDDEN);
  argv[0] = "no-such-command-here";
  pgs_launcher_free (g_steal_pointer (&launcher));
  launcher = begin_argv (argv);
  assert_state (launcher, PGS_LAUNCHER_FAILED);
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
  g_setenv ("PGS_TEST_WORD", "mine", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/launcher/setuid-runs-untraced", test_setuid);
  g_test_add_func ("/source/launcher/file-capabilities-run-untraced", test_capabilities);
  g_test_add_func ("/source/launcher/ptrace-forbidden", test_ptrace_forbidden);
  g_test_add_func ("/source/launcher/death-while-held", test_death_while_held);
  g_test_add_func ("/source/launcher/first-instruction", test_first_instruction);
  g_test_add_func ("/source/launcher/arguments", test_arguments);
  g_test_add_func ("/source/launcher/own-environment", test_own_environment);
  g_test_add_func ("/source/launcher/descriptors", test_descriptors);
  g_test_add_func ("/source/launcher/signals", test_signals);
  g_test_add_func ("/source/launcher/killed-while-held", test_killed_while_held);
  g_test_add_func ("/source/launcher/stopped-while-held", test_stopped_while_held);
  g_test_add_func ("/source/launcher/time-is-up", test_time_is_up);
  g_test_add_func ("/source/launcher/freed-while-held", test_freed_while_held);
  g_test_add_func ("/source/launcher/failures", test_failures);
  g_test_add_func ("/source/launcher/no-program", test_no_program);
  g_test_add_func ("/source/launcher/path", test_path);
  g_test_add_func ("/source/launcher/end", test_end);
  g_test_add_func ("/source/launcher/descriptor-tells", test_descriptor_tells);
  g_test_add_func ("/source/launcher/own-session", test_own_session);
  g_test_add_func ("/source/launcher/leaves-nothing", test_leaves_nothing);
  return g_test_run ();
}
