/* pgs-cli-system-processes.h: who is next when memory runs out, as JSON and as tables
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-cli-rows.h"
#include "pgs-ranking.h"

G_BEGIN_DECLS

void pgs_cli_write_ranking (PgsCliRows       *out,
                            const PgsRanking *ranking);
void pgs_cli_print_ranking (const PgsRanking *ranking,
                            GString          *out);

G_END_DECLS
