/* pgs-cli-rows.c: records that are written as JSON objects or as CSV rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-rows.h"

#include "pgs-cli-csv.h"
#include "pgs-json-writer.h"
#include "pgs-text.h"

/* One description of a record serves both formats: CSV's columns are JSON's keys, those of a nested
 * object behind its own key and "_". Exactly one of json and csv is set. */
struct _PgsCliRows
{
  PgsJsonWriter *json;
  PgsCliCsv *csv;
  const char *group;
  gboolean is_sample; /* the record is written for the names of its columns */
};

/**
 * pgs_cli_rows_new:
 * @format: JSON (one document), JSONL (a line a record) or CSV
 * @out: (transfer none): is appended to
 *
 * Returns: (transfer full): a writer of records
 */
PgsCliRows *
pgs_cli_rows_new (PgsCliFormat  format,
                    GString      *out)
{
  PgsCliRows *self = g_new0 (PgsCliRows, 1);

  if (format == PGS_CLI_FORMAT_CSV)
    self->csv = pgs_cli_csv_new (out);
  else
    self->json = pgs_json_writer_new (out);
  if (format == PGS_CLI_FORMAT_JSONL)
    pgs_json_writer_set_line_depth (self->json, 0);
  return self;
}

/**
 * pgs_cli_rows_free:
 * @self: (transfer full) (nullable): a writer between two records
 */
void
pgs_cli_rows_free (PgsCliRows *self)
{
  if (self == NULL)
    return;
  pgs_cli_csv_free (self->csv);
  g_clear_pointer (&self->json, pgs_json_writer_free);
  g_free (self);
}

/**
 * pgs_cli_rows_begin:
 * @self: a writer between two records
 */
void
pgs_cli_rows_begin (PgsCliRows *self)
{
  if (self->json != NULL)
    pgs_json_writer_begin_object (self->json);
}

/**
 * pgs_cli_rows_end:
 * @self: a writer in a record
 */
void
pgs_cli_rows_end (PgsCliRows *self)
{
  if (self->json != NULL)
    pgs_json_writer_end_object (self->json);
  else if (self->is_sample)
    pgs_cli_csv_end_sample (self->csv);
  else
    pgs_cli_csv_end_row (self->csv);
}

/**
 * pgs_cli_rows_begin_group:
 * @self: a writer in a record, not in a group
 * @key: of the nested object; a static string
 */
void
pgs_cli_rows_begin_group (PgsCliRows *self,
                            const char   *key)
{
  self->group = key;
  if (self->json == NULL)
    return;
  pgs_json_writer_key (self->json, key);
  pgs_json_writer_begin_object (self->json);
}

/**
 * pgs_cli_rows_end_group:
 * @self: a writer in a group
 */
void
pgs_cli_rows_end_group (PgsCliRows *self)
{
  self->group = NULL;
  if (self->json != NULL)
    pgs_json_writer_end_object (self->json);
}

/**
 * pgs_cli_rows_begin_list:
 * @self: a writer of JSON, in a record or group
 * @key: of a list of records
 */
void
pgs_cli_rows_begin_list (PgsCliRows *self,
                         const char *key)
{
  g_return_if_fail (self->json != NULL);

  pgs_json_writer_key (self->json, key);
  pgs_json_writer_begin_array (self->json);
}

/**
 * pgs_cli_rows_end_list:
 * @self: a writer in a list
 */
void
pgs_cli_rows_end_list (PgsCliRows *self)
{
  pgs_json_writer_end_array (self->json);
}

/* Writes the key; returns whether the value is to be written as JSON. */
static gboolean
begin_value (PgsCliRows *self,
             const char   *key)
{
  g_autofree char *column = NULL;

  if (self->json != NULL)
    {
      pgs_json_writer_key (self->json, key);
      return TRUE;
    }
  column = self->group != NULL ? g_strconcat (self->group, "_", key, NULL) : g_strdup (key);
  pgs_cli_csv_column (self->csv, column);
  return FALSE;
}

/**
 * pgs_cli_rows_null:
 * @self: a writer in a record
 * @key: of what is unknown
 */
void
pgs_cli_rows_null (PgsCliRows *self,
                     const char   *key)
{
  if (begin_value (self, key))
    pgs_json_writer_null (self->json);
  else
    pgs_cli_csv_field (self->csv, NULL);
}

