/* pgs-cli-watch-chart.c: the totals of a process as sparklines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-watch-chart.h"

#include "pgs-chart.h"
#include "pgs-cli-cells.h"
#include "pgs-cli-sparkline.h"
#include "pgs-text.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* NOTES
 *
 *   zoo (1234)  0:12                            now       min       max
 *   VIRT        ▁▁▁▂▂▂▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▅▅▅█  75.9 MiB    70 MiB    81 MiB
 *     anonymous …
 *
 * A column a sample, the newest at the right. Each row has a scale of its own, from the lowest to the
 * highest value since the beginning, which are the numbers beside it: a scale from zero would show
 * nothing of a megabyte that 4 GiB grow by. What does not fit is left out: min and max first, then the
 * sparklines, then the ends of lines.
 */

#define GAP 2              /* cells between two columns */
#define INDENT 2
#define SPARKLINE_MIN 16   /* with fewer, min and max go */
#define SPARKLINE_LEAST 4  /* with fewer, the sparklines go */
#define N_VALUES_MAX 4096  /* of a row; no terminal is wider */
#define RESET "\033[0m"

typedef struct
{
  const char *label;
  guint indent; /* part of the one above */
  PgsChartUnit unit;
  const char *color; /* a parameter of SGR, among those that are readable on light and on dark */
  gsize field;       /* of PgsCounters */
} Source;

static const Source sources[] = {
  { N_("VIRT"), 0, PGS_CHART_SIZE, "34", G_STRUCT_OFFSET (PgsCounters, virt) },
  { N_("RES"), 0, PGS_CHART_SIZE, "32", G_STRUCT_OFFSET (PgsCounters, res) },
  { N_("anonymous"), INDENT, PGS_CHART_SIZE, "35", G_STRUCT_OFFSET (PgsCounters, anon) },
  { N_("file"), INDENT, PGS_CHART_SIZE, "36", G_STRUCT_OFFSET (PgsCounters, file) },
  { N_("shared memory"), INDENT, PGS_CHART_SIZE, "36", G_STRUCT_OFFSET (PgsCounters, shmem) },
  { N_("swapped"), 0, PGS_CHART_SIZE, "31", G_STRUCT_OFFSET (PgsCounters, swap) },
  { N_("minor faults"), 0, PGS_CHART_RATE, "33", G_STRUCT_OFFSET (PgsCounters, minor_faults) },
  { N_("major faults"), 0, PGS_CHART_RATE, "31", G_STRUCT_OFFSET (PgsCounters, major_faults) },
};

#define N_ROWS G_N_ELEMENTS (sources)

enum
{
  NOW,
  MIN_,
  MAX_,
  N_NUMBERS,
};

typedef struct
{
  double values[N_VALUES_MAX]; /* a ring; NAN: unknown */
  double numbers[N_NUMBERS];   /* NAN: unknown */
} Row;

struct _PgsCliWatchChart
{
  Row rows[N_ROWS];
  gsize n_values; /* added so far */
  PgsProcessInfo *process;
  PgsCounters counters; /* of the newest sample */
  gint64 first_us, last_us;
  gboolean has_ended;
};

/* How the lines are divided, in cells; 0: left out. */
typedef struct
{
  gsize label, sparkline, number;
  guint n_numbers;
  char *texts[N_ROWS][N_NUMBERS];
} Layout;

static void
clear_layout (Layout *layout)
{
  for (gsize i = 0; i < N_ROWS; i++)
    for (gsize j = 0; j < N_NUMBERS; j++)
      g_free (layout->texts[i][j]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Layout, clear_layout)

/**
 * pgs_cli_watch_chart_new:
 *
 * Returns: (transfer full): a chart without samples
 */
PgsCliWatchChart *
pgs_cli_watch_chart_new (void)
{
  PgsCliWatchChart *self = g_new0 (PgsCliWatchChart, 1);

  for (gsize i = 0; i < N_ROWS; i++)
    for (gsize j = 0; j < N_NUMBERS; j++)
      self->rows[i].numbers[j] = NAN;
  return self;
}

/**
 * pgs_cli_watch_chart_free:
 * @self: (transfer full) (nullable): a chart
 */
void
pgs_cli_watch_chart_free (PgsCliWatchChart *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->process, pgs_process_info_unref);
  g_free (self);
}

