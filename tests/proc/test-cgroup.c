/* test-cgroup.c: which cgroup limits memory, and how much
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cgroup.h"

#include <glib/gstdio.h>
#include <string.h>

#include "pgs-cmdline.h"
#include "pgs-process-info.h"

static void
test_parse (void)
{
  static const struct { const char *text; const char *path; gboolean is_v1; } rows[] = {
    { "0::/user.slice/x\n", "/user.slice/x", FALSE },
    { "4:memory:/a\n0::/b\n", "/a", TRUE },
    { "0::/b\n4:memory:/a\n", "/a", TRUE },
    { "5:cpu,memory:/a\n", "/a", TRUE },
    { "5:cpu,memoryless:/a\n0::/c:d\n", "/c:d", FALSE },
    { "9:name=memory:/a\n0::/c\n", "/c", FALSE },
    { "0::/no newline", "/no newline", FALSE },
    { "", NULL, FALSE },
    { "\n\n", NULL, FALSE },
    { "4:memory\n", NULL, FALSE },
    { "9:name=systemd:/\n", NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (PgsCgroup) cgroup = { 0 };

      g_assert_cmpint (pgs_cgroup_parse (&cgroup, rows[i].text), ==, rows[i].path != NULL);
      g_assert_cmpstr (cgroup.path, ==, rows[i].path);
      if (rows[i].path != NULL)
        g_assert_cmpint (cgroup.is_v1, ==, rows[i].is_v1);
    }
}

static void
test_locate (void)
{
  static const char mounts[] =
    "22 27 0:21 / /proc rw shared:1 - proc proc rw\n"
    "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n"
    "36 31 0:33 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"
    "41 31 0:38 /box /sys/fs/cgroup/uni\\040fied rw shared:2 master:1 - cgroup2 cgroup2 rw\n";
  static const struct { const char *text; const char *mount; const char *below; } rows[] = {
    { "4:memory:/a/b\n", "/sys/fs/cgroup/memory", "/a/b" },
    { "4:memory:/\n", "/sys/fs/cgroup/memory", "" },
    { "0::/box/a\n", "/sys/fs/cgroup/uni fied", "/a" },
    { "0::/box\n", "/sys/fs/cgroup/uni fied", "" },
    { "0::/boxes\n", NULL, NULL },
    { "0::/\n", NULL, NULL },
    { "0::/../outside\n", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (PgsCgroup) cgroup = { 0 };

      g_assert_true (pgs_cgroup_parse (&cgroup, rows[i].text));
      g_assert_cmpint (pgs_cgroup_locate (&cgroup, mounts), ==, rows[i].mount != NULL);
      g_assert_cmpstr (cgroup.mount, ==, rows[i].mount);
      g_assert_cmpstr (cgroup.below, ==, rows[i].below);
    }
}

/* mangle_path() writes a blank, a tab, a newline, a hash and a backslash as three octal digits. */
static void
test_escapes (void)
{
  static const struct { const char *written; const char *mount; } rows[] = {
    { "/a\\040b\\011c\\012d\\043e", "/a b\tc\nd#e" },
    { "/a\\134b\\134", "/a\\b\\" },
    { "/a\\1340", "/a\\0" },
    { "/a\\n\\b\\8\\04", "/a\\n\\b\\8\\04" }, /* never written */
    { "/a\\", "/a\\" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *line = g_strdup_printf ("41 31 0:38 / %s rw - cgroup2 cgroup2 rw\n", rows[i].written);
      g_auto (PgsCgroup) cgroup = { 0 };

      g_assert_true (pgs_cgroup_parse (&cgroup, "0::/x\n"));
      g_assert_true (pgs_cgroup_locate (&cgroup, line));
      g_assert_cmpstr (cgroup.mount, ==, rows[i].mount);
    }
}

static void
write_limit (const char *directory,
             const char *below,
             const char *file,
             const char *text)
{
  g_autofree char *path = g_build_filename (directory, below, NULL);
  g_autofree char *name = g_build_filename (path, file, NULL);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  g_assert_true (g_file_set_contents (name, text, -1, NULL));
}

/* The smallest on the way up counts. */
static void
test_limit (void)
{
  g_autofree char *directory = g_dir_make_tmp ("pagescape-XXXXXX", NULL);
  g_autofree char *command = g_strdup_printf ("rm -r '%s'", directory);
  PgsCgroup cgroup = { .path = (char *) "/a/b", .mount = directory, .below = (char *) "/a/b" };

  g_assert_cmpuint (pgs_cgroup_read_limit (&cgroup), ==, PGS_UNKNOWN);
  write_limit (directory, "a/b", "memory.max", "max\n");
  g_assert_cmpuint (pgs_cgroup_read_limit (&cgroup), ==, PGS_UNKNOWN);
  write_limit (directory, "a", "memory.max", "1048576\n");
  g_assert_cmpuint (pgs_cgroup_read_limit (&cgroup), ==, 1048576);
  write_limit (directory, "a/b", "memory.max", "4194304\n");
  g_assert_cmpuint (pgs_cgroup_read_limit (&cgroup), ==, 1048576);
  write_limit (directory, "a/b", "memory.max", "4096\n");
  g_assert_cmpuint (pgs_cgroup_read_limit (&cgroup), ==, 4096);

  cgroup.is_v1 = TRUE;
  write_limit (directory, "a/b", "memory.limit_in_bytes", "9223372036854771712\n");
  g_assert_cmpuint (pgs_cgroup_read_limit (&cgroup), ==, PGS_UNKNOWN);
  write_limit (directory, "a/b", "memory.limit_in_bytes", "33554432\n");
  g_assert_cmpuint (pgs_cgroup_read_limit (&cgroup), ==, 33554432);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
}

static void
test_cmdline (void)
{
  static const struct { const char *text; gsize length; guint n; const char *last; } rows[] = {
    { "", 0, 0, NULL },
    { "a\0", 2, 1, "a" },
    { "a\0b\0", 4, 2, "b" },
    { "a\0\0", 3, 2, "" },
    { "a\0b", 3, 2, "b" },
    { "\0", 1, 1, "" },
    { "nginx: worker process", 21, 1, "nginx: worker process" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (GStrv) arguments = pgs_cmdline_split (rows[i].text, rows[i].length);

      g_assert_cmpuint (g_strv_length (arguments), ==, rows[i].n);
      if (rows[i].n > 0)
        g_assert_cmpstr (arguments[rows[i].n - 1], ==, rows[i].last);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proc/cgroup/parse", test_parse);
  g_test_add_func ("/proc/cgroup/locate", test_locate);
  g_test_add_func ("/proc/cgroup/escapes", test_escapes);
  g_test_add_func ("/proc/cgroup/limit", test_limit);
  g_test_add_func ("/proc/cmdline/split", test_cmdline);
  return g_test_run ();
}
