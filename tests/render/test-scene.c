/* test-scene.c: scenes count exactly, align their processes, fit, and put everything on paper
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-scene-layout.h"
#include "pgs-sheet.h"

#include <string.h>

#include "naive-counts.h"
#include "sample-space.h"

#define BLOCK 0x7f0000000000
#define BLOCK_PAGES 25600
#define PAGE 4096
#define CHANGED_PAGES 40 /* of the block, behind its present ones */

/* The sample, and some pages of its large block that came. */
static PgsSnapshot *
new_changed_space (void)
{
  PgsSnapshot *snapshot = sample_space_new ();
  PgsPagesBuilder *pages = pgs_pages_builder_new (snapshot->maps, 12, 0xff & ~PGS_PAGE_SOFT_DIRTY);
  gsize n_runs;
  const SampleRun *runs = sample_space_get_runs (&n_runs);

  for (gsize i = 0; i < n_runs; i++)
    {
      pgs_pages_builder_add (pages, runs[i].first, runs[i].n_pages, runs[i].states);
      if (runs[i].first == BLOCK / PAGE)
        pgs_pages_builder_add (pages, runs[i].first + 10240, 17, PGS_PAGE_PRESENT | PGS_PAGE_EXCLUSIVE);
      if (runs[i].first == 0x7f0002811)
        pgs_pages_builder_add (pages, 0x7f0002820, CHANGED_PAGES - 17, PGS_PAGE_PRESENT | PGS_PAGE_EXCLUSIVE);
    }
  g_clear_pointer (&snapshot->pages, pgs_pages_unref);
  snapshot->pages = pgs_pages_builder_end (pages);
  return snapshot;
}

static PangoContext *
new_context (cairo_surface_t **surface,
             cairo_t         **cr)
{
  *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 700, 500);
  *cr = cairo_create (*surface);
  return pango_cairo_create_context (*cr);
}

static void
count_one_by_one (guint64        first,
                  guint64        end,
                  PgsPageCounts *counts)
{
  gsize n_runs;
  const SampleRun *runs = sample_space_get_runs (&n_runs);

  memset (counts, 0, sizeof *counts);
  for (gsize i = 0; i < n_runs; i++)
    for (guint64 page = runs[i].first; page < runs[i].first + runs[i].n_pages; page++)
      if (page >= first && page < end)
        naive_counts_add (counts, runs[i].states);
}

static void
test_counts (void)
{
  static const struct { guint64 start, end; } ranges[] = {
    { BLOCK, BLOCK + BLOCK_PAGES * (guint64) PAGE },
    { BLOCK + 10000 * PAGE, BLOCK + 10300 * PAGE },
    { 0x5555557b0000 - 16 * PAGE, 0x5555557b0000 + 2000 * PAGE }, /* more than the heap */
    { BLOCK + 100, BLOCK + 101 },                                /* a byte is in a page */
  };
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  g_autoptr (PgsScene) scene = pgs_scene_new (TRUE, PGS_COLOR_BY_STATE);
  PgsScenePane *pane = pgs_scene_add_pane (scene, "demo", snapshot, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      const guint64 first = ranges[i].start / PAGE, end = (ranges[i].end + PAGE - 1) / PAGE;
      const PgsScenePointer pointer = { ranges[i].start, ranges[i].end, NULL };
      PgsSceneCounts counts;
      PgsPageCounts expected;

      pgs_scene_pane_count (pane, &pointer, &counts);
      count_one_by_one (first, end, &expected);
      g_assert_true (counts.known);
      g_assert_cmpuint (counts.n_pages, ==, end - first);
      g_assert_cmpmem (&counts.counts, sizeof expected, &expected, sizeof expected);
      g_assert_cmpuint (counts.changed, ==, PGS_UNKNOWN);
    }
}

static void
test_changes (void)
{
  g_autoptr (PgsSnapshot) before = sample_space_new ();
  g_autoptr (PgsSnapshot) after = new_changed_space ();
  g_autoptr (PgsScene) scene = pgs_scene_new (TRUE, PGS_COLOR_BY_STATE);
  PgsScenePane *pane = pgs_scene_add_pane (scene, "demo", after, before);
  const PgsScenePointer all = { BLOCK, BLOCK + BLOCK_PAGES * (guint64) PAGE, NULL };
  const PgsScenePointer some = { BLOCK + 10250 * PAGE, BLOCK + 0x2822 * PAGE, NULL };
  PgsSceneCounts counts;

  pgs_scene_pane_count (pane, &all, &counts);
  g_assert_cmpuint (counts.changed, ==, CHANGED_PAGES);
  pgs_scene_pane_count (pane, &some, &counts);
  g_assert_cmpuint (counts.changed, ==, 17 - 10 + 2);
  g_assert_true (pgs_scene_get_marks (scene) & PGS_CELL_CHANGED);
}

