/* test-coverage.c: which pages were read when, page by page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "example.h"
#include "pgs-pages-update.h"
#include "pgs-read-iter.h"
#include "pgs-smaps.h"

#define N_PAGES 120
#define N_ROUNDS 400
#define NEVER (-1)

/* What is mapped, known and read of each page, without any ranges. */
typedef struct
{
  guint memory[N_PAGES];  /* 0: not mapped; the same number: the same memory if mapped both times */
  guint states[N_PAGES];
  gint64 read_at[N_PAGES]; /* NEVER, or as PgsReadRange */
} Model;

static gint64
get_read_at (const PgsCoverage *coverage,
             guint64            page)
{
  gsize n_ranges;
  const PgsReadRange *ranges = pgs_coverage_get_ranges (coverage, &n_ranges);
  gint64 result = NEVER;

  for (gsize i = 0; i < n_ranges; i++)
    {
      g_assert_cmpuint (ranges[i].first, <, ranges[i].end);
      if (i > 0)
        {
          g_assert_cmpuint (ranges[i].first, >=, ranges[i - 1].end);
          g_assert_true (ranges[i].first > ranges[i - 1].end ||
                         ranges[i].at_us != ranges[i - 1].at_us);
        }
      if (page >= ranges[i].first && page < ranges[i].end)
        result = ranges[i].at_us;
    }
  return result;
}

static void
assert_coverage (const PgsCoverage *coverage,
                 const gint64      *read_at,
                 guint64            first,
                 guint64            end)
{
  gint64 oldest = first < end ? G_MAXINT64 : 0;
  guint64 n_read = 0;

  for (guint64 page = 0; page < N_PAGES; page++)
    g_assert_cmpint (get_read_at (coverage, page), ==, read_at[page]);
  for (guint64 page = first; page < end; page++)
    {
      oldest = MIN (oldest, MAX (read_at[page], 0));
      n_read += read_at[page] > 0;
    }
  g_assert_cmpint (pgs_coverage_get_oldest (coverage, first, end), ==, oldest);
  g_assert_cmpuint (pgs_coverage_count (coverage, first, end), ==, n_read);
}

static PgsReadRange
random_range (GRand *rand,
              gint64 at_us)
{
  const guint64 first = (guint64) g_rand_int_range (rand, 0, N_PAGES);

  return (PgsReadRange) { first, (guint64) g_rand_int_range (rand, (gint) first, N_PAGES + 1), at_us };
}

static void
test_update (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (PgsCoverage) coverage = pgs_coverage_new ();
      gint64 read_at[N_PAGES];

      for (guint i = 0; i < N_PAGES; i++)
        read_at[i] = NEVER;
      for (gint64 now = 1; now < 8; now++)
        {
          const PgsReadRange range = random_range (rand, g_rand_boolean (rand) ? now / 2 : 0);
          const guint64 first = range.first;
          PgsCoverage *next = pgs_coverage_update (coverage, &range, 1);

          for (guint64 page = first; page < range.end; page++)
            read_at[page] = range.at_us;
          pgs_coverage_unref (coverage);
          coverage = next;
          assert_coverage (coverage, read_at, first, N_PAGES);
          assert_coverage (coverage, read_at, first / 2, range.end);
        }
    }
}

/* Several at once; where they overlap the first counts. */
static void
test_update_many (void)
{
  g_autoptr (PgsCoverage) whole = pgs_coverage_new_whole (5);
  const PgsReadRange ranges[] = { { 2, 6, 7 }, { 4, 9, 8 }, { 9, 9, 1 }, { 9, 12, 8 }, { 20, 30, 5 } };
  g_autoptr (PgsCoverage) coverage = pgs_coverage_update (whole, ranges, G_N_ELEMENTS (ranges));
  const PgsReadRange expected[] = { { 0, 2, 5 }, { 2, 6, 7 }, { 6, 12, 8 }, { 12, G_MAXUINT64, 5 } };
  gsize n_ranges;
  const PgsReadRange *result = pgs_coverage_get_ranges (coverage, &n_ranges);

  g_assert_cmpmem (result, n_ranges * sizeof *result, expected, sizeof expected);
  g_assert_cmpint (pgs_coverage_get_oldest (coverage, 0, G_MAXUINT64), ==, 5);
  g_assert_cmpint (pgs_coverage_get_oldest (coverage, 3, 12), ==, 7);
}

