/* test-scan.c: the scan gets ahead, whatever the kernel answers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-scan.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pgs-features.h"

#define N_RANGES 4

static guint64
page_size (void)
{
  return pgs_features_get ()->page_size;
}

/* The answer of @n_ranges ranges of @n_pages pages each from page 100 on, with gaps of a page. */
static guint64
get_next (guint64 walk_end,
          gsize   n_ranges,
          guint64 n_pages)
{
  PgsScanRange ranges[N_RANGES] = { { 0 } };
  const PgsScanArg arg = {
    .start = 100 * page_size (),
    .end = 1000 * page_size (),
    .walk_end = walk_end,
    .vec_len = N_RANGES,
    .max_pages = 64,
  };
  guint64 at = 100;

  for (gsize i = 0; i < n_ranges; i++, at += n_pages + 1)
    ranges[i] = (PgsScanRange) { at * page_size (), (at + n_pages) * page_size (), 0 };
  return pgs_scan_get_next (&arg, ranges, n_ranges) / page_size ();
}

/* walk_end is where the kernel was at its last batch: never go back, never beyond, never stand. */
static void
test_next (void)
{
  const guint64 page = page_size ();

  /* room was left: it is the last call, whatever walk_end says */
  g_assert_cmpuint (get_next (0, 0, 1), ==, 1000);
  g_assert_cmpuint (get_next (200 * page, 0, 1), ==, 1000);
  g_assert_cmpuint (get_next (102 * page, 3, 1), ==, 1000);
  /* full: right, stale, before the start, 0 */
  g_assert_cmpuint (get_next (500 * page, 4, 1), ==, 500);
  g_assert_cmpuint (get_next (103 * page, 4, 1), ==, 107);
  g_assert_cmpuint (get_next (50 * page, 4, 1), ==, 107);
  g_assert_cmpuint (get_next (0, 4, 1), ==, 107);
  /* enough pages in few ranges */
  g_assert_cmpuint (get_next (0, 1, 64), ==, 164);
  g_assert_cmpuint (get_next (0, 2, 32), ==, 165);
  g_assert_cmpuint (get_next (0, 1, 63), ==, 1000);
  /* behind the end */
  g_assert_cmpuint (get_next (5000 * page, 4, 1), ==, 1000);
  g_assert_cmpuint (get_next (G_MAXUINT64, 4, 1), ==, 1000);
  g_assert_cmpuint (get_next (0, 1, 5000), ==, 1000);
}

/* Ranges that end before they begin, or that do not get ahead. */
static void
test_next_nonsense (void)
{
  const PgsScanArg arg = { .start = 4096, .end = 65536, .walk_end = 4096, .vec_len = 1, .max_pages = 8 };
  const PgsScanRange backwards = { 65536, 4096, 0 };
  const PgsScanRange before = { 0, 4096, 0 };

  g_assert_cmpuint (pgs_scan_get_next (&arg, &backwards, 1), ==, 65536);
  g_assert_cmpuint (pgs_scan_get_next (&arg, &before, 1), ==, 65536);
}

static void
count_pages (const PgsRun *runs,
             gsize         n_runs,
             gpointer      user_data)
{
  guint64 *n_pages = user_data;

  for (gsize i = 0; i < n_runs; i++)
    *n_pages += runs[i].count;
}

static void
test_no_scan (void)
{
  int fd = open ("/dev/null", O_RDONLY | O_CLOEXEC);
  g_autoptr (GError) error = NULL;
  guint64 n_pages = 0;
  guint64 reached;
  PgsWalk walk;

  pgs_walk_init (&walk, fd, count_pages, &n_pages);
  g_assert_false (pgs_scan (&walk, 0, 1 << 20, &reached, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (n_pages, ==, 0);
  close (fd);
}

/* In pieces of one call, as small as time can make them: everything comes, and once. */
static void
test_pieces (void)
{
  const gsize n_pages = 100000;
  const gsize length = n_pages * page_size ();
  char *area = mmap (NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  const guint64 start = (guint64) (gsize) area;
  int fd = open ("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  g_autoptr (GError) error = NULL;
  guint64 n_found = 0;
  guint n_pieces = 0;

  if (!pgs_features_get ()->scan)
    {
      g_test_skip ("this kernel has no PAGEMAP_SCAN");
      return;
    }
  g_assert_true (area != MAP_FAILED);
  madvise (area, length, MADV_NOHUGEPAGE);
  for (gsize i = 0; i < n_pages; i += 10)
    area[i * page_size ()] = 1;
  for (guint64 at = start; at < start + length; n_pieces++)
    {
      guint64 reached;
      PgsWalk walk;

      pgs_walk_init (&walk, fd, count_pages, &n_found);
      pgs_pause_limit (&walk.pause, 1);
      g_assert_true (pgs_scan (&walk, at, start + length, &reached, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (reached, >, at);
      g_assert_cmpuint (reached, <=, start + length);
      at = reached;
    }
  g_assert_cmpuint (n_found, ==, n_pages / 10);
  g_assert_cmpuint (n_pieces, >=, n_pages / 10 / PGS_WALK_BATCH);
  close (fd);
  munmap (area, length);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proc/scan/next", test_next);
  g_test_add_func ("/proc/scan/next-nonsense", test_next_nonsense);
  g_test_add_func ("/proc/scan/no-scan", test_no_scan);
  g_test_add_func ("/proc/scan/pieces", test_pieces);
  return g_test_run ();
}
