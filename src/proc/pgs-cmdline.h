/* pgs-cmdline.h: a process' arguments, read once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

GStrv pgs_cmdline_split (const char *text,
                         gsize       length);
GStrv pgs_cmdline_read  (int         dir_fd,
                         guint       timeout_ms);

G_END_DECLS
