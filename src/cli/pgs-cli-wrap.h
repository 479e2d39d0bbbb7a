/* pgs-cli-wrap.h: texts of several sentences on the lines of a terminal
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void pgs_cli_wrap (GString    *out,
                   const char *text,
                   gsize       width);

G_END_DECLS
