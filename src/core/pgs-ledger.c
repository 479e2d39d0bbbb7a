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
 *             marks            entries that say swapped and are not in swap; only where there are any
 *             guard            guard entries
 *             opaque           addresses of devices and of the kernel, whose pages are not told
 *             difference       statm − maps: 0 unless the process moved
 *           of which shmem_swap  shared memory in swap, which has no entries; only where there is any
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
 *           of which from_res  what it differs from RES by
 *           = pss              smaps
 *             from_rss         rss
 *             shared_with_others   − the share of other processes in shared pages
 *           = uss              smaps: what would be free if this process ended
 *             from_pss         pss
 *             shared_own       − its own share in shared pages
 *             private_hugetlb  hugetlb pages are not in rss
 *
 * A line that is not known is not 0: its total is then not fully explained. On the page side of RES
 * all that no line could take is in the last one, so that known lines always add up there. Of some
 * regions alone there are no counters: maps and smaps stand in for statm and status.
 */
#include "config.h"

#include "pgs-ledger.h"

#include <string.h>

#include "pgs-ledger-sums.h"

#define UNKNOWN_BYTES PGS_LEDGER_UNKNOWN
#define MAX_AGE_US (G_USEC_PER_SEC / 5)

/* A total that is not made of pages, and where it comes from. */
typedef struct
{
  gint64 bytes;
  const char *source;
} Count;

typedef struct
{
  const PgsSnapshot *snapshot;
  PgsLedgerSums sums;
  Count virt, res, anon, file, shmem, hugetlb;
  GArray *lines;
  PgsAccount account;
  gint64 left;             /* of the total above: what no line has taken yet */
  PgsLedgerReason missing; /* why a line under it is not known */
} Ledger;

static gboolean
is_from_counters (const char *source)
{
  return g_str_has_prefix (source, "stat");
}

/* Which part of a snapshot is missing where a line of this source is not known. */
static PgsLedgerReason
why_unknown (const Ledger *self,
             const char   *source)
{
  const PgsSnapshot *snapshot = self->snapshot;
  const gboolean is_smaps = g_str_has_prefix (source, "smaps");
  const PgsPart part = is_smaps ? PGS_PART_SMAPS : PGS_PART_PAGEMAP;
  const gboolean was_read = is_smaps ? snapshot->smaps != NULL : self->sums.has_pages;

  if (is_from_counters (source))
    return PGS_LEDGER_REASON_UNSUPPORTED;
  if (snapshot->access[PGS_PART_MAPS] == PGS_ACCESS_DENIED
      || snapshot->access[part] == PGS_ACCESS_DENIED)
    return PGS_LEDGER_REASON_DENIED;
  if (was_read || snapshot->access[part] == PGS_ACCESS_UNSUPPORTED)
    return PGS_LEDGER_REASON_UNSUPPORTED;
  return PGS_LEDGER_REASON_NOT_READ;
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
  if (!line.known)
    line.reason = why_unknown (self, source);
  g_array_append_val (self->lines, line);
  return &g_array_index (self->lines, PgsLedgerLine, self->lines->len - 1);
}

static void
add_sum (Ledger     *self,
         const char *id,
         gint64      bytes,
         const char *source)
{
  PgsLedgerLine *line = add_line (self, id, bytes, source);

  line->is_sum = TRUE;
  self->left = bytes;
  self->missing = line->reason;
}

static void
add_part (Ledger     *self,
          const char *id,
          gint64      bytes,
          const char *source)
{
  PgsLedgerLine *line = add_line (self, id, bytes, source);

  if (bytes != UNKNOWN_BYTES)
    self->left = pgs_ledger_minus (self->left, bytes);
  else if (self->missing == PGS_LEDGER_REASON_NONE)
    self->missing = line->reason;
}

static void
add_some (Ledger     *self,
          const char *id,
          gint64      bytes,
          const char *source)
{
  if (bytes != 0 && bytes != UNKNOWN_BYTES)
    add_part (self, id, bytes, source);
}

static gboolean
is_aged (const PgsSnapshot *snapshot)
{
  return (snapshot->pages != NULL && snapshot->monotonic_us - snapshot->pages_at_us > MAX_AGE_US)
         || (snapshot->smaps != NULL && snapshot->monotonic_us - snapshot->smaps_at_us > MAX_AGE_US);
}

