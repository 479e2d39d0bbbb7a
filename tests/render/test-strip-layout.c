/* test-strip-layout.c: the strip as numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-strip-fill.h"
#include "pgs-strip-labels.h"
#include "pgs-strip-layout.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "sample-space.h"

static PgsStripLayout *
new_layout (PgsMaps  *maps,
            double    height,
            gboolean  low_on_top)
{
  const PgsStripGeometry geometry = { .width = 150, .height = height, .low_on_top = low_on_top, .line_height = 15 };

  return pgs_strip_layout_new (maps, &geometry);
}

static void
check_items (const PgsStripLayout *layout,
             double                height,
             gboolean              low_on_top)
{
  const gsize n_items = pgs_strip_layout_get_n_items (layout);
  double y = 0;

  for (gsize i = 0; i < n_items; i++)
    {
      const PgsStripItem *item = pgs_strip_layout_get_item (layout, i);

      g_assert_cmpfloat (item->y, >=, y);
      g_assert_cmpfloat (item->height, >=, 4);
      g_assert_cmphex (item->start, <, item->end);
      if (i > 0 && low_on_top)
        g_assert_cmphex (item->start, >=, pgs_strip_layout_get_item (layout, i - 1)->end);
      if (i > 0 && !low_on_top)
        g_assert_cmphex (item->end, <=, pgs_strip_layout_get_item (layout, i - 1)->start);
      y = item->y + item->height;
    }
  g_assert_cmpfloat (y, <=, height + 1);
}

static void
test_order (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();

  for (int low = 0; low <= 1; low++)
    for (double height = 300; height <= 1200; height += 150)
      {
        g_autoptr (PgsStripLayout) layout = new_layout (snapshot->maps, height, low);
        const gsize n_items = pgs_strip_layout_get_n_items (layout);

        check_items (layout, height, low);
        g_assert_cmpint (pgs_strip_layout_get_item (layout, low ? n_items - 1 : 0)->what, ==, PGS_STRIP_KERNEL);
      }
}

/* The kernel begins where user space can end on machines of the kind that the addresses are from, and
 * each block is found where it is drawn. */
static void
check_space (const guint64 *starts,
             gsize          n_starts,
             guint64        user_end)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (n_starts + 1);
  g_autoptr (PgsMaps) maps = NULL;
  g_autoptr (PgsStripLayout) layout = NULL;
  PgsMapping mapping = { .perms = PGS_PERM_READ | PGS_PERM_WRITE };

  for (gsize i = 0; i < n_starts; i++)
    {
      mapping.start = starts[i];
      mapping.end = starts[i] + 0x10000;
      pgs_maps_builder_add (builder, &mapping, NULL, 0);
    }
  mapping.start = 0xffffffffff600000;
  mapping.end = 0xffffffffff601000;
  pgs_maps_builder_add (builder, &mapping, "[vsyscall]", strlen ("[vsyscall]"));
  maps = pgs_maps_builder_end (builder, NULL);
  layout = new_layout (maps, 700, FALSE);
  check_items (layout, 700, FALSE);
  g_assert_cmpint (pgs_strip_layout_get_item (layout, 0)->what, ==, PGS_STRIP_KERNEL);
  g_assert_cmphex (pgs_strip_layout_get_item (layout, 0)->start, ==, user_end);
  for (gsize i = 0; i < n_starts; i++)
    {
      const double y = pgs_strip_layout_address_to_y (layout, starts[i] + 0x8000);
      const PgsStripItem *item = pgs_strip_layout_hit (layout, y);

      g_assert_nonnull (item);
      g_assert_cmpint (item->what, ==, PGS_STRIP_BLOCK);
      g_assert_cmphex (item->start, ==, starts[i]);
      g_assert_cmphex (pgs_strip_layout_y_to_address (layout, y), >=, starts[i]);
      g_assert_cmphex (pgs_strip_layout_y_to_address (layout, y), <=, starts[i] + 0x10000);
    }
}

static void
test_sizes_of_space (void)
{
  const guint64 narrow[] = { 0x8048000, 0x894d000, 0xf7ed1000, 0xffbc9000 };
  const guint64 three_of_four[] = { 0x8048000, 0xb7ed1000, 0xbffc9000 };
  const guint64 usual[] = { 0x555555554000, 0x7f0000000000, 0x7ffffffd0000 };
  const guint64 wide[] = { 0x555555554000, 0x7f0000000000, 0x800000000000, 0xff000000000000,
                           0xfffffffffd0000 };

  check_space (narrow, G_N_ELEMENTS (narrow), (guint64) 1 << 32);
  check_space (three_of_four, G_N_ELEMENTS (three_of_four), (guint64) 1 << 32);
  check_space (usual, G_N_ELEMENTS (usual), (guint64) 1 << 47);
  check_space (wide, G_N_ELEMENTS (wide), (guint64) 1 << 56);
}