/* Kinds of memory: 1 is anonymous, 2 and 3 are a file shared and private, 4 to 6 two files at two
 * offsets. Neighbours of one kind are one mapping, or two that differ in what may be done. */
static PgsMaps *
make_maps (const guint *memory,
           GRand       *rand)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (0);

  for (guint64 page = 0; page < N_PAGES;)
    {
      const guint kind = memory[page];
      const guint64 first = page++;
      PgsMapping mapping = { .start = first * EXAMPLE_PAGE };

      while (page < N_PAGES && memory[page] == kind && g_rand_int_range (rand, 0, 10) > 0)
        page++;
      if (kind == 0)
        continue;
      mapping.end = page * EXAMPLE_PAGE;
      mapping.perms = (guint8) (g_rand_boolean (rand) ? PGS_PERM_READ : PGS_PERM_WRITE);
      mapping.perms |= kind == 2 ? PGS_PERM_SHARED : 0;
      mapping.inode = kind < 2 ? 0 : kind / 2;
      if (mapping.inode != 0)
        mapping.offset = (first + kind % 2) * EXAMPLE_PAGE;
      pgs_maps_builder_add (builder, &mapping, NULL, 0);
    }
  return pgs_maps_builder_end (builder, NULL);
}

static void
change_memory (guint *memory,
               GRand *rand,
               guint  n_changes)
{
  for (guint i = 0; i < n_changes; i++)
    {
      const PgsReadRange range = random_range (rand, 0);
      const guint kind = (guint) g_rand_int_range (rand, 0, 7);

      for (guint64 page = range.first; page < range.end; page++)
        memory[page] = kind;
    }
}

/* Where no page is present there is no zero page, and where there is none at all no huge one, whoever was asked for
 * those. */
static guint
get_known (const PgsPages   *pages,
           const PgsMapping *mapping,
           const Model      *model)
{
  guint known = pgs_pages_get_known (pages);
  guint states = 0;

  for (guint64 page = mapping->start / EXAMPLE_PAGE; page < mapping->end / EXAMPLE_PAGE; page++)
    states |= model->states[page];
  g_assert_cmpuint (known, ==, PGS_PAGE_PRESENT | PGS_PAGE_SWAPPED);
  if (!(states & PGS_PAGE_PRESENT))
    known |= PGS_PAGE_ZERO;
  if (states == 0)
    known |= PGS_PAGE_HUGE;
  return known;
}

static void
assert_pages (const PgsPages *pages,
              PgsMaps        *maps,
              const Model    *model)
{
  gboolean whole = TRUE;

  for (guint64 page = 0; page < N_PAGES; page++)
    {
      const PgsReadRange read = { page, page + 1, model->read_at[page] };
      PgsReadRange range;
      PgsReadIter iter;

      if (model->memory[page] == 0)
        continue;
      g_assert_cmpuint ((guint) pgs_pages_get_state (pages, page), ==, model->states[page]);
      pgs_read_iter_init (&iter, pages, page, page + 1);
      g_assert_cmpint (pgs_read_iter_next (&iter, &range), ==, read.at_us > 0);
      if (read.at_us > 0)
        g_assert_cmpmem (&range, sizeof range, &read, sizeof read);
      g_assert_cmpint (get_read_at (pgs_pages_get_coverage (pages), page), ==, read.at_us);
      whole &= read.at_us > 0;
    }
  g_assert_cmpint (pgs_pages_is_whole (pages), ==, whole);
  for (gsize i = 0; i < pgs_maps_get_length (maps); i++)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, i);
      gint64 oldest = G_MAXINT64;
      guint64 n_read = 0;

      for (guint64 page = mapping->start / EXAMPLE_PAGE; page < mapping->end / EXAMPLE_PAGE; page++)
        {
          oldest = MIN (oldest, MAX (model->read_at[page], 0));
          n_read += model->read_at[page] > 0;
        }
      g_assert_cmpint (pgs_pages_get_read_at (pages, i), ==, oldest);
      g_assert_cmpuint (pgs_pages_get_n_read (pages, i), ==, n_read);
      g_assert_cmpint (pgs_pages_get_known_in (pages, i), ==, oldest > 0 ? get_known (pages, mapping, model) : 0);
    }
}