/* Faults are counted since the start of the process: a second since the sample before. */
static double
get_value (PgsCliWatchChart  *self,
           const Source      *source,
           const PgsSnapshot *snapshot)
{
  const guint64 now = G_STRUCT_MEMBER (guint64, &snapshot->counters, source->field);
  const guint64 before = G_STRUCT_MEMBER (guint64, &self->counters, source->field);
  const gint64 elapsed_us = snapshot->monotonic_us - self->last_us;

  if (now == PGS_UNKNOWN)
    return NAN;
  if (!pgs_chart_unit_is_rate (source->unit))
    return now;
  if (self->n_values == 0 || before == PGS_UNKNOWN || now < before || elapsed_us <= 0)
    return NAN;
  return (double) (now - before) * G_USEC_PER_SEC / elapsed_us;
}

/**
 * pgs_cli_watch_chart_add:
 * @self: a chart
 * @snapshot: the next sample
 *
 * Adds its counters at the right. Its name is that of the process from now on.
 */
void
pgs_cli_watch_chart_add (PgsCliWatchChart  *self,
                         const PgsSnapshot *snapshot)
{
  for (gsize i = 0; i < N_ROWS; i++)
    {
      Row *row = &self->rows[i];
      const double value = get_value (self, &sources[i], snapshot);

      row->values[self->n_values % N_VALUES_MAX] = value;
      row->numbers[NOW] = value;
      row->numbers[MIN_] = fmin (row->numbers[MIN_], value); /* of a number and NAN: the number */
      row->numbers[MAX_] = fmax (row->numbers[MAX_], value);
    }
  if (self->n_values++ == 0)
    self->first_us = snapshot->monotonic_us;
  self->last_us = snapshot->monotonic_us;
  self->counters = snapshot->counters;
  g_clear_pointer (&self->process, pgs_process_info_unref);
  self->process = pgs_process_info_ref (snapshot->process);
}

/**
 * pgs_cli_watch_chart_end:
 * @self: a chart
 *
 * The process has ended; its heading says so.
 */
void
pgs_cli_watch_chart_end (PgsCliWatchChart *self)
{
  self->has_ended = TRUE;
}

static const char *
get_number_title (guint number)
{
  switch (number)
    {
    case NOW:
      /* Translators: heading of a column of numbers: the newest one, the least and the greatest so far */
      return _("now");
    case MIN_:
      return _("min");
    default:
      return _("max");
    }
}

static void
format_numbers (PgsCliWatchChart *self,
                Layout           *layout)
{
  for (guint j = 0; j < N_NUMBERS; j++)
    {
      layout->number = MAX (layout->number, pgs_cli_cells_get_width (get_number_title (j)));
      for (gsize i = 0; i < N_ROWS; i++)
        {
          layout->texts[i][j] = pgs_chart_format (sources[i].unit, self->rows[i].numbers[j]);
          layout->number = MAX (layout->number, pgs_cli_cells_get_width (layout->texts[i][j]));
        }
    }
}

static void
divide (PgsCliWatchChart *self,
        gsize             width,
        Layout           *layout)
{
  gsize taken;

  *layout = (Layout) { .n_numbers = N_NUMBERS, .number = strlen ("1000 MiB") };
  format_numbers (self, layout);
  for (gsize i = 0; i < N_ROWS; i++)
    layout->label = MAX (layout->label, sources[i].indent + pgs_cli_cells_get_width (_(sources[i].label)));
  taken = layout->label + GAP + N_NUMBERS * (GAP + layout->number);
  if (width < taken + SPARKLINE_MIN)
    {
      layout->n_numbers = 1;
      taken = layout->label + GAP + GAP + layout->number;
    }
  layout->sparkline = width >= taken + SPARKLINE_LEAST ? width - taken : 0;
}

