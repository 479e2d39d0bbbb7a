/* fuzz-csv.c: rows with any values are read back as RFC 4180 says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <string.h>

#include "pgs-cli-csv.h"

#define MAX_COLUMNS 6
#define MAX_ROWS 6

/* Reads one field at @at, which is moved behind it. */
static char *
read_field (const char **at)
{
  GString *field = g_string_new (NULL);
  const char *p = *at;

  if (*p != '"')
    for (; *p != '\0' && strchr (",\r\n", *p) == NULL; p++)
      {
        g_assert_cmpint (*p, !=, '"');
        g_string_append_c (field, *p);
      }
  else
    {
      for (p++; *p != '"' || p[1] == '"'; p++)
        {
          g_assert_cmpint (*p, !=, '\0');
          g_string_append_c (field, *p);
          p += *p == '"';
        }
      p++;
    }
  *at = p;
  return g_string_free (field, FALSE);
}

/* Reads a row of exactly @n_columns fields. */
static void
check_row (const char **at,
           char       **expected,
           guint        n_columns)
{
  for (guint i = 0; i < n_columns; i++)
    {
      g_autofree char *field = read_field (at);

      g_assert_cmpstr (field, ==, expected[i]);
      if (i + 1 < n_columns)
        g_assert_cmpint (*(*at)++, ==, ',');
    }
  g_assert_true (g_str_has_prefix (*at, "\r\n"));
  *at += 2;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  FuzzInput input = { data, data + size };
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (PgsCliCsv) csv = pgs_cli_csv_new (out);
  g_auto (GStrv) values = g_new0 (char *, (MAX_ROWS + 1) * MAX_COLUMNS + 1);
  const guint n_columns = (guint) fuzz_below (&input, MAX_COLUMNS) + 1;
  const guint n_rows = (guint) fuzz_below (&input, MAX_ROWS) + 1;
  const char *at;

  for (guint i = 0; i < (n_rows + 1) * n_columns; i++)
    {
      char *value = fuzz_dup_string (&input);

      values[i] = value != NULL ? value : g_strdup ("");
    }
  for (guint row = 1; row <= n_rows; row++)
    {
      for (guint i = 0; i < n_columns; i++)
        {
          const char *value = values[row * n_columns + i];

          pgs_cli_csv_column (csv, values[i]);
          pgs_cli_csv_field (csv, *value != '\0' ? value : NULL);
        }
      pgs_cli_csv_end_row (csv);
    }
  at = out->str;
  for (guint row = 0; row <= n_rows; row++)
    check_row (&at, values + row * n_columns, n_columns);
  g_assert_true (at == out->str + out->len);
  return 0;
}
