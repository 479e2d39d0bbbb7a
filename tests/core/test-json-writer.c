/* test-json-writer.c: what was written reads back the same
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-json-writer.h"
#include "pgs-text.h"

#include <json-glib/json-glib.h>
#include <math.h>

static JsonParser *
parse (const char *text)
{
  JsonParser *parser = json_parser_new_immutable ();
  GError *error = NULL;

  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  return parser;
}

static void
test_layout (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (PgsJsonWriter) json = pgs_json_writer_new (out);

  pgs_json_writer_begin_object (json);
  pgs_json_writer_key (json, "empty");
  pgs_json_writer_begin_array (json);
  pgs_json_writer_end_array (json);
  pgs_json_writer_key (json, "rows");
  pgs_json_writer_begin_array (json);
  for (guint i = 0; i < 2; i++)
    {
      pgs_json_writer_begin_object (json);
      pgs_json_writer_key (json, "n");
      pgs_json_writer_uint (json, i);
      pgs_json_writer_key (json, "list");
      pgs_json_writer_begin_array (json);
      pgs_json_writer_boolean (json, TRUE);
      pgs_json_writer_null (json);
      pgs_json_writer_end_array (json);
      pgs_json_writer_end_object (json);
    }
  pgs_json_writer_end_array (json);
  pgs_json_writer_end_object (json);
  g_assert_cmpstr (out->str, ==,
                   "{\n"
                   "  \"empty\": [],\n"
                   "  \"rows\": [\n"
                   "    {\"n\": 0, \"list\": [true, null]},\n"
                   "    {\"n\": 1, \"list\": [true, null]}\n"
                   "  ]\n"
                   "}\n");
}

static void
test_lines (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (PgsJsonWriter) json = pgs_json_writer_new (out);

  pgs_json_writer_set_line_depth (json, 0);
  for (guint i = 0; i < 2; i++)
    {
      pgs_json_writer_begin_object (json);
      pgs_json_writer_key (json, "t");
      pgs_json_writer_double (json, i / 2.0, 3);
      pgs_json_writer_key (json, "u");
      pgs_json_writer_int (json, -1);
      pgs_json_writer_end_object (json);
    }
  g_assert_cmpstr (out->str, ==, "{\"t\": 0.000, \"u\": -1}\n{\"t\": 0.500, \"u\": -1}\n");
}

static void
test_members (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (PgsJsonWriter) json = pgs_json_writer_new (out);

  pgs_json_writer_set_line_depth (json, 0);
  pgs_json_writer_begin_object (json);
  pgs_json_writer_put_string (json, "a", "\"");
  pgs_json_writer_put_string (json, "b", NULL);
  pgs_json_writer_put_uint (json, "c", 0);
  pgs_json_writer_put_uint (json, "d", PGS_UNKNOWN);
  pgs_json_writer_end_object (json);
  g_assert_cmpstr (out->str, ==, "{\"a\": \"\\\"\", \"b\": null, \"c\": 0, \"d\": null}\n");
}

static void
test_numbers (void)
{
  const struct
  {
    double value;
    guint decimals;
    const char *text;
  } doubles[] = {
    { 1.0 / 3, 2, "0.33\n" }, { -2.5, 0, "-2\n" }, { NAN, 1, "null\n" }, { -INFINITY, 1, "null\n" },
    { 1e300, 17, NULL },      { 0.1, 99, NULL },
  };
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (PgsJsonWriter) json = pgs_json_writer_new (out);

  pgs_json_writer_uint (json, 0);
  pgs_json_writer_uint (json, PGS_UNKNOWN - 1);
  pgs_json_writer_uint (json, PGS_UNKNOWN);
  pgs_json_writer_int (json, G_MININT64);
  pgs_json_writer_address (json, 0);
  pgs_json_writer_address (json, G_GUINT64_CONSTANT (0x7ffdcba987654321));
  pgs_json_writer_address (json, G_MAXUINT64);
  g_assert_cmpstr (out->str, ==,
                   "0\n18446744073709551614\nnull\n-9223372036854775808\n"
                   "\"0x0\"\n\"0x7ffdcba987654321\"\n\"0xffffffffffffffff\"\n");
  for (gsize i = 0; i < G_N_ELEMENTS (doubles); i++)
    {
      g_string_truncate (out, 0);
      pgs_json_writer_double (json, doubles[i].value, doubles[i].decimals);
      if (doubles[i].text != NULL)
        g_assert_cmpstr (out->str, ==, doubles[i].text);
      else
        g_assert_cmpfloat (g_ascii_strtod (out->str, NULL), ==, doubles[i].value);
    }
}

static void
test_escapes (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (PgsJsonWriter) json = pgs_json_writer_new (out);

  pgs_json_writer_string (json, "a\"b\\c/\n\t\r\033\001\177");
  pgs_json_writer_string (json, "\xc2\x9b \xc2\xa0 \xe2\x80\xa8 가");
  pgs_json_writer_string (json, "\xff" "a\xe2\x82");
  pgs_json_writer_string (json, "");
  pgs_json_writer_string (json, NULL);
  g_assert_cmpstr (out->str, ==,
                   "\"a\\\"b\\\\c/\\n\\t\\u000d\\u001b\\u0001\\u007f\"\n"
                   "\"\\u009b \xc2\xa0 \xe2\x80\xa8 가\"\n"
                   "\"\357\277\275a\357\277\275\"\n"
                   "\"\"\nnull\n");
}

/* Any bytes, as key and as value, come back from json-glib as their UTF-8. */
static void
test_random_strings (void)
{
  for (guint round = 0; round < 5000; round++)
    {
      char bytes[24];
      gsize length = (gsize) g_test_rand_int_range (0, sizeof bytes);
      g_autoptr (GString) out = g_string_new (NULL);
      g_autoptr (PgsJsonWriter) json = pgs_json_writer_new (out);
      g_autoptr (JsonParser) parser = NULL;
      g_autofree char *expected = NULL;
      JsonObject *root;

      for (gsize i = 0; i < length; i++)
        bytes[i] = (char) (g_test_rand_bit () ? g_test_rand_int_range (0x80, 0x100)
                                              : g_test_rand_int_range (1, 0x80));
      bytes[length] = '\0';
      expected = pgs_text_dup_utf8 (bytes, -1);
      pgs_json_writer_begin_object (json);
      pgs_json_writer_key (json, bytes);
      pgs_json_writer_string (json, bytes);
      pgs_json_writer_end_object (json);

      parser = parse (out->str);
      root = json_node_get_object (json_parser_get_root (parser));
      g_assert_true (json_object_has_member (root, expected));
      g_assert_cmpstr (json_object_get_string_member (root, expected), ==, expected);
    }
}

