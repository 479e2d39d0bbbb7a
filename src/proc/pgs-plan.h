/* pgs-plan.h: what one tick may cost, and what it did cost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-process.h"

G_BEGIN_DECLS

#define PGS_PLAN_WHOLE G_MAXINT64 /* pages: all of them at once, whatever it takes */
#define PGS_PLAN_AGE_US (7 * G_USEC_PER_SEC)

/**
 * PgsPlan:
 * @sections: what the snapshot should have
 * @read: %PGS_PLAN_MAPS, %PGS_PLAN_PAGES, %PGS_PLAN_SMAPS: what may be read again in this tick if
 *   it is due
 * @pages_us: how much CPU time reading pages may take, %PGS_PLAN_WHOLE for any; what does not fit
 *   is left to the next ticks
 * @pages_age_us: how old pages are, at least, that are read again though nothing was seen to change;
 *   %PGS_PLAN_AGE_US less the time that reading takes
 * @first_start: addresses that are read before the others when not all fit
 * @first_end: first address behind; equal to @first_start: none
 *
 * The counters are read in every tick, and the mappings of an address space that is new.
 */
typedef struct
{
  PgsSections sections;
  guint read;
  gint64 pages_us;
  gint64 pages_age_us;
  guint64 first_start;
  guint64 first_end;
} PgsPlan;

#define PGS_PLAN_MAPS (1u << 0)
#define PGS_PLAN_PAGES (1u << 1)
#define PGS_PLAN_SMAPS (1u << 2)
#define PGS_PLAN_ALL (PGS_PLAN_MAPS | PGS_PLAN_PAGES | PGS_PLAN_SMAPS)

/* Everything that is due, whatever it costs. */
#define PGS_PLAN_INIT(what)                                                                        \
  {                                                                                                \
    .sections = (what), .read = PGS_PLAN_ALL, .pages_us = PGS_PLAN_WHOLE,                          \
    .pages_age_us = PGS_PLAN_AGE_US                                                                \
  }

/**
 * PgsCosts:
 * @read: the parts that were read
 * @maps_us: CPU time of the calling thread that reading mappings took; likewise the others
 * @pages_end: a round through all pages has come to its end in this tick
 */
typedef struct
{
  guint read;
  gint64 maps_us;
  gint64 pages_us;
  gint64 smaps_us;
  gboolean pages_end;
} PgsCosts;

PgsSnapshot *pgs_process_tick_planned (PgsProcess    *self,
                                       const PgsPlan *plan,
                                       PgsCosts      *costs,
                                       GError       **error);

G_END_DECLS
