/* fuzz-pages-update.c: pages read in parts, of mappings that change, compared with page by page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include "pgs-pages-update.h"

#define N_PAGES 64
#define MAX_MAPPINGS 12
#define MAX_PARTS 5
#define MAX_RUNS 40
#define MAX_STEPS 5
#define SHIFT 12
#define KNOWN 0x7f
#define NEVER (-1) /* nothing is known */

/* What is true of the page at the same index of the small world, which begins at page @base. */
typedef struct
{
  guint64 base;
  PgsMaps *maps;
  PgsPages *pages;
  guint states[N_PAGES];
  gint64 at[N_PAGES]; /* when it was read; 0: it was not, but there was nothing */
} World;

/* What is read in one step. */
typedef struct
{
  PgsPagesPart parts[MAX_PARTS];
  PgsReadRange skipped[MAX_PARTS];
  PgsRun runs[MAX_PARTS * MAX_RUNS];
  gsize n_parts;
  gsize n_skipped;
  gsize n_runs;
} Step;

static PgsMaps *
make_maps (const World *world,
           FuzzInput   *input)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (0);
  const guint n_mappings = (guint) fuzz_below (input, MAX_MAPPINGS);
  guint64 at = 0;

  for (guint i = 0; i < n_mappings && at < N_PAGES; i++)
    {
      const guint8 shape = fuzz_byte (input);
      const guint8 bits = fuzz_byte (input);
      const guint64 first = MIN (at + shape % 4, N_PAGES);
      const guint64 end = MIN (first + shape / 4, N_PAGES);
      PgsMapping mapping = { .start = (world->base + first) << SHIFT, .end = (world->base + end) << SHIFT };

      mapping.perms = bits & 15;
      mapping.inode = (bits >> 4) & 1;
      mapping.dev_minor = (bits >> 5) & 1;
      mapping.offset = mapping.start + ((bits >> 6) & 1) * 4096;
      if (bits >> 7)
        pgs_maps_builder_add (builder, &mapping, "[vdso]", 6);
      else
        pgs_maps_builder_add (builder, &mapping, NULL, 0);
      at = end;
    }
  return pgs_maps_builder_end (builder, NULL);
}

/* Which mapping each page of the world is in; NULL: none. */
static void
find_mappings (const World       *world,
               PgsMaps           *maps,
               const PgsMapping **mappings)
{
  for (guint64 page = 0; page < N_PAGES; page++)
    mappings[page] = NULL;
  for (gsize i = 0; i < pgs_maps_get_length (maps); i++)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, i);

      for (guint64 page = mapping->start >> SHIFT; page < mapping->end >> SHIFT; page++)
        mappings[page - world->base] = mapping;
    }
}

/* Of a file: the same offset at the same address; else both anonymous. */
static gboolean
is_same (const PgsMapping *a,
         const PgsMapping *b)
{
  if (a == NULL || b == NULL || (a->kind == PGS_KIND_KERNEL) != (b->kind == PGS_KIND_KERNEL))
    return FALSE;
  if (a->inode != b->inode || a->dev_minor != b->dev_minor || ((a->perms ^ b->perms) & PGS_PERM_SHARED))
    return FALSE;
  return a->inode == 0 || b->offset - a->offset == b->start - a->start;
}

static guint
states_that_count (const PgsMapping *mapping,
                   guint             states)
{
  states &= KNOWN;
  if (mapping->inode == 0 && !(mapping->perms & PGS_PERM_SHARED) && mapping->kind != PGS_KIND_KERNEL)
    states &= ~(guint) PGS_PAGE_FILE;
  return states & PGS_PAGE_GUARD ? states & ~(guint) PGS_PAGE_SWAPPED : states;
}

static void
make_part (const World *world,
           Step        *step,
           FuzzInput   *input,
           guint64      first,
           guint64      end,
           gint64       at_us)
{
  PgsPagesPart *part = &step->parts[step->n_parts++];
  const guint n_runs = (guint) fuzz_below (input, MAX_RUNS);

  *part = (PgsPagesPart) { { world->base + first, world->base + end, at_us }, step->runs + step->n_runs, 0 };
  for (guint i = 0; i < n_runs && first < end; i++)
    {
      const guint8 shape = fuzz_byte (input);
      const guint64 start = MIN (first + (shape & 3), end);
      const guint64 count = MIN ((guint64) (shape >> 2) + 1, end - start);
      const guint states = fuzz_byte (input) & 0xff;

      if (count == 0)
        break;
      step->runs[step->n_runs++] = (PgsRun) { .first = world->base + start,
                                              .count = count & PGS_RUN_MAX_COUNT,
                                              .states = states };
      part->n_runs++;
      first = start + count;
    }
}

