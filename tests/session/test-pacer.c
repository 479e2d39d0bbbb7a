/* test-pacer.c: what watching costs, with a clock and costs that are made up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-pacer.h"

#define SECOND_US G_USEC_PER_SEC
#define COUNTERS_US 10

/* A process that changes all the time, and what has been done to watch it. */
typedef struct
{
  /* what reading takes */
  gint64 maps_us;
  gint64 pages_us;
  gint64 smaps_us;
  /* what is known beforehand */
  guint64 page_tables;
  gsize n_mappings;

  PgsPacer pacer;
  PgsPace pace;
  gint64 now_us;
  gint64 rest_us; /* of a round */

  guint n_ticks;
  guint n_maps;
  guint n_rounds;
  guint n_slices;
  guint n_smaps;
  gint64 longest_us; /* tick */
  gint64 spent_us;
  gint64 smaps_spent_us;
  gint64 oldest_us; /* longest time between the ends of two rounds */
  gint64 round_at_us;
} World;

static PgsSnapshot *
make_snapshot (const World *world)
{
  PgsSnapshot *snapshot = pgs_snapshot_new ();
  PgsMapsBuilder *builder = pgs_maps_builder_new (world->n_mappings);

  for (gsize i = 0; i < world->n_mappings; i++)
    {
      const PgsMapping mapping = { .start = (i + 1) << 12, .end = (i + 2) << 12 };

      pgs_maps_builder_add (builder, &mapping, "", 0);
    }
  snapshot->maps = pgs_maps_builder_end (builder, NULL);
  snapshot->counters.page_tables = world->page_tables;
  return snapshot;
}

static void
world_init (World  *world,
            double  rate,
            double  budget)
{
  world->pace = (PgsPace) {
    .sections = PGS_SECTION_PAGES,
    .period_us = (gint64) (SECOND_US / rate),
    .budget = budget,
  };
  world->now_us = SECOND_US;
  world->round_at_us = world->now_us;
  pgs_pacer_init (&world->pacer, world->now_us);
}

static void
end_round (World    *world,
           PgsCosts *costs)
{
  costs->pages_end = TRUE;
  world->n_rounds++;
  world->oldest_us = MAX (world->oldest_us, world->now_us - world->round_at_us);
  world->round_at_us = world->now_us;
  world->rest_us = 0;
}

static void
read_pages (World         *world,
            const PgsPlan *plan,
            PgsCosts      *costs)
{
  const gint64 left_us = plan->pages_us == PGS_PLAN_WHOLE || world->rest_us == 0 ? world->pages_us
                                                                                 : world->rest_us;

  costs->read |= PGS_PLAN_PAGES;
  costs->pages_us = MIN (plan->pages_us, left_us);
  world->rest_us = left_us - costs->pages_us;
  world->n_slices++;
  if (world->rest_us == 0)
    end_round (world, costs);
}

/* As the kernel and pgs_process_tick_planned() would. */
static void
read_planned (World         *world,
              const PgsPlan *plan,
              PgsCosts      *costs)
{
  *costs = (PgsCosts) { 0 };
  if ((plan->read & PGS_PLAN_MAPS) || world->n_maps == 0)
    {
      costs->read |= PGS_PLAN_MAPS;
      costs->maps_us = world->maps_us;
      world->n_maps++;
    }
  if ((plan->read & PGS_PLAN_PAGES) && (plan->sections & PGS_SECTION_PAGES))
    read_pages (world, plan, costs);
  if ((plan->read & PGS_PLAN_SMAPS) && (plan->sections & PGS_SECTION_SMAPS))
    {
      costs->read |= PGS_PLAN_SMAPS;
      costs->smaps_us = world->smaps_us;
      world->n_smaps++;
    }
}

static void
world_tick (World             *world,
            const PgsSnapshot *snapshot,
            gboolean           changes)
{
  PgsPlan plan;
  PgsCosts costs = { 0 };
  gint64 cpu_us;

  pgs_pacer_get_plan (&world->pacer, &world->pace, world->now_us, &plan);
  if (changes)
    read_planned (world, &plan, &costs);
  cpu_us = COUNTERS_US + costs.maps_us + costs.pages_us + costs.smaps_us;
  world->n_ticks++;
  world->spent_us += cpu_us;
  world->smaps_spent_us += costs.smaps_us;
  world->longest_us = MAX (world->longest_us, cpu_us);
  world->now_us += pgs_pacer_note (&world->pacer, &world->pace, snapshot, &costs, cpu_us);
}