/* Nine objects, the kernel, and the gaps between heap and mappings and between mappings and vdso;
 * the one above the stack is 132 KiB, the others are below 1 GiB. */
static void
test_items (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  g_autoptr (PgsStripLayout) layout = new_layout (snapshot->maps, 900, FALSE);
  guint n[4] = { 0 };

  for (gsize i = 0; i < pgs_strip_layout_get_n_items (layout); i++)
    n[pgs_strip_layout_get_item (layout, i)->what]++;
  g_assert_cmpuint (n[PGS_STRIP_KERNEL], ==, 1);
  g_assert_cmpuint (n[PGS_STRIP_BLOCK], ==, 9);
  g_assert_cmpuint (n[PGS_STRIP_GROUP], ==, 0);
  g_assert_cmpuint (n[PGS_STRIP_GAP], ==, 2);
}

/* Higher where there is more: in proportion to the logarithm. */
static void
test_heights (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  g_autoptr (PgsStripLayout) layout = new_layout (snapshot->maps, 700, FALSE);
  double unit = 0;

  for (gsize i = 0; i < pgs_strip_layout_get_n_items (layout); i++)
    {
      const PgsStripItem *item = pgs_strip_layout_get_item (layout, i);
      const double weight = 2 + log2 ((item->end - item->start) / 4096.0);

      if (item->what != PGS_STRIP_BLOCK)
        continue;
      if (unit == 0)
        unit = item->height / weight;
      g_assert_cmpfloat_with_epsilon (item->height, unit * weight, 0.001);
    }
}

static void
test_addresses (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();

  for (int low = 0; low <= 1; low++)
    {
      g_autoptr (PgsStripLayout) layout = new_layout (snapshot->maps, 800, low);
      guint64 last = low ? 0 : G_MAXUINT64;

      for (double y = 0; y < 800; y += 0.5)
        {
          const guint64 address = pgs_strip_layout_y_to_address (layout, y);
          const PgsStripItem *item = pgs_strip_layout_hit (layout, y);

          g_assert_true (low ? address >= last : address <= last);
          last = address;
          if (item == NULL)
            continue;
          g_assert_true (address >= item->start && address < item->end);
          if (y < item->y + item->height)
            g_assert_cmpfloat_with_epsilon (pgs_strip_layout_address_to_y (layout, address), y, 0.51);
        }
    }
}

/* Mappings from one page to very many: always in the given height, each in one item. */
static void
test_many (void)
{
  for (guint n = 1; n <= 65536; n *= 4)
    {
      g_autoptr (PgsMaps) maps = sample_space_new_maps (n);
      g_autoptr (PgsStripLayout) layout = new_layout (maps, 600, FALSE);
      gsize n_mappings = 0;

      check_items (layout, 600, FALSE);
      g_assert_cmpuint (pgs_strip_layout_get_n_items (layout), <, 120);
      for (gsize i = 0; i < pgs_strip_layout_get_n_items (layout); i++)
        n_mappings += pgs_strip_layout_get_item (layout, i)->n_mappings;
      g_assert_cmpuint (n_mappings, ==, n);
    }
}

/* What is large keeps a block of its own among thousands of small ones. */
static void
test_large_among_small (void)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (3001);
  g_autoptr (PgsMaps) maps = NULL;
  g_autoptr (PgsStripLayout) layout = NULL;
  guint64 address = 0x7f0000000000;
  gboolean seen = FALSE;

  for (int i = 0; i < 3001; i++)
    {
      const guint64 size = i == 1500 ? 64 << 20 : 4096;
      const PgsMapping mapping = { .start = address, .end = address + size, .perms = i % 2 ? PGS_PERM_READ : 0 };

      pgs_maps_builder_add (builder, &mapping, NULL, 0);
      address += size;
    }
  maps = pgs_maps_builder_end (builder, NULL);
  layout = new_layout (maps, 600, FALSE);
  for (gsize i = 0; i < pgs_strip_layout_get_n_items (layout); i++)
    {
      const PgsStripItem *item = pgs_strip_layout_get_item (layout, i);

      seen = seen || (item->what == PGS_STRIP_BLOCK && item->end - item->start == 64 << 20);
    }
  g_assert_true (seen);
  check_items (layout, 600, FALSE);
}

static void
test_empty (void)
{
  g_autoptr (PgsMaps) maps = pgs_maps_builder_end (pgs_maps_builder_new (0), NULL);
  g_autoptr (PgsStripLayout) layout = new_layout (maps, 600, FALSE);

  g_assert_cmpuint (pgs_strip_layout_get_n_items (layout), ==, 0);
  g_assert_null (pgs_strip_layout_hit (layout, 5));
  g_assert_cmphex (pgs_strip_layout_y_to_address (layout, 5), ==, 0);
}

