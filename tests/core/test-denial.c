/* test-denial.c: which of the kernel's rules refused
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-denial.h"

#include <string.h>

#define PTRACE PGS_CAPABILITY_SYS_PTRACE
#define ADMIN PGS_CAPABILITY_SYS_ADMIN
#define NET_RAW ((guint64) 1 << 13)

#define USER(id) { id, id, id }
#define SAME .is_same_namespace = TRUE

/* ptrace_may_access() was read for each row: what it tests first is what is named. */
static const struct
{
  const char *name;
  PgsRights rights;
  PgsGuard guard;
  PgsDenial denial;
} rows[] = {
  { "user", { 1000, 1000, 0, TRUE }, { USER (0), USER (0), ~0ull, SAME }, PGS_DENIAL_OTHER_USER },
  { "user-in-namespace", { 1000, 1000, 0, TRUE }, { USER (65534), USER (65534), 0 },
    PGS_DENIAL_OTHER_USER },
  { "saved-user", { 1000, 1000, 0, TRUE }, { { 1000, 1000, 0 }, USER (1000), 0, SAME },
    PGS_DENIAL_OTHER_USER },
  { "group", { 1000, 1000, 0, TRUE }, { USER (1000), { 1000, 5, 5 }, 0, SAME },
    PGS_DENIAL_OTHER_GROUP },
  { "dumpable-first", { 1000, 1000, 0, TRUE },
    { USER (1000), USER (1000), NET_RAW, SAME, .is_undumpable = TRUE }, PGS_DENIAL_NOT_DUMPABLE },
  { "capabilities", { 1000, 1000, 0, TRUE }, { USER (1000), USER (1000), NET_RAW, SAME },
    PGS_DENIAL_CAPABILITIES },
  { "fewer-capabilities", { 1000, 1000, NET_RAW, TRUE }, { USER (1000), USER (1000), NET_RAW, SAME },
    PGS_DENIAL_SECURITY_MODULE },
  { "own-namespace-below", { 1000, 1000, 0, TRUE }, { USER (1000), USER (1000), 0 },
    PGS_DENIAL_CAPABILITIES },
  { "all-allowed", { 1000, 1000, 0, TRUE }, { USER (1000), USER (1000), 0, SAME },
    PGS_DENIAL_SECURITY_MODULE },
  { "container", { 0, 0, ~PTRACE, TRUE }, { USER (0), USER (0), ~0ull, SAME },
    PGS_DENIAL_ROOT_WITHOUT_PTRACE },
  { "root", { 0, 0, ~0ull, TRUE }, { USER (0), USER (0), ~0ull, SAME },
    PGS_DENIAL_SECURITY_MODULE },
  { "user-with-capability", { 1000, 1000, PTRACE, TRUE }, { USER (0), USER (0), ~0ull },
    PGS_DENIAL_SECURITY_MODULE },
  { "root-of-namespace", { 0, 0, ~0ull, FALSE }, { USER (65534), USER (65534), ~0ull },
    PGS_DENIAL_OTHER_USER_NAMESPACE },
  { "root-of-same-namespace", { 0, 0, ~0ull, FALSE }, { USER (0), USER (0), ~0ull, SAME },
    PGS_DENIAL_SECURITY_MODULE },
};

static void
test_choose (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);

  g_assert_cmpstr (pgs_denial_get_id (pgs_denial_choose (&rows[i].rights, &rows[i].guard)), ==,
                   pgs_denial_get_id (rows[i].denial));
}

static void
test_unknown (void)
{
  const PgsRights rights = { 0, 0, ~0ull, TRUE };

  g_assert_cmpint (pgs_denial_choose (&rights, NULL), ==, PGS_DENIAL_UNKNOWN);
}

static void
test_frames (void)
{
  const PgsRights user = { 1000, 1000, 0, TRUE };
  const PgsRights root = { 0, 0, ~ADMIN, TRUE };
  const PgsRights inside = { 0, 0, ~0ull, FALSE };
  const PgsRights all = { 0, 0, ~0ull, TRUE };

  g_assert_cmpint (pgs_denial_choose_frames (&user), ==, PGS_DENIAL_NOT_ADMIN);
  g_assert_cmpint (pgs_denial_choose_frames (&root), ==, PGS_DENIAL_ROOT_WITHOUT_ADMIN);
  g_assert_cmpint (pgs_denial_choose_frames (&inside), ==, PGS_DENIAL_ADMIN_IN_NAMESPACE);
  g_assert_cmpint (pgs_denial_choose_frames (&all), ==, PGS_DENIAL_SECURITY_MODULE);
}

static void
test_ids (void)
{
  for (guint i = 0; i < PGS_N_DENIALS; i++)
    for (guint k = 0; k < i; k++)
      g_assert_cmpstr (pgs_denial_get_id ((PgsDenial) i), !=, pgs_denial_get_id ((PgsDenial) k));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/core/denial/", rows[i].name, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_choose);
    }
  g_test_add_func ("/core/denial/unknown", test_unknown);
  g_test_add_func ("/core/denial/frames", test_frames);
  g_test_add_func ("/core/denial/ids", test_ids);
  return g_test_run ();
}
