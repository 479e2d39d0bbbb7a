/* pgs-cli-host-stream.h: the samples of a process on another machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-decoder.h"
#include "pgs-host.h"
#include "pgs-process.h"

G_BEGIN_DECLS

/**
 * PgsCliHostSink:
 * @take_sample: takes over a sample; %FALSE with the error ends it
 * @take_exit: the process has ended
 *
 * Where samples go.
 */
typedef struct
{
  gboolean (*take_sample) (PgsSnapshot    *snapshot,
                           gpointer        data,
                           GError        **error);
  gboolean (*take_exit)   (const PgsExit  *exit_info,
                           gpointer        data,
                           GError        **error);
} PgsCliHostSink;

char   **pgs_cli_host_dup_stream  (const char            *interval_text,
                                   const char            *name,
                                   char                 **rest);
gboolean pgs_cli_host_read_stream (PgsHost               *host,
                                   PgsDecoder            *decoder,
                                   const PgsCliHostSink  *sink,
                                   gpointer               data,
                                   gboolean              *goes_on,
                                   GError               **error);

G_END_DECLS
