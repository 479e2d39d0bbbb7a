/* pgs-bytes.c: numbers and strings as bytes, and back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A number is written in groups of seven bits, the lowest first, each byte but the last with its
 * highest bit set (LEB128): what is small takes one byte, and 64 bits take ten. Differences of
 * counters wrap around, so that they are exact for any two values; %PGS_UNKNOWN is -1.
 */
#include "config.h"

#include "pgs-bytes.h"

#include <string.h>

#define MAX_NUMBER_BYTES 10
#define PAGE_BITS 12
#define KIB_BITS 10

/* -1, 1, -2, … become 1, 2, 3, …, so that what is near 0 is small. */
static guint64
fold_sign (gint64 value)
{
  return (guint64) value << 1 ^ (value < 0 ? G_MAXUINT64 : 0);
}

static gint64
unfold_sign (guint64 value)
{
  return (gint64) (value >> 1 ^ (value & 1 ? G_MAXUINT64 : 0));
}

/**
 * pgs_bytes_put_byte:
 * @out: what to append to
 * @byte: a byte
 */
void
pgs_bytes_put_byte (GByteArray *out,
                    guint8      byte)
{
  g_byte_array_append (out, &byte, 1);
}

/**
 * pgs_bytes_put_uint:
 * @out: what to append to
 * @value: any number
 *
 * Takes one byte below 128, ten at most.
 */
void
pgs_bytes_put_uint (GByteArray *out,
                    guint64     value)
{
  guint8 bytes[MAX_NUMBER_BYTES];
  guint n = 0;

  for (; value >= 0x80; value >>= 7)
    bytes[n++] = (guint8) (value | 0x80);
  bytes[n++] = (guint8) value;
  g_byte_array_append (out, bytes, n);
}

/**
 * pgs_bytes_put_int:
 * @out: what to append to
 * @value: any number; near 0 it takes few bytes
 */
void
pgs_bytes_put_int (GByteArray *out,
                   gint64      value)
{
  pgs_bytes_put_uint (out, fold_sign (value));
}

/**
 * pgs_bytes_put_aligned:
 * @out: what to append to
 * @value: any number; a small multiple of 4096 takes few bytes
 */
void
pgs_bytes_put_aligned (GByteArray *out,
                       guint64     value)
{
  pgs_bytes_put_uint (out, value >> PAGE_BITS | value << (64 - PAGE_BITS));
}

/**
 * pgs_bytes_put_string:
 * @out: what to append to
 * @string: (nullable): bytes that end in NUL
 */
void
pgs_bytes_put_string (GByteArray *out,
                      const char *string)
{
  gsize length;

  if (string == NULL)
    {
      pgs_bytes_put_uint (out, 0);
      return;
    }
  length = strlen (string);
  pgs_bytes_put_uint (out, (guint64) length + 1);
  g_byte_array_append (out, (const guint8 *) string, (guint) length);
}

/**
 * pgs_bytes_put_changes:
 * @out: what to append to
 * @values: (array length=n_values): numbers
 * @before: (nullable) (array length=n_values): what they were; %NULL: all 0
 * @n_values: how many, %PGS_BYTES_MAX_CHANGES at most
 *
 * Writes which of them changed and by how much, in KiB if all changes are a multiple of that. Numbers
 * that a newer version has behind these are skipped by an older reader.
 */
void
pgs_bytes_put_changes (GByteArray    *out,
                       const guint64 *values,
                       const guint64 *before,
                       guint          n_values)
{
  const guint64 odd = (1 << KIB_BITS) - 1;
  guint64 changes[PGS_BYTES_MAX_CHANGES];
  guint64 mask = 0;
  guint64 all = 0;

  g_return_if_fail (n_values <= PGS_BYTES_MAX_CHANGES);

  for (guint i = 0; i < n_values; i++)
    {
      changes[i] = values[i] - (before != NULL ? before[i] : 0);
      all |= changes[i];
      mask |= (guint64) (changes[i] != 0) << (i + 1);
    }
  mask |= mask != 0 && (all & odd) == 0;
  pgs_bytes_put_uint (out, mask);
  for (guint i = 0; i < n_values; i++)
    if (changes[i] != 0)
      pgs_bytes_put_int (out, mask & 1 ? (gint64) changes[i] / (1 << KIB_BITS) : (gint64) changes[i]);
}

/**
 * pgs_bytes_reader_init:
 * @self: (out caller-allocates): a reader
 * @bytes: (nullable) (array length=n_bytes): what to read; must stay alive
 * @n_bytes: how many
 */
void
pgs_bytes_reader_init (PgsBytesReader *self,
                       const guint8   *bytes,
                       gsize           n_bytes)
{
  *self = (PgsBytesReader) { .start = bytes, .at = bytes, .end = bytes };
  if (n_bytes > 0)
    self->end += n_bytes;
}

/**
 * pgs_bytes_reader_get_left:
 * @self: a reader
 *
 * Returns: how many bytes were not read yet; 0 after a failure
 */
gsize
pgs_bytes_reader_get_left (const PgsBytesReader *self)
{
  return (gsize) (self->end - self->at);
}

/**
 * pgs_bytes_reader_fail:
 * @self: a reader
 * @code: what kind of failure
 * @why: (transfer none): in one line, a constant
 *
 * Says that what was read is not what it should be. Only the first failure is kept.
 */
