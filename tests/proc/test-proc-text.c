/* test-proc-text.c: digits read at once are what they are one by one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-proc-text.h"

#include <string.h>

/* Slowly: only these characters, and what strtoull makes of them. */
static gboolean
read_hex (const char *text,
          guint64    *value)
{
  *value = g_ascii_strtoull (text, NULL, 16);
  return strspn (text, "0123456789abcdef") == 8;
}

static gboolean
read_decimal (const char *text,
              guint64    *value)
{
  gsize n_blanks = strspn (text, " ");

  *value = g_ascii_strtoull (text, NULL, 10);
  return n_blanks < 8 && strspn (text + n_blanks, "0123456789") == 8 - n_blanks;
}

static void
check (const char *text)
{
  guint64 expected = 0, value = 0;
  gboolean ok;

  ok = strlen (text) == 8 && read_hex (text, &expected);
  g_assert_cmpint (pgs_text_hex8 (text, &value), ==, ok);
  if (ok)
    g_assert_cmpuint (value, ==, expected);
  ok = strlen (text) == 8 && read_decimal (text, &expected);
  g_assert_cmpint (pgs_text_decimal8 (text, &value), ==, ok);
  if (ok)
    g_assert_cmpuint (value, ==, expected);
}

/* Any byte in any place of any of these. */
static void
test_bytes (void)
{
  static const char *const texts[] = {
    "00000000", "12345678", "99999999", "7fffdead", "ffffffff", "       0",
    "      42", " 1234567", "        ", "abcdef09", "99      ", "1 234567",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint place = 0; place < 8; place++)
      for (guint byte = 0; byte < 256; byte++)
        {
          char text[9];

          memcpy (text, texts[i], sizeof text);
          text[place] = (char) byte;
          check (text);
        }
}

/* Two neighbours of which one could carry into the other. */
static void
test_neighbours (void)
{
  char text[] = "12345678";

  for (guint place = 0; place < 7; place++)
    for (guint pair = 0; pair < 65536; pair++)
      {
        text[place] = (char) (pair & 255);
        text[place + 1] = (char) (pair >> 8);
        check (text);
        memcpy (text, "12345678", sizeof text);
      }
}

static void
test_random (void)
{
  static const char digits[] = "0123456789abcdef 0123456789:/`gA\x80\xff";
  char text[9] = "";

  for (guint i = 0; i < 200000; i++)
    {
      for (guint k = 0; k < 8; k++)
        text[k] = digits[g_test_rand_int_range (0, sizeof digits - 1)];
      check (text);
    }
}

/* One after the other: 8 to 15 digits and what ends them. */
static gsize
read_hex16 (const char *text,
            char        delimiter,
            guint64    *value)
{
  gsize n = 0;

  *value = 0;
  for (; n < 16 && g_ascii_isxdigit (text[n]) && !g_ascii_isupper (text[n]); n++)
    *value = *value << 4 | (guint64) g_ascii_xdigit_value (text[n]);
  return n >= 8 && n < 16 && text[n] == delimiter ? n : 0;
}

static void
check16 (const char *text)
{
  static const char delimiters[] = "- :";

  for (guint i = 0; i < strlen (delimiters); i++)
    {
      guint64 expected, value = 0;
      const gsize n = read_hex16 (text, delimiters[i], &expected);

      g_assert_cmpuint (pgs_text_hex16 (text, delimiters[i], &value), ==, n);
      if (n > 0)
        g_assert_cmpuint (value, ==, expected);
    }
}

