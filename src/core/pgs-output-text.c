/* pgs-output-text.c: what a program writes to its terminal, as text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The sequences are those of ECMA-48 (console_codes(4)): ESC and a letter, ESC [ … letter (CSI), and
 * strings such as ESC ] … BEL (a title). None of them is obeyed but the one that erases the rest of a
 * line, which progress bars need. A string that does not end is given up with its line or after
 * STRING_MAX bytes, so that nothing that is written can silence what comes after it.
 */
#include "config.h"

#include "pgs-output-text.h"

#include <string.h>

#include "pgs-text.h"

#define STRING_MAX 4096
#define MAX_CHARACTER 4 /* bytes in UTF-8 */

#define ESC 0x1b
#define CAN 0x18
#define SUB 0x1a
#define BEL 0x07
#define DEL 0x7f

typedef enum
{
  STATE_TEXT,
  STATE_ESCAPE,     /* ESC was seen */
  STATE_CSI,        /* ESC [ */
  STATE_STRING,     /* ESC ] and its like */
  STATE_STRING_END, /* ESC in a string */
} State;

struct _PgsOutputText
{
  State state;
  guint n_in_string;
  char parameter; /* the first byte of a CSI's parameters, NUL: none */
  gboolean has_more_parameters;
  GString *pending; /* text that is not handed out yet; at the end of a piece an open character */
};

/**
 * pgs_output_text_new:
 *
 * Returns: (transfer full): one for the beginning of a program's output
 */
PgsOutputText *
pgs_output_text_new (void)
{
  PgsOutputText *self = g_new0 (PgsOutputText, 1);

  self->pending = g_string_new (NULL);
  return self;
}

/**
 * pgs_output_text_free:
 * @self: (transfer full) (nullable): one that is not needed any more
 */
void
pgs_output_text_free (PgsOutputText *self)
{
  if (self == NULL)
    return;
  g_string_free (self->pending, TRUE);
  g_free (self);
}

/* How many bytes at the end of @text may be the beginning of a character. */
static gsize
count_open (const GString *text)
{
  for (gsize n = 1; n < MAX_CHARACTER && n <= text->len; n++)
    {
      const char *start = text->str + text->len - n;
      const guchar lead = (guchar) *start;
      gboolean valid;

      if (lead >= 0x80 && lead < 0xc0)
        continue;
      return lead >= 0xc2 && lead <= 0xf4 && pgs_text_next (start, n, &valid) == n && !valid ? n : 0;
    }
  return 0;
}

static void
hand_out (PgsOutputText *self,
          gsize          n_kept,
          GString       *out)
{
  const gsize length = self->pending->len - n_kept;
  g_autofree char *shown = NULL;

  if (length == 0)
    return;
  shown = pgs_text_dup_display (self->pending->str, (gssize) length);
  g_string_append (out, shown);
  g_string_erase (self->pending, 0, (gssize) length);
}

static void
take_control (PgsOutputText *self,
              char           byte,
              GString       *out)
{
  hand_out (self, 0, out);
  if (byte == ESC)
    self->state = STATE_ESCAPE;
  else if (byte == '\v' || byte == '\f')
    g_string_append_c (out, '\n');
  else if (strchr ("\n\r\t\b", byte) != NULL && byte != '\0')
    g_string_append_c (out, byte);
}

static void
take_escape (PgsOutputText *self,
             char           byte)
{
  self->n_in_string = 0;
  self->parameter = '\0';
  self->has_more_parameters = FALSE;
  if (byte == '[')
    self->state = STATE_CSI;
  else if (byte != '\0' && strchr ("]PX^_", byte) != NULL)
    self->state = STATE_STRING;
  else if (byte < ' ' || byte > '/') /* those in between are followed by another one */
    self->state = STATE_TEXT;
}

static void
take_csi (PgsOutputText *self,
          char           byte,
          GString       *out)
{
  if (byte >= ' ' && byte <= '?' && self->n_in_string++ < STRING_MAX)
    {
      self->has_more_parameters |= self->parameter != '\0';
      self->parameter = byte;
      return;
    }
  self->state = STATE_TEXT;
  if (byte != 'K' || self->has_more_parameters)
    return;
  if (self->parameter == '2')
    g_string_append_c (out, '\r');
  if (strchr ("02", self->parameter) != NULL) /* the NUL, which says that there is none, as well */
    g_string_append_c (out, '\f');
}

static void
take_string (PgsOutputText *self,
             char           byte)
{
  if (byte == ESC)
    self->state = STATE_STRING_END;
  else if (byte == BEL || ++self->n_in_string > STRING_MAX)
    self->state = STATE_TEXT;
}

static void
take (PgsOutputText *self,
      char           byte,
      GString       *out)
{
  const gboolean ends_sequence = byte == '\n' || byte == '\r' || byte == CAN || byte == SUB;

  if (self->state != STATE_TEXT && ends_sequence)
    self->state = STATE_TEXT;
  else if (byte == ESC && self->state != STATE_STRING)
    self->state = STATE_TEXT; /* begins anew */
  switch (self->state)
    {
    case STATE_TEXT:
      if ((guchar) byte < ' ' || byte == DEL)
        take_control (self, byte, out);
      else
        g_string_append_c (self->pending, byte);
      break;
    case STATE_ESCAPE:
      take_escape (self, byte);
      break;
    case STATE_CSI:
      take_csi (self, byte, out);
      break;
    case STATE_STRING:
      take_string (self, byte);
      break;
    case STATE_STRING_END: /* with the backslash that belongs to it, or without */
      self->state = STATE_TEXT;
      if (byte != '\\')
        take_escape (self, byte);
      break;
    }
}

/**
 * pgs_output_text_push:
 * @self: what came before
 * @bytes: (array length=length): what the program wrote
 * @length: how many
 * @out: where to append the text
 *
 * The text is valid UTF-8 without control characters but these: a newline and a tab; '\r' and '\b',
 * which move to the beginning of the line and one character back, what follows overwrites; '\f',
 * which erases the rest of the line. O(@length)
 */
void
pgs_output_text_push (PgsOutputText *self,
                      const char    *bytes,
                      gsize          length,
                      GString       *out)
{
  g_return_if_fail (self != NULL);

  for (gsize i = 0; i < length; i++)
    take (self, bytes[i], out);
  hand_out (self, count_open (self->pending), out);
}
