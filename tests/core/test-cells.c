/* test-cells.c: any pages in any form against one byte for each page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A property test: random mappings and pages in patterns that are kept as runs, as bitmaps and as
 * both, at the borders of the address space; all that can be asked of them is compared with what is
 * counted page by page. The seeds are printed; run with --seed for the random ones.
 */
#include "pages-world.h"

#include "pgs-pages-diff.h"

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
  for (guint32 seed = 1; seed <= N_SEEDS; seed++)
    check_seed (seed);
}

static void
test_random_seeds (void)
{
  for (guint i = 0; i < N_SEEDS; i++)
    check_seed ((guint32) g_test_rand_int ());
}

/* Takes the added states of pages `[first, end)` of @from. */
static void
copy (PgsPagesBuilder *builder,
      World           *to,
      const World     *from,
      guint64          first,
      guint64          end)
{
  pgs_pages_builder_copy (builder, from->pages, first > 0 ? to->base + first : 0,
                          end < WORLD_PAGES ? to->base + end : G_MAXUINT64);
  for (guint64 page = first; page < MIN (end, WORLD_PAGES); page++)
    to->added[page] = from->states[page];
}

/* Parts of two samples become one, as when a process is read in slices; its mappings may be others
 * by now. */
static void
test_copies (void)
{
  for (guint32 seed = 1; seed <= 2 * N_SEEDS; seed++)
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
          const guint64 end = at + 1 + world_random (mixed, seed % 3 ? 2500 : 400);

          copy (builder, mixed, i % 2 ? b : a, at, end);
          at = end;
        }
      g_clear_pointer (&mixed->pages, pgs_pages_unref);
      mixed->pages = pgs_pages_builder_end (builder);
      world_set_states (mixed);
      world_check (mixed);
    }
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

/* Outside of what is called different nothing is, and equal samples are not different. */
static void
test_diffs (void)
{
  for (guint32 seed = 1; seed <= 2 * N_SEEDS; seed++)
    {
      g_autoptr (World) a = world_new (seed);
      g_autoptr (World) b = world_new_like (a);
      g_autoptr (World) same = world_new (seed);
      const guint64 first = world_random (a, WORLD_PAGES);
      PgsPagesDiff diff;
      guint64 n;

      assert_diff (a, b, 0, WORLD_PAGES);
      assert_diff (b, a, 0, WORLD_PAGES);
      assert_diff (a, b, first, first + world_random (a, WORLD_PAGES - first));
      pgs_pages_diff_init (&diff, a->pages, same->pages, 0, G_MAXUINT64);
      g_assert_false (pgs_pages_diff_next (&diff, &n, &n));
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
  g_test_add_func ("/core/cells/diffs", test_diffs);
  return g_test_run ();
}
