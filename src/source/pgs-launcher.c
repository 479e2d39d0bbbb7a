/* pgs-launcher.c: a program that was started here, stopped at its first instruction until released
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-launcher-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "pgs-error.h"
#include "pgs-sandbox.h"

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

/**
 * pgs_launcher_unref:
 * @self: (transfer full): a launcher
 *
 * Gives up one of the two references: that of who asked for the program, or that of its thread.
 */
void
pgs_launcher_unref (PgsLauncher *self)
{
  g_atomic_rc_box_release_full (self, clear);
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
  thread = g_thread_try_new ("launcher", pgs_launcher_thread, g_atomic_rc_box_acquire (self), NULL);
  if (thread == NULL)
    {
      pgs_error_set_errno (error, EAGAIN, "%s", launch->argv[0]);
      g_atomic_rc_box_release (self);
      pgs_launcher_unref (self);
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
  pgs_launcher_unref (self);
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