/* Parts in order, some with a range in them that was skipped. */
static void
make_step (const World *world,
           Step        *step,
           FuzzInput   *input,
           gint64       at_us)
{
  const guint n_parts = (guint) fuzz_below (input, MAX_PARTS + 1);
  guint64 at = 0;

  step->n_parts = step->n_skipped = step->n_runs = 0;
  for (guint i = 0; i < n_parts && at < N_PAGES; i++)
    {
      const guint64 first = MIN (at + fuzz_byte (input) % 32, N_PAGES);
      const guint64 end = MIN (first + fuzz_byte (input) % N_PAGES, N_PAGES);

      if (fuzz_byte (input) & 1) /* nothing is resident where it was skipped */
        {
          step->skipped[step->n_skipped++] = (PgsReadRange) { world->base + first, world->base + end, 0 };
          step->parts[step->n_parts++] = (PgsPagesPart) { { world->base + first, world->base + end, at_us }, NULL, 0 };
        }
      else
        make_part (world, step, input, first, end, at_us);
      at = end;
    }
}

static gboolean
reaches (const PgsReadRange *range,
         guint64             page)
{
  return range->first <= page && page < range->end;
}

/* What the step means for a page that @mapping has now and @before had. */
static void
note_page (World            *world,
           const Step       *step,
           guint64           page,
           const PgsMapping *mapping,
           const PgsMapping *before)
{
  if (mapping == NULL || !is_same (mapping, before))
    {
      world->states[page] = 0;
      world->at[page] = 0;
    }
  for (gsize i = 0; i < step->n_parts; i++)
    if (mapping != NULL && reaches (&step->parts[i].range, world->base + page))
      {
        world->states[page] = 0;
        world->at[page] = step->parts[i].range.at_us;
        for (gsize j = 0; j < step->parts[i].n_runs; j++)
          {
            const PgsRun *run = &step->parts[i].runs[j];

            if (run->first <= world->base + page && world->base + page < run->first + run->count)
              world->states[page] = states_that_count (mapping, run->states);
          }
      }
  for (gsize i = 0; i < step->n_skipped; i++)
    if (reaches (&step->skipped[i], world->base + page))
      world->at[page] = 0;
}

static void
assert_page (const World *world,
             guint64      page)
{
  PgsCoverage *coverage = pgs_pages_get_coverage (world->pages);
  const guint64 number = world->base + page;
  const gsize i = pgs_coverage_lower_bound (coverage, number);
  gsize n_ranges;
  const PgsReadRange *ranges = pgs_coverage_get_ranges (coverage, &n_ranges);
  const gboolean has_range = i < n_ranges && ranges[i].first <= number;

  g_assert_cmpuint (pgs_pages_get_state (world->pages, number), ==, world->states[page]);
  g_assert_cmpint (pgs_coverage_get_oldest (coverage, number, number + 1), ==, MAX (world->at[page], 0));
  g_assert_cmpuint (pgs_coverage_count (coverage, number, number + 1), ==, world->at[page] > 0);
  g_assert_cmpint (has_range ? ranges[i].at_us : NEVER, ==, world->at[page]);
}

static void
assert_ranges (const PgsPages *pages)
{
  gsize n_ranges;
  const PgsReadRange *ranges = pgs_coverage_get_ranges (pgs_pages_get_coverage (pages), &n_ranges);

  for (gsize i = 0; i < n_ranges; i++)
    {
      g_assert_cmpuint (ranges[i].first, <, ranges[i].end);
      if (i > 0)
        g_assert_cmpuint (ranges[i - 1].end, <=, ranges[i].first);
    }
}

static void
take_step (World       *world,
           const Step  *step,
           PgsMaps     *maps)
{
  const PgsMapping *mappings[N_PAGES], *before[N_PAGES];
  PgsPages *pages = pgs_pages_update (world->pages, maps, step->parts, step->n_parts, step->skipped, step->n_skipped);
  guint64 n_present = 0;
  PgsPageCounts totals;

  pgs_pages_unref (world->pages);
  world->pages = pages;
  find_mappings (world, maps, mappings);
  find_mappings (world, world->maps, before);
  for (guint64 page = 0; page < N_PAGES; page++)
    {
      note_page (world, step, page, mappings[page], before[page]);
      if (mappings[page] != NULL)
        assert_page (world, page);
      n_present += (world->states[page] & PGS_PAGE_PRESENT) != 0;
    }
  pgs_pages_get_totals (pages, &totals);
  g_assert_cmpuint (totals.present, ==, n_present);
  assert_ranges (pages);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static const guint64 bases[] = { 0, 0x400, ((guint64) 1 << 35) - 32, ((guint64) 1 << 52) - N_PAGES - 1 };
  FuzzInput input = { data, data + size };
  g_autoptr (PgsCoverage) nothing = pgs_coverage_new ();
  g_autofree Step *step = g_new0 (Step, 1);
  World world = { 0 };

  world.base = bases[fuzz_byte (&input) % G_N_ELEMENTS (bases)];
  world.maps = make_maps (&world, &input);
  world.pages = pgs_pages_new_unread (world.maps, SHIFT, KNOWN, nothing);
  for (guint64 page = 0; page < N_PAGES; page++)
    world.at[page] = NEVER;
  for (guint i = 0; i < MAX_STEPS && input.at < input.end; i++)
    {
      PgsMaps *maps = fuzz_byte (&input) & 1 ? make_maps (&world, &input) : pgs_maps_ref (world.maps);

      make_step (&world, step, &input, i + 1);
      take_step (&world, step, maps);
      pgs_maps_unref (world.maps);
      world.maps = maps;
    }
  pgs_pages_unref (world.pages);
  pgs_maps_unref (world.maps);
  return 0;
}
