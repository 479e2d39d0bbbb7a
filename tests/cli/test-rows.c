/* test-rows.c: records as JSON and as CSV
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-rows.h"

#include "pgs-process-info.h"

#include <json-glib/json-glib.h>
#include <locale.h>

static void
write_item (PgsCliRows  *out,
            gconstpointer  item)
{
  pgs_cli_rows_begin (out);
  pgs_cli_rows_string (out, "text", item);
  pgs_cli_rows_bytes (out, "size", 4096);
  pgs_cli_rows_bytes (out, "unknown", PGS_UNKNOWN);
  pgs_cli_rows_int (out, "nice", -20);
  pgs_cli_rows_address (out, "start", 0xffffffffff600000);
  pgs_cli_rows_boolean (out, "deleted", TRUE);
  pgs_cli_rows_begin_group (out, "pages");
  pgs_cli_rows_double (out, "share", 12.345, 2);
  pgs_cli_rows_double (out, "none", -1, 2);
  pgs_cli_rows_end_group (out);
  pgs_cli_rows_null (out, "last");
  pgs_cli_rows_end (out);
}

static char *
write_list (PgsCliFormat  format,
            const char  **items)
{
  GString *out = g_string_new (NULL);
  g_autoptr (PgsCliRows) writer = pgs_cli_rows_new (format, out);

  pgs_cli_rows_write_list (writer, write_item, (gconstpointer *) items,
                             g_strv_length ((char **) items), "sample");
  return g_string_free (out, FALSE);
}

#define HEADER "text,size,unknown,nice,start,deleted,pages_share,pages_none,last\r\n"
#define REST ",4096,,-20,0xffffffffff600000,true,12.35,,\r\n"

static void
test_csv (void)
{
  static const struct { const char *text, *field; } cases[] = {
    { "plain", "plain" },
    { "", "" },
    { " blanks ", " blanks " },
    { "a,b", "\"a,b\"" },
    { "say \"x\"", "\"say \"\"x\"\"\"" },
    { "new\nline", "\"new\nline\"" },
    { "car\rriage", "\"car\rriage\"" },
    { "\xff", "\xef\xbf\xbd" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *items[] = { cases[i].text, NULL };
      g_autofree char *got = write_list (PGS_CLI_FORMAT_CSV, items);
      g_autofree char *expected = g_strconcat (HEADER, cases[i].field, REST, NULL);

      g_assert_cmpstr (got, ==, expected);
    }
}

/* A header is there also when nothing follows it, and once when much does. */
static void
test_csv_header (void)
{
  const char *nothing[] = { NULL };
  const char *two[] = { "a", "b", NULL };
  g_autofree char *without = write_list (PGS_CLI_FORMAT_CSV, nothing);
  g_autofree char *with = write_list (PGS_CLI_FORMAT_CSV, two);

  g_assert_cmpstr (without, ==, HEADER);
  g_assert_cmpstr (with, ==, HEADER "a" REST "b" REST);
}

static void
test_json (void)
{
  const char *items[] = { "say \"x\"\n", "\xff", NULL };
  g_autofree char *text = write_list (PGS_CLI_FORMAT_JSON, items);
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  JsonArray *array;
  JsonObject *object;

  g_assert_nonnull (root);
  array = json_node_get_array (root);
  g_assert_cmpuint (json_array_get_length (array), ==, 2);
  object = json_array_get_object_element (array, 0);
  g_assert_cmpstr (json_object_get_string_member (object, "text"), ==, "say \"x\"\n");
  g_assert_cmpint (json_object_get_int_member (object, "size"), ==, 4096);
  g_assert_true (json_object_get_null_member (object, "unknown"));
  g_assert_cmpint (json_object_get_int_member (object, "nice"), ==, -20);
  g_assert_cmpstr (json_object_get_string_member (object, "start"), ==, "0xffffffffff600000");
  g_assert_true (json_object_get_boolean_member (object, "deleted"));
  object = json_object_get_object_member (object, "pages");
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (object, "share"), 12.345, 0.006);
  g_assert_true (json_object_get_null_member (object, "none"));
  object = json_array_get_object_element (array, 1);
  g_assert_cmpstr (json_object_get_string_member (object, "text"), ==, "\ufffd");
}

static void
test_json_empty (void)
{
  const char *nothing[] = { NULL };
  g_autofree char *text = write_list (PGS_CLI_FORMAT_JSON, nothing);
  g_autoptr (JsonNode) root = json_from_string (text, NULL);

  g_assert_cmpuint (json_array_get_length (json_node_get_array (root)), ==, 0);
}

static void
test_jsonl (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (PgsCliRows) writer = pgs_cli_rows_new (PGS_CLI_FORMAT_JSONL, out);
  g_auto (GStrv) lines = NULL;

  write_item (writer, "new\nline");
  write_item (writer, "b");
  lines = g_strsplit (out->str, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (JsonNode) root = json_from_string (lines[i], NULL);

      g_assert_true (JSON_NODE_HOLDS_OBJECT (root));
    }
}

/* A decimal comma must not get into any of them. */
static void
test_locale (void)
{
  static const char *const commas[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "ru_RU.UTF-8" };
  const char *items[] = { "x", NULL };
  g_autofree char *csv = NULL;
  gboolean found = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (commas) && !found; i++)
    found = setlocale (LC_ALL, commas[i]) != NULL;
  if (!found)
    {
      g_test_skip ("no locale with a decimal comma is installed");
      return;
    }
  csv = write_list (PGS_CLI_FORMAT_CSV, items);
  setlocale (LC_ALL, "C.UTF-8");
  g_assert_cmpstr (csv, ==, HEADER "x" REST);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/rows/csv", test_csv);
  g_test_add_func ("/cli/rows/csv-header", test_csv_header);
  g_test_add_func ("/cli/rows/json", test_json);
  g_test_add_func ("/cli/rows/json-empty", test_json_empty);
  g_test_add_func ("/cli/rows/jsonl", test_jsonl);
  g_test_add_func ("/cli/rows/locale", test_locale);
  return g_test_run ();
}
