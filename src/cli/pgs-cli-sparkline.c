/* pgs-cli-sparkline.c: a line of text that shows how a number developed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-sparkline.h"

#include <math.h>

#define N_LEVELS 8

static const char *const blocks[N_LEVELS] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
static const char *const letters[N_LEVELS] = { ".", ":", "-", "=", "+", "*", "#", "@" };

/* The range in equal parts; the maximum belongs to the last. */
static guint
get_level (double value,
           double min,
           double max)
{
  if (!(max > min))
    return 0;
  return CLAMP ((value - min) / (max - min) * N_LEVELS, 0, N_LEVELS - 1);
}

/**
 * pgs_cli_sparkline_append:
 * @out: is appended to
 * @values: (array length=n_values): from left to right; NAN: unknown
 * @n_values: how many
 * @min: the value of the lowest level
 * @max: the value of the highest level; equal to @min: all are the lowest
 * @has_blocks: U+2581 … U+2588, eighths of a block; else `. : - = + * # @`
 *
 * One cell a value; one that is unknown is a blank.
 */
void
pgs_cli_sparkline_append (GString      *out,
                          const double *values,
                          gsize         n_values,
                          double        min,
                          double        max,
                          gboolean      has_blocks)
{
  for (gsize i = 0; i < n_values; i++)
    if (isnan (values[i]))
      g_string_append_c (out, ' ');
    else
      g_string_append (out, (has_blocks ? blocks : letters)[get_level (values[i], min, max)]);
}
