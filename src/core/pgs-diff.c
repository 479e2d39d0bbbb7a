/* pgs-diff.c: what differs between two snapshots, region by region and page by page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A diff keeps what it needs to stand on its own: the mappings of both sides (shared by reference),
 * what changed of regions, and every run of pages whose states differ. So it can be turned round
 * (pgs-diff-reverse.c) and applied (pgs-diff-apply.c) without the snapshots, and a map can colour
 * pages by it. What did not change costs nothing.
 */
#include "config.h"

#include "pgs-diff-private.h"

#include "pgs-boxed.h"

PGS_DEFINE_BOXED_TYPE (PgsDiff, pgs_diff)

/**
 * pgs_diff_alloc:
 *
 * Returns: (transfer full): an empty diff, to be filled by its maker
 */
PgsDiff *
pgs_diff_alloc (void)
{
  PgsDiff *self = g_atomic_rc_box_new0 (PgsDiff);

  self->entries = g_array_new (FALSE, FALSE, sizeof (PgsDiffEntry));
  self->runs = g_array_new (FALSE, FALSE, sizeof (PgsDiffRun));
  return self;
}

static void
input_clear (PgsDiffInput *self)
{
  g_clear_pointer (&self->process, pgs_process_info_unref);
  g_clear_pointer (&self->maps, pgs_maps_unref);
  g_clear_pointer (&self->coverage, pgs_coverage_unref);
}

static void
diff_clear (gpointer data)
{
  PgsDiff *self = data;

  input_clear (&self->a);
  input_clear (&self->b);
  g_clear_pointer (&self->entries, g_array_unref);
  g_clear_pointer (&self->runs, g_array_unref);
}

/**
 * pgs_diff_ref:
 * @self: a diff
 *
 * Any thread may take and drop references.
 *
 * Returns: (transfer full): @self
 */
