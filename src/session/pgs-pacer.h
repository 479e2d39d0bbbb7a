/* pgs-pacer.h: decides what the next tick may read, so that watching keeps to its budget
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-plan.h"
#include "pgs-snapshot.h"

G_BEGIN_DECLS

/**
 * PgsPace:
 * @sections: what each sample holds
 * @period_us: time from tick to tick, at least
 * @budget: share of one core that watching may cost, 0.001 … 1
 */
typedef struct
{
  PgsSections sections;
  gint64 period_us;
  double budget;
} PgsPace;

/**
 * PgsEstimate:
 * @ratio: what it took last over what was predicted, a running mean; 1 at first
 * @sum_us: what has been spent on it since it was begun
 */
typedef struct
{
  double ratio;
  double sum_us;
} PgsEstimate;

/**
 * PgsPacer:
 *
 * Lives in its owner; needs no clearing. All members are private. Knows no clock: time and costs
 * are told to it.
 */
typedef struct
{
  /*< private >*/
  gint64 at_us;         /* up to when the debts are paid off */
  double owed_us;       /* CPU time spent ahead of the budget */
  double maps_owed_us;  /* likewise of the share for mappings */
  double smaps_owed_us; /* likewise of the share for smaps */
  PgsEstimate maps;
  PgsEstimate pages;
  guint done; /* PGS_PLAN_… that were read at least once */
  gboolean has_size;
  guint64 page_tables;
  gsize n_mappings;
} PgsPacer;

void   pgs_pacer_init             (PgsPacer          *self,
                                   gint64             now_us);
void   pgs_pacer_get_plan         (PgsPacer          *self,
                                   const PgsPace     *pace,
                                   gint64             now_us,
                                   PgsPlan           *plan);
gint64 pgs_pacer_note             (PgsPacer          *self,
                                   const PgsPace     *pace,
                                   const PgsSnapshot *snapshot,
                                   const PgsCosts    *costs,
                                   gint64             cpu_us);
double pgs_pacer_predict_pages    (const PgsPacer    *self);
gint64 pgs_pacer_get_pages_period (const PgsPacer    *self,
                                   const PgsPace     *pace);

G_END_DECLS
