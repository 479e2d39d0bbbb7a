/* pgs-proc-text.h: reading numbers out of the kernel's text, by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Inline and without locale or errno: sscanf takes six times as long for the same maps (270 against
 * 45 ns a mapping, measured side by side). A cursor never passes its end.
 */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/**
 * PgsCursor:
 * @at: the next byte
 * @end: first byte behind the text
 *
 * A position in a text that need not end in NUL.
 */
typedef struct
{
  const char *at;
  const char *end;
} PgsCursor;

/* Digits plus 1, so that 0 is none. One load a character: comparing costs twice as much. */
static const guint8 pgs_hex_digits[256] = {
  ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
  ['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
};

/* -1 where there is no digit. */
static inline int
pgs_cursor_hex_digit (char c)
{
  return (int) pgs_hex_digits[(guint8) c] - 1;
}

/* Eight digits, the first one in the lowest byte: each byte's digit, then neighbours put together. */
static inline gboolean
pgs_text_hex_word (guint64  bytes,
                   guint64 *value)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);
  const guint64 letters = bytes >> 6 & ones; /* 1 for "a", as 0x61 has bit 6 and 0x30 has not */
  guint64 digits = (bytes & ones * 0x0f) + letters * 9;

  if (digits + ones * '0' + letters * ('a' - '0' - 10) != bytes || (digits & ones * 0xf0) != 0 ||
      ((digits + ones * 6) & ones * 16) != letters << 4) /* a letter if and only if above 9 */
    return FALSE;
  digits = (digits << 4 | digits >> 8) & G_GUINT64_CONSTANT (0x00ff00ff00ff00ff);
  digits = (digits << 8 | digits >> 16) & G_GUINT64_CONSTANT (0x0000ffff0000ffff);
  *value = (digits << 16 | digits >> 32) & G_MAXUINT32;
  return TRUE;
}

static inline guint64
pgs_text_load (const char *text)
{
  guint64 bytes;

  memcpy (&bytes, text, sizeof bytes);
  return GUINT64_FROM_LE (bytes);
}

/**
 * pgs_text_hex8:
 * @text: 8 bytes
 * @value: (out): the number
 *
 * Reads eight digits at once.
 *
 * Returns: %FALSE unless all are digits of lower-case hexadecimal
 */
static inline gboolean
pgs_text_hex8 (const char *text,
               guint64    *value)
{
  return pgs_text_hex_word (pgs_text_load (text), value);
}

/**
 * pgs_text_hex16:
 * @text: 16 bytes
 * @delimiter: what ends the number
 * @value: (out): the number
 *
 * Reads 8 to 15 digits at once, whatever their number.
 *
 * Returns: how many digits there are in front of @delimiter; 0 if fewer or more, or anything else is there
 */
static inline gsize
pgs_text_hex16 (const char *text,
                char        delimiter,
                guint64    *value)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);
  guint64 bytes = pgs_text_load (text + 8);
  guint64 differing = bytes ^ ones * (guint8) delimiter;
  guint64 high, low;
  guint n_bits;

  differing = (differing - ones) & ~differing & ones * 0x80; /* the lowest bit is right, others need not be */
  if (differing == 0 || !pgs_text_hex8 (text, &high))
    return 0;
  n_bits = (guint) __builtin_ctzll (differing) / 8 * 8;
  bytes = n_bits == 0 ? ones * '0' : bytes << (64 - n_bits) | ones * '0' >> n_bits;
  if (!pgs_text_hex_word (bytes, &low))
    return 0;
  *value = high << n_bits / 2 | low;
  return 8 + n_bits / 8;
}

/**
 * pgs_text_decimal8:
 * @text: 8 bytes
 * @value: (out): the number
 *
 * Reads a decimal number of up to eight digits, padded with spaces on the left, at once.
 *
 * Returns: %FALSE if anything else is there
 */
static inline gboolean
pgs_text_decimal8 (const char *text,
                   guint64    *value)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);
  const guint64 halves = G_GUINT64_CONSTANT (0x000000ff000000ff);
  const guint64 bytes = pgs_text_load (text);
  const guint64 is_digit = bytes >> 4 & ones; /* 1 for digits, as 0x30 has bit 4 and a space has not */
  guint64 digits = bytes & ones * 0x0f;

  if (ones * ' ' + is_digit * 0x10 + digits != bytes || (digits & ~(is_digit * 0x0f)) != 0 ||
      ((digits + ones * 6) & ones * 0x10) != 0 ||
      (is_digit & ~(is_digit >> 8)) != G_GUINT64_CONSTANT (1) << 56) /* no space behind a digit */
    return FALSE;
  digits = digits * 10 + (digits >> 8); /* pairs, in every second byte */
  *value = ((digits & halves) * G_GUINT64_CONSTANT (0x000f424000000064) +
            (digits >> 16 & halves) * G_GUINT64_CONSTANT (0x0000271000000001)) >> 32;
  return TRUE;
}

