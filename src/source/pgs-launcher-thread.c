/* pgs-launcher-thread.c: the thread that starts a program, holds it, and waits for its end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * ptrace belongs to a thread: who attached must wait and detach. So each launcher has a thread, which
 * forks, attaches, waits for the exec, stays until somebody releases the program or time is up,
 * detaches and waits for the end. Nobody else has to keep a promise for the program to go on.
 *
 * Until it is attached the child waits for a byte in a pipe, whose end it sees if we die earlier.
 *
 * The end is waited for with WNOWAIT, so that the PID stays taken until the mutex is held: nobody can
 * send a signal to another process that has got it meanwhile.
 */
#include "config.h"

#include "pgs-launcher-private.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pgs-error.h"
#include "pgs-launch-trace.h"

/* With the mutex held. */
static void
enter_state (PgsLauncher      *self,
             PgsLauncherState  state)
{
  const guint64 one = 1;

  self->state = state;
  g_cond_broadcast (&self->cond);
  if (write (self->event_fd, &one, sizeof one) < 0) /* only if nobody ever looked, it is full */
    g_debug ("eventfd: %s", g_strerror (errno));
}

static void
fail (PgsLauncher *self,
      GError      *error)
{
  g_mutex_lock (&self->mutex);
  self->error = error;
  enter_state (self, PGS_LAUNCHER_FAILED);
  g_mutex_unlock (&self->mutex);
}

static void
fail_errno (PgsLauncher *self)
{
  GError *error = NULL;

  pgs_error_set_errno (&error, errno, "%s", self->image->argv[0]);
  fail (self, error);
}

/* Returns: whether the child said that it failed; waits until it did, executed, or ended. */
static gboolean
read_report (int               report_fd,
             PgsLaunchFailure *failure)
{
  ssize_t n;

  do
    n = read (report_fd, failure, sizeof *failure);
  while (n < 0 && errno == EINTR);
  return n == sizeof *failure;
}

static void
hold (PgsLauncher *self)
{
  const gint64 until = g_get_monotonic_time () + self->hold_us;

  g_mutex_lock (&self->mutex);
  enter_state (self, PGS_LAUNCHER_HELD);
  while (!self->released)
    if (!g_cond_wait_until (&self->cond, &self->mutex, until))
      break;
  pgs_launch_trace_let_go (self->pid); /* fails if it was killed: that is seen next */
  enter_state (self, PGS_LAUNCHER_RUNNING);
  g_mutex_unlock (&self->mutex);
}

static void
wait_until_dead (gint pid)
{
  siginfo_t info;

  while (waitid (P_PID, (id_t) pid, &info, WEXITED | WNOWAIT | __WALL) < 0 && errno == EINTR)
    ;
}

/* Nobody else waits for it, unless this program was started with SIGCHLD ignored: then the kernel
 * did, and its status is not known. */
static void
reap (PgsLauncher *self,
      GError      *error)
{
  int status = 0;

  wait_until_dead (self->pid);
  g_mutex_lock (&self->mutex);
  self->exit_info.ended = TRUE;
  self->exit_info.at_us = g_get_real_time ();
  self->exit_info.status_known = waitpid (self->pid, &status, __WALL) == self->pid;
  self->exit_info.status = status;
  self->error = error;
  enter_state (self, error != NULL ? PGS_LAUNCHER_FAILED : PGS_LAUNCHER_ENDED);
  g_mutex_unlock (&self->mutex);
}

static void
set_child (PgsLauncher     *self,
           gint             pid,
           PgsLauncherHold  how)
{
  g_mutex_lock (&self->mutex);
  self->pid = pid;
  self->hold = how;
  g_mutex_unlock (&self->mutex);
}

/* Follows a child from the fork to its end. */
static void
follow (PgsLauncher *self,
        gint         pid,
        int          go_fd,
        int          report_fd)
{
  const gboolean gains = pgs_launch_image_gains (self->image);
  const gboolean traced = !gains && pgs_launch_trace_seize (pid);
  PgsLaunchOutcome outcome = PGS_LAUNCH_RUNS;
  PgsLaunchFailure failure;
  GError *error = NULL;

  set_child (self, pid, traced ? PGS_LAUNCHER_HOLD_DONE
                        : gains ? PGS_LAUNCHER_HOLD_PRIVILEGED : PGS_LAUNCHER_HOLD_FORBIDDEN);
  if (write (go_fd, "", 1) < 0)
    g_debug ("%d: %s", pid, g_strerror (errno)); /* it was killed */
  if (traced)
    outcome = pgs_launch_trace_wait (pid);
  if (outcome == PGS_LAUNCH_STOPPED)
    {
      hold (self);
    }
  else if (read_report (report_fd, &failure))
    {
      pgs_launch_image_set_error (self->image, &failure, &error);
    }
  else if (outcome == PGS_LAUNCH_RUNS)
    {
      g_mutex_lock (&self->mutex);
      enter_state (self, PGS_LAUNCHER_RUNNING);
      g_mutex_unlock (&self->mutex);
    }
  reap (self, error);
}

static void
start (PgsLauncher *self,
       const int    go_fds[2],
       const int    report_fds[2])
{
  const gint pid = (gint) fork ();

  if (pid == 0)
    pgs_launch_image_run (self->image, go_fds, report_fds[1]);
  close (go_fds[0]);
  close (report_fds[1]);
  pgs_launch_image_close (self->image);
  if (pid > 0)
    follow (self, pid, go_fds[1], report_fds[0]);
  else
    fail_errno (self);
  close (go_fds[1]);
  close (report_fds[0]);
}

/**
 * pgs_launcher_thread:
 * @data: (transfer full): a launcher that holds an image
 *
 * What its thread does, from the fork to the end of the program.
 *
 * Returns: %NULL
 */
gpointer
pgs_launcher_thread (gpointer data)
{
  PgsLauncher *self = data;
  int go_fds[2], report_fds[2];
  sigset_t all;

  sigfillset (&all); /* signals are for the other threads, and must not come to the child too early */
  pthread_sigmask (SIG_SETMASK, &all, NULL);
  if (pipe2 (go_fds, O_CLOEXEC) != 0)
    {
      fail_errno (self);
    }
  else if (pipe2 (report_fds, O_CLOEXEC) != 0)
    {
      fail_errno (self);
      close (go_fds[0]);
      close (go_fds[1]);
    }
  else
    {
      start (self, go_fds, report_fds);
    }
  pgs_launcher_unref (self);
  return NULL;
}
