/* test-system.c: the memory of the machine, and what is computed of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "empty-root.h"
#include "pgs-error.h"
#include "pgs-system-parser.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <unistd.h>

static void
test_read (void)
{
  g_autoptr (GError) error = NULL;
  PgsSystem system;
  struct sysinfo info;

  g_assert_true (pgs_system_read (&system, &error));
  g_assert_no_error (error);
  g_assert_cmpint (sysinfo (&info), ==, 0);
  g_assert_cmpuint (system.total, ==, (guint64) info.totalram * info.mem_unit);
  g_assert_cmpuint (system.swap_total, ==, (guint64) info.totalswap * info.mem_unit);
  g_assert_cmpuint (system.free, <=, system.total);
  g_assert_cmpuint (system.available, <=, system.total);
  g_assert_cmpuint (system.cached, !=, PGS_UNKNOWN);
  g_assert_cmpuint (system.pgfault, !=, PGS_UNKNOWN);
  g_assert_cmpint (system.monotonic_us, <=, g_get_monotonic_time ());
}

/* Counters go on. */
static void
test_counters (void)
{
  const gsize n_pages = 4096;
  const gsize page_size = sysconf (_SC_PAGESIZE);
  PgsSystem earlier, later;
  PgsPaging paging;
  char *memory;

  g_assert_true (pgs_system_read (&earlier, NULL));
  memory = aligned_alloc (page_size, n_pages * page_size);
  for (gsize i = 0; i < n_pages; i++)
    memory[i * page_size] = 1;
  g_assert_true (pgs_system_read (&later, NULL));
  g_assert_cmpint (memory[page_size], ==, 1);
  free (memory);

  /* at least one fault for 2 MiB, where huge pages are on everywhere */
  g_assert_cmpuint (later.pgfault, >=, earlier.pgfault + n_pages * page_size / (2 << 20));
  pgs_system_get_paging (&earlier, &later, &paging);
  g_assert_cmpfloat (paging.fault_s, >, 0);
}

static void
test_rates (void)
{
  PgsSystem earlier = { .monotonic_us = 1000000, .pgpgin = 100, .pgpgout = 0, .pgfault = 1000,
                        .pgfree = 50, .pgscan_kswapd = 10, .pgscan_direct = 20, .pgsteal = 5 };
  PgsSystem later = { .monotonic_us = 3000000, .pgpgin = 140, .pgpgout = 6, .pgfault = 3000,
                      .pgfree = 50, .pgscan_kswapd = 20, .pgscan_direct = 40, .pgsteal = 20 };
  PgsPaging paging;

  pgs_system_get_paging (&earlier, &later, &paging);
  g_assert_cmpfloat (paging.pgpgin_s, ==, 20);
  g_assert_cmpfloat (paging.pgpgout_s, ==, 3);
  g_assert_cmpfloat (paging.fault_s, ==, 1000);
  g_assert_cmpfloat (paging.majflt_s, ==, 0);
  g_assert_cmpfloat (paging.pgfree_s, ==, 0);
  g_assert_cmpfloat (paging.pgscank_s, ==, 5);
  g_assert_cmpfloat (paging.pgscand_s, ==, 10);
  g_assert_cmpfloat (paging.pgsteal_s, ==, 7.5);
  g_assert_cmpfloat (paging.vmeff_percent, ==, 50); /* 15 of 30 scanned */
}

static void
test_rates_unknown (void)
{
  PgsSystem earlier = { .monotonic_us = 1, .pgfault = 10, .pgpgin = PGS_UNKNOWN, .pgsteal = 9 };
  PgsSystem later = { .monotonic_us = 1000001, .pgfault = 7, .pgpgin = 5, .pgsteal = 9 };
  PgsPaging paging;

  pgs_system_get_paging (&earlier, &later, &paging);
  g_assert_cmpfloat (paging.pgpgin_s, <, 0);
  g_assert_cmpfloat (paging.fault_s, ==, 0);       /* a counter went back: nothing */
  g_assert_cmpfloat (paging.vmeff_percent, ==, 0); /* nothing was scanned */

  later.monotonic_us = earlier.monotonic_us;
  pgs_system_get_paging (&earlier, &later, &paging);
  g_assert_cmpfloat (paging.fault_s, <, 0);
}

