/* test-paging.c: how many levels of page tables machines use
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-paging.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/utsname.h>

/* The kernel's tables: Documentation/arch/x86/x86_64/5level-paging.rst, arch/arm64/Kconfig
 * (PGTABLE_LEVELS), arch/riscv/Kconfig. */
static const struct
{
  const char *machine;
  const char *cpuinfo;
  guint page_shift;
  guint address_bits;
  guint levels;
} rows[] = {
  { "x86_64", "processor\t: 0\nflags\t\t: fpu la57 smep\nbugs\t:\n", 12, 0, 5 },
  { "x86_64", "processor\t: 0\nflags\t\t: fpu smep la57", 12, 0, 5 },
  { "x86_64", "processor\t: 0\nflags\t\t: fpu smep\nbugs\t: la57\n", 12, 0, 4 },
  { "x86_64", "processor\t: 0\nmodel name\t: la57\nflags\t\t: fpu xla57 smep\n", 12, 0, 4 },
  { "x86_64", "processor\t: 0\nflagship: fpu la57\nflags : fpu\n", 12, 0, 4 },
  { "x86_64", "", 12, 0, 0 },
  { "x86_64", "\n\n:\n", 12, 0, 0 },
  { "i686", "flags\t\t: fpu pae\n", 12, 32, 0 },
  { "aarch64", "", 12, 39, 3 },
  { "aarch64", "", 12, 48, 4 },
  { "aarch64", "", 12, 52, 5 },
  { "aarch64", "", 14, 36, 2 },
  { "aarch64", "", 14, 47, 3 },
  { "aarch64", "", 14, 48, 4 },
  { "aarch64", "", 14, 52, 4 },
  { "aarch64", "", 16, 42, 2 },
  { "aarch64", "", 16, 48, 3 },
  { "aarch64", "", 16, 52, 3 },
  { "aarch64", "", 12, 0, 0 },
  { "aarch64", "", 12, 64, 0 },
  { "riscv64", "processor\t: 0\nmmu\t\t: sv39\n", 12, 0, 3 },
  { "riscv64", "processor\t: 0\nmmu\t\t: sv48\n", 12, 0, 4 },
  { "riscv64", "processor\t: 0\nmmu\t\t: sv57\n", 12, 0, 5 },
  { "riscv64", "processor\t: 0\nmmu\t\t: none\n", 12, 0, 0 },
  { "s390x", "", 12, 53, 0 },
};

static void
test_choose (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpuint (pgs_paging_choose (rows[i].machine, rows[i].cpuinfo, rows[i].page_shift,
                                         rows[i].address_bits), ==, rows[i].levels);
}

/* Whoever asks for an address of more than 47 bits gets one exactly where there are five levels. */
static void
test_here (void)
{
  const gsize hint = (gsize) 1 << 48;
  struct utsname name;
  void *page;

  g_assert_cmpint (uname (&name), ==, 0);
  if (strcmp (name.machine, "x86_64") != 0)
    {
      g_test_skip ("not x86-64");
      return;
    }
  page = mmap ((void *) hint, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  g_assert_true (page != MAP_FAILED);
  munmap (page, 4096);
  g_assert_cmpuint (pgs_paging_get_levels (), ==, (gsize) page >= hint ? 5 : 4);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proc/paging/choose", test_choose);
  g_test_add_func ("/proc/paging/here", test_here);
  return g_test_run ();
}
