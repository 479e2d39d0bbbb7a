/* test-map-cells.c: cells count their pages exactly, and colours say what was counted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map-cells.h"

#include <stdlib.h>
#include <string.h>

#include "naive-counts.h"
#include "sample-space.h"

static PgsPageState
state_of (guint64 page)
{
  gsize n_runs;
  const SampleRun *runs = sample_space_get_runs (&n_runs);

  for (gsize i = 0; i < n_runs; i++)
    if (page >= runs[i].first && page < runs[i].first + runs[i].n_pages)
      return runs[i].states;
  return 0;
}

/* Each cell against a count of its own pages, one by one. */
static void
check_counts (const PgsMapModel *model,
              guint64            first,
              guint64            end,
              guint              shift)
{
  const gsize n_cells = ((end - first) >> shift) + 1;
  g_autofree PgsCellFacts *facts = g_new (PgsCellFacts, n_cells);
  guint64 n_pages = 0;

  pgs_map_cells_measure (model, first, end, shift, facts, n_cells);
  for (gsize i = 0; i < n_cells; i++)
    {
      PgsPageCounts expected = { 0 };

      for (guint64 page = first + (i << shift); page < MIN (first + ((i + 1) << shift), end); page++)
        naive_counts_add (&expected, state_of (page));
      g_assert_cmpmem (&facts[i].counts, sizeof expected, &expected, sizeof expected);
      n_pages += facts[i].n_pages;
    }
  g_assert_cmpuint (n_pages, ==, end - first);
}

static void
test_exact (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  const PgsMapModel model = { .snapshot = snapshot };

  for (guint shift = 0; shift <= 9; shift += 3)
    {
      check_counts (&model, 0x7f0000000, 0x7f0000000 + 25600, shift);
      check_counts (&model, 0x7f0000011, 0x7f0000011 + 1237, shift);
      check_counts (&model, 0x5555557b0, 0x5555557b0 + 921, shift);
      check_counts (&model, 0x7f0040000, 0x7f0040000 + 512, shift);
    }
}

#define N_RANDOM_PAGES 5000

/* What the kernel says of pages. */
static const PgsPageState page_states[] = {
  0,
  PGS_PAGE_PRESENT,
  PGS_PAGE_PRESENT | PGS_PAGE_FILE,
  PGS_PAGE_PRESENT | PGS_PAGE_EXCLUSIVE,
  PGS_PAGE_PRESENT | PGS_PAGE_FILE | PGS_PAGE_EXCLUSIVE,
  PGS_PAGE_PRESENT | PGS_PAGE_HUGE | PGS_PAGE_EXCLUSIVE,
  PGS_PAGE_PRESENT | PGS_PAGE_ZERO,
  PGS_PAGE_SWAPPED,
  PGS_PAGE_GUARD,
};

/* One mapping of a file, and a state for each of its pages. */
static PgsSnapshot *
new_random_space (guint64       first,
                  PgsPageState *states)
{
  PgsSnapshot *snapshot = pgs_snapshot_new ();
  PgsMapsBuilder *maps = pgs_maps_builder_new (1);
  const PgsMapping mapping = { .start = first << 12, .end = (first + N_RANDOM_PAGES) << 12, .perms = PGS_PERM_READ,
                               .inode = 7, .dev_major = 8 };
  static const char path[] = "/usr/share/demo";
  PgsPagesBuilder *pages;

  pgs_maps_builder_add (maps, &mapping, path, strlen (path));
  snapshot->page_size = 4096;
  snapshot->maps = pgs_maps_builder_end (maps, NULL);
  pages = pgs_pages_builder_new (snapshot->maps, 12, 0xff & ~PGS_PAGE_SOFT_DIRTY);
  for (guint64 page = 0, n; page < N_RANDOM_PAGES; page += n)
    {
      const PgsPageState state = page_states[g_test_rand_int_range (0, G_N_ELEMENTS (page_states))];

      n = (guint64) g_test_rand_int_range (1, g_test_rand_bit () ? 4 : 900);
      n = MIN (n, N_RANDOM_PAGES - page);
      for (guint64 i = page; i < page + n; i++)
        states[i] = state;
      if (state != 0)
        pgs_pages_builder_add (pages, first + page, n, state);
    }
  snapshot->pages = pgs_pages_builder_end (pages);
  return snapshot;
}

