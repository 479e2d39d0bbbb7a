/* test-status-parser.c: the text of status, statm and syscall
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-status-parser.h"

#include <string.h>

#include "fixture.h"
#include "pgs-error.h"
#include "pgs-stat-parser.h"
#include "pgs-thread-stacks.h"

static void
test_fixture (void)
{
  gsize length;
  g_autofree char *text = fixture_load ("status-6.18", &length);
  PgsCounters counters;
  guint32 uid = G_MAXUINT32;

  pgs_counters_clear (&counters);
  pgs_status_parse (text, length, &counters, &uid);
  g_assert_cmpuint (uid, ==, 0);
  g_assert_cmpint (counters.state, ==, 'S');
  g_assert_cmpuint (counters.swap, ==, 0);
  g_assert_cmpuint (counters.locked, ==, 0);
  g_assert_cmpuint (counters.hugetlb, ==, 0);
  g_assert_cmpuint (counters.peak_virt, >, counters.peak_res);
  g_assert_cmpuint (counters.anon, !=, PGS_UNKNOWN);
  g_assert_cmpuint (counters.file, !=, PGS_UNKNOWN);
  g_assert_cmpuint (counters.page_tables, !=, PGS_UNKNOWN);
  g_assert_cmpuint (counters.virt, ==, 4796 * 1024);
  g_assert_cmpuint (counters.res, ==, PGS_UNKNOWN); /* it is in statm */
}

static void
test_values (void)
{
  static const char text[] = "Name:\tUid:\\n0\nUid:\t1000\t1001\t1002\t1003\nVmPeak:\t   9 kB\nVmSize:\t10 kB\nVmLck:\t1 kB\n"
                             "VmHWM:\t2 kB\nRssAnon:\t3 kB\nRssFile:\t4 kB\nRssShmem:\t5 kB\nVmPTE:\t6 kB\n"
                             "VmSwap:\t7 kB\nHugetlbPages:\t8 kB\nRssAnonymous:\t99 kB\n";
  PgsCounters counters;
  guint32 uid = 0;

  pgs_counters_clear (&counters);
  pgs_status_parse (text, strlen (text), &counters, &uid);
  g_assert_cmpuint (uid, ==, 1001);
  g_assert_cmpuint (counters.virt, ==, 10 * 1024);
  g_assert_cmpuint (counters.peak_virt, ==, 9 * 1024);
  g_assert_cmpuint (counters.locked, ==, 1024);
  g_assert_cmpuint (counters.peak_res, ==, 2 * 1024);
  g_assert_cmpuint (counters.anon, ==, 3 * 1024);
  g_assert_cmpuint (counters.file, ==, 4 * 1024);
  g_assert_cmpuint (counters.shmem, ==, 5 * 1024);
  g_assert_cmpuint (counters.page_tables, ==, 6 * 1024);
  g_assert_cmpuint (counters.swap, ==, 7 * 1024);
  g_assert_cmpuint (counters.hugetlb, ==, 8 * 1024);
}

/* Of a line that cannot be read nothing is known. */
static void
test_bad_lines (void)
{
  static const char *const texts[] = {
    "", "\n\n", "RssAnon", "RssAnon:", "RssAnon:\n", "RssAnon: x kB\n", "RssAnon: 1\n", "RssAnon: 1 MB\n",
    "RssAnon: 99999999999999999999 kB\n", "RssAnon: 18014398509481984 kB\n", "RssAnon:\t4 kB", "Uid:\t1\n",
    "Uid:\t1\t4294967296\n", ": 4 kB\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      PgsCounters counters;
      guint32 uid = G_MAXUINT32;

      pgs_counters_clear (&counters);
      pgs_status_parse (texts[i], strlen (texts[i]), &counters, &uid);
      g_assert_cmpuint (counters.anon, ==, PGS_UNKNOWN);
      g_assert_cmpuint (uid, ==, G_MAXUINT32);
    }
}

static void
test_prefixes (void)
{
  gsize length;
  g_autofree char *text = fixture_load ("status-6.18", &length);

  for (gsize n = 0; n <= length; n++)
    {
      g_autofree char *cut = g_memdup2 (text, n);
      const char *line = g_strstr_len (text, (gssize) n, "RssAnon:");
      gboolean is_whole = line != NULL && memchr (line, '\n', n - (gsize) (line - text)) != NULL;
      PgsCounters counters;
      guint32 uid = 0;

      pgs_counters_clear (&counters);
      pgs_status_parse (cut, n, &counters, &uid);
      g_assert_cmpint (counters.anon != PGS_UNKNOWN, ==, is_whole);
    }
}

static void
test_statm (void)
{
  static const char *const bad[] = { "", "1", "1 2", "1 2 3", "1 2 x 4", "-1 2 3 4", "x 2 3 4" };
  static const char good[] = "1199 445 356 2 0 666 0\n";
  PgsStatm statm;

  g_assert_true (pgs_statm_parse (good, strlen (good), &statm, NULL));
  g_assert_cmpuint (statm.size, ==, 1199);
  g_assert_cmpuint (statm.resident, ==, 445);
  g_assert_cmpuint (statm.shared, ==, 356);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (pgs_statm_parse (bad[i], strlen (bad[i]), &statm, &error));
      g_assert_error (error, PGS_ERROR, PGS_ERROR_SYNTAX);
    }
}

static void
test_syscall (void)
{
  static const struct { const char *text; gboolean ok; guint64 stack_pointer; } rows[] = {
    { "0 0x3 0x7fdf 0x20000 0x7fdfb0 0xffff 0x0 0x7ffca9a672f8 0x7fdfb0fe52ad\n", TRUE, 0x7ffca9a672f8 },
    { "-1 0x7ffca9a672f8 0x7fdfb0fe52ad\n", TRUE, 0x7ffca9a672f8 },
    { "-1 0x0 0x0\n", TRUE, 0 },
    { "running\n", FALSE, 0 },
    { "", FALSE, 0 },
    { "0\n", FALSE, 0 },
    { "0 0x1\n", FALSE, 0 },
    { "0 1 2\n", FALSE, 0 },
    { "0 0x1 0x2", FALSE, 0 },
    { "0 0x1 0x2 \n", FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint64 stack_pointer = 0;

      g_assert_cmpint (pgs_thread_stacks_parse (rows[i].text, strlen (rows[i].text),
                                                &stack_pointer), ==, rows[i].ok);
      if (rows[i].ok)
        g_assert_cmpuint (stack_pointer, ==, rows[i].stack_pointer);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proc/status-parser/fixture", test_fixture);
  g_test_add_func ("/proc/status-parser/values", test_values);
  g_test_add_func ("/proc/status-parser/bad-lines", test_bad_lines);
  g_test_add_func ("/proc/status-parser/prefixes", test_prefixes);
  g_test_add_func ("/proc/status-parser/statm", test_statm);
  g_test_add_func ("/proc/status-parser/syscall", test_syscall);
  return g_test_run ();
}