/* Returns: the share of a core that was used in @seconds. */
static double
world_run (World    *world,
           double    seconds,
           gboolean  changes)
{
  g_autoptr (PgsSnapshot) snapshot = make_snapshot (world);
  const gint64 began_us = world->now_us, spent_us = world->spent_us;

  world->n_ticks = 0;
  while (world->now_us < began_us + (gint64) (seconds * SECOND_US))
    world_tick (world, snapshot, changes);
  return (double) (world->spent_us - spent_us) / (double) (world->now_us - began_us);
}

static void
assert_between (double value,
                double least,
                double most)
{
  g_assert_cmpfloat (value, >=, least);
  g_assert_cmpfloat (value, <=, most);
}

/* A small process keeps the rate that was asked for, and is read whole each time. */
static void
test_small (void)
{
  World world = { .maps_us = 20, .pages_us = 100, .page_tables = 200 << 10, .n_mappings = 80 };

  world_init (&world, 10, 0.02);
  world_run (&world, 10, TRUE);
  g_assert_cmpuint (world.n_ticks, ==, 101);
  g_assert_cmpuint (world.n_rounds, ==, 100);
  g_assert_cmpuint (world.n_maps, ==, 100);
}

/* Nothing changes: ticks at the rate, nothing else. */
static void
test_idle (void)
{
  World world = { .maps_us = 8000, .pages_us = 10000, .page_tables = 16 << 20, .n_mappings = 60000 };

  world_init (&world, 10, 0.02);
  g_assert_cmpfloat (world_run (&world, 10, FALSE), <, 0.00011);
  g_assert_cmpuint (world.n_ticks, ==, 101);
}

/* Nothing changes: reading all pages again begins in time to end before any is ten seconds old. */
static void
test_age (void)
{
  const gint64 costs_us[] = { 100, 10000, 60000, 100000 };

  for (guint i = 0; i < G_N_ELEMENTS (costs_us); i++)
    {
      World world = { .maps_us = costs_us[i] / 4, .pages_us = costs_us[i], .page_tables = 16 << 20, .n_mappings = 60000 };
      PgsPlan plan;

      world_init (&world, 10, 0.02);
      world_run (&world, 30, TRUE);
      pgs_pacer_get_plan (&world.pacer, &world.pace, world.now_us, &plan);
      assert_between (plan.pages_age_us + (costs_us[i] * 5 / 4) / 0.02, 6 * SECOND_US, 8 * SECOND_US);
    }
}

/* Not even the counters can be afforded at the rate. */
static void
test_counters_too_dear (void)
{
  World world = { .pages_us = 1 };

  world_init (&world, 10, 0.00005);
  assert_between (world_run (&world, 10, FALSE), 0.000045, 0.000052); /* the first tick is double */
}

/* Whatever the costs, the budget is kept in the long run, while the counters go on at 10 Hz. */
static void
test_budget (void)
{
  const double budgets[] = { 0.002, 0.02, 0.2 };
  const gint64 costs_us[] = { 3000, 30000, 300000 };

  for (guint i = 0; i < G_N_ELEMENTS (budgets); i++)
    for (guint k = 0; k < G_N_ELEMENTS (costs_us); k++)
      {
        World world = { .maps_us = costs_us[k] / 2, .pages_us = costs_us[k], .page_tables = 16 << 20 };
        double share;

        world_init (&world, 10, budgets[i]);
        world_run (&world, 400, TRUE); /* the first look is paid off */
        share = world_run (&world, 600, TRUE);
        g_assert_cmpuint (world.n_ticks, ==, 6000);
        g_assert_cmpfloat (share, <=, budgets[i] * 1.05);
        if (costs_us[k] * 1.5 * 10 > budgets[i] * SECOND_US)
          g_assert_cmpfloat (share, >=, budgets[i] * 0.75);
      }
}

