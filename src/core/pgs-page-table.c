/* pgs-page-table.c: which entry of each page table an address goes through
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * An entry is eight bytes and a table is one page, so a table of 4 KiB has 512 entries and takes
 * nine bits of the address. With four levels the fourth table is the top one and the kernel calls
 * it PGD; P4D exists only with five (Documentation/arch/x86/x86_64/5level-paging.rst).
 */
#include "config.h"

#include "pgs-page-table.h"

#define ENTRY_SHIFT 3 /* log2 of the bytes of an entry, on every 64-bit machine */
#define MIN_PAGE_SHIFT 12
#define MAX_PAGE_SHIFT 16
#define N_LEVELS_WITHOUT_P4D 4

/**
 * pgs_page_table_get_index:
 * @address: a virtual address
 * @page_shift: log2 of the page size, 12 … 16
 * @level: one of the five levels; with four, the top one is %PGS_TABLE_P4D
 *
 * Returns: the index into the table of @level; 0 for bits that an address does not have
 */
guint
pgs_page_table_get_index (guint64       address,
                          guint         page_shift,
                          PgsTableLevel level)
{
  guint bits;
  guint shift;

  g_return_val_if_fail (page_shift >= MIN_PAGE_SHIFT && page_shift <= MAX_PAGE_SHIFT, 0);
  g_return_val_if_fail (level < PGS_N_TABLE_LEVELS, 0);

  bits = page_shift - ENTRY_SHIFT;
  shift = page_shift + bits * level;
  return shift < 64 ? (address >> shift) & ((1u << bits) - 1) : 0;
}

/**
 * pgs_page_table_get_block_shift:
 * @page_shift: log2 of the page size, 12 … 16
 *
 * Returns: log2 of the bytes that one table of PTEs maps, which is the size of a huge page: 21
 *   (2 MiB) where pages are 4 KiB
 */
guint
pgs_page_table_get_block_shift (guint page_shift)
{
  return page_shift + page_shift - ENTRY_SHIFT;
}

/**
 * pgs_page_table_format:
 * @address: a virtual address
 * @page_shift: log2 of the page size, 12 … 16
 * @n_levels: 4 or 5
 *
 * Returns: (transfer full): "PGD 254 · PUD 68 · PMD 456 · PTE 318"; the names are the kernel's
 */
char *
pgs_page_table_format (guint64 address,
                       guint   page_shift,
                       guint   n_levels)
{
  const guint pte = pgs_page_table_get_index (address, page_shift, PGS_TABLE_PTE);
  const guint pmd = pgs_page_table_get_index (address, page_shift, PGS_TABLE_PMD);
  const guint pud = pgs_page_table_get_index (address, page_shift, PGS_TABLE_PUD);
  const guint p4d = pgs_page_table_get_index (address, page_shift, PGS_TABLE_P4D);
  const guint pgd = pgs_page_table_get_index (address, page_shift, PGS_TABLE_PGD);

  if (n_levels <= N_LEVELS_WITHOUT_P4D)
    return g_strdup_printf ("PGD %u · PUD %u · PMD %u · PTE %u", p4d, pud, pmd, pte);
  return g_strdup_printf ("PGD %u · P4D %u · PUD %u · PMD %u · PTE %u", pgd, p4d, pud, pmd, pte);
}
