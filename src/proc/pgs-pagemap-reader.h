/* pgs-pagemap-reader.h: the states of pages where there is no PAGEMAP_SCAN
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-coverage.h"
#include "pgs-smaps.h"
#include "pgs-walk.h"

G_BEGIN_DECLS

/* A mapping at least this large (0.6 ms to read when empty) is only read if it can hold a page. */
#define PGS_PAGEMAP_READER_LARGE ((guint64) 1 << 30)

/**
 * PgsPagemapReader:
 * @maps: what is mapped
 * @smaps: (nullable): how much of each mapping holds anything
 * @skipped: (nullable): array of #PgsReadRange to which the pages are appended that were not read
 *   because smaps counts no more; their @at_us is 0
 * @large_start: of the large mapping in which the last reading ended
 * @large_next: first address of it that was not read
 * @n_found: how many pages that smaps counts were found below
 *
 * What pgs_pagemap_reader_read() needs to know besides the range. The last three are its own, 0 at first,
 * and let it go on in the middle of a mapping.
 */
typedef struct
{
  const PgsMaps *maps;
  const PgsSmaps *smaps;
  GArray *skipped;
  guint64 large_start;
  guint64 large_next;
  guint64 n_found;
} PgsPagemapReader;

gboolean pgs_pagemap_reader_is_large    (const PgsMapping  *mapping);
gboolean pgs_pagemap_reader_needs_smaps (const PgsMaps     *maps);
gboolean pgs_pagemap_reader_read        (PgsPagemapReader  *self,
                                         PgsWalk           *walk,
                                         guint64            start,
                                         guint64            end,
                                         guint64           *reached,
                                         GError           **error);

G_END_DECLS