/* The cells of some rows as they are drawn, against a count of every page of theirs. */
static void
check_drawn (const PgsSnapshot  *snapshot,
             const PgsPageState *states,
             const PgsMapLayout *layout)
{
  const PgsMapModel model = { .snapshot = snapshot };
  const PgsMapBand *band = pgs_map_layout_get_band (layout, 0);
  const guint64 first_cell = g_test_rand_int_range (0, (int) band->n_cells);
  const gsize n_cells = MIN (band->n_cells - first_cell, 300);
  g_autofree PgsMapCell *cells = g_new (PgsMapCell, n_cells);
  PgsTheme theme;

  pgs_theme_init_light (&theme);
  pgs_map_cells_fill (&model, &theme, layout, 0, first_cell, cells, n_cells);
  for (gsize i = 0; i < n_cells; i++)
    {
      const guint64 start = (first_cell + i) << band->cell_shift;
      const guint64 end = MIN (start + (G_GUINT64_CONSTANT (1) << band->cell_shift), N_RANDOM_PAGES);
      PgsCellFacts facts = { .n_pages = end - start, .n_read = end - start };
      PgsMapCell expected;

      for (guint64 page = start; page < end; page++)
        naive_counts_add (&facts.counts, states[page]);
      pgs_map_cell_set (&expected, &facts, PGS_COLOR_BY_KIND, 0, &theme, band->kind);
      g_assert_cmpmem (&cells[i], sizeof expected, &expected, sizeof expected);
    }
}

/* Property: whatever the runs, width, zoom and place, each cell is the exact sum of its pages. */
static void
test_random (void)
{
  g_autofree PgsPageState *states = g_new (PgsPageState, N_RANDOM_PAGES);

  for (int round = 0; round < 40; round++)
    {
      const guint64 first = 0x10000 + (guint64) g_test_rand_int_range (0, 1000);
      g_autoptr (PgsSnapshot) snapshot = new_random_space (first, states);
      const PgsMapGeometry geometry = { .width = g_test_rand_int_range (240, 2000), .scale = 1 + round % 2,
                                        .zoom = g_test_rand_int_range (-6, 4), .low_on_top = round % 3 == 0,
                                        .label_width = 160, .name_height = 18, .detail_height = 14, .page_shift = 12 };
      g_autoptr (PgsMapLayout) layout = pgs_map_layout_new (snapshot->maps, &geometry);

      for (int place = 0; place < 5; place++)
        check_drawn (snapshot, states, layout);
    }
}

/* Cells of a band add up to the region's own count, at every zoom. */
static void
test_sums (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  const PgsMapModel model = { .snapshot = snapshot };

  for (gsize region = 0; region + 1 < pgs_maps_get_length (snapshot->maps); region++)
    for (guint shift = 0; shift < 12; shift++)
      {
        const PgsMapping *mapping = pgs_maps_get (snapshot->maps, region);
        const guint64 n_pages = (mapping->end - mapping->start) / 4096;
        const gsize n_cells = (n_pages >> shift) + 1;
        g_autofree PgsCellFacts *facts = g_new (PgsCellFacts, n_cells);
        guint64 present = 0, swapped = 0;
        PgsPageCounts expected;

        pgs_map_cells_measure (&model, mapping->start / 4096, mapping->end / 4096, shift, facts, n_cells);
        for (gsize i = 0; i < n_cells; i++)
          {
            present += facts[i].counts.present;
            swapped += facts[i].counts.swapped;
          }
        pgs_pages_get_counts (snapshot->pages, region, &expected);
        g_assert_cmpuint (present, ==, expected.present);
        g_assert_cmpuint (swapped, ==, expected.swapped);
      }
}

