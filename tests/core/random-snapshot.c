/* random-snapshot.c: snapshots of a process that does anything at random
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "random-snapshot.h"

#include "example.h"
#include "pgs-pages-update.h"
#include "pgs-run-iter.h"
#include "pgs-snapshot-json.h"

#include <string.h>

#define KNOWN ((PgsPageState) 0xff)
#define BASE ((guint64) 1 << 20)
#define MAX_PARTS 4

static guint64
below (GRand   *rand,
       guint64  limit)
{
  return (guint64) g_rand_int_range (rand, 0, (gint32) limit);
}

static gboolean
one_in (GRand *rand,
        guint  n)
{
  return below (rand, n) == 0;
}

/* Adds a mapping that is of any kind. */
static void
add_any (PgsMapsBuilder *builder,
         GRand          *rand,
         guint64         first,
         guint64         end)
{
  static const char *const paths[] = {
    NULL, NULL, NULL, "[heap]", "[stack]", "[vdso]", "/bin/exe", "/lib/x.so", "/lib/\xff\n", "/SYSV00000000",
    "/memfd:x", "[anon:x]",
  };
  const char *path = paths[below (rand, G_N_ELEMENTS (paths))];
  PgsMapping mapping = { .start = first * EXAMPLE_PAGE, .end = end * EXAMPLE_PAGE };

  mapping.perms = (guint8) below (rand, 16);
  mapping.flags = one_in (rand, 5) ? (guint8) below (rand, 4) : 0;
  if (path != NULL && path[0] == '/')
    {
      mapping.inode = 1 + below (rand, 9);
      mapping.dev_minor = EXAMPLE_EXE_MINOR;
      mapping.dev_major = (guint32) (below (rand, 2) * G_MAXUINT32);
      mapping.offset = below (rand, 9) * EXAMPLE_PAGE;
    }
  pgs_maps_builder_add (builder, &mapping, path, path != NULL ? strlen (path) : 0);
}

static PgsMaps *
end_maps (PgsMapsBuilder *builder)
{
  const PgsExe exe = { EXAMPLE_EXE_INODE, 0, EXAMPLE_EXE_MINOR, NULL };

  return pgs_maps_builder_end (builder, &exe);
}

static PgsMaps *
new_maps (GRand *rand)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (0);
  const guint64 longest = one_in (rand, 3) ? 900 : 60;
  guint64 at = below (rand, 20);

  while (at < RANDOM_SNAPSHOT_PAGES && !one_in (rand, 80))
    {
      const guint64 end = at + 1 + below (rand, longest);

      add_any (builder, rand, BASE + at, BASE + end);
      at = end + (one_in (rand, 2) ? below (rand, 30) : 0);
    }
  if (one_in (rand, 3))
    add_any (builder, rand, 0xffffffffff600, 0xffffffffff601);
  return end_maps (builder);
}

/* Adds what became of a mapping. */
static void
add_changed (PgsMapsBuilder *builder,
             GRand          *rand,
             PgsMapping      mapping)
{
  const char *path = mapping.path;
  const guint64 n_pages = (mapping.end - mapping.start) / EXAMPLE_PAGE;
  const guint64 cut = mapping.start + (n_pages > 1 ? (1 + below (rand, n_pages - 1)) * EXAMPLE_PAGE : 0);

  switch (below (rand, 8))
    {
    case 0:
      return;
    case 1:
      mapping.perms ^= 1 << below (rand, 4);
      break;
    case 2:
      mapping.end += below (rand, 10) * EXAMPLE_PAGE;
      break;
    case 3:
      mapping.end = MAX (cut, mapping.start + EXAMPLE_PAGE);
      break;
    case 4:
      path = "[heap]";
      break;
    case 5:
      mapping.offset += EXAMPLE_PAGE;
      mapping.inode ^= 4;
      break;
    case 6:
      mapping.flags ^= PGS_MAPPING_DELETED;
      break;
    default: /* split */
      if (cut > mapping.start)
        {
          PgsMapping low = mapping;

          low.end = cut;
          low.perms ^= PGS_PERM_WRITE;
          pgs_maps_builder_add (builder, &low, path, path != NULL ? strlen (path) : 0);
          mapping.start = cut;
        }
    }
  pgs_maps_builder_add (builder, &mapping, path, path != NULL ? strlen (path) : 0);
}

