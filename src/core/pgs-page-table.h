/* pgs-page-table.h: which entry of each page table an address goes through
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PgsTableLevel:
 *
 * The levels of the kernel's page tables, from the pages up.
 */
typedef enum
{
  PGS_TABLE_PTE = 0,
  PGS_TABLE_PMD = 1,
  PGS_TABLE_PUD = 2,
  PGS_TABLE_P4D = 3,
  PGS_TABLE_PGD = 4,
} PgsTableLevel;

#define PGS_N_TABLE_LEVELS 5
#define PGS_PAGE_TABLE_ENTRY_32 4 /* bytes, as 32-bit processors have it */
#define PGS_PAGE_TABLE_ENTRY_64 8

guint pgs_page_table_get_index (guint64       address,
                                guint         page_shift,
                                PgsTableLevel level);
guint pgs_page_table_get_block_shift (guint   page_shift);
guint pgs_page_table_get_address_bits (guint64 highest);
guint64 pgs_page_table_get_flat_entries (guint bits,
                                guint         page_shift);
char *pgs_page_table_format    (guint64       address,
                                guint         page_shift,
                                guint         n_levels,
                                gboolean      is_huge);

G_END_DECLS
