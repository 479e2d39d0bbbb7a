/* pgs-strip-words.h: the parts of the strip in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-map-cells.h"
#include "pgs-strip-layout.h"

G_BEGIN_DECLS

char       *pgs_strip_dup_name    (const PgsMaps        *maps,
                                   const PgsStripItem   *item,
                                   gboolean              brief);
char       *pgs_strip_describe    (const PgsMapModel    *model,
                                   const PgsStripLayout *layout,
                                   const PgsStripItem   *item);
const char *pgs_isolation_explain (PgsIsolation          isolation);

G_END_DECLS