static PgsMaps *
next_maps (PgsMaps *before,
           GRand   *rand)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (0);
  const guint often = one_in (rand, 3) ? 2 : 20;
  guint64 end = BASE;

  if (one_in (rand, 10))
    {
      pgs_maps_builder_free (builder);
      return new_maps (rand);
    }
  for (gsize i = 0; i < pgs_maps_get_length (before); i++)
    {
      const PgsMapping *mapping = pgs_maps_get (before, i);
      const guint64 first = mapping->start / EXAMPLE_PAGE;

      if (first > end + 1 && one_in (rand, often))
        add_any (builder, rand, end, end + 1 + below (rand, MIN (first - end - 1, 100)));
      if (one_in (rand, often))
        add_changed (builder, rand, *mapping);
      else
        pgs_maps_builder_add (builder, mapping, mapping->path,
                              mapping->path != NULL ? strlen (mapping->path) : 0);
      end = mapping->end / EXAMPLE_PAGE;
    }
  return end_maps (builder);
}

/* Appends runs of `[first, end)` in one of many patterns. */
static void
add_runs (GArray  *runs,
          GRand   *rand,
          guint64  first,
          guint64  end)
{
  static const guint8 some[] = { 1, 1 | 8, 1 | 4, 1 | 16, 1 | 32, 2, 64, 1 | 8 | 128 };
  const guint64 longest = one_in (rand, 2) ? 3 : 300;
  const gboolean any = one_in (rand, 4);
  const guint64 gap = below (rand, 3) * below (rand, 5);

  while (first < end)
    {
      const guint64 count = MIN (1 + below (rand, longest), end - first);
      PgsRun run = { .first = first, .count = count & PGS_RUN_MAX_COUNT };

      run.states = any ? (guint16) (1 + below (rand, 255)) : some[below (rand, G_N_ELEMENTS (some))];
      g_array_append_val (runs, run);
      first += count + (gap > 0 ? below (rand, gap) : 0);
    }
}

/* Reads some parts of the address space at @now_us. */
static PgsPages *
next_pages (PgsPages *before,
            PgsMaps  *maps,
            GRand    *rand,
            gint64    now_us)
{
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (PgsRun));
  PgsPagesPart parts[MAX_PARTS] = { 0 };
  const guint n_parts = (guint) below (rand, MAX_PARTS);
  guint starts[MAX_PARTS + 1] = { 0 };
  guint64 at = BASE;

  for (guint i = 0; i < n_parts; i++)
    {
      const guint64 first = at + below (rand, 400);
      const guint64 length = one_in (rand, 3) ? 3 : RANDOM_SNAPSHOT_PAGES;

      at = first + 1 + below (rand, length);
      parts[i].range = (PgsReadRange) { first, at, now_us };
      add_runs (runs, rand, first, at);
      starts[i + 1] = runs->len;
    }
  if (n_parts > 0 && one_in (rand, 4)) /* all of it */
    parts[n_parts - 1].range.end = G_MAXUINT64;
  for (guint i = 0; i < n_parts; i++)
    {
      parts[i].runs = (const PgsRun *) (gpointer) runs->data + starts[i];
      parts[i].n_runs = starts[i + 1] - starts[i];
    }
  return pgs_pages_update (before, maps, parts, n_parts, NULL, 0);
}

static PgsPages *
new_pages (PgsMaps *maps,
           GRand   *rand,
           gint64   now_us)
{
  g_autoptr (PgsCoverage) coverage = one_in (rand, 2) ? pgs_coverage_new () : pgs_coverage_new_whole (now_us);
  g_autoptr (PgsPages) unread =
    pgs_pages_new_unread (maps, EXAMPLE_SHIFT, one_in (rand, 4) ? PGS_PAGE_PRESENT : KNOWN, coverage);

  return next_pages (unread, maps, rand, now_us);
}

