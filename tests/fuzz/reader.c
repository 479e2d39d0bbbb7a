/* reader.c: a strict and fast reader of JSON, which shares nothing with the writers under test
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * json-glib takes a millisecond for a snapshot of four regions, this takes a hundredth of it: that is the
 * difference between a thousand and ten thousand inputs a second. Source: RFC 8259.
 */
#include "reader.h"

#include <string.h>

#define MAX_NUMBER 400 /* bytes; the longest that a double can have */

/**
 * fuzz_reader_init:
 * @self: (out): a reader at the start of @document
 * @document: what to read; nothing in it is obeyed by a terminal
 */
void
fuzz_reader_init (FuzzReader    *self,
                  const GString *document)
{
  self->at = document->str;
  self->end = document->str + document->len;
  self->fresh = FALSE;
  g_assert_true (g_utf8_validate (document->str, (gssize) document->len, NULL));
  for (const char *p = self->at; p < self->end; p++)
    {
      const guchar c = (guchar) *p;

      g_assert_true (c >= 0x20 || c == '\n');
      g_assert_true (c != 0x7f && (c != 0xc2 || (guchar) p[1] >= 0xa0));
    }
}

static char
peek (FuzzReader *self)
{
  while (self->at < self->end && (*self->at == ' ' || *self->at == '\n'))
    self->at++;
  return self->at < self->end ? *self->at : '\0';
}

static void
expect (FuzzReader *self,
        char        c)
{
  g_assert_cmpint (peek (self), ==, c);
  self->at++;
}

/**
 * fuzz_reader_enter:
 * @self: a reader before an object or array
 * @opening: which, '{' or '['
 */
void
fuzz_reader_enter (FuzzReader *self,
                   char        opening)
{
  expect (self, opening);
  self->fresh = TRUE;
}

/**
 * fuzz_reader_next:
 * @self: a reader in an object or array, before a comma or its end
 * @closing: that end, '}' or ']'
 *
 * Returns: whether there is one more member; if not, the container was left
 */
gboolean
fuzz_reader_next (FuzzReader *self,
                  char        closing)
{
  const gboolean fresh = self->fresh;

  self->fresh = FALSE;
  if (peek (self) == closing)
    {
      self->at++;
      return FALSE;
    }
  if (!fresh)
    expect (self, ',');
  return TRUE;
}

static gunichar
read_hex (FuzzReader *self)
{
  gunichar c = 0;

  for (guint i = 0; i < 4; i++)
    {
      g_assert_true (self->at < self->end && g_ascii_isxdigit (*self->at));
      c = c << 4 | (gunichar) g_ascii_xdigit_value (*self->at++);
    }
  return c;
}

static void
read_escape (FuzzReader *self,
             GString    *text)
{
  static const char from[] = "\"\\/bfnrt";
  static const char to[] = "\"\\/\b\f\n\r\t";
  const char *found;
  gunichar c;

  g_assert_true (self->at < self->end);
  found = strchr (from, *self->at);
  if (found != NULL && *found != '\0')
    {
      g_string_append_c (text, to[found - from]);
      self->at++;
      return;
    }
  g_assert_cmpint (*self->at, ==, 'u');
  self->at++;
  c = read_hex (self);
  g_assert_true (c != 0 && !(c >= 0xd800 && c <= 0xdfff)); /* ours need no pairs */
  g_string_append_unichar (text, c);
}

/**
 * fuzz_reader_string:
 * @self: a reader before a string or null
 * @text: (inout): becomes what the string says
 *
 * Returns: %FALSE if it was null
 */
gboolean
fuzz_reader_string (FuzzReader *self,
                    GString    *text)
{
  g_string_truncate (text, 0);
  if (peek (self) == 'n')
    {
      fuzz_reader_skip (self);
      return FALSE;
    }
  expect (self, '"');
  for (;;)
    {
      const char *start = self->at;

      while (self->at < self->end && *self->at != '"' && *self->at != '\\' && *self->at != '\n')
        self->at++;
      g_string_append_len (text, start, self->at - start);
      g_assert_true (self->at < self->end && *self->at != '\n');
      if (*self->at++ == '"')
        return TRUE;
      read_escape (self, text);
    }
}

/**
 * fuzz_reader_key:
 * @self: a reader in an object, after fuzz_reader_next()
 * @key: (inout): becomes the key
 */
void
fuzz_reader_key (FuzzReader *self,
                 GString    *key)
{
  g_assert_true (fuzz_reader_string (self, key));
  expect (self, ':');
}

static void
skip_digits (FuzzReader *self)
{
  g_assert_true (self->at < self->end && g_ascii_isdigit (*self->at));
  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
}

/* RFC 8259, 6. Returns whether it is an integer. */
static gboolean
skip_number (FuzzReader *self)
{
  const char *start = self->at;

  if (*self->at == '-')
    self->at++;
  if (self->at < self->end && *self->at == '0')
    self->at++;
  else
    skip_digits (self);
  g_assert_cmpint (self->at - start, <, MAX_NUMBER);
  if (self->at == self->end || *self->at != '.')
    return TRUE;
  self->at++;
  skip_digits (self);
  return FALSE;
}

/**
 * fuzz_reader_number:
 * @self: a reader before an integer or null
 * @number: (out): the integer; above %G_MAXINT64 its 64 bits, so that a cast to guint64 is exact
 *
 * Returns: %FALSE if it was null
 */
gboolean
fuzz_reader_number (FuzzReader *self,
                    gint64     *number)
{
  const char *start;

  *number = 0;
  if (peek (self) == 'n')
    {
      fuzz_reader_skip (self);
      return FALSE;
    }
  start = self->at;
  g_assert_true (self->at < self->end && skip_number (self));
  *number = *start == '-' ? g_ascii_strtoll (start, NULL, 10) : (gint64) g_ascii_strtoull (start, NULL, 10);
  return TRUE;
}

static void
skip_word (FuzzReader *self)
{
  static const char *const words[] = { "null", "true", "false" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (self->at, words[i]))
      {
        self->at += strlen (words[i]);
        return;
      }
  g_assert_not_reached ();
}

static void
skip_string (FuzzReader *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  fuzz_reader_string (self, text);
}

static void
skip_container (FuzzReader *self,
                char        opening)
{
  const char closing = opening == '{' ? '}' : ']';

  fuzz_reader_enter (self, opening);
  while (fuzz_reader_next (self, closing))
    {
      if (opening == '{')
        {
          skip_string (self);
          expect (self, ':');
        }
      fuzz_reader_skip (self);
    }
}

/**
 * fuzz_reader_skip:
 * @self: a reader before any value
 *
 * Reads it all the same, and so asserts that it is one.
 */
void
fuzz_reader_skip (FuzzReader *self)
{
  const char c = peek (self);

  if (c == '{' || c == '[')
    skip_container (self, c);
  else if (c == '"')
    skip_string (self);
  else if (c == '-' || g_ascii_isdigit (c))
    skip_number (self);
  else
    skip_word (self);
}

/**
 * fuzz_reader_finish:
 * @self: a reader behind the outermost value
 *
 * Asserts that nothing but the end of its line follows.
 */
void
fuzz_reader_finish (FuzzReader *self)
{
  g_assert_true (self->at + 1 == self->end && *self->at == '\n');
}
