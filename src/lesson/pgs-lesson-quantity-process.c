/* pgs-lesson-quantity-process.c: what can be measured of a process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lesson-quantities.h"

#include <glib/gi18n-lib.h>

static guint64
get_state (const PgsSnapshot *snapshot)
{
  return snapshot->counters.state != '\0' ? (guint64) snapshot->counters.state : PGS_UNKNOWN;
}

static guint64
get_pss (const PgsSnapshot *snapshot)
{
  PgsTotals totals;

  pgs_snapshot_get_totals (snapshot, &totals);
  return totals.pss;
}

static guint64
get_uss (const PgsSnapshot *snapshot)
{
  PgsTotals totals;

  pgs_snapshot_get_totals (snapshot, &totals);
  return totals.uss;
}

static guint64
get_private_dirty (const PgsSnapshot *snapshot)
{
  PgsRegionSmaps totals;

  if (snapshot->smaps == NULL)
    return PGS_UNKNOWN;
  pgs_smaps_get_totals (snapshot->smaps, &totals);
  return totals.private_dirty;
}

/* The kernel's own sums need not be exact: before 6.2 each thread keeps up to 64 pages to itself before it adds
 * them, and later kernels add up what each processor has counted only now and then. What smaps says is counted
 * page by page; where it may not be read, the sum is what there is. Source: mm/memory.c, SPLIT_RSS_COUNTING;
 * proc_pid_statm(5), proc_pid_smaps(5). */
static guint64
get_res (const PgsSnapshot *snapshot)
{
  PgsRegionSmaps totals;

  if (snapshot->smaps == NULL)
    return snapshot->counters.res;
  pgs_smaps_get_totals (snapshot->smaps, &totals);
  return totals.rss;
}

static guint64
get_anon (const PgsSnapshot *snapshot)
{
  PgsRegionSmaps totals;

  if (snapshot->smaps == NULL)
    return snapshot->counters.anon;
  pgs_smaps_get_totals (snapshot->smaps, &totals);
  return totals.anon;
}

/* Of shared memory, too, which VmSwap leaves out. */
static guint64
get_swap (const PgsSnapshot *snapshot)
{
  PgsRegionSmaps totals;

  if (snapshot->smaps == NULL)
    return snapshot->counters.swap;
  pgs_smaps_get_totals (snapshot->smaps, &totals);
  return totals.swap;
}

/* What is resident and not anonymous: pages of files and shared memory. */
static guint64
get_shr (const PgsSnapshot *snapshot)
{
  PgsRegionSmaps totals;

  if (snapshot->smaps == NULL)
    return snapshot->counters.shr;
  pgs_smaps_get_totals (snapshot->smaps, &totals);
  return totals.rss - MIN (totals.anon, totals.rss);
}

/* As VIRT: without vsyscall, which is in maps and in no page table of the process. */
static guint64
get_regions (const PgsSnapshot *snapshot)
{
  guint64 n_regions = 0;

  if (snapshot->maps == NULL)
    return PGS_UNKNOWN;
  for (gsize i = 0; i < pgs_maps_get_length (snapshot->maps); i++)
    n_regions += !(pgs_maps_get (snapshot->maps, i)->flags & PGS_MAPPING_NOT_COUNTED);
  return n_regions;
}

/* All mappings to which the kernel gives that name. */
static guint64
get_named_size (const PgsSnapshot *snapshot,
                const char        *name)
{
  guint64 size = 0;

  if (snapshot->maps == NULL)
    return PGS_UNKNOWN;
  for (gsize i = 0; i < pgs_maps_get_length (snapshot->maps); i++)
    {
      const PgsMapping *mapping = pgs_maps_get (snapshot->maps, i);

      if (mapping->inode == 0 && g_strcmp0 (mapping->path, name) == 0)
        size += mapping->end - mapping->start;
    }
  return size;
}

static guint64
get_heap (const PgsSnapshot *snapshot)
{
  return get_named_size (snapshot, "[heap]");
}