static void
test_sums (void)
{
  PgsSystem system = { .total = 1000, .available = 600, .free = 300, .buffers = 20, .cached = 200,
                       .slab = 90, .slab_reclaimable = 60, .swap_total = 500, .swap_free = 350 };

  g_assert_cmpuint (pgs_system_get_used (&system), ==, 400);
  g_assert_cmpuint (pgs_system_get_buff_cache (&system), ==, 280);
  g_assert_cmpuint (pgs_system_get_memused (&system), ==, 390);
  g_assert_cmpuint (pgs_system_get_swap_used (&system), ==, 150);

  system.free = 900; /* counters of different moments */
  g_assert_cmpuint (pgs_system_get_memused (&system), ==, 0);
  system.available = 1200;
  g_assert_cmpuint (pgs_system_get_used (&system), ==, 0);
  system.swap_free = 501;
  g_assert_cmpuint (pgs_system_get_swap_used (&system), ==, 0);
  system.swap_free = PGS_UNKNOWN;
  g_assert_cmpuint (pgs_system_get_swap_used (&system), ==, PGS_UNKNOWN);
  system.available = PGS_UNKNOWN;
  g_assert_cmpuint (pgs_system_get_used (&system), ==, PGS_UNKNOWN);
  system.cached = PGS_UNKNOWN;
  g_assert_cmpuint (pgs_system_get_buff_cache (&system), ==, PGS_UNKNOWN);
  g_assert_cmpuint (pgs_system_get_memused (&system), ==, PGS_UNKNOWN);
}

static void
test_buddyinfo (void)
{
  static const char text[] = "Node 0, zone      DMA      0      0      1      3 \n"
                             "Node 0, zone   Normal   1581   2738      2 \n"
                             "Node 1, zone Movable      4 x\n"
                             "nonsense 1 2 3\n";
  PgsSystem system = { .page_size = 4096 };

  for (guint i = 0; i < PGS_SYSTEM_N_ORDERS; i++)
    system.free_blocks[i] = PGS_UNKNOWN;
  pgs_system_parse_buddyinfo (text, &system);
  g_assert_cmpuint (system.free_blocks[0], ==, 1585);
  g_assert_cmpuint (system.free_blocks[1], ==, 2738);
  g_assert_cmpuint (system.free_blocks[2], ==, 3);
  g_assert_cmpuint (system.free_blocks[3], ==, 3);
  g_assert_cmpuint (system.free_blocks[4], ==, PGS_UNKNOWN);
  g_assert_cmpuint (pgs_system_get_order_size (&system, 3), ==, 3 * 8 * 4096);
  g_assert_cmpuint (pgs_system_get_order_size (&system, 4), ==, PGS_UNKNOWN);
  system.free_blocks[5] = G_MAXUINT64 / 8192;
  g_assert_cmpuint (pgs_system_get_order_size (&system, 5), ==, PGS_UNKNOWN); /* more than a machine has */
}

static void
test_meltdown (void)
{
  static const struct { const char *text; gint isolation; } cases[] = {
    { "Mitigation: PTI\n", 1 }, { "Not affected\n", 0 }, { "Vulnerable\n", 0 }, { "", -1 },
    { "Unknown (XEN PV detected, hypervisor mitigation required)\n", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PgsSystem system = { .page_table_isolation = -1 };

      pgs_system_parse_meltdown (cases[i].text, &system);
      g_assert_cmpint (system.page_table_isolation, ==, cases[i].isolation);
    }
}

/* libgtop would end the program. */
static void
test_no_proc (void)
{
  g_autoptr (GError) error = NULL;
  PgsSystem system;

  if (!empty_root_is_subprocess ())
    return;
  empty_root_enter ();
  g_assert_false (pgs_system_read (&system, &error));
  g_assert_error (error, PGS_ERROR, PGS_ERROR_UNSUPPORTED);
  g_assert_cmpuint (system.total, ==, PGS_UNKNOWN);
  _exit (0); /* a leak checker would look for /proc */
}

static void
test_no_descriptors (void)
{
  g_autoptr (GError) error = NULL;
  struct rlimit limit = { 0, 0 };
  PgsSystem system;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  g_assert_false (pgs_system_read (&system, &error));
  g_assert_error (error, PGS_ERROR, PGS_ERROR_FAILED);
  _exit (0); /* a leak checker would need descriptors */
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/system/read", test_read);
  g_test_add_func ("/source/system/counters", test_counters);
  g_test_add_func ("/source/system/rates", test_rates);
  g_test_add_func ("/source/system/rates-unknown", test_rates_unknown);
  g_test_add_func ("/source/system/sums", test_sums);
  g_test_add_func ("/source/system/buddyinfo", test_buddyinfo);
  g_test_add_func ("/source/system/meltdown", test_meltdown);
  g_test_add_func ("/source/system/no-proc", test_no_proc);
  g_test_add_func ("/source/system/no-descriptors", test_no_descriptors);
  return g_test_run ();
}
