/* test-pages.c: states of pages, seen on programs whose memory is known (kernel traps 1 to 7, 10,
 * 11, 15, 16)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "animal.h"
#include "look.h"
#include "naive.h"
#include "pgs-features.h"
#include "pgs-pagemap-abi.h"
#include "pgs-run-iter.h"
#include "pgs-scan.h"

#define MAX_LOOKS 100
#define SHARING_BY_READING (PGS_SECTION_SHARING | PGS_SECTION_PREAD)

/* What the range must be in both ways of reading, by pagemap itself. */
static void
assert_range (Animal     *animal,
              const char *name)
{
  const PgsSections ways[] = { PGS_SECTION_SHARING, PGS_SECTION_ALL, SHARING_BY_READING };
  NaiveCounts naive;
  guint64 start;
  guint64 end;

  animal_range (animal, name, &start, &end);
  naive_count (animal_pid (animal), start, end, &naive);
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (PgsSnapshot) snapshot = look_once (animal_pid (animal), ways[i]);
      PgsPageCounts counts;

      look_count (snapshot, start, end, &counts);
      g_assert_cmpuint (counts.present, ==, naive.present);
      g_assert_cmpuint (counts.swapped, ==, naive.swapped);
      g_assert_cmpuint (counts.exclusive, ==, naive.exclusive);
      if (pgs_pages_get_known (snapshot->pages) & PGS_PAGE_GUARD)
        g_assert_cmpuint (counts.guard, ==, naive.guard);
      if (look_mapping (snapshot, start)->inode != 0)
        g_assert_cmpuint (counts.file, ==, naive.file);
      else
        g_assert_cmpuint (counts.file, ==, 0);
    }
}

/* What the range that the animal calls so has. Returns: where it begins. */
static guint64
count_range (const PgsSnapshot *snapshot,
             Animal            *animal,
             const char        *name,
             PgsPageCounts     *counts)
{
  guint64 start;
  guint64 end;

  animal_range (animal, name, &start, &end);
  look_count (snapshot, start, end, counts);
  return start;
}

/* More runs than the kernel keeps between two looks at its own position. */
static void
test_pages_once (void)
{
  g_autoptr (Animal) animal = animal_start ("checkerboard", "20000");
  g_autoptr (PgsSnapshot) snapshot = look_once (animal_pid (animal), PGS_SECTION_PAGES);
  PgsPageCounts counts;

  count_range (snapshot, animal, "area", &counts);
  g_assert_cmpuint (counts.present, ==, 10000);
  assert_range (animal, "area");
}

static guint64 emitted_pages;

static void
count_emitted (const PgsRun *runs,
               gsize         n_runs,
               gpointer      user_data)
{
  guint64 *end = user_data;

  for (gsize i = 0; i < n_runs; i++)
    {
      g_assert_cmpuint (runs[i].first, >=, *end);
      *end = runs[i].first + runs[i].count;
      emitted_pages += runs[i].count;
    }
}

