/* pgs-snapshot.h: one moment of one process, immutable and shared by reference
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-denial.h"
#include "pgs-maps.h"
#include "pgs-pages.h"
#include "pgs-process-info.h"
#include "pgs-smaps.h"

G_BEGIN_DECLS

/**
 * PgsPart:
 *
 * The parts of a snapshot that the kernel can refuse one by one.
 */
typedef enum
{
  PGS_PART_MAPS = 0,
  PGS_PART_PAGEMAP = 1,
  PGS_PART_SMAPS = 2,
  PGS_PART_SCAN = 3, /* the PAGEMAP_SCAN ioctl; without it pages come from pagemap */
  PGS_PART_PFN = 4,  /* frame numbers in pagemap */
} PgsPart;

#define PGS_N_PARTS 5

typedef enum
{
  PGS_ACCESS_OK = 0,
  PGS_ACCESS_DENIED = 1,
  PGS_ACCESS_UNSUPPORTED = 2,
} PgsAccess;

/**
 * PgsSnapshot:
 * @taken_at_us: real time, µs since 1970 (UTC)
 * @monotonic_us: the same on the monotonic clock
 * @page_size: bytes
 * @moving: statm kept changing while it was taken, or maps are of before or amid a change: the accounts need not
 *   add up
 * @process: who
 * @counters: how much
 * @access: what could be read, by #PgsPart
 * @denials: why not, where it is denied
 * @maps: (nullable): the mappings; empty for kernel threads and zombies, %NULL if denied
 * @pages: (nullable): states of pages, %NULL if denied or not asked for
 * @pages_at_us: monotonic time at which a part of @pages was read last; pgs_pages_get_read_at()
 *   tells it of each region
 * @smaps: (nullable): counters by region, %NULL if denied or not asked for
 * @smaps_at_us: monotonic time at which @smaps was read; regions that changed since have none
 *
 * Built by one thread, never changed after it was handed on; then readable by any thread. @pages
 * and @smaps are indexed by the regions of @maps. Parts that did not change are the same pointers
 * as in the snapshot before.
 */
typedef struct
{
  gint64 taken_at_us;
  gint64 monotonic_us;
  guint32 page_size;
  gboolean moving;
  PgsProcessInfo *process;
  PgsCounters counters;
  PgsAccess access[PGS_N_PARTS];
  PgsDenial denials[PGS_N_PARTS];
  PgsMaps *maps;
  PgsPages *pages;
  gint64 pages_at_us;
  PgsSmaps *smaps;
  gint64 smaps_at_us;
} PgsSnapshot;

/**
 * PgsTotals:
 *
 * The sums of a snapshot in bytes, %PGS_UNKNOWN where a part was not read.
 */
typedef struct
{
  guint64 pss; /* smaps */
  guint64 uss; /* smaps: private clean + dirty + hugetlb */
} PgsTotals;

#define PGS_TYPE_SNAPSHOT (pgs_snapshot_get_type ())

GType        pgs_snapshot_get_type   (void);
PgsSnapshot *pgs_snapshot_new        (void);
PgsSnapshot *pgs_snapshot_new_later  (const PgsSnapshot *self,
                                      gint64             monotonic_us);
PgsSnapshot *pgs_snapshot_ref        (PgsSnapshot       *self);
void         pgs_snapshot_unref      (PgsSnapshot       *self);
void         pgs_snapshot_get_totals (const PgsSnapshot *self,
                                      PgsTotals         *totals);
const PgsRegionSmaps *pgs_snapshot_get_region_smaps (const PgsSnapshot *self,
                                      gsize              region);
guint64      pgs_snapshot_get_region_rss (const PgsSnapshot *self,
                                      gsize              region);
guint64      pgs_snapshot_get_committed (const PgsSnapshot *self);
gboolean     pgs_snapshot_says_the_same (const PgsSnapshot *self,
                                      const PgsSnapshot *other);
gboolean     pgs_snapshot_is_left    (const PgsSnapshot *self);
gboolean     pgs_snapshot_is_opaque  (const PgsSnapshot *self,
                                      gsize              region);
gboolean     pgs_snapshot_has_marks  (const PgsSnapshot *self,
                                      gsize              region);
const char  *pgs_part_get_id         (PgsPart            part);
const char  *pgs_access_get_id       (PgsAccess          access);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsSnapshot, pgs_snapshot_unref)

G_END_DECLS
