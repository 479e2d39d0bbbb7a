/* test-map.c: the drawn map, against pictures that people have looked at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The golden pictures hold no text, as fonts differ between machines. They are in
 * tests/fixtures/render; PGS_UPDATE_GOLDEN=1 writes them again. A picture that differs is saved with
 * its difference in the directory of the test.
 */
#include "config.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <stdlib.h>
#include <string.h>

#include "pgs-map-picture.h"
#include "sample-space.h"

#define WIDTH 700
#define MAX_CHANNEL_DIFFERENCE 10
#define MAX_DIFFERENT_PIXELS 20 /* ticks fall on other sides of a pixel */

static const PgsMapGeometry geometry = { .width = WIDTH,
                                         .scale = 1,
                                         .label_width = 100,
                                         .name_height = 18,
                                         .detail_height = 14,
                                         .page_shift = 12 };

static cairo_surface_t *
draw_cells (const PgsMapModel *model,
            const PgsTheme    *theme)
{
  g_autoptr (PgsMapLayout) layout = pgs_map_layout_new (model->snapshot->maps, &geometry);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, pgs_map_layout_get_height (layout));
  cairo_t *cr = cairo_create (surface);

  pgs_color_set_source (theme->background, cr);
  cairo_paint (cr);
  for (gsize i = 0; i < pgs_map_layout_get_n_bands (layout); i++)
    {
      const PgsMapBand *band = pgs_map_layout_get_band (layout, i);
      g_autofree PgsMapCell *cells = pgs_map_dup_cells (model, layout, theme, i, 0, band->n_rows);

      cairo_save (cr);
      cairo_translate (cr, 0, band->y);
      pgs_map_draw_cells (layout, theme, i, 0, band->n_rows, cells, cr);
      pgs_map_draw_outline (layout, i, model->selection_start, model->selection_end, 0, band->height, theme->accent, 2,
                            cr);
      cairo_restore (cr);
    }
  cairo_destroy (cr);
  return surface;
}

static guint32
get_pixel (cairo_surface_t *surface,
           int              x,
           int              y)
{
  guint32 pixel;

  memcpy (&pixel, cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface) + 4 * x, 4);
  return pixel & 0xffffff;
}

static gboolean
differs (guint32 a,
         guint32 b)
{
  for (int shift = 0; shift <= 16; shift += 8)
    if (abs ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff)) > MAX_CHANNEL_DIFFERENCE)
      return TRUE;
  return FALSE;
}

/* Counts differing pixels and paints them red into @marked. */
static guint
compare (cairo_surface_t *surface,
         cairo_surface_t *golden,
         cairo_surface_t *marked)
{
  cairo_t *cr = cairo_create (marked);
  guint n = 0;

  cairo_set_source_rgb (cr, 1, 0, 0);
  for (int y = 0; y < cairo_image_surface_get_height (golden); y++)
    for (int x = 0; x < cairo_image_surface_get_width (golden); x++)
      if (differs (get_pixel (surface, x, y), get_pixel (golden, x, y)))
        {
          cairo_rectangle (cr, x, y, 1, 1);
          n++;
        }
  cairo_fill (cr);
  cairo_destroy (cr);
  return n;
}

static void
save (cairo_surface_t *surface,
      const char      *name,
      const char      *suffix)
{
  g_autofree char *file = g_strdup_printf ("%s-%s.png", name, suffix);
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "render", file, NULL);

  cairo_surface_write_to_png (surface, path);
  g_test_message ("saved %s", path);
}

static void
check_golden (cairo_surface_t *surface,
              const char      *name)
{
  g_autofree char *file = g_strconcat (name, ".png", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "render", file, NULL);
  cairo_surface_t *golden;
  guint n_different;

  if (g_getenv ("PGS_UPDATE_GOLDEN") != NULL)
    g_assert_cmpint (cairo_surface_write_to_png (surface, path), ==, CAIRO_STATUS_SUCCESS);
  golden = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_surface_status (golden), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (golden), ==, cairo_image_surface_get_width (surface));
  g_assert_cmpint (cairo_image_surface_get_height (golden), ==, cairo_image_surface_get_height (surface));
  cairo_surface_flush (surface);
  n_different = compare (surface, golden, golden);
  if (n_different > MAX_DIFFERENT_PIXELS)
    {
      save (surface, name, "drawn");
      save (golden, name, "difference");
      g_test_fail ();
    }
  cairo_surface_destroy (golden);
}

