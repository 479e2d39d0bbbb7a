/* test-cells.c: any pages in any form against one byte for each page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A property test: random mappings and pages in patterns that are kept as runs, as bitmaps and as
 * both, at the borders of the address space; all that can be asked of them is compared with what is
 * counted page by page. The seeds are printed; run with --seed for the random ones.
 */
#include "../rounds.h"
#include "pages-world.h"

#include "pgs-pages-diff.h"
#include "pgs-run-iter.h"

#define N_SEEDS 24

static void
check_seed (guint32 seed)
{
  g_autoptr (World) world = world_new (seed);

  world_check (world);
}

static void
test_fixed_seeds (void)
{
  for (guint32 seed = 1; seed <= rounds (N_SEEDS); seed++)
    check_seed (seed);
}

static void
test_random_seeds (void)
{
  for (guint i = 0; i < rounds (N_SEEDS); i++)
    check_seed ((guint32) g_test_rand_int ());
}

/* Takes the added states of pages `[first, end)` of @from; what is present gets @more. */
static void
copy (PgsPagesBuilder *builder,
      World           *to,
      const World     *from,
      guint64          first,
      guint64          end,
      PgsPageState     more)
{
  pgs_pages_builder_copy_adding (builder, from->pages, first > 0 ? to->base + first : 0,
                                 end < WORLD_PAGES ? to->base + end : G_MAXUINT64, more);
  for (guint64 page = first; page < MIN (end, WORLD_PAGES); page++)
    {
      const guint states = from->states[page];

      to->added[page] = from->states[page];
      if ((states & PGS_PAGE_PRESENT) && !(states & PGS_PAGE_ZERO) && !(states & PGS_PAGE_GUARD))
        to->added[page] |= more;
    }
}

/* The pieces are the same as when all is told at once. */
static void
assert_same (const PgsPages *pages,
             World          *world)
{
  g_autoptr (PgsPages) same = world_build (world);
  PgsPagesDiff diff;
  guint64 first, end;

  pgs_pages_diff_init (&diff, pages, same, 0, G_MAXUINT64);
  g_assert_false (pgs_pages_diff_next (&diff, &first, &end));
}

/* Parts of two samples become one, as when a process is read in slices; its mappings may be others
 * by now. */
static void
test_copies (void)
{
  const PgsPageState more[] = { 0, 0, PGS_PAGE_EXCLUSIVE, PGS_PAGE_FILE, PGS_PAGE_EXCLUSIVE | PGS_PAGE_FILE };

  for (guint32 seed = 1; seed <= 2 * rounds (N_SEEDS); seed++)
    {
      g_autoptr (World) a = world_new (seed);
      g_autoptr (World) b = world_new_like (a);
      g_autoptr (World) mixed = world_new_like (a);
      PgsPagesBuilder *builder;
      guint64 at = 0;

      if (seed % 2 == 0)
        world_make_maps (mixed);
      builder = pgs_pages_builder_new (mixed->maps, 12, mixed->known);
      pgs_pages_builder_reserve (builder, a->pages);
      for (guint i = 0; at < WORLD_PAGES; i++)
        {
          guint64 end = at + 1 + world_random (mixed, seed % 3 ? 2500 : 400);

          if (world_random (mixed, 2)) /* where windows end */
            end += 511 - (mixed->base + end + 511) % 512;
          copy (builder, mixed, i % 2 ? b : a, at, end, more[world_random (mixed, G_N_ELEMENTS (more))]);
          at = end;
        }
      g_clear_pointer (&mixed->pages, pgs_pages_unref);
      mixed->pages = pgs_pages_builder_end (builder);
      world_set_states (mixed);
      world_check (mixed);
      if (mixed->maps == a->maps)
        assert_same (mixed->pages, mixed);
    }
}