/* What costs more than a period pays for is read in slices: none takes longer than that. */
static void
test_slices (void)
{
  World world = { .pages_us = 100000, .page_tables = 200 << 20 };

  world_init (&world, 2, 0.02);
  world_run (&world, 100, TRUE);
  world.longest_us = 0;
  world.n_slices = world.n_rounds = 0;
  world.oldest_us = 0;
  world_run (&world, 100, TRUE);
  g_assert_cmpint (world.longest_us, <=, 10000 + COUNTERS_US);
  assert_between (world.n_slices, 10 * world.n_rounds - 10, 10 * world.n_rounds + 10);
  assert_between (world.n_rounds, 18, 20); /* 100 ms at 2 %: every 5 s */
  g_assert_cmpint (world.oldest_us, <=, 6 * SECOND_US);
}

/* The first look may take 50 ms at once, not more. It comes right after one that found out how large
 * the process is. */
static void
test_first_look (void)
{
  World world = { .maps_us = 100, .pages_us = 100000, .page_tables = 200 << 20 };
  g_autoptr (PgsSnapshot) snapshot = NULL;

  world_init (&world, 2, 0.02);
  snapshot = make_snapshot (&world);
  world_tick (&world, snapshot, TRUE);
  g_assert_cmpuint (world.n_slices, ==, 0);
  g_assert_cmpuint (world.n_maps, ==, 1);
  g_assert_cmpint (world.now_us, ==, SECOND_US);
  world_tick (&world, snapshot, TRUE);
  g_assert_cmpuint (world.n_slices, ==, 1);
  g_assert_cmpint (world.longest_us, <=, 50000 + COUNTERS_US + 100);
}

/* A prediction that is wrong by a factor is put right by what is measured, either way. */
static void
test_correction (void)
{
  const double factors[] = { 0.02, 0.5, 1, 2, 20 };

  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    {
      World world = { .page_tables = 8 << 20, .n_mappings = 1000 };
      const double plain_us = 0.5 * 8 * 1024 + 0.1 * 1000;

      world.pages_us = (gint64) (plain_us * factors[i]);
      world_init (&world, 2, 0.02);
      world_run (&world, 1, TRUE);
      world_run (&world, 200, TRUE);
      assert_between (pgs_pacer_predict_pages (&world.pacer), 0.95 * plain_us * factors[i],
                      1.05 * plain_us * factors[i]);
    }
}

/* Huge pages: 8 MiB of reserve tables, nothing to walk. At first predicted as 4 ms and sliced, soon
 * read whole at the full rate. */
static void
test_overestimated (void)
{
  World world = { .pages_us = 60, .page_tables = 80 << 20 };

  world_init (&world, 10, 0.02);
  world_run (&world, 5, TRUE);
  world.n_rounds = 0;
  world_run (&world, 10, TRUE);
  g_assert_cmpuint (world.n_rounds, ==, 100);
}

/* Unknown page tables are no reason to read all at once for ever. */
static void
test_unknown_page_tables (void)
{
  World world = { .pages_us = 100000, .page_tables = PGS_UNKNOWN, .n_mappings = 100 };

  world_init (&world, 2, 0.02);
  world_run (&world, 60, TRUE);
  world.longest_us = 0;
  g_assert_cmpfloat (world_run (&world, 60, TRUE), <=, 0.021);
  g_assert_cmpint (world.longest_us, <=, 10000 + COUNTERS_US + world.maps_us);
}

/* Reading 60,000 mappings takes 8 ms: they get half, pages go on. */
static void
test_mappings (void)
{
  World world = { .maps_us = 8000, .pages_us = 9000, .page_tables = 1 << 20, .n_mappings = 60000 };
  double maps_share;

  world_init (&world, 10, 0.02);
  world_run (&world, 20, TRUE);
  world.n_maps = world.n_rounds = 0;
  world_run (&world, 100, TRUE);
  maps_share = world.n_maps * 8000.0 / (100 * SECOND_US);
  g_assert_cmpfloat (maps_share, <=, 0.0101);
  g_assert_cmpfloat (maps_share, >=, 0.005);
  g_assert_cmpuint (world.n_rounds, >=, 90);
  g_assert_cmpuint (world.n_ticks, >=, 1000);
}

