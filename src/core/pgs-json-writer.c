/* pgs-json-writer.c: writing large JSON documents as a stream
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Two levels are broken into lines and everything deeper stays on one, so that a region is a line:
 * readable, good for grep and diff, and a third of the size of a line for each key.
 *
 * Each value makes room once and is then written through a pointer: 60,000 regions have 2 million
 * keys, and appending each comma and quote to the GString by itself took three times as long.
 */
#include "config.h"

#include "pgs-json-writer.h"

#include "pgs-json-text.h"

#include <math.h>
#include <string.h>

#define MAX_DEPTH 32
#define DEFAULT_LINE_DEPTH 2
#define MAX_DECIMALS 17
#define INDENT 2
#define MAX_SEPARATOR (2 + MAX_DEPTH * INDENT)

struct _PgsJsonWriter
{
  GString *out;
  guint line_depth;
  guint depth;
  char closing[MAX_DEPTH + 1]; /* by depth: '}' or ']' */
  gboolean empty;              /* nothing was written into the open container yet */
  gboolean has_key;            /* a key waits for its value */
};

/**
 * pgs_json_writer_new:
 * @out: (transfer none): what to append to; must outlive the writer
 *
 * Returns: (transfer full): a writer at the start of a document
 */
PgsJsonWriter *
pgs_json_writer_new (GString *out)
{
  PgsJsonWriter *self = g_new0 (PgsJsonWriter, 1);

  self->out = out;
  self->line_depth = DEFAULT_LINE_DEPTH;
  return self;
}

/**
 * pgs_json_writer_free:
 * @self: (nullable) (transfer full): a writer that is not inside of a document
 */
void
pgs_json_writer_free (PgsJsonWriter *self)
{
  if (self == NULL)
    return;
  g_warn_if_fail (self->depth == 0);
  g_free (self);
}

/**
 * pgs_json_writer_set_line_depth:
 * @self: a writer
 * @depth: how many levels of nesting have a line for each value; 2 unless told
 *
 * With 0 a document is one line, as JSON Lines want it.
 */
void
pgs_json_writer_set_line_depth (PgsJsonWriter *self,
                                guint          depth)
{
  self->line_depth = depth;
}

/* Makes room for a separator, @n more bytes and a newline. */
static inline char *
make_room (PgsJsonWriter *self,
           gsize          n)
{
  GString *out = self->out;
  gsize needed = n + MAX_SEPARATOR + 2;

  if (G_UNLIKELY (out->allocated_len - out->len <= needed))
    {
      gsize length = out->len;

      g_string_set_size (out, length + needed);
      g_string_truncate (out, length);
    }
  return out->str + out->len;
}

/* What was written up to @p becomes part of the document. */
static inline void
commit (PgsJsonWriter *self,
        char          *p)
{
  *p = '\0';
  self->out->len = (gsize) (p - self->out->str);
}

static char *
put_line_break (PgsJsonWriter *self,
                char          *p)
{
  *p++ = '\n';
  memset (p, ' ', self->depth * INDENT);
  return p + self->depth * INDENT;
}

/* Writes what stands between the value or key before and the next one. */
static inline char *
put_separator (PgsJsonWriter *self,
               char          *p)
{
  if (self->depth == 0)
    return p;
  if (!self->empty)
    *p++ = ',';
  if (self->depth <= self->line_depth)
    p = put_line_break (self, p);
  else if (!self->empty)
    *p++ = ' ';
  self->empty = FALSE;
  return p;
}

static inline char *
before_value (PgsJsonWriter *self,
              char          *p)
{
  if (self->has_key)
    {
      self->has_key = FALSE;
      return p;
    }
  g_assert (self->depth == 0 || self->closing[self->depth] == ']');
  return put_separator (self, p);
}

static inline char *
after_value (PgsJsonWriter *self,
             char          *p)
{
  if (self->depth == 0)
    *p++ = '\n';
  return p;
}

static void
append_word (PgsJsonWriter *self,
             const char    *word,
             gsize          length)
{
  char *p = before_value (self, make_room (self, length));

  memcpy (p, word, length);
  commit (self, after_value (self, p + length));
}