/* What is known of the reason why the counters and what was read of maps and pages differ. */
static PgsLedgerReason
why_left (const Ledger *self,
          gint64        resident)
{
  const gint64 rss = pgs_ledger_from_counter (self->sums.smaps.rss);

  if (self->snapshot->moving)
    return PGS_LEDGER_REASON_MOVING;
  if (is_aged (self->snapshot))
    return PGS_LEDGER_REASON_AGED;
  if (resident != UNKNOWN_BYTES && resident == rss)
    return PGS_LEDGER_REASON_COUNTERS;
  return PGS_LEDGER_REASON_UNKNOWN;
}

/* The last line under a total. */
static void
add_rest (Ledger          *self,
          const char      *id,
          gint64           bytes,
          const char      *source,
          PgsLedgerReason  reason)
{
  PgsLedgerLine *line = add_line (self, id, bytes, source);

  if (!line->known || bytes != 0)
    line->reason = self->missing != PGS_LEDGER_REASON_NONE ? self->missing : reason;
}

/* A closer look that says what two totals differ by. */
static void
add_detail (Ledger          *self,
            const char      *id,
            gint64           bytes,
            const char      *source,
            PgsLedgerReason  reason)
{
  PgsLedgerLine *line = add_line (self, id, bytes, source);

  line->is_detail = TRUE;
  if (line->known && bytes != 0)
    line->reason = reason;
}

static void
add_virt (Ledger *self)
{
  const PgsLedgerSums *sums = &self->sums;
  gint64 touched = pgs_ledger_plus (pgs_ledger_plus (sums->present, sums->swapped), sums->marks);
  gint64 difference = pgs_ledger_minus (self->virt.bytes, sums->size);

  if (sums->guard != UNKNOWN_BYTES)
    touched = pgs_ledger_plus (touched, sums->guard);
  touched = pgs_ledger_plus (touched, sums->opaque);
  self->account = PGS_ACCOUNT_VIRT;
  add_sum (self, "virt", self->virt.bytes, self->virt.source);
  add_part (self, "never_touched", pgs_ledger_minus (sums->size, touched), "maps");
  add_part (self, "resident", pgs_ledger_minus (sums->present, sums->zero), sums->source);
  add_part (self, "zero", sums->zero, sums->source);
  if (sums->present != UNKNOWN_BYTES && sums->zero == UNKNOWN_BYTES)
    add_part (self, "present", sums->present, sums->source);
  add_part (self, "swapped", sums->swapped, sums->source);
  add_some (self, "marks", sums->marks, sums->source);
  add_part (self, "guard", sums->guard, sums->source);
  add_some (self, "opaque", sums->opaque, "maps");
  add_rest (self, "difference", difference, "statm − maps",
            self->snapshot->moving ? PGS_LEDGER_REASON_MOVING : PGS_LEDGER_REASON_UNKNOWN);
  if (sums->shmem_swap > 0)
    add_line (self, "shmem_swap", sums->shmem_swap, "smaps")->is_detail = TRUE;
}

static void
add_res_by_pages (Ledger *self)
{
  const PgsLedgerSums *sums = &self->sums;
  const gboolean has_pages = sums->present != UNKNOWN_BYTES;
  gint64 resident = pgs_ledger_minus (sums->present, sums->zero);

  resident = pgs_ledger_minus (resident, self->hugetlb.bytes);
  resident = pgs_ledger_minus (resident, sums->special);
  add_sum (self, "res_by_pages", self->res.bytes, self->res.source);
  add_part (self, "present", sums->present, sums->source);
  add_part (self, "zero", pgs_ledger_minus (0, sums->zero), sums->source);
  add_part (self, "hugetlb", pgs_ledger_minus (0, self->hugetlb.bytes), self->hugetlb.source);
  add_part (self, "special", pgs_ledger_minus (0, sums->special), sums->source);
  add_rest (self, self->missing == PGS_LEDGER_REASON_NONE ? "slack" : "unexplained",
            has_pages ? self->left : UNKNOWN_BYTES, "remainder", why_left (self, resident));
  add_line (self, "huge", pgs_ledger_minus (sums->huge, self->hugetlb.bytes), sums->source)
      ->is_detail = TRUE;
}

