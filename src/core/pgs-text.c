/* pgs-text.c: making bytes from outside safe to show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-text.h"

#include <string.h>

#define REPLACEMENT 0xfffd
#define REPLACEMENT_UTF8 "\357\277\275"
#define MAX_MARKS 4 /* on one letter; Unicode Technical Standard 39, 5.4: no language needs more */

/* How long the character that starts with @lead is, and which bytes may come second; the others are
 * 80…BF. Source: The Unicode Standard, table 3-7. */
static gsize
sequence_length (guchar  lead,
                 guchar *second_low,
                 guchar *second_high)
{
  *second_low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  *second_high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (lead < 0x80)
    return 1;
  if (lead >= 0xc2 && lead <= 0xdf)
    return 2;
  if (lead >= 0xe0 && lead <= 0xef)
    return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/**
 * pgs_text_next:
 * @bytes: (array length=length): any bytes
 * @length: how many, at least 1
 * @valid: (out): whether they start with a character in UTF-8
 *
 * Returns: the bytes of that character; if there is none, those of the maximal subpart that one
 *   U+FFFD stands for (The Unicode Standard, 3.9: what Python and the WHATWG do)
 */
gsize
pgs_text_next (const char *bytes,
               gsize       length,
               gboolean   *valid)
{
  const guchar *p = (const guchar *) bytes;
  guchar low;
  guchar high;
  gsize wanted = sequence_length (p[0], &low, &high);
  gsize i;

  *valid = FALSE;
  if (wanted == 0)
    return 1;
  for (i = 1; i < wanted; i++)
    {
      if (i == length || p[i] < low || p[i] > high)
        return i;
      low = 0x80;
      high = 0xbf;
    }
  *valid = TRUE;
  return wanted;
}

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
  gsize left;
  GString *text;

  if (bytes == NULL)
    return NULL;
  left = length < 0 ? strlen (bytes) : (gsize) length;
  text = g_string_sized_new (left);
  while (left > 0)
    {
      gboolean valid;
      gsize n = pgs_text_next (bytes, left, &valid);

      if (valid && *bytes != '\0')
        g_string_append_len (text, bytes, (gssize) n);
      else
        g_string_append (text, REPLACEMENT_UTF8);
      bytes += n;
      left -= n;
    }
  return g_string_free (text, FALSE);
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

/* Accents pile up without end and then cover the lines above. Counts those on the letter before. */
static gboolean
is_one_mark_too_many (gunichar  c,
                      guint    *n_marks)
{
  const GUnicodeType type = g_unichar_type (c);

  if (type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK)
    return ++*n_marks > MAX_MARKS;
  *n_marks = 0;
  return FALSE;
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
 * what is invisible or reorders its neighbours U+FFFD, as does a fifth accent on one letter. So no
 * escape sequence gets through and two names that differ never look empty. Not reversible.
 *
 * Returns: (transfer full) (nullable): valid UTF-8 of one line; %NULL for %NULL
 */
char *
pgs_text_dup_display (const char *bytes,
                      gssize      length)
{
  char *valid = pgs_text_dup_utf8 (bytes, length);
  guint n_marks = 0;
  GString *text;

  if (valid == NULL || is_plain (valid))
    return valid;
  text = g_string_sized_new (strlen (valid) + 8);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_one_mark_too_many (c, &n_marks))
        c = REPLACEMENT;
      g_string_append_unichar (text, is_invisible (c) ? substitute (c) : c);
    }
  g_free (valid);
  return g_string_free (text, FALSE);
}

/**
 * pgs_text_dup_terminal:
 * @bytes: (array length=length): many lines, in which there may be bytes from outside
 * @length: how many
 *
 * Makes output fit for a terminal: as pgs_text_dup_display(), but ends of lines (with or without a
 * carriage return) and unusual spaces stay what they are.
 *
 * Returns: (transfer full): valid UTF-8 of as many lines
 */
char *
pgs_text_dup_terminal (const char *bytes,
                       gsize       length)
{
  g_autofree char *valid = pgs_text_dup_utf8 (bytes, (gssize) length);
  GString *text = g_string_sized_new (length);
  guint n_marks = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean stays = c == '\n' || (c == '\r' && p[1] == '\n')
                       || g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR;

      if (is_one_mark_too_many (c, &n_marks))
        c = REPLACEMENT;
      g_string_append_unichar (text, !stays && is_invisible (c) ? substitute (c) : c);
    }
  return g_string_free (text, FALSE);
}

/**
 * pgs_text_dup_unbroken:
 * @text: a sentence with numbers
 *
 * Where it is wrapped, no line ends between a number and its unit or what it counts.
 *
 * Returns: (transfer full): the text with a no-break space wherever a space follows a digit
 */
char *
pgs_text_dup_unbroken (const char *text)
{
  GString *unbroken = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (*p == ' ' && p > text && g_ascii_isdigit (p[-1]) && p[1] != ' ')
      g_string_append (unbroken, "\302\240");
    else
      g_string_append_c (unbroken, *p);
  return g_string_free (unbroken, FALSE);
}