static const PgsSceneBlock *
get_block (const PgsSceneLayout *layout,
           guint                 pane,
           guint                 block)
{
  const PgsSceneFrame *frame = layout->frames->pdata[pane];

  g_assert_cmpuint (block, <, frame->blocks->len);
  return &g_array_index (frame->blocks, PgsSceneBlock, block);
}

/* Two processes with the same range: the same cells at the same place, below each other, inside the room. */
static void
test_alignment (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  g_autoptr (PgsScene) scene = pgs_scene_new (TRUE, PGS_COLOR_BY_SHARING);
  cairo_surface_t *surface;
  cairo_t *cr;
  PangoContext *context = new_context (&surface, &cr);
  PgsTheme theme;

  pgs_theme_init_light (&theme);
  for (int i = 0; i < 2; i++)
    pgs_scene_pane_point (pgs_scene_add_pane (scene, i == 0 ? "parent" : "child", snapshot, NULL), BLOCK,
                          BLOCK + BLOCK_PAGES * (guint64) PAGE, "the block");
  for (double height = 200; height < 1000; height += 90)
    {
      g_autoptr (PgsSceneLayout) layout = pgs_scene_layout_new (scene, &theme, context, 640, height);
      const PgsSceneBlock *a = get_block (layout, 0, 0), *b = get_block (layout, 1, 0);

      g_assert_cmpuint (a->n_cells, ==, b->n_cells);
      g_assert_cmpuint (a->n_rows, ==, b->n_rows);
      g_assert_cmpuint (a->n_cells, ==, (BLOCK_PAGES - 1) / (1 << layout->cell_shift) + 1);
      g_assert_cmpuint (a->n_rows * layout->columns, >=, a->n_cells);
      g_assert_cmpfloat (layout->columns * layout->pitch, <=, 640);
      g_assert_cmpfloat (a->grid_y + a->n_rows * layout->pitch, <, b->y);
      g_assert_cmpfloat (b->grid_y + b->n_rows * layout->pitch, <=, layout->height);
      if (height >= 300)
        g_assert_cmpfloat (layout->height, <=, height);
    }
  g_object_unref (context);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* What a program tells is not to be trusted: any range has a picture of some size. */
static void
test_hostile_ranges (void)
{
  static const struct { guint64 start, end; } ranges[] = {
    { 0, G_MAXUINT64 }, { G_MAXUINT64 - 1, G_MAXUINT64 }, { 0, 1 }, { 5, 5 }, { 9, 3 },
    { 0x7f0000000000, 0x7f0000000000 + ((guint64) 1 << 47) },
  };
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  g_autoptr (PgsScene) scene = pgs_scene_new (TRUE, PGS_COLOR_BY_KIND);
  PgsScenePane *pane = pgs_scene_add_pane (scene, "demo", snapshot, snapshot);
  g_autofree char *text = NULL;
  cairo_surface_t *surface;
  cairo_t *cr;
  PangoContext *context = new_context (&surface, &cr);
  PgsTheme theme;

  pgs_theme_init_dark (&theme);
  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    pgs_scene_pane_point (pane, ranges[i].start, ranges[i].end, "somewhere");
  g_assert_cmpuint (pane->pointers->len, ==, 4); /* empty ones are none */
  for (int pointed = 0; pointed < 2; pointed++)
    {
      g_autoptr (PgsSceneLayout) layout = NULL;

      scene->pointed = pointed;
      layout = pgs_scene_layout_new (scene, &theme, context, 300, 200);
      g_assert_cmpfloat (layout->height, <, 5000);
      pgs_scene_draw (scene, layout, &theme, context, cr);
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
    }
  text = pgs_scene_describe (scene);
  g_assert_nonnull (strstr (text, "somewhere"));
  g_object_unref (context);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static guint32
get_pixel (cairo_surface_t *surface,
           double           x,
           double           y)
{
  const guchar *data = cairo_image_surface_get_data (surface);

  return *(const guint32 *) (gconstpointer) (data + (int) y * cairo_image_surface_get_stride (surface) + (int) x * 4)
         & 0xffffff;
}

/* Cells of what is mapped are drawn, those of what is not are left out, and what came has its bar. */
static void
test_drawing (void)
{
  g_autoptr (PgsSnapshot) before = sample_space_new ();
  g_autoptr (PgsSnapshot) after = new_changed_space ();
  g_autoptr (PgsScene) scene = pgs_scene_new (TRUE, PGS_COLOR_BY_STATE);
  PgsScenePane *pane = pgs_scene_add_pane (scene, "demo", after, before);
  const guint64 start = BLOCK + 10236 * PAGE; /* 4 pages that were there, 17 that came, then none */
  const guint64 edge = BLOCK + BLOCK_PAGES * (guint64) PAGE;
  g_autoptr (PgsSceneLayout) layout = NULL;
  cairo_surface_t *surface;
  cairo_t *cr;
  PangoContext *context = new_context (&surface, &cr);
  const PgsSceneBlock *came, *gap;
  PgsTheme theme;
  guint32 background;

  pgs_theme_init_light (&theme);
  pgs_color_set_source (theme.background, cr);
  cairo_paint (cr);
  cairo_surface_flush (surface);
  background = get_pixel (surface, 0, 0);
  pgs_scene_pane_point (pane, start, start + 24 * PAGE, "the edge of what is resident");
  pgs_scene_pane_point (pane, edge - 4 * PAGE, edge + 4 * PAGE, "half of it is not mapped");
  layout = pgs_scene_layout_new (scene, &theme, context, 700, 500);
  g_assert_cmpuint (layout->cell_shift, ==, 0);
  g_assert_cmpuint (layout->columns, >=, 24);
  pgs_scene_draw (scene, layout, &theme, context, cr);
  cairo_surface_flush (surface);
  came = get_block (layout, 0, 0);
  gap = get_block (layout, 0, 1);
  const double cell = layout->pitch - layout->gap, foot = came->grid_y + cell - 2;
  const double middle = 1 + cell / 2, top = came->grid_y + 3;

  g_assert_cmphex (get_pixel (surface, middle, top), !=, get_pixel (surface, middle + 22 * layout->pitch, top));
  g_assert_cmphex (get_pixel (surface, middle, foot), ==, get_pixel (surface, middle, top)); /* no bar */
  g_assert_cmphex (get_pixel (surface, middle + 12 * layout->pitch, top), ==, get_pixel (surface, middle, top));
  g_assert_cmphex (get_pixel (surface, middle + 12 * layout->pitch, foot), !=, get_pixel (surface, middle, top));
  g_assert_cmphex (get_pixel (surface, middle, gap->grid_y + 3), !=, background);
  g_assert_cmphex (get_pixel (surface, middle + 5 * layout->pitch, gap->grid_y + cell / 2), ==, background);
  g_object_unref (context);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static double
measure_square (gpointer        data,
                const PgsTheme *theme,
                PangoContext   *context,
                double          width)
{
  return GPOINTER_TO_INT (data);
}

static void
draw_square (gpointer        data,
             const PgsTheme *theme,
             PangoContext   *context,
             double          width,
             cairo_t        *cr)
{
  cairo_rectangle (cr, 0, 0, width, GPOINTER_TO_INT (data));
  cairo_fill (cr);
}

/* How many pages a sheet with that many rows and a picture of that height has. */
static guint
count_pages (guint n_rows,
             int   picture)
{
  static const double shares[] = { 0.5, 0.5 };
  static const char *const titles[] = { "what", "measured" };
  static const char *const cells[] = { "Minor faults of the child, and words enough for several lines of a cell, "
                                       "so that rows are of different heights", "+25,600" };
  static const PgsSheetPicture how = { measure_square, draw_square, NULL };
  g_autoptr (PgsSheet) sheet = pgs_sheet_new ("Copy on write");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  guint n_pages;

  pgs_sheet_add_paragraph (sheet, "One.\n\nTwo \xff not UTF-8.");
  pgs_sheet_add_heading (sheet, "1. Map");
  if (n_rows > 0)
    pgs_sheet_begin_table (sheet, shares, titles, 2);
  for (guint i = 0; i < n_rows; i++)
    pgs_sheet_add_row (sheet, cells);
  pgs_sheet_add_picture (sheet, &how, GINT_TO_POINTER (picture));
  bytes = pgs_sheet_encode (sheet, &n_pages, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), >, 500);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), 5, "%PDF-", 5);
  return n_pages;
}

static void
test_sheet (void)
{
  g_assert_cmpuint (count_pages (0, 100), ==, 1);
  g_assert_cmpuint (count_pages (10, 100), ==, 1);
  g_assert_cmpuint (count_pages (0, 100000), ==, 2); /* larger than a page: cut to one of its own */
  g_assert_cmpuint (count_pages (100, 100), >, 3);
  g_assert_cmpuint (count_pages (200, 100), >, count_pages (100, 100));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/scene/counts", test_counts);
  g_test_add_func ("/render/scene/changes", test_changes);
  g_test_add_func ("/render/scene/alignment", test_alignment);
  g_test_add_func ("/render/scene/hostile-ranges", test_hostile_ranges);
  g_test_add_func ("/render/scene/drawing", test_drawing);
  g_test_add_func ("/render/sheet/pages", test_sheet);
  return g_test_run ();
}
