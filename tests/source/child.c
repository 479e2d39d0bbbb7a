/* child.c: processes that tests start
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "child.h"

#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_TRIES 200

/* Returns when the child has done @func (nullable); it then sleeps. */
pid_t
child_start (ChildFunc func)
{
  int fds[2];
  char byte;
  pid_t pid;

  g_assert_cmpint (pipe (fds), ==, 0);
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      if (func != NULL)
        func ();
      if (write (fds[1], "", 1) != 1)
        _exit (1);
      for (;;)
        pause ();
    }
  close (fds[1]);
  g_assert_cmpint (read (fds[0], &byte, 1), ==, 1);
  close (fds[0]);
  return pid;
}

/* Tries to get a child with @pid, which must be free. Returns 0 if that needs more rights, or if
 * others were faster each time. */
pid_t
child_start_with_pid (pid_t pid)
{
  for (guint i = 0; i < MAX_TRIES; i++)
    {
      FILE *last = fopen ("/proc/sys/kernel/ns_last_pid", "w");
      pid_t got;

      if (last == NULL)
        return 0;
      fprintf (last, "%d", pid - 1);
      if (fclose (last) != 0)
        return 0;
      got = child_start (NULL);
      if (got == pid)
        return pid;
      child_end (got);
    }
  return 0;
}

void
child_end (pid_t pid)
{
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
}
