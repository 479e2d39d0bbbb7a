/* pgs-cli-wrap.c: texts of several sentences on the lines of a terminal
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-wrap.h"

#include "pgs-cli-cells.h"

#include <string.h>

/* One paragraph: a word that is longer than a line has one of its own; all lines begin as far in as the first. */
static void
wrap_paragraph (GString    *out,
                const char *text,
                gsize       width)
{
  const gsize indent = strspn (text, " ");
  g_auto (GStrv) words = g_strsplit (text + indent, " ", -1);
  gsize used = indent;
  gboolean is_first = TRUE; /* on its line; words of marks alone take no cell */

  pgs_cli_cells_append_spaces (out, indent);
  for (char **word = words; *word != NULL; word++)
    {
      const gsize length = pgs_cli_cells_get_width (*word);

      if (!is_first && used + 1 + length > width)
        {
          g_string_append_c (out, '\n');
          pgs_cli_cells_append_spaces (out, indent);
          used = indent;
          is_first = TRUE;
        }
      else if (!is_first)
        {
          g_string_append_c (out, ' ');
          used++;
        }
      g_string_append (out, *word);
      used += length;
      is_first = is_first && **word == '\0';
    }
  g_string_append_c (out, '\n');
}

/**
 * pgs_cli_wrap:
 * @out: is appended to
 * @text: valid UTF-8; its lines are paragraphs
 * @width: how many cells a line may have; 0: any number
 *
 * Breaks lines between words.
 */
void
pgs_cli_wrap (GString    *out,
              const char *text,
              gsize       width)
{
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n", -1);

  for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++)
    wrap_paragraph (out, *paragraph, width > 0 ? width : G_MAXSIZE);
}
