/* empty-root.c: a test in a root directory without /proc
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "empty-root.h"

#include <unistd.h>

/* Runs the test again in a process of its own, or skips it. Returns: whether this is that process. */
gboolean
empty_root_is_subprocess (void)
{
  if (g_test_subprocess ())
    return TRUE;
  if (getuid () != 0)
    {
      g_test_skip ("only root can change the root directory");
      return FALSE;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  return FALSE;
}

void
empty_root_enter (void)
{
  g_autofree char *directory = g_dir_make_tmp ("pagescape-XXXXXX", NULL);

  g_assert_cmpint (chdir (directory), ==, 0);
  g_assert_cmpint (rmdir (directory), ==, 0);
  g_assert_cmpint (chroot ("."), ==, 0);
}