/* Every second page below 1,024, and one stretch of pages. */
static PgsPages *
half_pages (PgsMaps *maps,
            guint64  odd,
            guint64  first,
            guint64  end)
{
  PgsPagesBuilder *builder = pgs_pages_builder_new (maps, 12, 0xff);

  for (guint64 page = 0; page < 1024; page++)
    if (page % 2 == odd || (page >= first && page < end))
      pgs_pages_builder_add (builder, page, 1, PGS_PAGE_PRESENT);
  return pgs_pages_builder_end (builder);
}

static void
assert_joint (const PgsPages *below,
              const PgsPages *above,
              guint64         first,
              const PgsRun   *expected)
{
  PgsPagesBuilder *builder = pgs_pages_builder_new (pgs_pages_get_maps (below), 12, 0xff);
  g_autoptr (PgsPages) pages = NULL;
  g_autoptr (PgsPages) same = NULL;
  PgsPagesDiff diff;
  PgsRunIter iter;
  PgsRun run;
  guint64 at, end;

  pgs_pages_builder_copy (builder, below, first, 512);
  pgs_pages_builder_copy (builder, above, 512, G_MAXUINT64);
  pages = pgs_pages_builder_end (builder);
  pgs_run_iter_init (&iter, pages, expected->first, 1024);
  g_assert_true (pgs_run_iter_next (&iter, &run));
  g_assert_cmpmem (&run, sizeof run, expected, sizeof run);

  builder = pgs_pages_builder_new (pgs_pages_get_maps (below), 12, 0xff);
  pgs_run_iter_init (&iter, pages, 0, G_MAXUINT64);
  while (pgs_run_iter_next (&iter, &run))
    pgs_pages_builder_add_runs (builder, &run, 1);
  same = pgs_pages_builder_end (builder);
  g_assert_cmpuint (pgs_pages_get_n_runs (same), ==, pgs_pages_get_n_runs (pages));
  pgs_pages_diff_init (&diff, pages, same, 0, G_MAXUINT64);
  g_assert_false (pgs_pages_diff_next (&diff, &at, &end));
}

/* 1,024 pages of a file, shared. */
static PgsMaps *
two_windows (void)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (1);
  const PgsMapping mapping = { .start = 0, .end = 1024 << 12, .inode = 1, .perms = PGS_PERM_READ | PGS_PERM_SHARED };

  pgs_maps_builder_add (builder, &mapping, NULL, 0);
  return pgs_maps_builder_end (builder, NULL);
}

/* Pages below 512 that take turns in two states. */
static PgsPages *
turns (PgsMaps      *maps,
       PgsPageState  even,
       PgsPageState  odd)
{
  PgsPagesBuilder *builder = pgs_pages_builder_new (maps, 12, 0xff);

  for (guint64 page = 0; page < 512; page++)
    pgs_pages_builder_add (builder, page, 1, page % 2 ? odd : even);
  return pgs_pages_builder_end (builder);
}

static void
assert_turns (PgsPageState even,
              PgsPageState odd,
              PgsPageState added,
              PgsPageState even_then,
              PgsPageState odd_then)
{
  g_autoptr (PgsMaps) maps = two_windows ();
  g_autoptr (PgsPages) from = turns (maps, even, odd);
  g_autoptr (PgsPages) expected = turns (maps, even_then, odd_then);
  g_autoptr (PgsPages) pages = NULL;
  PgsPagesBuilder *builder = pgs_pages_builder_new (maps, 12, 0xff);
  PgsPageCounts counts, counts_then;
  PgsPagesDiff diff;
  guint64 at, end;

  pgs_pages_builder_copy_adding (builder, from, 0, G_MAXUINT64, added);
  pages = pgs_pages_builder_end (builder);
  pgs_pages_count (pages, 0, 1024, &counts);
  pgs_pages_count (expected, 0, 1024, &counts_then);
  g_assert_cmpmem (&counts, sizeof counts, &counts_then, sizeof counts_then);
  g_assert_cmpuint (pgs_pages_get_n_runs (pages), ==, pgs_pages_get_n_runs (expected));
  pgs_pages_diff_init (&diff, pages, expected, 0, G_MAXUINT64);
  g_assert_false (pgs_pages_diff_next (&diff, &at, &end));
}

