/* test-slices.c: pages that are read in slices are, in the end, the pages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "animal.h"
#include "look.h"
#include "naive.h"
#include "pgs-error.h"
#include "pgs-features.h"
#include "pgs-plan.h"
#include "pgs-read-iter.h"

#define MAX_SLICES 20000
#define MAX_TRIES 5
#define BY_READING (PGS_SECTION_PAGES | PGS_SECTION_PREAD)

static PgsSnapshot *
tick (PgsProcess  *process,
      PgsSections  sections,
      gint64       pages_us,
      PgsCosts    *costs)
{
  PgsPlan plan = PGS_PLAN_INIT (sections);
  g_autoptr (GError) error = NULL;
  PgsSnapshot *snapshot;

  plan.pages_us = pages_us;
  snapshot = pgs_process_tick_planned (process, &plan, costs, &error);
  g_assert_no_error (error);
  g_assert_nonnull (snapshot);
  return snapshot;
}

/* What was read is what is there; what was not read has no runs. */
static void
assert_runs_were_read (const PgsSnapshot *snapshot)
{
  for (gsize i = 0; i < pgs_maps_get_length (snapshot->maps); i++)
    {
      const guint64 n_pages = pgs_maps_get (snapshot->maps, i)->end / snapshot->page_size -
                              pgs_maps_get (snapshot->maps, i)->start / snapshot->page_size;
      const guint64 n_read = pgs_pages_get_n_read (snapshot->pages, i);
      PgsPageCounts counts;

      pgs_pages_get_counts (snapshot->pages, i, &counts);
      g_assert_cmpuint (n_read, <=, n_pages);
      g_assert_cmpuint (counts.present + counts.swapped + counts.guard, <=, n_read);
      g_assert_cmpint (n_read == n_pages, ==, pgs_pages_get_read_at (snapshot->pages, i) != 0);
    }
}

/* Ticks of random length until a round has ended, with something random on screen. */
static PgsSnapshot *
read_in_slices (PgsProcess  *process,
                PgsSections  sections,
                GRand       *rand,
                guint       *n_slices)
{
  g_autoptr (PgsSnapshot) snapshot = NULL;
  PgsCosts costs = { 0 };
  gint64 first_us = 0;

  for (*n_slices = 0; *n_slices < MAX_SLICES && !costs.pages_end; (*n_slices)++)
    {
      PgsPlan plan = PGS_PLAN_INIT (sections);
      g_autoptr (GError) error = NULL;

      plan.pages_us = g_rand_int_range (rand, 1, 400);
      if (snapshot != NULL && pgs_maps_get_length (snapshot->maps) > 0)
        {
          const gsize n_regions = pgs_maps_get_length (snapshot->maps);
          const PgsMapping *mapping =
            pgs_maps_get (snapshot->maps, (gsize) g_rand_int_range (rand, 0, (gint) n_regions));

          plan.first_start = mapping->start;
          plan.first_end = mapping->start + (mapping->end - mapping->start) / 2;
        }
      g_clear_pointer (&snapshot, pgs_snapshot_unref);
      snapshot = pgs_process_tick_planned (process, &plan, &costs, &error);
      g_assert_no_error (error);
      assert_runs_were_read (snapshot);
      first_us = first_us == 0 ? snapshot->monotonic_us : first_us;
    }
  g_assert_true (costs.pages_end);
  return g_steal_pointer (&snapshot);
}

static gboolean
is_same_in_slices (gint         pid,
                   PgsSections  sections,
                   GRand       *rand)
{
  g_autoptr (PgsProcess) process = pgs_process_open (pid, NULL);
  g_autoptr (PgsSnapshot) whole = look_once (pid, sections);
  g_autoptr (PgsSnapshot) sliced = NULL;
  guint n_slices;

  sliced = read_in_slices (process, sections, rand, &n_slices);
  g_assert_cmpint (pgs_pages_is_whole (sliced->pages), ==, pgs_pages_is_whole (whole->pages));
  return look_is_same (whole->pages, sliced->pages);
}

/* In all ways of reading, on every animal. The kernel may take a page of a library back between
 * two looks, so there are some tries. */