PgsDiff *
pgs_diff_ref (PgsDiff *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * pgs_diff_unref:
 * @self: (transfer full): a diff
 */
void
pgs_diff_unref (PgsDiff *self)
{
  g_atomic_rc_box_release_full (self, diff_clear);
}

static void
set_totals (PgsDiffInput      *self,
            const PgsSnapshot *snapshot)
{
  const PgsCounters *counters = &snapshot->counters;
  PgsTotals totals;

  pgs_snapshot_get_totals (snapshot, &totals);
  self->totals[PGS_DIFF_TOTAL_VIRT] = counters->virt;
  self->totals[PGS_DIFF_TOTAL_RES] = counters->res;
  self->totals[PGS_DIFF_TOTAL_SHR] = counters->shr;
  self->totals[PGS_DIFF_TOTAL_ANON] = counters->anon;
  self->totals[PGS_DIFF_TOTAL_FILE] = counters->file;
  self->totals[PGS_DIFF_TOTAL_SHMEM] = counters->shmem;
  self->totals[PGS_DIFF_TOTAL_SWAP] = counters->swap;
  self->totals[PGS_DIFF_TOTAL_PSS] = totals.pss;
  self->totals[PGS_DIFF_TOTAL_USS] = totals.uss;
  self->totals[PGS_DIFF_TOTAL_PAGE_TABLES] = counters->page_tables;
  self->totals[PGS_DIFF_TOTAL_LOCKED] = counters->locked;
  self->totals[PGS_DIFF_TOTAL_PEAK_VIRT] = counters->peak_virt;
  self->totals[PGS_DIFF_TOTAL_PEAK_RES] = counters->peak_res;
}

static void
input_init (PgsDiffInput      *self,
            const PgsSnapshot *snapshot)
{
  self->taken_at_us = snapshot->taken_at_us;
  self->monotonic_us = snapshot->monotonic_us;
  self->page_size = snapshot->page_size;
  if (snapshot->process != NULL)
    self->process = pgs_process_info_ref (snapshot->process);
  if (snapshot->maps != NULL)
    self->maps = pgs_maps_ref (snapshot->maps);
  if (snapshot->pages != NULL)
    {
      self->coverage = pgs_coverage_ref (pgs_pages_get_coverage (snapshot->pages));
      self->known = pgs_pages_get_known (snapshot->pages);
    }
  set_totals (self, snapshot);
}

/**
 * pgs_diff_new:
 * @a: a snapshot
 * @b: another one: usually a later one of the same process, or one of another process
 *
 * Compares regions and pages. Regions are matched by address in one address space, and by what they
 * are where they moved or the processes differ. What is denied or was not read in one of both is
 * unknown and never a change. O(regions + pieces of pages), and where they differ O(runs); what moved
 * O(n log n). Any thread.
 *
 * Returns: (transfer full): what differs; without entries and runs if nothing does
 */
PgsDiff *
pgs_diff_new (PgsSnapshot *a,
              PgsSnapshot *b)
{
  PgsDiff *self;
  g_autoptr (GArray) matches = NULL;

  g_return_val_if_fail (a != NULL && b != NULL, NULL);

  self = pgs_diff_alloc ();
  input_init (&self->a, a);
  input_init (&self->b, b);
  self->is_same_space = pgs_diff_is_same_space_of (a, b);
  self->is_comparable = a->pages != NULL && b->pages != NULL
                        && pgs_pages_get_shift (a->pages) == pgs_pages_get_shift (b->pages);
  matches = pgs_diff_match (a, b, self->is_same_space);
  pgs_diff_compare_pages (self, a, b, matches);
  pgs_diff_add_entries (self, a, b, matches);
  pgs_diff_finish (self);
  return self;
}

/**
 * pgs_diff_get_entries:
 * @self: a diff
 * @n_entries: (out): how many
 *
 * Returns: (transfer none) (array length=n_entries): regions that are not the same, largest
 *   difference of RSS first, then of size, then by address
 */
const PgsDiffEntry *
pgs_diff_get_entries (const PgsDiff *self,
                      gsize         *n_entries)
{
  *n_entries = self->entries->len;
  return (const PgsDiffEntry *) (gpointer) self->entries->data;
}

/**
 * pgs_diff_get_runs:
 * @self: a diff
 * @n_runs: (out): how many
 *
 * Returns: (transfer none) (array length=n_runs): pages whose states differ, ascending by their
 *   addresses in b; then those of memory that is not in b, ascending by their addresses in a
 */
const PgsDiffRun *
pgs_diff_get_runs (const PgsDiff *self,
                   gsize         *n_runs)
{
  *n_runs = self->runs->len;
  return (const PgsDiffRun *) (gpointer) self->runs->data;
}

/**
 * pgs_diff_find_run:
 * @self: a diff
 * @page_b: a page number in b
 *
 * O(log n).
 *
 * Returns: index of the first run that ends above it in b; of the first that is not in b, if none
 *   does
 */
gsize
pgs_diff_find_run (const PgsDiff *self,
                   guint64        page_b)
{
  gsize low = 0;
  gsize high = self->n_runs_b;

  while (low < high)
    {
      const gsize middle = low + (high - low) / 2;
      const PgsDiffRun *run = &g_array_index (self->runs, PgsDiffRun, middle);

      if (run->b + run->count > page_b)
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

/**
 * pgs_diff_get_maps_a:
 * @self: a diff
 *
 * Returns: (transfer none) (nullable): all mappings of a, %NULL if they were denied
 */
PgsMaps *
pgs_diff_get_maps_a (const PgsDiff *self)
{
  return self->a.maps;
}

/**
 * pgs_diff_get_maps_b:
 * @self: a diff
 *
 * Returns: (transfer none) (nullable): all mappings of b, %NULL if they were denied
 */
PgsMaps *
pgs_diff_get_maps_b (const PgsDiff *self)
{
  return self->b.maps;
}

/**
 * pgs_diff_get_mapping_a:
 * @self: a diff
 * @entry: one of its entries
 *
 * Returns: (transfer none) (nullable): the mapping in a, %NULL if it was added
 */
const PgsMapping *
pgs_diff_get_mapping_a (const PgsDiff      *self,
                        const PgsDiffEntry *entry)
{
  return entry->a.region != PGS_DIFF_NONE ? pgs_maps_get (self->a.maps, entry->a.region) : NULL;
}

/**
 * pgs_diff_get_mapping_b:
 * @self: a diff
 * @entry: one of its entries
 *
 * Returns: (transfer none) (nullable): the mapping in b, %NULL if it was removed
 */
const PgsMapping *
pgs_diff_get_mapping_b (const PgsDiff      *self,
                        const PgsDiffEntry *entry)
{
  return entry->b.region != PGS_DIFF_NONE ? pgs_maps_get (self->b.maps, entry->b.region) : NULL;
}

/**
 * pgs_diff_get_mapping:
 * @self: a diff
 * @entry: one of its entries
 *
 * Returns: (transfer none): the mapping in b, or in a if it was removed
 */
const PgsMapping *
pgs_diff_get_mapping (const PgsDiff      *self,
                      const PgsDiffEntry *entry)
{
  return entry->b.region != PGS_DIFF_NONE ? pgs_diff_get_mapping_b (self, entry)
                                          : pgs_diff_get_mapping_a (self, entry);
}

/**
 * pgs_diff_get_total:
 * @self: a diff
 * @total: which
 * @values: (out caller-allocates): in a and in b; bytes, %PGS_UNKNOWN where it was not read
 *
 * The totals of the snapshots, as in their ledgers.
 */
void
pgs_diff_get_total (const PgsDiff *self,
                    PgsDiffTotal   total,
                    guint64        values[2])
{
  values[0] = self->a.totals[total];
  values[1] = self->b.totals[total];
}

/**
 * pgs_diff_get_delta:
 * @self: a diff
 * @total: which
 *
 * Returns: by how many bytes it is more in b; %PGS_DIFF_UNKNOWN
 */
gint64
pgs_diff_get_delta (const PgsDiff *self,
                    PgsDiffTotal   total)
{
  const guint64 a = self->a.totals[total];
  const guint64 b = self->b.totals[total];

  return a == PGS_UNKNOWN || b == PGS_UNKNOWN ? PGS_DIFF_UNKNOWN : (gint64) (b - a);
}

/**
 * pgs_diff_get_sums:
 * @self: a diff
 * @sums: (out caller-allocates): what its entries add up to
 */
void
pgs_diff_get_sums (const PgsDiff *self,
                   PgsDiffSums   *sums)
{
  *sums = self->sums;
}

/**
 * pgs_diff_has_pages:
 * @self: a diff
 *
 * Returns: whether both snapshots have pages that can be compared
 */
gboolean
pgs_diff_has_pages (const PgsDiff *self)
{
  return self->is_comparable;
}

/**
 * pgs_diff_knows_sharing:
 * @self: a diff
 *
 * Returns: whether both snapshots tell which pages are mapped only there, so that all copied pages
 *   are known
 */
gboolean
pgs_diff_knows_sharing (const PgsDiff *self)
{
  return self->is_comparable && (self->a.known & self->b.known & PGS_PAGE_EXCLUSIVE);
}

/**
 * pgs_diff_is_same_space:
 * @self: a diff
 *
 * Returns: whether an address means the same in both
 */
gboolean
pgs_diff_is_same_space (const PgsDiff *self)
{
  return self->is_same_space;
}

/**
 * pgs_diff_total_get_id:
 * @total: a total
 *
 * Returns: its key in JSON
 */
const char *
pgs_diff_total_get_id (PgsDiffTotal total)
{
  static const char *const ids[PGS_N_DIFF_TOTALS] = {
    [PGS_DIFF_TOTAL_VIRT] = "virt",
    [PGS_DIFF_TOTAL_RES] = "res",
    [PGS_DIFF_TOTAL_SHR] = "shr",
    [PGS_DIFF_TOTAL_ANON] = "anon",
    [PGS_DIFF_TOTAL_FILE] = "file",
    [PGS_DIFF_TOTAL_SHMEM] = "shmem",
    [PGS_DIFF_TOTAL_SWAP] = "swap",
    [PGS_DIFF_TOTAL_PSS] = "pss",
    [PGS_DIFF_TOTAL_USS] = "uss",
    [PGS_DIFF_TOTAL_PAGE_TABLES] = "page_tables",
    [PGS_DIFF_TOTAL_LOCKED] = "locked",
    [PGS_DIFF_TOTAL_PEAK_VIRT] = "peak_virt",
    [PGS_DIFF_TOTAL_PEAK_RES] = "peak_res",
  };

  g_return_val_if_fail ((guint) total < PGS_N_DIFF_TOTALS, NULL);
  return ids[total];
}

/**
 * pgs_change_get_id:
 * @change: one change
 *
 * Returns: its word in JSON
 */
const char *
pgs_change_get_id (PgsChange change)
{
  static const char *const ids[PGS_N_CHANGES] = {
    "pages", "added", "removed", "grown", "shrunk", "moved", "protection", "renamed", "replaced",
    "kind", "split", "merged",
  };
  const gint bit = g_bit_nth_lsf (change, -1);

  g_return_val_if_fail (bit >= 0 && bit < PGS_N_CHANGES, NULL);
  return ids[bit];
}
