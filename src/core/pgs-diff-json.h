/* pgs-diff-json.h: a diff as the JSON document of pagescape-cli(1)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-diff.h"

G_BEGIN_DECLS

void pgs_diff_to_json (const PgsDiff     *diff,
                       const PgsSnapshot *a,
                       const PgsSnapshot *b,
                       GString           *out);

G_END_DECLS
