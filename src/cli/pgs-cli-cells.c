/* pgs-cli-cells.c: texts measured in the cells of a terminal
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-cells.h"

static gsize
get_char_width (gunichar c)
{
  return g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
}

/**
 * pgs_cli_cells_get_width:
 * @text: valid UTF-8 on one line
 *
 * Returns: how many cells it takes
 */
gsize
pgs_cli_cells_get_width (const char *text)
{
  gsize width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += get_char_width (g_utf8_get_char (p));
  return width;
}

/**
 * pgs_cli_cells_append_spaces:
 * @out: is appended to
 * @n: how many
 */
void
pgs_cli_cells_append_spaces (GString *out,
                             gsize    n)
{
  for (gsize i = 0; i < n; i++)
    g_string_append_c (out, ' ');
}

/**
 * pgs_cli_cells_append_cut:
 * @out: is appended to
 * @text: valid UTF-8 on one line
 * @width: how many cells there are, at least 1
 *
 * What does not fit ends in "…".
 */
void
pgs_cli_cells_append_cut (GString    *out,
                          const char *text,
                          gsize       width)
{
  gsize used = 0;
  const char *p = text;

  if (pgs_cli_cells_get_width (text) <= width)
    {
      g_string_append (out, text);
      return;
    }
  for (; *p != '\0'; p = g_utf8_next_char (p))
    {
      used += get_char_width (g_utf8_get_char (p));
      if (used > width - 1)
        break;
    }
  g_string_append_len (out, text, p - text);
  g_string_append (out, "…");
}