static void
begin (PgsJsonWriter *self,
       char           opening,
       char           closing)
{
  char *p = before_value (self, make_room (self, 1));

  g_assert (self->depth < MAX_DEPTH);
  *p++ = opening;
  commit (self, p);
  self->closing[++self->depth] = closing;
  self->empty = TRUE;
}

static void
end (PgsJsonWriter *self,
     char           closing)
{
  gboolean broken = self->depth <= self->line_depth && !self->empty;
  char *p = make_room (self, 1);

  g_assert (self->depth > 0 && self->closing[self->depth] == closing && !self->has_key);
  self->depth--;
  if (broken)
    p = put_line_break (self, p);
  *p++ = closing;
  self->empty = FALSE;
  commit (self, after_value (self, p));
}

/**
 * pgs_json_writer_begin_object:
 * @self: a writer
 *
 * Opens an object; each value in it follows a pgs_json_writer_key().
 */
void
pgs_json_writer_begin_object (PgsJsonWriter *self)
{
  begin (self, '{', '}');
}

/**
 * pgs_json_writer_end_object:
 * @self: a writer
 *
 * Closes the open object. The outermost one ends the document and its line.
 */
void
pgs_json_writer_end_object (PgsJsonWriter *self)
{
  end (self, '}');
}

/**
 * pgs_json_writer_begin_array:
 * @self: a writer
 */
void
pgs_json_writer_begin_array (PgsJsonWriter *self)
{
  begin (self, '[', ']');
}

/**
 * pgs_json_writer_end_array:
 * @self: a writer
 *
 * Closes the open array. The outermost one ends the document and its line.
 */
void
pgs_json_writer_end_array (PgsJsonWriter *self)
{
  end (self, ']');
}

/* Writes @text in quotes at @p, where there is room for it as it is. */
static char *
put_quoted (PgsJsonWriter *self,
            char          *p,
            const char    *text,
            gsize          length)
{
  gsize n = 0;

  *p++ = '"';
  for (; n < length && !pgs_json_text_needs_care ((guchar) text[n]); n++)
    p[n] = text[n];
  if (G_LIKELY (n == length))
    p += length;
  else
    {
      commit (self, p);
      pgs_json_text_append (self->out, text, n);
      p = make_room (self, 1);
    }
  *p++ = '"';
  return p;
}

/**
 * pgs_json_writer_key:
 * @self: a writer in an object
 * @key: the name of the value that follows
 */
void
pgs_json_writer_key (PgsJsonWriter *self,
                     const char    *key)
{
  gsize length = strlen (key);
  char *p = make_room (self, length + 4);

  g_assert (self->depth > 0 && self->closing[self->depth] == '}' && !self->has_key);
  p = put_quoted (self, put_separator (self, p), key, length);
  *p++ = ':';
  *p++ = ' ';
  commit (self, p);
  self->has_key = TRUE;
}

/**
 * pgs_json_writer_string:
 * @self: a writer
 * @value: (nullable): any bytes
 *
 * Writes a string, null for %NULL. What is not UTF-8 becomes U+FFFD as in pgs_text_dup_utf8();
 * control characters are escaped, so that none reaches a terminal.
 */
void
pgs_json_writer_string (PgsJsonWriter *self,
                        const char    *value)
{
  gsize length;
  char *p;

  if (value == NULL)
    {
      pgs_json_writer_null (self);
      return;
    }
  length = strlen (value);
  p = before_value (self, make_room (self, length + 2));
  commit (self, after_value (self, put_quoted (self, p, value, length)));
}

/**
 * pgs_json_writer_uint:
 * @self: a writer
 * @value: a number; %PGS_UNKNOWN is written as null
 */
void
pgs_json_writer_uint (PgsJsonWriter *self,
                      guint64        value)
{
  char digits[20];
  gsize start = sizeof digits;

  if (value == PGS_UNKNOWN)
    {
      pgs_json_writer_null (self);
      return;
    }
  do
    {
      digits[--start] = (char) ('0' + value % 10);
      value /= 10;
    }
  while (value > 0);
  append_word (self, digits + start, sizeof digits - start);
}

