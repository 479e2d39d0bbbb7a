/* pgs-cli-cells.h: texts measured in the cells of a terminal
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gsize pgs_cli_cells_get_width     (const char *text);
void  pgs_cli_cells_append_spaces (GString    *out,
                                   gsize       n);
void  pgs_cli_cells_append_cut    (GString    *out,
                                   const char *text,
                                   gsize       width);

G_END_DECLS
