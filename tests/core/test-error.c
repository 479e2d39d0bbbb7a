/* test-error.c: errno becomes a code and a message
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-error.h"

#include <errno.h>

static void
test_errno (void)
{
  g_autoptr (GError) error = NULL;

  pgs_error_set_errno (&error, EACCES, "open /proc/%d/maps", 42);
  g_assert_error (error, PGS_ERROR, PGS_ERROR_ACCESS);
  g_assert_cmpstr (error->message, ==, "open /proc/42/maps: Permission denied");
}

static void
test_vanished (void)
{
  g_assert_cmpint (pgs_error_from_errno (ESRCH), ==, PGS_ERROR_NO_PROCESS);
  g_assert_cmpint (pgs_error_from_errno (ENOENT), ==, PGS_ERROR_NO_PROCESS);
  g_assert_cmpint (pgs_error_from_errno (EIO), ==, PGS_ERROR_FAILED);
}

static void
test_exhaustion (void)
{
  g_assert_true (pgs_error_is_exhaustion (EMFILE));
  g_assert_true (pgs_error_is_exhaustion (ENFILE));
  g_assert_true (pgs_error_is_exhaustion (ENOMEM));
  g_assert_false (pgs_error_is_exhaustion (0));
  g_assert_false (pgs_error_is_exhaustion (ENOENT));
  g_assert_false (pgs_error_is_exhaustion (EACCES));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/error/errno", test_errno);
  g_test_add_func ("/core/error/vanished", test_vanished);
  g_test_add_func ("/core/error/exhaustion", test_exhaustion);
  return g_test_run ();
}
