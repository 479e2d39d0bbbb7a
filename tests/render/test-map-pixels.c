/* test-map-pixels.c: what each pixel of a picture shows is what pointing at it finds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cells get colours that count them, so that a pixel tells by itself which cell of which band was
 * drawn there; nothing of the layout is asked for that but where a picture begins.
 */
#include "config.h"

#include "pgs-map-grid.h"
#include "pgs-map.h"
#include "pgs-strip.h"

#include <math.h>
#include <string.h>

#include "sample-space.h"

#define NOTHING 0xffffff

typedef struct
{
  cairo_surface_t *image;
  int width, height;
  int scale;
} Picture;

static Picture
picture_new (double width,
             double height,
             int    scale)
{
  Picture self = { .width = (int) ceil (width * scale), .height = (int) ceil (height * scale), .scale = scale };
  cairo_t *cr;

  self.image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, self.width, self.height);
  cr = cairo_create (self.image);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_destroy (cr);
  return self;
}

static guint32
get_pixel (const Picture *self,
           int            x,
           int            y)
{
  const guint8 *data = cairo_image_surface_get_data (self->image);
  const guint8 *row = data + (gsize) y * cairo_image_surface_get_stride (self->image);

  return ((const guint32 *) (gconstpointer) row)[x] & 0xffffff;
}

/* Draws all cells of a band in the colours @first_color, @first_color + 1, … from its lowest address up. */
static void
draw_numbered (Picture            *picture,
               const PgsMapLayout *layout,
               const PgsTheme     *theme,
               gsize               band,
               guint32             first_color)
{
  const PgsMapBand *b = pgs_map_layout_get_band (layout, band);
  const guint columns = pgs_map_layout_get_columns (layout);
  g_autofree PgsMapCell *cells = g_new0 (PgsMapCell, columns * b->n_rows);
  const PgsMapGrid grid = { .cells = cells,
                            .columns = columns,
                            .n_rows = b->n_rows,
                            .pitch = pgs_map_layout_get_pitch (layout),
                            .gap = pgs_map_layout_get_cell_gap (layout),
                            .background = theme->background };
  cairo_t *cr = cairo_create (picture->image);

  for (guint64 row = 0; row < b->n_rows; row++)
    {
      guint n_cells;
      const guint64 first = pgs_map_layout_row_cells (layout, band, row, &n_cells);

      for (guint i = 0; i < n_cells; i++)
        cells[row * columns + i] = (PgsMapCell) { .color = first_color + (guint32) (first + i), .ink = 1 };
    }
  cairo_scale (cr, picture->scale, picture->scale);
  cairo_translate (cr, pgs_map_layout_get_grid_x (layout), b->y);
  pgs_map_grid_draw (&grid, cr);
  cairo_destroy (cr);
}

/* Whether the pixel may be one of those that are left free behind and below each cell. */
static gboolean
is_free (const PgsMapLayout *layout,
         const PgsMapHit    *hit,
         double              x,
         double              y)
{
  const double size = pgs_map_layout_get_pitch (layout) - pgs_map_layout_get_cell_gap (layout);
  cairo_rectangle_t rect;

  g_assert_true (pgs_map_layout_address_rect (layout, hit->start, &rect));
  return x >= rect.x + size || y >= rect.y + size;
}

static void
check_pixel (const PgsMapLayout *layout,
             const guint32      *first_colors,
             guint32             color,
             double              x,
             double              y)
{
  PgsMapHit hit;

  pgs_map_layout_hit (layout, x, y, &hit);
  if (hit.what != PGS_MAP_HIT_CELL)
    g_assert_cmphex (color, ==, NOTHING);
  else if (is_free (layout, &hit, x, y))
    g_assert_cmphex (color, ==, NOTHING);
  else
    {
      const PgsMapBand *band = pgs_map_layout_get_band (layout, hit.band);
      const guint shift = band->cell_shift + pgs_map_layout_get_geometry (layout)->page_shift;

      g_assert_cmphex (color, ==, first_colors[hit.band] + (guint32) ((hit.start - band->start) >> shift));
      g_assert_cmphex (hit.end, ==, MIN (hit.start + (G_GUINT64_CONSTANT (1) << shift), band->end));
    }
}

static void
check_map (PgsMaps *maps,
           double   width,
           int      scale,
           int      zoom,
           gboolean low_on_top)
{
  const PgsMapGeometry geometry = { .width = width, .scale = scale, .zoom = zoom, .low_on_top = low_on_top,
                                    .label_width = 97.5, .name_height = 17, .detail_height = 13.5, .page_shift = 12 };
  g_autoptr (PgsMapLayout) layout = pgs_map_layout_new (maps, &geometry);
  const gsize n_bands = pgs_map_layout_get_n_bands (layout);
  g_autofree guint32 *first_colors = g_new0 (guint32, n_bands + 1);
  Picture picture = picture_new (width + 8, pgs_map_layout_get_height (layout), scale);
  guint32 color = 1;
  PgsTheme theme;

  pgs_theme_init_light (&theme);
  for (gsize i = 0; i < n_bands; i++)
    {
      first_colors[i] = color;
      draw_numbered (&picture, layout, &theme, i, color);
      color += (guint32) pgs_map_layout_get_band (layout, i)->n_cells;
    }
  g_assert_cmpuint (color, <, NOTHING);
  cairo_surface_flush (picture.image);
  for (int y = 0; y < picture.height; y++)
    for (int x = 0; x < picture.width; x++)
      check_pixel (layout, first_colors, get_pixel (&picture, x, y), (x + 0.5) / scale, (y + 0.5) / scale);
  cairo_surface_destroy (picture.image);
}