/* Which pages of the sample's large anonymous mapping were read, and are present then. */
static void
check_fill (guint64 n_read,
            guint64 n_present)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  g_autoptr (PgsStripLayout) layout = new_layout (snapshot->maps, 900, FALSE);
  const PgsReadRange read = { 0x7f0000000, 0x7f0000000 + n_read, 5 };
  g_autoptr (PgsCoverage) nothing = pgs_coverage_new ();
  g_autoptr (PgsCoverage) part = pgs_coverage_update (nothing, &read, n_read > 0);
  PgsPagesBuilder *builder = pgs_pages_builder_new (snapshot->maps, 12, PGS_PAGE_PRESENT | PGS_PAGE_ZERO);
  const PgsStripItem *item = pgs_strip_layout_hit (layout, pgs_strip_layout_address_to_y (layout, 0x7f0000000000));
  PgsStripFill fill;

  if (n_present > 0)
    pgs_pages_builder_add (builder, 0x7f0000000, n_present, PGS_PAGE_PRESENT);
  pgs_pages_builder_set_coverage (builder, part);
  g_clear_pointer (&snapshot->pages, pgs_pages_unref);
  snapshot->pages = pgs_pages_builder_end (builder);
  g_assert_cmpuint (item->n_mappings, ==, 1);
  pgs_strip_fill_init (&fill, snapshot, snapshot->maps, item);
  g_assert_cmpuint (fill.size, ==, 25600 * 4096);
  g_assert_cmpuint (fill.resident, ==, n_present * 4096);
  g_assert_cmpuint (fill.unread, ==, (25600 - n_read) * 4096);
  g_assert_cmpuint (fill.denied, ==, 0);

  g_assert_cmpfloat (pgs_strip_fill_get_width (&fill, fill.unread, 100), ==,
                     n_read == 25600 ? 0 : round (200.0 * (25600 - n_read) / 25600) / 2);
  g_clear_pointer (&snapshot->pages, pgs_pages_unref);
  pgs_strip_fill_init (&fill, snapshot, snapshot->maps, item);
  g_assert_cmpuint (fill.denied, ==, fill.size);
  g_assert_cmpuint (fill.resident + fill.unread, ==, 0);
}

/* What was not read is told apart from what is not resident, and from what may not be read. */
static void
test_fill (void)
{
  check_fill (25600, 6400);
  check_fill (12800, 12800);
  check_fill (12800, 0);
  check_fill (0, 0);
}

static cairo_surface_t *
draw_labels (const PgsStripLayout *layout,
             PangoDirection        direction)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 150, 700);
  cairo_t *cr = cairo_create (surface);
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PgsTheme theme;

  pgs_theme_init_light (&theme);
  pango_context_set_base_dir (context, direction);
  pgs_strip_labels_draw (layout, &theme, context, cr);
  g_object_unref (context);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Without a letter in it, an address has no direction of its own. */
static void
test_addresses_left_to_right (void)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (1);
  const PgsMapping mapping = { .perms = PGS_PERM_READ, .start = 0x700012345000, .end = 0x700012355000 };
  g_autoptr (PgsMaps) maps = NULL;
  g_autoptr (PgsStripLayout) layout = NULL;
  cairo_surface_t *here, *there;
  gsize n_bytes;

  pgs_maps_builder_add (builder, &mapping, NULL, 0);
  maps = pgs_maps_builder_end (builder, NULL);
  layout = new_layout (maps, 700, FALSE);
  here = draw_labels (layout, PANGO_DIRECTION_LTR);
  there = draw_labels (layout, PANGO_DIRECTION_RTL);
  n_bytes = (gsize) cairo_image_surface_get_stride (here) * 700;
  g_assert_cmpmem (cairo_image_surface_get_data (here), n_bytes, cairo_image_surface_get_data (there), n_bytes);
  cairo_surface_destroy (here);
  cairo_surface_destroy (there);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/strip-layout/sizes-of-space", test_sizes_of_space);
  g_test_add_func ("/render/strip-layout/order", test_order);
  g_test_add_func ("/render/strip-layout/items", test_items);
  g_test_add_func ("/render/strip-layout/heights", test_heights);
  g_test_add_func ("/render/strip-layout/addresses", test_addresses);
  g_test_add_func ("/render/strip-layout/many", test_many);
  g_test_add_func ("/render/strip-layout/large-among-small", test_large_among_small);
  g_test_add_func ("/render/strip-layout/empty", test_empty);
  g_test_add_func ("/render/strip-layout/fill", test_fill);
  g_test_add_func ("/render/strip-layout/addresses-left-to-right", test_addresses_left_to_right);
  return g_test_run ();
}
