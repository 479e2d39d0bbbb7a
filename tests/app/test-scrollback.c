/* test-scrollback.c: what a program wrote, as a text buffer keeps it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-scrollback.h"

#include <string.h>

static char *
get_text (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

/* Pushes @text in pieces of @piece characters. */
static char *
push (const char *text,
      glong       piece)
{
  g_autoptr (GtkTextBuffer) buffer = gtk_text_buffer_new (NULL);
  g_autoptr (PgsScrollback) scrollback = pgs_scrollback_new (buffer);

  while (*text != '\0')
    {
      const char *end = g_utf8_offset_to_pointer (text, MIN (piece, g_utf8_strlen (text, -1)));
      g_autofree char *part = g_strndup (text, (gsize) (end - text));

      pgs_scrollback_push (scrollback, part);
      text = end;
    }
  return get_text (buffer);
}

static void
test_lines (void)
{
  static const struct
  {
    const char *written;
    const char *shown;
  } cases[] = {
    { "one\r\ntwo\r\n", "one\ntwo\n" },
    { "10 %\r20 %\r\f100 %\n", "100 %\n" },
    { "long line\rnew", "newg line" },
    { "long line\rnew\n", "newg line\n" },
    { "가나다\r라", "라나다" },
    { "abc\b\bX", "aXc" },
    { "abc\b \b", "ab " },
    { "\b\b\bx", "x" },
    { "a\tb\r\fc", "c" },
    { "kept\n\r\f\fend", "kept\nend" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (glong piece = 1; piece < 12; piece++)
      {
        g_autofree char *text = push (cases[i].written, piece);

        g_assert_cmpstr (text, ==, cases[i].shown);
      }
}

static void
test_many_lines (void)
{
  g_autoptr (GtkTextBuffer) buffer = gtk_text_buffer_new (NULL);
  g_autoptr (PgsScrollback) scrollback = pgs_scrollback_new (buffer);
  g_autofree char *text = NULL;

  for (guint i = 0; i < 25000; i++)
    {
      g_autofree char *line = g_strdup_printf ("%u\r\n", i);

      pgs_scrollback_push (scrollback, line);
    }
  text = get_text (buffer);
  g_assert_cmpint (gtk_text_buffer_get_line_count (buffer), ==, PGS_SCROLLBACK_MAX_LINES);
  g_assert_true (g_str_has_prefix (text, "15001\n")); /* the last line is empty */
  g_assert_true (g_str_has_suffix (text, "\n24999\n"));
}

/* A program that never writes a newline. */
static void
test_endless_line (void)
{
  g_autoptr (GtkTextBuffer) buffer = gtk_text_buffer_new (NULL);
  g_autoptr (PgsScrollback) scrollback = pgs_scrollback_new (buffer);
  g_autofree char *piece = g_strnfill (50000, 'x');
  GtkTextIter line;

  for (guint i = 0; i < 30; i++)
    pgs_scrollback_push (scrollback, piece);
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), <=, PGS_SCROLLBACK_MAX_CHARS);
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), >,
                   PGS_SCROLLBACK_MAX_CHARS - 2 * PGS_SCROLLBACK_MAX_LINE);
  gtk_text_buffer_get_start_iter (buffer, &line);
  g_assert_cmpint (gtk_text_iter_get_chars_in_line (&line), ==, PGS_SCROLLBACK_MAX_LINE + 1);
  pgs_scrollback_push (scrollback, "\rback");
}

static gboolean
may_hyphenate (const GtkTextIter *place)
{
  g_autoptr (GSList) tags = gtk_text_iter_get_tags (place);
  gboolean may = TRUE;

  for (GSList *l = tags; l != NULL && may; l = l->next)
    g_object_get (l->data, "insert-hyphens", &may, NULL);
  return may;
}

/* Where a line goes on in the next one of the view, Pango would show a hyphen that no program wrote. */
static void
test_no_hyphens (void)
{
  g_autoptr (GtkTextBuffer) buffer = gtk_text_buffer_new (NULL);
  g_autoptr (PgsScrollback) again = NULL;
  GtkTextIter place;

  for (guint i = 0; i < 2; i++) /* started again, in the same buffer */
    {
      g_clear_pointer (&again, pgs_scrollback_free);
      again = pgs_scrollback_new (buffer);
      pgs_scrollback_push (again, "abcdef\rABC\nghi\rG\n");
    }
  gtk_text_buffer_get_start_iter (buffer, &place);
  for (; !gtk_text_iter_is_end (&place); gtk_text_iter_forward_char (&place))
    g_assert_false (may_hyphenate (&place));
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, 22);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/scrollback/lines", test_lines);
  g_test_add_func ("/app/scrollback/many-lines", test_many_lines);
  g_test_add_func ("/app/scrollback/endless-line", test_endless_line);
  g_test_add_func ("/app/scrollback/no-hyphens", test_no_hyphens);
  return g_test_run ();
}
