/* pgs-broker-flatpak.c: the broker on the host, outside of the sandbox
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-broker-private.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

/**
 * pgs_broker_start_on_host:
 * @socket: (transfer full): the standard input of the broker
 * @unused: nothing
 * @error: why not
 *
 * A #PgsBrokerStart.
 *
 * Returns: %NULL
 */
GSubprocess *
pgs_broker_start_on_host (int            socket,
                          gconstpointer  unused,
                          GError       **error)
{
  close (socket);
  g_set_error_literal (error, PGS_BROKER_ERROR, PGS_BROKER_ERROR_OBSTACLE,
                       _("This program was not built for Flatpak."));
  return NULL;
}
