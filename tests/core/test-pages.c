/* test-pages.c: runs, counts and cells against one byte for each page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "example.h"
#include "pgs-read-iter.h"
#include "pgs-run-iter.h"

#include <string.h>

#define N_PAGES 2000
#define ALL_STATES ((PgsPageState) 0xff)

/* What a reader without runs would keep: the states of every page. */
typedef struct
{
  guint8 states[N_PAGES];
  PgsMaps *maps;
  PgsPages *pages;
} Model;

/* The states that a page of @mapping keeps of @states. */
static guint8
states_kept (const PgsMapping *mapping,
             guint8            states,
             guint8            known)
{
  states &= known;
  if (states & PGS_PAGE_GUARD)
    states &= (guint8) ~PGS_PAGE_SWAPPED;
  if (mapping->inode == 0)
    states &= (guint8) ~PGS_PAGE_FILE;
  return states;
}

static void
model_init (Model  *self,
            guint8  known)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());
  PgsPagesBuilder *builder;
  guint64 at = 0;

  memset (self->states, 0, sizeof self->states);
  self->maps = example_maps_new_random (rand, N_PAGES);
  builder = pgs_pages_builder_new (self->maps, EXAMPLE_SHIFT, known);
  while (at < N_PAGES)
    {
      guint64 n = (guint64) g_rand_int_range (rand, 1, g_rand_boolean (rand) ? 3 : 200);
      guint8 states = (guint8) (g_rand_boolean (rand) ? PGS_PAGE_PRESENT
                                                      : g_rand_int_range (rand, 0, 256));

      n = MIN (n, N_PAGES - at);
      pgs_pages_builder_add (builder, at, n, states);
      memset (self->states + at, states, n);
      at += n;
    }
  self->pages = pgs_pages_builder_end (builder);

  for (guint64 page = 0; page < N_PAGES; page++)
    {
      gsize region;

      if (pgs_maps_find (self->maps, page * EXAMPLE_PAGE, &region))
        self->states[page] = states_kept (pgs_maps_get (self->maps, region), self->states[page],
                                          known);
      else
        self->states[page] = 0;
    }
}

static void
model_clear (Model *self)
{
  pgs_pages_unref (self->pages);
  pgs_maps_unref (self->maps);
}

static void
model_count (const Model   *self,
             guint64        first,
             guint64        end,
             PgsPageCounts *counts)
{
  memset (counts, 0, sizeof *counts);
  for (guint64 page = first; page < MIN (end, N_PAGES); page++)
    {
      counts->present += (self->states[page] & PGS_PAGE_PRESENT) != 0;
      counts->swapped += (self->states[page] & PGS_PAGE_SWAPPED) != 0;
      counts->file += (self->states[page] & PGS_PAGE_FILE) != 0;
      counts->exclusive += (self->states[page] & PGS_PAGE_EXCLUSIVE) != 0;
      counts->huge += (self->states[page] & PGS_PAGE_HUGE) != 0;
      counts->zero += (self->states[page] & PGS_PAGE_ZERO) != 0;
      counts->guard += (self->states[page] & PGS_PAGE_GUARD) != 0;
    }
}

static void
assert_counts (const PgsPageCounts *a,
               const PgsPageCounts *b)
{
  g_assert_cmpmem (a, sizeof *a, b, sizeof *b);
}

static void
test_runs_equal_pages (void)
{
  for (guint round = 0; round < 100; round++)
    {
      Model model;
      guint8 states[N_PAGES] = { 0 };
      PgsRunIter iter;
      PgsRun run;
      guint64 end = 0;

      model_init (&model, 0xff);
      pgs_run_iter_init (&iter, model.pages, 0, G_MAXUINT64);
      for (; pgs_run_iter_next (&iter, &run); end = run.first + run.count)
        {
          g_assert_cmpuint (run.count, >, 0);
          g_assert_cmpuint (run.states, !=, 0);
          g_assert_cmpuint (run.first, >=, end);
          memset (states + run.first, run.states, run.count);
        }
      g_assert_cmpmem (states, sizeof states, model.states, sizeof model.states);
      for (guint64 page = 0; page < N_PAGES; page++)
        g_assert_cmpuint (pgs_pages_get_state (model.pages, page), ==, model.states[page]);
      g_assert_cmpuint (pgs_pages_get_state (model.pages, G_MAXUINT64), ==, 0);
      model_clear (&model);
    }
}

