/* pages-world.c: random mappings and pages, and one byte for each page to compare them with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pages-world.h"

#include "example.h"
#include "naive-counts.h"
#include "pgs-run-iter.h"

#include <string.h>

/* A number below @limit. */
guint64
world_random (World  *world,
              guint64 limit)
{
  return (guint64) g_rand_int_range (world->rand, 0, (gint32) limit);
}

/* A page up to @limit behind @first, in the world. MIN() would draw twice. */
static guint64
page_behind (World  *world,
             guint64 first,
             guint64 limit)
{
  const guint64 page = first + world_random (world, limit);

  return MIN (page, WORLD_PAGES);
}

static void
add_mapping (World          *world,
             PgsMapsBuilder *builder,
             guint64         first,
             guint64         end)
{
  const guint64 inode = world_random (world, 2) * 10;
  const PgsMapping mapping = {
    .start = (world->base + first) * EXAMPLE_PAGE,
    .end = (world->base + end) * EXAMPLE_PAGE,
    .perms = PGS_PERM_READ,
    .inode = inode,
  };

  pgs_maps_builder_add (builder, &mapping, "/lib/x", inode != 0 ? 6 : 0);
}

/* Mappings of a page to many windows, half of them touching the one before. */
void
world_make_maps (World *world)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (0);
  const guint64 longest = world_random (world, 3) == 0 ? 60 : 2500;
  guint64 at = world_random (world, 10);

  while (at < WORLD_PAGES)
    {
      const guint64 end = page_behind (world, at + 1, longest);

      add_mapping (world, builder, at, end);
      at = end + (world_random (world, 2) ? 1 + world_random (world, 30) : 0);
    }
  g_clear_pointer (&world->maps, pgs_maps_unref);
  world->maps = pgs_maps_builder_end (builder, NULL);
  for (guint64 page = 0; page < WORLD_PAGES; page++)
    {
      gsize region;

      world->regions[page] = -1;
      if (pgs_maps_find (world->maps, (world->base + page) * EXAMPLE_PAGE, &region))
        world->regions[page] = (int) region;
    }
}

/* Some hundred pages in one pattern. */
static guint64
make_stretch (World  *world,
              guint64 at)
{
  static const guint8 some[] = { 0, 1, 1 | 8, 1 | 4, 1 | 16, 1 | 32, 2, 2 | 64, 64, 1 | 8 | 128 };
  const guint64 end = page_behind (world, at + 1, 900);
  const guint64 kind = world_random (world, 7);
  const guint8 a = some[world_random (world, G_N_ELEMENTS (some))];
  const guint8 b = some[world_random (world, G_N_ELEMENTS (some))];
  const guint64 period = 2 + world_random (world, 40);

  for (; at < end; at++)
    {
      guint8 *states = &world->added[at];

      if (kind == 0)
        *states = 0;
      else if (kind == 1)
        *states = a;
      else if (kind == 2) /* a checkerboard */
        *states = at & 1 ? a : 0;
      else if (kind == 3) /* two states in turn */
        *states = at % period == 0 ? a : b;
      else if (kind == 4) /* here and there a page */
        *states = world_random (world, period) == 0 ? a : 0;
      else if (kind == 5)
        *states = some[world_random (world, G_N_ELEMENTS (some))];
      else
        *states = (guint8) world_random (world, 256);
    }
  return end;
}

static guint8
states_kept (const World *world,
             guint64      page)
{
  guint8 states = world->added[page] & world->known;
  const PgsMapping *mapping;

  if (world->regions[page] < 0)
    return 0;
  mapping = pgs_maps_get (world->maps, (gsize) world->regions[page]);
  if (states & PGS_PAGE_GUARD)
    states &= (guint8) ~PGS_PAGE_SWAPPED;
  if (mapping->inode == 0 && mapping->kind != PGS_KIND_KERNEL)
    states &= (guint8) ~PGS_PAGE_FILE;
  return states;
}

static void
add_run (World           *world,
         PgsPagesBuilder *builder,
         gboolean         many,
         GArray          *runs,
         PgsRun           run)
{
  g_array_append_val (runs, run);
  if (run.states != 0 && world_random (world, 60) == 0) /* said again, which must not count */
    {
      const guint64 before = world_random (world, 3);

      run.first -= MIN (run.first, before);
      run.states = PGS_PAGE_PRESENT | PGS_PAGE_ZERO;
      g_array_append_val (runs, run);
    }
  if (many && runs->len < 64)
    return;
  for (guint i = 0; i < runs->len && !many; i++)
    {
      run = g_array_index (runs, PgsRun, i);
      pgs_pages_builder_add (builder, run.first, run.count, (PgsPageState) run.states);
    }
  if (many)
    pgs_pages_builder_add_runs (builder, (const PgsRun *) (gpointer) runs->data, runs->len);
  g_array_set_size (runs, 0);
}

