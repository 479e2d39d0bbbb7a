/* test-pagemap.c: pagemap, from a file that a test wrote
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-pagemap-reader.h"
#include "pgs-pagemap-refiner.h"
#include "pgs-pagemap.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pgs-error.h"
#include "pgs-features.h"
#include "pgs-pagemap-abi.h"

#define P PGS_PAGEMAP_PRESENT
#define S PGS_PAGEMAP_SWAP
#define F PGS_PAGEMAP_FILE
#define X PGS_PAGEMAP_EXCLUSIVE
#define G PGS_PAGEMAP_GUARD
#define D PGS_PAGEMAP_SOFT_DIRTY

static void
test_states (void)
{
  static const struct { guint64 entry; guint states; } rows[] = {
    { 0, 0 },
    { D, 0 },
    { X, 0 },
    { F | D, 0 },
    { P, PGS_PAGE_PRESENT },
    { P | 0x1234, PGS_PAGE_PRESENT },
    { P | F, PGS_PAGE_PRESENT | PGS_PAGE_FILE },
    { P | X | D, PGS_PAGE_PRESENT | PGS_PAGE_EXCLUSIVE | PGS_PAGE_SOFT_DIRTY },
    { S, PGS_PAGE_SWAPPED },
    { S | 0x1234 | X | F, PGS_PAGE_SWAPPED },
    { G, PGS_PAGE_GUARD },
    { G | S, PGS_PAGE_GUARD },
    { G | S | D, PGS_PAGE_GUARD },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpuint ((guint) pgs_pagemap_entry_states (rows[i].entry), ==, rows[i].states);
}

/* A pagemap of the pages from 0 on. */
static int
make_pagemap (const guint64 *entries,
              gsize          n_entries)
{
  int fd = memfd_create ("pagemap", MFD_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, entries, n_entries * 8), ==, (gssize) (n_entries * 8));
  return fd;
}

static void
add_runs (const PgsRun *runs,
          gsize         n_runs,
          gpointer      user_data)
{
  g_array_append_vals (user_data, runs, (guint) n_runs);
}

static void
assert_run (GArray *runs,
            gsize   i,
            guint64 first,
            guint64 count,
            guint   states)
{
  const PgsRun *run = &g_array_index (runs, PgsRun, i);

  g_assert_cmpuint (i, <, runs->len);
  g_assert_cmpuint (run->first, ==, first);
  g_assert_cmpuint (run->count, ==, count);
  g_assert_cmpuint (run->states, ==, states);
}

static PgsMaps *
make_maps (const guint64 (*ranges)[2],
           gsize           n_ranges)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (0);
  const guint64 page = pgs_features_get ()->page_size;

  for (gsize i = 0; i < n_ranges; i++)
    {
      const PgsMapping mapping = {
        .start = ranges[i][0] * page,
        .end = ranges[i][1] * page,
        .perms = PGS_PERM_READ,
      };

      pgs_maps_builder_add (builder, &mapping, NULL, 0);
    }
  return pgs_maps_builder_end (builder, NULL);
}

