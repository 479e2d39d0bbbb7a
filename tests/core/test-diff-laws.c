/* test-diff-laws.c: what must be true of every diff
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-diff.h"

#include "../rounds.h"
#include "diff-world.h"
#include "pgs-ledger.h"
#include "pgs-read-iter.h"
#include "pgs-run-iter.h"

#include <string.h>

#define N_WORLDS 400

static void
assert_same_entries (const PgsDiff *a,
                     const PgsDiff *b)
{
  gsize n_a, n_b;
  const PgsDiffEntry *x = pgs_diff_get_entries (a, &n_a);
  const PgsDiffEntry *y = pgs_diff_get_entries (b, &n_b);

  g_assert_cmpuint (n_a, ==, n_b);
  for (gsize i = 0; i < n_a; i++)
    {
      g_assert_cmpuint (x[i].changes, ==, y[i].changes);
      g_assert_cmpuint (x[i].change, ==, y[i].change);
      g_assert_cmpuint (x[i].kind, ==, y[i].kind);
      g_assert_cmpmem (&x[i].a, sizeof x[i].a, &y[i].a, sizeof y[i].a);
      g_assert_cmpmem (&x[i].b, sizeof x[i].b, &y[i].b, sizeof y[i].b);
      g_assert_cmpuint (x[i].common_a, ==, y[i].common_a);
      g_assert_cmpuint (x[i].common_b, ==, y[i].common_b);
      g_assert_cmpuint (x[i].common_size, ==, y[i].common_size);
      g_assert_cmpint (x[i].size_delta, ==, y[i].size_delta);
      g_assert_cmpint (x[i].rss_delta, ==, y[i].rss_delta);
      g_assert_cmpmem (&x[i].pages, sizeof x[i].pages, &y[i].pages, sizeof y[i].pages);
    }
}

static void
assert_same_runs (const PgsDiff *a,
                  const PgsDiff *b)
{
  gsize n_a, n_b;
  const PgsDiffRun *x = pgs_diff_get_runs (a, &n_a);
  const PgsDiffRun *y = pgs_diff_get_runs (b, &n_b);

  g_assert_cmpuint (n_a, ==, n_b);
  for (gsize i = 0; i < n_a; i++)
    {
      g_assert_cmpuint (x[i].a, ==, y[i].a);
      g_assert_cmpuint (x[i].b, ==, y[i].b);
      g_assert_cmpuint (x[i].count, ==, y[i].count);
      g_assert_cmpuint (x[i].states_a, ==, y[i].states_a);
      g_assert_cmpuint (x[i].states_b, ==, y[i].states_b);
      g_assert_cmpuint (x[i].change, ==, y[i].change);
    }
}

static void
assert_same_maps (const PgsMaps *a,
                  const PgsMaps *b)
{
  g_assert_cmpuint (pgs_maps_get_length (a), ==, pgs_maps_get_length (b));
  for (gsize i = 0; i < pgs_maps_get_length (a); i++)
    {
      const PgsMapping *x = pgs_maps_get (a, i);
      const PgsMapping *y = pgs_maps_get (b, i);

      g_assert_cmpuint (x->start, ==, y->start);
      g_assert_cmpuint (x->end, ==, y->end);
      g_assert_cmpuint (x->offset, ==, y->offset);
      g_assert_cmpuint (x->inode, ==, y->inode);
      g_assert_cmpstr (x->path, ==, y->path);
      g_assert_cmpuint (x->perms, ==, y->perms);
      g_assert_cmpuint (x->kind, ==, y->kind);
      g_assert_cmpuint (x->flags, ==, y->flags);
    }
  g_assert_cmpuint (pgs_maps_get_size (a), ==, pgs_maps_get_size (b));
}

static void
assert_same_pages (const PgsPages *a,
                   const PgsPages *b)
{
  gsize n_a, n_b;
  const PgsReadRange *ranges = pgs_coverage_get_ranges (pgs_pages_get_coverage (a), &n_a);
  const PgsReadRange *others = pgs_coverage_get_ranges (pgs_pages_get_coverage (b), &n_b);
  PgsRunIter iter_a, iter_b;
  PgsRun x, y;

  g_assert_cmpuint (pgs_pages_get_known (a), ==, pgs_pages_get_known (b));
  g_assert_cmpmem (ranges, n_a * sizeof *ranges, others, n_b * sizeof *others);
  g_assert_cmpuint (pgs_pages_get_n_runs (a), ==, pgs_pages_get_n_runs (b));
  pgs_run_iter_init (&iter_a, a, 0, G_MAXUINT64);
  pgs_run_iter_init (&iter_b, b, 0, G_MAXUINT64);
  while (pgs_run_iter_next (&iter_a, &x))
    {
      g_assert_true (pgs_run_iter_next (&iter_b, &y));
      g_assert_cmpuint (x.first, ==, y.first);
      g_assert_cmpuint (x.count, ==, y.count);
      g_assert_cmpuint (x.states, ==, y.states);
    }
  g_assert_false (pgs_run_iter_next (&iter_b, &y));
}

static void
assert_empty (PgsSnapshot *a,
              PgsSnapshot *b)
{
  g_autoptr (PgsDiff) diff = pgs_diff_new (a, b);
  PgsDiffSums sums;
  gsize n;

  pgs_diff_get_entries (diff, &n);
  g_assert_cmpuint (n, ==, 0);
  pgs_diff_get_runs (diff, &n);
  g_assert_cmpuint (n, ==, 0);
  pgs_diff_get_sums (diff, &sums);
  g_assert_cmpint (sums.size_delta, ==, 0);
  g_assert_cmpint (sums.rss_delta, ==, 0);
}

/* diff (a, a) is empty, also where a copy of a is not the same pointers. */
static void
test_same (void)
{
  for (guint i = 0; i < rounds (N_WORLDS); i++)
    {
      g_autoptr (DiffWorld) world = diff_world_new (i);
      g_autoptr (PgsSnapshot) copy = diff_world_copy (world->b);

      assert_empty (world->a, world->a);
      assert_empty (world->b, copy);
    }
}

