/* pgs-broker-elevated.c: the broker as root, by pkexec
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * pkexec asks polkit, polkit an agent of the desktop, and that the person. In a terminal, where nobody
 * has an agent, pkexec asks there by itself. When it is allowed, pkexec becomes the broker, so that one
 * process is both. While it asks, it ends with the thread that started it (PR_SET_PDEATHSIG).
 */
#include "config.h"

#include "pgs-broker-private.h"

#include "pgs-text.h"
#include "protocol.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define EXIT_DISMISSED 126 /* Source: pkexec(1) */
#define EXIT_NOT_AUTHORIZED 127
#define MAX_COMPLAINT 1024

/* Signals that we have blocked to wait for them are to reach it. */
static void
set_up_child (gpointer data)
{
  sigset_t none;

  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
}

static GSubprocess *
start (int                socket,
       const char *const *argv,
       GError           **error)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autofree char *obstacle = pgs_broker_dup_obstacle ();

  if (obstacle != NULL)
    {
      close (socket);
      g_set_error_literal (error, PGS_BROKER_ERROR, PGS_BROKER_ERROR_OBSTACLE, obstacle);
      return NULL;
    }
  g_subprocess_launcher_take_stdin_fd (launcher, socket);
  g_subprocess_launcher_set_child_setup (launcher, set_up_child, NULL, NULL);
  g_subprocess_launcher_unsetenv (launcher, "SHELL"); /* pkexec refuses one that is not in /etc/shells */
  return g_subprocess_launcher_spawnv (launcher, argv, error);
}

/**
 * pgs_broker_start_elevated:
 * @socket: (transfer full): the standard input of the broker
 * @argument: %BROKER_ARGUMENT_PAGES or %BROKER_ARGUMENT_FRAMES
 * @error: why not
 *
 * A #PgsBrokerStart for who has a window: a terminal that this program may have been started in is not
 * looked at.
 *
 * Returns: (transfer full) (nullable): pkexec, and later the broker
 */
GSubprocess *
pgs_broker_start_elevated (int            socket,
                           gconstpointer  argument,
                           GError       **error)
{
  const char *const argv[] = { "pkexec", "--disable-internal-agent", PGS_BROKER_PATH, argument, NULL };

  return start (socket, argv, error);
}

/**
 * pgs_broker_start_in_terminal:
 * @socket: (transfer full): as pgs_broker_start_elevated()
 * @argument: likewise
 * @error: why not
 *
 * A #PgsBrokerStart for who has a terminal, in which pkexec asks where there is no agent.
 *
 * Returns: (transfer full) (nullable): as pgs_broker_start_elevated()
 */
GSubprocess *
pgs_broker_start_in_terminal (int            socket,
                              gconstpointer  argument,
                              GError       **error)
{
  const char *const argv[] = { "pkexec", PGS_BROKER_PATH, argument, NULL };

  return start (socket, argv, error);
}

/* What it wrote to its standard error, as far as it fits. */
static char *
read_complaint (GSubprocess *process)
{
  GInputStream *pipe = g_subprocess_get_stderr_pipe (process);
  g_autofree char *text = g_malloc0 (MAX_COMPLAINT + 1);
  gssize length = -1;

  if (pipe != NULL)
    length = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (pipe), text, MAX_COMPLAINT,
                                                       NULL, NULL);
  if (length <= 0)
    return NULL;
  g_strchomp (text);
  return *text != '\0' ? pgs_text_dup_display (text, -1) : NULL;
}

/* pkexec's words are not translated, and its status does not tell one reason from the other. */
static gboolean
complains (const char *complaint,
           const char *words)
{
  return complaint != NULL && strstr (complaint, words) != NULL;
}

/**
 * pgs_broker_set_exit_error:
 * @process: what ended instead of answering
 * @error: (out): says why, as far as it is known
 */
void
pgs_broker_set_exit_error (GSubprocess  *process,
                           GError      **error)
{
  g_autofree char *complaint = read_complaint (process);
  const int status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;

  if (status == EXIT_DISMISSED)
    g_set_error_literal (error, PGS_BROKER_ERROR, PGS_BROKER_ERROR_DISMISSED,
                         _("The authentication was dismissed."));
  else if (status == EXIT_NOT_AUTHORIZED && complains (complaint, "authentication agent"))
    g_set_error_literal (error, PGS_BROKER_ERROR, PGS_BROKER_ERROR_NO_AGENT,
                         _("Nothing here can ask for a password: no authentication agent is running."));
  else if (status == EXIT_NOT_AUTHORIZED && (complaint == NULL || complains (complaint, "Not authorized")))
    g_set_error_literal (error, PGS_BROKER_ERROR, PGS_BROKER_ERROR_NOT_AUTHORIZED,
                         _("Not authorized to look into the processes of other users."));
  else
    g_set_error (error, PGS_BROKER_ERROR, PGS_BROKER_ERROR_FAILED, _("The helper did not start: %s"),
                 complaint != NULL ? complaint : _("it ended without a word"));
}