/* Present pages get states, whatever those of a window have in common. */
static void
test_additions (void)
{
  const PgsPageState present = PGS_PAGE_PRESENT, file = PGS_PAGE_FILE, huge = PGS_PAGE_HUGE;
  const PgsPageState swapped = PGS_PAGE_SWAPPED, zero = PGS_PAGE_PRESENT | PGS_PAGE_ZERO, guard = PGS_PAGE_GUARD;

  assert_turns (present, 0, file, present | file, 0);
  assert_turns (present, present | huge, file, present | file, present | file | huge);
  assert_turns (present, present | file, file, present | file, present | file);
  assert_turns (present | file, 0, file, present | file, 0);
  assert_turns (present, swapped, file, present | file, swapped);
  assert_turns (present, zero, file, present | file, zero);
  assert_turns (present, guard, file, present | file, guard);
  assert_turns (zero, swapped, file, zero, swapped);
}

/* What meets at the joint of two parts is one run, and in the piece in which it should be. */
static void
test_joints (void)
{
  g_autoptr (PgsMaps) maps = two_windows ();
  g_autoptr (PgsPages) plain = NULL;
  g_autoptr (PgsPages) even = NULL;
  g_autoptr (PgsPages) higher = NULL;
  g_autoptr (PgsPages) across = NULL;

  plain = half_pages (maps, 1, 0, 0);
  even = half_pages (maps, 0, 0, 0);
  higher = half_pages (maps, 1, 512, 513);
  across = half_pages (maps, 1, 500, 520);
  assert_joint (plain, even, 0, &(PgsRun) { .first = 511, .count = 2, .states = 1 });
  assert_joint (plain, higher, 0, &(PgsRun) { .first = 511, .count = 3, .states = 1 });
  assert_joint (plain, across, 0, &(PgsRun) { .first = 511, .count = 9, .states = 1 });
  assert_joint (plain, across, 512, &(PgsRun) { .first = 512, .count = 8, .states = 1 });
  assert_joint (across, plain, 0, &(PgsRun) { .first = 499, .count = 13, .states = 1 });
}

static void
assert_diff (const World *a,
             const World *b,
             guint64      first_page,
             guint64      end_page)
{
  PgsPagesDiff diff;
  guint64 at = first_page;
  guint64 first, end;
  gboolean more;

  pgs_pages_diff_init (&diff, a->pages, b->pages, a->base + first_page, a->base + end_page);
  do
    {
      more = pgs_pages_diff_next (&diff, &first, &end);
      first = more ? first - a->base : end_page;
      g_assert_cmpuint (first, >=, at);
      for (; at < first; at++)
        g_assert_cmpuint (a->states[at], ==, b->states[at]);
      if (more)
        {
          at = end - a->base;
          g_assert_cmpuint (first, <, at);
          g_assert_cmpuint (at, <=, end_page);
        }
    }
  while (more);
}

/* Outside of what is called different nothing is, and equal samples are not different, in whatever
 * pieces they were told. */
static void
test_diffs (void)
{
  for (guint32 seed = 1; seed <= 2 * rounds (N_SEEDS); seed++)
    {
      g_autoptr (World) a = world_new (seed);
      g_autoptr (World) b = world_new_like (a);
      const guint64 first = world_random (a, WORLD_PAGES);

      assert_diff (a, b, 0, WORLD_PAGES);
      assert_diff (b, a, 0, WORLD_PAGES);
      assert_diff (a, b, first, first + world_random (a, WORLD_PAGES - first));
      assert_same (a->pages, a);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/cells/fixed-seeds", test_fixed_seeds);
  g_test_add_func ("/core/cells/random-seeds", test_random_seeds);
  g_test_add_func ("/core/cells/copies", test_copies);
  g_test_add_func ("/core/cells/additions", test_additions);
  g_test_add_func ("/core/cells/joints", test_joints);
  g_test_add_func ("/core/cells/diffs", test_diffs);
  return g_test_run ();
}
