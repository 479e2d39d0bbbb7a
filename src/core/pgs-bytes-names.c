/* pgs-bytes-names.c: strings of which many are the same, as bytes, and back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-bytes-names.h"

#include <string.h>

/* What stands for a string: nothing, itself, or one before. */
enum
{
  NAME_NONE = 0,
  NAME_NEW = 1,
  NAME_FIRST = 2,
};

/**
 * pgs_bytes_names_clear:
 * @self: names
 */
void
pgs_bytes_names_clear (PgsBytesNames *self)
{
  g_clear_pointer (&self->numbers, g_hash_table_unref);
  g_clear_pointer (&self->strings, g_ptr_array_unref);
  g_clear_pointer (&self->lengths, g_array_unref);
}

/**
 * pgs_bytes_names_put:
 * @self: names
 * @out: what to append to, always the same
 * @string: (nullable): bytes that end in NUL, which must stay alive
 */
void
pgs_bytes_names_put (PgsBytesNames *self,
                     GByteArray    *out,
                     const char    *string)
{
  guint number;

  if (string == NULL)
    {
      pgs_bytes_put_uint (out, NAME_NONE);
      return;
    }
  if (self->numbers == NULL)
    self->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, string));
  if (number > 0)
    {
      pgs_bytes_put_uint (out, NAME_FIRST + (guint64) number - 1);
      return;
    }
  g_hash_table_insert (self->numbers, (gpointer) string,
                       GUINT_TO_POINTER (g_hash_table_size (self->numbers) + 1));
  pgs_bytes_put_uint (out, NAME_NEW);
  pgs_bytes_put_string (out, string);
}

static const char *
read_new (PgsBytesNames  *self,
          PgsBytesReader *in,
          gsize          *length)
{
  const gsize size = pgs_bytes_reader_count (in, G_MAXUINT32);
  const char *string = pgs_bytes_reader_bytes (in, size > 0 ? size - 1 : 0);

  if (string == NULL || size == 0 || memchr (string, '\0', size - 1) != NULL)
    {
      pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "not a name");
      return NULL;
    }
  *length = size - 1;
  if (self->strings == NULL)
    {
      self->strings = g_ptr_array_new ();
      self->lengths = g_array_new (FALSE, FALSE, sizeof (gsize));
    }
  g_ptr_array_add (self->strings, (gpointer) string);
  g_array_append_val (self->lengths, *length);
  return string;
}

/**
 * pgs_bytes_names_read:
 * @self: names
 * @in: what to read, always the same
 * @length: (out): bytes of the string
 *
 * Returns: (transfer none) (nullable) (array length=length): the string that pgs_bytes_names_put()
 *   wrote, without NUL, a part of what @in reads
 */
const char *
pgs_bytes_names_read (PgsBytesNames  *self,
                      PgsBytesReader *in,
                      gsize          *length)
{
  const guint64 code = pgs_bytes_reader_uint (in);
  guint index;

  *length = 0;
  if (code == NAME_NONE)
    return NULL;
  if (code == NAME_NEW)
    return read_new (self, in, length);
  if (self->strings == NULL || code - NAME_FIRST >= self->strings->len)
    {
      pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "the number of no name");
      return NULL;
    }
  index = (guint) (code - NAME_FIRST);
  *length = g_array_index (self->lengths, gsize, index);
  return g_ptr_array_index (self->strings, index);
}
