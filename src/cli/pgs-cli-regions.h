/* pgs-cli-regions.h: the regions of a snapshot as CSV and as a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-snapshot.h"

G_BEGIN_DECLS

void pgs_cli_regions_write_csv (const PgsSnapshot *snapshot,
                                gboolean           runs,
                                GString           *out);
void pgs_cli_regions_print     (const PgsSnapshot *snapshot,
                                gboolean           runs,
                                const char        *path,
                                GString           *out);

G_END_DECLS
