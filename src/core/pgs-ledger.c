/* pgs-ledger.c: VIRT, RES and the shared accounts of a snapshot, line by line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Under each total (=) stand the lines that add up to it, in bytes:
 *
 *   virt    = virt             statm
 *             never_touched    maps − the lines below
 *             resident         present pages but the zero page
 *             zero             pages mapped to the shared zero page
 *             present          only where the zero page is not known: both of these together
 *             swapped          swap entries
 *             guard            guard entries
 *             difference       statm − maps: 0 unless the process moved
 *   res     = res              statm
 *             anon file shmem  status
 *             difference       statm − status: what kernels with approximate counters are off by
 *           = res_by_pages     statm
 *             present          present pages
 *             zero             − the zero page, which no counter has
 *             hugetlb          − hugetlb pages, which have a counter of their own
 *             special          − pages that are no memory of the process: vvar, devices
 *             slack            what is left over; "unexplained" if one of the above is not known
 *           of which huge      transparent huge pages
 *   shared  = rss              smaps
 *             private_clean private_dirty shared_clean shared_dirty
 *           = pss              smaps
 *             from_rss         rss
 *             shared_with_others   − the share of other processes in shared pages
 *           = uss              smaps: what would be free if this process ended
 *             from_pss         pss
 *             shared_own       − its own share in shared pages
 *             private_hugetlb  hugetlb pages are not in rss
 *
 * A line that is not known is not 0: its total is then not fully explained. On the page side of RES
 * all that no line could take is in the last one, so that known lines always add up there.
 *
 * Special pages: the kernel counts a page in RSS if vm_normal_page() finds one. It does for vdso
 * (its page is in RssFile) and does not for mappings of type io or pfnmap, of which vvar is one.
 * smaps tells these by VmFlags "io" and "pf"; without smaps only vvar is recognised.
 * Source: fs/proc/task_mmu.c, mm/memory.c; proc_pid_smaps(5).
 */
#include "config.h"

#include "pgs-ledger.h"

#include "pgs-read-iter.h"
#include "pgs-run-iter.h"

#include <string.h>

#define UNKNOWN_BYTES G_MININT64

/* What the regions and their pages add up to, in bytes; %UNKNOWN_BYTES where not known. */
typedef struct
{
  gint64 size;
  gint64 present;
  gint64 zero;
  gint64 swapped;
  gint64 guard;
  gint64 special;
  gint64 huge; /* but not the huge zero page */
  gboolean no_hugetlb; /* there is not one huge page */
  const char *source;
} Sums;

typedef struct
{
  const PgsSnapshot *snapshot;
  GArray *lines;
  PgsAccount account;
  gint64 left;       /* of the total above: what no line has taken yet */
  gboolean complete; /* no line under it is unknown */
} Ledger;

static gint64
from_counter (guint64 value)
{
  return value > G_MAXINT64 ? UNKNOWN_BYTES : (gint64) value;
}

/* What does not fit is not known either; a kernel that says such numbers is not to be believed. */
static gint64
minus (gint64 a,
       gint64 b)
{
  gint64 difference;

  if (a == UNKNOWN_BYTES || b == UNKNOWN_BYTES || __builtin_sub_overflow (a, b, &difference))
    return UNKNOWN_BYTES;
  return difference;
}

static gint64
plus (gint64 a,
      gint64 b)
{
  gint64 sum;

  if (a == UNKNOWN_BYTES || b == UNKNOWN_BYTES || __builtin_add_overflow (a, b, &sum))
    return UNKNOWN_BYTES;
  return sum;
}

static gint64
negative (gint64 a)
{
  return minus (0, a);
}

static PgsLedgerLine *
add_line (Ledger     *self,
          const char *id,
          gint64      bytes,
          const char *source)
{
  PgsLedgerLine line = { 0 };

  line.account = self->account;
  line.id = id;
  line.known = bytes != UNKNOWN_BYTES;
  line.bytes = line.known ? bytes : 0;
  line.source = source;
  g_array_append_val (self->lines, line);
  return &g_array_index (self->lines, PgsLedgerLine, self->lines->len - 1);
}

static void
add_sum (Ledger     *self,
         const char *id,
         gint64      bytes,
         const char *source)
{
  add_line (self, id, bytes, source)->is_sum = TRUE;
  self->left = bytes;
  self->complete = TRUE;
}

static void
add_part (Ledger     *self,
          const char *id,
          gint64      bytes,
          const char *source)
{
  add_line (self, id, bytes, source);
  if (bytes == UNKNOWN_BYTES)
    self->complete = FALSE;
  else
    self->left = minus (self->left, bytes);
}