static PgsSmaps *
new_smaps (PgsMaps  *maps,
           PgsSmaps *before,
           GRand    *rand)
{
  static const char *const flags[] = { NULL, "rd wr", "rd ex mr mw", "rd" };
  PgsSmapsBuilder *builder = pgs_smaps_builder_new (maps);
  g_autoptr (PgsSmaps) smaps = NULL;
  PgsRegionSmaps totals;

  for (gsize i = 0; i < pgs_maps_get_length (maps); i++)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, i);
      const PgsRegionSmaps *then = before != NULL ? pgs_smaps_get (before, i) : NULL;
      PgsRegionSmaps counters = { .rss = below (rand, 99) << 10, .pss = below (rand, 9999) };

      if (one_in (rand, 9)) /* nothing was heard of it */
        continue;
      counters.private_dirty = below (rand, 3) << 12;
      counters.anon_huge = one_in (rand, 9) ? PGS_UNKNOWN : below (rand, 2) << 21;
      counters.shared_hugetlb = PGS_UNKNOWN;
      counters.vm_flags = flags[below (rand, G_N_ELEMENTS (flags))];
      if (then != NULL && !one_in (rand, 5))
        counters = *then;
      pgs_smaps_builder_add (builder, mapping->start, mapping->end, &counters);
    }
  smaps = pgs_smaps_builder_end (builder);
  pgs_smaps_get_totals (smaps, &totals);
  builder = pgs_smaps_builder_new (maps);
  totals.rss += below (rand, 2) << 12; /* of what belongs to no region */
  for (gsize i = 0; i < pgs_maps_get_length (maps); i++)
    if (pgs_smaps_get (smaps, i) != NULL)
      pgs_smaps_builder_add (builder, pgs_maps_get (maps, i)->start, pgs_maps_get (maps, i)->end,
                             pgs_smaps_get (smaps, i));
  pgs_smaps_builder_set_totals (builder, &totals);
  return pgs_smaps_builder_end (builder);
}

static PgsProcessInfo *
new_process (GRand *rand)
{
  static const char *const cmdline[] = { "/bin/\xff\n", "--say=\"\033[1m\"", "", NULL };
  PgsProcessInfo *process = pgs_process_info_new ();

  process->pid = (gint) below (rand, 99999);
  process->start_ticks = g_rand_int (rand);
  process->started_at_us = (gint64) g_rand_int (rand) * 1000;
  process->uid = one_in (rand, 3) ? G_MAXUINT32 : 1000;
  process->inner_pid = (gint) below (rand, 9);
  process->inner_uid = one_in (rand, 3) ? 0 : G_MAXUINT32;
  process->name = g_strdup (one_in (rand, 2) ? "ex\tample" : "");
  process->user = one_in (rand, 2) ? g_strdup ("alice") : NULL;
  process->exe = one_in (rand, 2) ? g_strdup ("/bin/\xff\n (deleted)") : NULL;
  process->cmdline = one_in (rand, 2) ? g_strdupv ((GStrv) cmdline) : g_new0 (char *, below (rand, 2));
  process->cgroup = one_in (rand, 2) ? g_strdup ("/user.slice") : NULL;
  process->memory_limit = one_in (rand, 2) ? PGS_UNKNOWN : g_rand_int (rand);
  process->is_kernel_thread = one_in (rand, 9);
  return process;
}

static guint64
any_counter (GRand *rand)
{
  return one_in (rand, 5) ? PGS_UNKNOWN : (guint64) g_rand_int (rand) << below (rand, 20);
}

