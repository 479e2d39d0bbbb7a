/* test-picture.c: pictures of processes, whatever those are called
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-picture.h"

#include <string.h>

#include "sample-space.h"

#define N_THREADS 3
#define N_ROUNDS 4

static PgsSnapshot *
create_snapshot (const char *name)
{
  PgsSnapshot *snapshot = pgs_snapshot_new ();
  PgsProcessInfo *process = pgs_process_info_new ();

  process->pid = 1465;
  process->name = g_strdup (name);
  snapshot->process = process;
  return snapshot;
}

static void
test_file_names (void)
{
  static const struct
  {
    const char *process;
    PgsView view;
    PgsExportFormat format;
    const char *name;
  } cases[] = {
    { "bash", PGS_VIEW_MAP, PGS_EXPORT_PNG, "bash-1465-map.png" },
    { "Web Content", PGS_VIEW_STRIP, PGS_EXPORT_SVG, "Web-Content-1465-strip.svg" },
    { "kworker/0:1", PGS_VIEW_CHART, PGS_EXPORT_PDF, "kworker-0-1-1465-chart.pdf" },
    { "../../etc/x", PGS_VIEW_MAP, PGS_EXPORT_PNG, "_.-..-etc-x-1465-map.png" },
    { "-rf", PGS_VIEW_MAP, PGS_EXPORT_PNG, "_rf-1465-map.png" },
    { "", PGS_VIEW_MAP, PGS_EXPORT_PNG, "process-1465-map.png" },
    { "메모리", PGS_VIEW_MAP, PGS_EXPORT_PNG, "메모리-1465-map.png" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PgsSnapshot) snapshot = create_snapshot (cases[i].process);
      g_autofree char *name = pgs_picture_dup_file_name (snapshot, cases[i].view, cases[i].format);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

static void
test_hostile_file_names (void)
{
  for (int round = 0; round < 500; round++)
    {
      char bytes[200];
      const int length = g_test_rand_int_range (0, sizeof bytes);
      g_autoptr (PgsSnapshot) snapshot = NULL;
      g_autofree char *name = NULL;

      for (int i = 0; i < length; i++)
        bytes[i] = g_test_rand_int_range (1, 256);
      bytes[length] = '\0';
      snapshot = create_snapshot (bytes);
      name = pgs_picture_dup_file_name (snapshot, PGS_VIEW_MAP, PGS_EXPORT_PNG);
      g_assert_true (g_utf8_validate (name, -1, NULL));
      g_assert_null (strchr (name, '/'));
      g_assert_cmpint (name[0], !=, '.');
      g_assert_cmpint (name[0], !=, '-');
      g_assert_cmpuint (strlen (name), <, 120);
    }
}

static void
test_view_names (void)
{
  PgsView view;

  for (guint i = 0; i < PGS_N_VIEWS; i++)
    {
      g_assert_true (pgs_view_from_id (pgs_view_get_id (i), &view));
      g_assert_cmpuint (view, ==, i);
    }
  g_assert_false (pgs_view_from_id ("page", &view));
}

/* The smallest sizes that are allowed draw something and do not warn. */
static void
test_any_size (void)
{
  static const double sizes[][2] = { { 1, 1 }, { 30, 2000 }, { 2000, 30 }, { 320, 240 } };
  const PgsPoint points[] = { { .monotonic_us = 1 }, { .monotonic_us = 1000001, .virt = 4096 } };
  g_autoptr (PgsSnapshot) snapshot = create_snapshot ("bash");
  g_autoptr (PgsChart) chart = pgs_chart_new_history (points, G_N_ELEMENTS (points), NULL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint view = 0; view < PGS_N_VIEWS; view++)
      for (guint format = PGS_EXPORT_PNG; format <= PGS_EXPORT_PDF; format++)
        {
          PgsPicture picture = {
            .view = view, .width = sizes[i][0], .height = sizes[i][1], .scale = 1,
            .model.snapshot = snapshot, .chart = chart,
          };
          g_autoptr (GError) error = NULL;
          g_autoptr (GBytes) bytes = NULL;

          pgs_theme_init_dark (&picture.theme);
          bytes = pgs_picture_encode (&picture, format, &error);
          g_assert_no_error (error);
          g_assert_cmpuint (g_bytes_get_size (bytes), >, 60);
        }
}