static guint64
get_stack (const PgsSnapshot *snapshot)
{
  return get_named_size (snapshot, "[stack]");
}

/* A zombie is known to the kernel, but does nothing any more. */
static guint64
get_alive (const PgsSnapshot *snapshot)
{
  return snapshot->counters.state != 'Z' && snapshot->counters.state != 'X';
}

/* As long as there is a PID of it. */
static guint64
get_known (const PgsSnapshot *snapshot G_GNUC_UNUSED)
{
  return 1;
}

#define COUNTER(name_, unit_, member_) \
  .name = name_, .scope = PGS_SCOPE_PROCESS, .unit = unit_, .offset = G_STRUCT_OFFSET (PgsCounters, member_)
#define FUNCTION(name_, unit_, function_) \
  .name = name_, .scope = PGS_SCOPE_PROCESS, .unit = unit_, .of_process = function_
#define FAULTS_REASON N_("The C library and the program's own code have page faults, too.")
#define RES_REASON N_("Pages of the program's code and of the C library come and go meanwhile.")

const PgsLessonQuantity pgs_lesson_process_quantities[] = {
  { COUNTER ("virt", PGS_UNIT_BYTES, virt), .reason = N_("The C library maps memory of its own, too.") },
  { FUNCTION ("res", PGS_UNIT_BYTES, get_res), .reason = RES_REASON },
  { FUNCTION ("shr", PGS_UNIT_BYTES, get_shr), .reason = RES_REASON },
  { FUNCTION ("anon", PGS_UNIT_BYTES, get_anon), .reason = RES_REASON },
  { COUNTER ("file", PGS_UNIT_BYTES, file), .reason = RES_REASON },
  { COUNTER ("shmem", PGS_UNIT_BYTES, shmem) },
  { FUNCTION ("swap", PGS_UNIT_BYTES, get_swap), .reason = N_("The machine is short of RAM and swaps on its own.") },
  { COUNTER ("page_tables", PGS_UNIT_BYTES, page_tables) },
  { COUNTER ("peak_res", PGS_UNIT_BYTES, peak_res), .reason = RES_REASON },
  { COUNTER ("minor", PGS_UNIT_COUNT, minor_faults), .flags = PGS_QUANTITY_COUNTS, .reason = FAULTS_REASON },
  { COUNTER ("major", PGS_UNIT_COUNT, major_faults), .flags = PGS_QUANTITY_COUNTS,
    .reason = N_("A page of the program's code or of a library had to be read from the disk.") },
  { COUNTER ("threads", PGS_UNIT_COUNT, threads) },
  { COUNTER ("oom_score", PGS_UNIT_COUNT, oom_score) },
  { FUNCTION ("state", PGS_UNIT_STATE, get_state) },
  { FUNCTION ("pss", PGS_UNIT_BYTES, get_pss), .reason = RES_REASON },
  { FUNCTION ("uss", PGS_UNIT_BYTES, get_uss), .reason = RES_REASON },
  { FUNCTION ("private_dirty", PGS_UNIT_BYTES, get_private_dirty), .reason = RES_REASON },
  { FUNCTION ("promised", PGS_UNIT_BYTES, pgs_snapshot_get_committed),
    .reason = N_("The C library maps memory of its own, too.") },
  { FUNCTION ("regions", PGS_UNIT_COUNT, get_regions),
    .reason = N_("The kernel merges a mapping with its neighbour where it can.") },
  { FUNCTION ("heap", PGS_UNIT_BYTES, get_heap) },
  { FUNCTION ("stack", PGS_UNIT_BYTES, get_stack) },
  { FUNCTION ("alive", PGS_UNIT_YES_NO, get_alive), .flags = PGS_QUANTITY_OF_ENDED },
  { FUNCTION ("known", PGS_UNIT_YES_NO, get_known), .flags = PGS_QUANTITY_OF_ENDED },
};

const gsize pgs_lesson_n_process_quantities = G_N_ELEMENTS (pgs_lesson_process_quantities);
