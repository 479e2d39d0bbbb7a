/* pgs-launcher.c: a program that was started here, stopped at its first instruction until released
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

#include "pgs-launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pgs-error.h"
#include "pgs-launch-image.h"
#include "pgs-launch-trace.h"
#include "pgs-sandbox.h"

struct _PgsLauncher
{
  PgsLaunchImage *image;
  gint64 hold_us;
  int event_fd;

  GMutex mutex; /* guards what follows */
  GCond cond;
  PgsLauncherState state;
  PgsLauncherHold hold;
  gint pid;
  gboolean released;
  PgsExit exit_info;
  GError *error;
};

static void
clear (gpointer data)
{
  PgsLauncher *self = data;

  g_clear_pointer (&self->image, pgs_launch_image_free);
  g_clear_error (&self->error);
  close (self->event_fd);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
}

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

static gpointer
launcher_thread (gpointer data)
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
  g_atomic_rc_box_release_full (self, clear);
  return NULL;
}

/* A program of the sandbox is none that anybody means. */
static gboolean
check_place (GError **error)
{
  if (!pgs_sandbox_is_flatpak ())
    return TRUE;
  g_set_error_literal (error, PGS_ERROR, PGS_ERROR_UNSUPPORTED,
                       _("Inside Flatpak, programs of this machine cannot be started. Start it outside and choose "
                         "it in the list of processes."));
  return FALSE;
}

/**
 * pgs_launcher_new:
 * @launch: what to start; copied, its descriptors duplicated
 * @error: %PGS_ERROR_SYNTAX if it names no program, %PGS_ERROR_LIMIT, or %PGS_ERROR_FAILED where this
 *   process may have no more descriptors or threads
 *
 * Begins to start a program, in a thread of its own; pgs_launcher_get_fd() tells when that is done.
 *
 * Returns: (transfer full): the launcher; whether the program could be executed shows later
 */
PgsLauncher *
pgs_launcher_new (const PgsLaunch  *launch,
                  GError          **error)
{
  g_autoptr (PgsLaunchImage) image = pgs_launch_image_new (launch, error);
  PgsLauncher *self;
  GThread *thread;
  int event_fd;

  if (image == NULL || !check_place (error))
    return NULL;
  event_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (event_fd < 0)
    {
      pgs_error_set_errno (error, errno, "%s", launch->argv[0]);
      return NULL;
    }
  self = g_atomic_rc_box_new0 (PgsLauncher);
  self->image = g_steal_pointer (&image);
  self->hold_us = launch->hold_us > 0 ? launch->hold_us : PGS_LAUNCH_HOLD_US;
  self->event_fd = event_fd;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  thread = g_thread_try_new ("launcher", launcher_thread, g_atomic_rc_box_acquire (self), NULL);
  if (thread == NULL)
    {
      pgs_error_set_errno (error, EAGAIN, "%s", launch->argv[0]);
      g_atomic_rc_box_release (self);
      g_atomic_rc_box_release_full (self, clear);
      return NULL;
    }
  g_thread_unref (thread);
  return self;
}

/**
 * pgs_launcher_free:
 * @self: (transfer full) (nullable): a launcher
 *
 * Lets the program run if it is still stopped. It goes on without us; when it ends, its thread takes
 * note, so that no zombie stays.
 */
