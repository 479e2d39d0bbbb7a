/* pgs-pages.h: which pages of an address space are in which state, as runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-coverage.h"
#include "pgs-maps.h"

G_BEGIN_DECLS

/**
 * PgsPageState:
 *
 * The states of a page that the kernel tells, in the order in which they are written. The values
 * are stored in recordings and must not change.
 * Source: PAGEMAP_SCAN and pagemap, Documentation/admin-guide/mm/pagemap.rst.
 */
typedef enum
{
  PGS_PAGE_PRESENT = 1 << 0,
  PGS_PAGE_SWAPPED = 1 << 1,
  PGS_PAGE_FILE = 1 << 2,
  PGS_PAGE_EXCLUSIVE = 1 << 3,
  PGS_PAGE_HUGE = 1 << 4,
  PGS_PAGE_ZERO = 1 << 5,
  PGS_PAGE_GUARD = 1 << 6,
  PGS_PAGE_SOFT_DIRTY = 1 << 7,
} PgsPageState;

#define PGS_N_PAGE_STATES 8

/**
 * PgsRun:
 * @first: page number: address / page size
 * @count: pages, never 0
 * @states: #PgsPageState bits, never 0
 *
 * Neighbouring pages of one mapping that are in the same state. Where more than 2^32 - 1 are, they
 * are several runs.
 */
typedef struct
{
  guint64 first;
  guint64 count : 48;
  guint64 states : 16;
} PgsRun;

#define PGS_RUN_MAX_COUNT ((G_GUINT64_CONSTANT (1) << 48) - 1)

/**
 * PgsPageCounts:
 *
 * How many pages of a range are in each state. A state that is not in pgs_pages_get_known() is
 * counted as 0 and means nothing.
 */
typedef struct
{
  guint64 present;
  guint64 swapped;
  guint64 file;
  guint64 exclusive;
  guint64 huge;
  guint64 zero;
  guint64 guard;
} PgsPageCounts;

typedef struct _PgsPages PgsPages;
typedef struct _PgsPagesBuilder PgsPagesBuilder;

#define PGS_TYPE_PAGES (pgs_pages_get_type ())

GType                pgs_pages_get_type    (void);
PgsPages            *pgs_pages_ref         (PgsPages        *self);
void                 pgs_pages_unref       (PgsPages        *self);
PgsMaps             *pgs_pages_get_maps    (const PgsPages  *self);
PgsCoverage         *pgs_pages_get_coverage (const PgsPages *self);
PgsPageState         pgs_pages_get_known   (const PgsPages  *self);
PgsPageState         pgs_pages_get_known_in (const PgsPages *self,
                                            gsize            region);
guint                pgs_pages_get_shift   (const PgsPages  *self);
gsize                pgs_pages_get_n_runs  (const PgsPages  *self);
gsize                pgs_pages_get_n_bytes (const PgsPages  *self);
gsize                pgs_pages_get_n_own   (const PgsPages  *self,
                                            const PgsPages  *other);
void                 pgs_pages_get_counts  (const PgsPages  *self,
                                            gsize            region,
                                            PgsPageCounts   *counts);
void                 pgs_pages_get_totals  (const PgsPages  *self,
                                            PgsPageCounts   *totals);
PgsPageState         pgs_pages_get_state   (const PgsPages  *self,
                                            guint64          page);
void                 pgs_pages_count       (const PgsPages  *self,
                                            guint64          first_page,
                                            guint64          n_pages,
                                            PgsPageCounts   *counts);
void                 pgs_pages_bucket      (const PgsPages  *self,
                                            guint64          first_page,
                                            guint64          end_page,
                                            guint            cell_shift,
                                            PgsPageCounts   *cells,
                                            gsize            n_cells);
char                *pgs_page_states_to_string (PgsPageState states);

PgsPagesBuilder     *pgs_pages_builder_new (PgsMaps         *maps,
                                            guint            page_shift,
                                            PgsPageState     known);
void                 pgs_pages_builder_free (PgsPagesBuilder *self);
void                 pgs_pages_builder_reserve (PgsPagesBuilder *self,
                                            const PgsPages  *before);
void                 pgs_pages_builder_add (PgsPagesBuilder *self,
                                            guint64          first_page,
                                            guint64          n_pages,
                                            PgsPageState     states);
void                 pgs_pages_builder_add_runs (PgsPagesBuilder *self,
                                            const PgsRun    *runs,
                                            gsize            n_runs);
void                 pgs_pages_builder_copy (PgsPagesBuilder *self,
                                            const PgsPages  *from,
                                            guint64          first_page,
                                            guint64          end_page);
void                 pgs_pages_builder_copy_adding (PgsPagesBuilder *self,
                                            const PgsPages  *from,
                                            guint64          first_page,
                                            guint64          end_page,
                                            PgsPageState     added);
void                 pgs_pages_builder_set_coverage (PgsPagesBuilder *self,
                                            PgsCoverage     *coverage);
PgsPages            *pgs_pages_builder_end (PgsPagesBuilder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsPages, pgs_pages_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsPagesBuilder, pgs_pages_builder_free)

G_END_DECLS