static void
test_fresh (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  const gint64 now = 1000 * G_TIME_SPAN_SECOND;
  PgsPagesBuilder *builder = pgs_pages_builder_new (snapshot->maps, 12, PGS_PAGE_PRESENT);
  g_autoptr (PgsPages) before = NULL;
  g_autoptr (PgsAges) first = NULL;
  g_autoptr (PgsAges) ages = NULL;
  PgsCellFacts facts[4];
  PgsMapModel model = { .snapshot = snapshot, .now_us = now };

  pgs_pages_builder_add (builder, 0x7f0000000, 10000, PGS_PAGE_PRESENT);
  before = pgs_pages_builder_end (builder);
  first = pgs_ages_advance (NULL, before, now - 20 * G_TIME_SPAN_SECOND);
  ages = pgs_ages_advance (first, snapshot->pages, now - 500 * G_TIME_SPAN_MILLISECOND);
  model.ages = ages;
  pgs_map_cells_measure (&model, 0x7f0000000 + 9998, 0x7f0000000 + 10002, 0, facts, 4);
  g_assert_cmpfloat (facts[1].fresh, ==, 0);
  g_assert_cmpfloat_with_epsilon (facts[2].fresh, 1 - 0.5 / 1.5, 0.001);
  g_assert_cmpint (pgs_map_model_fresh_until (&model), ==, now + 1000 * G_TIME_SPAN_MILLISECOND);

  model.calm = TRUE; /* neither bright nor fading */
  pgs_map_cells_measure (&model, 0x7f0000000 + 9998, 0x7f0000000 + 10002, 0, facts, 4);
  g_assert_cmpfloat (facts[2].fresh, ==, 0.5);
  model.now_us += 900 * G_TIME_SPAN_MILLISECOND;
  pgs_map_cells_measure (&model, 0x7f0000000 + 9998, 0x7f0000000 + 10002, 0, facts, 4);
  g_assert_cmpfloat (facts[2].fresh, ==, 0.5);

  model.now_us = now + 1001 * G_TIME_SPAN_MILLISECOND;
  pgs_map_cells_measure (&model, 0x7f0000000 + 9998, 0x7f0000000 + 10002, 0, facts, 4);
  g_assert_cmpfloat (facts[2].fresh, ==, 0);
  g_assert_cmpint (pgs_map_model_fresh_until (&model), ==, 0);
}

/* Page by page: what is resident in only one of two snapshots. */
static void
test_change (void)
{
  g_autoptr (PgsSnapshot) now = sample_space_new ();
  g_autoptr (PgsSnapshot) then = sample_space_new ();
  PgsPagesBuilder *builder = pgs_pages_builder_new (then->maps, 12, PGS_PAGE_PRESENT);
  g_autoptr (PgsDiff) diff = NULL;
  PgsMapModel model = { .snapshot = now, .color_by = PGS_COLOR_BY_CHANGE };
  PgsCellFacts facts[25];

  g_clear_pointer (&then->pages, pgs_pages_unref);
  for (guint64 page = 0; page < 25000; page += 3)
    pgs_pages_builder_add (builder, 0x7f0000000 + page, 1 + page % 2, PGS_PAGE_PRESENT);
  then->pages = pgs_pages_builder_end (builder);
  model.diff = diff = pgs_diff_new (then, now);
  pgs_map_cells_measure (&model, 0x7f0000000, 0x7f0000000 + 25600, 10, facts, 25);
  for (guint64 i = 0; i < 25; i++)
    {
      guint64 came = 0, left = 0;

      for (guint64 page = i << 10; page < (i + 1) << 10; page++)
        {
          const gboolean is = (state_of (0x7f0000000 + page) & PGS_PAGE_PRESENT) != 0;
          const gboolean was = page / 3 * 3 < 25000 && page % 3 < 1 + (page / 3 * 3) % 2;

          came += is && !was;
          left += was && !is;
        }
      g_assert_cmpuint (facts[i].came, ==, came);
      g_assert_cmpuint (facts[i].left, ==, left);
    }
}

static int
distance (guint32 a,
          guint32 b)
{
  int sum = 0;

  for (int shift = 0; shift <= 16; shift += 8)
    sum += abs ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff));
  return sum;
}

static void
set_cell (PgsMapCell    *cell,
          PgsPageCounts  counts,
          guint64        n_pages)
{
  const PgsCellFacts facts = { .n_pages = n_pages, .n_read = n_pages, .counts = counts };
  PgsTheme theme;

  pgs_theme_init_light (&theme);
  pgs_map_cell_set (cell, &facts, PGS_COLOR_BY_KIND, 0, &theme, PGS_KIND_ANON);
}

/* Stronger with every page, never as pale as nothing, never as strong as all. */
static void
test_strength (void)
{
  PgsMapCell cells[65];

  for (guint64 i = 0; i <= 64; i++)
    set_cell (&cells[i], (PgsPageCounts) { .present = i }, 64);
  for (guint i = 1; i <= 64; i++)
    g_assert_cmpint (distance (cells[i].color, cells[0].color), >, distance (cells[i - 1].color, cells[0].color));
  g_assert_cmphex (cells[64].color, ==, 0xcd78ff);
  g_assert_cmpint (distance (cells[1].color, cells[0].color), >=, 15);
}

