/* test-kind.c: names of kinds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-kind.h"

/* The words of the snapshot format, which scripts rely on. */
static void
test_ids (void)
{
  static const char *const ids[] = { "code", "data", "heap", "anon", "library", "file", "stack",
                                     "shmem", "kernel" };

  g_assert_cmpuint (G_N_ELEMENTS (ids), ==, PGS_N_KINDS);
  for (guint i = 0; i < PGS_N_KINDS; i++)
    {
      PgsKind kind = PGS_N_KINDS;

      g_assert_cmpstr (pgs_kind_get_id ((PgsKind) i), ==, ids[i]);
      g_assert_true (pgs_kind_from_id (ids[i], &kind));
      g_assert_cmpuint (kind, ==, i);
    }
}

static void
test_unknown_id (void)
{
  g_assert_false (pgs_kind_from_id ("Code", NULL));
  g_assert_false (pgs_kind_from_id ("", NULL));
  g_assert_false (pgs_kind_from_id (NULL, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/kind/ids", test_ids);
  g_test_add_func ("/core/kind/unknown-id", test_unknown_id);
  return g_test_run ();
}
