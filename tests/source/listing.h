/* listing.h: lists of processes, as tests ask for them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-process-table.h"

PgsProcessTable        *listing_refresh           (PgsProcessLister      *lister,
                                                   PgsProcessListFlags    flags);
const PgsProcessRecord *listing_find              (const PgsProcessTable *table,
                                                   gint                   pid);
guint                   listing_count_descriptors (void);
