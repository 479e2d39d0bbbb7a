/* pgs-diff.h: what differs between two snapshots, region by region and page by page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-snapshot.h"

G_BEGIN_DECLS

/**
 * PgsChange:
 * @PGS_CHANGE_PAGES: its pages, or how much of it is resident
 * @PGS_CHANGE_ADDED: it was not there in a
 * @PGS_CHANGE_REMOVED: it is not there in b
 * @PGS_CHANGE_GROWN: it is larger in b
 * @PGS_CHANGE_SHRUNK: it is smaller in b
 * @PGS_CHANGE_MOVED: what it holds is at another address
 * @PGS_CHANGE_PROTECTION: its permissions
 * @PGS_CHANGE_RENAMED: the name of its file, or whether that is deleted
 * @PGS_CHANGE_REPLACED: another file of the same name (device, inode or offset)
 * @PGS_CHANGE_KIND: what it is known to be for
 * @PGS_CHANGE_SPLIT: in a it was a part of a larger region
 * @PGS_CHANGE_MERGED: in b it is a part of a larger region
 *
 * In which ways a region differs; several may be true at once.
 */
typedef enum
{
  PGS_CHANGE_PAGES = 1 << 0,
  PGS_CHANGE_ADDED = 1 << 1,
  PGS_CHANGE_REMOVED = 1 << 2,
  PGS_CHANGE_GROWN = 1 << 3,
  PGS_CHANGE_SHRUNK = 1 << 4,
  PGS_CHANGE_MOVED = 1 << 5,
  PGS_CHANGE_PROTECTION = 1 << 6,
  PGS_CHANGE_RENAMED = 1 << 7,
  PGS_CHANGE_REPLACED = 1 << 8,
  PGS_CHANGE_KIND = 1 << 9,
  PGS_CHANGE_SPLIT = 1 << 10,
  PGS_CHANGE_MERGED = 1 << 11,
} PgsChange;

#define PGS_N_CHANGES 12

/**
 * PgsPageChange:
 * @PGS_PAGE_CAME: resident in b and not in a
 * @PGS_PAGE_LEFT: resident in a and not in b
 * @PGS_PAGE_WENT_TO_SWAP: swapped out in b and not in a; most of these left, too
 * @PGS_PAGE_COPIED: present in both, in b private memory: in a it was the zero page, a page of the
 *   file, or (where sharing is known) mapped elsewhere too and in b only here. That is what
 *   copy-on-write makes; that the others let go of a page looks the same as the last of these
 * @PGS_PAGE_OTHER: in another state, but none of these: joined to a huge page, shared by a fork
 *
 * How a page differs, told by its states. The zero page is not resident.
 */
typedef enum
{
  PGS_PAGE_CAME = 1 << 0,
  PGS_PAGE_LEFT = 1 << 1,
  PGS_PAGE_WENT_TO_SWAP = 1 << 2,
  PGS_PAGE_COPIED = 1 << 3,
  PGS_PAGE_OTHER = 1 << 4,
} PgsPageChange;

/**
 * PgsPageChanges:
 *
 * How many pages changed in which way; %PGS_UNKNOWN where not all of them were read in both
 * snapshots, of @copied also where sharing was not. @came − @left is by how many pages more are
 * resident.
 */
typedef struct
{
  guint64 came;
  guint64 left;
  guint64 swapped;
  guint64 copied;
  guint64 other;
} PgsPageChanges;

#define PGS_DIFF_NONE G_MAXSIZE           /* no such region */
#define PGS_DIFF_NO_PAGE G_MAXUINT64      /* no such page */
#define PGS_DIFF_UNKNOWN G_MININT64       /* a difference of something that is not known */

/**
 * PgsDiffSide:
 * @region: index of the mapping, %PGS_DIFF_NONE if it is not there; then the rest means nothing
 * @start: first address of the part of it that is compared; nearly always all of it
 * @end: first address behind that part
 * @rss: how much of the part is resident, in bytes; %PGS_UNKNOWN if not known
 */
typedef struct
{
  gsize region;
  guint64 start;
  guint64 end;
  guint64 rss;
} PgsDiffSide;

/**
 * PgsDiffEntry:
 * @change: the one #PgsChange that tells most: the first of added, removed, grown, shrunk, moved,
 *   protection; %PGS_CHANGE_PAGES for all others
 * @changes: all of them
 * @kind: in b, or in a if it was removed
 * @a: in a
 * @b: in b
 * @common_a: where in a the part begins that is the same memory in both
 * @common_b: where in b it begins
 * @common_size: its size in bytes; 0 if the region was added or removed
 * @size_delta: bytes; 0 for what is not counted in VIRT
 * @rss_delta: bytes; %PGS_DIFF_UNKNOWN
 * @pages: of them
 *
 * One region that is not the same, or a part of one that was split or merged.
 */
