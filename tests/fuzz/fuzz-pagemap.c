/* fuzz-pagemap.c: any entries of /proc/PID/pagemap under any mappings, compared entry by entry
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pgs-features.h"
#include "pgs-pagemap-abi.h"
#include "pgs-pagemap-reader.h"
#include "pgs-pagemap-refiner.h"

#define N_PAGES 96
#define MAX_RUNS 24

typedef struct
{
  guint64 entries[N_PAGES];
  gsize n_entries; /* the file may end early, as at the end of the address space */
  guint handed[N_PAGES];
  guint64 ahead;
} World;

/* A file in memory that holds the entries, made once. */
static int
entries_file (const World *world)
{
  static int fd = -1;

  if (fd < 0)
    fd = memfd_create ("pagemap", MFD_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (ftruncate (fd, (off_t) (world->n_entries * sizeof (guint64))), ==, 0);
  g_assert_cmpint (pwrite (fd, world->entries, world->n_entries * sizeof (guint64), 0), ==,
                   world->n_entries * sizeof (guint64));
  return fd;
}

/* Whatever is handed on comes once, in order, and is inside of the small world. */
static void
hand (const PgsRun *runs,
      gsize         n_runs,
      gpointer      user_data)
{
  World *world = user_data;

  g_assert_cmpuint (n_runs, >, 0);
  for (gsize i = 0; i < n_runs; i++)
    {
      const guint64 end = runs[i].first + runs[i].count;

      g_assert_cmpuint (runs[i].first, >=, world->ahead);
      g_assert_cmpuint (runs[i].count, >, 0);
      g_assert_cmpuint (runs[i].states, !=, 0);
      g_assert_cmpuint (end, <=, N_PAGES);
      for (guint64 page = runs[i].first; page < end; page++)
        world->handed[page] = runs[i].states;
      world->ahead = end;
    }
}

/* Documentation/admin-guide/mm/pagemap.rst, bit by bit. */
static guint
naive_states (guint64 entry)
{
  const gboolean present = (entry >> 63) & 1;
  const gboolean swapped = (entry >> 62) & 1;
  const guint soft_dirty = (entry >> 55) & 1 ? PGS_PAGE_SOFT_DIRTY : 0;

  if ((entry >> 58) & 1)
    return PGS_PAGE_GUARD;
  if (present)
    return PGS_PAGE_PRESENT | soft_dirty | ((entry >> 61) & 1 ? PGS_PAGE_FILE : 0)
           | ((entry >> 56) & 1 ? PGS_PAGE_EXCLUSIVE : 0);
  return swapped ? PGS_PAGE_SWAPPED | soft_dirty : 0;
}

static void
make_entries (World     *world,
              FuzzInput *input)
{
  world->n_entries = fuzz_below (input, N_PAGES + 1);
  for (gsize i = 0; i < world->n_entries; i++)
    {
      const guint8 bits = fuzz_byte (input);

      world->entries[i] = (guint64) (bits & 0xe0) << 56 | (guint64) (bits & 0x1f) << 55 | bits;
    }
}

static PgsMaps *
make_maps (FuzzInput *input)
{
  const guint shift = pgs_features_get ()->page_shift;
  PgsMapsBuilder *builder = pgs_maps_builder_new (0);
  guint64 at = 0;

  while (at < N_PAGES && input->at < input->end)
    {
      const guint8 shape = fuzz_byte (input);
      const guint64 first = MIN (at + shape % 4, N_PAGES);

      at = MIN (first + shape / 4 + 1, N_PAGES);
      fuzz_add_mapping (input, builder, first << shift, at << shift);
    }
  return pgs_maps_builder_end (builder, NULL);
}

static void
check_read (World   *world,
            PgsMaps *maps)
{
  const guint shift = pgs_features_get ()->page_shift;
  g_autoptr (GError) error = NULL;
  PgsPagemapReader reader = { .maps = maps };
  guint64 reached;
  PgsWalk walk;

  pgs_walk_init (&walk, entries_file (world), hand, world);
  g_assert_true (pgs_pagemap_reader_read (&reader, &walk, 0, G_MAXUINT64, &reached, &error));
  g_assert_no_error (error);
  for (guint64 page = 0; page < N_PAGES; page++)
    {
      gsize region;
      const gboolean counted = pgs_maps_find (maps, page << shift, &region)
                               && !(pgs_maps_get (maps, region)->flags & PGS_MAPPING_NOT_COUNTED);

      g_assert_cmpuint (world->handed[page], ==, counted ? naive_states (world->entries[page]) : 0);
    }
}

/* What is known of a page that a scan called @scanned. */
static guint
naive_refined (guint   scanned,
               guint64 entry)
{
  const guint told = PGS_PAGE_PRESENT | (pgs_features_get ()->soft_dirty ? PGS_PAGE_SWAPPED : 0);
  const guint states = naive_states (entry);

  if ((scanned & told) == 0 || (scanned & (PGS_PAGE_ZERO | PGS_PAGE_GUARD)) != 0)
    return scanned;
  if ((scanned & 3) != (states & 3))
    return scanned;
  return scanned | (states & (PGS_PAGE_FILE | PGS_PAGE_EXCLUSIVE | PGS_PAGE_SOFT_DIRTY));
}

static void
check_refine (World     *world,
              FuzzInput *input)
{
  PgsRun runs[MAX_RUNS];
  guint expected[N_PAGES] = { 0 };
  gsize n_runs = 0;
  g_autoptr (GError) error = NULL;
  const int fd = entries_file (world);
  g_auto (PgsEntryReader) reader = { 0 };
  PgsWalk walk;

  for (guint64 at = 0; n_runs < MAX_RUNS && at < N_PAGES && input->at < input->end; n_runs++)
    {
      const guint8 shape = fuzz_byte (input);
      const guint64 first = at + shape % 8;
      const guint64 count = shape / 8 + 1;

      if (first + count > N_PAGES)
        break;
      runs[n_runs] = (PgsRun) { .first = first, .count = count, .states = (fuzz_byte (input) & 0x7f) | 1 };
      at = first + count;
      for (guint64 page = first; page < at; page++)
        expected[page] = naive_refined (runs[n_runs].states, world->entries[page]);
    }
  memset (world->handed, 0, sizeof world->handed);
  world->ahead = 0;
  pgs_walk_init (&walk, fd, hand, world);
  pgs_entry_reader_init (&reader, &walk);
  g_assert_true (pgs_pagemap_refine (&reader, runs, n_runs, &error));
  g_assert_no_error (error);
  for (guint64 page = 0; page < N_PAGES; page++)
    g_assert_cmpuint (world->handed[page], ==, expected[page]);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  FuzzInput input = { data, data + size };
  World world = { .n_entries = 0 };
  const guint8 n_maps_bytes = fuzz_byte (&input);
  FuzzInput maps_input = { input.at, input.at + MIN (n_maps_bytes, (gsize) (input.end - input.at)) };
  g_autoptr (PgsMaps) maps = make_maps (&maps_input);

  input.at = MIN (input.at + n_maps_bytes, input.end);
  make_entries (&world, &input);
  check_read (&world, maps);
  check_refine (&world, &input);
  return 0;
}
