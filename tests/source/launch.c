/* launch.c: programs that tests start with a launcher
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "launch.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

PgsLauncher *
launch_begin (const PgsLaunch *launch)
{
  g_autoptr (GError) error = NULL;
  PgsLauncher *launcher = pgs_launcher_new (launch, &error);

  g_assert_no_error (error);
  g_assert_nonnull (launcher);
  return launcher;
}

PgsLauncher *
launch_begin_argv (const char *const *argv)
{
  PgsLaunch launch = PGS_LAUNCH_INIT;

  launch.argv = argv;
  launch.hold_us = LONG_US;
  return launch_begin (&launch);
}

void
launch_assert_state (PgsLauncher *launcher,
                     PgsLauncherState state)
{
  g_assert_cmpint (pgs_launcher_wait (launcher, state, LONG_US), ==, state);
}

int
launch_get_status (PgsLauncher *launcher)
{
  PgsExit exit_info;

  launch_assert_state (launcher, PGS_LAUNCHER_ENDED);
  g_assert_true (pgs_launcher_get_exit (launcher, &exit_info));
  g_assert_true (exit_info.status_known);
  return exit_info.status;
}

/* Returns: (transfer full): the value in the line "@key:" of /proc/PID/status. */
char *
launch_read_status (gint pid,
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

void
launch_assert_status (gint pid,
                      const char *key,
                      const char *expected)
{
  g_autofree char *value = launch_read_status (pid, key);

  g_assert_cmpstr (value, ==, expected);
}

guint64
launch_read_status_mask (gint pid,
                         const char *key)
{
  g_autofree char *value = launch_read_status (pid, key);

  g_assert_nonnull (value);
  return g_ascii_strtoull (value, NULL, 16);
}

/* Runs @argv; returns what it wrote to its standard output. */
char *
launch_run (PgsLaunch *launch,
            int *status)
{
  g_autoptr (PgsLauncher) launcher = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[4096];
  int fds[2];
  gssize n;

  g_assert_cmpint (pipe2 (fds, O_CLOEXEC), ==, 0);
  launch->stdio[1] = fds[1];
  launcher = launch_begin (launch);
  close (fds[1]);
  pgs_launcher_release (launcher);
  *status = launch_get_status (launcher);
  while ((n = read (fds[0], buffer, sizeof buffer)) > 0) /* its end shows that nobody kept the pipe */
    g_string_append_len (text, buffer, n);
  close (fds[0]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
