/* pgs-file-rights.h: the rights that a program's file gives to who executes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean pgs_file_rights_gained    (const char *file);
gboolean pgs_file_rights_may_trace (void);

G_END_DECLS
