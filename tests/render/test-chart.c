/* test-chart.c: charts as numbers, and a few pixels of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-chart-layout.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include "pgs-process-info.h"

#include "../resident.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define MIB (1024.0 * 1024.0)

static const double *
get_values (const PgsChart *chart,
            guint           lane,
            const char     *name)
{
  const GArray *series = pgs_chart_get_lane (chart, lane)->series;

  for (guint i = 0; i < series->len; i++)
    if (strcmp (g_array_index (series, PgsChartSeries, i).name, name) == 0)
      return g_array_index (series, PgsChartSeries, i).values;
  g_assert_not_reached ();
}

static void
test_history_values (void)
{
  const PgsPoint points[] = {
    { 10 * SECOND, 100, 90, 40, 30, 20, 0, 1000, 3 },
    { 10 * SECOND + SECOND / 2, 200, PGS_UNKNOWN, PGS_UNKNOWN, 30, 20, 7, 2000, 3 },
    { 12 * SECOND + SECOND / 2, 300, 95, 45, 30, 20, 0, 1500, 5 },
    { 13 * SECOND, 300, 95, 45, 30, 20, 0, PGS_UNKNOWN, 5 },
    { 14 * SECOND, 300, 95, 45, 30, 20, 0, 2500, 5 },
  };
  g_autoptr (PgsChart) chart = pgs_chart_new_history (points, G_N_ELEMENTS (points), NULL, 0);
  const double *minor = get_values (chart, 2, "minor");
  const double *major = get_values (chart, 2, "major");

  g_assert_cmpuint (pgs_chart_get_n_lanes (chart), ==, 3);
  g_assert_cmpfloat (get_values (chart, 0, "VIRT")[1], ==, 200);
  g_assert_cmpfloat (get_values (chart, 1, "RES")[0], ==, 90);
  g_assert_true (isnan (get_values (chart, 1, "RES")[1]));
  g_assert_true (isnan (get_values (chart, 1, "anonymous")[1]));
  g_assert_cmpfloat (get_values (chart, 1, "swapped")[1], ==, 7);
  g_assert_true (isnan (minor[0])); /* no time before the first point */
  g_assert_cmpfloat (minor[1], ==, 2000);
  g_assert_true (isnan (minor[2])); /* a counter that went back belongs to something else */
  g_assert_true (isnan (minor[3]));
  g_assert_true (isnan (minor[4]));
  g_assert_cmpfloat (major[1], ==, 0);
  g_assert_cmpfloat (major[2], ==, 1);
}

static void
test_empty (void)
{
  g_autoptr (PgsChart) chart = pgs_chart_new_history (NULL, 0, NULL, 0);
  g_autofree char *text = pgs_chart_describe (chart, 0);
  g_autoptr (PgsChartLayout) layout = NULL;
  PgsTheme theme;
  gsize point;

  pgs_theme_init_light (&theme);
  layout = pgs_chart_layout_new (chart, &theme, 800, 200, 0);
  g_assert_cmpstr (text, ==, "");
  g_assert_false (pgs_chart_layout_find (layout, chart, 400, &point));
}

static void
test_breaks (void)
{
  const gint64 times[] = {
    0, SECOND / 2, SECOND, 61 * SECOND, 61 * SECOND + SECOND / 2, /* a pause of a minute */
    67 * SECOND, 73 * SECOND, 79 * SECOND,                      /* slow, but evenly so */
  };
  g_autoptr (PgsChart) chart = pgs_chart_new (times, G_N_ELEMENTS (times));

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    g_assert_cmpint (pgs_chart_is_break (chart, i), ==, i == 3);
}

