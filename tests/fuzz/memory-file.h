/* memory-file.h: bytes that SQLite takes for a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void memory_file_set (const guint8 *bytes,
                      gsize         n_bytes);

G_END_DECLS
