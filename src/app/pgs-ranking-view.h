/* pgs-ranking-view.h: who would be ended first if memory ran out, and to whom most was promised
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-ranking.h"
#include "pgs-system.h"

G_BEGIN_DECLS

#define PGS_TYPE_RANKING_VIEW (pgs_ranking_view_get_type ())

/**
 * PgsRankingView:
 *
 * Two lists of processes side by side, each number as old as it says.
 */
G_DECLARE_FINAL_TYPE (PgsRankingView, pgs_ranking_view, PGS, RANKING_VIEW, GtkWidget)

void pgs_ranking_view_update (PgsRankingView   *self,
                              const PgsRanking *ranking,
                              const char       *trouble,
                              const PgsSystem  *system);

G_END_DECLS
