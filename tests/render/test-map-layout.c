/* test-map-layout.c: where pages are in the picture, and that pointing at them finds them again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map-layout.h"

#include <string.h>

#include "pgs-map-walk.h"
#include "sample-space.h"

static PgsMapGeometry
get_geometry (double   width,
              int      zoom,
              gboolean low_on_top)
{
  return (PgsMapGeometry) { .width = width,
                            .scale = 1,
                            .zoom = zoom,
                            .low_on_top = low_on_top,
                            .label_width = 160,
                            .name_height = 18,
                            .detail_height = 14,
                            .page_shift = 12 };
}

static PgsMapLayout *
new_layout (PgsSnapshot *snapshot,
            int          zoom,
            gboolean     low_on_top)
{
  const PgsMapGeometry geometry = get_geometry (700, zoom, low_on_top);

  return pgs_map_layout_new (snapshot->maps, &geometry);
}

/* 700 − 2 × 14 margin − 160 label leaves 512 px: 73 columns of 7 px (the last gap may stick out). */
static void
test_numbers (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  g_autoptr (PgsMapLayout) layout = new_layout (snapshot, 0, FALSE);
  const PgsMapBand *anon;
  gsize index;

  g_assert_cmpuint (pgs_map_layout_get_columns (layout), ==, 73);
  g_assert_cmpfloat (pgs_map_layout_get_grid_x (layout), ==, 174);
  g_assert_cmpuint (pgs_map_layout_get_n_bands (layout), ==, 9); /* without vsyscall */
  g_assert_true (pgs_map_layout_find_address (layout, 0x7f0000000000, &index));
  anon = pgs_map_layout_get_band (layout, index);
  /* 25,600 pages may take 4 + 14.6 / 2 = 11 rows of 73: 32 pages a cell need 800 cells, 11 rows */
  g_assert_cmpuint (anon->cell_shift, ==, 5);
  g_assert_cmpuint (anon->n_cells, ==, 800);
  g_assert_cmpuint (anon->n_rows, ==, 11);
  g_assert_cmpfloat (anon->height, ==, 77);
  g_assert_true (pgs_map_layout_find_address (layout, 0x7ffffffde000, &index));
  g_assert_cmpuint (index, ==, 0);
  g_assert_cmpfloat (pgs_map_layout_get_band (layout, 0)->height, ==, 32); /* its label */
}

static void
test_gaps (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  g_autoptr (PgsMapLayout) layout = new_layout (snapshot, 0, FALSE);
  PgsMapHit hit;
  gsize vdso, heap;

  pgs_map_layout_find_address (layout, 0x7ffff7fc0000, &vdso);
  pgs_map_layout_find_address (layout, 0x5555557b0000, &heap);
  g_assert_cmpuint (pgs_map_layout_get_band (layout, vdso)->gap, ==, 0); /* 128 MiB below the stack */
  g_assert_cmpuint (pgs_map_layout_get_band (layout, heap)->gap, ==,
                    G_GUINT64_CONSTANT (0x7f0000000000) - (0x5555557b0000 + 921 * 4096));
  pgs_map_layout_hit (layout, 300, pgs_map_layout_get_band (layout, heap)->gap_y + 1, &hit);
  g_assert_cmpint (hit.what, ==, PGS_MAP_HIT_GAP);
  g_assert_cmphex (hit.start, ==, 0x5555557b0000 + 921 * 4096);
  g_assert_cmphex (hit.end, ==, 0x7f0000000000);
}

/* Every pixel of the picture: what is hit is drawn there, and nothing is hit that is not. */
static void
check_all_pixels (const PgsMapLayout *layout)
{
  const double height = pgs_map_layout_get_height (layout);
  guint64 n_cells = 0, n_seen = 0;

  for (gsize i = 0; i < pgs_map_layout_get_n_bands (layout); i++)
    n_cells += pgs_map_layout_get_band (layout, i)->n_cells;
  for (double y = 0; y < height; y++)
    for (double x = 0; x < 704; x++)
      {
        cairo_rectangle_t rect;
        PgsMapHit hit;

        pgs_map_layout_hit (layout, x, y, &hit);
        if (hit.what != PGS_MAP_HIT_CELL)
          continue;
        g_assert_true (pgs_map_layout_address_rect (layout, hit.start, &rect));
        g_assert_true (x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height);
        n_seen += x == rect.x && y == rect.y;
        g_assert_true (pgs_map_layout_address_rect (layout, hit.end - 1, &rect));
        g_assert_true (x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height);
        g_assert_true (pgs_maps_find (pgs_map_layout_get_maps (layout), hit.start, &hit.mapping));
      }
  g_assert_cmpuint (n_seen, ==, n_cells);
}