/* Reads pages in the model, and appends their runs. */
static void
read_model (Model              *model,
            const PgsReadRange *range,
            GRand              *rand,
            GArray             *runs)
{
  for (guint64 page = range->first; page < range->end; page++)
    {
      PgsRun run = { .first = page, .count = 1 };

      model->read_at[page] = range->at_us;
      model->states[page] = 0;
      run.states = (guint16) (g_rand_int_range (rand, 0, 4) & 3);
      if (run.states == 0)
        continue;
      g_array_append_val (runs, run);
      model->states[page] = model->memory[page] != 0 ? run.states : 0;
    }
}

/* What is known is kept where the same memory is still mapped, and nowhere else. */
static void
rebase_model (Model       *model,
              const guint *memory)
{
  for (guint page = 0; page < N_PAGES; page++)
    {
      if (memory[page] != 0 && memory[page] != model->memory[page])
        {
          model->read_at[page] = 0;
          model->states[page] = 0;
        }
      model->memory[page] = memory[page];
    }
}

static void
advance (Model     *model,
         PgsPages **pages,
         PgsMaps  **maps,
         GRand     *rand,
         gint64     now)
{
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (PgsRun));
  PgsPagesPart parts[2] = { 0 };
  PgsPages *next;
  guint memory[N_PAGES];
  const guint middle = (guint) g_rand_int_range (rand, 1, N_PAGES);
  PgsReadRange skipped = { 0 };
  guint n_first;

  memcpy (memory, model->memory, sizeof memory);
  change_memory (memory, rand, (guint) g_rand_int_range (rand, 0, 3));
  if (memcmp (memory, model->memory, sizeof memory) != 0)
    {
      pgs_maps_unref (*maps);
      *maps = make_maps (memory, rand);
    }
  rebase_model (model, memory);
  parts[0].range = (PgsReadRange) { middle / 3, middle / 2, now };
  parts[1].range = (PgsReadRange) { middle, (middle + N_PAGES) / 2, now };
  read_model (model, &parts[0].range, rand, runs);
  n_first = runs->len;
  read_model (model, &parts[1].range, rand, runs);
  parts[0].runs = (const PgsRun *) (gpointer) runs->data;
  parts[0].n_runs = n_first;
  parts[1].runs = parts[0].runs + n_first;
  parts[1].n_runs = runs->len - n_first;
  if (parts[1].n_runs == 0) /* found nothing, and did not look everywhere */
    skipped = (PgsReadRange) { parts[1].range.first, parts[1].range.end, 0 };
  for (guint64 page = skipped.first; page < skipped.end; page++)
    model->read_at[page] = 0;
  next = pgs_pages_update (*pages, *maps, parts, 2, &skipped, 1);
  pgs_pages_unref (*pages);
  *pages = next;
}

static void
test_slices (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (PgsCoverage) never = pgs_coverage_new ();
      g_autoptr (PgsMaps) maps = NULL;
      g_autoptr (PgsPages) pages = NULL;
      Model model = { { 0 } };

      for (guint i = 0; i < N_PAGES; i++)
        model.read_at[i] = NEVER;
      change_memory (model.memory, rand, 6);
      maps = make_maps (model.memory, rand);
      pages = pgs_pages_new_unread (maps, EXAMPLE_SHIFT, PGS_PAGE_PRESENT | PGS_PAGE_SWAPPED, never);
      assert_pages (pages, maps, &model);
      for (gint64 now = 1; now < 12; now++)
        {
          advance (&model, &pages, &maps, rand, now);
          assert_pages (pages, maps, &model);
        }
    }
}