static void
test_map (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();

  for (int scale = 1; scale <= 2; scale++)
    for (int zoom = -3; zoom <= 1; zoom += 2)
      {
        check_map (snapshot->maps, 480, scale, zoom, FALSE);
        check_map (snapshot->maps, 700, scale, zoom, TRUE);
      }
  check_map (snapshot->maps, 333, 1, 0, FALSE);
}

static PgsMaps *
new_random_maps (void)
{
  const guint n = g_test_rand_int_range (1, 60);
  PgsMapsBuilder *builder = pgs_maps_builder_new (n);
  guint64 address = 0x400000;

  for (guint i = 0; i < n; i++)
    {
      PgsMapping mapping = { .start = address, .perms = i % 3 ? PGS_PERM_READ : PGS_PERM_READ | PGS_PERM_WRITE };

      mapping.end = mapping.start + ((guint64) g_test_rand_int_range (1, i % 7 == 0 ? 3000 : 40) << 12);
      address = mapping.end;
      if (g_test_rand_int_range (0, 3) == 0)
        address += (guint64) g_test_rand_int_range (1, 1 << 20) << (g_test_rand_bit () ? 12 : 20);
      pgs_maps_builder_add (builder, &mapping, NULL, 0);
    }
  return pgs_maps_builder_end (builder, NULL);
}

static void
test_random_maps (void)
{
  for (int i = 0; i < 12; i++)
    {
      g_autoptr (PgsMaps) maps = new_random_maps ();

      check_map (maps, g_test_rand_int_range (200, 600), 1 + i % 2, g_test_rand_int_range (-6, 2), i % 3 == 0);
    }
}

/* The picture has an item's colours only where pointing finds it. */
static void
check_block (const Picture        *picture,
             const PgsStripLayout *layout,
             const PgsStripItem   *item)
{
  const int scale = picture->scale;
  double width;
  const double left = pgs_strip_layout_get_block_x (layout, &width);

  for (int y = 0; y < picture->height; y++)
    for (int x = (int) (left * scale); x < (int) ((left + width) * scale); x++)
      if (get_pixel (picture, x, y) != NOTHING)
        {
          const PgsStripItem *above = pgs_strip_layout_hit (layout, (y + 0.0) / scale);
          const PgsStripItem *below = pgs_strip_layout_hit (layout, (y + 1.0) / scale);

          /* the edge of an item may lie within a pixel */
          g_assert_true (above == item || below == item);
        }
}

/* Pointing anywhere at an item finds it, and an address of it. */
static void
check_pointing (const PgsStripLayout *layout,
                const PgsStripItem   *item)
{
  for (double y = item->y + 0.01; y < item->y + item->height; y += 0.25)
    {
      const guint64 address = pgs_strip_layout_y_to_address (layout, y);

      g_assert_true (pgs_strip_layout_hit (layout, y) == item);
      g_assert_cmphex (address, >=, item->start);
      g_assert_cmphex (address, <, item->end);
    }
}

/* An item's block is where the picture has its colours, and pointing there finds it. */
static void
check_strip (PgsSnapshot *snapshot,
             double       width,
             double       height,
             int          scale,
             gboolean     low_on_top)
{
  g_autoptr (PgsStripLayout) layout = NULL;
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  const PgsMapModel model = { .snapshot = snapshot };
  PgsStripGeometry geometry;
  PgsTheme theme;

  pgs_theme_init_light (&theme);
  pgs_strip_geometry_init (&geometry, context, &theme, width, height);
  geometry.low_on_top = low_on_top;
  layout = pgs_strip_layout_new (snapshot->maps, &geometry);
  for (gsize i = 0; i < pgs_strip_layout_get_n_items (layout); i++)
    {
      const PgsStripItem *item = pgs_strip_layout_get_item (layout, i);
      Picture picture = picture_new (width, height, scale);
      cairo_t *cr = cairo_create (picture.image);
      PgsStripFill fill;

      pgs_strip_fill_init (&fill, snapshot, snapshot->maps, item);
      cairo_scale (cr, scale, scale);
      pgs_strip_draw_item (&model, layout, &theme, context, item, &fill, cr);
      cairo_destroy (cr);
      cairo_surface_flush (picture.image);
      check_block (&picture, layout, item);
      check_pointing (layout, item);
      cairo_surface_destroy (picture.image);
    }
  g_object_unref (context);
}

static void
test_strip (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();

  for (int scale = 1; scale <= 2; scale++)
    for (int low = 0; low <= 1; low++)
      {
        check_strip (snapshot, 160, 420, scale, low);
        check_strip (snapshot, 131, 900, scale, low);
      }
}

/* So many that they share items. */
static void
test_strip_many (void)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();

  snapshot->page_size = 4096;
  snapshot->maps = sample_space_new_maps (3000);
  check_strip (snapshot, 160, 300, 1, FALSE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/map-pixels/map", test_map);
  g_test_add_func ("/render/map-pixels/random-maps", test_random_maps);
  g_test_add_func ("/render/map-pixels/strip", test_strip);
  g_test_add_func ("/render/map-pixels/strip-many", test_strip_many);
  return g_test_run ();
}