/* Any byte in any place, and random ones: a number of any length. */
static void
test_long (void)
{
  static const char *const texts[] = {
    "7ffe12345000-7ff", "00000000 00:00 0", "ffffffffff600000", "80000000000000-8", "123456789abcdef-",
    "55d0c0ffe000-   ", "                ", "----------------", "12345678-2345678",
  };
  static const char characters[] = "0123456789abcdef0123456789abcdef- :-\n";
  char text[17] = "";

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint place = 0; place < 16; place++)
      for (guint byte = 0; byte < 256; byte++)
        {
          memcpy (text, texts[i], sizeof text);
          text[place] = (char) byte;
          check16 (text);
        }
  for (guint i = 0; i < 200000; i++)
    {
      for (guint k = 0; k < 16; k++)
        text[k] = characters[g_test_rand_int_range (0, sizeof characters - 1)];
      check16 (text);
    }
}

/* A number with what ends it is the same, read at once or not. */
static void
test_delimited (void)
{
  static const struct { const char *text; gboolean ok; guint64 value; gsize n_read; } cases[] = {
    { "7ffe-", TRUE, 0x7ffe, 5 },
    { "7ffe12345000-7ffe12346000", TRUE, G_GUINT64_CONSTANT (0x7ffe12345000), 13 },
    { "7ffe12345000-", TRUE, G_GUINT64_CONSTANT (0x7ffe12345000), 13 },
    { "12345678-        ", TRUE, 0x12345678, 9 },
    { "ffffffffff600000-ffffffffff601000", TRUE, G_GUINT64_CONSTANT (0xffffffffff600000), 17 },
    { "00007ffe12345000-ffffffffff601000", TRUE, G_GUINT64_CONSTANT (0x7ffe12345000), 17 },
    { "1ffffffffff600000-fffffffffff601000", FALSE, 0, 0 },
    { "7ffe12345000 7ffe12346000", FALSE, 0, 0 },
    { "7ffe12345000", FALSE, 0, 0 },
    { "-7ffe12345000-78", FALSE, 0, 0 },
    { "", FALSE, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const gsize length = strlen (cases[i].text);
      g_autofree char *copy = g_memdup2 (cases[i].text, MAX (length, 1)); /* no NUL behind it */
      PgsCursor cursor = { copy, copy + length };
      guint64 value;

      g_assert_cmpint (pgs_cursor_hex_until (&cursor, '-', &value), ==, cases[i].ok);
      if (!cases[i].ok)
        continue;
      g_assert_cmpuint (cursor.at - copy, ==, cases[i].n_read);
      g_assert_cmpuint (value, ==, cases[i].value);
    }
}

/* A cursor reads the same whether eight bytes are left or fewer. */
static void
test_cursor (void)
{
  static const struct { const char *text; gboolean ok; guint64 value; gsize n_read; } cases[] = {
    { "7ffe", TRUE, 0x7ffe, 4 },
    { "7ffe12345000-", TRUE, G_GUINT64_CONSTANT (0x7ffe12345000), 12 },
    { "00000000", TRUE, 0, 8 },
    { "00000000000000001", TRUE, 1, 17 },
    { "ffffffffffffffff ", TRUE, G_MAXUINT64, 16 },
    { "ffffffffffffffff0", FALSE, 0, 0 },
    { "100000000000000000", FALSE, 0, 0 },
    { "xyz", FALSE, 0, 0 },
    { "", FALSE, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = strlen (cases[i].text);
      g_autofree char *copy = g_memdup2 (cases[i].text, MAX (length, 1)); /* no NUL behind it */
      PgsCursor cursor = { copy, copy + length };
      guint64 value;

      g_assert_cmpint (pgs_cursor_hex (&cursor, &value), ==, cases[i].ok);
      g_assert_cmpuint (cursor.at - copy, ==, cases[i].n_read);
      if (cases[i].ok)
        g_assert_cmpuint (value, ==, cases[i].value);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proc/proc-text/bytes", test_bytes);
  g_test_add_func ("/proc/proc-text/neighbours", test_neighbours);
  g_test_add_func ("/proc/proc-text/random", test_random);
  g_test_add_func ("/proc/proc-text/long", test_long);
  g_test_add_func ("/proc/proc-text/delimited", test_delimited);
  g_test_add_func ("/proc/proc-text/cursor", test_cursor);
  return g_test_run ();
}