/* Every run is inside its region, neighbours of a region differ, and no run is left out. */
static void
test_runs_by_region (void)
{
  for (guint round = 0; round < 100; round++)
    {
      Model model;
      PgsRunIter all;
      gsize n_seen = 0;

      model_init (&model, 0xff);
      pgs_run_iter_init (&all, model.pages, 0, G_MAXUINT64);
      for (gsize region = 0; region < pgs_maps_get_length (model.maps); region++)
        {
          const PgsMapping *mapping = pgs_maps_get (model.maps, region);
          PgsRun before = { 0 };
          PgsRunIter iter;
          PgsRun run;

          pgs_run_iter_init_region (&iter, model.pages, region);
          for (; pgs_run_iter_next (&iter, &run); before = run)
            {
              PgsRun same;

              g_assert_true (pgs_run_iter_next (&all, &same));
              g_assert_cmpmem (&run, sizeof run, &same, sizeof same);
              g_assert_cmpuint (run.first * EXAMPLE_PAGE, >=, mapping->start);
              g_assert_cmpuint ((run.first + run.count) * EXAMPLE_PAGE, <=, mapping->end);
              if (before.count > 0 && before.first + before.count == run.first)
                g_assert_cmpuint (before.states, !=, run.states);
              n_seen++;
            }
        }
      g_assert_cmpuint (n_seen, ==, pgs_pages_get_n_runs (model.pages));
      model_clear (&model);
    }
}

static void
test_counts (void)
{
  for (guint round = 0; round < 100; round++)
    {
      Model model;
      PgsPageCounts expected;
      PgsPageCounts counts;

      model_init (&model, 0xff);
      for (gsize region = 0; region < pgs_maps_get_length (model.maps); region++)
        {
          const PgsMapping *mapping = pgs_maps_get (model.maps, region);

          model_count (&model, mapping->start / EXAMPLE_PAGE, mapping->end / EXAMPLE_PAGE,
                       &expected);
          pgs_pages_get_counts (model.pages, region, &counts);
          assert_counts (&counts, &expected);
        }
      model_count (&model, 0, N_PAGES, &expected);
      pgs_pages_get_totals (model.pages, &counts);
      assert_counts (&counts, &expected);
      for (guint i = 0; i < 50; i++)
        {
          guint64 first = (guint64) g_test_rand_int_range (0, N_PAGES + 10);
          guint64 n = (guint64) g_test_rand_int_range (0, N_PAGES);

          pgs_pages_count (model.pages, first, n, &counts);
          model_count (&model, first, first + n, &expected);
          assert_counts (&counts, &expected);
        }
      pgs_pages_count (model.pages, 5, G_MAXUINT64, &counts);
      model_count (&model, 5, N_PAGES, &expected);
      assert_counts (&counts, &expected);
      model_clear (&model);
    }
}

static void
assert_cells (const Model *model,
              guint64      first,
              guint64      end,
              guint        shift,
              gsize        n_cells)
{
  g_autofree PgsPageCounts *cells = g_new (PgsPageCounts, n_cells + 1);
  PgsPageCounts untouched;

  memset (cells, 0xaa, (n_cells + 1) * sizeof *cells);
  untouched = cells[n_cells];
  pgs_pages_bucket (model->pages, first, end, shift, cells, n_cells);
  for (gsize i = 0; i < n_cells; i++)
    {
      PgsPageCounts expected;
      guint64 cell_first = first + ((guint64) i << shift);

      model_count (model, cell_first, MIN (cell_first + (G_GUINT64_CONSTANT (1) << shift), end),
                   &expected);
      assert_counts (&cells[i], &expected);
    }
  assert_counts (&cells[n_cells], &untouched);
}

static void
test_cells (void)
{
  for (guint round = 0; round < 60; round++)
    {
      Model model;

      model_init (&model, 0xff);
      for (guint shift = 0; shift < 14; shift++)
        {
          guint64 first = (guint64) g_test_rand_int_range (0, N_PAGES);
          guint64 end = (guint64) g_test_rand_int_range (0, N_PAGES + 100);
          gsize n_enough = (gsize) ((N_PAGES >> shift) + 2);

          assert_cells (&model, first, end, shift, n_enough);
          assert_cells (&model, first, end, shift, (gsize) g_test_rand_int_range (0, 9));
        }
      model_clear (&model);
    }
}

