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
 * PgsLedgerLine:
 * @account: which account
 * @id: stable name of the line in JSON, "never_touched", unique in its account; static
 * @bytes: its amount, signed (what is taken off is negative, and so may be what is left over);
 *   meaningless if not @known
 * @known: whether it could be read
 * @is_sum: a total; the lines under it, up to the next total, add up to it
 * @is_detail: a closer look at the total above ("of which"), no part of the addition
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
  const char *source;
} PgsLedgerLine;

GArray     *pgs_ledger_new     (const PgsSnapshot *snapshot);
const char *pgs_account_get_id (PgsAccount         account);

G_END_DECLS
