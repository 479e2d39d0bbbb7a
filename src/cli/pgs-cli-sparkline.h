/* pgs-cli-sparkline.h: a line of text that shows how a number developed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void pgs_cli_sparkline_append (GString      *out,
                               const double *values,
                               gsize         n_values,
                               double        min,
                               double        max,
                               gboolean      has_blocks);

G_END_DECLS