static void
test_every_pixel (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();

  for (int low = 0; low <= 1; low++)
    for (int zoom = -4; zoom <= 1; zoom++)
      {
        g_autoptr (PgsMapLayout) layout = new_layout (snapshot, zoom, low);

        check_all_pixels (layout);
      }
}

/* Down the view, and from left to right in a row, addresses only fall or only rise. */
static void
test_monotonic (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();

  for (int low = 0; low <= 1; low++)
    {
      g_autoptr (PgsMapLayout) layout = new_layout (snapshot, 0, low);
      guint64 last = low ? 0 : G_MAXUINT64;
      guint n_rows = 0;

      for (double y = 0; y < pgs_map_layout_get_height (layout); y++)
        {
          PgsMapHit first, second;

          pgs_map_layout_hit (layout, 174, y, &first);
          pgs_map_layout_hit (layout, 174 + 7, y, &second);
          if (first.what != PGS_MAP_HIT_CELL)
            continue;
          g_assert_true (low ? first.start >= last : first.start <= last);
          n_rows += first.start != last;
          last = first.start;
          if (second.what == PGS_MAP_HIT_CELL)
            g_assert_cmphex (second.start, ==, first.end);
        }
      g_assert_cmpuint (n_rows, >, 40);
    }
}

static void
test_zoom_limits (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  g_autoptr (PgsMapLayout) out = new_layout (snapshot, -100, FALSE);
  g_autoptr (PgsMapLayout) in = new_layout (snapshot, 100, FALSE);

  for (gsize i = 0; i < pgs_map_layout_get_n_bands (out); i++)
    {
      g_assert_cmpuint (pgs_map_layout_get_band (out, i)->n_rows, ==, 1);
      g_assert_cmpuint (pgs_map_layout_get_band (in, i)->cell_shift, ==, 0);
    }
  g_assert_true (pgs_map_layout_is_compact (out));
  g_assert_cmpfloat (pgs_map_layout_get_pitch (in), ==, 40);
  g_assert_cmpint (pgs_map_layout_get_geometry (out)->zoom, ==, pgs_map_layout_get_min_zoom (out));
  g_assert_cmpint (pgs_map_layout_get_geometry (in)->zoom, ==, pgs_map_layout_get_max_zoom (in));
}

static PgsMaps *
new_huge_maps (void)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (2);
  const PgsMapping huge = { .start = 0x100000000000, .end = 0x200000000000, .perms = PGS_PERM_READ }; /* 16 TiB */
  const PgsMapping small = { .start = 0x1000, .end = 0x2000, .perms = PGS_PERM_READ };

  pgs_maps_builder_add (builder, &small, NULL, 0);
  pgs_maps_builder_add (builder, &huge, NULL, 0);
  return pgs_maps_builder_end (builder, NULL);
}

/* Single pages of 16 TiB are 2^32 cells; every one of them can still be pointed at. */
static void
test_tebibytes (void)
{
  g_autoptr (PgsMaps) maps = new_huge_maps ();
  PgsMapGeometry geometry = get_geometry (700, 0, FALSE);
  g_autoptr (PgsMapLayout) fit = pgs_map_layout_new (maps, &geometry);
  g_autoptr (PgsMapLayout) pages = NULL;
  guint64 address = 0x100000000000;

  g_assert_cmpfloat (pgs_map_layout_get_height (fit), <, 300);
  geometry.zoom = 100;
  pages = pgs_map_layout_new (maps, &geometry);
  g_assert_cmpuint (pgs_map_layout_get_band (pages, 0)->n_cells, ==, G_GUINT64_CONSTANT (1) << 32);
  for (guint i = 0; i < 4096; i++, address += G_GUINT64_CONSTANT (0x100000000000) / 4096 + 0x1000 * (i % 2))
    {
      const guint64 page = address & ~G_GUINT64_CONSTANT (0xfff);
      cairo_rectangle_t rect;
      PgsMapHit hit;

      if (page >= 0x200000000000)
        break;
      g_assert_true (pgs_map_layout_address_rect (pages, page, &rect));
      pgs_map_layout_hit (pages, rect.x, rect.y, &hit);
      g_assert_cmphex (hit.start, ==, page);
      pgs_map_layout_hit (pages, rect.x + rect.width - 1, rect.y + rect.height - 1, &hit);
      g_assert_cmphex (hit.start, ==, page);
    }
}