typedef struct
{
  const char *name;
  gboolean dark;
  PgsColorBy color_by;
} Golden;

static const Golden goldens[] = {
  { "map-kind-light", FALSE, PGS_COLOR_BY_KIND },
  { "map-kind-dark", TRUE, PGS_COLOR_BY_KIND },
  { "map-state-light", FALSE, PGS_COLOR_BY_STATE },
  { "map-sharing-dark", TRUE, PGS_COLOR_BY_SHARING },
};

static void
test_golden (gconstpointer data)
{
  const Golden *golden = data;
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  const PgsMapModel model = { .snapshot = snapshot,
                              .color_by = golden->color_by,
                              .selection_start = 0x7f0000800000,
                              .selection_end = 0x7f0001800000 };
  cairo_surface_t *surface;
  PgsTheme theme;

  if (golden->dark)
    pgs_theme_init_dark (&theme);
  else
    pgs_theme_init_light (&theme);
  surface = draw_cells (&model, &theme);
  check_golden (surface, golden->name);
  cairo_surface_destroy (surface);
}

/* The colour in the middle of each cell is the colour of the cell that hit testing says is there. */
static void
test_drawn_where_hit (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  const PgsMapModel model = { .snapshot = snapshot };
  g_autoptr (PgsMapLayout) layout = pgs_map_layout_new (snapshot->maps, &geometry);
  cairo_surface_t *surface;
  guint n_checked = 0;
  PgsTheme theme;

  pgs_theme_init_light (&theme);
  surface = draw_cells (&model, &theme);
  for (gsize i = 0; i < pgs_map_layout_get_n_bands (layout); i++)
    {
      const PgsMapBand *band = pgs_map_layout_get_band (layout, i);

      for (guint64 cell = 0; cell < band->n_cells; cell++)
        {
          PgsMapCell drawn;
          cairo_rectangle_t rect;
          guint64 start, end;

          pgs_map_cells_fill (&model, &theme, layout, i, cell, &drawn, 1);
          pgs_map_layout_cell_range (layout, i, cell, &start, &end);
          g_assert_true (pgs_map_layout_address_rect (layout, start, &rect));
          if (drawn.texture != PGS_TEXTURE_NONE || drawn.marks != 0)
            continue;
          g_assert_cmphex (get_pixel (surface, rect.x + 4, rect.y + 4), ==, drawn.color);
          n_checked++;
        }
    }
  g_assert_cmpuint (n_checked, >, 1500);
  cairo_surface_destroy (surface);
}

static cairo_status_t
count_bytes (void                *data,
             const unsigned char *bytes,
             unsigned int         length)
{
  *(gsize *) data += length;
  return CAIRO_STATUS_SUCCESS;
}