static void
add_res (Ledger *self)
{
  self->account = PGS_ACCOUNT_RES;
  add_sum (self, "res", self->res.bytes, self->res.source);
  add_part (self, "anon", self->anon.bytes, self->anon.source);
  add_part (self, "file", self->file.bytes, self->file.source);
  add_part (self, "shmem", self->shmem.bytes, self->shmem.source);
  add_rest (self, "difference",
            self->missing == PGS_LEDGER_REASON_NONE ? self->left : UNKNOWN_BYTES, "statm − status",
            self->snapshot->moving ? PGS_LEDGER_REASON_MOVING : PGS_LEDGER_REASON_COUNTERS);
  add_res_by_pages (self);
}

static void
add_shared (Ledger *self)
{
  const PgsRegionSmaps *smaps = &self->sums.smaps;
  const gint64 rss = pgs_ledger_from_counter (smaps->rss);
  const gint64 pss = pgs_ledger_from_counter (smaps->pss);
  const gint64 hugetlb = pgs_ledger_from_counter (smaps->private_hugetlb);
  const gint64 own = pgs_ledger_plus (pgs_ledger_from_counter (smaps->private_clean),
                                      pgs_ledger_from_counter (smaps->private_dirty));
  const gint64 from_res = pgs_ledger_minus (rss, self->res.bytes);

  self->account = PGS_ACCOUNT_SHARED;
  add_sum (self, "rss", rss, "smaps");
  add_part (self, "private_clean", pgs_ledger_from_counter (smaps->private_clean), "smaps");
  add_part (self, "private_dirty", pgs_ledger_from_counter (smaps->private_dirty), "smaps");
  add_part (self, "shared_clean", pgs_ledger_from_counter (smaps->shared_clean), "smaps");
  add_part (self, "shared_dirty", pgs_ledger_from_counter (smaps->shared_dirty), "smaps");
  add_detail (self, "from_res", from_res, "smaps − statm", why_left (self, UNKNOWN_BYTES));
  add_sum (self, "pss", pss, "smaps");
  add_part (self, "from_rss", rss, "smaps");
  add_part (self, "shared_with_others", pgs_ledger_minus (pss, rss), "smaps");
  add_sum (self, "uss", pgs_ledger_plus (own, hugetlb), "smaps");
  add_part (self, "from_pss", pss, "smaps");
  add_part (self, "shared_own", pgs_ledger_minus (own, pss), "smaps");
  add_part (self, "private_hugetlb", hugetlb, "smaps");
}

/* Of the whole process, by the counters of its address space. */
static void
count_process (Ledger *self)
{
  const PgsCounters *counters = &self->snapshot->counters;

  self->virt = (Count) { pgs_ledger_from_counter (counters->virt), "statm" };
  self->res = (Count) { pgs_ledger_from_counter (counters->res), "statm" };
  self->anon = (Count) { pgs_ledger_from_counter (counters->anon), "status" };
  self->file = (Count) { pgs_ledger_from_counter (counters->file), "status" };
  self->shmem = (Count) { pgs_ledger_from_counter (counters->shmem), "status" };
  self->hugetlb = (Count) { pgs_ledger_from_counter (counters->hugetlb), "status" };
  /* Kernel threads, zombies and kernels without hugetlb do not have this counter. */
  if (self->hugetlb.bytes == UNKNOWN_BYTES && self->sums.no_hugetlb)
    self->hugetlb = (Count) { 0, self->sums.source };
}

/* What is neither anonymous nor of shared memory is a file's. */
static void
count_regions (Ledger       *self,
               const guint8 *chosen)
{
  const PgsSnapshot *snapshot = self->snapshot;
  const PgsRegionSmaps *sums = &self->sums.smaps;
  const gint64 not_anon = pgs_ledger_minus (pgs_ledger_from_counter (sums->rss),
                                            pgs_ledger_from_counter (sums->anon));
  gint64 shmem = 0;

  for (gsize i = 0; snapshot->smaps != NULL && i < pgs_maps_get_length (snapshot->maps); i++)
    {
      const PgsRegionSmaps *smaps = chosen[i] ? pgs_smaps_get (snapshot->smaps, i) : NULL;

      if (smaps != NULL && pgs_maps_get (snapshot->maps, i)->kind == PGS_KIND_SHMEM)
        shmem = pgs_ledger_plus (shmem, pgs_ledger_minus (pgs_ledger_from_counter (smaps->rss),
                                                          pgs_ledger_from_counter (smaps->anon)));
    }
  if (not_anon == UNKNOWN_BYTES)
    shmem = UNKNOWN_BYTES;
  self->virt = (Count) { self->sums.size, "maps" };
  self->res = (Count) { pgs_ledger_from_counter (sums->rss), "smaps" };
  self->anon = (Count) { pgs_ledger_from_counter (sums->anon), "smaps" };
  self->file = (Count) { pgs_ledger_minus (not_anon, shmem), "smaps" };
  self->shmem = (Count) { shmem, "smaps" };
  self->hugetlb = (Count) { pgs_ledger_plus (pgs_ledger_from_counter (sums->private_hugetlb),
                                             pgs_ledger_from_counter (sums->shared_hugetlb)),
                            "smaps" };
}

