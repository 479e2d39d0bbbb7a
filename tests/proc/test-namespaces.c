/* test-namespaces.c: numbers of processes and users in other namespaces
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-namespaces.h"

#include <string.h>

static void
test_pid (void)
{
  g_assert_cmpint (pgs_inner_pid_parse ("Name:\tx\nNStgid:\t9\t1\nNSpid:\t30\t5\t1\nNSpgid:\t30\n"), ==, 1);
  g_assert_cmpint (pgs_inner_pid_parse ("Name:\tx\nNSpid:\t30\nNSpgid:\t30\t1\n"), ==, 0);
  g_assert_cmpint (pgs_inner_pid_parse ("Name:\tNSpid:\t1\t2\n"), ==, 0);
  g_assert_cmpint (pgs_inner_pid_parse ("Name:\tx\nNSpid:\t30\t99999999999\n"), ==, 0);
  g_assert_cmpint (pgs_inner_pid_parse ("Name:\tx\nNSpid:\t30\tx\n"), ==, 0);
  g_assert_cmpint (pgs_inner_pid_parse ("Name:\tx\nNSpid:\t30\t-1\n"), ==, 0);
  g_assert_cmpint (pgs_inner_pid_parse ("Name:\tx\nNSpid:"), ==, 0);
  g_assert_cmpint (pgs_inner_pid_parse (""), ==, 0);
}

static void
test_uid (void)
{
  const char *map = "         0     100000      65536\n     65536       1000          1\n";

  g_assert_cmpuint (pgs_inner_uid_parse (map, 100000), ==, 0);
  g_assert_cmpuint (pgs_inner_uid_parse (map, 165535), ==, 65535);
  g_assert_cmpuint (pgs_inner_uid_parse (map, 165536), ==, PGS_NO_UID);
  g_assert_cmpuint (pgs_inner_uid_parse (map, 1000), ==, 65536);
  g_assert_cmpuint (pgs_inner_uid_parse (map, 0), ==, PGS_NO_UID);
  g_assert_cmpuint (pgs_inner_uid_parse ("0 0 4294967295\n", 4294967294u), ==, 4294967294u);
  g_assert_cmpuint (pgs_inner_uid_parse ("4294967294 0 9\n", 5), ==, PGS_NO_UID);
  g_assert_cmpuint (pgs_inner_uid_parse ("0 0 99999999999\n", 5), ==, PGS_NO_UID);
  g_assert_cmpuint (pgs_inner_uid_parse ("", 0), ==, PGS_NO_UID);
  g_assert_cmpuint (pgs_inner_uid_parse ("0 0", 0), ==, PGS_NO_UID);
}

static void
test_mapped (void)
{
  g_assert_true (pgs_uid_is_mapped ("0 0 4294967295\n", 65534));
  g_assert_false (pgs_uid_is_mapped ("0 1000 1\n", 65534));
  g_assert_true (pgs_uid_is_mapped ("0 1000 1\n65534 7 1\n", 65534));
  g_assert_false (pgs_uid_is_mapped ("", 0));
}

/* The user of this program has a name or a number; so does a number that nobody has. */
static void
test_name (void)
{
  g_autofree char *nobody_has = pgs_user_name_read (4000000001u);
  g_autofree char *root = pgs_user_name_read (0);

  g_assert_cmpstr (nobody_has, ==, "4000000001");
  g_assert_cmpstr (root, !=, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proc/namespaces/pid", test_pid);
  g_test_add_func ("/proc/namespaces/uid", test_uid);
  g_test_add_func ("/proc/namespaces/mapped", test_mapped);
  g_test_add_func ("/proc/namespaces/name", test_name);
  return g_test_run ();
}
