/* fuzz-json.c: any document of the JSON writer is read back by json-glib as what was written
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "pgs-json-writer.h"
#include "pgs-text.h"

#define MAX_DEPTH 30
#define MAX_MEMBERS 24

typedef struct
{
  FuzzInput input;
  PgsJsonWriter *writer;
  guint depth;
} Scribe;

static JsonNode *write_value (Scribe *self);

static JsonNode *
write_object (Scribe *self)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_init_object (json_node_alloc (), object);
  const guint n_members = (guint) fuzz_below (&self->input, MAX_MEMBERS);

  pgs_json_writer_begin_object (self->writer);
  for (guint i = 0; i < n_members && self->input.at < self->input.end; i++)
    {
      g_autofree char *key = fuzz_dup_string (&self->input);
      g_autofree char *utf8 = NULL;

      if (key == NULL)
        key = g_strdup_printf ("%u", i);
      utf8 = pgs_text_dup_utf8 (key, -1);
      pgs_json_writer_key (self->writer, key);
      json_object_set_member (object, utf8, write_value (self));
    }
  pgs_json_writer_end_object (self->writer);
  json_object_unref (object);
  return node;
}

static JsonNode *
write_array (Scribe *self)
{
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_init_array (json_node_alloc (), array);
  const guint n_members = (guint) fuzz_below (&self->input, MAX_MEMBERS);

  pgs_json_writer_begin_array (self->writer);
  for (guint i = 0; i < n_members && self->input.at < self->input.end; i++)
    json_array_add_element (array, write_value (self));
  pgs_json_writer_end_array (self->writer);
  json_array_unref (array);
  return node;
}

static JsonNode *
write_double (Scribe *self)
{
  const guint64 bits = fuzz_number (&self->input);
  const guint decimals = fuzz_byte (&self->input) % 20 + 1;
  char format[8];
  char text[512];
  double value;

  memcpy (&value, &bits, sizeof value);
  pgs_json_writer_double (self->writer, value, decimals);
  if (value != value || value - value != 0)
    return json_node_init_null (json_node_alloc ());
  g_snprintf (format, sizeof format, "%%.%uf", MIN (decimals, 17));
  g_ascii_formatd (text, sizeof text, format, value);
  return json_node_init_double (json_node_alloc (), g_ascii_strtod (text, NULL));
}

static JsonNode *
write_string (Scribe *self)
{
  g_autofree char *bytes = fuzz_dup_string (&self->input);
  g_autofree char *utf8 = pgs_text_dup_utf8 (bytes, -1);

  pgs_json_writer_string (self->writer, bytes);
  return utf8 != NULL ? json_node_init_string (json_node_alloc (), utf8)
                      : json_node_init_null (json_node_alloc ());
}

static JsonNode *
write_number (Scribe   *self,
              gboolean  is_signed)
{
  guint64 number = fuzz_number (&self->input);

  if (is_signed)
    pgs_json_writer_int (self->writer, (gint64) number);
  else
    {
      if (number != PGS_UNKNOWN)
        number &= G_MAXINT64; /* json-glib has no more */
      pgs_json_writer_uint (self->writer, number);
    }
  if (!is_signed && number == PGS_UNKNOWN)
    return json_node_init_null (json_node_alloc ());
  return json_node_init_int (json_node_alloc (), (gint64) number);
}

static JsonNode *
write_address (Scribe *self)
{
  const guint64 address = fuzz_number (&self->input);
  g_autofree char *text = g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", address);

  pgs_json_writer_address (self->writer, address);
  return json_node_init_string (json_node_alloc (), text);
}

static JsonNode *
write_simple (Scribe *self,
              guint   kind)
{
  switch (kind)
    {
    case 0:
      pgs_json_writer_null (self->writer);
      return json_node_init_null (json_node_alloc ());
    case 1:
    case 2:
      pgs_json_writer_boolean (self->writer, kind == 1);
      return json_node_init_boolean (json_node_alloc (), kind == 1);
    case 3:
    case 4:
      return write_number (self, kind == 3);
    case 5:
      return write_double (self);
    case 6:
      return write_address (self);
    default:
      return write_string (self);
    }
}

static JsonNode *
write_value (Scribe *self)
{
  const guint kind = fuzz_byte (&self->input) % 12;
  JsonNode *node;

  if (kind < 8 || self->depth == MAX_DEPTH)
    return write_simple (self, kind);
  self->depth++;
  node = kind < 10 ? write_object (self) : write_array (self);
  self->depth--;
  return node;
}

/* A document of one line, or more, and nothing that a terminal obeys. */
static void
check_text (const GString *out,
            gboolean       is_line)
{
  g_assert_true (g_utf8_validate (out->str, (gssize) out->len, NULL));
  g_assert_true (g_str_has_suffix (out->str, "\n"));
  for (const char *p = out->str; p < out->str + out->len; p = g_utf8_next_char (p))
    g_assert_true (*p == '\n' || !g_unichar_iscntrl (g_utf8_get_char (p)));
  if (is_line)
    g_assert_true (strchr (out->str, '\n') == out->str + out->len - 1);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (PgsJsonWriter) writer = pgs_json_writer_new (out);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonNode) expected = NULL;
  g_autoptr (GError) error = NULL;
  Scribe self = { { data, data + size }, writer, 0 };
  const guint line_depth = fuzz_byte (&self.input) % 4;

  pgs_json_writer_set_line_depth (writer, line_depth);
  expected = write_value (&self);
  check_text (out, line_depth == 0);
  g_assert_true (json_parser_load_from_data (parser, out->str, (gssize) out->len, &error));
  g_assert_no_error (error);
  g_assert_true (json_node_equal (json_parser_get_root (parser), expected));
  return 0;
}