static void
test_marks (void)
{
  PgsMapCell cell, other;

  set_cell (&cell, (PgsPageCounts) { .present = 8, .zero = 8 }, 64);
  set_cell (&other, (PgsPageCounts) { 0 }, 64);
  g_assert_cmpuint (cell.marks, ==, PGS_CELL_ZERO);
  g_assert_cmphex (cell.color, ==, other.color); /* no RAM, so as pale as nothing */
  g_assert_cmpuint (other.marks, ==, 0);
  set_cell (&cell, (PgsPageCounts) { .present = 64, .huge = 64 }, 64);
  g_assert_cmpuint (cell.marks, ==, PGS_CELL_HUGE);
  set_cell (&cell, (PgsPageCounts) { .present = 64, .huge = 63 }, 64);
  g_assert_cmpuint (cell.marks, ==, 0);
  set_cell (&cell, (PgsPageCounts) { .guard = 1 }, 1);
  g_assert_cmpuint (cell.marks, ==, PGS_CELL_GUARD);
  set_cell (&cell, (PgsPageCounts) { .swapped = 1 }, 1);
  g_assert_cmpuint (cell.marks, ==, PGS_CELL_SWAPPED);
  g_assert_cmphex (cell.color, ==, 0xc01c28);
}

/* Pages that were not read are hatched; not one looks like an empty page. */
static void
test_unknown (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  const PgsMapGeometry geometry = { .width = 700, .scale = 1, .label_width = 160, .name_height = 18,
                                    .detail_height = 14, .page_shift = 12 };
  g_autoptr (PgsMapLayout) layout = pgs_map_layout_new (snapshot->maps, &geometry);
  PgsMapModel model = { .snapshot = snapshot, .color_by = PGS_COLOR_BY_CHANGE };
  PgsMapCell cells[20];
  PgsTheme theme;

  pgs_theme_init_light (&theme);
  pgs_map_cells_fill (&model, &theme, layout, 0, 0, cells, 20);
  g_assert_cmpuint (cells[0].marks, ==, PGS_CELL_UNKNOWN); /* nothing to compare with */
  model.color_by = PGS_COLOR_BY_KIND;
  pgs_map_cells_fill (&model, &theme, layout, 0, 0, cells, 20);
  g_assert_cmpuint (cells[0].marks, ==, 0);
  g_clear_pointer (&snapshot->pages, pgs_pages_unref);
  pgs_map_cells_fill (&model, &theme, layout, 0, 0, cells, 20);
  for (int i = 0; i < 20; i++)
    g_assert_cmpuint (cells[i].marks, ==, PGS_CELL_UNKNOWN);
}

/* What was not read looks like nothing that was; where a part was, what is known is drawn and said to
 * be a part. */
static void
test_unread (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  const guint64 first = 0x7f0000000;
  const PgsReadRange read = { first + 100, first + 1000, 5 * G_USEC_PER_SEC };
  g_autoptr (PgsCoverage) nothing = pgs_coverage_new ();
  g_autoptr (PgsCoverage) part = pgs_coverage_update (nothing, &read, 1);
  PgsPagesBuilder *builder = pgs_pages_builder_new (snapshot->maps, 12, PGS_PAGE_PRESENT);
  const PgsMapModel model = { .snapshot = snapshot };
  PgsCellFacts facts[32];
  PgsTheme theme;

  pgs_theme_init_light (&theme);
  pgs_pages_builder_add (builder, first + 100, 900, PGS_PAGE_PRESENT);
  pgs_pages_builder_set_coverage (builder, part);
  g_clear_pointer (&snapshot->pages, pgs_pages_unref);
  snapshot->pages = pgs_pages_builder_end (builder);
  pgs_map_cells_measure (&model, first, first + 32 * 64, 6, facts, G_N_ELEMENTS (facts));
  for (guint64 i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      guint64 n_read = 0;
      PgsMapCell cell;

      for (guint64 page = i * 64; page < (i + 1) * 64; page++)
        n_read += page >= 100 && page < 1000;
      g_assert_cmpuint (facts[i].n_read, ==, n_read);
      pgs_map_cell_set (&cell, &facts[i], PGS_COLOR_BY_KIND, 0, &theme, PGS_KIND_ANON);
      g_assert_cmpuint (cell.marks, ==, n_read == 0 ? PGS_CELL_UNREAD : n_read < 64 ? PGS_CELL_SAMPLED : 0);
      g_assert_true ((n_read == 0) == (cell.color == 0xffffff));
    }
  g_assert_cmpuint (pgs_map_model_get_marks (&model), ==, PGS_CELL_UNREAD | PGS_CELL_SAMPLED);
}

