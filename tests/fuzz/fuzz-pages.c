/* fuzz-pages.c: any ranges over any mappings become runs, bitmaps and counts, compared with page by page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <string.h>

#include "naive-counts.h"
#include "pgs-pages-diff.h"
#include "pgs-run-iter.h"

#define N_PAGES 128
#define MAX_MAPPINGS 16
#define MAX_RANGES 48
#define MAX_CELLS 40
#define SHIFT 12

/* What is true of each page of the small world, which begins at page @base. */
typedef struct
{
  guint64 base;
  PgsMaps *maps;
  guint states[N_PAGES];
  gssize regions[N_PAGES]; /* -1: not mapped */
} World;

static void
make_maps (World     *world,
           FuzzInput *input)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (0);
  const guint n_mappings = (guint) fuzz_below (input, MAX_MAPPINGS);
  guint64 at = 0;

  for (guint i = 0; i < n_mappings && at < N_PAGES; i++)
    {
      const guint8 shape = fuzz_byte (input);
      const guint64 first = MIN (at + shape % 8, N_PAGES);
      const guint64 end = MIN (first + shape / 8, N_PAGES);
      /* the kernel's are whole pages; a text may say anything */
      const guint64 odd = fuzz_byte (input) == 1 ? 0x801 : 0;

      fuzz_add_mapping (input, builder, ((world->base + first) << SHIFT) + odd, (world->base + end) << SHIFT);
      at = end;
    }
  world->maps = pgs_maps_builder_end (builder, NULL);
  for (guint64 page = 0; page < N_PAGES; page++)
    {
      gsize region;

      world->regions[page] = -1;
      for (region = 0; region < pgs_maps_get_length (world->maps); region++)
        if (pgs_maps_get (world->maps, region)->start >> SHIFT <= world->base + page
            && world->base + page < pgs_maps_get (world->maps, region)->end >> SHIFT)
          world->regions[page] = (gssize) region;
    }
}

static guint
states_that_count (const World *world,
                   gsize        region,
                   guint        states,
                   guint        known)
{
  const PgsMapping *mapping = pgs_maps_get (world->maps, region);

  states &= known;
  if (mapping->inode == 0 && !(mapping->perms & PGS_PERM_SHARED) && mapping->kind != PGS_KIND_KERNEL)
    states &= ~(guint) PGS_PAGE_FILE;
  if (states & PGS_PAGE_GUARD)
    states &= ~(guint) PGS_PAGE_SWAPPED;
  return states;
}

/* What adding a range of pages means for each page that is @ahead. */
static void
note_range (World   *world,
            guint64  ahead,
            guint64  first,
            guint64  end,
            guint    states,
            guint    known)
{
  for (guint64 page = 0; page < N_PAGES; page++)
    if (world->base + page >= MAX (first, ahead) && world->base + page < end && world->regions[page] >= 0)
      world->states[page] = states_that_count (world, (gsize) world->regions[page], states, known);
}

/* @many_at_once: as a scan hands them on. */
static PgsPages *
add_ranges (World     *world,
            FuzzInput *input,
            gboolean   many_at_once)
{
  const guint known = fuzz_byte (input);
  const guint n_ranges = (guint) fuzz_below (input, MAX_RANGES);
  PgsPagesBuilder *builder = pgs_pages_builder_new (world->maps, SHIFT, known);
  PgsRun runs[MAX_RANGES];
  guint64 ahead = 0;

  for (guint i = 0; i < n_ranges; i++)
    {
      const guint8 start = fuzz_byte (input);
      const guint64 first = start == 255 ? fuzz_number (input) : world->base + start % N_PAGES;
      const guint64 n_pages = fuzz_number (input) & (many_at_once ? PGS_RUN_MAX_COUNT : G_MAXUINT64);
      const guint states = fuzz_byte (input);
      const guint64 end = first > G_MAXUINT64 - n_pages ? G_MAXUINT64 : first + n_pages;

      runs[i] = (PgsRun) { .first = first, .count = n_pages & PGS_RUN_MAX_COUNT, .states = states & 0xffff };
      if (!many_at_once)
        pgs_pages_builder_add (builder, first, n_pages, states);
      note_range (world, ahead, first, end, states, known);
      if (states != 0 && first < end)
        ahead = MAX (ahead, end);
    }
  if (many_at_once)
    pgs_pages_builder_add_runs (builder, runs, n_ranges);
  return pgs_pages_builder_end (builder);
}

static void
assert_runs (const World    *world,
             const PgsPages *pages)
{
  PgsRunIter all;
  gsize n_seen = 0;
  guint64 end = 0;

  pgs_run_iter_init (&all, pages, 0, G_MAXUINT64);
  for (gsize region = 0; region < pgs_maps_get_length (world->maps); region++)
    {
      guint states_before = 0;
      PgsRunIter iter;
      PgsRun run, same;

      pgs_run_iter_init_region (&iter, pages, region);
      for (; pgs_run_iter_next (&iter, &run); n_seen++)
        {
          g_assert_true (pgs_run_iter_next (&all, &same));
          g_assert_cmpmem (&run, sizeof run, &same, sizeof same);
          g_assert_cmpuint (run.count, >, 0);
          g_assert_cmpuint (run.states, !=, 0);
          g_assert_cmpuint (run.first, >=, end);
          if (run.first == end)
            g_assert_cmpuint (run.states, !=, states_before);
          states_before = run.states;
          end = run.first + run.count;
          g_assert_cmpuint (run.first, >=, pgs_maps_get (world->maps, region)->start >> SHIFT);
          g_assert_cmpuint (end, <=, pgs_maps_get (world->maps, region)->end >> SHIFT);
        }
    }
  g_assert_cmpuint (n_seen, ==, pgs_pages_get_n_runs (pages));
}