/* reverse (diff (a, b)) = diff (b, a), and to reverse twice does nothing. */
static void
test_reverse (void)
{
  for (guint i = 0; i < rounds (N_WORLDS); i++)
    {
      g_autoptr (DiffWorld) world = diff_world_new (i);
      g_autoptr (PgsDiff) forward = pgs_diff_new (world->a, world->b);
      g_autoptr (PgsDiff) backward = pgs_diff_new (world->b, world->a);
      g_autoptr (PgsDiff) reverse = pgs_diff_reverse (forward);
      g_autoptr (PgsDiff) twice = pgs_diff_reverse (reverse);

      assert_same_entries (reverse, backward);
      assert_same_runs (reverse, backward);
      assert_same_entries (twice, forward);
      assert_same_runs (twice, forward);
    }
}

/* apply (diff (a, b), a) = b, where a is a copy that the diff has never seen. */
static void
test_apply (void)
{
  for (guint i = 0; i < rounds (N_WORLDS); i++)
    {
      g_autoptr (DiffWorld) world = diff_world_new (i);
      g_autoptr (PgsSnapshot) copy = diff_world_copy (world->a);
      g_autoptr (PgsDiff) diff = pgs_diff_new (world->a, world->b);
      g_autoptr (PgsDiff) reverse = pgs_diff_reverse (diff);
      g_autoptr (PgsSnapshot) applied = pgs_diff_apply (diff, copy);
      g_autoptr (PgsSnapshot) back = pgs_diff_apply (reverse, world->b);

      assert_same_maps (applied->maps, world->b->maps);
      assert_same_maps (back->maps, world->a->maps);
      g_assert_true ((applied->pages == NULL) == (world->b->pages == NULL));
      if (applied->pages != NULL)
        assert_same_pages (applied->pages, world->b->pages);
      if (back->pages != NULL)
        assert_same_pages (back->pages, world->a->pages);
    }
}