static guint n_left; /* values that a random document may still have */
static guint n_open; /* containers that are open in it */

static void write_random (PgsJsonWriter *json,
                          JsonBuilder   *builder);

static void
write_scalar (PgsJsonWriter *json,
              JsonBuilder   *builder,
              int            kind,
              guint64        number)
{
  if (kind == 0)
    {
      pgs_json_writer_uint (json, number);
      json_builder_add_int_value (builder, (gint64) number);
    }
  else if (kind == 1)
    {
      pgs_json_writer_null (json);
      json_builder_add_null_value (builder);
    }
  else if (kind == 2)
    {
      pgs_json_writer_boolean (json, number & 1);
      json_builder_add_boolean_value (builder, number & 1);
    }
  else
    {
      pgs_json_writer_string (json, "\n\"x\"");
      json_builder_add_string_value (builder, "\n\"x\"");
    }
}

static void
write_array (PgsJsonWriter *json,
             JsonBuilder   *builder)
{
  pgs_json_writer_begin_array (json);
  json_builder_begin_array (builder);
  for (int i = g_test_rand_int_range (0, 5); i > 0; i--)
    write_random (json, builder);
  pgs_json_writer_end_array (json);
  json_builder_end_array (builder);
}

static void
write_object (PgsJsonWriter *json,
              JsonBuilder   *builder)
{
  pgs_json_writer_begin_object (json);
  json_builder_begin_object (builder);
  for (int i = g_test_rand_int_range (0, 5); i > 0; i--)
    {
      char key[4] = { (char) ('a' + i), '\0' };

      pgs_json_writer_key (json, key);
      json_builder_set_member_name (builder, key);
      write_random (json, builder);
    }
  pgs_json_writer_end_object (json);
  json_builder_end_object (builder);
}

static void
write_random (PgsJsonWriter *json,
              JsonBuilder   *builder)
{
  int kind = g_test_rand_int_range (0, n_left > 0 && n_open < 8 ? 6 : 4);
  guint64 number = g_test_rand_int () & 0x7fffffff;

  if (n_open == 0)
    kind = 4; /* json-glib builds no other documents */
  n_left -= MIN (n_left, 1);
  if (kind < 4)
    {
      write_scalar (json, builder, kind, number);
      return;
    }
  n_open++;
  if (kind == 4)
    write_array (json, builder);
  else
    write_object (json, builder);
  n_open--;
}

static void
test_random_documents (void)
{
  for (guint round = 0; round < 500; round++)
    {
      g_autoptr (GString) out = g_string_new (NULL);
      g_autoptr (PgsJsonWriter) json = pgs_json_writer_new (out);
      g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
      g_autoptr (JsonNode) expected = NULL;
      g_autoptr (JsonParser) parser = NULL;

      n_left = 100;
      pgs_json_writer_set_line_depth (json, (guint) g_test_rand_int_range (0, 5));
      n_open = 0;
      write_random (json, builder);
      expected = json_builder_get_root (builder);
      parser = parse (out->str);
      g_assert_true (json_node_equal (json_parser_get_root (parser), expected));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/json-writer/layout", test_layout);
  g_test_add_func ("/core/json-writer/lines", test_lines);
  g_test_add_func ("/core/json-writer/members", test_members);
  g_test_add_func ("/core/json-writer/numbers", test_numbers);
  g_test_add_func ("/core/json-writer/escapes", test_escapes);
  g_test_add_func ("/core/json-writer/random-strings", test_random_strings);
  g_test_add_func ("/core/json-writer/random-documents", test_random_documents);
  return g_test_run ();
}
