/* pgs-stream-reader.h: what is in the packets of a stream
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-process.h"
#include "pgs-stream.h"

G_BEGIN_DECLS

/**
 * PgsStreamSample:
 * @serial: of the task it belongs to
 * @pages_period_us: how often the budget there allows to read all pages
 * @bytes: (transfer full): for pgs_decoder_add()
 */
typedef struct
{
  guint serial;
  gint64 pages_period_us;
  GBytes *bytes;
} PgsStreamSample;

gboolean pgs_stream_read_sample (const PgsStreamPacket  *packet,
                                 PgsStreamSample        *sample,
                                 GError                **error);
gboolean pgs_stream_read_exit   (const PgsStreamPacket  *packet,
                                 guint                  *serial,
                                 PgsExit                *exit_info,
                                 GError                **error);
gboolean pgs_stream_read_error  (const PgsStreamPacket  *packet,
                                 guint                  *serial,
                                 GError                **told,
                                 GError                **error);

G_END_DECLS