/* Page by page: what all of memory has, whichever region it belongs to. */
static guint64
count_resident (const PgsSnapshot *snapshot)
{
  PgsPageCounts totals;

  pgs_pages_get_totals (snapshot->pages, &totals);
  return totals.present - totals.zero;
}

static gboolean
is_exact (const PgsSnapshot *snapshot)
{
  const PgsPageState needed = PGS_PAGE_PRESENT | PGS_PAGE_ZERO;

  return snapshot->pages != NULL && pgs_pages_is_whole (snapshot->pages)
         && (pgs_pages_get_known (snapshot->pages) & needed) == needed;
}

static void
check_sums (const DiffWorld *world)
{
  g_autoptr (PgsDiff) diff = pgs_diff_new (world->a, world->b);
  const gint64 size = (gint64) (pgs_maps_get_size (world->b->maps) - pgs_maps_get_size (world->a->maps));
  gint64 sum = 0, rss = 0, net = 0;
  gsize n_entries;
  const PgsDiffEntry *entries = pgs_diff_get_entries (diff, &n_entries);
  PgsDiffSums sums;

  for (gsize i = 0; i < n_entries; i++)
    {
      sum += entries[i].size_delta;
      if (entries[i].rss_delta == PGS_DIFF_UNKNOWN || entries[i].pages.came == PGS_UNKNOWN)
        continue;
      rss += entries[i].rss_delta;
      net += (gint64) (entries[i].pages.came - entries[i].pages.left);
    }
  pgs_diff_get_sums (diff, &sums);
  g_assert_cmpint (sum, ==, size);
  g_assert_cmpint (sums.size_delta, ==, size);
  if (!is_exact (world->a) || !is_exact (world->b))
    return;
  g_assert_cmpuint (sums.n_rss_unknown, ==, 0);
  g_assert_cmpint (net, ==, (gint64) (count_resident (world->b) - count_resident (world->a)));
  g_assert_cmpint (rss, ==, net * 4096);
  g_assert_cmpint (sums.rss_delta, ==, rss);
}

static void
test_sums (void)
{
  guint n_exact = 0;

  for (guint i = 0; i < rounds (N_WORLDS); i++)
    {
      g_autoptr (DiffWorld) world = diff_world_new (i);

      check_sums (world);
      n_exact += is_exact (world->a) && is_exact (world->b);
    }
  g_assert_cmpuint (n_exact, >, rounds (N_WORLDS) / 10);
}

/* No byte of any region is in two entries. */
static void
check_parts (PgsDiff *diff,
             gboolean of_b)
{
  gsize n_entries;
  const PgsDiffEntry *entries = pgs_diff_get_entries (diff, &n_entries);

  for (gsize i = 0; i < n_entries; i++)
    for (gsize k = 0; k < i; k++)
      {
        const PgsDiffSide *x = of_b ? &entries[i].b : &entries[i].a;
        const PgsDiffSide *y = of_b ? &entries[k].b : &entries[k].a;

        if (x->region != PGS_DIFF_NONE && y->region != PGS_DIFF_NONE)
          g_assert_true (x->end <= y->start || y->end <= x->start);
      }
}

static void
test_parts (void)
{
  for (guint i = 0; i < rounds (N_WORLDS); i++)
    {
      g_autoptr (DiffWorld) world = diff_world_new (i);
      g_autoptr (PgsDiff) diff = pgs_diff_new (world->a, world->b);

      check_parts (diff, FALSE);
      check_parts (diff, TRUE);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/diff/law/same-is-empty", test_same);
  g_test_add_func ("/core/diff/law/reverse", test_reverse);
  g_test_add_func ("/core/diff/law/apply", test_apply);
  g_test_add_func ("/core/diff/law/sums", test_sums);
  g_test_add_func ("/core/diff/law/parts-do-not-overlap", test_parts);
  return g_test_run ();
}