static gsize
draw_file (PgsSnapshot *snapshot,
           gboolean     pdf)
{
  const PgsMapPicture picture = { .model = { .snapshot = snapshot }, .width = 1000, .height = 800 };
  gsize size = 0;
  cairo_surface_t *surface = pdf ? cairo_pdf_surface_create_for_stream (count_bytes, &size, 1000, 800)
                                 : cairo_svg_surface_create_for_stream (count_bytes, &size, 1000, 800);
  cairo_t *cr = cairo_create (surface);
  PgsTheme theme;

  pgs_theme_init_light (&theme);
  pgs_map_picture_draw (&picture, &theme, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  return size;
}

/* Nothing but shapes, and not one for every cell. */
static void
test_vector_size (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();

  g_assert_cmpuint (draw_file (snapshot, FALSE), <, 400000);
  g_assert_cmpuint (draw_file (snapshot, TRUE), <, 100000);
}

/* The worst that maps can be: many mappings without a page in common state. */
static void
test_vector_bounded (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();

  g_clear_pointer (&snapshot->pages, pgs_pages_unref);
  g_clear_pointer (&snapshot->maps, pgs_maps_unref);
  snapshot->maps = sample_space_new_maps (60000);
  g_assert_cmpuint (draw_file (snapshot, FALSE), <, 1000000);
}

static void
test_without_maps (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();

  g_clear_pointer (&snapshot->pages, pgs_pages_unref);
  g_clear_pointer (&snapshot->maps, pgs_maps_unref);
  g_assert_cmpuint (draw_file (snapshot, FALSE), >, 1000);
  snapshot->maps = pgs_maps_builder_end (pgs_maps_builder_new (0), NULL);
  g_assert_cmpuint (draw_file (snapshot, TRUE), >, 1000);
}

static void
assert_describes (PgsSnapshot *snapshot,
                  guint64      address,
                  const char  *expected)
{
  g_autoptr (PgsMapLayout) layout = NULL;
  const PgsMapModel model = { .snapshot = snapshot };
  PgsMapGeometry near = geometry;
  g_autofree char *text = NULL;
  cairo_rectangle_t rect;
  PgsMapHit hit;

  near.zoom = 20;
  layout = pgs_map_layout_new (snapshot->maps, &near);
  g_assert_true (pgs_map_layout_address_rect (layout, address, &rect));
  pgs_map_layout_hit (layout, rect.x, rect.y, &hit);
  text = pgs_map_describe_hit (&model, layout, &hit);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_words (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  g_autoptr (PgsMapLayout) layout = pgs_map_layout_new (snapshot->maps, &geometry);
  const PgsMapModel model = { .snapshot = snapshot };
  g_autofree char *all = pgs_map_describe (&model, layout);

  g_assert_cmpstr (all, ==, "17 regions, 77 MiB of 199 MiB resident, largest: anonymous, 100 MiB");
  assert_describes (snapshot, 0x7fffffffd000,
                    "[stack] · stack · rw-p\n7fffffffd000–7fffffffe000\n4 KiB · in RAM, private, mapped only here");
  assert_describes (snapshot, 0x7f0030064000,
                    "libc.so.6 · library · r-xp\n7f0030064000–7f0030065000\n4 KiB · in RAM, of a file, mapped elsewhere too");
  assert_describes (snapshot, 0x7f0040000000,
                    "anonymous · rw-p\n7f0040000000–7f0040001000\n4 KiB · the shared zero page");
  assert_describes (snapshot, 0x555555a6c000, "[heap] · heap · rw-p\n555555a6c000–555555a6d000\n4 KiB · swapped out");
  assert_describes (snapshot, 0x7ffff7fc0000,
                    "[vvar] · kernel-provided · r--p\n7ffff7fc0000–7ffff7fc1000\n4 KiB · "
                    "not told by the kernel: memory of a device, or its own");
  snapshot->counters.swap = 0; /* then it is none */
  assert_describes (snapshot, 0x555555a6c000,
                    "[heap] · heap · rw-p\n555555a6c000–555555a6d000\n4 KiB · "
                    "not in RAM, not in swap: a mark of userfaultfd, or being moved");
  g_clear_pointer (&snapshot->pages, pgs_pages_unref);
  assert_describes (snapshot, 0x555555a6c000,
                    "[heap] · heap · rw-p\n555555a6c000–555555a6d000\n4 KiB · pages could not be read");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (goldens); i++)
    {
      g_autofree char *path = g_strconcat ("/render/map/golden/", goldens[i].name, NULL);

      g_test_add_data_func (path, &goldens[i], test_golden);
    }
  g_test_add_func ("/render/map/drawn-where-hit", test_drawn_where_hit);
  g_test_add_func ("/render/map/vector-size", test_vector_size);
  g_test_add_func ("/render/map/vector-bounded", test_vector_bounded);
  g_test_add_func ("/render/map/without-maps", test_without_maps);
  g_test_add_func ("/render/map/words", test_words);
  return g_test_run ();
}