void
pgs_launcher_free (PgsLauncher *self)
{
  if (self == NULL)
    return;
  pgs_launcher_release (self);
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * pgs_launcher_get_fd:
 * @self: a launcher
 *
 * Returns: (transfer none): a descriptor that polls readable after the state has changed, until
 *   pgs_launcher_get_state() is called
 */
int
pgs_launcher_get_fd (PgsLauncher *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->event_fd;
}

/**
 * pgs_launcher_get_state:
 * @self: a launcher
 *
 * Returns: what it is at. States only go up
 */
PgsLauncherState
pgs_launcher_get_state (PgsLauncher *self)
{
  PgsLauncherState state;
  guint64 n_changes;

  g_return_val_if_fail (self != NULL, PGS_LAUNCHER_FAILED);

  g_mutex_lock (&self->mutex);
  state = self->state;
  if (read (self->event_fd, &n_changes, sizeof n_changes) < 0 && errno != EAGAIN)
    g_debug ("eventfd: %s", g_strerror (errno));
  g_mutex_unlock (&self->mutex);
  return state;
}

/**
 * pgs_launcher_wait:
 * @self: a launcher
 * @state: what to wait for, or a later state
 * @timeout_us: how long at most
 *
 * Returns: the state that it has then
 */
PgsLauncherState
pgs_launcher_wait (PgsLauncher      *self,
                   PgsLauncherState  state,
                   gint64            timeout_us)
{
  const gint64 until = g_get_monotonic_time () + timeout_us;
  PgsLauncherState reached;

  g_return_val_if_fail (self != NULL, PGS_LAUNCHER_FAILED);

  g_mutex_lock (&self->mutex);
  while (self->state < state)
    if (!g_cond_wait_until (&self->cond, &self->mutex, until))
      break;
  reached = self->state;
  g_mutex_unlock (&self->mutex);
  return reached;
}

/**
 * pgs_launcher_get_pid:
 * @self: a launcher
 *
 * Returns: the program's process, 0 while there is none; it stays when the process has ended
 */
gint
pgs_launcher_get_pid (PgsLauncher *self)
{
  gint pid;

  g_return_val_if_fail (self != NULL, 0);

  g_mutex_lock (&self->mutex);
  pid = self->pid;
  g_mutex_unlock (&self->mutex);
  return pid;
}

/**
 * pgs_launcher_get_hold:
 * @self: a launcher that is not starting any more
 *
 * Returns: whether the program was stopped at its first instruction
 */
PgsLauncherHold
pgs_launcher_get_hold (PgsLauncher *self)
{
  PgsLauncherHold how;

  g_return_val_if_fail (self != NULL, PGS_LAUNCHER_HOLD_DONE);

  g_mutex_lock (&self->mutex);
  how = self->hold;
  g_mutex_unlock (&self->mutex);
  return how;
}

/**
 * pgs_launcher_release:
 * @self: a launcher
 *
 * Lets the program run, now or as soon as it is stopped. Does not wait.
 */
void
pgs_launcher_release (PgsLauncher *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  self->released = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/**
 * pgs_launcher_signal:
 * @self: a launcher
 * @signal_number: SIGTERM …
 *
 * Sends a signal to the program; with %PGS_LAUNCH_NEW_SESSION to its whole process group, as a
 * terminal does.
 *
 * Returns: %FALSE if it has ended already, is not running yet or may not be sent signals
 */
gboolean
pgs_launcher_signal (PgsLauncher *self,
                     int          signal_number)
{
  gboolean sent = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->mutex);
  if (self->state == PGS_LAUNCHER_HELD || self->state == PGS_LAUNCHER_RUNNING)
    sent = kill (self->image->flags & PGS_LAUNCH_NEW_SESSION ? -self->pid : self->pid,
                 signal_number) == 0;
  self->released |= sent && signal_number == SIGKILL; /* what is dead need not be held */
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  return sent;
}

/**
 * pgs_launcher_get_exit:
 * @self: a launcher
 * @exit_info: (out caller-allocates): how the program ended; nothing known before that
 *
 * Returns: whether it has ended
 */
gboolean
pgs_launcher_get_exit (PgsLauncher *self,
                       PgsExit     *exit_info)
{
  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->mutex);
  *exit_info = self->exit_info;
  g_mutex_unlock (&self->mutex);
  return exit_info->ended;
}

/**
 * pgs_launcher_dup_error:
 * @self: a launcher
 *
 * Returns: (transfer full) (nullable): why it failed: %PGS_ERROR_ACCESS where permission is missing,
 *   else %PGS_ERROR_FAILED; %NULL if it did not
 */
GError *
pgs_launcher_dup_error (PgsLauncher *self)
{
  GError *error;

  g_return_val_if_fail (self != NULL, NULL);

  g_mutex_lock (&self->mutex);
  error = self->error != NULL ? g_error_copy (self->error) : NULL;
  g_mutex_unlock (&self->mutex);
  return error;
}
