/* test-footprint.c: how much memory the parts of a snapshot keep, counted and not timed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "example.h"
#include "pgs-ages-private.h"
#include "pgs-maps-private.h"
#include "pgs-pages-private.h"
#include "pgs-smaps.h"

#include <malloc.h>

#define BYTES_A_MAPPING 128
#define BYTES_OF_SMAPS 72
#define BYTES_A_RUN 16
#define N_MAPPINGS 5000
#define SLACK 512 /* what malloc rounds up, and the records themselves */

static PgsMaps *
many_mappings (void)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (3 * N_MAPPINGS); /* too many were expected */

  for (guint64 i = 0; i < N_MAPPINGS; i++)
    {
      const ExampleMapping row = { i * 10, i * 10 + 9, "r--p", 5, "/lib/the-same", 0 };

      example_maps_add (builder, &row);
    }
  return pgs_maps_builder_end (builder, NULL);
}

static gsize
maps_bytes (const PgsMaps *maps)
{
  return malloc_usable_size (maps->mappings);
}

/* Without the coverage, which does not grow with mappings or runs. */
static gsize
pages_bytes (const PgsPages *pages)
{
  return malloc_usable_size (pages->pieces) + malloc_usable_size (pages->words)
         + malloc_usable_size (pages->region_starts) + malloc_usable_size (pages->sums);
}

/* One run in each, two, … eight. */
static void
test_runs_of_mappings (void)
{
  for (guint n_each = 0; n_each <= 8; n_each++)
    {
      g_autoptr (PgsMaps) maps = many_mappings ();
      PgsPagesBuilder *builder = pgs_pages_builder_new (maps, EXAMPLE_SHIFT, 0xff);
      g_autoptr (PgsPages) pages = NULL;

      for (guint64 i = 0; i < N_MAPPINGS; i++)
        for (guint run = 0; run < n_each; run++) /* of which no two can be packed */
          pgs_pages_builder_add (builder, i * 10 + run, 1, (PgsPageState) (run + 1));
      pages = pgs_pages_builder_end (builder);
      g_assert_cmpuint (pgs_pages_get_n_runs (pages), ==, N_MAPPINGS * n_each);
      g_assert_cmpuint (maps_bytes (maps) + pages_bytes (pages), <=,
                        N_MAPPINGS * (BYTES_A_MAPPING + n_each * BYTES_A_RUN) + SLACK);
    }
}

/* A record of smaps and the byte that says that it was heard, besides what maps and pages leave. */
static void
test_smaps (void)
{
  const gsize rest = BYTES_A_MAPPING + BYTES_OF_SMAPS - sizeof (PgsMapping) - sizeof (guint32);

  g_assert_cmpuint (sizeof (PgsRegionSmaps) + 1, <=, rest);
}

/* No more than runs, and not more than bitmaps where they are dense. */
static void
test_patterns (void)
{
  const struct
  {
    guint64 period;
    guint8 states[2];
    gsize bytes_a_window;
  } rows[] = {
    { 2, { 1, 0 }, 88 },        /* a checkerboard: a piece, a head, 512 bits */
    { 2, { 1 | 32, 1 }, 88 },   /* zero pages between others */
    { 2, { 1 | 8, 1 | 4 }, 160 }, /* of two sharings: two bitmaps */
    { 3, { 1 | 8 | 128, 0 }, 88 },
    { 64, { 1, 0 }, 88 },
    { 128, { 1, 0 }, 64 },      /* runs */
    { 512, { 1, 0 }, 16 },
  };
  const ExampleMapping row = { 0, 1 << 18, "rw-p", 5, "/f", 0 };
  g_autoptr (PgsMaps) maps = example_maps_new (&row, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      PgsPagesBuilder *builder = pgs_pages_builder_new (maps, EXAMPLE_SHIFT, 0xff);
      g_autoptr (PgsPages) pages = NULL;
      PgsPageCounts totals;

      for (guint64 page = 0; page < 1 << 18; page++)
        pgs_pages_builder_add (builder, page, 1, rows[i].states[page % rows[i].period > 0]);
      pages = pgs_pages_builder_end (builder);
      pgs_pages_get_totals (pages, &totals);
      g_assert_cmpuint (totals.present, >=, (1 << 18) / rows[i].period);
      g_assert_cmpuint (pages_bytes (pages), <=, ((1 << 18) / 512) * rows[i].bytes_a_window + SLACK);
    }
}

static PgsPages *
checkerboard (PgsMaps *maps,
              guint64  n_pages)
{
  PgsPagesBuilder *builder = pgs_pages_builder_new (maps, EXAMPLE_SHIFT, 0xff);

  for (guint64 page = 0; page < n_pages; page += 2)
    pgs_pages_builder_add (builder, page, 1, PGS_PAGE_PRESENT);
  return pgs_pages_builder_end (builder);
}

/* What is known of times does not repeat the runs. */
static void
test_ages (void)
{
  const ExampleMapping row = { 0, 1 << 18, "rw-p", 0, NULL, 0 };
  g_autoptr (PgsMaps) maps = example_maps_new (&row, 1);
  g_autoptr (PgsPages) before = checkerboard (maps, 1 << 17);
  g_autoptr (PgsPages) after = checkerboard (maps, 1 << 18);
  g_autoptr (PgsAges) begin = pgs_ages_advance (NULL, before, 1);
  g_autoptr (PgsAges) ages = pgs_ages_advance (begin, after, 2);

  g_assert_cmpuint (begin->n_chunks, ==, 0);
  g_assert_cmpuint (ages->n_chunks, ==, 1);
  g_assert_cmpuint (ages->chunks[0]->n_steps, ==, 1);
  g_assert_cmpuint (g_atomic_rc_box_get_size (ages->chunks[0]), <=, SLACK);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/footprint/runs-of-mappings", test_runs_of_mappings);
  g_test_add_func ("/core/footprint/smaps", test_smaps);
  g_test_add_func ("/core/footprint/patterns", test_patterns);
  g_test_add_func ("/core/footprint/ages", test_ages);
  return g_test_run ();
}