/* The builder is told ranges that cut equal pages anywhere and reach over borders of regions, one by
 * one or many at a time. */
PgsPages *
world_build (World *world)
{
  const gboolean many = world_random (world, 2) == 0;
  PgsPagesBuilder *builder = pgs_pages_builder_new (world->maps, EXAMPLE_SHIFT, world->known);
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (PgsRun));

  for (guint64 page = 0; page < WORLD_PAGES;)
    {
      const guint64 first = page++;

      while (page < WORLD_PAGES && world->added[page] == world->added[first]
             && world_random (world, 50) > 0)
        page++;
      add_run (world, builder, many, runs, (PgsRun) {
        .first = world->base + first, .count = page - first, .states = world->added[first],
      });
    }
  pgs_pages_builder_add_runs (builder, (const PgsRun *) (gpointer) runs->data, runs->len);
  return pgs_pages_builder_end (builder);
}

/* The states that remain of what was added. */
void
world_set_states (World *world)
{
  for (guint64 page = 0; page < WORLD_PAGES; page++)
    world->states[page] = states_kept (world, page);
}

static void
make_states (World *world)
{
  for (guint64 at = 0; at < WORLD_PAGES;)
    at = make_stretch (world, at);
  world_set_states (world);
}

/* Mappings and pages somewhere, the same for the same @seed, which is printed. */
World *
world_new (guint32 seed)
{
  static const guint64 bases[] = {
    0, 1, 511, ((guint64) 1 << 35) - 700, ((guint64) 1 << 45) - 2000,
    ((guint64) 1 << 52) - 1 - WORLD_PAGES,
  };
  static const guint8 knowns[] = { 0xff, 0xff, PGS_PAGE_PRESENT | PGS_PAGE_SWAPPED, 0x73 };
  World *world = g_new0 (World, 1);

  g_test_message ("seed %u", seed);
  world->rand = g_rand_new_with_seed (seed);
  world->base = bases[world_random (world, G_N_ELEMENTS (bases))];
  world->known = knowns[world_random (world, G_N_ELEMENTS (knowns))];
  world_make_maps (world);
  make_states (world);
  world->pages = world_build (world);
  return world;
}

/* A later moment of the same mappings: some parts are other than in @other, by a page or by many. */
World *
world_new_like (World *other)
{
  World *world = g_new0 (World, 1);

  *world = *other;
  world->rand = g_rand_new_with_seed (g_rand_int (other->rand));
  world->maps = pgs_maps_ref (other->maps);
  for (guint64 i = world_random (world, 12); i > 0; i--)
    {
      guint64 at = world_random (world, WORLD_PAGES);
      const guint64 into = (world->base + at + world_random (world, 2)) % 512;

      if (world_random (world, 2)) /* where a window begins or ends */
        at -= MIN (at, into);
      if (world_random (world, 3) == 0)
        make_stretch (world, at);
      else
        world->added[at] = world->added[at] != 0 ? 0 : PGS_PAGE_PRESENT;
    }
  world_set_states (world);
  world->pages = world_build (world);
  return world;
}

void
world_free (World *world)
{
  pgs_pages_unref (world->pages);
  pgs_maps_unref (world->maps);
  g_rand_free (world->rand);
  g_free (world);
}

/* Pages `[first, end)`, counted from the first page of the world. */
static PgsPageCounts
naive_count (const World *world,
             guint64      first,
             guint64      end)
{
  PgsPageCounts counts = { 0 };

  for (guint64 page = first; page < MIN (end, WORLD_PAGES); page++)
    naive_counts_add (&counts, world->states[page]);
  return counts;
}

static void
assert_counts (const PgsPageCounts *a,
               PgsPageCounts        b)
{
  g_assert_cmpmem (a, sizeof *a, &b, sizeof b);
}

/* The end of the run that page @page is in, not above @end. */
static guint64
naive_run_end (const World *world,
               guint64      page,
               guint64      end)
{
  guint64 at = page + 1;

  while (at < end && world->states[at] == world->states[page]
         && world->regions[at] == world->regions[page])
    at++;
  return at;
}

/* Returns: how many runs there were. */
static gsize
assert_runs (const World *world,
             PgsRunIter  *iter,
             guint64      first,
             guint64      end)
{
  gsize n_runs = 0;
  PgsRun run;

  for (guint64 page = first; page < end;)
    {
      const guint64 run_end = naive_run_end (world, page, end);

      if (world->states[page] != 0)
        {
          g_assert_true (pgs_run_iter_next (iter, &run));
          g_assert_cmpuint (run.first - world->base, ==, page);
          g_assert_cmpuint (run.count, ==, run_end - page);
          g_assert_cmpuint (run.states, ==, world->states[page]);
          n_runs++;
        }
      page = run_end;
    }
  g_assert_false (pgs_run_iter_next (iter, &run));
  return n_runs;
}