static void
set_numbers (PgsSnapshot *snapshot,
             GRand       *rand)
{
  PgsCounters *counters = &snapshot->counters;

  counters->state = "RSDTZ"[below (rand, 5)];
  counters->priority = (gint) below (rand, 140) - 100;
  counters->nice = (gint) below (rand, 40) - 20;
  counters->ppid = (gint) below (rand, 9999);
  counters->threads = any_counter (rand);
  counters->minor_faults = any_counter (rand);
  counters->major_faults = any_counter (rand);
  counters->virt = any_counter (rand);
  counters->res = any_counter (rand);
  counters->shr = any_counter (rand);
  counters->anon = any_counter (rand);
  counters->file = any_counter (rand);
  counters->shmem = any_counter (rand);
  counters->swap = any_counter (rand);
  counters->page_tables = any_counter (rand);
  counters->locked = any_counter (rand);
  counters->hugetlb = any_counter (rand);
  counters->peak_virt = any_counter (rand);
  counters->peak_res = any_counter (rand);
  counters->oom_score = any_counter (rand);
  for (guint i = 0; i < PGS_N_PARTS; i++)
    {
      snapshot->access[i] = (PgsAccess) below (rand, 3);
      snapshot->denials[i] = (PgsDenial) below (rand, PGS_N_DENIALS);
    }
}

/* A process at some moment, with or without any of its parts. */
PgsSnapshot *
random_snapshot_new (GRand *rand)
{
  PgsSnapshot *snapshot = pgs_snapshot_new ();

  snapshot->taken_at_us = G_GINT64_CONSTANT (1795190400123456) + g_rand_int (rand);
  snapshot->monotonic_us = 1 + g_rand_int (rand);
  snapshot->page_size = EXAMPLE_PAGE;
  snapshot->moving = one_in (rand, 3);
  snapshot->process = new_process (rand);
  set_numbers (snapshot, rand);
  if (one_in (rand, 10))
    return snapshot;
  snapshot->maps = new_maps (rand);
  if (!one_in (rand, 5))
    snapshot->pages = new_pages (snapshot->maps, rand, snapshot->monotonic_us);
  snapshot->pages_at_us = snapshot->pages != NULL ? snapshot->monotonic_us : 0;
  if (!one_in (rand, 5))
    snapshot->smaps = new_smaps (snapshot->maps, NULL, rand);
  snapshot->smaps_at_us = snapshot->smaps != NULL ? snapshot->monotonic_us - 1 : 0;
  return snapshot;
}

static void
set_next_pages (PgsSnapshot *snapshot,
                PgsSnapshot *before,
                GRand       *rand)
{
  if (before->pages == NULL || one_in (rand, 12))
    snapshot->pages = one_in (rand, 3) ? NULL : new_pages (snapshot->maps, rand, snapshot->monotonic_us);
  else if (snapshot->maps == before->maps && one_in (rand, 3))
    snapshot->pages = pgs_pages_ref (before->pages);
  else
    snapshot->pages = next_pages (before->pages, snapshot->maps, rand, snapshot->monotonic_us);
  snapshot->pages_at_us = snapshot->pages != NULL ? snapshot->monotonic_us : 0;
}

static void
set_next_smaps (PgsSnapshot *snapshot,
                PgsSnapshot *before,
                GRand       *rand)
{
  if (before->smaps == NULL || one_in (rand, 12))
    snapshot->smaps = one_in (rand, 3) ? NULL : new_smaps (snapshot->maps, NULL, rand);
  else if (snapshot->maps != before->maps)
    snapshot->smaps = pgs_smaps_rebase (before->smaps, before->maps, snapshot->maps);
  else if (one_in (rand, 3))
    snapshot->smaps = pgs_smaps_ref (before->smaps);
  else
    snapshot->smaps = new_smaps (snapshot->maps, before->smaps, rand);
  snapshot->smaps_at_us = snapshot->smaps != NULL ? snapshot->monotonic_us - 1 : 0;
}

