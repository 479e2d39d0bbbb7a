/* pgs-broker-private.h: how a broker is started
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-broker-link.h"
#include "pgs-broker.h"

G_BEGIN_DECLS

/**
 * PgsBrokerStart:
 * @socket: (transfer full): what the broker is to have as its standard input
 * @data: of pgs_broker_new_with()
 * @error: why it could not be started
 *
 * Starts a broker. May block, is called on any thread, which lives on until the broker has answered.
 *
 * Returns: (transfer full) (nullable): the program that was started, to be asked how it ended if it does
 *   not answer; %NULL with @error, or without if that is not known
 */
typedef GSubprocess *(*PgsBrokerStart) (int            socket,
                                        gconstpointer  data,
                                        GError       **error);

PgsBroker   *pgs_broker_new_with        (PgsBrokerKind         kind,
                                         PgsBrokerStart        start,
                                         gconstpointer         data);
PgsBrokerLink *pgs_broker_connect       (PgsBrokerStart        start,
                                         gconstpointer         data,
                                         GCancellable         *cancellable,
                                         GError              **error);
GSubprocess *pgs_broker_start_elevated  (int                   socket,
                                         gconstpointer         argument,
                                         GError              **error);
GSubprocess *pgs_broker_start_in_terminal (int                socket,
                                         gconstpointer         argument,
                                         GError              **error);
gboolean     pgs_broker_start_on_host   (int                   socket,
                                         GError              **error);
gboolean     pgs_broker_path_is_safe    (const char           *path,
                                         char                **why);
void         pgs_broker_set_exit_error  (GSubprocess          *process,
                                         GError              **error);

G_END_DECLS
