/* test-output-text.c: what programs write to terminals
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-output-text.h"

#include <string.h>

typedef struct
{
  const char *bytes;
  const char *text;
} Case;

static const Case cases[] = {
  { "", "" },
  { "one\r\ntwo\tthree\n", "one\r\ntwo\tthree\n" },
  { "10 %\r20 %\r\x1b[K100 %", "10 %\r20 %\r\f100 %" },
  { "a\x1b[0Kb\x1b[2Kc\x1b[1Kd", "a\fb\r\fcd" },
  { "\x1b[1;31mred\x1b[0m \x1b[38;5;10mgreen\x1b[m", "red green" },
  { "\x1b]0;a title\x07" "after", "after" },
  { "\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\.", "link." },
  { "\x1bP+q544e\x1b\\after", "after" },
  { "\x1b(B\x1b)0\x1b=\x1b>\x1b" "7\x1b#8x", "x" },
  { "\x1b[?25l\x1b[2J\x1b[H\x1b[10;20Hx\x1b[?1049h", "x" },
  { "bell\x07 nul \x7f rub\bb", "bell nul  rub\bb" },
  { "\x1b]never ends\nbut the next line is shown", "\nbut the next line is shown" },
  { "\x1b[3\x18kept", "kept" },
  { "\x1b[12\x1b[31mred", "red" },
  { "가나다 한글\n", "가나다 한글\n" },
  { "\xea\xb0\x41", "\xef\xbf\xbd" "A" },
  { "\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd" },
  { "page\fbreak", "page\nbreak" },
};

static char *
push_pieces (const char *bytes,
             gsize       length,
             gsize       piece)
{
  g_autoptr (PgsOutputText) output = pgs_output_text_new ();
  GString *out = g_string_new (NULL);

  for (gsize at = 0; at < length; at += piece)
    pgs_output_text_push (output, bytes + at, MIN (piece, length - at), out);
  return g_string_free (out, FALSE);
}

/* However they are parted: Korean letters and sequences in the middle, too. */
static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize piece = 1; piece <= strlen (cases[i].bytes) + 1; piece++)
      {
        g_autofree char *text = push_pieces (cases[i].bytes, strlen (cases[i].bytes), piece);

        g_assert_cmpstr (text, ==, cases[i].text);
      }
}

static void
test_open_character (void)
{
  g_autoptr (PgsOutputText) output = pgs_output_text_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  pgs_output_text_push (output, "a\xea\xb0", 3, out);
  g_assert_cmpstr (out->str, ==, "a");
  pgs_output_text_push (output, "\x80", 1, out);
  g_assert_cmpstr (out->str, ==, "a가");
}

/* Nothing can hide for ever what follows it. */
static void
test_endless_string (void)
{
  g_autofree char *string = g_strnfill (10000, 'x');
  g_autofree char *bytes = g_strconcat ("\x1b]", string, "end", NULL);
  g_autofree char *text = push_pieces (bytes, strlen (bytes), 100);

  g_assert_true (g_str_has_suffix (text, "xend"));
  g_assert_cmpuint (strlen (text), <, 10000);
}

static void
test_random (void)
{
  static const char letters[] = "\x1b\x1b[]PK02;mh\\\x07\n\r\b\ta\xea\xb0\x80\xff\x18";

  for (guint round = 0; round < 2000; round++)
    {
      char bytes[64];
      g_autofree char *whole = NULL;
      g_autofree char *parted = NULL;

      for (gsize i = 0; i < sizeof bytes; i++)
        bytes[i] = letters[g_test_rand_int_range (0, sizeof letters - 1)];
      whole = push_pieces (bytes, sizeof bytes, sizeof bytes);
      parted = push_pieces (bytes, sizeof bytes, (gsize) g_test_rand_int_range (1, 9));
      g_assert_cmpstr (whole, ==, parted);
      g_assert_true (g_utf8_validate (whole, -1, NULL));
      for (const char *p = whole; *p != '\0'; p++)
        g_assert_true ((guchar) *p >= ' ' || strchr ("\n\r\b\t\f", *p) != NULL);
      g_assert_null (strchr (whole, 0x7f));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/output-text/cases", test_cases);
  g_test_add_func ("/core/output-text/open-character", test_open_character);
  g_test_add_func ("/core/output-text/endless-string", test_endless_string);
  g_test_add_func ("/core/output-text/random", test_random);
  return g_test_run ();
}