/* smaps: never more than one percent of a core, the sum within the budget, pages go on. */
static void
test_smaps (void)
{
  World world = { .pages_us = 10000, .smaps_us = 60000, .page_tables = 20 << 20 };
  double smaps_share;

  world_init (&world, 10, 0.02);
  world.pace.sections |= PGS_SECTION_SMAPS;
  world_run (&world, 100, TRUE);
  world.n_rounds = world.n_smaps = 0;
  world.smaps_spent_us = 0;
  g_assert_cmpfloat (world_run (&world, 300, TRUE), <=, 0.0205);
  smaps_share = (double) world.smaps_spent_us / (300.0 * SECOND_US);
  assert_between (smaps_share, 0.0085, 0.0102);
  g_assert_cmpuint (world.n_rounds, >=, 250);
}

/* A budget of one percent: smaps get half of it. */
static void
test_smaps_small_budget (void)
{
  World world = { .pages_us = 10000, .smaps_us = 6000, .page_tables = 20 << 20 };

  world_init (&world, 10, 0.01);
  world.pace.sections |= PGS_SECTION_SMAPS;
  world_run (&world, 100, TRUE);
  world.smaps_spent_us = 0;
  g_assert_cmpfloat (world_run (&world, 300, TRUE), <=, 0.0103);
  g_assert_cmpfloat ((double) world.smaps_spent_us / (300.0 * SECOND_US), <=, 0.0051);
}

/* Asked for the first time they come at once, even while a scan is being paid for. When nobody asks
 * any more, they still have to be paid for. */
static void
test_smaps_on_demand (void)
{
  World world = { .pages_us = 50000, .smaps_us = 60000, .page_tables = 100 << 20 };

  world_init (&world, 10, 0.02);
  world_run (&world, 1, TRUE);
  g_assert_cmpuint (world.n_smaps, ==, 0);
  for (guint i = 0; i < 20; i++)
    {
      world.pace.sections ^= PGS_SECTION_SMAPS;
      world_run (&world, 0.1, TRUE);
      g_assert_cmpuint (world.n_smaps, ==, 1);
    }
}

/* More budget is felt at once, also for what is owed already. */
static void
test_budget_changes (void)
{
  World world = { .pages_us = 100000, .page_tables = 200 << 20 };

  world_init (&world, 2, 0.001);
  world_run (&world, 20, TRUE);
  world.pace.budget = 1;
  world.n_rounds = 0;
  world_run (&world, 10, TRUE);
  g_assert_cmpuint (world.n_rounds, >=, 19);
}

/* How often pages can come is what the window shows. */
static void
test_pages_period (void)
{
  World world = { .pages_us = 100, .page_tables = 200 << 10 };

  world_init (&world, 2, 0.02);
  world_run (&world, 10, TRUE);
  g_assert_cmpint (pgs_pacer_get_pages_period (&world.pacer, &world.pace), ==, SECOND_US / 2);
  world = (World) { .pages_us = 100000, .page_tables = 200 << 20 };
  world_init (&world, 2, 0.02);
  world_run (&world, 60, TRUE);
  assert_between ((double) pgs_pacer_get_pages_period (&world.pacer, &world.pace), 4.8e6, 5.2e6);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/pacer/small", test_small);
  g_test_add_func ("/session/pacer/idle", test_idle);
  g_test_add_func ("/session/pacer/age", test_age);
  g_test_add_func ("/session/pacer/counters-too-dear", test_counters_too_dear);
  g_test_add_func ("/session/pacer/budget", test_budget);
  g_test_add_func ("/session/pacer/slices", test_slices);
  g_test_add_func ("/session/pacer/first-look", test_first_look);
  g_test_add_func ("/session/pacer/correction", test_correction);
  g_test_add_func ("/session/pacer/overestimated", test_overestimated);
  g_test_add_func ("/session/pacer/unknown-page-tables", test_unknown_page_tables);
  g_test_add_func ("/session/pacer/mappings", test_mappings);
  g_test_add_func ("/session/pacer/smaps", test_smaps);
  g_test_add_func ("/session/pacer/smaps-small-budget", test_smaps_small_budget);
  g_test_add_func ("/session/pacer/smaps-on-demand", test_smaps_on_demand);
  g_test_add_func ("/session/pacer/budget-changes", test_budget_changes);
  g_test_add_func ("/session/pacer/pages-period", test_pages_period);
  return g_test_run ();
}
