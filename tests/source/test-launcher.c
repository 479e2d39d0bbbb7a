/* test-launcher.c: starting programs, stopped at their first instruction
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-error.h"
#include "pgs-launcher.h"

#include "launch.h"

#include <dirent.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_LAUNCHES 2000

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
  PgsLauncher *launcher = launch_begin_argv (argv);
  gint pid;

  launch_assert_state (launcher, PGS_LAUNCHER_HELD);
  g_assert_cmpint (pgs_launcher_get_hold (launcher), ==, PGS_LAUNCHER_HOLD_DONE);
  pid = pgs_launcher_get_pid (launcher);
  launch_assert_status (pid, "Name", "sleep");
  launch_assert_status (pid, "State", "t (tracing stop)");
  g_assert_true (maps_have (pid, "/sleep\n"));
  g_assert_true (maps_have (pid, "[stack]"));
  g_assert_false (maps_have (pid, "libc")); /* the loader has not run yet */

  pgs_launcher_release (launcher);
  launch_assert_state (launcher, PGS_LAUNCHER_RUNNING);
  launch_assert_status (pid, "TracerPid", "0");
  wait_for_map (pid, "libc");
  launch_assert_status (pid, "TracerPid", "0");
  g_assert_true (pgs_launcher_signal (launcher, SIGTERM));
  g_assert_true (WIFSIGNALED (launch_get_status (launcher)));
  g_assert_false (pgs_launcher_signal (launcher, SIGTERM));
  g_assert_cmpint (pgs_launcher_get_pid (launcher), ==, pid);
  g_assert_cmpint (kill (pid, 0), <, 0);
  pgs_launcher_free (launcher);
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
  text = launch_run (&launch, &status);
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
  text = launch_run (&launch, &status);
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
      launcher = launch_begin (&launch);
      launch_assert_state (launcher, PGS_LAUNCHER_HELD);
      folder = g_strdup_printf ("/proc/%d/fd", pgs_launcher_get_pid (launcher));
      own = g_strdup_printf ("%s/%d", folder, inherited);
      path = g_strconcat (folder, "/0", NULL);
      target = g_file_read_link (path, NULL);
      g_assert_cmpstr (target, ==, "/dev/zero");
      g_assert_cmpint (access (own, F_OK), ==, keep ? 0 : -1);
      if (!keep)
        g_assert_cmpuint (count_entries (folder), ==, 2 + 3); /* ".", "..", 0, 1, 2 */
      g_assert_true (pgs_launcher_signal (launcher, SIGKILL));
      launch_get_status (launcher);
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
  launcher = launch_begin_argv (argv);
  launch_assert_state (launcher, PGS_LAUNCHER_HELD);
  pid = pgs_launcher_get_pid (launcher);
  g_assert_cmphex (launch_read_status_mask (pid, "SigBlk"), ==, 0);
  g_assert_cmphex (launch_read_status_mask (pid, "SigCgt"), ==, 0);
  g_assert_cmphex (launch_read_status_mask (pid, "SigIgn") & (one << (SIGPIPE - 1)), ==, 0);
  g_assert_cmphex (launch_read_status_mask (pid, "SigIgn") & (one << (SIGHUP - 1)), !=, 0);
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  signal (SIGPIPE, SIG_DFL);
  signal (SIGHUP, SIG_DFL);
  signal (SIGUSR1, SIG_DFL);
  g_assert_true (pgs_launcher_signal (launcher, SIGTERM));
  g_assert_cmpint (pgs_launcher_get_state (launcher), ==, PGS_LAUNCHER_HELD); /* it is stopped */
  pgs_launcher_release (launcher);
  g_assert_cmpint (WTERMSIG (launch_get_status (launcher)), ==, SIGTERM);
}

static void
test_killed_while_held (void)
{
  const char *argv[] = { "sleep", "1000", NULL };
  g_autoptr (PgsLauncher) launcher = launch_begin_argv (argv);

  launch_assert_state (launcher, PGS_LAUNCHER_HELD);
  g_assert_true (pgs_launcher_signal (launcher, SIGKILL));
  g_assert_cmpint (WTERMSIG (launch_get_status (launcher)), ==, SIGKILL);
}

