/* pgs-cli-csv.c: rows of values as CSV (RFC 4180)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-csv.h"

#include <string.h>

/* The header line is made of the columns named while the first row is written, so that it cannot
 * say anything else than the rows. */
struct _PgsCliCsv
{
  GString *out;
  GString *header; /* NULL: written */
  GString *row;
  guint n_fields;
};

/**
 * pgs_cli_csv_new:
 * @out: (transfer none): is appended to, a row at a time
 *
 * Returns: (transfer full): a writer without rows
 */
PgsCliCsv *
pgs_cli_csv_new (GString *out)
{
  PgsCliCsv *self = g_new0 (PgsCliCsv, 1);

  self->out = out;
  self->header = g_string_new (NULL);
  self->row = g_string_new (NULL);
  return self;
}

/**
 * pgs_cli_csv_free:
 * @self: (transfer full) (nullable): a writer
 */
void
pgs_cli_csv_free (PgsCliCsv *self)
{
  if (self == NULL)
    return;
  if (self->header != NULL)
    g_string_free (self->header, TRUE);
  g_string_free (self->row, TRUE);
  g_free (self);
}

static void
append_field (GString    *row,
              const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (row, text);
      return;
    }
  g_string_append_c (row, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (row, '"');
      g_string_append_c (row, *text);
    }
  g_string_append_c (row, '"');
}

/**
 * pgs_cli_csv_column:
 * @self: a writer
 * @name: of the column that the next field is in; looked at in the first row only
 */
void
pgs_cli_csv_column (PgsCliCsv  *self,
                    const char *name)
{
  if (self->header == NULL)
    return;
  if (self->n_fields > 0)
    g_string_append_c (self->header, ',');
  append_field (self->header, name);
}

/**
 * pgs_cli_csv_field:
 * @self: a writer
 * @text: (nullable): the value, quoted where it must be; %NULL: unknown, an empty field
 */
void
pgs_cli_csv_field (PgsCliCsv  *self,
                   const char *text)
{
  if (self->n_fields++ > 0)
    g_string_append_c (self->row, ',');
  if (text != NULL)
    append_field (self->row, text);
}

static void
write_header (PgsCliCsv *self)
{
  if (self->header == NULL)
    return;
  g_string_append_printf (self->out, "%s\r\n", self->header->str);
  g_string_free (self->header, TRUE);
  self->header = NULL;
}

/**
 * pgs_cli_csv_end_row:
 * @self: a writer
 *
 * Appends the row to the output, behind the header if it is the first.
 */
void
pgs_cli_csv_end_row (PgsCliCsv *self)
{
  write_header (self);
  g_string_append_printf (self->out, "%s\r\n", self->row->str);
  g_string_truncate (self->row, 0);
  self->n_fields = 0;
}

/**
 * pgs_cli_csv_end_sample:
 * @self: a writer
 *
 * Takes the names of the columns from the row and forgets its values: the header of no rows.
 */
void
pgs_cli_csv_end_sample (PgsCliCsv *self)
{
  write_header (self);
  g_string_truncate (self->row, 0);
  self->n_fields = 0;
}
