/* pgs-text.c: making bytes from outside safe to show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-text.h"

#include <string.h>

#define REPLACEMENT 0xfffd

/**
 * pgs_text_dup_utf8:
 * @bytes: (nullable) (array length=length): any bytes, such as a file's name
 * @length: how many; -1 if they end in NUL
 *
 * Returns: (transfer full) (nullable): valid UTF-8 in which each maximal part that was not, and
 *   each NUL, is U+FFFD; everything else is unchanged, control characters too. %NULL for %NULL
 */
char *
pgs_text_dup_utf8 (const char *bytes,
                   gssize      length)
{
  return bytes != NULL ? g_utf8_make_valid (bytes, length) : NULL;
}

/* The character is not seen, or changes how its neighbours are seen: controls, line and paragraph
 * separators, bidirectional overrides and isolates, zero-width characters, tags, variation
 * selectors; private ones have no shape that could be known. */
static gboolean
is_invisible (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
      return TRUE;
    case G_UNICODE_SPACE_SEPARATOR:
      return c != ' ';
    default:
      /* The fillers that are letters or marks by type and empty to the eye. */
      return c == 0x034f || c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5
             || c == 0x2800 || c == 0x3164 || c == 0xffa0 || (c >= 0x180b && c <= 0x180f)
             || (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
    }
}

/* C0 controls and DEL have pictures of their own: ␊ for a newline. */
static gunichar
substitute (gunichar c)
{
  if (c < 0x20)
    return 0x2400 + c;
  if (c == 0x7f)
    return 0x2421;
  return g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR ? 0x2423 : REPLACEMENT;
}

static gboolean
is_plain (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if ((guchar) *p < 0x20 || (guchar) *p >= 0x7f)
      return FALSE;
  return TRUE;
}

/**
 * pgs_text_dup_display:
 * @bytes: (nullable) (array length=length): any bytes, such as a file's name
 * @length: how many; -1 if they end in NUL
 *
 * Makes bytes fit to be shown on one line of a terminal or a window: besides what
 * pgs_text_dup_utf8() does, control characters become their pictures (␊), unusual spaces ␣, and
 * what is invisible or reorders its neighbours U+FFFD. So no escape sequence gets through and two
 * names that differ never look empty. Not reversible.
 *
 * Returns: (transfer full) (nullable): valid UTF-8 of one line; %NULL for %NULL
 */
char *
pgs_text_dup_display (const char *bytes,
                      gssize      length)
{
  char *valid = pgs_text_dup_utf8 (bytes, length);
  GString *text;

  if (valid == NULL || is_plain (valid))
    return valid;
  text = g_string_sized_new (strlen (valid) + 8);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (text, is_invisible (c) ? substitute (c) : c);
    }
  g_free (valid);
  return g_string_free (text, FALSE);
}