/* So many small mappings that touch are one band; every one of them is a cell of it. */
static void
test_many (void)
{
  g_autoptr (PgsMaps) maps = sample_space_new_maps (60000);
  PgsMapGeometry geometry = get_geometry (700, 20, FALSE);
  const gint64 start = g_get_monotonic_time ();
  g_autoptr (PgsMapLayout) layout = pgs_map_layout_new (maps, &geometry);
  const gint64 took = g_get_monotonic_time () - start;
  const guint64 address = 0x7f0000000000 + G_GUINT64_CONSTANT (31415) * 4096;
  cairo_rectangle_t rect;
  PgsMapHit hit;

  g_assert_cmpuint (pgs_map_layout_get_n_bands (layout), ==, 1);
  g_assert_cmpuint (pgs_map_layout_get_band (layout, 0)->n_mappings, ==, 60000);
  g_assert_true (pgs_map_layout_address_rect (layout, address, &rect));
  pgs_map_layout_hit (layout, rect.x, rect.y, &hit);
  g_assert_cmphex (hit.start, ==, address);
  g_assert_cmpuint (hit.mapping, ==, 31415);
  g_test_message ("60,000 mappings laid out in %.1f ms", took / 1000.0);
}

/* What does not touch stays apart, however much there is. */
static void
test_many_apart (void)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (20000);
  g_autoptr (PgsMaps) maps = NULL;
  g_autoptr (PgsMapLayout) layout = NULL;
  const PgsMapGeometry geometry = get_geometry (700, 0, FALSE);
  PgsMapHit hit;
  gsize index;

  for (guint64 i = 0; i < 20000; i++)
    {
      const PgsMapping mapping = { .start = 0x7f0000000000 + i * 8192, .end = 0x7f0000001000 + i * 8192 };

      pgs_maps_builder_add (builder, &mapping, NULL, 0);
    }
  maps = pgs_maps_builder_end (builder, NULL);
  layout = pgs_map_layout_new (maps, &geometry);
  g_assert_cmpuint (pgs_map_layout_get_n_bands (layout), ==, 20000);
  g_assert_true (pgs_map_layout_find_address (layout, 0x7f0000000000 + 12345 * 8192, &index));
  pgs_map_layout_hit (layout, 174, pgs_map_layout_get_band (layout, index)->y, &hit);
  g_assert_cmpuint (hit.mapping, ==, 12345);
  g_assert_false (pgs_map_layout_find_address (layout, 0x7f0000001000 + 12345 * 8192, &index));
}

static void
assert_same_layout (const PgsMapLayout *layout,
                    const PgsMapLayout *expected)
{
  g_assert_cmpfloat (pgs_map_layout_get_height (layout), ==, pgs_map_layout_get_height (expected));
  g_assert_cmpint (pgs_map_layout_get_min_zoom (layout), ==, pgs_map_layout_get_min_zoom (expected));
  g_assert_cmpint (pgs_map_layout_get_max_zoom (layout), ==, pgs_map_layout_get_max_zoom (expected));
  g_assert_cmpuint (pgs_map_layout_get_n_bands (layout), ==, pgs_map_layout_get_n_bands (expected));
  for (gsize i = 0; i < pgs_map_layout_get_n_bands (layout); i++)
    {
      const PgsMapBand *band = pgs_map_layout_get_band (layout, i);
      const PgsMapBand *other = pgs_map_layout_get_band (expected, i);

      g_assert_true (band->start == other->start && band->end == other->end && band->kind == other->kind);
      g_assert_true (band->first_mapping == other->first_mapping && band->n_mappings == other->n_mappings);
      g_assert_true (band->cell_shift == other->cell_shift && band->n_cells == other->n_cells && band->n_rows == other->n_rows);
      g_assert_true (band->y == other->y && band->height == other->height); /* the same computation: exactly */
      g_assert_true (band->gap == other->gap && band->gap_y == other->gap_y);
    }
}