static void
wait_for_proc_state (gint pid,
                     char state)
{
  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *value = launch_read_status (pid, "State");

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
  g_autoptr (PgsLauncher) launcher = launch_begin_argv (argv);
  gint pid;

  launch_assert_state (launcher, PGS_LAUNCHER_HELD);
  pid = pgs_launcher_get_pid (launcher);
  g_assert_true (pgs_launcher_signal (launcher, SIGSTOP));
  pgs_launcher_release (launcher);
  wait_for_proc_state (pid, 'T');
  launch_assert_status (pid, "TracerPid", "0");
  g_assert_true (pgs_launcher_signal (launcher, SIGCONT));
  g_assert_cmpint (launch_get_status (launcher), ==, 0);
}

static void
test_time_is_up (void)
{
  const char *argv[] = { "sh", "-c", "exit 3", NULL };
  PgsLaunch launch = PGS_LAUNCH_INIT;
  g_autoptr (PgsLauncher) launcher = NULL;

  launch.argv = argv;
  launch.hold_us = 50000;
  launcher = launch_begin (&launch);
  g_assert_cmpint (WEXITSTATUS (launch_get_status (launcher)), ==, 3); /* nobody released it */
}

static void
test_freed_while_held (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pgs-launch-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "done", NULL);
  const char *argv[] = { "touch", file, NULL };
  PgsLauncher *launcher = launch_begin_argv (argv);

  launch_assert_state (launcher, PGS_LAUNCHER_HELD);
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
      PgsLauncher *launcher = launch_begin_argv (argv);

      launch_assert_state (launcher, PGS_LAUNCHER_HELD);
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
  launch_assert_status (pid, "TracerPid", "0");
  kill (pid, SIGKILL);
  close (fds[0]);
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
      g_autoptr (PgsLauncher) launcher = launch_begin_argv (argv);

      pgs_launcher_release (launcher);
      g_assert_cmphex (launch_get_status (launcher), ==, get_reference_status (argv));
    }
}

static void
test_descriptor_tells (void)
{
  const char *argv[] = { "true", NULL };
  g_autoptr (PgsLauncher) launcher = launch_begin_argv (argv);
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
  launcher = launch_begin (&launch);
  pgs_launcher_release (launcher);
  g_assert_cmpint (read (fds[0], text, sizeof text - 1), >, 0);
  child = atoi (text);
  pid = pgs_launcher_get_pid (launcher);
  g_assert_cmpint (getsid (pid), ==, pid);
  g_assert_cmpint (getpgid (child), ==, pid);
  g_assert_true (pgs_launcher_signal (launcher, SIGTERM));
  launch_get_status (launcher);
  for (guint i = 0; i < 3000 && kill (child, 0) == 0; i++)
    {
      g_autofree char *state = launch_read_status (child, "State");

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
      g_autofree char *parent = pid > 0 ? launch_read_status (pid, "PPid") : NULL;

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
      PgsLauncher *launcher = launch_begin_argv (i % 4 == 3 ? bad : good);

      if (i % 2 == 0)
        pgs_launcher_release (launcher);
      else
        launch_assert_state (launcher, i % 4 == 3 ? PGS_LAUNCHER_FAILED : PGS_LAUNCHER_HELD);
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
                                 count_entries ("/proc/self/task") > n_threads ||
                                 count_entries ("/proc/self/fd") > n_fds); i++)
    g_usleep (10000);
  g_assert_cmpuint (count_zombies (), ==, 0);
  g_assert_cmpuint (count_entries ("/proc/self/fd"), <=, n_fds);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("PGS_TEST_WORD", "mine", TRUE);
  g_test_init (&argc, &argv, NULL);
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
  g_test_add_func ("/source/launcher/end", test_end);
  g_test_add_func ("/source/launcher/descriptor-tells", test_descriptor_tells);
  g_test_add_func ("/source/launcher/own-session", test_own_session);
  g_test_add_func ("/source/launcher/leaves-nothing", test_leaves_nothing);
  return g_test_run ();
}
