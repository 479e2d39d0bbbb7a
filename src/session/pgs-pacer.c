/* pgs-pacer.c: decides what the next tick may read, so that watching keeps to its budget
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * What was spent ahead of the budget is a debt, which time pays off: after something that took c of
 * CPU time, nothing dear is read for c / budget. That holds whatever was predicted. Predictions
 * only decide how much is begun at once. The counters are read in every tick all the same: 10 µs ten
 * times a second are a ten-thousandth of a core, and so the curves of VIRT and RES go on while a
 * large scan is being paid for. What they cost is owed, too.
 *
 * Shares: smaps get one percent of a core, but no more than half of the budget, and only while
 * they are asked for; of the rest mappings get half. Neither keeps pages from being read for long,
 * as 60,000 mappings, which take 8 ms to read and 60 ms as smaps, otherwise would. Each pays its
 * own debt from its own share, so that the sum keeps to the budget.
 *
 * Pages follow page tables: 0.5 µs a KiB of VmPTE, 0.1 µs a mapping. Kernels, machines and contents
 * differ (huge pages have reserve tables that nobody walks), so this is multiplied by what the last
 * rounds took in relation to it. What is expected to cost no more than a period pays for is read at
 * once, which gives a picture of one moment; else there are slices. A slice is no shorter than 4 ms,
 * or merging it would cost more than reading it. The first look may take longer: one waits for it.
 * How large the process is must be known before, so that the very first tick reads no pages, and is
 * followed by the next at once.
 *
 * Pages in which nothing was seen to change are read again before they are ten seconds old: what
 * takes long is begun the earlier.
 *
 * A debt that is small beside what a period pays off does not keep the next slice waiting; else
 * each would come a period late for a few microseconds.
 */
#include "config.h"

#include "pgs-pacer.h"

#define SMAPS_SHARE 0.01    /* of a core, at most */
#define PART_OF_BUDGET 0.5  /* what smaps may have of the budget, and mappings of the rest */
#define MIN_SLICE_US 4000
#define FIRST_SLICE_US 50000
#define TOLERANCE 0.25 /* of what a period pays off */
#define MAPS_US_PER_MAPPING 0.25
#define PAGES_US_PER_MAPPING 0.1
#define PAGES_US_PER_KIB 0.5
#define MIN_AGE_US G_USEC_PER_SEC
#define LEARNING 0.5 /* how much the last measurement counts */
#define MIN_RATIO (1 / 256.0)
#define MAX_RATIO 1e6 /* page tables are not known */

/* As long as smaps are asked for, or not yet paid for. */
static double
smaps_share (const PgsPacer *self,
             const PgsPace  *pace)
{
  if (!(pace->sections & PGS_SECTION_SMAPS) && self->smaps_owed_us <= 0)
    return 0;
  return MIN (SMAPS_SHARE, pace->budget * PART_OF_BUDGET);
}

/* For everything but smaps. */
static double
main_share (const PgsPacer *self,
            const PgsPace  *pace)
{
  return pace->budget - smaps_share (self, pace);
}

/* What a period pays off. */
static double
period_pays_us (const PgsPacer *self,
                const PgsPace  *pace)
{
  return main_share (self, pace) * (double) pace->period_us;
}

static double
predict_maps_plainly (const PgsPacer *self)
{
  return MAPS_US_PER_MAPPING * (double) self->n_mappings;
}

static double
predict_pages_plainly (const PgsPacer *self)
{
  return PAGES_US_PER_KIB * (double) self->page_tables / 1024 +
         PAGES_US_PER_MAPPING * (double) self->n_mappings;
}

static void
learn (PgsEstimate *estimate,
       double       predicted_us)
{
  if (predicted_us > 0)
    estimate->ratio += LEARNING * (CLAMP (estimate->sum_us / predicted_us, MIN_RATIO, MAX_RATIO) -
                                   estimate->ratio);
  estimate->sum_us = 0;
}

static void
pay_off (PgsPacer      *self,
         const PgsPace *pace,
         gint64         now_us)
{
  const double elapsed_us = (double) MAX (now_us - self->at_us, 0);
  const double main_us = elapsed_us * main_share (self, pace);
  const double smaps_us = elapsed_us * smaps_share (self, pace);

  self->owed_us = MAX (self->owed_us - main_us, 0);
  self->maps_owed_us = MAX (self->maps_owed_us - main_us * PART_OF_BUDGET, 0);
  self->smaps_owed_us = MAX (self->smaps_owed_us - smaps_us, 0);
  self->at_us = now_us;
}

/* How much a tick may spend on pages so that it is paid for when the next one comes. */
static double
slice_us (const PgsPacer *self,
          const PgsPace  *pace)
{
  const double least_us = self->done & PGS_PLAN_PAGES ? MIN_SLICE_US : FIRST_SLICE_US;

  return MAX (least_us, period_pays_us (self, pace));
}

/**
 * pgs_pacer_init:
 * @self: (out caller-allocates): a pacer
 * @now_us: monotonic time
 *
 * Nothing was read yet, nothing is owed.
 */