/* One run over millions of cells, and cells larger than everything. */
static void
test_extreme_cells (void)
{
  const ExampleMapping row = { 16, 16 + (1 << 22), "rw-p", 0, NULL, 0 };
  const gsize n_cells = (1 << 21) + 1;
  g_autoptr (PgsMaps) maps = example_maps_new (&row, 1);
  PgsPagesBuilder *builder = pgs_pages_builder_new (maps, EXAMPLE_SHIFT, ALL_STATES);
  g_autoptr (PgsPages) pages = NULL;
  g_autofree PgsPageCounts *cells = g_new (PgsPageCounts, n_cells);

  pgs_pages_builder_add (builder, 16, 1 << 22, PGS_PAGE_PRESENT);
  pages = pgs_pages_builder_end (builder);
  pgs_pages_bucket (pages, 15, G_MAXUINT64, 1, cells, n_cells);
  g_assert_cmpuint (cells[0].present, ==, 1);
  for (gsize i = 1; i < n_cells - 1; i++)
    g_assert_cmpuint (cells[i].present, ==, 2);
  g_assert_cmpuint (cells[n_cells - 1].present, ==, 1);

  for (guint shift = 40; shift < 70; shift += 6)
    {
      pgs_pages_bucket (pages, 0, G_MAXUINT64, shift, cells, 2);
      g_assert_cmpuint (cells[0].present, ==, 1 << 22);
      g_assert_cmpuint (cells[1].present, ==, 0);
    }
  pgs_pages_bucket (pages, G_MAXUINT64 - 1, G_MAXUINT64, 3, cells, 1);
  g_assert_cmpuint (cells[0].present, ==, 0);
  pgs_pages_bucket (pages, 0, 0, 0, NULL, 0);
}

static void
test_unknown_states (void)
{
  const guint8 known = PGS_PAGE_PRESENT | PGS_PAGE_SWAPPED;
  Model model;
  PgsPageCounts totals;

  model_init (&model, known);
  pgs_pages_get_totals (model.pages, &totals);
  g_assert_cmpuint (pgs_pages_get_known (model.pages), ==, known);
  g_assert_cmpuint (totals.present, >, 0);
  g_assert_cmpuint (totals.file + totals.exclusive + totals.huge + totals.zero + totals.guard, ==,
                    0);
  for (guint64 page = 0; page < N_PAGES; page++)
    g_assert_cmpuint (pgs_pages_get_state (model.pages, page), ==, model.states[page]);
  model_clear (&model);
}

/* A scan that starts again at a stale position says pages twice: they count once. */
static void
test_backward_ranges (void)
{
  const ExampleMapping row = { 0, 100, "rw-p", 0, NULL, 0 };
  g_autoptr (PgsMaps) maps = example_maps_new (&row, 1);
  PgsPagesBuilder *builder = pgs_pages_builder_new (maps, EXAMPLE_SHIFT, ALL_STATES);
  g_autoptr (PgsPages) pages = NULL;
  PgsRunIter iter;
  PgsRun run;
  PgsPageCounts counts;

  pgs_pages_builder_add (builder, 10, 10, PGS_PAGE_PRESENT);
  pgs_pages_builder_add (builder, 12, 3, PGS_PAGE_SWAPPED);
  pgs_pages_builder_add (builder, 0, 5, PGS_PAGE_PRESENT);
  pgs_pages_builder_add (builder, 15, 10, PGS_PAGE_PRESENT);
  pgs_pages_builder_add (builder, 90, 0, PGS_PAGE_PRESENT);
  pgs_pages_builder_add (builder, 50, G_MAXUINT64, PGS_PAGE_ZERO);
  pgs_pages_builder_add (builder, 60, 5, PGS_PAGE_PRESENT);
  pages = pgs_pages_builder_end (builder);
  g_assert_cmpuint (pgs_pages_get_n_runs (pages), ==, 2);
  pgs_run_iter_init (&iter, pages, 0, G_MAXUINT64);
  g_assert_true (pgs_run_iter_next (&iter, &run));
  g_assert_cmpuint (run.first, ==, 10);
  g_assert_cmpuint (run.count, ==, 15);
  g_assert_true (pgs_run_iter_next (&iter, &run));
  g_assert_cmpuint (run.first, ==, 50);
  g_assert_cmpuint (run.count, ==, 50);
  g_assert_false (pgs_run_iter_next (&iter, &run));
  pgs_pages_get_counts (pages, 0, &counts);
  g_assert_cmpuint (counts.present, ==, 15);
}