/* The line of a moment and the ends of a span have that colour, nothing else in a chart has. */
static gboolean
holds_accent (const PgsPicture *picture)
{
  g_autoptr (GError) error = NULL;
  cairo_surface_t *image = pgs_picture_draw_image (picture, &error);
  const PgsColor accent = picture->theme.accent;
  gboolean found = FALSE;

  g_assert_no_error (error);
  for (int y = 0; y < cairo_image_surface_get_height (image) && !found; y++)
    for (int x = 0; x < cairo_image_surface_get_width (image) && !found; x++)
      {
        const guint8 *row = cairo_image_surface_get_data (image) + y * cairo_image_surface_get_stride (image);
        const guint32 pixel = ((const guint32 *) (const void *) row)[x];

        found = ABS ((int) (pixel >> 16 & 0xff) - (int) (accent.r * 255)) <= 1
                && ABS ((int) (pixel >> 8 & 0xff) - (int) (accent.g * 255)) <= 1
                && ABS ((int) (pixel & 0xff) - (int) (accent.b * 255)) <= 1;
      }
  cairo_surface_destroy (image);
  return found;
}

static void
test_moment_and_span (void)
{
  const PgsPoint points[] = { { .monotonic_us = 1 }, { .monotonic_us = 10000001, .virt = 4096 } };
  g_autoptr (PgsSnapshot) snapshot = create_snapshot ("bash");
  g_autoptr (PgsChart) chart = pgs_chart_new_history (points, G_N_ELEMENTS (points), NULL, 0);
  PgsPicture picture = {
    .view = PGS_VIEW_CHART, .width = 600, .height = 300, .scale = 1, .model.snapshot = snapshot, .chart = chart,
  };

  pgs_theme_init_light (&picture.theme);
  g_assert_false (holds_accent (&picture));
  picture.has_moment = TRUE;
  picture.moment_us = 5000000;
  g_assert_true (holds_accent (&picture));
  picture.has_moment = FALSE;
  picture.from_us = 2000000;
  picture.to_us = 8000000;
  g_assert_true (holds_accent (&picture));
}

static gpointer
encode_rounds (gpointer data)
{
  const PgsPicture *picture = data;
  GBytes *bytes = NULL;

  for (guint i = 0; i < N_ROUNDS; i++)
    for (gint format = PGS_EXPORT_PDF; format >= PGS_EXPORT_PNG; format--)
      {
        g_autoptr (GError) error = NULL;

        g_clear_pointer (&bytes, g_bytes_unref);
        bytes = pgs_picture_encode (picture, (PgsExportFormat) format, &error);
        g_assert_no_error (error);
      }
  return bytes; /* PNG */
}

/* What is drawn in threads is the same picture, and disturbs nobody else who draws it. */
static void
test_threads (void)
{
  const PgsPoint points[] = { { .monotonic_us = 1 }, { .monotonic_us = 1000001, .virt = 4096 } };
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  g_autoptr (PgsChart) chart = pgs_chart_new_history (points, G_N_ELEMENTS (points), NULL, 0);

  for (guint view = 0; view < PGS_N_VIEWS; view++)
    {
      PgsPicture picture = {
        .view = view, .width = 500, .height = 400, .scale = 1, .model.snapshot = snapshot, .chart = chart,
      };
      g_autoptr (GBytes) expected = NULL;
      GThread *threads[N_THREADS];

      pgs_theme_init_light (&picture.theme);
      for (guint i = 0; i < N_THREADS; i++)
        threads[i] = g_thread_new ("draws", encode_rounds, &picture);
      expected = encode_rounds (&picture);
      for (guint i = 0; i < N_THREADS; i++)
        {
          g_autoptr (GBytes) bytes = g_thread_join (threads[i]);

          g_assert_true (g_bytes_equal (bytes, expected));
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/picture/file-names", test_file_names);
  g_test_add_func ("/render/picture/hostile-file-names", test_hostile_file_names);
  g_test_add_func ("/render/picture/view-names", test_view_names);
  g_test_add_func ("/render/picture/any-size", test_any_size);
  g_test_add_func ("/render/picture/moment-and-span", test_moment_and_span);
  g_test_add_func ("/render/picture/threads", test_threads);
  return g_test_run ();
}
