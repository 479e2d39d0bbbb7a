/* fuzz-table.c: a table with any cells has its lines and no others, and nothing that is obeyed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <string.h>

#include "pgs-cli-table.h"

#define MAX_COLUMNS 5
#define MAX_ROWS 8

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  FuzzInput input = { data, data + size };
  g_autoptr (PgsCliTable) table = pgs_cli_table_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) whole = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) whole_lines = NULL;
  const guint n_columns = (guint) fuzz_below (&input, MAX_COLUMNS) + 1;
  const guint n_rows = (guint) fuzz_below (&input, MAX_ROWS);
  const gsize width = fuzz_below (&input, 256);

  for (guint i = 0; i < n_columns; i++)
    pgs_cli_table_add_column (table, "Title",
                              i + 1 == n_columns ? PGS_CLI_LAST : i % 2 ? PGS_CLI_RIGHT : PGS_CLI_LEFT);
  for (guint i = 0; i < n_rows * n_columns; i++)
    {
      g_autofree char *cell = fuzz_dup_string (&input);

      pgs_cli_table_add (table, cell);
    }
  pgs_cli_table_print (table, width, out);
  lines = g_strsplit (out->str, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, n_rows + 2);
  for (guint i = 0; i <= n_rows; i++)
    {
      fuzz_assert_shown (lines[i]);
      g_assert_false (g_str_has_suffix (lines[i], " "));
    }
  g_assert_cmpstr (lines[n_rows + 1], ==, "");
  pgs_cli_table_print_whole (table, width, whole);
  whole_lines = g_strsplit (whole->str, "\n", -1);
  for (char **line = whole_lines; *line != NULL; line++)
    fuzz_assert_shown (*line);
  return 0;
}