static GArray *
ledger_new (const PgsSnapshot *snapshot,
            const guint8      *chosen,
            PgsLedgerCache    *cache)
{
  Ledger self = { .snapshot = snapshot };

  self.lines = g_array_new (FALSE, FALSE, sizeof (PgsLedgerLine));
  pgs_ledger_sums_init (&self.sums, snapshot, chosen, cache);
  if (chosen == NULL)
    count_process (&self);
  else
    count_regions (&self, chosen);
  add_virt (&self);
  add_res (&self);
  add_shared (&self);
  return self.lines;
}

/**
 * pgs_ledger_new:
 * @snapshot: a snapshot
 *
 * Reconciles VIRT, RES and what is shared, as laid out above, in this order. Which lines there are
 * depends on what the kernel can tell and, where it says so, on what there is. The lines under a
 * total add up to it exactly. O(regions), and their runs where there are huge and zero pages.
 *
 * Returns: (transfer full) (element-type PgsLedgerLine): the lines
 */
GArray *
pgs_ledger_new (const PgsSnapshot *snapshot)
{
  g_return_val_if_fail (snapshot != NULL, NULL);
  return ledger_new (snapshot, NULL, NULL);
}

/**
 * pgs_ledger_new_cached:
 * @snapshot: a snapshot
 * @cache: of an earlier snapshot, or empty; is of this one afterwards
 *
 * As pgs_ledger_new(), in O(1) if mappings, pages and smaps are those of the snapshot before.
 *
 * Returns: (transfer full) (element-type PgsLedgerLine): the lines
 */
GArray *
pgs_ledger_new_cached (const PgsSnapshot *snapshot,
                       PgsLedgerCache    *cache)
{
  g_return_val_if_fail (snapshot != NULL && cache != NULL, NULL);
  return ledger_new (snapshot, NULL, cache);
}

/**
 * pgs_ledger_new_for_regions:
 * @snapshot: a snapshot that has mappings
 * @chosen: by region, whether it is accounted for
 *
 * The same of some regions: their size in maps is VIRT, what smaps counts is RES.
 *
 * Returns: (transfer full) (element-type PgsLedgerLine): the lines
 */
GArray *
pgs_ledger_new_for_regions (const PgsSnapshot *snapshot,
                            const guint8      *chosen)
{
  g_return_val_if_fail (snapshot != NULL && snapshot->maps != NULL && chosen != NULL, NULL);
  return ledger_new (snapshot, chosen, NULL);
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

/**
 * pgs_ledger_reason_get_id:
 * @reason: what is known of why a line is as it is
 *
 * Returns: (nullable): its word in JSON; %NULL for none
 */
const char *
pgs_ledger_reason_get_id (PgsLedgerReason reason)
{
  switch (reason)
    {
    case PGS_LEDGER_REASON_NONE:
      return NULL;
    case PGS_LEDGER_REASON_DENIED:
      return "denied";
    case PGS_LEDGER_REASON_UNSUPPORTED:
      return "unsupported";
    case PGS_LEDGER_REASON_NOT_READ:
      return "not_read";
    case PGS_LEDGER_REASON_MOVING:
      return "moving";
    case PGS_LEDGER_REASON_AGED:
      return "aged";
    case PGS_LEDGER_REASON_COUNTERS:
      return "counters";
    case PGS_LEDGER_REASON_UNKNOWN:
      return "unknown";
    }
  g_return_val_if_reached (NULL);
}
