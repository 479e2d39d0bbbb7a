/* test-reducer.c: fewer vertices, the same picture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-reducer.h"

#include <math.h>

#define WIDTH 200
#define N_VALUES 20000

static PgsVertex *
vertex (PgsReducer *reducer,
        guint       i)
{
  return &g_array_index (reducer->vertices, PgsVertex, i);
}

static void
test_few_vertices_stay (void)
{
  PgsReducer reducer;

  pgs_reducer_begin (&reducer);
  for (int i = 0; i < 10; i++)
    pgs_reducer_add (&reducer, 3.0 * i, i * i);
  pgs_reducer_end (&reducer);
  g_assert_cmpuint (reducer.vertices->len, ==, 11);
  for (int i = 0; i < 10; i++)
    {
      g_assert_cmpfloat (vertex (&reducer, i)->x, ==, 3.0 * i);
      g_assert_cmpfloat (vertex (&reducer, i)->y, ==, i * i);
    }
  g_assert_true (isnan (vertex (&reducer, 10)->y));
  pgs_reducer_clear (&reducer);
}

/* Property: whatever the values, each column keeps its lowest, highest, first and last one, vertices
 * stay in order, and there are at most four a column. */
static void
test_peaks_survive (void)
{
  for (int round = 0; round < 20; round++)
    {
      double low[WIDTH], high[WIDTH], seen_low[WIDTH], seen_high[WIDTH], first[WIDTH], last[WIDTH];
      guint n_in_column[WIDTH] = { 0 };
      PgsReducer reducer;
      double before = -1;

      for (int c = 0; c < WIDTH; c++)
        {
          low[c] = seen_low[c] = INFINITY;
          high[c] = seen_high[c] = -INFINITY;
          first[c] = last[c] = NAN;
        }
      pgs_reducer_begin (&reducer);
      for (int i = 0; i < N_VALUES; i++)
        {
          const double x = (double) WIDTH * i / N_VALUES;
          const double y = g_test_rand_int_range (0, 500) == 0 ? 1e6 : g_test_rand_double ();
          const int column = floor (x);

          low[column] = MIN (low[column], y);
          high[column] = MAX (high[column], y);
          if (isnan (first[column]))
            first[column] = y;
          last[column] = y;
          pgs_reducer_add (&reducer, x, y);
        }
      pgs_reducer_end (&reducer);
      for (guint i = 0; i + 1 < reducer.vertices->len; i++)
        {
          const PgsVertex *v = vertex (&reducer, i);
          const int column = floor (v->x);

          g_assert_cmpfloat (v->x, >=, before);
          before = v->x;
          if (n_in_column[column]++ == 0)
            g_assert_cmpfloat (v->y, ==, first[column]);
          if (i + 2 == reducer.vertices->len || floor (vertex (&reducer, i + 1)->x) != column)
            g_assert_cmpfloat (v->y, ==, last[column]);
          seen_low[column] = MIN (seen_low[column], v->y);
          seen_high[column] = MAX (seen_high[column], v->y);
        }
      for (int c = 0; c < WIDTH; c++)
        {
          g_assert_cmpfloat (seen_low[c], ==, low[c]);
          g_assert_cmpfloat (seen_high[c], ==, high[c]);
          g_assert_cmpuint (n_in_column[c], <=, 4);
        }
      pgs_reducer_clear (&reducer);
    }
}

static void
test_gaps (void)
{
  PgsReducer reducer;

  pgs_reducer_begin (&reducer);
  pgs_reducer_gap (&reducer);
  g_assert_cmpuint (reducer.vertices->len, ==, 0);
  pgs_reducer_add (&reducer, 1, 1);
  pgs_reducer_gap (&reducer);
  pgs_reducer_gap (&reducer);
  pgs_reducer_add (&reducer, 1.5, 2);
  pgs_reducer_end (&reducer);
  g_assert_cmpuint (reducer.vertices->len, ==, 4);
  g_assert_cmpfloat (vertex (&reducer, 0)->y, ==, 1);
  g_assert_true (isnan (vertex (&reducer, 1)->y));
  g_assert_cmpfloat (vertex (&reducer, 2)->y, ==, 2);
  g_assert_true (isnan (vertex (&reducer, 3)->y));
  pgs_reducer_clear (&reducer);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/reducer/few-vertices-stay", test_few_vertices_stay);
  g_test_add_func ("/render/reducer/peaks-survive", test_peaks_survive);
  g_test_add_func ("/render/reducer/gaps", test_gaps);
  return g_test_run ();
}
