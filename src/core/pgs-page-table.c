/* pgs-page-table.c: which entry of each page table an address goes through
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * An entry is eight bytes and a table is one page, so a table of 4 KiB has 512 entries and takes
 * nine bits of the address. The top one is always called PGD; where there are fewer than five levels,
 * first P4D is left out, then PUD, then PMD (include/asm-generic/pgtable-nop4d.h and so on;
 * Documentation/arch/x86/x86_64/5level-paging.rst). A huge page has no table of PTEs below its PMD.
 */
#include "config.h"

#include "pgs-page-table.h"

#define ENTRY_SHIFT 3 /* log2 of the bytes of an entry, on every 64-bit machine */
#define MIN_PAGE_SHIFT 12
#define MAX_PAGE_SHIFT 16
#define MIN_LEVELS 2

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
 * pgs_page_table_get_address_bits:
 * @highest: where the highest mapping of a program ends
 *
 * Returns: how many bits the addresses of programs have there: the fewest that a machine has and that reach
 *   so far; 64 if none does
 */
guint
pgs_page_table_get_address_bits (guint64 highest)
{
  static const guint bits[] = { 32, 39, 42, 47, 48, 52, 56 };

  for (gsize i = 0; i < G_N_ELEMENTS (bits); i++)
    if (highest <= G_GUINT64_CONSTANT (1) << bits[i])
      return bits[i];
  return 64;
}

/**
 * pgs_page_table_get_flat_entries:
 * @bits: of an address, 32 … 64
 * @page_shift: log2 of the page size, 12 … 16
 *
 * Returns: how many entries a table without levels has, one for each page
 */
guint64
pgs_page_table_get_flat_entries (guint bits,
                                 guint page_shift)
{
  g_return_val_if_fail (bits >= 32 && bits <= 64, 0);
  g_return_val_if_fail (page_shift >= MIN_PAGE_SHIFT && page_shift <= MAX_PAGE_SHIFT, 0);

  return G_GUINT64_CONSTANT (1) << (bits - page_shift);
}

/**
 * pgs_page_table_format:
 * @address: a virtual address
 * @page_shift: log2 of the page size, 12 … 16
 * @n_levels: how many this machine has, 2 … 5; 0 if that is not known
 * @is_huge: the PMD maps a huge page
 *
 * Returns: (transfer full): "PGD 254 · PUD 68 · PMD 456 · PTE 318", the spaces behind the names such
 *   that no line is broken there; the names are the kernel's; "–" if the number of levels is not known
 */
char *
pgs_page_table_format (guint64  address,
                       guint    page_shift,
                       guint    n_levels,
                       gboolean is_huge)
{
  static const char *const names[] = { "PTE", "PMD", "PUD", "P4D", "PGD" };
  GString *text;

  if (n_levels < MIN_LEVELS || n_levels > PGS_N_TABLE_LEVELS)
    return g_strdup ("–");
  text = g_string_new (NULL);
  for (guint level = n_levels; level-- > (is_huge ? PGS_TABLE_PMD : PGS_TABLE_PTE);)
    {
      const char *name = level + 1 == n_levels ? names[PGS_TABLE_PGD] : names[level];

      g_string_append_printf (text, "%s%s\302\240%u", text->len > 0 ? " · " : "", name,
                              pgs_page_table_get_index (address, page_shift, level));
    }
  return g_string_free (text, FALSE);
}
