/* test-exe.c: which file a process runs, where that may not be asked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-exe.h"
#include "pgs-maps-parser.h"

#include <string.h>

#define PAGE 4096

/* A program, and two libraries of which one has as much code; the other one's is written over. */
static const char text[] =
  "55d000000000-55d000002000 r--p 00000000 fe:00 11      /usr/bin/program-of-a-long-name\n"
  "55d000002000-55d000007000 r-xp 00002000 fe:00 11      /usr/bin/program-of-a-long-name\n"
  "7f0000000000-7f0000005000 r-xp 00000000 fe:00 12      /usr/lib/libtwin.so\n"
  "7f0000010000-7f0000013000 r-xp 00000000 fe:01 11      /usr/lib/libother.so\n"
  "7f0000020000-7f0000027000 r--p 00000000 fe:00 13      /usr/lib/data\n"
  "7f0000030000-7f0000037000 r-xp 00000000 00:00 0       \n";

static void
check (guint64     n_pages,
       const char *name,
       guint64     inode,
       guint32     minor)
{
  const PgsMapsHints hints = { 0 };
  g_autoptr (PgsMapsBuilder) builder = pgs_maps_builder_new (0);
  g_autoptr (PgsMaps) maps = NULL;
  PgsExe exe;

  g_assert_true (pgs_maps_parse (text, strlen (text), &hints, builder, NULL));
  maps = pgs_maps_builder_end (g_steal_pointer (&builder), NULL);
  g_assert_true (pgs_exe_guess (&exe, maps, n_pages * PAGE, name) == (inode != 0));
  g_assert_cmpuint (exe.inode, ==, inode);
  g_assert_cmpuint (exe.dev_minor, ==, minor);
  g_assert_null (exe.path);
}

static void
test_guess (void)
{
  check (3, "anything", 11, 1);        /* the only code of this length, whatever the process calls itself */
  check (5, "program-of-a-lo", 11, 0); /* of two, the one that is called so; the kernel cuts names */
  check (5, "libtwin.so", 12, 0);
  check (5, "renamed", 0, 0);          /* nothing tells them apart */
  check (5, "program", 0, 0);
  check (7, "data", 0, 0);             /* neither code nor of a file */
  check (0, "", 0, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exe/guess", test_guess);
  return g_test_run ();
}