void
pgs_bytes_reader_fail (PgsBytesReader *self,
                       PgsError        code,
                       const char     *why)
{
  if (self->failure != NULL)
    return;
  self->failure = why;
  self->code = code;
  self->failed_at = (gsize) (self->at - self->start);
  self->at = self->end;
}

/**
 * pgs_bytes_reader_has_failed:
 * @self: a reader
 *
 * Returns: whether anything was not what it should be
 */
gboolean
pgs_bytes_reader_has_failed (const PgsBytesReader *self)
{
  return self->failure != NULL;
}

/**
 * pgs_bytes_reader_finish:
 * @self: a reader
 * @error: (out) (optional): what was wrong, and where
 *
 * Returns: %FALSE with @error if anything was not what it should be
 */
gboolean
pgs_bytes_reader_finish (const PgsBytesReader  *self,
                         GError               **error)
{
  if (self->failure == NULL)
    return TRUE;
  g_set_error (error, PGS_ERROR, (gint) self->code, "byte %" G_GSIZE_FORMAT ": %s", self->failed_at,
               self->failure);
  return FALSE;
}

/**
 * pgs_bytes_reader_byte:
 * @self: a reader
 *
 * Returns: the next byte
 */
guint8
pgs_bytes_reader_byte (PgsBytesReader *self)
{
  if (self->at < self->end)
    return *self->at++;
  pgs_bytes_reader_fail (self, PGS_ERROR_TRUNCATED, "ends too early");
  return 0;
}

/**
 * pgs_bytes_reader_uint:
 * @self: a reader
 *
 * Returns: the number that pgs_bytes_put_uint() wrote
 */
guint64
pgs_bytes_reader_uint (PgsBytesReader *self)
{
  guint64 value = 0;

  for (guint shift = 0; shift < 64; shift += 7)
    {
      const guint8 byte = pgs_bytes_reader_byte (self);

      if (shift == 63 && byte > 1)
        break;
      value |= (guint64) (byte & 0x7f) << shift;
      if (byte < 0x80)
        return value;
    }
  pgs_bytes_reader_fail (self, PGS_ERROR_SYNTAX, "a number of more than 64 bits");
  return 0;
}

/**
 * pgs_bytes_reader_int:
 * @self: a reader
 *
 * Returns: the number that pgs_bytes_put_int() wrote
 */
gint64
pgs_bytes_reader_int (PgsBytesReader *self)
{
  return unfold_sign (pgs_bytes_reader_uint (self));
}

/**
 * pgs_bytes_reader_aligned:
 * @self: a reader
 *
 * Returns: the number that pgs_bytes_put_aligned() wrote
 */
guint64
pgs_bytes_reader_aligned (PgsBytesReader *self)
{
  const guint64 value = pgs_bytes_reader_uint (self);

  return value << PAGE_BITS | value >> (64 - PAGE_BITS);
}

/**
 * pgs_bytes_reader_count:
 * @self: a reader
 * @limit: how many there may be
 *
 * Returns: a number that pgs_bytes_put_uint() wrote; more than @limit is a failure
 */
gsize
pgs_bytes_reader_count (PgsBytesReader *self,
                        gsize           limit)
{
  const guint64 count = pgs_bytes_reader_uint (self);

  if (count <= limit)
    return (gsize) count;
  pgs_bytes_reader_fail (self, PGS_ERROR_LIMIT, "a count beyond its limit");
  return 0;
}

/**
 * pgs_bytes_reader_bytes:
 * @self: a reader
 * @n_bytes: how many
 *
 * Returns: (transfer none) (nullable): the next bytes; %NULL if there are not that many
 */
const char *
pgs_bytes_reader_bytes (PgsBytesReader *self,
                        gsize           n_bytes)
{
  const guint8 *bytes = self->at;

  if (n_bytes > pgs_bytes_reader_get_left (self))
    {
      pgs_bytes_reader_fail (self, PGS_ERROR_TRUNCATED, "ends too early");
      return NULL;
    }
  self->at += n_bytes;
  return (const char *) bytes;
}

/**
 * pgs_bytes_reader_dup_string:
 * @self: a reader
 *
 * Returns: (transfer full) (nullable): the string that pgs_bytes_put_string() wrote
 */
char *
pgs_bytes_reader_dup_string (PgsBytesReader *self)
{
  const gsize length = pgs_bytes_reader_count (self, G_MAXUINT32);
  const char *bytes;

  if (length == 0)
    return NULL;
  bytes = pgs_bytes_reader_bytes (self, length - 1);
  if (bytes == NULL)
    return NULL;
  if (memchr (bytes, '\0', length - 1) != NULL)
    {
      pgs_bytes_reader_fail (self, PGS_ERROR_SYNTAX, "a string with a NUL in it");
      return NULL;
    }
  return g_strndup (bytes, length - 1);
}

/**
 * pgs_bytes_reader_changes:
 * @self: a reader
 * @values: (inout) (array length=n_values): what the numbers were; what they are now
 * @n_values: how many
 *
 * Reads what pgs_bytes_put_changes() wrote.
 */
void
pgs_bytes_reader_changes (PgsBytesReader *self,
                          guint64        *values,
                          guint           n_values)
{
  const guint64 mask = pgs_bytes_reader_uint (self);

  for (guint i = 0; i < 63; i++)
    {
      guint64 change;

      if (!(mask >> 1 >> i & 1))
        continue;
      change = (guint64) pgs_bytes_reader_int (self);
      if (i < n_values)
        values[i] += mask & 1 ? change << KIB_BITS : change;
    }
}