/**
 * pgs_json_writer_int:
 * @self: a writer
 * @value: a number
 */
void
pgs_json_writer_int (PgsJsonWriter *self,
                     gint64         value)
{
  char digits[24];
  int length = g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, value);

  append_word (self, digits, (gsize) length);
}

/**
 * pgs_json_writer_double:
 * @self: a writer
 * @value: a number; null unless finite
 * @decimals: digits behind the point, at most 17
 */
void
pgs_json_writer_double (PgsJsonWriter *self,
                        double         value,
                        guint          decimals)
{
  char format[8];
  char digits[512]; /* the largest double has 309 digits before the point */

  if (!isfinite (value))
    {
      pgs_json_writer_null (self);
      return;
    }
  g_snprintf (format, sizeof format, "%%.%uf", MIN (decimals, MAX_DECIMALS));
  g_ascii_formatd (digits, sizeof digits, format, value);
  append_word (self, digits, strlen (digits));
}

/**
 * pgs_json_writer_address:
 * @self: a writer
 * @value: an address
 *
 * Writes "0x…": not every JSON reader has integers of 64 bits.
 */
void
pgs_json_writer_address (PgsJsonWriter *self,
                         guint64        value)
{
  char text[20];
  gsize start = sizeof text;

  text[--start] = '"';
  do
    {
      text[--start] = "0123456789abcdef"[value & 15];
      value >>= 4;
    }
  while (value > 0);
  text[--start] = 'x';
  text[--start] = '0';
  text[--start] = '"';
  append_word (self, text + start, sizeof text - start);
}

/**
 * pgs_json_format_time:
 * @time_us: µs since 1970
 *
 * Returns: (transfer full) (nullable): "2026-11-20T16:00:00.123456Z"; %NULL for 0 and for years that no
 *   clock says
 */
char *
pgs_json_format_time (gint64 time_us)
{
  g_autoptr (GDateTime) time = time_us > 0 ? g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC) : NULL;

  if (time == NULL)
    return NULL;
  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d.%06dZ",
                          g_date_time_get_year (time), g_date_time_get_month (time),
                          g_date_time_get_day_of_month (time), g_date_time_get_hour (time),
                          g_date_time_get_minute (time), g_date_time_get_second (time),
                          (int) (time_us % G_USEC_PER_SEC));
}

/**
 * pgs_json_writer_time:
 * @self: a writer
 * @time_us: µs since 1970
 *
 * Writes it as pgs_json_format_time() does, or null.
 */
void
pgs_json_writer_time (PgsJsonWriter *self,
                      gint64         time_us)
{
  g_autofree char *text = pgs_json_format_time (time_us);

  pgs_json_writer_string (self, text);
}

/**
 * pgs_json_writer_boolean:
 * @self: a writer
 * @value: a truth value
 */
void
pgs_json_writer_boolean (PgsJsonWriter *self,
                         gboolean       value)
{
  append_word (self, value ? "true" : "false", value ? 4 : 5);
}

/**
 * pgs_json_writer_null:
 * @self: a writer
 *
 * Writes null: not known, or not there.
 */
void
pgs_json_writer_null (PgsJsonWriter *self)
{
  append_word (self, "null", 4);
}

/**
 * pgs_json_writer_put_string:
 * @self: a writer, in an object
 * @key: any bytes
 * @value: (nullable): any bytes
 *
 * A key and a string, or null.
 */
void
pgs_json_writer_put_string (PgsJsonWriter *self,
                            const char    *key,
                            const char    *value)
{
  pgs_json_writer_key (self, key);
  pgs_json_writer_string (self, value);
}

/**
 * pgs_json_writer_put_uint:
 * @self: a writer, in an object
 * @key: any bytes
 * @value: a number; %PGS_UNKNOWN is written as null
 *
 * A key and a number.
 */
void
pgs_json_writer_put_uint (PgsJsonWriter *self,
                          const char    *key,
                          guint64        value)
{
  pgs_json_writer_key (self, key);
  pgs_json_writer_uint (self, value);
}