static gboolean
is_special (const PgsMapping     *mapping,
            const PgsRegionSmaps *smaps)
{
  if (smaps != NULL && smaps->vm_flags != NULL)
    return strstr (smaps->vm_flags, "io") != NULL || strstr (smaps->vm_flags, "pf") != NULL;
  return mapping->inode == 0 && mapping->path != NULL && g_str_has_prefix (mapping->path, "[vvar");
}

static gint64
special_pages (const PgsSnapshot *snapshot)
{
  gsize n_regions = pgs_maps_get_length (snapshot->maps);
  const PgsMapping *mappings = pgs_maps_get (snapshot->maps, 0);
  guint64 n_pages = 0;

  for (gsize i = 0; i < n_regions; i++)
    {
      const PgsRegionSmaps *smaps = NULL;
      PgsPageCounts counts;

      pgs_pages_get_counts (snapshot->pages, i, &counts);
      if (counts.present == counts.zero)
        continue;
      if (snapshot->smaps != NULL)
        smaps = pgs_smaps_get (snapshot->smaps, i);
      if (is_special (&mappings[i], smaps))
        n_pages += counts.present - counts.zero;
    }
  return (gint64) (n_pages << pgs_pages_get_shift (snapshot->pages));
}

/* Huge pages that hold something. */
static gint64
huge_pages (const PgsPages      *pages,
            const PgsPageCounts *totals)
{
  guint64 n_pages = 0;
  PgsRunIter iter;
  PgsRun run;

  if (totals->huge == 0)
    return 0;
  pgs_run_iter_init (&iter, pages, 0, G_MAXUINT64);
  while (pgs_run_iter_next (&iter, &run))
    if ((run.states & PGS_PAGE_HUGE) && !(run.states & PGS_PAGE_ZERO))
      n_pages += run.count;
  return (gint64) (n_pages << pgs_pages_get_shift (pages));
}

static gint64
in_bytes (const PgsPages *pages,
          PgsPageState    state,
          guint64         n_pages)
{
  if (!(pgs_pages_get_known (pages) & state))
    return UNKNOWN_BYTES;
  return (gint64) (n_pages << pgs_pages_get_shift (pages));
}

static void
add_up (const PgsSnapshot *snapshot,
        Sums              *sums)
{
  const PgsPages *pages = snapshot->pages;
  PgsPageCounts totals;

  *sums = (Sums) { UNKNOWN_BYTES, UNKNOWN_BYTES, UNKNOWN_BYTES, UNKNOWN_BYTES,
                   UNKNOWN_BYTES, UNKNOWN_BYTES, UNKNOWN_BYTES, FALSE, "pagemap" };
  if (snapshot->maps == NULL)
    return;
  sums->size = from_counter (pgs_maps_get_size (snapshot->maps));
  if (pages == NULL || !pgs_pages_is_whole (pages))
    return;
  pgs_pages_get_totals (pages, &totals);
  sums->present = in_bytes (pages, PGS_PAGE_PRESENT, totals.present);
  sums->zero = in_bytes (pages, PGS_PAGE_ZERO, totals.zero);
  sums->swapped = in_bytes (pages, PGS_PAGE_SWAPPED, totals.swapped);
  sums->guard = in_bytes (pages, PGS_PAGE_GUARD, totals.guard);
  sums->special = special_pages (snapshot);
  if (pgs_pages_get_known (pages) & PGS_PAGE_HUGE)
    {
      sums->huge = huge_pages (pages, &totals);
      sums->no_hugetlb = totals.huge == 0;
    }
  if (pgs_pages_get_known (pages) & PGS_PAGE_ZERO)
    sums->source = "PAGEMAP_SCAN"; /* nothing else can tell the zero page */
}

static void
add_virt (Ledger     *self,
          const Sums *sums)
{
  gint64 touched = plus (sums->present, sums->swapped);

  if (sums->guard != UNKNOWN_BYTES)
    touched = plus (touched, sums->guard);
  self->account = PGS_ACCOUNT_VIRT;
  add_sum (self, "virt", from_counter (self->snapshot->counters.virt), "statm");
  add_part (self, "never_touched", minus (sums->size, touched), "maps");
  add_part (self, "resident", minus (sums->present, sums->zero), sums->source);
  add_part (self, "zero", sums->zero, sums->source);
  if (sums->present != UNKNOWN_BYTES && sums->zero == UNKNOWN_BYTES)
    add_part (self, "present", sums->present, sums->source);
  add_part (self, "swapped", sums->swapped, sums->source);
  add_part (self, "guard", sums->guard, sums->source);
  add_part (self, "difference",
            minus (from_counter (self->snapshot->counters.virt), sums->size), "statm − maps");
}

