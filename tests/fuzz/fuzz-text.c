/* fuzz-text.c: any bytes made fit to be shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <string.h>

#include "pgs-text.h"

/* How many U+FFFD stand for what is not UTF-8: one for each maximal subpart. */
static void
check_steps (const char *bytes,
             gsize       length)
{
  for (gsize at = 0; at < length;)
    {
      gboolean valid;
      const gsize n = pgs_text_next (bytes + at, length - at, &valid);
      const gunichar c = g_utf8_get_char_validated (bytes + at, (gssize) (length - at));

      g_assert_cmpuint (n, >=, 1);
      g_assert_cmpuint (n, <=, length - at);
      if (bytes[at] != '\0') /* GLib calls a NUL invalid */
        g_assert_cmpint (valid, ==, c != (gunichar) -1 && c != (gunichar) -2);
      if (valid && bytes[at] != '\0')
        g_assert_cmpuint (n, ==, g_unichar_to_utf8 (c, NULL));
      at += n;
    }
}

static void
check_display (const char *utf8,
               const char *display)
{
  const char *p = utf8;

  fuzz_assert_shown (display);
  g_assert_cmpint (g_utf8_strlen (display, -1), ==, g_utf8_strlen (utf8, -1));
  /* letters, digits and signs stay what they are */
  for (const char *q = display; *q != '\0'; p = g_utf8_next_char (p), q = g_utf8_next_char (q))
    if (g_unichar_isgraph (g_utf8_get_char (q)) && g_unichar_isalnum (g_utf8_get_char (p))
        && !g_unichar_iszerowidth (g_utf8_get_char (p)) && g_utf8_get_char (q) != 0xfffd)
      g_assert_cmpuint (g_utf8_get_char (p), ==, g_utf8_get_char (q));
}

/* What a terminal gets has the lines of what was to be written, and nothing that is obeyed. */
static void
check_terminal (const char *utf8)
{
  g_autofree char *text = pgs_text_dup_terminal (utf8, strlen (utf8));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_auto (GStrv) before = g_strsplit (utf8, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, g_strv_length (before));
  for (char **line = lines; *line != NULL; line++)
    {
      if (line[1] != NULL && g_str_has_suffix (*line, "\r"))
        line[0][strlen (*line) - 1] = '\0';
      fuzz_assert_shown (*line);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const char *bytes = (const char *) data;
  g_autofree char *utf8 = pgs_text_dup_utf8 (bytes, (gssize) size);
  g_autofree char *display = pgs_text_dup_display (bytes, (gssize) size);
  g_autofree char *again = pgs_text_dup_display (display, -1);
  g_autofree char *of_utf8 = pgs_text_dup_display (utf8, -1);

  check_steps (bytes, size);
  g_assert_true (g_utf8_validate (utf8, -1, NULL));
  if (g_utf8_validate (bytes, (gssize) size, NULL) && memchr (bytes, '\0', size) == NULL)
    g_assert_cmpmem (utf8, strlen (utf8), bytes, size);
  check_display (utf8, display);
  g_assert_cmpstr (again, ==, display);
  g_assert_cmpstr (of_utf8, ==, display);
  check_terminal (utf8);
  return 0;
}