typedef struct
{
  PgsChange change;
  PgsChange changes;
  PgsKind kind;
  PgsDiffSide a;
  PgsDiffSide b;
  guint64 common_a;
  guint64 common_b;
  guint64 common_size;
  gint64 size_delta;
  gint64 rss_delta;
  PgsPageChanges pages;
} PgsDiffEntry;

/**
 * PgsDiffRun:
 * @a: first page in a; %PGS_DIFF_NO_PAGE if the memory is not there in a
 * @b: first page in b; %PGS_DIFF_NO_PAGE if it is not there in b
 * @count: pages, never 0
 * @states_a: their #PgsPageState in a
 * @states_b: their #PgsPageState in b, others than in a
 * @change: #PgsPageChange bits; 0 where it was not read in both, or where they differ only in what
 *   one of the snapshots does not know
 *
 * Neighbouring pages of one region that differ in the same way.
 */
typedef struct
{
  guint64 a;
  guint64 b;
  guint64 count;
  guint8 states_a;
  guint8 states_b;
  guint8 change;
} PgsDiffRun;

/**
 * PgsDiffTotal:
 *
 * What is compared of the whole processes, as in the totals of a snapshot.
 */
typedef enum
{
  PGS_DIFF_TOTAL_VIRT = 0,
  PGS_DIFF_TOTAL_RES = 1,
  PGS_DIFF_TOTAL_SHR = 2,
  PGS_DIFF_TOTAL_ANON = 3,
  PGS_DIFF_TOTAL_FILE = 4,
  PGS_DIFF_TOTAL_SHMEM = 5,
  PGS_DIFF_TOTAL_SWAP = 6,
  PGS_DIFF_TOTAL_PSS = 7,
  PGS_DIFF_TOTAL_USS = 8,
  PGS_DIFF_TOTAL_PAGE_TABLES = 9,
  PGS_DIFF_TOTAL_LOCKED = 10,
  PGS_DIFF_TOTAL_PEAK_VIRT = 11,
  PGS_DIFF_TOTAL_PEAK_RES = 12,
} PgsDiffTotal;

#define PGS_N_DIFF_TOTALS 13

/**
 * PgsDiffSums:
 * @size_delta: of all regions: the difference of what the mappings add up to
 * @rss_delta: of those regions of which it is known
 * @n_rss_unknown: of how many regions it is not
 * @n_changes: how many regions have each #PgsDiffEntry.change, by the number of its bit
 * @pages: of those regions of which it is known
 * @n_pages_unknown: of how many regions which pages came and left is not known
 */
typedef struct
{
  gint64 size_delta;
  gint64 rss_delta;
  gsize n_rss_unknown;
  gsize n_changes[PGS_N_CHANGES];
  PgsPageChanges pages;
  gsize n_pages_unknown;
} PgsDiffSums;

typedef struct _PgsDiff PgsDiff;

#define PGS_TYPE_DIFF (pgs_diff_get_type ())

GType               pgs_diff_get_type    (void);
PgsDiff            *pgs_diff_new         (PgsSnapshot        *a,
                                          PgsSnapshot        *b);
PgsDiff            *pgs_diff_ref         (PgsDiff            *self);
void                pgs_diff_unref       (PgsDiff            *self);
PgsDiff            *pgs_diff_reverse     (const PgsDiff      *self);
PgsSnapshot        *pgs_diff_apply       (const PgsDiff      *self,
                                          const PgsSnapshot  *a);
const PgsDiffEntry *pgs_diff_get_entries (const PgsDiff      *self,
                                          gsize              *n_entries);
const PgsDiffRun   *pgs_diff_get_runs    (const PgsDiff      *self,
                                          gsize              *n_runs);
gsize               pgs_diff_find_run    (const PgsDiff      *self,
                                          guint64             page_b);
PgsMaps            *pgs_diff_get_maps_a  (const PgsDiff      *self);
PgsMaps            *pgs_diff_get_maps_b  (const PgsDiff      *self);
const PgsMapping   *pgs_diff_get_mapping (const PgsDiff      *self,
                                          const PgsDiffEntry *entry);
const PgsMapping   *pgs_diff_get_mapping_a (const PgsDiff    *self,
                                          const PgsDiffEntry *entry);
const PgsMapping   *pgs_diff_get_mapping_b (const PgsDiff    *self,
                                          const PgsDiffEntry *entry);
void                pgs_diff_get_total   (const PgsDiff      *self,
                                          PgsDiffTotal        total,
                                          guint64             values[2]);
gint64              pgs_diff_get_delta   (const PgsDiff      *self,
                                          PgsDiffTotal        total);
void                pgs_diff_get_sums    (const PgsDiff      *self,
                                          PgsDiffSums        *sums);
gboolean            pgs_diff_has_pages   (const PgsDiff      *self);
gboolean            pgs_diff_knows_sharing (const PgsDiff    *self);
gboolean            pgs_diff_is_same_space (const PgsDiff    *self);
const char         *pgs_diff_total_get_id (PgsDiffTotal       total);
const char         *pgs_change_get_id    (PgsChange           change);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsDiff, pgs_diff_unref)

G_END_DECLS
