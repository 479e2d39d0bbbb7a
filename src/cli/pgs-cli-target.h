/* pgs-cli-target.h: which process a command line means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean pgs_cli_target_find    (char       **rest,
                                 const char  *name,
                                 gint        *pid,
                                 GError     **error);
gboolean pgs_cli_target_explain (gint         pid,
                                 GError     **error);

G_END_DECLS