static void
test_file_in_anonymous (void)
{
  const ExampleMapping rows[] = {
    { 0, 1, "rw-p", 0, NULL, 0 },
    { 1, 2, "rw-p", 5, "/f", 0 },
    { 2, 3, "r-xp", 0, "[vdso]", 0 },
    { 3, 4, "rw-p", 0, "[heap]", 0 },
    { 4, 5, "rw-s", 6, "/dev/zero", PGS_MAPPING_DELETED },
  };
  const gboolean kept[] = { FALSE, TRUE, TRUE, FALSE, TRUE };
  g_autoptr (PgsMaps) maps = example_maps_new (rows, G_N_ELEMENTS (rows));
  PgsPagesBuilder *builder = pgs_pages_builder_new (maps, EXAMPLE_SHIFT, ALL_STATES);
  g_autoptr (PgsPages) pages = NULL;

  pgs_pages_builder_add (builder, 0, 5, PGS_PAGE_PRESENT | PGS_PAGE_FILE);
  pages = pgs_pages_builder_end (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      PgsPageCounts counts;

      pgs_pages_get_counts (pages, i, &counts);
      g_assert_cmpuint (counts.present, ==, 1);
      g_assert_cmpuint (counts.file, ==, kept[i]);
    }
}

/* No count that a file or another machine may claim makes runs wrong: they are cut. */
static void
test_huge_region (void)
{
  PgsMapsBuilder *maps_builder = pgs_maps_builder_new (1);
  const PgsMapping mapping = { .start = 0, .end = G_GUINT64_CONSTANT (1) << 62 };
  g_autoptr (PgsMaps) maps = NULL;
  PgsPagesBuilder *builder;
  g_autoptr (PgsPages) pages = NULL;
  PgsPageCounts counts;

  pgs_maps_builder_add (maps_builder, &mapping, NULL, 0);
  maps = pgs_maps_builder_end (maps_builder, NULL);
  builder = pgs_pages_builder_new (maps, EXAMPLE_SHIFT, ALL_STATES);
  pgs_pages_builder_add (builder, 1, G_GUINT64_CONSTANT (1) << 49, PGS_PAGE_PRESENT);
  pages = pgs_pages_builder_end (builder);
  pgs_pages_get_counts (pages, 0, &counts);
  g_assert_cmpuint (counts.present, ==, G_GUINT64_CONSTANT (1) << 49);
  pgs_pages_count (pages, 2, G_MAXUINT64, &counts);
  g_assert_cmpuint (counts.present, ==, (G_GUINT64_CONSTANT (1) << 49) - 1);
}

static void
test_no_regions (void)
{
  g_autoptr (PgsMaps) maps = example_maps_new (NULL, 0);
  PgsPagesBuilder *builder = pgs_pages_builder_new (maps, EXAMPLE_SHIFT, ALL_STATES);
  g_autoptr (PgsPages) pages = NULL;
  PgsPageCounts cell;

  pgs_pages_builder_add (builder, 0, 1000, PGS_PAGE_PRESENT);
  pages = pgs_pages_builder_end (builder);
  pgs_pages_bucket (pages, 0, 10, 0, &cell, 1);
  g_assert_cmpuint (pgs_pages_get_n_runs (pages), ==, 0);
  g_assert_cmpuint (cell.present, ==, 0);
}

/* To which the pages of a model were added, all but @left; @before are those of the last time. */
static PgsPagesBuilder *
new_builder (const Model    *self,
             const PgsPages *before,
             PgsPageState    known,
             guint64         left)
{
  PgsPagesBuilder *builder = pgs_pages_builder_new (self->maps, EXAMPLE_SHIFT, known);

  pgs_pages_builder_reserve (builder, before);
  for (guint64 page = 0; page < N_PAGES; page++)
    if (page != left)
      pgs_pages_builder_add (builder, page, 1, self->states[page]);
  return builder;
}

static PgsPages *
read_again (const Model    *self,
            const PgsPages *before,
            guint64         left)
{
  return pgs_pages_builder_end (new_builder (self, before, ALL_STATES, left));
}

static void
assert_states (const PgsPages *pages,
               const Model    *model,
               guint64         left)
{
  PgsPageCounts counts;
  guint64 n_present = 0;

  for (guint64 page = 0; page < N_PAGES; page++)
    {
      const guint states = page != left ? model->states[page] : 0;

      n_present += (states & PGS_PAGE_PRESENT) != 0;
      g_assert_cmpuint (pgs_pages_get_state (pages, page), ==, states);
    }
  pgs_pages_get_totals (pages, &counts);
  g_assert_cmpuint (counts.present, ==, n_present);
}

static guint64
find_present (const Model *model)
{
  guint64 page = 0;

  while (page < N_PAGES && !(model->states[page] & PGS_PAGE_PRESENT))
    page++;
  return page;
}