static void
check_runs (World *world)
{
  PgsRunIter iter;
  gsize n_runs;

  pgs_run_iter_init (&iter, world->pages, 0, G_MAXUINT64);
  n_runs = assert_runs (world, &iter, 0, WORLD_PAGES);
  g_assert_cmpuint (pgs_pages_get_n_runs (world->pages), ==, n_runs);
  for (gsize region = 0; region < pgs_maps_get_length (world->maps); region++)
    {
      const PgsMapping *mapping = pgs_maps_get (world->maps, region);

      pgs_run_iter_init_region (&iter, world->pages, region);
      assert_runs (world, &iter, mapping->start / EXAMPLE_PAGE - world->base,
                   mapping->end / EXAMPLE_PAGE - world->base);
    }
  for (guint i = 0; i < 100; i++)
    {
      const guint64 first = world_random (world, WORLD_PAGES);
      const guint64 end = page_behind (world, first, i % 2 ? 40 : WORLD_PAGES);

      pgs_run_iter_init (&iter, world->pages, world->base + first, world->base + end);
      assert_runs (world, &iter, first, end);
    }
}

static void
check_states (World *world)
{
  for (guint64 page = 0; page < WORLD_PAGES; page++)
    g_assert_cmpuint (pgs_pages_get_state (world->pages, world->base + page), ==,
                      world->states[page]);
  g_assert_cmpuint (pgs_pages_get_state (world->pages, world->base + WORLD_PAGES), ==, 0);
  g_assert_cmpuint (pgs_pages_get_state (world->pages, G_MAXUINT64), ==, 0);
  if (world->base > 0)
    g_assert_cmpuint (pgs_pages_get_state (world->pages, world->base - 1), ==, 0);
}

static void
check_counts (World *world)
{
  PgsPageCounts counts;

  pgs_pages_get_totals (world->pages, &counts);
  assert_counts (&counts, naive_count (world, 0, WORLD_PAGES));
  for (gsize region = 0; region < pgs_maps_get_length (world->maps); region++)
    {
      const PgsMapping *mapping = pgs_maps_get (world->maps, region);

      pgs_pages_get_counts (world->pages, region, &counts);
      assert_counts (&counts, naive_count (world, mapping->start / EXAMPLE_PAGE - world->base,
                                           mapping->end / EXAMPLE_PAGE - world->base));
    }
  for (guint i = 0; i < 200; i++)
    {
      const guint64 first = world_random (world, WORLD_PAGES + 5);
      const guint64 n = world_random (world, i % 2 ? 70 : WORLD_PAGES);

      pgs_pages_count (world->pages, world->base + first, n, &counts);
      assert_counts (&counts, naive_count (world, first, first + n));
    }
  pgs_pages_count (world->pages, world->base + 9, G_MAXUINT64, &counts);
  assert_counts (&counts, naive_count (world, 9, WORLD_PAGES));
}

/* Cells that may begin below the world and reach beyond it. */
static void
assert_cells (World  *world,
              gint64  first,
              guint64 end,
              guint   shift,
              gsize   n_cells)
{
  g_autofree PgsPageCounts *cells = g_new (PgsPageCounts, n_cells + 1);
  g_autofree PgsPageCounts *expected = g_new0 (PgsPageCounts, n_cells);
  const guint64 origin = world->base + (guint64) first;

  for (guint64 page = (guint64) MAX (first, 0); page < MIN (end, WORLD_PAGES); page++)
    {
      const guint64 cell = (world->base + page - origin) >> shift;

      if (cell < n_cells)
        naive_counts_add (&expected[cell], world->states[page]);
    }
  memset (cells, 0xaa, (n_cells + 1) * sizeof *cells);
  pgs_pages_bucket (world->pages, origin, world->base + end, shift, cells, n_cells);
  g_assert_cmpmem (cells, n_cells * sizeof *cells, expected, n_cells * sizeof *cells);
  g_assert_cmpuint (cells[n_cells].guard, ==, G_GUINT64_CONSTANT (0xaaaaaaaaaaaaaaaa));
}

static void
check_cells (World *world)
{
  for (guint shift = 0; shift < 64; shift += shift < 16 ? 1 : 12)
    for (guint i = 0; i < 8; i++)
      {
        const guint64 room = MIN (world->base, 600);
        const gint64 first = (gint64) world_random (world, i < 4 ? 1 + room : WORLD_PAGES) * (i < 4 ? -1 : 1);
        const guint64 end = world_random (world, WORLD_PAGES + 400);
        const gsize n_all = ((gsize) (WORLD_PAGES + 1000) >> shift) + 1;

        assert_cells (world, first, end, shift, n_all);
        assert_cells (world, first, WORLD_PAGES, shift, (gsize) world_random (world, 20));
      }
}

/* Asks everything that can be asked of pages and compares it with what is counted page by page. */
void
world_check (World *world)
{
  check_runs (world);
  check_states (world);
  check_counts (world);
  check_cells (world);
}
