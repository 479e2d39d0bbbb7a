/* pgs-diff-text.h: writes rows of a comparison into a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "pgs-diff.h"

G_BEGIN_DECLS

void     pgs_diff_text_save_async  (PgsDiff             *diff,
                                    GArray              *order,
                                    GFile               *file,
                                    GAsyncReadyCallback  callback,
                                    gpointer             data);
gboolean pgs_diff_text_save_finish (GAsyncResult        *result,
                                    GError             **error);

G_END_DECLS
