/* pgs-diff-task.h: compares two snapshots in a thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "pgs-diff.h"

G_BEGIN_DECLS

void     pgs_diff_new_async  (PgsSnapshot         *a,
                              PgsSnapshot         *b,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             data);
PgsDiff *pgs_diff_new_finish (GAsyncResult        *result,
                              GError             **error);

G_END_DECLS
