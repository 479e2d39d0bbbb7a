/* pgs-map-search.h: finding regions and addresses by what a person types
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-maps.h"

G_BEGIN_DECLS

gboolean pgs_map_search_parse_address (const char    *text,
                                       guint64       *address);
GArray  *pgs_map_search_find          (const PgsMaps *maps,
                                       const char    *text);

G_END_DECLS
