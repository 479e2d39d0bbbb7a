/* pgs-pages-reader.h: the pages of one address space, by the one way or the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-entry-reader.h"
#include "pgs-pagemap-reader.h"
#include "pgs-pages.h"

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

/**
 * PgsPagesReader:
 * @maps: what is mapped
 * @way: how
 * @pagemap: of the reading that goes on where it ended
 * @skipped: array of #PgsReadRange, what was not read as nothing resident is there
 * @walk: where, and how fast
 *
 * Reads the states of pages, range by range. Its other members are private.
 */
typedef struct
{
  const PgsMaps *maps;
  PgsPagesWay way;
  PgsPagemapReader *pagemap;
  GArray *skipped;
  PgsWalk walk;
  /*< private >*/
  PgsEntryReader refined;
  GError *error;
} PgsPagesReader;

PgsPageState pgs_pages_way_get_known  (PgsPagesWay       way);
void         pgs_pages_get_extent     (const PgsMaps    *maps,
                                       guint64          *start,
                                       guint64          *end);
void         pgs_pages_reader_init    (PgsPagesReader   *self,
                                       int               pagemap_fd,
                                       const PgsMaps    *maps,
                                       PgsPagesWay       way,
                                       PgsPagemapReader *pagemap,
                                       PgsWalkFunc       func,
                                       gpointer          user_data);
void         pgs_pages_reader_clear   (PgsPagesReader   *self);
gboolean     pgs_pages_reader_read    (PgsPagesReader   *self,
                                       guint64           start,
                                       guint64           end,
                                       gboolean          in_round,
                                       guint64          *reached,
                                       GError          **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PgsPagesReader, pgs_pages_reader_clear)

G_END_DECLS