static void
add_res (Ledger     *self,
         const Sums *sums)
{
  const PgsCounters *counters = &self->snapshot->counters;
  gint64 hugetlb = from_counter (counters->hugetlb);

  /* Kernel threads, zombies and kernels without hugetlb do not have this counter. */
  if (hugetlb == UNKNOWN_BYTES && sums->no_hugetlb)
    hugetlb = 0;
  self->account = PGS_ACCOUNT_RES;
  add_sum (self, "res", from_counter (counters->res), "statm");
  add_part (self, "anon", from_counter (counters->anon), "status");
  add_part (self, "file", from_counter (counters->file), "status");
  add_part (self, "shmem", from_counter (counters->shmem), "status");
  add_part (self, "difference", self->complete ? self->left : UNKNOWN_BYTES, "statm − status");

  add_sum (self, "res_by_pages", from_counter (counters->res), "statm");
  add_part (self, "present", sums->present, sums->source);
  add_part (self, "zero", negative (sums->zero), sums->source);
  add_part (self, "hugetlb", negative (hugetlb),
            counters->hugetlb == PGS_UNKNOWN && sums->no_hugetlb ? sums->source : "status");
  add_part (self, "special", negative (sums->special), sums->source);
  add_part (self, self->complete ? "slack" : "unexplained",
            sums->present != UNKNOWN_BYTES ? self->left : UNKNOWN_BYTES, "remainder");
  add_line (self, "huge", minus (sums->huge, hugetlb), sums->source)->is_detail = TRUE;
}

static void
add_shared (Ledger *self)
{
  PgsRegionSmaps sums;
  gint64 rss;
  gint64 pss;
  gint64 own;
  gint64 hugetlb;

  memset (&sums, 0xff, sizeof sums); /* all PGS_UNKNOWN */
  if (self->snapshot->smaps != NULL)
    pgs_smaps_get_totals (self->snapshot->smaps, &sums);
  rss = from_counter (sums.rss);
  pss = from_counter (sums.pss);
  own = plus (from_counter (sums.private_clean), from_counter (sums.private_dirty));
  hugetlb = from_counter (sums.private_hugetlb);

  self->account = PGS_ACCOUNT_SHARED;
  add_sum (self, "rss", rss, "smaps");
  add_part (self, "private_clean", from_counter (sums.private_clean), "smaps");
  add_part (self, "private_dirty", from_counter (sums.private_dirty), "smaps");
  add_part (self, "shared_clean", from_counter (sums.shared_clean), "smaps");
  add_part (self, "shared_dirty", from_counter (sums.shared_dirty), "smaps");
  add_sum (self, "pss", pss, "smaps");
  add_part (self, "from_rss", rss, "smaps");
  add_part (self, "shared_with_others", minus (pss, rss), "smaps");
  add_sum (self, "uss", plus (own, hugetlb), "smaps");
  add_part (self, "from_pss", pss, "smaps");
  add_part (self, "shared_own", minus (own, pss), "smaps");
  add_part (self, "private_hugetlb", hugetlb, "smaps");
}

/**
 * pgs_ledger_new:
 * @snapshot: a snapshot
 *
 * Reconciles VIRT, RES and what is shared, as laid out above. The same lines in the same order for
 * every snapshot, but for "present" and "slack", which depend on what the kernel can tell. The
 * lines under a total add up to it exactly. O(regions), O(runs) where there are huge pages.
 *
 * Returns: (transfer full) (element-type PgsLedgerLine): the lines
 */
GArray *
pgs_ledger_new (const PgsSnapshot *snapshot)
{
  Ledger self = { .snapshot = snapshot };
  Sums sums;

  g_return_val_if_fail (snapshot != NULL, NULL);

  self.lines = g_array_new (FALSE, FALSE, sizeof (PgsLedgerLine));
  add_up (snapshot, &sums);
  add_virt (&self, &sums);
  add_res (&self, &sums);
  add_shared (&self);
  return self.lines;
}

/**
 * pgs_account_get_id:
 * @account: an account
 *
 * Returns: its name in JSON
 */
const char *
pgs_account_get_id (PgsAccount account)
{
  switch (account)
    {
    case PGS_ACCOUNT_VIRT:
      return "virt";
    case PGS_ACCOUNT_RES:
      return "res";
    case PGS_ACCOUNT_SHARED:
      return "shared";
    }
  g_return_val_if_reached (NULL);
}
