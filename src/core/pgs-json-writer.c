/* pgs-json-writer.c: writing large JSON documents as a stream
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Two levels are broken into lines and everything deeper stays on one, so that a region is a line:
 * readable, good for grep and diff, and a third of the size of a line for each key.
 */
#include "config.h"

#include "pgs-json-writer.h"

#include "pgs-text.h"

#include <math.h>
#include <string.h>

#define MAX_DEPTH 32
#define DEFAULT_LINE_DEPTH 2
#define MAX_DECIMALS 17

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

static void
break_line (PgsJsonWriter *self)
{
  static const char blanks[] = "                                                                ";

  g_string_append_c (self->out, '\n');
  g_string_append_len (self->out, blanks, MIN (self->depth * 2, sizeof blanks - 1));
}

/* Writes what stands between the value or key before and the next one. */
static void
separate (PgsJsonWriter *self)
{
  if (self->depth == 0)
    return;
  if (!self->empty)
    g_string_append_c (self->out, ',');
  if (self->depth <= self->line_depth)
    break_line (self);
  else if (!self->empty)
    g_string_append_c (self->out, ' ');
  self->empty = FALSE;
}

static void
before_value (PgsJsonWriter *self)
{
  if (self->has_key)
    {
      self->has_key = FALSE;
      return;
    }
  g_assert (self->depth == 0 || self->closing[self->depth] == ']');
  separate (self);
}

static void
after_value (PgsJsonWriter *self)
{
  if (self->depth == 0)
    g_string_append_c (self->out, '\n');
}

static void
append_word (PgsJsonWriter *self,
             const char    *word,
             gsize          length)
{
  before_value (self);
  g_string_append_len (self->out, word, (gssize) length);
  after_value (self);
}

static void
begin (PgsJsonWriter *self,
       char           opening,
       char           closing)
{
  before_value (self);
  g_assert (self->depth < MAX_DEPTH);
  g_string_append_c (self->out, opening);
  self->closing[++self->depth] = closing;
  self->empty = TRUE;
}

static void
end (PgsJsonWriter *self,
     char           closing)
{
  gboolean broken = self->depth <= self->line_depth && !self->empty;

  g_assert (self->depth > 0 && self->closing[self->depth] == closing && !self->has_key);
  self->depth--;
  if (broken)
    break_line (self);
  g_string_append_c (self->out, closing);
  self->empty = FALSE;
  after_value (self);
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

static gboolean
needs_care (guchar c)
{
  return c < 0x20 || c >= 0x7f || c == '"' || c == '\\';
}

static void
append_escape (GString *out,
               guchar   c)
{
  switch (c)
    {
    case '"':
    case '\\':
      g_string_append_c (out, '\\');
      g_string_append_c (out, (char) c);
      break;
    case '\n':
      g_string_append (out, "\\n");
      break;
    case '\t':
      g_string_append (out, "\\t");
      break;
    default:
      g_string_append_printf (out, "\\u%04x", c);
    }
}

/* Appends one character that needs care, or what stands for a part that is not UTF-8. */
static gsize
append_character (GString    *out,
                  const char *text,
                  gsize       left)
{
  gboolean valid;
  gsize n = pgs_text_next (text, left, &valid);

  if (!valid)
    g_string_append (out, "\357\277\275");
  else if (n == 1)
    append_escape (out, (guchar) *text);
  else if (n == 2 && g_utf8_get_char (text) < 0xa0) /* C1 controls; a terminal obeys them */
    append_escape (out, (guchar) g_utf8_get_char (text));
  else
    g_string_append_len (out, text, (gssize) n);
  return n;
}

static void
append_quoted (GString    *out,
               const char *text)
{
  gsize left = strlen (text);

  g_string_append_c (out, '"');
  while (left > 0)
    {
      gsize n = 0;

      while (n < left && !needs_care ((guchar) text[n]))
        n++;
      g_string_append_len (out, text, (gssize) n);
      if (n < left)
        n += append_character (out, text + n, left - n);
      text += n;
      left -= n;
    }
  g_string_append_c (out, '"');
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
  g_assert (self->depth > 0 && self->closing[self->depth] == '}' && !self->has_key);
  separate (self);
  append_quoted (self->out, key);
  g_string_append_len (self->out, ": ", 2);
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
  if (value == NULL)
    {
      pgs_json_writer_null (self);
      return;
    }
  before_value (self);
  append_quoted (self->out, value);
  after_value (self);
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
