/* test-denial-reader.c: what protects a process, read from the kernel's text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-denial-reader.h"

#include <string.h>

static const char status[] = "Name:\ta b\nUmask:\t0022\nState:\tS (sleeping)\nUid:\t1000\t1001\t1002\t1003\n"
                             "Gid:\t5\t6\t7\t8\nFDSize:\t64\nCapInh:\t0000000000000000\n"
                             "CapPrm:\t000001ffffffffff\nCapEff:\t0000000000002000\n";

static void
test_guard (void)
{
  PgsGuard guard = { 0 };

  g_assert_true (pgs_guard_parse (&guard, status));
  g_assert_cmpuint (guard.uids[0], ==, 1000);
  g_assert_cmpuint (guard.uids[1], ==, 1001);
  g_assert_cmpuint (guard.uids[2], ==, 1002);
  g_assert_cmpuint (guard.gids[0], ==, 5);
  g_assert_cmpuint (guard.gids[2], ==, 7);
  g_assert_cmphex (guard.capabilities, ==, 0x1ffffffffff);
}

/* Every text that ends before the number of capabilities begins says too little. */
static void
test_prefixes (void)
{
  const gsize needed = (gsize) (strstr (status, "CapPrm:\t") + strlen ("CapPrm:\t") - status);
  PgsGuard guard;

  for (gsize length = 0; length <= needed; length++)
    {
      g_autofree char *prefix = g_strndup (status, length);

      g_assert_false (pgs_guard_parse (&guard, prefix));
    }
}

static void
test_hostile (void)
{
  static const char *const texts[] = {
    "\nUid:\t-1\t0\t0\t0\nGid:\t0\t0\t0\nCapPrm:\t0\n",
    "\nUid:\t4294967296\t0\t0\nGid:\t0\t0\t0\nCapPrm:\t0\n",
    "\nUid:\t0\t0\nGid:\t0\t0\t0\nCapPrm:\t0\n",
    "\nUid:\t0\t0\t0\nGid:\t0\t0\t0\nCapPrm:\t11111111111111111\n",
  };
  PgsGuard guard;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (pgs_guard_parse (&guard, texts[i]));
}

static void
test_hidepid (void)
{
  static const struct
  {
    const char *text;
    gboolean hides;
  } rows[] = {
    { "", FALSE },
    { "22 27 0:20 / /proc rw,relatime shared:5 - proc proc rw\n", FALSE },
    { "22 27 0:20 / /proc rw,relatime shared:5 - proc proc rw,hidepid=2,gid=5\n", TRUE },
    { "22 27 0:20 / /proc rw - proc proc rw,gid=5,hidepid=invisible\n", TRUE },
    { "22 27 0:20 / /proc rw - proc proc rw,hidepid=ptraceable\n", TRUE },
    { "22 27 0:20 / /proc rw - proc proc rw,hidepid=0\n", FALSE },
    { "22 27 0:20 / /mnt/proc rw - proc proc rw,hidepid=2\n", FALSE },
    { "22 27 0:20 / /proc rw - proc proc rw,hidepid=2\n30 22 0:31 / /proc rw - proc proc rw\n",
      FALSE },
    { "22 27 0:20 / /proc\n", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (pgs_hidepid_parse (rows[i].text), ==, rows[i].hides);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proc/denial-reader/guard", test_guard);
  g_test_add_func ("/proc/denial-reader/prefixes", test_prefixes);
  g_test_add_func ("/proc/denial-reader/hostile", test_hostile);
  g_test_add_func ("/proc/denial-reader/hidepid", test_hidepid);
  return g_test_run ();
}
