/* pgs-moments-reader.h: one moment of a history, when a thread has decoded it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "pgs-moments.h"

G_BEGIN_DECLS

void         pgs_moments_read_async  (PgsMoments          *moments,
                                      gint64               time_us,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             data);
PgsSnapshot *pgs_moments_read_finish (PgsMoments          *moments,
                                      GAsyncResult        *result,
                                      GError             **error);

G_END_DECLS