/**
 * pgs_cli_rows_string:
 * @self: a writer in a record
 * @key: its name
 * @bytes: (nullable): any bytes; what is not UTF-8 becomes U+FFFD; %NULL is null
 */
void
pgs_cli_rows_string (PgsCliRows *self,
                       const char   *key,
                       const char   *bytes)
{
  g_autofree char *text = pgs_text_dup_utf8 (bytes, -1);

  if (text == NULL)
    pgs_cli_rows_null (self, key);
  else if (begin_value (self, key))
    pgs_json_writer_string (self->json, text);
  else
    pgs_cli_csv_field (self->csv, text);
}

/**
 * pgs_cli_rows_bytes:
 * @self: a writer in a record
 * @key: its name
 * @value: bytes or a count; %PGS_UNKNOWN is null
 */
void
pgs_cli_rows_bytes (PgsCliRows *self,
                      const char   *key,
                      guint64       value)
{
  char text[24];

  if (value == PGS_UNKNOWN)
    pgs_cli_rows_null (self, key);
  else if (begin_value (self, key))
    pgs_json_writer_uint (self->json, value);
  else
    {
      g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT, value);
      pgs_cli_csv_field (self->csv, text);
    }
}

/**
 * pgs_cli_rows_int:
 * @self: a writer in a record
 * @key: its name
 * @value: any number
 */
void
pgs_cli_rows_int (PgsCliRows *self,
                    const char   *key,
                    gint64        value)
{
  char text[24];

  if (begin_value (self, key))
    pgs_json_writer_int (self->json, value);
  else
    {
      g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value);
      pgs_cli_csv_field (self->csv, text);
    }
}

/**
 * pgs_cli_rows_address:
 * @self: a writer in a record
 * @key: its name
 * @value: an address, written as "0x…"
 */
void
pgs_cli_rows_address (PgsCliRows *self,
                        const char   *key,
                        guint64       value)
{
  char text[24];

  if (begin_value (self, key))
    pgs_json_writer_address (self->json, value);
  else
    {
      g_snprintf (text, sizeof text, "0x%" G_GINT64_MODIFIER "x", value);
      pgs_cli_csv_field (self->csv, text);
    }
}

/**
 * pgs_cli_rows_double:
 * @self: a writer in a record
 * @key: its name
 * @value: not negative; what is < 0 is unknown: null
 * @decimals: how many are written
 */
void
pgs_cli_rows_double (PgsCliRows *self,
                       const char   *key,
                       double        value,
                       guint         decimals)
{
  char format[8], text[64];

  if (!(value >= 0))
    pgs_cli_rows_null (self, key);
  else if (begin_value (self, key))
    pgs_json_writer_double (self->json, value, decimals);
  else
    {
      g_snprintf (format, sizeof format, "%%.%uf", MIN (decimals, 9));
      pgs_cli_csv_field (self->csv, g_ascii_formatd (text, sizeof text, format, value));
    }
}

/**
 * pgs_cli_rows_boolean:
 * @self: a writer in a record
 * @key: its name
 * @value: true or false
 */
void
pgs_cli_rows_boolean (PgsCliRows *self,
                        const char   *key,
                        gboolean      value)
{
  if (begin_value (self, key))
    pgs_json_writer_boolean (self->json, value);
  else
    pgs_cli_csv_field (self->csv, value ? "true" : "false");
}

/**
 * pgs_cli_rows_write_list:
 * @self: a writer that wrote nothing yet
 * @write: writes one record
 * @items: (array length=n_items): what it writes them of
 * @n_items: how many
 * @sample: any item: what a header without rows is made of
 *
 * JSON: an array with a line a record. CSV: a header and the rows.
 */
void
pgs_cli_rows_write_list (PgsCliRows  *self,
                           void         (*write) (PgsCliRows  *self,
                                                  gconstpointer  item),
                           gconstpointer *items,
                           gsize          n_items,
                           gconstpointer  sample)
{
  if (self->json != NULL)
    {
      pgs_json_writer_set_line_depth (self->json, 1);
      pgs_json_writer_begin_array (self->json);
    }
  for (gsize i = 0; i < n_items; i++)
    write (self, items[i]);
  if (self->json != NULL)
    pgs_json_writer_end_array (self->json);
  else if (n_items == 0)
    {
      self->is_sample = TRUE;
      write (self, sample);
      self->is_sample = FALSE;
    }
}