/* The scan itself, before the builder that would forgive it. */
static void
test_ranges_once (void)
{
  g_autoptr (Animal) animal = animal_start ("checkerboard", "20000");
  g_autofree char *path = g_strdup_printf ("/proc/%d/pagemap", animal_pid (animal));
  g_autoptr (GError) error = NULL;
  guint64 last = 0;
  guint64 reached;
  guint64 start;
  guint64 end;
  PgsWalk walk;
  int fd;

  if (!pgs_features_get ()->scan)
    {
      g_test_skip ("this kernel has no PAGEMAP_SCAN");
      return;
    }
  animal_range (animal, "area", &start, &end);
  fd = open (path, O_RDONLY | O_CLOEXEC);
  emitted_pages = 0;
  pgs_walk_init (&walk, fd, count_emitted, &last);
  g_assert_true (pgs_scan (&walk, start, end, &reached, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (reached, ==, end);
  close (fd);
  g_assert_cmpuint (emitted_pages, ==, 10000);
}

static void
test_guard (void)
{
  g_autoptr (Animal) animal = animal_start ("guard", NULL);
  g_autoptr (PgsSnapshot) snapshot = NULL;
  PgsPageCounts counts;
  guint64 start;
  guint64 end;

  if (animal == NULL)
    return;
  if (!(pgs_features_get ()->scan_states & PGS_PAGE_GUARD))
    {
      g_test_skip ("this kernel does not tell guard pages from swapped ones");
      return;
    }
  snapshot = look_once (animal_pid (animal), PGS_SECTION_PAGES);
  start = count_range (snapshot, animal, "area", &counts);
  g_assert_cmpuint (counts.present, ==, 56);
  g_assert_cmpuint (counts.guard, ==, 8);
  g_assert_cmpuint (counts.swapped, ==, 0);
  animal_range (animal, "guard", &start, &end);
  g_assert_cmpint (pgs_pages_get_state (snapshot->pages, start / snapshot->page_size), ==,
                   PGS_PAGE_GUARD);
  assert_range (animal, "area");
}

static void
test_zero_is_not_resident (void)
{
  g_autoptr (Animal) animal = animal_start ("zero", NULL);
  g_autoptr (PgsSnapshot) snapshot = look_once (animal_pid (animal), PGS_SECTION_PAGES);
  PgsPageCounts counts;
  guint64 start;

  start = count_range (snapshot, animal, "area", &counts);
  g_assert_cmpuint (counts.present, ==, 96);
  if (pgs_pages_get_known (snapshot->pages) & PGS_PAGE_ZERO)
    {
      g_assert_cmpuint (counts.zero, ==, 64);
      g_assert_cmpuint ((counts.present - counts.zero) * snapshot->page_size, ==,
                        naive_smaps (animal_pid (animal), start, "Rss"));
    }
  assert_range (animal, "area");
}

/* Whether what is present and not zero is what smaps calls resident, and so in the snapshot. */
static gboolean
is_resident_what_is_present (gint pid)
{
  g_autoptr (PgsSnapshot) snapshot = look_once (pid, PGS_SECTION_ALL);

  for (gsize i = 0; i < pgs_maps_get_length (snapshot->maps); i++)
    {
      const PgsMapping *mapping = pgs_maps_get (snapshot->maps, i);
      guint64 rss = naive_smaps (pid, mapping->start, "Rss");
      PgsPageCounts counts;

      if (mapping->kind == PGS_KIND_KERNEL)
        continue;
      pgs_pages_get_counts (snapshot->pages, i, &counts);
      if ((counts.present - counts.zero) * snapshot->page_size != rss ||
          pgs_smaps_get (snapshot->smaps, i)->rss != rss)
        return FALSE;
    }
  return TRUE;
}

/* Every region of a program that stands still, but for what the kernel lends it. The kernel may take
 * a page of a library back between two looks, so there are some tries. */
static void
test_present_is_resident (void)
{
  g_autoptr (Animal) animal = animal_start ("private-file", NULL);
  gboolean same = FALSE;

  for (guint i = 0; i < MAX_LOOKS && !same; i++)
    same = is_resident_what_is_present (animal_pid (animal));
  g_assert_true (same);
}

static void
test_exclusive_needs_reading (void)
{
  g_autoptr (Animal) animal = animal_start ("fork", NULL);
  g_autoptr (PgsSnapshot) scanned = look_once (animal_pid (animal), PGS_SECTION_PAGES);
  g_autoptr (PgsSnapshot) read = look_once (animal_pid (animal), PGS_SECTION_SHARING);
  PgsPageCounts counts;
  guint64 start;
  guint64 end;

  animal_range (animal, "area", &start, &end);
  g_assert_false (pgs_pages_get_known (scanned->pages) & (PGS_PAGE_EXCLUSIVE | PGS_PAGE_FILE));
  g_assert_true (pgs_pages_get_known (read->pages) & PGS_PAGE_EXCLUSIVE);
  look_count (read, start, end, &counts);
  g_assert_cmpuint (counts.present, ==, 64);
  g_assert_cmpuint (counts.exclusive, ==, 32);
  assert_range (animal, "area");
}

/* What smaps tell of whole regions is what pagemap tells of each page. */
static void
test_sharing_from_smaps (gconstpointer data)
{
  g_autoptr (Animal) animal = animal_start (data, NULL);
  gboolean same = FALSE;

  if (animal == NULL)
    return;
  for (guint i = 0; i < MAX_LOOKS && !same; i++)
    {
      g_autoptr (PgsSnapshot) from_smaps = look_once (animal_pid (animal), PGS_SECTION_ALL);
      g_autoptr (PgsSnapshot) read = look_once (animal_pid (animal), PGS_SECTION_SHARING);

      same = look_is_same (from_smaps->pages, read->pages);
    }
  g_assert_true (same);
}

/* Every kind of memory, all private, all shared, or mixed. */
static void
add_sharing_from_smaps (void)
{
  static const char *const animals[] = {
    "checkerboard", "dense", "reserve", "guard", "zero", "huge", "huge-zero", "hugetlb", "shared",
    "memfd", "swap", "many", "private-file", "shared-file", "deleted", "names", "threads", "fork",
    "vfork",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (animals); i++)
    {
      g_autofree char *path = g_strconcat ("/live/trap-04/sharing-from-smaps/", animals[i], NULL);

      g_test_add_data_func (path, animals[i], test_sharing_from_smaps);
    }
}

static void
test_copied_pages (void)
{
  g_autoptr (Animal) animal = animal_start ("private-file", NULL);
  g_autoptr (PgsSnapshot) snapshot = look_once (animal_pid (animal), PGS_SECTION_SHARING);
  PgsPageCounts counts;

  count_range (snapshot, animal, "area", &counts);
  g_assert_cmpuint (counts.present, ==, 64);
  g_assert_cmpuint (counts.file, ==, 32);
  assert_range (animal, "area");
}

static void
test_nothing_is_no_run (void)
{
  g_autoptr (Animal) animal = animal_start ("reserve", "65536");
  g_autoptr (PgsSnapshot) snapshot = look_once (animal_pid (animal), PGS_SECTION_PAGES);
  PgsRunIter iter;
  PgsRun run;
  guint n_runs = 0;
  gsize region;
  guint64 start;
  guint64 end;

  animal_range (animal, "area", &start, &end);
  g_assert_cmpuint (end - start, ==, (guint64) 64 << 40);
  g_assert_true (pgs_maps_find (snapshot->maps, start, &region));
  pgs_run_iter_init_region (&iter, snapshot->pages, region);
  for (; pgs_run_iter_next (&iter, &run); n_runs++)
    {
      g_assert_cmpuint (run.count, ==, 1);
      g_assert_cmpuint (run.states, ==, PGS_PAGE_PRESENT);
    }
  g_assert_cmpuint (n_runs, ==, 16);
}

/* The kernel refuses categories that it does not know; what we ask for is what it knows. */
static void
test_features (void)
{
  const PgsFeatures *features = pgs_features_get ();
  PgsFeatures without;
  int fd = open ("/dev/null", O_RDONLY | O_CLOEXEC);
  PgsScanRange range;
  PgsScanArg arg = {
    .size = sizeof arg,
    .end = 4096,
    .vec = (guint64) (gsize) &range,
    .vec_len = 1,
    .category_anyof_mask = PGS_SCAN_PRESENT,
  };
  int own;

  pgs_features_probe (fd, &without);
  close (fd);
  g_assert_false (without.scan || without.pagemap || without.soft_dirty || without.pfn);
  g_assert_cmpint (without.scan_states, ==, 0);
  g_assert_cmpuint (without.page_size, ==, features->page_size);

  own = open ("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  arg.return_mask = features->scan_categories;
  g_assert_cmpint (ioctl (own, PGS_PAGEMAP_SCAN, &arg) >= 0, ==, features->scan);
  arg.return_mask |= (guint64) 1 << 40;
  g_assert_cmpint (ioctl (own, PGS_PAGEMAP_SCAN, &arg), <, 0);
  close (own);
}

/* A bit that the kernel never sets must not count as known. */
static void
test_soft_dirty (void)
{
  g_autoptr (PgsSnapshot) snapshot = look_once (getpid (), PGS_SECTION_SHARING);
  volatile char here = 1;
  gboolean is_set = naive_pagemap (getpid (), (guint64) (gsize) &here) >> 55 & 1;

  g_assert_cmpint (is_set, ==, pgs_features_get ()->soft_dirty);
  g_assert_cmpint ((pgs_pages_get_known (snapshot->pages) & PGS_PAGE_SOFT_DIRTY) != 0, ==, is_set);
}

static void
test_counters (void)
{
  g_autoptr (Animal) animal = animal_start ("private-file", NULL);
  g_autoptr (PgsSnapshot) snapshot = look_once (animal_pid (animal), PGS_SECTION_PAGES);
  const PgsCounters *counters = &snapshot->counters;
  gint pid = animal_pid (animal);

  g_assert_cmpuint (counters->virt, ==, naive_statm (pid, 0));
  g_assert_cmpuint (counters->res, ==, naive_statm (pid, 1));
  g_assert_cmpuint (counters->shr, ==, naive_statm (pid, 2));
  g_assert_cmpuint (counters->anon, ==, naive_status (pid, "RssAnon"));
  g_assert_cmpuint (counters->file, ==, naive_status (pid, "RssFile"));
  g_assert_cmpuint (counters->shmem, ==, naive_status (pid, "RssShmem"));
  g_assert_cmpuint (counters->swap, ==, naive_status (pid, "VmSwap"));
  g_assert_cmpuint (counters->page_tables, ==, naive_status (pid, "VmPTE"));
  g_assert_cmpuint (counters->peak_virt, ==, naive_status (pid, "VmPeak"));
  g_assert_cmpuint (counters->peak_res, ==, naive_status (pid, "VmHWM"));
  g_assert_cmpuint (pgs_maps_get_size (snapshot->maps), ==, counters->virt);
  g_assert_false (snapshot->moving);
}

static void
test_reading_knows_less (void)
{
  g_autoptr (Animal) animal = animal_start ("huge-zero", NULL);
  g_autoptr (PgsSnapshot) scanned = NULL;
  g_autoptr (PgsSnapshot) read = NULL;
  PgsPageCounts counts;
  guint64 start;
  guint64 end;

  if (animal == NULL)
    return;
  scanned = look_once (animal_pid (animal), PGS_SECTION_SHARING);
  read = look_once (animal_pid (animal), SHARING_BY_READING);
  animal_range (animal, "area", &start, &end);
  g_assert_false (pgs_pages_get_known (read->pages) & (PGS_PAGE_ZERO | PGS_PAGE_HUGE));
  look_count (read, start, end, &counts);
  g_assert_cmpuint (counts.file, ==, 0);
  look_count (scanned, start, end, &counts);
  g_assert_cmpuint (counts.file, ==, 0);
  if ((pgs_pages_get_known (scanned->pages) & PGS_PAGE_ZERO) && counts.present == 512)
    g_assert_cmpuint (counts.zero, ==, 512);
}

static void
test_huge (void)
{
  g_autoptr (Animal) animal = animal_start ("huge", NULL);
  g_autoptr (PgsSnapshot) snapshot = NULL;
  PgsPageCounts counts;
  guint64 start;

  if (animal == NULL)
    return;
  snapshot = look_once (animal_pid (animal), PGS_SECTION_PAGES);
  start = count_range (snapshot, animal, "area", &counts);
  g_assert_cmpuint (counts.huge * snapshot->page_size, ==,
                    naive_smaps (animal_pid (animal), start, "AnonHugePages"));
  assert_range (animal, "area");
}

/* Needs /proc/sys/vm/nr_hugepages > 0. */
static void
test_hugetlb (void)
{
  g_autoptr (Animal) animal = animal_start ("hugetlb", NULL);
  g_autoptr (PgsSnapshot) snapshot = NULL;
  PgsPageCounts counts;
  gsize region;
  guint64 start;

  if (animal == NULL)
    return;
  snapshot = look_once (animal_pid (animal), PGS_SECTION_ALL);
  start = count_range (snapshot, animal, "area", &counts);
  g_assert_true (pgs_maps_find (snapshot->maps, start, &region));
  g_assert_cmpuint (counts.present, ==, 512);
  g_assert_cmpuint (pgs_smaps_get (snapshot->smaps, region)->rss, ==, 0);
  g_assert_cmpuint (pgs_smaps_get (snapshot->smaps, region)->private_hugetlb, ==, 512 * 4096);
  g_assert_cmpuint (snapshot->counters.hugetlb, ==, 512 * 4096);
}

static void
test_swap (void)
{
  g_autoptr (Animal) animal = animal_start ("swap", NULL);
  g_autoptr (PgsSnapshot) snapshot = NULL;
  PgsPageCounts counts;
  guint64 start;
  gsize region;

  if (animal == NULL)
    return;
  if (naive_status (animal_pid (animal), "VmSwap") == 0)
    {
      g_test_skip ("this machine has no swap");
      return;
    }
  snapshot = look_once (animal_pid (animal), PGS_SECTION_ALL);
  start = count_range (snapshot, animal, "area", &counts);
  g_assert_cmpuint (counts.swapped * snapshot->page_size, ==,
                    naive_smaps (animal_pid (animal), start, "Swap"));
  assert_range (animal, "area");
  /* of shared memory only smaps knows */
  start = count_range (snapshot, animal, "shared", &counts);
  g_assert_cmpuint (counts.swapped, ==, 0);
  g_assert_true (pgs_maps_find (snapshot->maps, start, &region));
  g_assert_cmpuint (pgs_smaps_get (snapshot->smaps, region)->swap, ==,
                    naive_smaps (animal_pid (animal), start, "Swap"));
}

static void
test_moving (void)
{
  g_autoptr (Animal) animal = animal_start ("mover", NULL);
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  guint n_moving = 0;

  /* on a busy machine it may stand still for whole samples */
  for (guint i = 0; i < 40 || (n_moving == 0 && g_get_monotonic_time () < deadline); i++)
    {
      g_autoptr (PgsSnapshot) snapshot = look_again (process, PGS_SECTION_ALL);
      guint64 end = 0;

      n_moving += snapshot->moving ? 1 : 0;
      for (gsize j = 0; j < pgs_maps_get_length (snapshot->maps); j++)
        {
          g_assert_cmpuint (pgs_maps_get (snapshot->maps, j)->start, >=, end);
          end = pgs_maps_get (snapshot->maps, j)->end;
        }
    }
  g_assert_cmpuint (n_moving, >, 0);
}

static gboolean
looks_same_both_ways (gint pid)
{
  g_autoptr (PgsSnapshot) scanned = look_once (pid, PGS_SECTION_PAGES);
  g_autoptr (PgsSnapshot) read = look_once (pid, PGS_SECTION_PAGES | PGS_SECTION_PREAD);

  return look_is_same (scanned->pages, read->pages);
}

/* Everything that both ways can know, on every animal. The kernel may take a page of a library back
 * between the two looks, so there are some tries. */
static void
test_both_ways (gconstpointer data)
{
  g_autoptr (Animal) animal = animal_start (data, NULL);
  gboolean same = FALSE;

  if (animal == NULL)
    return;
  for (guint i = 0; i < MAX_LOOKS && !same; i++)
    same = looks_same_both_ways (animal_pid (animal));
  g_assert_true (same);
}

/* A large mapping is read only where smaps says that something is there. */
static void
test_reading_large (void)
{
  g_autoptr (Animal) animal = animal_start ("reserve", "32");
  g_autoptr (PgsSnapshot) read = look_once (animal_pid (animal), SHARING_BY_READING);
  PgsPageCounts counts;

  count_range (read, animal, "area", &counts);
  g_assert_cmpuint (counts.present, ==, 16);
  g_assert_cmpuint (counts.exclusive, ==, 16);
}

/* The scan sleeps now and then, so that the target gets its lock. */
static void
test_pauses (void)
{
  g_autoptr (Animal) animal = animal_start ("dense", "512");
  g_autoptr (PgsProcess) process = pgs_process_open (animal_pid (animal), NULL);
  int slack = prctl (PR_GET_TIMERSLACK);
  struct rusage before;
  struct rusage after;
  g_autoptr (PgsSnapshot) snapshot = NULL;

  getrusage (RUSAGE_THREAD, &before);
  snapshot = look_again (process, PGS_SECTION_PAGES);
  getrusage (RUSAGE_THREAD, &after);
  g_assert_cmpint (after.ru_nvcsw - before.ru_nvcsw, >=, 1);
  g_assert_cmpint (prctl (PR_GET_TIMERSLACK), ==, slack);
}

static void
add_both_ways (void)
{
  static const char *const modes[] = { "checkerboard", "dense",   "guard",        "zero",
                                       "huge",         "huge-zero", "hugetlb",    "shared",
                                       "memfd",        "swap",    "private-file", "shared-file",
                                       "deleted",      "fork",    "threads",      "many" };

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/live/trap-15/both-ways/%s", modes[i]);

      g_test_add_data_func (path, modes[i], test_both_ways);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live/trap-01/pages-count-once", test_pages_once);
  g_test_add_func ("/live/trap-01/ranges-come-once", test_ranges_once);
  g_test_add_func ("/live/trap-02/guard-is-not-swapped", test_guard);
  g_test_add_func ("/live/trap-03/zero-is-not-resident", test_zero_is_not_resident);
  g_test_add_func ("/live/trap-03/present-is-resident", test_present_is_resident);
  g_test_add_func ("/live/trap-04/exclusive-needs-reading", test_exclusive_needs_reading);
  add_sharing_from_smaps ();
  g_test_add_func ("/live/trap-04/copied-pages", test_copied_pages);
  g_test_add_func ("/live/trap-05/nothing-is-no-run", test_nothing_is_no_run);
  g_test_add_func ("/live/trap-06/features", test_features);
  g_test_add_func ("/live/trap-06/soft-dirty", test_soft_dirty);
  g_test_add_func ("/live/trap-07/counters-are-the-kernel-s", test_counters);
  g_test_add_func ("/live/trap-10/reading-knows-less", test_reading_knows_less);
  g_test_add_func ("/live/trap-10/huge", test_huge);
  g_test_add_func ("/live/trap-11/hugetlb", test_hugetlb);
  g_test_add_func ("/live/trap-11/swap", test_swap);
  g_test_add_func ("/live/trap-11/moving", test_moving);
  g_test_add_func ("/live/trap-15/reading-large", test_reading_large);
  add_both_ways ();
  g_test_add_func ("/live/trap-16/pauses", test_pauses);
  return g_test_run ();
}