static void
read_all (int             fd,
          const PgsMaps  *maps,
          const PgsSmaps *smaps,
          GArray         *runs)
{
  PgsPagemapReader reader = { .maps = maps, .smaps = smaps };
  g_autoptr (GError) error = NULL;
  guint64 reached;
  PgsWalk walk;

  pgs_walk_init (&walk, fd, add_runs, runs);
  g_assert_true (pgs_pagemap_reader_read (&reader, &walk, 0, G_MAXUINT64, &reached, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (reached, ==, G_MAXUINT64);
}

static void
refine_all (int           fd,
            const PgsRun *scanned,
            gsize         n_scanned,
            GArray       *runs)
{
  g_auto (PgsEntryReader) reader = { 0 };
  g_autoptr (GError) error = NULL;
  PgsWalk walk;

  pgs_walk_init (&walk, fd, add_runs, runs);
  pgs_entry_reader_init (&reader, &walk);
  g_assert_true (pgs_pagemap_refine (&reader, scanned, n_scanned, &error));
  g_assert_no_error (error);
}

/* Only what is mapped is read, and neighbours with one call. */
static void
test_read (void)
{
  static const guint64 entries[] = { P, P, 0, P | X, P | X, P, S, G | S, 0, P, P, P };
  static const guint64 ranges[][2] = { { 1, 4 }, { 4, 8 }, { 10, 11 } };
  g_autoptr (PgsMaps) maps = make_maps (ranges, G_N_ELEMENTS (ranges));
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (PgsRun));
  int fd = make_pagemap (entries, G_N_ELEMENTS (entries));

  read_all (fd, maps, NULL, runs);
  g_assert_cmpuint (runs->len, ==, 6);
  assert_run (runs, 0, 1, 1, PGS_PAGE_PRESENT);
  assert_run (runs, 1, 3, 2, PGS_PAGE_PRESENT | PGS_PAGE_EXCLUSIVE);
  assert_run (runs, 2, 5, 1, PGS_PAGE_PRESENT);
  assert_run (runs, 3, 6, 1, PGS_PAGE_SWAPPED);
  assert_run (runs, 4, 7, 1, PGS_PAGE_GUARD);
  assert_run (runs, 5, 10, 1, PGS_PAGE_PRESENT);
  close (fd);
}

/* Of a large mapping: nothing if smaps counts nothing, else until as much is found. */
static void
test_read_large (void)
{
  const guint64 n_pages = PGS_PAGEMAP_READER_LARGE / pgs_features_get ()->page_size;
  const guint64 ranges[][2] = { { 0, n_pages }, { n_pages, 2 * n_pages } };
  g_autoptr (PgsMaps) maps = make_maps (ranges, G_N_ELEMENTS (ranges));
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (PgsRun));
  PgsSmapsBuilder *builder = pgs_smaps_builder_new (maps);
  g_autoptr (PgsSmaps) smaps = NULL;
  PgsRegionSmaps counters = { 0 };
  const guint64 entry = P | X;
  int fd = memfd_create ("pagemap", MFD_CLOEXEC);

  g_assert_true (pgs_pagemap_reader_needs_smaps (maps));
  pgs_smaps_builder_add (builder, 0, PGS_PAGEMAP_READER_LARGE, &counters);
  counters.rss = pgs_features_get ()->page_size;
  pgs_smaps_builder_add (builder, PGS_PAGEMAP_READER_LARGE, 2 * PGS_PAGEMAP_READER_LARGE, &counters);
  smaps = pgs_smaps_builder_end (builder);

  g_assert_cmpint (ftruncate (fd, (off_t) (2 * n_pages * 8)), ==, 0);
  g_assert_cmpint (pwrite (fd, &entry, 8, 8 * 5), ==, 8);
  g_assert_cmpint (pwrite (fd, &entry, 8, (off_t) (8 * (n_pages + 5))), ==, 8);
  g_assert_cmpint (pwrite (fd, &entry, 8, (off_t) (8 * (2 * n_pages - 1))), ==, 8);

  read_all (fd, maps, smaps, runs);
  g_assert_cmpuint (runs->len, ==, 1);
  assert_run (runs, 0, n_pages + 5, 1, PGS_PAGE_PRESENT | PGS_PAGE_EXCLUSIVE);

  g_array_set_size (runs, 0);
  read_all (fd, maps, NULL, runs);
  g_assert_cmpuint (runs->len, ==, 3);
  close (fd);
}

/* In pieces of one read each, as small as time can make them: the same pages, the same left out. */
static void
test_read_in_pieces (void)
{
  const guint64 n_pages = PGS_PAGEMAP_READER_LARGE / pgs_features_get ()->page_size;
  const guint64 ranges[][2] = { { 0, 7 }, { 50, 50 + n_pages }, { 60 + n_pages, 80 + n_pages } };
  g_autoptr (PgsMaps) maps = make_maps (ranges, G_N_ELEMENTS (ranges));
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (PgsRun));
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (PgsRun));
  g_autoptr (GArray) skipped = g_array_new (FALSE, FALSE, sizeof (PgsReadRange));
  PgsSmapsBuilder *builder = pgs_smaps_builder_new (maps);
  g_autoptr (PgsSmaps) smaps = NULL;
  const guint64 page = pgs_features_get ()->page_size;
  const PgsRegionSmaps counters = { .rss = 3 * page };
  PgsPagemapReader reader = { .maps = maps, .skipped = skipped };
  const guint64 entry = P | X;
  const guint64 at[] = { 3, 51, 40000, 90000, 200000, 70 + n_pages };
  int fd = memfd_create ("pagemap", MFD_CLOEXEC);
  guint n_pieces = 0;

  pgs_smaps_builder_add (builder, 50 * page, (50 + n_pages) * page, &counters);
  reader.smaps = smaps = pgs_smaps_builder_end (builder);
  g_assert_cmpint (ftruncate (fd, (off_t) ((100 + n_pages) * 8)), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (at); i++)
    g_assert_cmpint (pwrite (fd, &entry, 8, (off_t) (8 * at[i])), ==, 8);
  read_all (fd, maps, smaps, runs);
  g_assert_cmpuint (runs->len, ==, 5); /* not the fourth of the large one */

  for (guint64 start = 0; start < G_MAXUINT64; n_pieces++)
    {
      guint64 reached;
      PgsWalk walk;

      pgs_walk_init (&walk, fd, add_runs, pieces);
      pgs_pause_limit (&walk.pause, 1);
      g_assert_true (pgs_pagemap_reader_read (&reader, &walk, start, G_MAXUINT64, &reached, NULL));
      g_assert_cmpuint (reached, >, start);
      start = reached;
    }
  g_assert_cmpuint (n_pieces, >, 3);
  g_assert_cmpuint (pieces->len, ==, runs->len);
  g_assert_cmpmem (pieces->data, pieces->len * sizeof (PgsRun), runs->data,
                   runs->len * sizeof (PgsRun));
  g_assert_cmpuint (skipped->len, ==, 1);
  g_assert_cmpuint (g_array_index (skipped, PgsReadRange, 0).first, >, 90000);
  g_assert_cmpuint (g_array_index (skipped, PgsReadRange, 0).first, <=, 200000);
  g_assert_cmpuint (g_array_index (skipped, PgsReadRange, 0).end, ==, 50 + n_pages);
  g_assert_cmpint (g_array_index (skipped, PgsReadRange, 0).at_us, ==, 0);
  close (fd);
}