void
pgs_pacer_init (PgsPacer *self,
                gint64    now_us)
{
  *self = (PgsPacer) { .at_us = now_us, .maps.ratio = 1, .pages.ratio = 1 };
}

/**
 * pgs_pacer_predict_pages:
 * @self: a pacer
 *
 * Returns: how much CPU time reading all pages once is expected to take, in µs
 */
double
pgs_pacer_predict_pages (const PgsPacer *self)
{
  return predict_pages_plainly (self) * self->pages.ratio;
}

static gint64
pages_age_us (const PgsPacer *self,
              const PgsPace  *pace)
{
  return MAX (PGS_PLAN_AGE_US - pgs_pacer_get_pages_period (self, pace), MIN_AGE_US);
}

/**
 * pgs_pacer_get_plan:
 * @self: a pacer
 * @pace: what is wanted
 * @now_us: monotonic time, not before that of the call before
 * @plan: (out): what the tick that begins now may read; the addresses to begin with are left to the
 *   caller
 */
void
pgs_pacer_get_plan (PgsPacer      *self,
                    const PgsPace *pace,
                    gint64         now_us,
                    PgsPlan       *plan)
{
  gboolean is_paid;
  double limit_us;

  pay_off (self, pace, now_us);
  *plan = (PgsPlan) { .sections = pace->sections, .read = PGS_PLAN_MAPS };
  if (!self->has_size)
    return;
  is_paid = self->owed_us <= TOLERANCE * period_pays_us (self, pace);
  limit_us = slice_us (self, pace);
  *plan = (PgsPlan) { .sections = pace->sections };
  if (is_paid || !(self->done & PGS_PLAN_PAGES))
    plan->read |= PGS_PLAN_PAGES;
  if (is_paid && self->maps_owed_us <= 0)
    plan->read |= PGS_PLAN_MAPS;
  if (self->smaps_owed_us <= 0)
    plan->read |= PGS_PLAN_SMAPS;
  plan->pages_age_us = pages_age_us (self, pace);
  plan->pages_us = pgs_pacer_predict_pages (self) <= limit_us ? PGS_PLAN_WHOLE : (gint64) limit_us;
}

/* What predictions are made from; what is not known is left out of them. */
static void
note_size (PgsPacer          *self,
           const PgsSnapshot *snapshot)
{
  if (snapshot == NULL)
    return;
  self->page_tables =
      snapshot->counters.page_tables != PGS_UNKNOWN ? snapshot->counters.page_tables : 0;
  self->has_size = TRUE;
  self->n_mappings = snapshot->maps != NULL ? pgs_maps_get_length (snapshot->maps) : 0;
}

static void
note_estimates (PgsPacer       *self,
                const PgsCosts *costs)
{
  if (costs->read & PGS_PLAN_MAPS)
    {
      self->maps.sum_us = (double) costs->maps_us;
      learn (&self->maps, predict_maps_plainly (self));
    }
  if (costs->read & PGS_PLAN_PAGES)
    self->pages.sum_us += (double) costs->pages_us;
  if (costs->pages_end)
    learn (&self->pages, predict_pages_plainly (self));
  self->done |= costs->read;
}

/**
 * pgs_pacer_note:
 * @self: a pacer
 * @pace: what is wanted
 * @snapshot: (nullable): what the tick gave
 * @costs: what reading took
 * @cpu_us: CPU time of the whole tick
 *
 * To be called after the tick for which pgs_pacer_get_plan() was called.
 *
 * Returns: how long after its beginning the next tick may begin, in µs: the period, or longer if
 *   not even the counters can be afforded at that rate; 0 after the very first tick
 */
gint64
pgs_pacer_note (PgsPacer          *self,
                const PgsPace     *pace,
                const PgsSnapshot *snapshot,
                const PgsCosts    *costs,
                gint64             cpu_us)
{
  const gboolean is_first = !self->has_size && snapshot != NULL;

  note_size (self, snapshot);
  note_estimates (self, costs);
  self->owed_us += (double) (cpu_us - costs->smaps_us);
  self->maps_owed_us += (double) costs->maps_us;
  self->smaps_owed_us += (double) costs->smaps_us;
  if (is_first)
    return 0;
  if (costs->read != 0)
    return pace->period_us;
  return MAX (pace->period_us, (gint64) ((double) cpu_us / main_share (self, pace)));
}

/**
 * pgs_pacer_get_pages_period:
 * @self: a pacer
 * @pace: what is wanted
 *
 * Returns: how often all pages of a process that changes all the time can be read, in µs; the
 *   period unless the budget says less
 */
gint64
pgs_pacer_get_pages_period (const PgsPacer *self,
                            const PgsPace  *pace)
{
  const double pages_us = pgs_pacer_predict_pages (self);
  const double maps_us = predict_maps_plainly (self) * self->maps.ratio;
  const double cost_us = MIN (pages_us + maps_us, pages_us / (1 - PART_OF_BUDGET));

  return MAX (pace->period_us, (gint64) (cost_us / main_share (self, pace)));
}
