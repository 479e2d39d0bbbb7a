/* pgs-cli-record-host.h: a recording of a process on another machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-cli-recording.h"
#include "pgs-decoder.h"
#include "pgs-host.h"

G_BEGIN_DECLS

gboolean pgs_cli_record_host_step (PgsHost          *host,
                                   PgsDecoder       *decoder,
                                   PgsCliRecording  *recording,
                                   gint             *pid,
                                   gboolean         *goes_on,
                                   GError          **error);

G_END_DECLS
