/* test-columns.c: a line's range in each pixel column, against every piece of it cut by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-columns.h"

#include <math.h>

#define WIDTH 60
#define MAX_VERTICES 4000
#define X0 17.0

typedef struct
{
  double x, y;
  gboolean joined; /* to the one before */
} Vertex;

static double
y_at (const Vertex *a,
      const Vertex *b,
      double        x)
{
  return a->y + (b->y - a->y) * (x - a->x) / (b->x - a->x);
}

/* What column @left … @right has of the piece from @a to @b. */
static void
cut (const Vertex *a,
     const Vertex *b,
     double        left,
     double        right,
     double       *top,
     double       *bottom)
{
  const double from = MAX (a->x, left), to = MIN (b->x, right);

  if (from > to)
    return;
  *top = MIN (*top, MIN (y_at (a, b, from), y_at (a, b, to)));
  *bottom = MAX (*bottom, MAX (y_at (a, b, from), y_at (a, b, to)));
}

static void
check (const Vertex *vertices,
       guint         n,
       double        scale)
{
  const gsize n_columns = (gsize) (WIDTH * scale);
  PgsColumns columns;

  pgs_columns_init (&columns, X0, scale, n_columns);
  for (guint i = 0; i < n; i++)
    {
      if (!vertices[i].joined)
        pgs_columns_gap (&columns);
      pgs_columns_add (&columns, vertices[i].x, vertices[i].y);
    }
  for (gsize c = 0; c < n_columns; c++)
    {
      const double left = X0 + c / scale, right = X0 + (c + 1) / scale;
      double top = INFINITY, bottom = -INFINITY;

      for (guint i = 0; i < n; i++)
        {
          if (vertices[i].joined)
            cut (&vertices[i - 1], &vertices[i], left, right, &top, &bottom);
          if (vertices[i].x >= left && vertices[i].x < right)
            {
              top = MIN (top, vertices[i].y);
              bottom = MAX (bottom, vertices[i].y);
            }
        }
      if (isinf (top))
        {
          g_assert_cmpfloat (columns.columns[c].top, >, columns.columns[c].bottom);
          continue;
        }
      g_assert_cmpfloat_with_epsilon (columns.columns[c].top, top, 1e-3);
      g_assert_cmpfloat_with_epsilon (columns.columns[c].bottom, bottom, 1e-3);
    }
  pgs_columns_clear (&columns);
}

/* Whatever the vertices, few or many, also left and right of the columns. No vertex is alone here. */
static void
test_exact (void)
{
  g_autofree Vertex *vertices = g_new (Vertex, MAX_VERTICES);

  for (int round = 0; round < 60; round++)
    {
      const guint n = round % 2 ? (guint) g_test_rand_int_range (2, 40) : (guint) g_test_rand_int_range (40, MAX_VERTICES);
      double x = X0 - g_test_rand_double_range (0, 40);

      for (guint i = 0; i < n; i++)
        {
          const gboolean may_end = i >= 2 && i + 1 < n && vertices[i - 1].joined;

          x += g_test_rand_double_range (0.0001, 2.0 * (WIDTH + 60) / n);
          vertices[i] = (Vertex) { x, g_test_rand_int_range (0, 100) == 0 ? 500 : g_test_rand_double_range (0, 40),
                                   i > 0 && !(may_end && g_test_rand_int_range (0, 10) == 0) };
        }
      check (vertices, n, round % 3 == 0 ? 2 : 1);
    }
}

/* Between gaps a vertex is a short line to its left, or nobody would see it. */
static void
test_alone (void)
{
  PgsColumns columns;
  guint n_covered = 0;

  pgs_columns_init (&columns, 0, 1, 20);
  pgs_columns_gap (&columns);
  pgs_columns_add (&columns, 10.5, 7);
  pgs_columns_gap (&columns);
  pgs_columns_gap (&columns);
  for (gsize c = 0; c < 20; c++)
    if (columns.columns[c].top <= columns.columns[c].bottom)
      {
        g_assert_cmpfloat (columns.columns[c].top, ==, 7);
        g_assert_cmpuint (c, >=, 8);
        g_assert_cmpuint (c, <=, 10);
        n_covered++;
      }
  g_assert_cmpuint (n_covered, ==, 3);
  pgs_columns_clear (&columns);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/columns/exact", test_exact);
  g_test_add_func ("/render/columns/alone", test_alone);
  return g_test_run ();
}
