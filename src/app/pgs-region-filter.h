/* pgs-region-filter.h: which mappings a search finds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-maps.h"

G_BEGIN_DECLS

#define PGS_ANY_KIND (-1)

GArray *pgs_region_filter (const PgsMaps *maps,
                           const char    *query,
                           gint           kind);

G_END_DECLS