static void
test_descriptions (void)
{
  const PgsPoint points[] = {
    { 10 * SECOND, 188 * MIB, 76 * MIB, 71 * MIB, 4 * MIB, 1 * MIB, 0, 1000, 0 },
    { 12 * SECOND + 400000, 188 * MIB, PGS_UNKNOWN, 71 * MIB, 4 * MIB, 1 * MIB, 0, 1000, 0 },
  };
  g_autoptr (PgsChart) chart = pgs_chart_new_history (points, G_N_ELEMENTS (points), NULL, 0);
  g_autofree char *first = pgs_chart_describe (chart, 0);
  g_autofree char *last = pgs_chart_describe (chart, 1);

  g_assert_cmpstr (first, ==,
                   "−2.4 s; VIRT 188 MiB; RES 76 MiB: file 4 MiB, shared memory 1 MiB, anonymous 71 MiB, "
                   "swapped 0 B; Faults –: minor –, major –");
  g_assert_true (g_str_has_prefix (last, "now; VIRT 188 MiB; RES –: file 4 MiB"));
  g_assert_true (g_str_has_suffix (last, "Faults 0/s: minor 0/s, major 0/s"));
}

static void
test_times_in_words (void)
{
  static const struct
  {
    gint64 before_us, resolution_us;
    const char *text;
  } cases[] = {
    { 0, SECOND, "now" },
    { 2400000, 100000, "−2.4 s" },
    { 30 * SECOND, SECOND, "−30 s" },
    { 300 * SECOND, SECOND, "−5 min" },
    { 150 * SECOND, SECOND, "−2:30 min" },
    { 3600 * SECOND, SECOND, "−1 h" },
    { 5400 * SECOND, SECOND, "−1:30 h" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = pgs_chart_format_ago (cases[i].before_us, cases[i].resolution_us);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_times_since_the_start (void)
{
  static const struct
  {
    gint64 after_us, resolution_us;
    const char *text;
  } cases[] = {
    { 0, SECOND, "0 s" },
    { 3200000, 100000, "3.2 s" },
    { 30 * SECOND, SECOND, "30 s" },
    { 65 * SECOND, 100000, "1:05 min" },
    { 3723 * SECOND, SECOND, "1:02:03 h" },
    { -2 * SECOND, SECOND, "−2 s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = pgs_chart_format_since (cases[i].after_us, cases[i].resolution_us);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_axis_bounds (void)
{
  static const struct
  {
    PgsChartUnit unit;
    double maximum, bound;
    guint n_divisions;
  } cases[] = {
    { PGS_CHART_SIZE, 188 * MIB, 200 * MIB, 4 },
    { PGS_CHART_SIZE, 75.9 * MIB, 80 * MIB, 4 },
    { PGS_CHART_SIZE, 900 * MIB, 1024 * MIB, 4 },
    { PGS_CHART_SIZE, 790 * MIB, 1024 * MIB, 4 },
    { PGS_CHART_SIZE, 1.2 * 1024 * MIB, 1.5 * 1024 * MIB, 3 },
    { PGS_CHART_RATE, 2588, 3000, 3 },
    { PGS_CHART_RATE, 0, 10, 4 },
    { PGS_CHART_PERCENT, NAN, 10, 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const PgsAxis axis = pgs_axis_for_maximum (cases[i].unit, cases[i].maximum);

      g_assert_cmpfloat_with_epsilon (axis.bound, cases[i].bound, cases[i].bound * 1e-9);
      if (cases[i].maximum > 10)
        g_assert_cmpuint (axis.n_divisions, ==, cases[i].n_divisions);
    }
}

static void
test_axis_always_holds_the_maximum (void)
{
  for (int i = 0; i < 20000; i++)
    {
      const PgsChartUnit unit = g_test_rand_int_range (0, 4);
      const double maximum = pow (2, g_test_rand_double_range (-3, 62));
      const PgsAxis axis = pgs_axis_for_maximum (unit, maximum);

      g_assert_cmpfloat (axis.bound, >=, maximum);
      g_assert_cmpuint (axis.n_divisions, >=, 1);
      g_assert_cmpuint (axis.n_divisions, <=, 4);
      if (maximum > 70000)
        g_assert_cmpfloat (axis.bound, <=, 2.2 * maximum);
    }
}

static void
test_time_steps (void)
{
  g_assert_cmpint (pgs_axis_time_step (120 * SECOND, 8), ==, 15 * SECOND);
  g_assert_cmpint (pgs_axis_time_step (2 * SECOND, 8), ==, SECOND / 2);
  g_assert_cmpint (pgs_axis_time_step (30 * 86400 * SECOND, 8), ==, 4 * 86400 * SECOND);
  g_assert_cmpint (pgs_axis_time_step (120 * SECOND, 0), ==, 120 * SECOND);
}

static gboolean
within (const cairo_rectangle_t *rect,
        double                   width,
        double                   height)
{
  return rect->x >= 0 && rect->y >= 0 && rect->x + rect->width <= width && rect->y + rect->height <= height;
}

static gboolean
overlap (const cairo_rectangle_t *a,
         const cairo_rectangle_t *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

static PgsChart *
create_history (gsize n_points,
                guint n_marks)
{
  g_autofree PgsPoint *points = g_new0 (PgsPoint, n_points);
  g_autofree PgsMark *marks = g_new0 (PgsMark, n_marks + 1);
  PgsChart *chart;

  for (gsize i = 0; i < n_points; i++)
    points[i] = (PgsPoint) { i * SECOND / 2, 200 * MIB, 50 * MIB, 40 * MIB, 8 * MIB, 2 * MIB, 0, i * 100, 0 };
  for (guint i = 0; i < n_marks; i++)
    {
      marks[i].monotonic_us = (gint64) (n_points - 1) * SECOND / 2 * (i + 1) / n_marks;
      marks[i].name = g_strdup_printf ("mark %u %.*s", i, g_test_rand_int_range (0, 60),
                                       "a name that is sometimes much too long for its place on the axis");
    }
  chart = pgs_chart_new_history (points, n_points, marks, n_marks);
  for (guint i = 0; i < n_marks; i++)
    g_free (marks[i].name);
  return chart;
}

static void
check_layout (const PgsChartLayout *layout,
              double                width,
              double                height)
{
  for (guint i = 0; i < layout->lanes->len; i++)
    {
      const PgsChartLaneLayout *lane = &g_array_index (layout->lanes, PgsChartLaneLayout, i);

      g_assert_true (within (&lane->plot, width, height));
      g_assert_true (within (&lane->label, width, height));
      g_assert_false (overlap (&lane->plot, &lane->label));
      for (guint k = 0; k < i; k++)
        g_assert_false (overlap (&lane->plot, &g_array_index (layout->lanes, PgsChartLaneLayout, k).plot));
    }
  for (guint i = 0; i < layout->marks->len; i++)
    {
      const PgsChartMarkLayout *mark = &g_array_index (layout->marks, PgsChartMarkLayout, i);

      g_assert_cmpfloat (mark->x, >=, layout->x0);
      g_assert_cmpfloat (mark->x, <=, layout->x1);
      g_assert_true (within (&mark->glyph, width, height));
      if (mark->text.width <= 0)
        continue;
      g_assert_false (overlap (&mark->text, &mark->glyph));
      g_assert_true (within (&mark->text, width, layout->top));
      for (guint k = 0; k < i; k++)
        g_assert_false (overlap (&mark->text, &g_array_index (layout->marks, PgsChartMarkLayout, k).text));
    }
  for (guint i = 0; i < layout->ticks->len; i++)
    {
      const PgsChartTick *tick = &g_array_index (layout->ticks, PgsChartTick, i);

      g_assert_true (within (&tick->text, width, height));
      for (guint k = 0; k < i; k++)
        g_assert_false (overlap (&tick->text, &g_array_index (layout->ticks, PgsChartTick, k).text));
    }
}

static void
test_nothing_overlaps (void)
{
  for (int i = 0; i < 100; i++)
    {
      const double width = g_test_rand_int_range (320, 2500), height = g_test_rand_int_range (110, 700);
      g_autoptr (PgsChart) chart = create_history (g_test_rand_int_range (2, 3000), g_test_rand_int_range (0, 40));
      g_autoptr (PgsChartLayout) layout = NULL;
      PgsTheme theme;

      pgs_theme_init_light (&theme);
      theme.rtl = i % 2;
      theme.font_size = i % 3 == 0 ? 22 : 14;
      layout = pgs_chart_layout_new (chart, &theme, width, height, 0);
      check_layout (layout, width, height);
    }
}

static void
test_names_have_room (void)
{
  const PgsPoint points[] = { { .monotonic_us = 0 }, { .monotonic_us = 100 * SECOND } };
  char first[] = "malloc 64 MiB", second[] = "mmap 100 MiB", third[] = "touch 10 MiB/s", last[] = "end";
  const PgsMark marks[] = {
    { .monotonic_us = 15 * SECOND, .name = first }, { .monotonic_us = 45 * SECOND, .name = second },
    { .monotonic_us = 50 * SECOND, .name = third }, { .monotonic_us = 99 * SECOND, .name = last },
  };
  g_autoptr (PgsChart) chart = pgs_chart_new_history (points, 2, marks, 4);
  g_autoptr (PgsChartLayout) layout = NULL;
  const PgsChartMarkLayout *placed;
  PgsTheme theme;

  pgs_theme_init_light (&theme);
  layout = pgs_chart_layout_new (chart, &theme, 1000, 200, 0);
  g_assert_cmpuint (layout->marks->len, ==, 4);
  placed = (const PgsChartMarkLayout *) layout->marks->data;
  g_assert_cmpfloat (placed[1].text.y, ==, placed[0].text.y);
  g_assert_cmpfloat (placed[2].text.y, >, placed[1].text.y); /* too near: the other row */
  g_assert_cmpfloat (placed[3].text.x, <, placed[3].x);      /* at the edge: on the other side */
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat (placed[i].text.width, >, 10);
}

static void
test_hits (void)
{
  g_autoptr (PgsChart) chart = create_history (101, 0);
  g_autoptr (PgsChartLayout) layout = NULL;
  const gint64 *times = pgs_chart_get_times (chart, NULL);
  PgsTheme theme;
  gsize point;

  pgs_theme_init_light (&theme);
  layout = pgs_chart_layout_new (chart, &theme, 1000, 200, 20 * SECOND);
  g_assert_cmpint (layout->end_us - layout->start_us, ==, 20 * SECOND);
  g_assert_false (pgs_chart_layout_find (layout, chart, layout->x0 - 1, &point));
  g_assert_false (pgs_chart_layout_find (layout, chart, layout->x1 + 1, &point));
  for (gsize i = 60; i < 101; i++)
    {
      const double x = pgs_chart_layout_get_x (layout, times[i]);
      const double near = (layout->x1 - layout->x0) / 40 * 0.4;

      g_assert_true (pgs_chart_layout_find (layout, chart, MIN (x + near, layout->x1), &point));
      g_assert_cmpuint (point, ==, i);
      g_assert_true (pgs_chart_layout_find (layout, chart, MAX (x - near, layout->x0), &point));
      g_assert_cmpuint (point, ==, i);
    }
}

/* Any part of a chart, with marks of all kinds. */
static void
test_any_range (void)
{
  for (int i = 0; i < 100; i++)
    {
      const double width = g_test_rand_int_range (400, 1500), height = g_test_rand_int_range (110, 500);
      g_autoptr (PgsChart) chart = create_history (1000, g_test_rand_int_range (0, 40));
      g_autoptr (PgsChartLayout) layout = NULL;
      const gint64 start_us = g_test_rand_int_range (-20, 400) * SECOND;
      const gint64 end_us = start_us + g_test_rand_int_range (1, 90) * SECOND;
      cairo_rectangle_t area;
      PgsTheme theme;

      pgs_theme_init_light (&theme);
      pgs_chart_count_from_start (chart, i % 2);
      layout = pgs_chart_layout_new_between (chart, &theme, width, height, start_us, end_us);
      check_layout (layout, width, height);
      for (int k = 0; k < 10; k++)
        {
          const gint64 time_us = g_test_rand_int_range (-50, 550) * SECOND;
          const double x = pgs_chart_layout_get_x (layout, time_us);

          g_assert_cmpint (ABS (pgs_chart_layout_get_time (layout, x) - time_us), <=, 2);
          pgs_chart_layout_get_moment (layout, chart, &theme, time_us, &area);
          g_assert_true (within (&area, width + 4, height));
          if (pgs_chart_layout_get_span (layout, time_us, time_us + 30 * SECOND, &area))
            g_assert_true (within (&area, width, height));
        }
    }
}

static void
test_ticks_count_from_the_origin (void)
{
  g_autoptr (PgsChart) chart = create_history (122, 0);
  PgsTheme theme;

  pgs_theme_init_light (&theme);
  for (int from_start = 0; from_start < 2; from_start++)
    {
      g_autoptr (PgsChartLayout) layout = NULL;
      const PgsChartTick *tick;

      pgs_chart_count_from_start (chart, from_start);
      layout = pgs_chart_layout_new_between (chart, &theme, 900, 200, 12 * SECOND, 33 * SECOND);
      g_assert_cmpuint (layout->ticks->len, >=, 4);
      tick = &g_array_index (layout->ticks, PgsChartTick, 0); /* the last one in sight */
      g_assert_cmpstr (tick->label, ==, from_start ? "30 s" : "−30 s");
      g_assert_cmpfloat_with_epsilon (tick->x, pgs_chart_layout_get_x (layout, from_start ? 30 * SECOND : 30 * SECOND + SECOND / 2), 1e-6);
    }
}

/* What a loop over all values finds. */
static void
test_maximum_of_any_part (void)
{
  const gsize n_points = 1500;
  g_autofree gint64 *times = g_new (gint64, n_points);
  g_autoptr (PgsChart) chart = NULL;
  double *values;

  for (gsize i = 0; i < n_points; i++)
    times[i] = i * SECOND;
  chart = pgs_chart_new (times, n_points);
  pgs_chart_add_lane (chart, "lane", PGS_CHART_SIZE, 1);
  values = pgs_chart_add_series (chart, "a", PGS_KIND_ANON, PGS_CHART_LINE, PGS_CHART_HEADLINE);
  for (gsize i = 0; i < n_points; i++)
    values[i] = g_test_rand_int_range (0, 100) == 0 ? NAN : g_test_rand_double ();
  for (int i = 0; i < 3000; i++)
    {
      const gsize a = g_test_rand_int_range (0, n_points + 1), b = g_test_rand_int_range (0, n_points + 1);
      double maximum = 0;

      for (gsize k = MIN (a, b); k < MAX (a, b); k++)
        if (values[k] > maximum)
          maximum = values[k];
      g_assert_cmpfloat (pgs_chart_get_maximum (chart, 0, MIN (a, b), MAX (a, b)), ==, maximum);
    }
}

static void
test_marks_of_people_come_first (void)
{
  const PgsPoint points[] = { { .monotonic_us = 0 }, { .monotonic_us = 100 * SECOND } };
  char names[20][32];
  PgsMark marks[20];
  g_autoptr (PgsChart) chart = NULL;
  g_autoptr (PgsChartLayout) layout = NULL;
  const PgsChartMarkLayout *placed;
  PgsTheme theme;
  gsize found;

  for (int i = 0; i < 20; i++)
    {
      g_snprintf (names[i], sizeof names[i], "a name of some length %d", i);
      marks[i] = (PgsMark) { .monotonic_us = (40 + i) * SECOND, .name = names[i],
                             .kind = i == 13 ? PGS_MARK_PERSON : PGS_MARK_JUMP };
    }
  chart = pgs_chart_new_history (points, 2, marks, 20);
  pgs_theme_init_light (&theme);
  layout = pgs_chart_layout_new (chart, &theme, 1000, 200, 0);
  g_assert_cmpuint (layout->marks->len, ==, 20);
  placed = (const PgsChartMarkLayout *) layout->marks->data;
  g_assert_cmpuint (placed[0].mark, ==, 13);
  g_assert_cmpfloat (placed[0].text.width, >, 100);
  g_assert_true (pgs_chart_layout_find_mark (layout, placed[0].text.x + 5, placed[0].text.y + 5, &found));
  g_assert_cmpuint (found, ==, 13);
  g_assert_true (pgs_chart_layout_find_mark (layout, placed[0].glyph.x + 1, placed[0].glyph.y + 1, &found));
  g_assert_cmpuint (found, ==, 13);
  g_assert_false (pgs_chart_layout_find_mark (layout, layout->x0 + 1, layout->bottom - 1, &found));
}

static void
test_readout_stays_inside (void)
{
  for (int i = 0; i < 100; i++)
    {
      const double width = g_test_rand_int_range (400, 1500), height = g_test_rand_int_range (110, 500);
      g_autoptr (PgsChart) chart = create_history (100, 3);
      g_autoptr (PgsChartLayout) layout = NULL;
      cairo_rectangle_t box;
      PgsTheme theme;
      guint n_rows;

      pgs_theme_init_light (&theme);
      layout = pgs_chart_layout_new (chart, &theme, width, height, 0);
      pgs_chart_layout_readout (layout, chart, &theme, g_test_rand_int_range (0, 100), &box, &n_rows);
      g_assert_true (within (&box, width, height));
      g_assert_cmpuint (n_rows, >=, 1);
    }
}

typedef struct
{
  cairo_surface_t *surface;
  PgsChart *chart;
  PgsChartLayout *layout;
  PgsTheme theme;
} Picture;

static void
picture_draw (Picture *self)
{
  cairo_t *cr;

  pgs_theme_init_light (&self->theme);
  self->layout = pgs_chart_layout_new (self->chart, &self->theme, 900, 200, 0);
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 900, 200);
  cr = cairo_create (self->surface);
  pgs_color_set_source (self->theme.background, cr);
  cairo_paint (cr);
  pgs_chart_draw (self->chart, self->layout, &self->theme, cr);
  cairo_destroy (cr);
  cairo_surface_flush (self->surface);
}

static void
picture_clear (Picture *self)
{
  cairo_surface_destroy (self->surface);
  pgs_chart_layout_free (self->layout);
  pgs_chart_free (self->chart);
}

static gboolean
has_color (Picture  *self,
           int       x,
           int       y,
           PgsColor  color)
{
  const guint8 *row = cairo_image_surface_get_data (self->surface) + y * cairo_image_surface_get_stride (self->surface);
  const guint32 pixel = ((const guint32 *) (const void *) row)[x];
  const int wanted[3] = { round (color.r * 255), round (color.g * 255), round (color.b * 255) };

  for (int i = 0; i < 3; i++)
    if (ABS ((int) (pixel >> (16 - 8 * i) & 0xff) - wanted[i]) > 12)
      return FALSE;
  return TRUE;
}

static const PgsChartLaneLayout *
lane_layout (Picture *self,
             guint    lane)
{
  return &g_array_index (self->layout->lanes, PgsChartLaneLayout, lane);
}

/* One point in 16,000 is a hundred times as high as the others: its column is filled to the top. */
static void
test_peak_is_drawn (void)
{
  const gsize n_points = 16000, peak = 8123;
  g_autofree gint64 *times = g_new (gint64, n_points);
  Picture picture = { 0 };
  double *values;
  int x, y, n_high = 0;

  for (gsize i = 0; i < n_points; i++)
    times[i] = i * 100000;
  picture.chart = pgs_chart_new (times, n_points);
  pgs_chart_add_lane (picture.chart, "lane", PGS_CHART_SIZE, 1);
  values = pgs_chart_add_series (picture.chart, "a", PGS_KIND_ANON, PGS_CHART_STACK, PGS_CHART_HEADLINE);
  for (gsize i = 0; i < n_points; i++)
    values[i] = i == peak ? 100 * MIB : 1 * MIB;
  picture_draw (&picture);
  x = floor (pgs_chart_layout_get_x (picture.layout, times[peak]));
  y = lane_layout (&picture, 0)->plot.y + lane_layout (&picture, 0)->plot.height / 4;
  g_assert_true (has_color (&picture, x, y, picture.theme.kinds[PGS_KIND_ANON]));
  for (int other = picture.layout->x0; other < picture.layout->x1; other++)
    n_high += has_color (&picture, other, y, picture.theme.kinds[PGS_KIND_ANON]);
  g_assert_cmpint (n_high, ==, 1);
  picture_clear (&picture);
}

/* Unknown is a gap: not even the line at 0 that a known 0 would be. */
static void
test_unknown_is_a_gap (void)
{
  PgsPoint points[101];
  Picture picture = { 0 };
  const PgsChartLaneLayout *virt, *res;
  int gap, known;

  for (int i = 0; i < 101; i++)
    {
      points[i] = (PgsPoint) { i * SECOND, 100 * MIB, 50 * MIB, 50 * MIB, 0, 0, 0, 0, 0 };
      if (i >= 40 && i <= 60)
        points[i].virt = points[i].res = points[i].anon = PGS_UNKNOWN;
    }
  picture.chart = pgs_chart_new_history (points, 101, NULL, 0);
  picture_draw (&picture);
  virt = lane_layout (&picture, 0);
  res = lane_layout (&picture, 1);
  gap = pgs_chart_layout_get_x (picture.layout, 50 * SECOND);
  known = pgs_chart_layout_get_x (picture.layout, 20 * SECOND);
  g_assert_true (has_color (&picture, known, res->plot.y + res->plot.height - 3,
                            picture.theme.kinds[PGS_KIND_ANON]));
  for (int y = res->plot.y; y < res->plot.y + res->plot.height; y++)
    g_assert_false (has_color (&picture, gap, y, picture.theme.kinds[PGS_KIND_ANON]));
  for (int y = virt->plot.y; y < virt->plot.y + virt->plot.height; y++)
    g_assert_false (has_color (&picture, gap, y, picture.theme.virt));
  picture_clear (&picture);
}

/* One major fault among thousands of minor ones still shows. */
static void
test_rare_event_is_drawn (void)
{
  PgsPoint points[60];
  Picture picture = { 0 };
  const PgsChartLaneLayout *faults;
  int n_found = 0, x;

  for (int i = 0; i < 60; i++)
    points[i] = (PgsPoint) { i * SECOND, MIB, MIB, MIB, 0, 0, 0, i < 30 ? 0 : (i - 30) * 100000, i >= 20 };
  picture.chart = pgs_chart_new_history (points, 60, NULL, 0);
  picture_draw (&picture);
  faults = lane_layout (&picture, 2);
  x = pgs_chart_layout_get_x (picture.layout, 19 * SECOND + SECOND / 2);
  for (int y = faults->plot.y; y < faults->plot.y + faults->plot.height; y++)
    for (int dx = -4; dx <= 4; dx++)
      n_found += has_color (&picture, x + dx, y, picture.theme.swapped);
  g_assert_cmpint (n_found, >, 4);
  picture_clear (&picture);
}

/* What was dropped still shows: the line reaches from the lowest to the highest, the axis holds it, and
 * the words tell it. */
static void
test_dropped_is_drawn (void)
{
  PgsPoint points[60] = { 0 };
  PgsSpread spread = { { .virt = 10 * MIB, .res = 50 * MIB }, { .virt = 800 * MIB, .res = 50 * MIB } };
  Picture picture = { 0 };
  const PgsChartLaneLayout *virt;
  g_autofree char *words = NULL, *usual = NULL;
  int n_peak = 0, n_beside = 0, x;

  for (int i = 0; i < 60; i++)
    points[i] = (PgsPoint) { .monotonic_us = i * SECOND, .virt = 100 * MIB, .res = 50 * MIB, .anon = 50 * MIB };
  points[30].n_dropped = 9;
  points[30].spread = &spread;
  picture.chart = pgs_chart_new_history (points, 60, NULL, 0);
  g_assert_cmpfloat (pgs_chart_get_maximum (picture.chart, 0, 0, 60), ==, 800 * MIB);
  words = pgs_chart_describe (picture.chart, 30);
  g_assert_nonnull (strstr (words, "VIRT 100 MiB (10 MiB … 800 MiB)"));
  g_assert_nonnull (strstr (words, "RES 50 MiB:"));
  usual = pgs_chart_describe (picture.chart, 29);
  g_assert_nonnull (strstr (usual, "VIRT 100 MiB;"));
  picture_draw (&picture);
  virt = lane_layout (&picture, 0);
  x = pgs_chart_layout_get_x (picture.layout, 30 * SECOND);
  for (int y = virt->plot.y; y < virt->plot.y + virt->plot.height / 2; y++)
    {
      n_peak += has_color (&picture, x, y, picture.theme.virt);
      n_beside += has_color (&picture, x - 8, y, picture.theme.virt);
    }
  g_assert_cmpint (n_peak, >, 5);
  g_assert_cmpint (n_beside, ==, 0);
  picture_clear (&picture);
}

/* The first points of a chart that grows are put where there is memory already. */
static void
test_room (void)
{
  const PgsPoint point = { .monotonic_us = SECOND, .virt = 1 };
  g_autoptr (PgsChart) chart = NULL;

  free_unused_pages ();
  chart = pgs_chart_new_history (&point, 1, NULL, 0);
  g_assert_cmpuint (count_absent (get_values (chart, 0, "VIRT"), 1000 * sizeof (double)), ==, 0);
  g_assert_cmpuint (count_absent (get_values (chart, 1, "RES"), 1000 * sizeof (double)), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/chart/history-values", test_history_values);
  g_test_add_func ("/render/chart/empty", test_empty);
  g_test_add_func ("/render/chart/breaks", test_breaks);
  g_test_add_func ("/render/chart/descriptions", test_descriptions);
  g_test_add_func ("/render/chart/times-in-words", test_times_in_words);
  g_test_add_func ("/render/chart/times-since-the-start", test_times_since_the_start);
  g_test_add_func ("/render/chart/axis-bounds", test_axis_bounds);
  g_test_add_func ("/render/chart/axis-always-holds-the-maximum", test_axis_always_holds_the_maximum);
  g_test_add_func ("/render/chart/time-steps", test_time_steps);
  g_test_add_func ("/render/chart/nothing-overlaps", test_nothing_overlaps);
  g_test_add_func ("/render/chart/names-have-room", test_names_have_room);
  g_test_add_func ("/render/chart/hits", test_hits);
  g_test_add_func ("/render/chart/any-range", test_any_range);
  g_test_add_func ("/render/chart/ticks-count-from-the-origin", test_ticks_count_from_the_origin);
  g_test_add_func ("/render/chart/maximum-of-any-part", test_maximum_of_any_part);
  g_test_add_func ("/render/chart/marks-of-people-come-first", test_marks_of_people_come_first);
  g_test_add_func ("/render/chart/readout-stays-inside", test_readout_stays_inside);
  g_test_add_func ("/render/chart/peak-is-drawn", test_peak_is_drawn);
  g_test_add_func ("/render/chart/unknown-is-a-gap", test_unknown_is_a_gap);
  g_test_add_func ("/render/chart/rare-event-is-drawn", test_rare_event_is_drawn);
  g_test_add_func ("/render/chart/dropped-is-drawn", test_dropped_is_drawn);
  g_test_add_func ("/render/chart/room", test_room);
  return g_test_run ();
}
