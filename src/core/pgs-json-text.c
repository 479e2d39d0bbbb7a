/* pgs-json-text.c: any bytes as a string of JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-json-text.h"

#include "pgs-text.h"

#include <string.h>

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

/**
 * pgs_json_text_append:
 * @out: what to append to
 * @text: any bytes
 * @n_plain: how many of the first of them need no care
 *
 * Appends what stands for @text between the quotes of a string.
 */
void
pgs_json_text_append (GString    *out,
                      const char *text,
                      gsize       n_plain)
{
  gsize left = strlen (text);

  for (gsize n = n_plain; left > 0; n = 0)
    {
      while (n < left && !pgs_json_text_needs_care ((guchar) text[n]))
        n++;
      g_string_append_len (out, text, (gssize) n);
      if (n < left)
        n += append_character (out, text + n, left - n);
      text += n;
      left -= n;
    }
}
