/* pgs-ledger.h: VIRT, RES and the shared accounts of a snapshot, line by line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-snapshot.h"

G_BEGIN_DECLS

typedef enum
{
  PGS_ACCOUNT_VIRT = 0,
  PGS_ACCOUNT_RES = 1,
  PGS_ACCOUNT_SHARED = 2,
} PgsAccount;

/**
 * PgsLedgerReason:
 *
 * What is known of why a line is not known, or why something is left over.
 */
typedef enum
{
  PGS_LEDGER_REASON_NONE = 0,     /* the line is known, and nothing is left over */
  PGS_LEDGER_REASON_DENIED = 1,   /* the kernel does not show it to us */
  PGS_LEDGER_REASON_UNSUPPORTED = 2, /* this kernel does not tell it, or has no such counter */
  PGS_LEDGER_REASON_NOT_READ = 3, /* it was not asked for, or not read yet */
  PGS_LEDGER_REASON_MOVING = 4,   /* the process went on while its parts were read */
  PGS_LEDGER_REASON_AGED = 5,     /* parts were read at different times */
  PGS_LEDGER_REASON_COUNTERS = 6, /* pages and smaps agree, so it is the counter that is off */
  PGS_LEDGER_REASON_UNKNOWN = 7,
} PgsLedgerReason;

#define PGS_N_LEDGER_REASONS 8

/**
 * PgsLedgerLine:
 * @account: which account
 * @id: stable name of the line in JSON, "never_touched", unique in its account; static
 * @bytes: its amount, signed (what is taken off is negative, and so may be what is left over);
 *   meaningless if not @known
 * @known: whether it could be read
 * @is_sum: a total; the lines under it, up to the next total, add up to it
 * @is_detail: a closer look at the total above ("of which"), no part of the addition
 * @reason: why it is not known, or where it says what is left over, why there is something
 * @source: where the number comes from, "statm", "PAGEMAP_SCAN"; static
 */
typedef struct
{
  PgsAccount account;
  const char *id;
  gint64 bytes;
  gboolean known;
  gboolean is_sum;
  gboolean is_detail;
  PgsLedgerReason reason;
  const char *source;
} PgsLedgerLine;

/**
 * PgsLedgerCache:
 *
 * What the regions of one snapshot add up to, for the next one that has the same. One thread.
 */
typedef struct _PgsLedgerCache PgsLedgerCache;

PgsLedgerCache *pgs_ledger_cache_new (void);
void        pgs_ledger_cache_free (PgsLedgerCache *self);

GArray     *pgs_ledger_new     (const PgsSnapshot *snapshot);
GArray     *pgs_ledger_new_cached (const PgsSnapshot *snapshot,
                                PgsLedgerCache    *cache);
GArray     *pgs_ledger_new_for_regions (const PgsSnapshot *snapshot,
                                const guint8      *chosen);
const char *pgs_account_get_id (PgsAccount         account);
const char *pgs_ledger_reason_get_id (PgsLedgerReason reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsLedgerCache, pgs_ledger_cache_free)

G_END_DECLS