/* Whatever was laid out before, of the same mappings or of others, either way up: no difference. */
static void
test_after_another (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  g_autoptr (PgsMaps) many = sample_space_new_maps (2000);
  PgsMaps *maps[] = { snapshot->maps, many };
  g_autoptr (PgsMapLayout) before = NULL;

  for (guint i = 0; i < 200; i++)
    {
      const PgsMapGeometry geometry = get_geometry (300 + 100 * (i % 5), (int) (i * 7 % 23) - 5, i % 7 < 3);
      PgsMaps *shown = maps[i / 10 % 2];
      g_autoptr (PgsMapLayout) expected = pgs_map_layout_new (shown, &geometry);
      PgsMapLayout *layout = pgs_map_layout_new_after (shown, &geometry, before);

      g_assert_true (pgs_map_layout_get_maps (layout) == shown);
      assert_same_layout (layout, expected);
      g_clear_pointer (&before, pgs_map_layout_free);
      before = layout;
    }
}

/* Everything is reached, in order, by going one way only. */
static void
test_walk (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  g_autoptr (PgsMapLayout) layout = new_layout (snapshot, 0, FALSE);
  guint64 address = 0, last, n_cells = 0, n_walked = 1;

  for (gsize i = 0; i < pgs_map_layout_get_n_bands (layout); i++)
    n_cells += pgs_map_layout_get_band (layout, i)->n_cells;
  address = last = 0x555555554000;
  while (pgs_map_layout_step (layout, PGS_MAP_STEP_RIGHT, &address))
    {
      g_assert_cmphex (address, >, last);
      last = address;
      n_walked++;
    }
  g_assert_cmpuint (n_walked, ==, n_cells);
  while (pgs_map_layout_step (layout, PGS_MAP_STEP_LEFT, &address))
    n_walked--;
  g_assert_cmpuint (n_walked, ==, 1);
  g_assert_cmphex (address, ==, 0x555555554000);
  g_assert_true (pgs_map_layout_step (layout, PGS_MAP_STEP_FIRST, &address));
  g_assert_cmphex (address, ==, 0x7ffffffde000); /* the top left cell */
  g_assert_true (pgs_map_layout_step (layout, PGS_MAP_STEP_NEXT_BAND, &address));
  g_assert_cmphex (address, ==, 0x7ffff7fc0000);
}

static void
test_walk_rows (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  g_autoptr (PgsMapLayout) layout = new_layout (snapshot, 0, FALSE);
  guint64 address = 0x7ffffffde000 + 20 * 4096;
  cairo_rectangle_t before, after;
  guint n_rows = 1;

  g_assert_true (pgs_map_layout_address_rect (layout, address, &before));
  while (pgs_map_layout_step (layout, PGS_MAP_STEP_DOWN, &address))
    {
      g_assert_true (pgs_map_layout_address_rect (layout, address, &after));
      g_assert_cmpfloat (after.y, >, before.y);
      before = after;
      n_rows++;
    }
  for (gsize i = 0; i < pgs_map_layout_get_n_bands (layout); i++)
    n_rows -= pgs_map_layout_get_band (layout, i)->n_rows;
  g_assert_cmpuint (n_rows, ==, 0);
}

static void
test_empty (void)
{
  g_autoptr (PgsMaps) maps = pgs_maps_builder_end (pgs_maps_builder_new (0), NULL);
  const PgsMapGeometry geometry = get_geometry (700, 3, FALSE);
  g_autoptr (PgsMapLayout) layout = pgs_map_layout_new (maps, &geometry);
  cairo_rectangle_t rect;
  PgsMapHit hit;
  guint64 address = 0;
  gsize index;

  pgs_map_layout_hit (layout, 200, 5, &hit);
  g_assert_cmpint (hit.what, ==, PGS_MAP_HIT_NONE);
  g_assert_false (pgs_map_layout_find_address (layout, 0, &index));
  g_assert_false (pgs_map_layout_address_rect (layout, 0, &rect));
  g_assert_false (pgs_map_layout_step (layout, PGS_MAP_STEP_FIRST, &address));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/map-layout/numbers", test_numbers);
  g_test_add_func ("/render/map-layout/gaps", test_gaps);
  g_test_add_func ("/render/map-layout/every-pixel", test_every_pixel);
  g_test_add_func ("/render/map-layout/monotonic", test_monotonic);
  g_test_add_func ("/render/map-layout/zoom-limits", test_zoom_limits);
  g_test_add_func ("/render/map-layout/tebibytes", test_tebibytes);
  g_test_add_func ("/render/map-layout/many", test_many);
  g_test_add_func ("/render/map-layout/many-apart", test_many_apart);
  g_test_add_func ("/render/map-layout/after-another", test_after_another);
  g_test_add_func ("/render/map-layout/walk", test_walk);
  g_test_add_func ("/render/map-layout/walk-rows", test_walk_rows);
  g_test_add_func ("/render/map-layout/empty", test_empty);
  return g_test_run ();
}