static void
set_flags (PgsSnapshot *snapshot,
           gsize        region,
           const char  *vm_flags)
{
  PgsSmapsBuilder *builder = pgs_smaps_builder_new (snapshot->maps);
  const PgsMapping *mapping = pgs_maps_get (snapshot->maps, region);
  const PgsRegionSmaps counters = { .vm_flags = vm_flags };

  pgs_smaps_builder_add (builder, mapping->start, mapping->end, &counters);
  g_clear_pointer (&snapshot->smaps, pgs_smaps_unref);
  snapshot->smaps = pgs_smaps_builder_end (builder);
}

static guint
get_mark (const PgsSnapshot *snapshot,
          guint64            address)
{
  const PgsMapGeometry geometry = { .width = 700, .scale = 1, .label_width = 160, .name_height = 18,
                                    .detail_height = 14, .page_shift = 12 };
  const PgsMapModel model = { .snapshot = snapshot };
  g_autoptr (PgsMapLayout) layout = pgs_map_layout_new (snapshot->maps, &geometry);
  PgsTheme theme;

  pgs_theme_init_light (&theme);
  for (gsize i = 0; i < pgs_map_layout_get_n_bands (layout); i++)
    {
      const PgsMapBand *band = pgs_map_layout_get_band (layout, i);
      PgsMapCell cell;

      if (address < band->start || address >= band->end)
        continue;
      pgs_map_cells_fill (&model, &theme, layout, i, (address - band->start) >> (12 + band->cell_shift), &cell, 1);
      return cell.marks;
    }
  g_assert_not_reached ();
}

/* Of memory of a device the kernel tells nothing, so that it does not look reserved. */
static void
test_opaque (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();
  PgsMapModel model = { .snapshot = snapshot };

  g_assert_cmpuint (get_mark (snapshot, 0x7ffff7fc0000), ==, PGS_CELL_UNKNOWN); /* [vvar] */
  g_assert_cmpuint (get_mark (snapshot, 0x7f0010480000), ==, 0);
  g_assert_cmpuint (pgs_map_model_get_marks (&model) & PGS_CELL_UNKNOWN, ==, 0);
  set_flags (snapshot, 6, "rd mr me ms");
  g_assert_cmpuint (get_mark (snapshot, 0x7f0010480000), ==, 0);
  g_assert_cmpuint (pgs_map_model_get_marks (&model) & PGS_CELL_UNKNOWN, ==, 0);
  set_flags (snapshot, 6, "rd sh mr io pf de dd");
  g_assert_cmpuint (get_mark (snapshot, 0x7f0010480000), ==, PGS_CELL_UNKNOWN);
  g_assert_cmpuint (get_mark (snapshot, 0x7f0010000000), ==, 0); /* what is seen is seen */
  g_assert_cmpuint (pgs_map_model_get_marks (&model) & PGS_CELL_UNKNOWN, ==, PGS_CELL_UNKNOWN);
}

/* What userfaultfd leaves says "swapped", and is not drawn so where nothing is in swap. */
static void
test_userfault (void)
{
  g_autoptr (PgsSnapshot) snapshot = sample_space_new ();

  set_flags (snapshot, 4, "rd wr mr mw me ac");
  snapshot->counters.swap = 0;
  g_assert_cmpuint (get_mark (snapshot, 0x555555a6c000) & PGS_CELL_SWAPPED, ==, PGS_CELL_SWAPPED);
  set_flags (snapshot, 4, "rd wr mr mw me uw ac");
  g_assert_cmpuint (get_mark (snapshot, 0x555555a6c000) & PGS_CELL_SWAPPED, ==, 0);
  snapshot->counters.swap = 4096;
  g_assert_cmpuint (get_mark (snapshot, 0x555555a6c000) & PGS_CELL_SWAPPED, ==, PGS_CELL_SWAPPED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/map-cells/exact", test_exact);
  g_test_add_func ("/render/map-cells/random", test_random);
  g_test_add_func ("/render/map-cells/sums", test_sums);
  g_test_add_func ("/render/map-cells/fresh", test_fresh);
  g_test_add_func ("/render/map-cells/change", test_change);
  g_test_add_func ("/render/map-cells/strength", test_strength);
  g_test_add_func ("/render/map-cells/marks", test_marks);
  g_test_add_func ("/render/map-cells/unknown", test_unknown);
  g_test_add_func ("/render/map-cells/unread", test_unread);
  g_test_add_func ("/render/map-cells/opaque", test_opaque);
  g_test_add_func ("/render/map-cells/userfault", test_userfault);
  return g_test_run ();
}
