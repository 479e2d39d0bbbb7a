/* test-page-table.c: page table indices of known addresses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-page-table.h"

#define NBSP "\302\240"

/* Put together from the indices, bit by bit, the other way round. */
static guint64
address_from (guint64 pgd,
              guint64 p4d,
              guint64 pud,
              guint64 pmd,
              guint64 pte)
{
  return ((((pgd * 512 + p4d) * 512 + pud) * 512 + pmd) * 512 + pte) * 4096;
}

static void
test_round_trip (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      guint index[PGS_N_TABLE_LEVELS];
      guint64 address;

      for (guint level = 0; level < PGS_N_TABLE_LEVELS; level++)
        index[level] = (guint) g_test_rand_int_range (0, 512);
      address = address_from (index[4], index[3], index[2], index[1], index[0]);
      address += (guint64) g_test_rand_int_range (0, 4096);
      for (guint level = 0; level < PGS_N_TABLE_LEVELS; level++)
        g_assert_cmpuint (pgs_page_table_get_index (address, 12, level), ==, index[level]);
    }
}

static void
test_known (void)
{
  g_autofree char *lowest = pgs_page_table_format (0, 12, 4, FALSE);
  /* 0x7f913913e000 in binary: 011111111 001000100 111001000 100111110, by hand */
  g_autofree char *four = pgs_page_table_format (0x7f913913e000, 12, 4, FALSE);
  g_autofree char *five = pgs_page_table_format (0x7f913913e000, 12, 5, FALSE);
  g_autofree char *high = pgs_page_table_format (0x01000000000000, 12, 5, FALSE);
  g_autofree char *three = pgs_page_table_format (0x7f913913e000, 12, 3, FALSE);
  g_autofree char *two = pgs_page_table_format (0x3ffffff0000, 16, 2, FALSE);
  g_autofree char *huge = pgs_page_table_format (0x7f913913e000, 12, 4, TRUE);
  g_autofree char *vsyscall = pgs_page_table_format (0xffffffffff600000, 12, 4, FALSE);
  g_autofree char *unknown = pgs_page_table_format (0x7f913913e000, 12, 0, FALSE);

  g_assert_cmpstr (lowest, ==, "PGD" NBSP "0 · PUD" NBSP "0 · PMD" NBSP "0 · PTE" NBSP "0");
  g_assert_cmpstr (four, ==, "PGD" NBSP "255 · PUD" NBSP "68 · PMD" NBSP "456 · PTE" NBSP "318");
  g_assert_cmpstr (five, ==, "PGD" NBSP "0 · P4D" NBSP "255 · PUD" NBSP "68 · PMD" NBSP "456 · PTE" NBSP "318");
  g_assert_cmpstr (high, ==, "PGD" NBSP "1 · P4D" NBSP "0 · PUD" NBSP "0 · PMD" NBSP "0 · PTE" NBSP "0");
  g_assert_cmpstr (three, ==, "PGD" NBSP "68 · PMD" NBSP "456 · PTE" NBSP "318");
  g_assert_cmpstr (two, ==, "PGD" NBSP "8191 · PTE" NBSP "8191");
  g_assert_cmpstr (huge, ==, "PGD" NBSP "255 · PUD" NBSP "68 · PMD" NBSP "456");
  g_assert_cmpstr (vsyscall, ==, "PGD" NBSP "511 · PUD" NBSP "511 · PMD" NBSP "507 · PTE" NBSP "0");
  g_assert_cmpstr (unknown, ==, "–");
}

/* Pages of 16 and 64 KiB have tables of 2048 and 8192 entries. */
static void
test_other_page_sizes (void)
{
  g_assert_cmpuint (pgs_page_table_get_index (0x4000, 14, PGS_TABLE_PTE), ==, 1);
  g_assert_cmpuint (pgs_page_table_get_index (2047 * 0x4000ull, 14, PGS_TABLE_PTE), ==, 2047);
  g_assert_cmpuint (pgs_page_table_get_index (2048 * 0x4000ull, 14, PGS_TABLE_PMD), ==, 1);
  g_assert_cmpuint (pgs_page_table_get_index (8192 * 0x10000ull, 16, PGS_TABLE_PMD), ==, 1);
  g_assert_cmpuint (pgs_page_table_get_index (G_MAXUINT64, 16, PGS_TABLE_PGD), ==, 0);
  g_assert_cmpuint (pgs_page_table_get_block_shift (12), ==, 21);
  g_assert_cmpuint (pgs_page_table_get_block_shift (14), ==, 25);
  g_assert_cmpuint (pgs_page_table_get_block_shift (16), ==, 29);
}

/* The array of textbooks: 2^20 entries for 4 GiB in pages of 4 KiB. */
static void
test_flat (void)
{
  g_assert_cmpuint (pgs_page_table_get_flat_entries (32, 12), ==, 1048576);
  g_assert_cmpuint (pgs_page_table_get_flat_entries (32, 12) * PGS_PAGE_TABLE_ENTRY_32, ==, 4 << 20);
  g_assert_cmpuint (pgs_page_table_get_flat_entries (47, 12) * PGS_PAGE_TABLE_ENTRY_64, ==, (guint64) 256 << 30);
  g_assert_cmpuint (pgs_page_table_get_flat_entries (64, 16), ==, (guint64) 1 << 48);
  g_assert_cmpuint (pgs_page_table_get_address_bits (0x7ffff7fff000), ==, 47);
  g_assert_cmpuint (pgs_page_table_get_address_bits (0xfffff000), ==, 32);
  g_assert_cmpuint (pgs_page_table_get_address_bits ((guint64) 1 << 47), ==, 47);
  g_assert_cmpuint (pgs_page_table_get_address_bits (((guint64) 1 << 47) + 4096), ==, 48);
  g_assert_cmpuint (pgs_page_table_get_address_bits (G_MAXUINT64), ==, 64);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/page-table/round-trip", test_round_trip);
  g_test_add_func ("/core/page-table/known", test_known);
  g_test_add_func ("/core/page-table/other-page-sizes", test_other_page_sizes);
  g_test_add_func ("/core/page-table/flat", test_flat);
  return g_test_run ();
}
