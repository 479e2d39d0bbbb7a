/* pgs-broker-link.h: our end of the socket to a broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "pgs-opener.h"

G_BEGIN_DECLS

/**
 * PgsBrokerLink:
 *
 * Everything here may be called on any thread.
 */
typedef struct _PgsBrokerLink PgsBrokerLink;

PgsBrokerLink *pgs_broker_link_new         (int                 *their_fd);
PgsBrokerLink *pgs_broker_link_ref         (PgsBrokerLink       *self);
void           pgs_broker_link_unref       (PgsBrokerLink       *self);
gboolean       pgs_broker_link_greet       (PgsBrokerLink       *self,
                                            GCancellable        *cancellable,
                                            GError             **error);
int            pgs_broker_link_open        (PgsBrokerLink       *self,
                                            gint                 pid,
                                            PgsOpenerFile        file);
gboolean       pgs_broker_link_list        (PgsBrokerLink       *self,
                                            PgsOpenerListFunc    func,
                                            gpointer             user_data,
                                            GError             **error);
gboolean       pgs_broker_link_read_exe    (PgsBrokerLink       *self,
                                            gint                 pid,
                                            PgsExe              *exe);
void           pgs_broker_link_close       (PgsBrokerLink       *self);
gboolean       pgs_broker_link_is_up       (PgsBrokerLink       *self);
GSource       *pgs_broker_link_watch       (PgsBrokerLink       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsBrokerLink, pgs_broker_link_unref)

G_END_DECLS