/* The same process some time later; parts that did not change are the same pointers, some of them. */
PgsSnapshot *
random_snapshot_next (PgsSnapshot *before,
                      GRand       *rand)
{
  PgsSnapshot *snapshot = pgs_snapshot_new ();

  snapshot->counters = before->counters;
  memcpy (snapshot->access, before->access, sizeof before->access);
  memcpy (snapshot->denials, before->denials, sizeof before->denials);
  snapshot->page_size = before->page_size;
  snapshot->moving = one_in (rand, 3);
  snapshot->taken_at_us = before->taken_at_us + 100000 + (gint64) below (rand, 99);
  snapshot->monotonic_us = before->monotonic_us + 100000;
  if (one_in (rand, 5))
    set_numbers (snapshot, rand);
  else
    snapshot->counters.res += (below (rand, 9) - 4) << 12;
  snapshot->process = one_in (rand, 20) ? new_process (rand) : pgs_process_info_ref (before->process);
  if (one_in (rand, 20))
    return snapshot;
  if (before->maps == NULL)
    snapshot->maps = new_maps (rand);
  else if (one_in (rand, 3))
    snapshot->maps = next_maps (before->maps, rand);
  else
    snapshot->maps = pgs_maps_ref (before->maps);
  set_next_pages (snapshot, before, rand);
  set_next_smaps (snapshot, before, rand);
  return snapshot;
}

static void
compare_pages (const PgsPages *a,
               const PgsPages *b)
{
  const PgsReadRange *ranges_a;
  const PgsReadRange *ranges_b;
  gsize n_a;
  gsize n_b;
  PgsRunIter iter_a;
  PgsRunIter iter_b;
  PgsRun run_a;
  PgsRun run_b;

  pgs_run_iter_init (&iter_a, a, 0, G_MAXUINT64);
  pgs_run_iter_init (&iter_b, b, 0, G_MAXUINT64);
  while (pgs_run_iter_next (&iter_a, &run_a))
    {
      g_assert_true (pgs_run_iter_next (&iter_b, &run_b));
      g_assert_cmpmem (&run_a, sizeof run_a, &run_b, sizeof run_b);
    }
  g_assert_false (pgs_run_iter_next (&iter_b, &run_b));
  ranges_a = pgs_coverage_get_ranges (pgs_pages_get_coverage (a), &n_a);
  ranges_b = pgs_coverage_get_ranges (pgs_pages_get_coverage (b), &n_b);
  g_assert_cmpuint (n_a, ==, n_b);
  if (n_a > 0)
    g_assert_cmpmem (ranges_a, n_a * sizeof *ranges_a, ranges_b, n_b * sizeof *ranges_b);
  g_assert_cmpuint ((guint) pgs_pages_get_known (a), ==, (guint) pgs_pages_get_known (b));
  g_assert_cmpuint (pgs_pages_get_n_runs (a), ==, pgs_pages_get_n_runs (b));
}

/* Bytes that are not UTF-8 look alike in JSON. */
static void
compare_maps (const PgsMaps *a,
              const PgsMaps *b)
{
  g_assert_cmpuint (pgs_maps_get_length (a), ==, pgs_maps_get_length (b));
  for (gsize i = 0; i < pgs_maps_get_length (a); i++)
    {
      PgsMapping left = *pgs_maps_get (a, i);
      PgsMapping right = *pgs_maps_get (b, i);

      g_assert_cmpstr (left.path, ==, right.path);
      g_assert_true (left.start == right.start && left.end == right.end && left.offset == right.offset);
      g_assert_true (left.inode == right.inode && left.dev_major == right.dev_major
                     && left.dev_minor == right.dev_minor);
      g_assert_true (left.perms == right.perms && left.kind == right.kind && left.flags == right.flags);
    }
  g_assert_cmpuint (pgs_maps_get_size (a), ==, pgs_maps_get_size (b));
}