static void
test_refine (void)
{
  static const guint64 entries[] = { P | X, P | F, P | F, 0, S, P | X | F, S, P | F, G };
  static const PgsRun scanned[] = {
    { .first = 0, .count = 3, .states = PGS_PAGE_PRESENT },
    { .first = 3, .count = 2, .states = PGS_PAGE_PRESENT },                  /* gone meanwhile */
    { .first = 5, .count = 1, .states = PGS_PAGE_PRESENT | PGS_PAGE_ZERO },
    { .first = 6, .count = 1, .states = PGS_PAGE_SWAPPED },
    { .first = 7, .count = 1, .states = PGS_PAGE_PRESENT | PGS_PAGE_HUGE },
    { .first = 8, .count = 1, .states = PGS_PAGE_GUARD },
    { .first = 100, .count = 2, .states = PGS_PAGE_PRESENT },                /* behind the end */
  };
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (PgsRun));
  int fd = make_pagemap (entries, G_N_ELEMENTS (entries));

  refine_all (fd, scanned, G_N_ELEMENTS (scanned), runs);
  g_assert_cmpuint (runs->len, ==, 8);
  assert_run (runs, 0, 0, 1, PGS_PAGE_PRESENT | PGS_PAGE_EXCLUSIVE);
  assert_run (runs, 1, 1, 2, PGS_PAGE_PRESENT | PGS_PAGE_FILE);
  assert_run (runs, 2, 3, 2, PGS_PAGE_PRESENT);
  assert_run (runs, 3, 5, 1, PGS_PAGE_PRESENT | PGS_PAGE_ZERO);
  assert_run (runs, 4, 6, 1, PGS_PAGE_SWAPPED);
  assert_run (runs, 5, 7, 1, PGS_PAGE_PRESENT | PGS_PAGE_HUGE | PGS_PAGE_FILE);
  assert_run (runs, 6, 8, 1, PGS_PAGE_GUARD);
  assert_run (runs, 7, 100, 2, PGS_PAGE_PRESENT);
  close (fd);
}

/* A run longer than what is read at once. */
static void
test_refine_long (void)
{
  const PgsRun scanned = { .first = 10, .count = 100000, .states = PGS_PAGE_PRESENT };
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (PgsRun));
  g_autofree guint64 *entries = g_new (guint64, 100010);
  guint64 next = 10;
  guint64 n_exclusive = 0;
  int fd;

  for (gsize i = 0; i < 100010; i++)
    entries[i] = i % 7 == 0 ? P | X : P;
  fd = make_pagemap (entries, 100010);
  refine_all (fd, &scanned, 1, runs);
  for (gsize i = 0; i < runs->len; i++)
    {
      const PgsRun *run = &g_array_index (runs, PgsRun, i);

      g_assert_cmpuint (run->first, ==, next);
      next += run->count;
      n_exclusive += run->states & PGS_PAGE_EXCLUSIVE ? run->count : 0;
    }
  g_assert_cmpuint (next, ==, 100010);
  g_assert_cmpuint (n_exclusive, ==, 14286); /* multiples of 7 from 14 to 100,009 */
  close (fd);
}

static void
test_read_entry (void)
{
  static const guint64 entries[] = { P | 1, P | 2, P | 3 };
  g_autoptr (GError) error = NULL;
  guint64 entry;
  int fd = make_pagemap (entries, G_N_ELEMENTS (entries));

  g_assert_true (pgs_pagemap_read_entry (fd, 2, &entry, &error));
  g_assert_cmpuint (entry, ==, P | 3);
  g_assert_false (pgs_pagemap_read_entry (fd, 3, &entry, &error));
  g_assert_error (error, PGS_ERROR, PGS_ERROR_NO_PROCESS);
  close (fd);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proc/pagemap/states", test_states);
  g_test_add_func ("/proc/pagemap/read", test_read);
  g_test_add_func ("/proc/pagemap/read-large", test_read_large);
  g_test_add_func ("/proc/pagemap/read-in-pieces", test_read_in_pieces);
  g_test_add_func ("/proc/pagemap/refine", test_refine);
  g_test_add_func ("/proc/pagemap/refine-long", test_refine_long);
  g_test_add_func ("/proc/pagemap/read-entry", test_read_entry);
  return g_test_run ();
}
