/* pgs-ledger-words.h: the lines of the ledger in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-ledger.h"

G_BEGIN_DECLS

const char *pgs_account_format      (PgsAccount           account);
const char *pgs_ledger_line_format  (const PgsLedgerLine *line);
const char *pgs_ledger_line_format_reason (const PgsLedgerLine *line);
const char *pgs_ledger_line_explain (const PgsLedgerLine *line);

G_END_DECLS
