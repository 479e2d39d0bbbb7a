/* pgs-scrollback.c: the last lines that a program wrote, in a text buffer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Most text is appended. It is gathered and inserted at once, since each insertion into a text buffer
 * costs some µs. Only what follows a lone carriage return, a backspace or an erased rest of a line is
 * written over what is there. All of that happens in the last line.
 */
#include "config.h"

#include "pgs-scrollback.h"

#include <string.h>

struct _PgsScrollback
{
  GtkTextBuffer *buffer;
  GtkTextTag *tag; /* not owned: of all that is written */
  GString *plain;  /* to be appended */
  gint column;     /* in the last line, where the next character goes */
  gint length;     /* characters in the last line */
};

/* A line that is longer than the view ends there by no hyphen: the program wrote none. */
static GtkTextTag *
get_tag (GtkTextBuffer *buffer)
{
  GtkTextTag *known = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), "written");

  return known != NULL ? known : gtk_text_buffer_create_tag (buffer, "written", "insert-hyphens", FALSE, NULL);
}

/**
 * pgs_scrollback_new:
 * @buffer: where to write; the text in it stays
 *
 * Returns: (transfer full): one that writes at its end
 */
PgsScrollback *
pgs_scrollback_new (GtkTextBuffer *buffer)
{
  PgsScrollback *self = g_new0 (PgsScrollback, 1);
  GtkTextIter end;

  self->buffer = g_object_ref (buffer);
  self->tag = get_tag (buffer);
  self->plain = g_string_new (NULL);
  gtk_text_buffer_get_end_iter (buffer, &end);
  self->column = self->length = gtk_text_iter_get_line_offset (&end);
  return self;
}

/**
 * pgs_scrollback_free:
 * @self: (transfer full) (nullable): one; its buffer stays as it is
 */
void
pgs_scrollback_free (PgsScrollback *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->buffer);
  g_string_free (self->plain, TRUE);
  g_free (self);
}

static void
flush (PgsScrollback *self)
{
  GtkTextIter end;

  if (self->plain->len == 0)
    return;
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_insert_with_tags (self->buffer, &end, self->plain->str, (gint) self->plain->len, self->tag, NULL);
  g_string_truncate (self->plain, 0);
}

/* The last line from @column on. */
static void
get_rest (PgsScrollback *self,
          gint           column,
          GtkTextIter   *start,
          GtkTextIter   *end)
{
  flush (self);
  gtk_text_buffer_get_end_iter (self->buffer, end);
  *start = *end;
  gtk_text_iter_set_line_offset (start, column);
}

static void
erase_rest (PgsScrollback *self)
{
  GtkTextIter start, end;

  if (self->column == self->length)
    return;
  get_rest (self, self->column, &start, &end);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  self->length = self->column;
}

static void
overwrite (PgsScrollback *self,
           const char    *character,
           gsize          n_bytes)
{
  GtkTextIter start, end;

  get_rest (self, self->column, &start, &end);
  end = start;
  gtk_text_iter_forward_char (&end);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert_with_tags (self->buffer, &start, character, (gint) n_bytes, self->tag, NULL);
  self->column++;
}

static void
end_line (PgsScrollback *self)
{
  g_string_append_c (self->plain, '\n');
  self->column = self->length = 0;
}

static void
put (PgsScrollback *self,
     const char    *character,
     gsize          n_bytes)
{
  if (self->column < self->length)
    {
      overwrite (self, character, n_bytes);
      return;
    }
  if (self->length == PGS_SCROLLBACK_MAX_LINE)
    end_line (self);
  g_string_append_len (self->plain, character, (gssize) n_bytes);
  self->column = ++self->length;
}

/* Drops whole lines at the beginning, or what is too much of a line that is as long as all. */
static void
trim (PgsScrollback *self)
{
  const gint n_lines = gtk_text_buffer_get_line_count (self->buffer);
  const gint n_chars = gtk_text_buffer_get_char_count (self->buffer);
  GtkTextIter start, line, place;

  if (n_lines <= PGS_SCROLLBACK_MAX_LINES && n_chars <= PGS_SCROLLBACK_MAX_CHARS)
    return;
  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_get_iter_at_line (self->buffer, &line, MAX (0, n_lines - PGS_SCROLLBACK_MAX_LINES));
  gtk_text_buffer_get_iter_at_offset (self->buffer, &place, MAX (0, n_chars - PGS_SCROLLBACK_MAX_CHARS));
  if (!gtk_text_iter_starts_line (&place))
    gtk_text_iter_forward_line (&place);
  if (gtk_text_iter_compare (&line, &place) < 0)
    line = place;
  gtk_text_buffer_delete (self->buffer, &start, &line);
}

/**
 * pgs_scrollback_push:
 * @self: what was written before
 * @text: what comes now, as pgs_output_text_push() makes it
 *
 * Keeps the last %PGS_SCROLLBACK_MAX_LINES lines and %PGS_SCROLLBACK_MAX_CHARS characters.
 */
void
pgs_scrollback_push (PgsScrollback *self,
                     const char    *text)
{
  g_return_if_fail (self != NULL);

  for (const char *p = text, *next; *p != '\0'; p = next)
    {
      next = g_utf8_next_char (p);
      if (*p == '\n')
        end_line (self);
      else if (*p == '\r')
        self->column = 0;
      else if (*p == '\b')
        self->column = MAX (0, self->column - 1);
      else if (*p == '\f')
        erase_rest (self);
      else
        put (self, p, (gsize) (next - p));
    }
  flush (self);
  trim (self);
}
