/* pgs-cli-diff.h: what the files of pagescape-cli diff share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-diff.h"

G_BEGIN_DECLS

void pgs_cli_diff_print (const PgsDiff     *diff,
                         const PgsSnapshot *a,
                         const PgsSnapshot *b,
                         gsize              width,
                         GString           *out);

G_END_DECLS