static void
test_same (gconstpointer data)
{
  static const PgsSections ways[] = { PGS_SECTION_PAGES, PGS_SECTION_SHARING, BY_READING,
                                      BY_READING | PGS_SECTION_SHARING };
  g_autoptr (Animal) animal = animal_start (data, NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  if (animal == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      gboolean same = FALSE;

      for (guint try = 0; try < MAX_TRIES && !same; try++)
        same = is_same_in_slices (animal_pid (animal), ways[i], rand);
      g_assert_true (same);
    }
}

/* The smallest slices of a large process: many, each of them little, and then nothing more. */
static void
test_many_slices (gconstpointer data)
{
  const PgsSections sections = (PgsSections) GPOINTER_TO_UINT (data);
  g_autoptr (Animal) animal = animal_start ("dense", "256");
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  g_autoptr (PgsSnapshot) snapshot = NULL;
  g_autoptr (PgsSnapshot) next = NULL;
  PgsPageCounts counts;
  PgsCosts costs = { 0 };
  guint n_slices = 0;
  gsize region;
  guint64 start;
  guint64 end;

  animal_range (animal, "area", &start, &end);
  for (; !costs.pages_end; n_slices++)
    {
      g_clear_pointer (&snapshot, pgs_snapshot_unref);
      snapshot = tick (process, sections, 1, &costs);
      g_assert_true (costs.read & PGS_PLAN_PAGES);
      g_assert_cmpint (pgs_pages_is_whole (snapshot->pages), ==, costs.pages_end);
    }
  g_assert_cmpuint (n_slices, >, 1);
  g_assert_true (pgs_maps_find (snapshot->maps, start, &region));
  look_count (snapshot, start, end, &counts);
  g_assert_cmpuint (counts.present * snapshot->page_size, ==, end - start);
  g_assert_cmpint (pgs_pages_get_read_at (snapshot->pages, region), >, 0);

  /* it may have moved since the round began, but then it stands still */
  for (; costs.read & PGS_PLAN_PAGES; n_slices++)
    {
      g_assert_cmpuint (n_slices, <, MAX_SLICES);
      g_clear_pointer (&snapshot, pgs_snapshot_unref);
      snapshot = tick (process, sections, 1, &costs);
    }
  next = tick (process, sections, 1, &costs);
  g_assert_true (next->pages == snapshot->pages);
}

/* A new program in the middle of a round: nothing of the old one is left. */
static void
test_exec (void)
{
  g_autoptr (Animal) animal = animal_start ("exec", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  g_autoptr (PgsSnapshot) before = NULL;
  g_autoptr (PgsSnapshot) after = NULL;
  g_autoptr (PgsSnapshot) whole = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  gint64 exec_us;
  PgsReadIter iter;
  PgsReadRange range;
  PgsCosts costs;
  guint n_slices;

  before = tick (process, PGS_SECTION_PAGES, 1, &costs);
  exec_us = g_get_monotonic_time ();
  animal_exec (animal, "checkerboard");
  after = tick (process, PGS_SECTION_PAGES, 1, &costs);
  g_assert_true (after->process != before->process);
  pgs_read_iter_init (&iter, after->pages, 0, G_MAXUINT64);
  while (pgs_read_iter_next (&iter, &range))
    g_assert_cmpint (range.at_us, >=, exec_us);
  assert_runs_were_read (after);
  g_clear_pointer (&after, pgs_snapshot_unref);
  after = read_in_slices (process, PGS_SECTION_PAGES, rand, &n_slices);
  whole = look_once (animal_pid (animal), PGS_SECTION_PAGES);
  g_assert_true (look_is_same (after->pages, whole->pages));
}

/* The end in the middle of a round is the end, and no empty process. */
static void
test_vanish (void)
{
  g_autoptr (Animal) animal = animal_start ("dense", "64");
  const gint pid = animal_pid (animal);
  g_autoptr (PgsProcess) process = pgs_process_open (pid, NULL);
  g_autoptr (PgsSnapshot) before = NULL;
  g_autoptr (GError) error = NULL;
  PgsPlan plan = PGS_PLAN_INIT (PGS_SECTION_PAGES);
  PgsSnapshot *after;
  PgsExit exit_info;
  PgsCosts costs;

  before = tick (process, PGS_SECTION_PAGES, 1, &costs);
  kill (pid, SIGKILL);
  do
    pgs_process_get_exit (process, &exit_info);
  while (!exit_info.ended);
  plan.pages_us = 1;
  after = pgs_process_tick_planned (process, &plan, &costs, &error);
  if (after == NULL)
    g_assert_error (error, PGS_ERROR, PGS_ERROR_NO_PROCESS);
  else /* a zombie */
    g_assert_cmpuint (pgs_maps_get_length (after->maps), ==, 0);
  g_clear_pointer (&after, pgs_snapshot_unref);
}

/* A mapping that comes in the middle of a round is not read, then read before the round goes on;
 * what was read of the others is still known. */
static void
test_new_mapping (void)
{
  g_autoptr (Animal) animal = animal_start ("grow", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  PgsPlan plan = PGS_PLAN_INIT (PGS_SECTION_PAGES);
  g_autoptr (PgsSnapshot) before = NULL;
  g_autoptr (PgsSnapshot) held = NULL;
  g_autoptr (PgsSnapshot) after = NULL;
  PgsCosts costs;
  guint64 start;
  guint64 end;
  gsize old;
  gsize new;

  before = tick (process, PGS_SECTION_PAGES, PGS_PLAN_WHOLE, &costs);
  animal_command (animal, "map");
  animal_range (animal, "area", &start, &end);
  plan.read = PGS_PLAN_MAPS;
  held = pgs_process_tick_planned (process, &plan, &costs, NULL);
  g_assert_true (held->maps != before->maps);
  g_assert_true (pgs_maps_find (before->maps, start, &old));
  g_assert_true (pgs_maps_find (held->maps, start, &new));
  g_assert_cmpint (pgs_pages_get_read_at (held->pages, new), ==,
                   pgs_pages_get_read_at (before->pages, old));
  animal_range (animal, "new", &start, &end);
  g_assert_true (pgs_maps_find (held->maps, start, &new));
  g_assert_cmpuint (pgs_pages_get_n_read (held->pages, new), <,
                    (pgs_maps_get (held->maps, new)->end - pgs_maps_get (held->maps, new)->start)
                      / held->page_size);
  g_assert_false (pgs_pages_is_whole (held->pages));

  after = tick (process, PGS_SECTION_PAGES, 1, &costs);
  g_assert_cmpint (pgs_pages_get_read_at (after->pages, new), >, 0);
}

/* smaps stay known where nothing changed, and keep the time at which they were read. */
static void
test_smaps_stay (void)
{
  g_autoptr (Animal) animal = animal_start ("grow", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  PgsPlan plan = PGS_PLAN_INIT (PGS_SECTION_PAGES | PGS_SECTION_SMAPS);
  g_autoptr (PgsSnapshot) before = NULL;
  g_autoptr (PgsSnapshot) after = NULL;
  PgsCosts costs;
  guint n_known = 0;
  guint n_unknown = 0;

  before = tick (process, plan.sections, PGS_PLAN_WHOLE, &costs);
  animal_command (animal, "map");
  plan.read = PGS_PLAN_MAPS | PGS_PLAN_PAGES;
  after = pgs_process_tick_planned (process, &plan, &costs, NULL);
  g_assert_true (after->maps != before->maps);
  g_assert_cmpint (after->smaps_at_us, ==, before->smaps_at_us);
  for (gsize i = 0; i < pgs_maps_get_length (after->maps); i++)
    {
      const PgsMapping *mapping = pgs_maps_get (after->maps, i);
      const PgsRegionSmaps *smaps = pgs_smaps_get (after->smaps, i);
      gsize old;

      if (smaps == NULL)
        {
          n_unknown++;
          continue;
        }
      n_known++;
      g_assert_true (pgs_maps_find (before->maps, mapping->start, &old));
      g_assert_cmpuint (smaps->rss, ==, pgs_smaps_get (before->smaps, old)->rss);
    }
  g_assert_cmpuint (n_known, >, 5);
  g_assert_cmpuint (n_unknown, >=, 1);
  g_assert_cmpuint (n_unknown, <=, 2);
}

/* 64 TiB take minutes to read from pagemap. What was not read is not told to be absent. */
static void
test_reading_ends (void)
{
  g_autoptr (Animal) animal = animal_start ("reserve", "65536");
  const gint64 began_us = g_get_monotonic_time ();
  g_autoptr (PgsSnapshot) snapshot = look_once (animal_pid (animal), BY_READING);
  guint64 start;
  guint64 end;
  gsize region;

  animal_range (animal, "area", &start, &end);
  g_assert_true (pgs_maps_find (snapshot->maps, start, &region));
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, 60 * G_USEC_PER_SEC);
  g_assert_false (pgs_pages_is_whole (snapshot->pages));
  g_assert_cmpint (pgs_pages_get_read_at (snapshot->pages, region), ==, 0);
  g_assert_cmpuint (pgs_pages_get_n_read (snapshot->pages, region), <,
                    (end - start) / snapshot->page_size);
  g_assert_cmpint (pgs_pages_get_known_in (snapshot->pages, region), ==, 0);
  for (gsize i = 0; i < pgs_maps_get_length (snapshot->maps); i++)
    if (i != region) /* nothing else had to wait */
      g_assert_cmpint (pgs_pages_get_read_at (snapshot->pages, i), >, 0);
  assert_runs_were_read (snapshot);
}

static void
add_same (void)
{
  static const char *const modes[] = { "checkerboard", "dense",  "guard",        "zero",
                                       "huge",         "shared", "memfd",        "swap",
                                       "private-file", "fork",   "shared-file",  "many" };

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/live/slices/same/%s", modes[i]);

      g_test_add_data_func (path, modes[i], test_same);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_same ();
  g_test_add_data_func ("/live/slices/many", GUINT_TO_POINTER (PGS_SECTION_PAGES), test_many_slices);
  g_test_add_data_func ("/live/slices/many-sharing", GUINT_TO_POINTER (PGS_SECTION_SHARING),
                        test_many_slices);
  g_test_add_data_func ("/live/slices/many-by-reading", GUINT_TO_POINTER (BY_READING),
                        test_many_slices);
  g_test_add_func ("/live/slices/exec", test_exec);
  g_test_add_func ("/live/slices/vanish", test_vanish);
  g_test_add_func ("/live/slices/new-mapping", test_new_mapping);
  g_test_add_func ("/live/slices/smaps-stay", test_smaps_stay);
  g_test_add_func ("/live/slices/reading-ends", test_reading_ends);
  return g_test_run ();
}
