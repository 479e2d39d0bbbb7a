/* pgs-stream-server.h: what this machine tells another one, as packets of a stream
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-sampler.h"
#include "pgs-stream.h"

G_BEGIN_DECLS

/**
 * PgsStreamServer:
 *
 * Samples one process and, if it is told to, lists all and reads the machine's memory. Needs a main loop;
 * everything is called on its thread.
 */
typedef struct _PgsStreamServer PgsStreamServer;

/**
 * PgsStreamFunc:
 * @packets: whole packets, to be sent before anything that comes later; borrowed
 * @result: (nullable): the result of the sampler that is in them
 * @data: of pgs_stream_server_new()
 */
typedef void (*PgsStreamFunc) (const GByteArray       *packets,
                               const PgsSamplerResult *result,
                               gpointer                data);

PgsStreamServer *pgs_stream_server_new   (PgsStreamFunc         func,
                                          gpointer              data);
void             pgs_stream_server_free  (PgsStreamServer      *self);
void             pgs_stream_server_watch (PgsStreamServer      *self,
                                          const PgsSamplerTask *task);
void             pgs_stream_server_start_list (PgsStreamServer *self);
gboolean         pgs_stream_server_obey  (PgsStreamServer      *self,
                                          const char           *line,
                                          GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsStreamServer, pgs_stream_server_free)

G_END_DECLS
