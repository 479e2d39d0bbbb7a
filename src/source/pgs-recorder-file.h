/* pgs-recorder-file.h: the file that a recording is written into, and what SQLite puts beside it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean pgs_recorder_file_create   (const char  *path,
                                     gboolean     replace,
                                     GError     **error);
void     pgs_recorder_file_remove   (const char  *path);
guint64  pgs_recorder_file_get_size (const char  *path);

G_END_DECLS
