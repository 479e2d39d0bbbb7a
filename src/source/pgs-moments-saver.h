/* pgs-moments-saver.h: writes a history into a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "pgs-moments.h"

G_BEGIN_DECLS

void     pgs_moments_save_async  (PgsMoments          *moments,
                                  const char          *path,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             data);
gboolean pgs_moments_save_finish (PgsMoments          *moments,
                                  GAsyncResult        *result,
                                  GError             **error);

G_END_DECLS