/**
 * pgs_cursor_over_lines:
 * @text: (array length=length): a text, of which the kernel may have told only a part
 * @length: bytes
 *
 * Returns: a cursor at its beginning that ends behind its last newline, so that all lines in front of it are whole
 */
static inline PgsCursor
pgs_cursor_over_lines (const char *text,
                       gsize       length)
{
  while (length > 0 && text[length - 1] != '\n')
    length--;
  return (PgsCursor) { text, text + length };
}

/**
 * pgs_cursor_hex:
 * @self: a cursor
 * @value: (out): the number
 *
 * Reads a number in lower-case hexadecimal, as the kernel writes it.
 *
 * Returns: %FALSE if there is no digit, or more than fit into 64 bits
 */
static inline gboolean
pgs_cursor_hex (PgsCursor *self,
                guint64   *value)
{
  guint64 result = 0;
  guint64 lost = 0;
  const char *at = self->at;
  int digit;

  if (self->end - at >= 8 && pgs_text_hex8 (at, &result))
    at += 8;
  for (; at < self->end && (digit = pgs_cursor_hex_digit (*at)) >= 0; at++)
    {
      lost |= result >> 60;
      result = result << 4 | (guint64) digit;
    }
  *value = result;
  if (lost != 0 || at == self->at)
    return FALSE;
  self->at = at;
  return TRUE;
}

/**
 * pgs_cursor_decimal:
 * @self: a cursor
 * @value: (out): the number
 *
 * Reads an unsigned decimal number.
 *
 * Returns: %FALSE if there is no digit, or more than fit into 64 bits
 */
static inline gboolean
pgs_cursor_decimal (PgsCursor *self,
                    guint64   *value)
{
  guint64 result = 0;
  const char *begin = self->at;

  while (self->at < self->end && *self->at >= '0' && *self->at <= '9')
    {
      guint64 digit = (guint64) (*self->at - '0');

      if (result > (G_MAXUINT64 - digit) / 10)
        return FALSE;
      result = result * 10 + digit;
      self->at++;
    }
  *value = result;
  return self->at > begin;
}

/**
 * pgs_cursor_signed:
 * @self: a cursor
 * @value: (out): the number
 *
 * Reads a decimal number that may be negative.
 *
 * Returns: %FALSE if there is none, or it does not fit into 64 bits
 */
static inline gboolean
pgs_cursor_signed (PgsCursor *self,
                   gint64    *value)
{
  guint64 magnitude;
  gboolean negative = self->at < self->end && *self->at == '-';

  if (negative)
    self->at++;
  if (!pgs_cursor_decimal (self, &magnitude) || magnitude > G_MAXINT64)
    return FALSE;
  *value = negative ? -(gint64) magnitude : (gint64) magnitude;
  return TRUE;
}

/**
 * pgs_cursor_skip:
 * @self: a cursor
 * @c: the byte that must be next
 *
 * Returns: %FALSE, and nothing moved, if another one is
 */
static inline gboolean
pgs_cursor_skip (PgsCursor *self,
                 char       c)
{
  if (self->at >= self->end || *self->at != c)
    return FALSE;
  self->at++;
  return TRUE;
}

/**
 * pgs_cursor_hex_until:
 * @self: a cursor
 * @delimiter: no digit
 * @value: (out): the number
 *
 * Reads a number as pgs_cursor_hex(), and @delimiter behind it: faster where it has eight digits or more.
 *
 * Returns: %FALSE if there is no such number, or something else behind it
 */
static inline gboolean
pgs_cursor_hex_until (PgsCursor *self,
                      char       delimiter,
                      guint64   *value)
{
  const gsize n_digits = self->end - self->at >= 16 ? pgs_text_hex16 (self->at, delimiter, value) : 0;

  if (n_digits > 0)
    self->at += n_digits + 1;
  return n_digits > 0 || (pgs_cursor_hex (self, value) && pgs_cursor_skip (self, delimiter));
}

/* Skips any number of blanks: the kernel pads with spaces in maps and tabs in status. */
static inline void
pgs_cursor_blanks (PgsCursor *self)
{
  while (self->at < self->end && (*self->at == ' ' || *self->at == '\t'))
    self->at++;
}

G_END_DECLS
