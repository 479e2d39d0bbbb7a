/* pgs-pages-reader.h: the pages of one address space, by the one way or the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-pages.h"
#include "pgs-smaps.h"

G_BEGIN_DECLS

/**
 * PgsPagesWay:
 * @PGS_PAGES_BY_SCAN: with PAGEMAP_SCAN
 * @PGS_PAGES_BY_READING: reading pagemap everywhere
 * @PGS_PAGES_SHARING: in addition what only pagemap tells: of a file, exclusive, soft-dirty
 */
typedef enum
{
  PGS_PAGES_BY_SCAN = 0,
  PGS_PAGES_BY_READING = 1 << 0,
  PGS_PAGES_SHARING = 1 << 1,
} PgsPagesWay;

PgsPages *pgs_pages_read (int              pagemap_fd,
                          PgsMaps         *maps,
                          const PgsSmaps  *smaps,
                          PgsPagesWay      way,
                          gsize            n_expected,
                          GError         **error);

G_END_DECLS
