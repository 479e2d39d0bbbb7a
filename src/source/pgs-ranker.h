/* pgs-ranker.h: making one ranking of all processes after the other, within a budget
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-ranking.h"

G_BEGIN_DECLS

#define PGS_RANKER_NO_LIMIT G_MAXINT64

/**
 * PgsRanker:
 *
 * Keeps what it read of all processes, and reads again what is oldest, as far as it may. One thread at a time.
 */
typedef struct _PgsRanker PgsRanker;

PgsRanker  *pgs_ranker_new     (void);
void        pgs_ranker_free    (PgsRanker  *self);
PgsRanking *pgs_ranker_refresh (PgsRanker  *self,
                                gint64      budget_us,
                                GError    **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsRanker, pgs_ranker_free)

G_END_DECLS
