/* test-table.c: aligned tables
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-table.h"

static PgsCliTable *
make_table (void)
{
  PgsCliTable *table = pgs_cli_table_new ();

  pgs_cli_table_add_column (table, "N", PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, "NAME", PGS_CLI_LEFT);
  pgs_cli_table_add_column (table, "WHAT", PGS_CLI_LAST);
  return table;
}

static void
assert_printed (PgsCliTable *table,
                gsize        width,
                const char  *expected)
{
  g_autoptr (GString) out = g_string_new ("before\n");

  pgs_cli_table_print (table, width, out);
  g_assert_true (g_str_has_prefix (out->str, "before\n"));
  g_assert_cmpstr (out->str + 7, ==, expected);
}

static void
test_aligned (void)
{
  g_autoptr (PgsCliTable) table = make_table ();

  pgs_cli_table_add (table, "1");
  pgs_cli_table_add (table, "a");
  pgs_cli_table_add (table, "first");
  pgs_cli_table_add (table, "1000");
  pgs_cli_table_add (table, "longer");
  pgs_cli_table_add (table, "");
  assert_printed (table, 0,
                  "   N  NAME    WHAT\n"
                  "   1  a       first\n"
                  "1000  longer\n");
}

static void
test_empty (void)
{
  g_autoptr (PgsCliTable) table = make_table ();

  assert_printed (table, 0, "N  NAME  WHAT\n");
}

/* What a terminal shows in two cells, in one, or in none. */
static void
test_wide (void)
{
  g_autoptr (PgsCliTable) table = make_table ();

  pgs_cli_table_add (table, "1");
  pgs_cli_table_add (table, "한글");
  pgs_cli_table_add (table, "x");
  pgs_cli_table_add (table, "2");
  pgs_cli_table_add (table, "e\u0301");
  pgs_cli_table_add (table, "y");
  assert_printed (table, 0,
                  "N  NAME  WHAT\n"
                  "1  한글  x\n"
                  "2  e\u0301     y\n");
}

static void
test_unsafe (void)
{
  g_autoptr (PgsCliTable) table = make_table ();

  pgs_cli_table_add (table, NULL);
  pgs_cli_table_add (table, "a\nb");
  pgs_cli_table_add (table, "\x1b[31m\xff");
  assert_printed (table, 0,
                  "N  NAME  WHAT\n"
                  "–  a␊b   ␛[31m\ufffd\n");
}

static void
test_cut (void)
{
  g_autoptr (PgsCliTable) table = make_table ();

  pgs_cli_table_add (table, "1");
  pgs_cli_table_add (table, "a");
  pgs_cli_table_add (table, "0123456789abcdef");
  assert_printed (table, 19,
                  "N  NAME  WHAT\n"
                  "1  a     012345678…\n");
  assert_printed (table, 25,
                  "N  NAME  WHAT\n"
                  "1  a     0123456789abcdef\n");
  /* the other columns are never cut, and some of the last is always there */
  assert_printed (table, 3,
                  "N  NAME  WHAT\n"
                  "1  a     0123456…\n");
}

static void
assert_whole (PgsCliTable *table,
              gsize        width,
              const char  *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);

  pgs_cli_table_print_whole (table, width, out);
  g_assert_cmpstr (out->str, ==, expected);
}

/* A table where it fits, else a paragraph a row, in which nothing is cut but lines between words. */
static void
test_whole (void)
{
  g_autoptr (PgsCliTable) table = make_table ();
  const char *as_table = "N  NAME  WHAT\n"
                         "1        twelve words\n"
                         "2  a     -\n";

  pgs_cli_table_add (table, "1");
  pgs_cli_table_add (table, "");
  pgs_cli_table_add (table, "twelve words");
  pgs_cli_table_add (table, "2");
  pgs_cli_table_add (table, "a");
  pgs_cli_table_add (table, "-");
  assert_whole (table, 0, as_table);
  assert_whole (table, 21, as_table);
  assert_whole (table, 20,
                "1\n"
                "  WHAT: twelve words\n"
                "2\n"
                "  NAME: a\n"
                "  WHAT: -\n");
  assert_whole (table, 15,
                "1\n"
                "  WHAT: twelve\n"
                "  words\n"
                "2\n"
                "  NAME: a\n"
                "  WHAT: -\n");
}

/* A word that takes no cell stays one: else its marks would pile up on those of the next. */
static void
test_marks (void)
{
  g_autoptr (PgsCliTable) table = make_table ();

  pgs_cli_table_add (table, "1");
  pgs_cli_table_add (table, "a");
  pgs_cli_table_add (table, "aaaaaaa \u0301\u0301  \u0301b");
  assert_whole (table, 16,
                "1\n"
                "  NAME: a\n"
                "  WHAT: aaaaaaa \u0301\u0301\n"
                "  \u0301b\n");
  assert_whole (table, 15,
                "1\n"
                "  NAME: a\n"
                "  WHAT: aaaaaaa\n"
                "  \u0301\u0301  \u0301b\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/table/aligned", test_aligned);
  g_test_add_func ("/cli/table/empty", test_empty);
  g_test_add_func ("/cli/table/wide", test_wide);
  g_test_add_func ("/cli/table/unsafe", test_unsafe);
  g_test_add_func ("/cli/table/cut", test_cut);
  g_test_add_func ("/cli/table/whole", test_whole);
  g_test_add_func ("/cli/table/marks", test_marks);
  return g_test_run ();
}
