/* test-family.c: a process and its descendants, in tables made by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-family.h"
#include "pgs-process-table-private.h"

#include <string.h>

typedef struct
{
  gint pid;
  gint ppid;
  guint64 start_ticks;
} Row;

/* Ends with a row whose PID is 0. */
static PgsProcessTable *
make_table (const Row *rows)
{
  PgsProcessTable *table = pgs_process_table_new_sized (8);
  char *name = g_ref_string_new ("x");

  for (; rows->pid != 0; rows++)
    {
      PgsProcessRecord record = { .pid = rows->pid, .ppid = rows->ppid, .name = name, .user = name,
                                  .start_ticks = rows->start_ticks };

      record.virt = (guint64) rows->pid * 1000;
      record.res = rows->pid == 13 ? PGS_UNKNOWN : (guint64) rows->pid;
      pgs_process_table_add (table, &record);
    }
  g_ref_string_release (name);
  return table;
}

/* @expected: PIDs, parted by blanks. */
static void
assert_family (PgsFamily  *family,
               const Row  *rows,
               gboolean    changed,
               const char *expected)
{
  g_autoptr (PgsProcessTable) table = make_table (rows);
  g_autoptr (GString) text = g_string_new (NULL);
  const PgsFamilyMember *members;
  PgsFamilySums sums;
  guint64 virt = 0, res = 0;
  gsize n;

  g_assert_cmpint (pgs_family_update (family, table), ==, changed);
  members = pgs_family_get_members (family, &n);
  for (gsize i = 0; i < n; i++)
    {
      g_string_append_printf (text, "%s%d", i > 0 ? " " : "", members[i].pid);
      g_assert_true (pgs_family_has (family, members[i].pid, members[i].start_ticks));
      g_assert_false (pgs_family_has (family, members[i].pid, members[i].start_ticks + 1));
      virt += (guint64) members[i].pid * 1000;
      res += members[i].pid == 13 ? 0 : (guint64) members[i].pid;
    }
  g_assert_cmpstr (text->str, ==, expected);
  pgs_family_get_sums (family, table, &sums);
  g_assert_cmpuint (sums.n_members, ==, n);
  g_assert_cmpuint (sums.virt, ==, virt);
  g_assert_cmpuint (sums.res, ==, res);
}

static void
test_tree (void)
{
  g_autoptr (PgsFamily) family = pgs_family_new (10);
  const Row before[] = { { 1, 0, 1 }, { 9, 1, 2 }, { 0 } };
  const Row root[] = { { 1, 0, 1 }, { 9, 1, 2 }, { 10, 9, 5 }, { 0 } };
  const Row grown[] = { { 1, 0, 1 }, { 9, 1, 2 }, { 10, 9, 5 }, { 11, 10, 6 }, { 12, 9, 6 },
                        { 13, 11, 7 }, { 0 } };

  assert_family (family, before, FALSE, "");
  assert_family (family, root, TRUE, "10");
  assert_family (family, grown, TRUE, "10 11 13");
  assert_family (family, grown, FALSE, "10 11 13");
  assert_family (family, before, TRUE, "");
}

/* PIDs started anew: the child's is lower than its parent's, and its own child's lower still. */
static void
test_wrapped_pids (void)
{
  g_autoptr (PgsFamily) family = pgs_family_new (900);
  const Row rows[] = { { 1, 0, 1 }, { 5, 7, 30 }, { 7, 900, 20 }, { 900, 1, 10 }, { 0 } };

  assert_family (family, rows, TRUE, "5 7 900");
}

static void
test_orphan (void)
{
  g_autoptr (PgsFamily) family = pgs_family_new (10);
  const Row first[] = { { 1, 0, 1 }, { 10, 1, 5 }, { 11, 10, 6 }, { 13, 11, 7 }, { 0 } };
  const Row orphans[] = { { 1, 0, 1 }, { 13, 1, 7 }, { 14, 13, 9 }, { 15, 1, 9 }, { 0 } };

  assert_family (family, first, TRUE, "10 11 13");
  assert_family (family, orphans, TRUE, "13 14"); /* the root is gone, too */
}

static void
test_reused_pid (void)
{
  g_autoptr (PgsFamily) family = pgs_family_new (10);
  const Row first[] = { { 1, 0, 1 }, { 10, 1, 5 }, { 11, 10, 6 }, { 0 } };
  const Row other[] = { { 1, 0, 1 }, { 10, 1, 5 }, { 11, 1, 8 }, { 12, 11, 9 }, { 0 } };
  const Row other_root[] = { { 1, 0, 1 }, { 10, 1, 99 }, { 11, 10, 100 }, { 0 } };

  assert_family (family, first, TRUE, "10 11");
  assert_family (family, other, TRUE, "10");
  assert_family (family, other_root, TRUE, "");
}

/* The parent in the table is younger than the child: it only has the PID of the real one. */
static void
test_younger_parent (void)
{
  g_autoptr (PgsFamily) family = pgs_family_new (10);
  const Row rows[] = { { 1, 0, 1 }, { 10, 1, 50 }, { 11, 10, 6 }, { 0 } };

  assert_family (family, rows, TRUE, "10");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/family/tree", test_tree);
  g_test_add_func ("/source/family/wrapped-pids", test_wrapped_pids);
  g_test_add_func ("/source/family/orphan", test_orphan);
  g_test_add_func ("/source/family/reused-pid", test_reused_pid);
  g_test_add_func ("/source/family/younger-parent", test_younger_parent);
  return g_test_run ();
}