/* What a test builds without saying when is read. */
static void
test_default_is_read (void)
{
  const ExampleMapping row = { 1, 5, "rw-p", 0, NULL, 0 };
  g_autoptr (PgsMaps) maps = example_maps_new (&row, 1);
  g_autoptr (PgsPages) pages =
    pgs_pages_builder_end (pgs_pages_builder_new (maps, EXAMPLE_SHIFT, PGS_PAGE_PRESENT));

  g_assert_true (pgs_pages_is_whole (pages));
  g_assert_cmpint (pgs_pages_get_read_at (pages, 0), >, 0);
  g_assert_cmpuint (pgs_pages_get_n_read (pages, 0), ==, 4);
}

static void
test_nothing_new (void)
{
  const ExampleMapping row = { 1, 5, "rw-p", 0, NULL, 0 };
  g_autoptr (PgsMaps) maps = example_maps_new (&row, 1);
  g_autoptr (PgsPages) pages =
    pgs_pages_builder_end (pgs_pages_builder_new (maps, EXAMPLE_SHIFT, PGS_PAGE_PRESENT));
  g_autoptr (PgsPages) same = pgs_pages_update (pages, maps, NULL, 0, NULL, 0);

  g_assert_true (same == pages);
}

/* Counters stay with a region that is the same in every respect, and the totals are what they were. */
static void
test_smaps (void)
{
  static const ExampleMapping before_rows[] = {
    { 10, 20, "rw-p", 0, NULL, 0 }, { 20, 30, "r--p", 0, NULL, 0 },   { 40, 50, "rw-p", 0, NULL, 0 },
    { 60, 70, "rw-p", 0, NULL, 0 }, { 80, 90, "rw-s", 5, "/f", 0 },
  };
  static const ExampleMapping after_rows[] = {
    { 5, 7, "rw-p", 0, NULL, 0 },   { 10, 20, "rw-p", 0, NULL, 0 },   { 20, 30, "rw-p", 0, NULL, 0 },
    { 40, 51, "rw-p", 0, NULL, 0 }, { 60, 70, "rw-p", 0, NULL, 0 },   { 80, 90, "rw-s", 6, "/f", 0 },
  };
  static const guint64 expected[] = { G_MAXUINT64, 1, G_MAXUINT64, G_MAXUINT64, 4, G_MAXUINT64 };
  g_autoptr (PgsMaps) before = example_maps_new (before_rows, G_N_ELEMENTS (before_rows));
  g_autoptr (PgsMaps) after = example_maps_new (after_rows, G_N_ELEMENTS (after_rows));
  PgsSmapsBuilder *builder = pgs_smaps_builder_new (before);
  g_autoptr (PgsSmaps) smaps = NULL;
  g_autoptr (PgsSmaps) rebased = NULL;
  PgsRegionSmaps totals;

  for (guint i = 0; i < G_N_ELEMENTS (before_rows); i++)
    {
      const PgsRegionSmaps counters = { .rss = i + 1, .vm_flags = "rd wr" };

      pgs_smaps_builder_add (builder, before_rows[i].first * EXAMPLE_PAGE,
                             before_rows[i].end * EXAMPLE_PAGE, &counters);
    }
  smaps = pgs_smaps_builder_end (builder);
  rebased = pgs_smaps_rebase (smaps, before, after);
  g_clear_pointer (&smaps, pgs_smaps_unref);
  for (guint i = 0; i < G_N_ELEMENTS (after_rows); i++)
    {
      const PgsRegionSmaps *counters = pgs_smaps_get (rebased, i);

      g_assert_cmpuint (counters != NULL ? counters->rss : G_MAXUINT64, ==, expected[i]);
      if (counters != NULL)
        g_assert_cmpstr (counters->vm_flags, ==, "rd wr");
    }
  pgs_smaps_get_totals (rebased, &totals);
  g_assert_cmpuint (totals.rss, ==, 15);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/coverage/update", test_update);
  g_test_add_func ("/core/coverage/update-many", test_update_many);
  g_test_add_func ("/core/coverage/slices-over-changing-maps", test_slices);
  g_test_add_func ("/core/coverage/default-is-read", test_default_is_read);
  g_test_add_func ("/core/coverage/nothing-new", test_nothing_new);
  g_test_add_func ("/core/coverage/smaps", test_smaps);
  return g_test_run ();
}
