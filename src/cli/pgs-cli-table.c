/* pgs-cli-table.c: an aligned table for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-table.h"

#include "pgs-cli-cells.h"
#include "pgs-cli-wrap.h"
#include "pgs-text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define COLUMN_GAP 2
#define LAST_WIDTH_MIN 8 /* the last column is never cut shorter than this */

typedef struct
{
  char *title;
  PgsCliAlign align;
  gsize width;
} Column;

struct _PgsCliTable
{
  GArray *columns;  /* Column */
  GPtrArray *cells; /* row by row */
};

static void
clear_column (gpointer data)
{
  g_free (((Column *) data)->title);
}

/**
 * pgs_cli_table_new:
 *
 * Returns: (transfer full): a table without columns
 */
PgsCliTable *
pgs_cli_table_new (void)
{
  PgsCliTable *self = g_new0 (PgsCliTable, 1);

  self->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  g_array_set_clear_func (self->columns, clear_column);
  self->cells = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * pgs_cli_table_free:
 * @self: (transfer full) (nullable): a table
 */
void
pgs_cli_table_free (PgsCliTable *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->columns);
  g_ptr_array_unref (self->cells);
  g_free (self);
}

/**
 * pgs_cli_table_add_column:
 * @self: a table without rows
 * @title: its heading, translated
 * @align: how its cells are set; %PGS_CLI_LAST only for the last one
 */
void
pgs_cli_table_add_column (PgsCliTable *self,
                          const char  *title,
                          PgsCliAlign  align)
{
  Column column = { g_strdup (title), align, pgs_cli_cells_get_width (title) };

  g_array_append_val (self->columns, column);
}

/**
 * pgs_cli_table_take:
 * @self: a table
 * @text: (transfer full): the next cell, row by row: valid UTF-8 on one line
 */
void
pgs_cli_table_take (PgsCliTable *self,
                    char        *text)
{
  Column *column = &g_array_index (self->columns, Column, self->cells->len % self->columns->len);

  column->width = MAX (column->width, pgs_cli_cells_get_width (text));
  g_ptr_array_add (self->cells, text);
}

/**
 * pgs_cli_table_add:
 * @self: a table
 * @bytes: (nullable): the next cell as bytes from outside; made safe to show; %NULL: unknown
 */
void
pgs_cli_table_add (PgsCliTable *self,
                   const char  *bytes)
{
  pgs_cli_table_take (self, bytes != NULL ? pgs_text_dup_display (bytes, -1) : g_strdup ("–"));
}

static void
append_cell (GString      *out,
             const Column *column,
             const char   *text,
             gsize         rest)
{
  gsize padding = column->width - pgs_cli_cells_get_width (text);

  switch (column->align)
    {
    case PGS_CLI_LEFT:
      g_string_append (out, text);
      pgs_cli_cells_append_spaces (out, padding);
      break;
    case PGS_CLI_RIGHT:
      pgs_cli_cells_append_spaces (out, padding);
      g_string_append (out, text);
      break;
    case PGS_CLI_LAST:
      pgs_cli_cells_append_cut (out, text, rest);
      break;
    }
}

static void
end_line (GString *out,
          gsize    line_start)
{
  while (out->len > line_start && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  g_string_append_c (out, '\n');
}

/* Where the last column begins. */
static gsize
get_left (PgsCliTable *self)
{
  gsize left = 0;

  for (gsize i = 0; i + 1 < self->columns->len; i++)
    left += g_array_index (self->columns, Column, i).width + COLUMN_GAP;
  return left;
}

/**
 * pgs_cli_table_print:
 * @self: a table with whole rows
 * @width: of the terminal, 0 if nothing is to be cut
 * @out: is appended to
 *
 * Headings, then the rows. Columns are as wide as their widest cell.
 */
void
pgs_cli_table_print (PgsCliTable *self,
                     gsize        width,
                     GString     *out)
{
  gsize n_columns = self->columns->len;
  gsize left = get_left (self);

  for (gsize i = 0; i < n_columns + self->cells->len; i += n_columns)
    {
      gsize line_start = out->len;

      for (gsize j = 0; j < n_columns; j++)
        {
          const Column *column = &g_array_index (self->columns, Column, j);
          const char *text = i == 0 ? column->title
                                    : g_ptr_array_index (self->cells, i - n_columns + j);

          if (j > 0)
            pgs_cli_cells_append_spaces (out, COLUMN_GAP);
          append_cell (out, column, text,
                       width == 0 ? G_MAXSIZE : MAX (width, left + LAST_WIDTH_MIN) - left);
        }
      end_line (out, line_start);
    }
}

static void
append_record (PgsCliTable *self,
               gsize        first,
               gsize        width,
               GString     *out)
{
  pgs_cli_wrap (out, g_ptr_array_index (self->cells, first), width);
  for (gsize j = 1; j < self->columns->len; j++)
    {
      const char *cell = g_ptr_array_index (self->cells, first + j);
      g_autofree char *line = g_strdup_printf ("  %s: %s", g_array_index (self->columns, Column, j).title, cell);

      if (*cell != '\0')
        pgs_cli_wrap (out, line, width);
    }
}

/**
 * pgs_cli_table_print_whole:
 * @self: a table with whole rows
 * @width: of the terminal, 0: any
 * @out: is appended to
 *
 * The table; where it is wider than the terminal, its rows as paragraphs: the first cell, then a line for
 * each of the others that is not empty, with its heading. Nothing is cut.
 */
void
pgs_cli_table_print_whole (PgsCliTable *self,
                           gsize        width,
                           GString     *out)
{
  const gsize n_columns = self->columns->len;

  if (width == 0 || get_left (self) + g_array_index (self->columns, Column, n_columns - 1).width <= width)
    pgs_cli_table_print (self, width, out);
  else
    for (gsize i = 0; i < self->cells->len; i += n_columns)
      append_record (self, i, width, out);
}

/**
 * pgs_cli_table_get_width:
 * @path: (nullable): the file of -o
 *
 * Returns: the columns of the terminal that stdout is; 0 if it is none or @path is given
 */
gsize
pgs_cli_table_get_width (const char *path)
{
  struct winsize size;

  if (path != NULL || !isatty (STDOUT_FILENO))
    return 0;
  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return 80;
}
