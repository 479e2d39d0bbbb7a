/* pgs-broker-connect.c: a broker is started and has answered, or why not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-broker-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <signal.h>

#define MAX_EXIT_US (5 * G_USEC_PER_SEC) /* that is waited for one which hung up */
#define EXIT_PAUSE_US 10000

/* Returns: whether it has ended, after a while. */
static gboolean
wait_for_exit (GSubprocess *process)
{
  for (gint64 waited_us = 0; waited_us < MAX_EXIT_US; waited_us += EXIT_PAUSE_US)
    {
      if (g_subprocess_get_identifier (process) == NULL)
        return TRUE;
      g_usleep (EXIT_PAUSE_US);
    }
  return FALSE;
}

/* Says of a broker that did not answer why. */
static void
explain (GSubprocess   *process,
         GError       **error)
{
  if (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      if (process == NULL)
        return;
      g_subprocess_send_signal (process, SIGTERM); /* pkexec, which asks; it takes the dialog away */
      wait_for_exit (process); /* GLib sends it from a thread, which would be too late if we end now */
      return;
    }
  g_clear_error (error);
  if (process != NULL && wait_for_exit (process))
    pgs_broker_set_exit_error (process, error);
  else
    g_set_error (error, PGS_BROKER_ERROR, PGS_BROKER_ERROR_FAILED, _("The helper did not start: %s"),
                 _("it does not answer"));
}

/**
 * pgs_broker_connect:
 * @start: how it is started
 * @data: for @start
 * @cancellable: (nullable): to give up; what was started is asked to end then
 * @error: a #PgsBrokerError, or %G_IO_ERROR_CANCELLED
 *
 * Starts a broker and blocks until it has answered. On any thread, which lives on as long.
 *
 * Returns: (transfer full) (nullable): the link to it
 */
PgsBrokerLink *
pgs_broker_connect (PgsBrokerStart   start,
                    gconstpointer    data,
                    GCancellable    *cancellable,
                    GError         **error)
{
  int their_fd;
  g_autoptr (PgsBrokerLink) link = pgs_broker_link_new (&their_fd);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) local_error = NULL;

  if (link == NULL)
    {
      g_set_error (error, PGS_BROKER_ERROR, PGS_BROKER_ERROR_FAILED, "socketpair: %s", g_strerror (errno));
      return NULL;
    }
  process = start (their_fd, data, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (pgs_broker_link_greet (link, cancellable, &local_error))
    return g_steal_pointer (&link);
  explain (process, &local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}