static void
compare_smaps (PgsSnapshot *a,
               PgsSnapshot *b)
{
  PgsRegionSmaps totals_a;
  PgsRegionSmaps totals_b;

  pgs_smaps_get_totals (a->smaps, &totals_a);
  pgs_smaps_get_totals (b->smaps, &totals_b);
  g_assert_cmpmem (&totals_a, sizeof totals_a, &totals_b, sizeof totals_b);
  for (gsize i = 0; i < pgs_maps_get_length (a->maps); i++)
    {
      const PgsRegionSmaps *left = pgs_smaps_get (a->smaps, i);
      const PgsRegionSmaps *right = pgs_smaps_get (b->smaps, i);

      g_assert_true ((left == NULL) == (right == NULL));
      if (left == NULL)
        continue;
      g_assert_cmpmem (left, G_STRUCT_OFFSET (PgsRegionSmaps, vm_flags), right,
                       G_STRUCT_OFFSET (PgsRegionSmaps, vm_flags));
      g_assert_cmpstr (left->vm_flags, ==, right->vm_flags);
    }
}

static void
compare_process (const PgsProcessInfo *a,
                 const PgsProcessInfo *b)
{
  g_assert_cmpint (a->pid, ==, b->pid);
  g_assert_cmpuint (a->start_ticks, ==, b->start_ticks);
  g_assert_cmpint (a->is_kernel_thread, ==, b->is_kernel_thread);
  g_assert_cmpstr (a->exe, ==, b->exe);
  g_assert_true ((a->cmdline == NULL) == (b->cmdline == NULL));
  if (a->cmdline != NULL)
    g_assert_true (g_strv_equal ((const char *const *) a->cmdline, (const char *const *) b->cmdline));
}

static void
compare_json (PgsSnapshot *a,
              PgsSnapshot *b)
{
  g_autoptr (GString) json_a = g_string_new (NULL);
  g_autoptr (GString) json_b = g_string_new (NULL);

  pgs_snapshot_to_json (a, PGS_SNAPSHOT_JSON_RUNS, json_a);
  pgs_snapshot_to_json (b, PGS_SNAPSHOT_JSON_RUNS, json_b);
  g_assert_cmpstr (json_a->str, ==, json_b->str);
}

/* Asserts that nobody can tell one from the other. */
void
random_snapshot_compare (PgsSnapshot *a,
                         PgsSnapshot *b)
{
  compare_json (a, b);
  compare_process (a->process, b->process);
  g_assert_cmpint (a->taken_at_us, ==, b->taken_at_us);
  g_assert_cmpint (a->monotonic_us, ==, b->monotonic_us);
  g_assert_cmpint (a->pages_at_us, ==, b->pages_at_us);
  g_assert_cmpint (a->smaps_at_us, ==, b->smaps_at_us);
  g_assert_cmpmem (a->denials, sizeof a->denials, b->denials, sizeof b->denials);
  g_assert_cmpmem (a->access, sizeof a->access, b->access, sizeof b->access);
  g_assert_cmpmem (&a->counters.threads, sizeof a->counters - G_STRUCT_OFFSET (PgsCounters, threads),
                   &b->counters.threads, sizeof b->counters - G_STRUCT_OFFSET (PgsCounters, threads));
  g_assert_cmpint (a->counters.ppid, ==, b->counters.ppid);
  g_assert_true ((a->maps == NULL) == (b->maps == NULL) && (a->pages == NULL) == (b->pages == NULL)
                 && (a->smaps == NULL) == (b->smaps == NULL));
  if (a->maps != NULL)
    compare_maps (a->maps, b->maps);
  if (a->pages != NULL)
    compare_pages (a->pages, b->pages);
  if (a->smaps != NULL)
    compare_smaps (a, b);
}

/* The same resident pages, and each since the same time. */
void
random_snapshot_compare_ages (PgsAges *a,
                              PgsAges *b)
{
  g_assert_true ((a == NULL) == (b == NULL));
  for (guint64 page = 0; a != NULL && page < RANDOM_SNAPSHOT_PAGES + 1000; page++)
    {
      gint64 since_a = -1, since_b = -1;

      g_assert_true (pgs_ages_lookup (a, page, &since_a) == pgs_ages_lookup (b, page, &since_b));
      g_assert_cmpint (since_a, ==, since_b);
    }
}
