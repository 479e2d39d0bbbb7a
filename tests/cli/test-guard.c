/* test-guard.c: what is guarded is undone by exit() and by signals that end the program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pgs-cli-guard.h"

static int told;

static void
undo_first (void)
{
  if (write (told, "1", 1) != 1)
    _exit (98);
}

static void
undo_second (void)
{
  if (write (told, "2", 1) != 1)
    _exit (98);
}

/* What a program that ends by @number, or by itself if that is 0, has undone. */
static char *
end_program (int  number,
             int *status)
{
  char undone[16] = "";
  int ends[2];
  pid_t pid;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      setrlimit (RLIMIT_CORE, &(struct rlimit) { 0 });
      told = ends[1];
      if (number != 0)
        signal (number, SIG_DFL); /* it is ignored, and would stay so, where a script started the tests beside itself */
      pgs_cli_guard (undo_first);
      pgs_cli_guard (undo_second);
      pgs_cli_guard (undo_first);
      if (number != 0)
        raise (number);
      exit (0);
    }
  close (ends[1]);
  g_assert_cmpint (waitpid (pid, status, 0), ==, pid);
  g_assert_cmpint (read (ends[0], undone, sizeof undone - 1), >=, 0);
  close (ends[0]);
  return g_strdup (undone);
}

static void
test_exit (void)
{
  int status;
  g_autofree char *undone = end_program (0, &status);

  g_assert_cmpstr (undone, ==, "12");
  g_assert_true (WIFEXITED (status));
}

static void
test_signals (void)
{
  static const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGUSR1, SIGXCPU, SIGXFSZ };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      int status;
      g_autofree char *undone = end_program (signals[i], &status);

      g_assert_cmpstr (undone, ==, "12");
      g_assert_true (WIFSIGNALED (status));
      g_assert_cmpint (WTERMSIG (status), ==, signals[i]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/guard/exit", test_exit);
  g_test_add_func ("/cli/guard/signals", test_signals);
  return g_test_run ();
}