/* Pages in the same states as before take no memory of their own, also when those before are gone. */
static void
test_read_again (void)
{
  for (guint round = 0; round < 50; round++)
    {
      Model model;
      g_autoptr (PgsPages) third = NULL;
      g_autoptr (PgsPages) other = NULL;
      PgsPages *first;
      PgsPages *second;
      guint64 left;

      model_init (&model, 0xff);
      left = find_present (&model);
      first = read_again (&model, NULL, N_PAGES);
      g_assert_cmpuint (pgs_pages_get_n_own (first, NULL), ==, pgs_pages_get_n_bytes (first));
      second = read_again (&model, first, N_PAGES);
      g_assert_cmpuint (pgs_pages_get_n_own (second, first), <, 256);
      g_assert_cmpuint (pgs_pages_get_n_bytes (second), ==, pgs_pages_get_n_bytes (first));
      pgs_pages_unref (first);
      third = read_again (&model, second, N_PAGES);
      g_assert_cmpuint (pgs_pages_get_n_own (third, second), <, 256);
      pgs_pages_unref (second);
      assert_states (third, &model, N_PAGES);
      other = read_again (&model, third, left);
      assert_states (other, &model, left);
      assert_states (third, &model, N_PAGES);
      if (left < N_PAGES)
        g_assert_cmpuint (pgs_pages_get_n_own (other, third), ==, pgs_pages_get_n_bytes (other));
      model_clear (&model);
    }
}

/* Read again whole, and found as they were: not if one has changed, one could not be read, or less could be told. */
static void
test_says_the_same (void)
{
  static const guint less = ALL_STATES & ~PGS_PAGE_ZERO;

  for (guint round = 0; round < 50; round++)
    {
      g_autoptr (PgsCoverage) nothing = pgs_coverage_new ();
      g_autoptr (PgsPages) first = NULL, same = NULL, changed = NULL, unread = NULL, poorer = NULL;
      PgsPagesBuilder *builder;
      Model model;

      model_init (&model, less);
      first = read_again (&model, NULL, N_PAGES);
      same = read_again (&model, first, N_PAGES);
      g_assert_true (pgs_pages_says_the_same (first, first) && pgs_pages_says_the_same (first, same));
      g_assert_false (pgs_pages_says_the_same (first, NULL) || pgs_pages_says_the_same (NULL, first));
      g_assert_true (pgs_pages_says_the_same (NULL, NULL));
      changed = read_again (&model, first, find_present (&model));
      g_assert_cmpint (pgs_pages_says_the_same (first, changed), ==, find_present (&model) == N_PAGES);
      builder = new_builder (&model, first, ALL_STATES, N_PAGES);
      pgs_pages_builder_set_coverage (builder, nothing);
      unread = pgs_pages_builder_end (builder);
      g_assert_false (pgs_pages_says_the_same (first, unread));
      poorer = pgs_pages_builder_end (new_builder (&model, first, less, N_PAGES));
      g_assert_false (pgs_pages_says_the_same (first, poorer));
      model_clear (&model);
    }
}

static void
test_state_names (void)
{
  const struct
  {
    guint states;
    const char *text;
  } rows[] = {
    { 0, "" },
    { PGS_PAGE_PRESENT, "present" },
    { PGS_PAGE_FILE | PGS_PAGE_PRESENT, "present,file" },
    { 0xff, "present,swapped,file,exclusive,huge,zero,guard,soft_dirty" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = pgs_page_states_to_string (rows[i].states);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/pages/runs-equal-pages", test_runs_equal_pages);
  g_test_add_func ("/core/pages/runs-by-region", test_runs_by_region);
  g_test_add_func ("/core/pages/counts", test_counts);
  g_test_add_func ("/core/pages/cells", test_cells);
  g_test_add_func ("/core/pages/extreme-cells", test_extreme_cells);
  g_test_add_func ("/core/pages/unknown-states", test_unknown_states);
  g_test_add_func ("/core/pages/backward-ranges", test_backward_ranges);
  g_test_add_func ("/core/pages/file-in-anonymous", test_file_in_anonymous);
  g_test_add_func ("/core/pages/huge-region", test_huge_region);
  g_test_add_func ("/core/pages/no-regions", test_no_regions);
  g_test_add_func ("/core/pages/read-again", test_read_again);
  g_test_add_func ("/core/pages/says-the-same", test_says_the_same);
  g_test_add_func ("/core/pages/state-names", test_state_names);
  return g_test_run ();
}