static void
assert_states (const World    *world,
               const PgsPages *pages)
{
  PgsPageCounts naive_totals = { 0 };
  PgsPageCounts totals;
  g_autofree PgsPageCounts *counts = g_new0 (PgsPageCounts, pgs_maps_get_length (world->maps) + 1);

  for (guint64 page = 0; page < N_PAGES; page++)
    {
      g_assert_cmpuint (pgs_pages_get_state (pages, world->base + page), ==, world->states[page]);
      naive_counts_add (&naive_totals, world->states[page]);
      if (world->regions[page] >= 0)
        naive_counts_add (&counts[world->regions[page]], world->states[page]);
    }
  for (gsize i = 0; i < pgs_maps_get_length (world->maps); i++)
    {
      PgsPageCounts sum;

      pgs_pages_get_counts (pages, i, &sum);
      g_assert_cmpmem (&sum, sizeof sum, &counts[i], sizeof sum);
    }
  pgs_pages_get_totals (pages, &totals);
  g_assert_cmpmem (&totals, sizeof totals, &naive_totals, sizeof naive_totals);
}

/* A range and its cells, inside the small world and beyond. */
static void
assert_cells (const World    *world,
              const PgsPages *pages,
              FuzzInput      *input)
{
  const guint8 start = fuzz_byte (input);
  const guint64 first = start == 255 ? fuzz_number (input) : world->base + start % N_PAGES;
  const guint64 n_pages = fuzz_number (input);
  const guint64 end = n_pages > G_MAXUINT64 - first ? G_MAXUINT64 : first + n_pages;
  const guint shift = fuzz_byte (input) % 70;
  const gsize n_cells = fuzz_below (input, MAX_CELLS);
  g_autofree PgsPageCounts *cells = g_new (PgsPageCounts, n_cells + 1);
  PgsPageCounts naive_cells[MAX_CELLS] = { 0 };
  PgsPageCounts naive = { 0 };
  PgsPageCounts counts;

  for (guint64 page = 0; page < N_PAGES; page++)
    {
      const guint64 number = world->base + page;
      const guint64 cell = (number - first) >> MIN (shift, 63);

      if (number < first || number >= end)
        continue;
      naive_counts_add (&naive, world->states[page]);
      if (cell < n_cells)
        naive_counts_add (&naive_cells[cell], world->states[page]);
    }
  pgs_pages_count (pages, first, n_pages, &counts);
  g_assert_cmpmem (&counts, sizeof counts, &naive, sizeof naive);
  memset (cells, 0xaa, (n_cells + 1) * sizeof *cells);
  pgs_pages_bucket (pages, first, end, shift, cells, n_cells);
  g_assert_cmpmem (cells, n_cells * sizeof *cells, naive_cells, n_cells * sizeof *cells);
  g_assert_cmpuint (cells[n_cells].present, ==, G_GUINT64_CONSTANT (0xaaaaaaaaaaaaaaaa));
}

/* The same pages, copied in two parts. */
static PgsPages *
copy_parts (const World    *world,
            const PgsPages *pages,
            FuzzInput      *input)
{
  const guint64 joint = world->base + fuzz_below (input, N_PAGES + 1);
  PgsPagesBuilder *builder = pgs_pages_builder_new (world->maps, SHIFT, pgs_pages_get_known (pages));

  pgs_pages_builder_copy (builder, pages, 0, joint);
  pgs_pages_builder_copy (builder, pages, joint, G_MAXUINT64);
  return pgs_pages_builder_end (builder);
}

static void
assert_same (const PgsPages *a,
             const PgsPages *b)
{
  PgsPagesDiff diff;
  guint64 first, end;

  pgs_pages_diff_init (&diff, a, b, 0, G_MAXUINT64);
  g_assert_false (pgs_pages_diff_next (&diff, &first, &end));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static const guint64 bases[] = { 0, 0x400, ((guint64) 1 << 35) - 64, ((guint64) 1 << 52) - N_PAGES - 1 };
  FuzzInput input = { data, data + size };
  g_autoptr (PgsPages) pages = NULL;
  g_autoptr (PgsPages) copy = NULL;
  World world = { 0 };
  const guint8 choice = fuzz_byte (&input);

  world.base = bases[choice % G_N_ELEMENTS (bases)];
  make_maps (&world, &input);
  pages = add_ranges (&world, &input, choice & 0x80);
  assert_runs (&world, pages);
  assert_states (&world, pages);
  for (guint i = 0; i < 4; i++)
    assert_cells (&world, pages, &input);
  copy = copy_parts (&world, pages, &input);
  assert_runs (&world, copy);
  assert_states (&world, copy);
  assert_same (pages, copy);
  pgs_maps_unref (world.maps);
  return 0;
}