static char *
format_heading (PgsCliWatchChart *self)
{
  g_autofree char *name = pgs_text_dup_display (self->process->name, -1);
  const gint64 seconds = (self->last_us - self->first_us) / G_USEC_PER_SEC;
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_printf (out, "%s (%d)  ", name, self->process->pid);
  if (seconds >= 3600)
    g_string_append_printf (out, "%" G_GINT64_FORMAT ":%02d:%02d", seconds / 3600,
                            (int) (seconds / 60 % 60), (int) (seconds % 60));
  else
    g_string_append_printf (out, "%d:%02d", (int) (seconds / 60), (int) (seconds % 60));
  if (self->has_ended)
    /* Translators: a process that is no longer there */
    g_string_append_printf (out, "  %s", _("ended"));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* @text in @width cells; what is too long is cut. */
static void
append_left (GString    *out,
             const char *text,
             gsize       width)
{
  g_autoptr (GString) cut = g_string_new (NULL);

  pgs_cli_cells_append_cut (cut, text, width);
  g_string_append (out, cut->str);
  pgs_cli_cells_append_spaces (out, width - pgs_cli_cells_get_width (cut->str));
}

static void
append_number (GString      *out,
               const Layout *layout,
               const char   *text)
{
  pgs_cli_cells_append_spaces (out, GAP + layout->number - pgs_cli_cells_get_width (text));
  g_string_append (out, text);
}

static void
append_heading (PgsCliWatchChart *self,
                const Layout     *layout,
                GString          *out)
{
  g_autofree char *heading = format_heading (self);

  append_left (out, heading, layout->label + (layout->sparkline > 0 ? GAP + layout->sparkline : 0));
  for (guint j = 0; j < layout->n_numbers; j++)
    append_number (out, layout, get_number_title (j));
}

static void
append_sparkline (PgsCliWatchChart *self,
                  gsize             row,
                  gsize             width,
                  PgsCliWatchStyle  style,
                  GString          *out)
{
  const Row *from = &self->rows[row];
  const gsize n = MIN (MIN (width, self->n_values), N_VALUES_MAX);

  pgs_cli_cells_append_spaces (out, width - n);
  for (gsize i = self->n_values - n; i < self->n_values; i++)
    pgs_cli_sparkline_append (out, &from->values[i % N_VALUES_MAX], 1, from->numbers[MIN_],
                              from->numbers[MAX_], style & PGS_CLI_WATCH_BLOCKS);
}

static void
append_row (PgsCliWatchChart *self,
            gsize             row,
            const Layout     *layout,
            PgsCliWatchStyle  style,
            GString          *out)
{
  pgs_cli_cells_append_spaces (out, sources[row].indent);
  append_left (out, _(sources[row].label), layout->label - sources[row].indent);
  if (layout->sparkline > 0)
    {
      pgs_cli_cells_append_spaces (out, GAP);
      if (style & PGS_CLI_WATCH_COLORS)
        g_string_append_printf (out, "\033[%sm", sources[row].color);
      append_sparkline (self, row, layout->sparkline, style, out);
      if (style & PGS_CLI_WATCH_COLORS)
        g_string_append (out, RESET);
    }
  for (guint j = 0; j < layout->n_numbers; j++)
    append_number (out, layout, layout->texts[row][j]);
}

/**
 * pgs_cli_watch_chart_print:
 * @self: a chart with a sample
 * @width: how many cells there are in a line, at least 1
 * @n_lines: how many there may be
 * @style: how
 * @out: is appended to: a heading and a line for each number
 */
void
pgs_cli_watch_chart_print (PgsCliWatchChart *self,
                           gsize             width,
                           gsize             n_lines,
                           PgsCliWatchStyle  style,
                           GString          *out)
{
  g_auto (Layout) layout = { 0 };

  g_return_if_fail (self != NULL && self->process != NULL && width > 0);

  divide (self, width, &layout);
  for (gsize i = 0; i < MIN (n_lines, N_ROWS + 1); i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      if (i == 0)
        append_heading (self, &layout, line);
      else
        append_row (self, i - 1, &layout, style, line);
      if (layout.sparkline > 0)
        g_string_append (out, line->str);
      else
        pgs_cli_cells_append_cut (out, line->str, width); /* it has no colours */
      g_string_append_c (out, '\n');
    }
}
