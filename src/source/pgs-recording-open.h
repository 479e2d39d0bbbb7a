/* pgs-recording-open.h: opens a recording without blocking the main thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "pgs-recording.h"

G_BEGIN_DECLS

void          pgs_recording_open_async  (const char          *path,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             data);
PgsRecording *pgs_recording_open_finish (GAsyncResult        *result,
                                         GError             **error);

G_END_DECLS
