/* test-text.c: bytes from outside become safe to show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-text.h"

#include <string.h>

#define FFFD "\357\277\275"
#define MARK "\314\201" /* U+0301, an accent on the letter before */

typedef struct
{
  const char *bytes;
  const char *expected;
} Row;

static void
test_utf8 (void)
{
  /* The expected values are what Python's bytes.decode ("utf-8", "replace") gives. */
  const Row rows[] = {
    { "", "" },
    { "plain", "plain" },
    { "\n\033[1m", "\n\033[1m" },
    { "가상 메모리", "가상 메모리" },
    { "a\xff" "b", "a" FFFD "b" },
    { "\xc0\x80", FFFD FFFD },                 /* overlong */
    { "\xe0\x80\xaf", FFFD FFFD FFFD },
    { "\xed\xa0\x80", FFFD FFFD FFFD },        /* surrogate */
    { "\xf4\x90\x80\x80", FFFD FFFD FFFD FFFD }, /* above 10FFFF */
    { "\xf5\x80", FFFD FFFD },
    { "\xe1\x80\xe2\xf0\x91\x92\xf1\xbf" "A", FFFD FFFD FFFD FFFD "A" }, /* Unicode 3.9, table 3-11 */
    { "x\xe2\x82", "x" FFFD },                 /* cut off */
    { "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = pgs_text_dup_utf8 (rows[i].bytes, -1);

      g_assert_cmpstr (text, ==, rows[i].expected);
    }
}

static void
test_lengths (void)
{
  g_autofree char *cut = pgs_text_dup_utf8 ("ab\xe2\x82\xac", 4);
  g_autofree char *nul = pgs_text_dup_utf8 ("a\0b", 3);
  g_autofree char *empty = pgs_text_dup_display ("abc", 0);

  g_assert_cmpstr (cut, ==, "ab" FFFD);
  g_assert_cmpstr (nul, ==, "a" FFFD "b");
  g_assert_cmpstr (empty, ==, "");
  g_assert_null (pgs_text_dup_utf8 (NULL, -1));
  g_assert_null (pgs_text_dup_display (NULL, 5));
}

static void
test_display (void)
{
  const Row rows[] = {
    { "plain /usr/bin/x [heap]", "plain /usr/bin/x [heap]" },
    { "페이지 폴트 é ü 🦋", "페이지 폴트 é ü 🦋" },
    { "e\xcc\x81", "e\xcc\x81" }, /* a combining accent is seen */
    { "a\nb\tc\r", "a␊b␉c␍" },
    { "\033[31mred\x7f", "␛[31mred␡" },
    { "\xc2\x9b" "31m", FFFD "31m" },               /* C1: a control sequence in one character */
    { "\xff", FFFD },
    { "a\xe2\x80\xae" "b", "a" FFFD "b" },          /* right-to-left override */
    { "a\xe2\x81\xa6" "b", "a" FFFD "b" },          /* isolate */
    { "a\xe2\x80\x8b\xef\xbb\xbf" "b", "a" FFFD FFFD "b" }, /* zero width */
    { "a\xe2\x80\xa8" "b", "a" FFFD "b" },          /* line separator */
    { "a\xc2\xa0" "b\xe3\x80\x80", "a␣b␣" },        /* spaces that are not a space */
    { "\xe3\x85\xa4", FFFD },                       /* Hangul filler */
    { "\xf3\xa0\x81\x81", FFFD },                   /* tag */
    { "\xef\xb8\x8f", FFFD },                       /* variation selector */
    { "a" MARK MARK MARK MARK "b" MARK, "a" MARK MARK MARK MARK "b" MARK },
    { "a" MARK MARK MARK MARK MARK MARK "b", "a" MARK MARK MARK MARK FFFD FFFD "b" },
    { "a" MARK MARK "\xe2\x83\x9d" MARK MARK, "a" MARK MARK "\xe2\x83\x9d" MARK FFFD }, /* enclosing circle */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = pgs_text_dup_display (rows[i].bytes, -1);

      g_assert_cmpstr (text, ==, rows[i].expected);
    }
}

static void
test_terminal (void)
{
  const Row rows[] = {
    { "", "" },
    { "a,b\r\nc\r\n", "a,b\r\nc\r\n" },
    { "{\n  \"x\": 1\n}\n", "{\n  \"x\": 1\n}\n" },
    { "1\302\240234 \342\200\223\n", "1\302\240234 \342\200\223\n" }, /* no-break space, dash */
    { "\"\033]0;title\007\033[31m\"\r\n", "\"␛]0;title␇␛[31m\"\r\n" },
    { "over\rwritten\b\t\177\n", "over␍written␈␉␡\n" },
    { "\302\233" "31m \377\n", FFFD "31m " FFFD "\n" },
    { "\342\200\256" "gnp.exe\342\200\250\n", FFFD "gnp.exe" FFFD "\n" },
    { "a" MARK MARK MARK MARK MARK "\n", "a" MARK MARK MARK MARK FFFD "\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = pgs_text_dup_terminal (rows[i].bytes, strlen (rows[i].bytes));

      g_assert_cmpstr (text, ==, rows[i].expected);
    }
}

/* Whatever the bytes are, the result is valid and has nothing that a terminal obeys. */
static void
test_random_bytes (void)
{
  for (guint round = 0; round < 20000; round++)
    {
      char bytes[24];
      gsize length = (gsize) g_test_rand_int_range (0, sizeof bytes);
      g_autofree char *utf8 = NULL;
      g_autofree char *display = NULL;

      for (gsize i = 0; i < length; i++)
        bytes[i] = (char) (g_test_rand_bit () ? g_test_rand_int_range (0x80, 0x100)
                                              : g_test_rand_int_range (0, 0x100));
      utf8 = pgs_text_dup_utf8 (bytes, (gssize) length);
      display = pgs_text_dup_display (bytes, (gssize) length);
      g_assert_true (g_utf8_validate (utf8, -1, NULL));
      g_assert_true (g_utf8_validate (display, -1, NULL));
      if (g_utf8_validate (bytes, (gssize) length, NULL))
        g_assert_cmpmem (utf8, strlen (utf8), bytes, length);
      for (const char *p = display; *p != '\0'; p = g_utf8_next_char (p))
        g_assert_false (g_unichar_iscntrl (g_utf8_get_char (p)));
      g_assert_cmpint (g_utf8_strlen (display, -1), ==, g_utf8_strlen (utf8, -1));
    }
}

static void
test_unbroken (void)
{
  static const char * const texts[][2] = {
    { "", "" },
    { " 1", " 1" },
    { "Swap 0 B", "Swap 0\302\240B" },
    { "4.3 MiB  ·  Swap 12 KiB", "4.3\302\240MiB  ·  Swap 12\302\240KiB" },
    { "3 pages came", "3\302\240pages came" },
    { "3 ", "3\302\240" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = pgs_text_dup_unbroken (texts[i][0]);

      g_assert_cmpstr (text, ==, texts[i][1]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/text/utf8", test_utf8);
  g_test_add_func ("/core/text/lengths", test_lengths);
  g_test_add_func ("/core/text/display", test_display);
  g_test_add_func ("/core/text/terminal", test_terminal);
  g_test_add_func ("/core/text/random-bytes", test_random_bytes);
  g_test_add_func ("/core/text/unbroken", test_unbroken);
  return g_test_run ();
}
