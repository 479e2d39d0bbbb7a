/* pgs-lab-text.c: texts of the lab with their terms as links
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lab-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "pgs-term.h"

static void
append_escaped (GString    *markup,
                const char *text,
                gssize      length)
{
  g_autofree char *escaped = g_markup_escape_text (text, length);

  g_string_append (markup, escaped);
}

/* A term that nobody explains is only its words. */
static void
append_term (GString    *markup,
             const char *words,
             gsize       length,
             const char *id)
{
  const PgsTerm *term = pgs_term_find (id);
  g_autofree char *summary = term != NULL ? g_markup_escape_text (_(term->summary), -1) : NULL;

  if (term != NULL)
    g_string_append_printf (markup, "<a href=\"%s\" title=\"%s\">", term->id, summary);
  append_escaped (markup, words, (gssize) length);
  if (term != NULL)
    g_string_append (markup, "</a>");
}

/**
 * pgs_lab_text_dup_markup:
 * @text: a text in which terms are written [[words|id]]; see #PgsLesson.text
 *
 * Returns: (transfer full): the same as Pango markup for a GtkLabel: terms are links to their ids, with
 *   their summaries as tooltips. Marks that are not well-formed stay as they are.
 */
char *
pgs_lab_text_dup_markup (const char *text)
{
  GString *markup;

  g_return_val_if_fail (text != NULL, NULL);

  markup = g_string_new (NULL);
  for (const char *mark; (mark = strstr (text, "[[")) != NULL;)
    {
      const char *end = strstr (mark, "]]");
      const char *bar = end != NULL ? memchr (mark, '|', (gsize) (end - mark)) : NULL;
      g_autofree char *id = NULL;

      if (bar == NULL)
        break;
      id = g_strndup (bar + 1, (gsize) (end - bar - 1));
      append_escaped (markup, text, mark - text);
      append_term (markup, mark + 2, (gsize) (bar - mark - 2), id);
      text = end + 2;
    }
  append_escaped (markup, text, -1);
  return g_string_free (markup, FALSE);
}
